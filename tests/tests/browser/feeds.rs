//! The feeds, as readers of others understand them, and PFIF as its specification has it.

use serde_json::{Value, json};

use crate::http::Server;
use crate::tools;
use crate::world::region;

/// A server of the region, of which one notice was taken back.
fn withdrawn() -> (crate::support::Store, Server) {
    let (store, server) = region();
    let notice = json!({
        "kind": "notice", "source": "COMITE", "local_id": "1", "given_names": "Wenceslao", "paternal_surname": "Chiroy",
        "sex": "male", "age_min": "24", "age_max": "24", "nationality": ["GT"], "event_date": "2022-03-10",
        "event_country": "MX", "public": true, "public_fields": ["given_names", "sex", "age_min", "age_max", "event_date"],
        "public_until": "2035-12-31", "consent_by": "madre", "consent_date": "2022-04-01",
    });
    server.post("/api/v1/records", &notice).has(201);
    server.get("/public/v1/feed.pfif?limit=1").has(200);
    let mut taken_back = notice;
    taken_back["public"] = json!(false);
    server.post("/api/v1/records", &taken_back).has(200);
    (store, server)
}

#[test]
fn other_readers_take_both_feeds_without_a_complaint() {
    let (_store, server) = withdrawn();
    for lang in ["es", "fr"] {
        let feed = |name: &str| {
            server.get(&format!("/public/v1/{name}?limit=200&lang={lang}")).has(200).text
        };
        let given = json!({"atom": feed("feed.atom"), "json": feed("feed.json")});
        let ran = tools::run("feeds.py", &given.to_string()).ended(0);
        let list = server.get(&format!("/public/v1/notices?limit=200&lang={lang}")).has(200).json();
        let notices = list["notices"].as_array().unwrap();
        assert!(notices.len() > 50);
        for (reader, read) in ran.json().as_object().unwrap() {
            let read = read.as_array().unwrap();
            // What was taken back has no address.
            let entries: Vec<&Value> = read.iter().filter(|entry| entry[4].is_string()).collect();
            assert_eq!((entries.len(), read.len()), (notices.len(), notices.len() + 1), "{reader}");
            for (entry, notice) in entries.into_iter().zip(notices) {
                check(entry, notice, reader);
            }
        }
    }
}

/// An entry is the notice: id, time, author, title, address.
#[track_caller]
fn check(entry: &Value, notice: &Value, reader: &str) {
    let text = |name: &str| notice[name].as_str().unwrap_or_default();
    let id = entry[0].as_str().unwrap();
    assert!(id.starts_with("pfif:127.0.0.1/") && id.ends_with(text("id")), "{reader}: {id}");
    let at: jiff::Timestamp = text("updated").parse().unwrap();
    assert_eq!(entry[1], at.as_second(), "{reader}: {id}");
    assert_eq!(entry[2], text("source"), "{reader}: {id}");
    let title = entry[3].as_str().unwrap();
    let names = ["given_names", "paternal_surname", "maternal_surname", "full_name"].map(text);
    assert!(!title.is_empty() && names.iter().all(|name| title.contains(name)), "{reader}: {id}");
    assert_eq!(entry[4], text("page"), "{reader}: {id}");
}

/// What `tests/browser/pfif.py` says of a document.
#[track_caller]
fn held_to_the_rules(document: &str) -> Value {
    tools::run("pfif.py", document).ended(0).json()
}

#[test]
fn pfif_keeps_the_rules_of_its_fields() {
    let (_store, server) = withdrawn();
    let list = server.get("/public/v1/notices?limit=200").has(200).json();
    let notices = list["notices"].as_array().unwrap();
    let feed = server.get("/public/v1/feed.pfif?limit=200").has(200).text;
    let found = held_to_the_rules(&feed);
    assert_eq!(found["complaints"], json!([]));
    assert_eq!((&found["people"], &found["placeholders"]), (&json!(notices.len()), &json!(1)));
    assert!(found["notes"].as_u64().unwrap() > 30, "{found}");
    let one = notices[0]["id"].as_str().unwrap();
    let alone = server.get(&format!("/public/v1/notices/{one}/pfif")).has(200).text;
    let found = held_to_the_rules(&alone);
    assert_eq!((&found["people"], &found["complaints"]), (&json!(1), &json!([])));
    // Who holds it to the rules finds what breaks them.
    for (right, wrong, complaint) in [
        (">female<", ">mujer<", "sex breaks its rule"),
        ("Z</pfif:entry_date>", "</pfif:entry_date>", "entry_date breaks its rule"),
        ("pfif:source_url", "pfif:source_page", "source_page is no field"),
        ("pfif:full_name", "pfif:given_name", "full_name is missing"),
        ("pfif:sex", "pfif:age", "age breaks its rule"),
        ("information_sought", "sought", "status breaks its rule"),
        ("127.0.0.1/", "127.0.0.1-", "person_record_id breaks its rule"),
    ] {
        let broken = held_to_the_rules(&feed.replace(right, wrong));
        let complaints = broken["complaints"].as_array().unwrap();
        assert!(complaints.contains(&json!(complaint)), "{complaint}");
    }
}
