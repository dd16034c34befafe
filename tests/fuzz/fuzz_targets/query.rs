//! The text of a search: no text is an error.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vinculo_record::{Kind, RecordKey};
use vinculo_search::{Change, Query, SearchDocument, SearchIndex};

static INDEX: LazyLock<SearchIndex> = LazyLock::new(|| {
    let index = SearchIndex::in_memory().expect("an index");
    let people = [
        ("María José", "Xol Tzoc", "CURP:XOTM900101", "tatuaje de un águila en el brazo"),
        ("Luis Ch'oj", "Pérez", "DPI:1234567890101", "cicatriz"),
        ("Nguyễn", "O'Brien-López", "", "prótesis de cadera"),
    ];
    for (number, (given, surname, document, text)) in people.into_iter().enumerate() {
        let key = RecordKey::new(Kind::Notice, "ORG", number.to_string()).expect("a key");
        let mut person = SearchDocument::new(key, 1);
        person.names = vec![format!("{given} {surname}")];
        person.given_names = vec![given.to_owned()];
        person.surnames = vec![surname.to_owned()];
        person.documents = vec![document.to_owned()];
        person.narrative = vec![text.to_owned()];
        index.apply(&[Change::Upsert(person)]).expect("applied");
    }
    index.commit(3).expect("committed");
    index
});

fuzz_target!(|text: &str| {
    let query = Query { text: text.to_owned(), limit: 10, ..Query::default() };
    INDEX.search(&query).expect("any text is answered");
});
