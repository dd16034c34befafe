//! What is in a segment, for holding the index against the store.

use std::collections::BTreeMap;

use tantivy::TantivyError;
use tantivy::index::SegmentReader;
use vinculo_record::RecordKey;

use crate::schema::{KEY, VERSION, read_key};

/// Adds the living records of a segment.
pub(crate) fn read(
    segment: &SegmentReader,
    records: &mut BTreeMap<RecordKey, u32>,
) -> tantivy::Result<()> {
    let broken = || TantivyError::InternalError("a record without its key".to_owned());
    let columns = segment.fast_fields();
    let keys = columns.str(KEY)?.ok_or_else(broken)?;
    let versions = columns.u64(VERSION)?;
    let mut term = String::new();
    for doc in segment.doc_ids_alive() {
        let ord = keys.ords().first(doc).ok_or_else(broken)?;
        keys.ord_to_str(ord, &mut term)?;
        let key = read_key(&term).ok_or_else(broken)?;
        let version = versions.first(doc).and_then(|v| u32::try_from(v).ok());
        records.insert(key, version.ok_or_else(broken)?);
    }
    Ok(())
}
