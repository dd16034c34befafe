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
    let mut found = Vec::new();
    for doc in segment.doc_ids_alive() {
        let ord = keys.ords().first(doc).ok_or_else(broken)?;
        let version = versions.first(doc).and_then(|v| u32::try_from(v).ok());
        found.push((ord, version.ok_or_else(broken)?));
    }
    // In the order of the dictionary, which is slow to look into at random.
    found.sort_unstable();
    let ords: Vec<u64> = found.iter().map(|(ord, _)| *ord).collect();
    let mut versions = found.iter().map(|(_, version)| *version);
    let mut all_read = true;
    keys.dictionary().sorted_ords_to_term_cb(&ords, |term| {
        let key = std::str::from_utf8(term).ok().and_then(read_key);
        match key.zip(versions.next()) {
            Some((key, version)) => _ = records.insert(key, version),
            None => all_read = false,
        }
    })?;
    if all_read { Ok(()) } else { Err(broken()) }
}
