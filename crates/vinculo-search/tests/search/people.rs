//! A few dozen invented people and how tests ask for them.

use jiff::civil::{Date, date};
use vinculo_record::{Kind, RecordKey};
use vinculo_search::{Change, Hit, Page, Query, SearchDocument, SearchIndex};

/// Given names and surnames of the notices `N01`, `N02`, … in this order.
pub const NAMES: [(&str, &str); 32] = [
    ("Juan Carlos", "López Hernández"),     // N01
    ("María Guadalupe", "Xol Caal"),        // N02
    ("Yeison Estiven", "Ca'al Choc"),       // N03
    ("José", "López"),                      // N04
    ("Juan", "López"),                      // N05
    ("Pascual", "Pascual Andrés"),          // N06
    ("Juan", "Pascual"),                    // N07
    ("Rosa Elena", "Muñoz Vásquez"),        // N08
    ("Brayan Alexander", "Martínez Reyes"), // N09
    ("Ximena", "Ixcoy Tzoc"),               // N10
    ("Marta", "Lopes Quej"),                // N11
    ("María", "Pérez"),                     // N12
    ("Marta María", "Pérez"),               // N13
    ("Jhonatan", "Güitz Ch’oj"),            // N14
    ("Ana", "Sol Pú"),                      // N15
    ("Guadalupe", "Hernández Cruz"),        // N16
    ("Fco. Javier", "Hdez. Mejía"),         // N17
    ("Concepción", "de la O Flores"),       // N18
    ("Luis", "Gómez Zapata"),               // N19
    ("Pantaleón", "Ruiz Ortega"),           // N20
    ("Wilmer", "Ramírez Orellana"),         // N21
    ("Kevin", "Castro Mena"),               // N22
    ("Nohemí", "Alvarado"),                 // N23
    ("Santos", "Chávez Ordóñez"),           // N24
    ("Hermelinda", "Batz Us"),              // N25
    ("Óscar", "Funes Tejada"),              // N26
    ("Delmy", "Argueta"),                   // N27
    ("Elmer", "Portillo Sagastume"),        // N28
    ("Yésica", "Umaña"),                    // N29
    ("Edwin", "Quintanilla"),               // N30
    ("Blanca", "Zelaya Ponce"),             // N31
    ("Domingo", "Caal"),                    // N32
];

pub fn key(kind: Kind, id: &str) -> RecordKey {
    RecordKey::new(kind, "ORG", id).expect("a valid key")
}

/// A notice with a name and nothing else.
pub fn person(id: &str, given: &str, surnames: &str) -> SearchDocument {
    let mut document = SearchDocument::new(key(Kind::Notice, id), 1);
    document.names = vec![format!("{given} {surnames}")];
    document.given_names = vec![given.to_owned()];
    document.surnames = vec![surnames.to_owned()];
    document
}

/// Remains with a narrative and nothing else.
pub fn body(id: &str, narrative: &[&str]) -> SearchDocument {
    let mut document = SearchDocument::new(key(Kind::Remains, id), 1);
    document.narrative = narrative.iter().map(|text| (*text).to_owned()).collect();
    document
}

pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Some(date(year, month, day))
}

/// All of [`NAMES`] as notices.
pub fn everyone() -> Vec<SearchDocument> {
    let people = NAMES.iter().enumerate();
    people
        .map(|(n, (given, surnames))| person(&format!("N{:02}", n + 1), given, surnames))
        .collect()
}

/// An index of these, committed in small batches, so that it has several segments.
pub fn index_of(documents: Vec<SearchDocument>) -> SearchIndex {
    let index = SearchIndex::in_memory().expect("an index");
    let changes: Vec<Change> = documents.into_iter().map(Change::Upsert).collect();
    for (seq, batch) in changes.chunks(9).enumerate() {
        index.apply(batch).expect("applied");
        index.commit(seq as u64 + 1).expect("committed");
    }
    index
}

pub fn search(index: &SearchIndex, text: &str) -> Page {
    index.search(&Query::text(text)).expect("a page")
}

pub fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.key.local_id.as_str()).collect()
}

pub fn hit<'a>(page: &'a Page, id: &str) -> &'a Hit {
    page.hits.iter().find(|hit| hit.key.local_id == id).unwrap_or_else(|| panic!("no hit {id}"))
}
