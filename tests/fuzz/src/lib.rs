//! What the targets share: a file read to its end as an import reads it.

#![cfg(feature = "exchange")]

use std::sync::Arc;

use vinculo_exchange::{ImportOptions, Importer, Input, Limits, Mapping, Outcome, draft_mapping};
use vinculo_record::{Kind, Lang, Record, Row};

/// Limits so narrow that a fuzzer's input can reach them, and its memory stays bounded.
pub fn limits() -> Limits {
    Limits {
        file_bytes: 1 << 20,
        inflated_bytes: 8 << 20,
        cell_bytes: 1 << 14,
        row_bytes: 1 << 17,
        columns: 300,
        list_items: 200,
        ..Limits::default()
    }
}

/// Reads every row of a file, and holds what comes out to what an import promises.
pub fn import(name: &str, file: &[u8], mapping: Option<Mapping>) {
    let Ok(input) = Input::from_reader(name, file, &limits()) else { return };
    let options = ImportOptions {
        kind: Kind::Remains,
        source: Some("ORG".to_owned()),
        mapping: mapping.map(Arc::new),
        limits: limits(),
    };
    let Ok(mut importer) = Importer::open(&input, options) else { return };
    for row in importer.by_ref() {
        // A file may break off: an error is the last thing that it gives.
        let Ok(row) = row else { break };
        if let Outcome::Accepted(accepted) = row.outcome {
            check(&accepted.row);
            assert_eq!(accepted.key.kind, Kind::Remains);
        }
    }
    importer.notes(Lang::Es);
}

/// Drafts a mapping: a draft must be a mapping again.
pub fn draft(name: &str, file: &[u8]) {
    let Ok(input) = Input::from_reader(name, file, &limits()) else { return };
    if let Ok(draft) = draft_mapping(&input, Some(Kind::Remains)) {
        Mapping::parse("draft.toml", &draft.to_toml(Lang::Es)).expect("a draft is a mapping");
    }
}

/// A canonical row is written and read back as it is, and reading it again changes
/// nothing.
pub fn check(row: &Row) {
    let text = row.to_json();
    let again = Row::from_json(&text).expect("what was written is read");
    assert_eq!(again.to_json(), text);
    let key = vinculo_record::RecordKey::new(Kind::Remains, "ORG", "1").expect("a key");
    let first = Record::read(key.clone(), row);
    let second = Record::read(key, &first.row);
    assert_eq!(second.row.to_json(), first.row.to_json(), "reading is stable");
}
