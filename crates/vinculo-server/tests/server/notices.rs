//! What families agreed to publish, and nothing else.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::world::{World, notice, with};

/// A notice of an adult that may be published.
fn published(id: &str) -> Value {
    with(
        notice(id),
        json!({"public": true, "public_until": "2099-12-31", "consent_by": "madre",
            "consent_date": "2023-03-05", "contact": "COMITE, tel. 1800",
            "public_fields": ["given_names", "paternal_surname", "nationality", "event_place", "marks"]}),
    )
}

async fn status(changes: Value) -> StatusCode {
    let world = World::new();
    world.post("/api/v1/records", with(published("1"), changes)).await;
    let one = world.get("/public/v1/notices/COMITE/1").await;
    let listed = world.get("/public/v1/notices").await.json()["notices"].as_array().unwrap().len();
    assert_eq!(listed, usize::from(one.status == StatusCode::OK));
    one.status
}

#[tokio::test]
async fn only_recorded_unexpired_consent_publishes() {
    assert_eq!(status(json!({})).await, StatusCode::OK);
    for changes in [
        json!({"public": null}),
        json!({"public": false}),
        json!({"public_until": "2020-01-01"}),
        json!({"public_until": null}),
        json!({"consent_by": null}),
        json!({"consent_date": null}),
        json!({"consent_date": "2098-01-01"}),
        json!({"protection_hold": true}),
        json!({"status": "closed"}),
    ] {
        assert_eq!(status(changes.clone()).await, StatusCode::NOT_FOUND, "{changes}");
    }
}

#[tokio::test]
async fn a_child_or_somebody_of_unknown_age_needs_the_authority() {
    for changes in [json!({"birth_date": "2015-01-01"}), json!({"birth_date": null})] {
        let world = World::new();
        world.create(with(published("1"), changes.clone())).await;
        let without = world.get("/public/v1/notices/COMITE/1").await;
        assert_eq!(without.json()["searcher_only"], true);
        assert!(
            !without.text.contains("Xiloj") && !without.text.contains("Wilmer"),
            "{}",
            without.text
        );
        let minors = world.get("/public/v1/notices?minors=true").await.json();
        assert_eq!(minors["notices"], json!([]), "it is not told that this is a child");

        let authority = with(changes.clone(), json!({"consent_authority": "PGN"}));
        world.post("/api/v1/records", with(published("1"), authority)).await;
        let with_it = world.get("/public/v1/notices/COMITE/1").await.json();
        assert_eq!(
            (&with_it["minor"], &with_it["paternal_surname"]),
            (&json!(true), &json!("Xiloj"))
        );
        assert!(with_it["event_place"].is_null(), "never the municipality of a child");
        let minors = world.get("/public/v1/notices?minors=true&country=GT").await.json();
        assert_eq!(minors["notices"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_was_not_agreed_is_not_there() {
    let world = World::new();
    world.create(published("1")).await;
    let answer = world.get("/public/v1/notices").await;
    let shown = answer.json()["notices"][0].clone();
    assert_eq!(shown["paternal_surname"], "Xiloj");
    assert_eq!(shown["marks"].as_array().unwrap().len(), 1, "one mark stays back");
    for absent in
        ["maternal_surname", "birth_date", "sex", "event_date", "circumstances", "stature_cm_min"]
    {
        assert!(shown[absent].is_null(), "{absent}");
    }
    for secret in ["Tzun", "1990", "mochila", "madre"] {
        assert!(!answer.text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn answers_may_be_kept_five_minutes_by_any_page() {
    let world = World::new();
    world.create(published("1")).await;
    for path in ["/public/v1/notices", "/public/v1/notices/COMITE/1"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("x-robots-tag").contains("noindex"));
        let again = Request::get(path).header("if-none-match", answer.header("etag"));
        let again = world.send(again.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }
    assert_eq!(world.get("/api/v1/records").await.header("access-control-allow-origin"), "");
    let gone = with(published("1"), json!({"public": false}));
    world.post("/api/v1/records", gone).await;
    world.get("/public/v1/notices/COMITE/1").await.is_problem(404, "notice_not_found");
}

#[tokio::test]
async fn pages_pass_over_what_is_not_public() {
    let world = World::new();
    for id in 1..=9 {
        let row = if id % 2 == 0 { notice(&id.to_string()) } else { published(&id.to_string()) };
        world.create(row).await;
    }
    let (mut ids, mut query) = (Vec::new(), "limit=2".to_owned());
    loop {
        let page = world.get(&format!("/public/v1/notices?{query}")).await.json();
        ids.extend(page["notices"].as_array().unwrap().iter().map(|n| n["local_id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("limit=2&cursor={next}");
    }
    assert_eq!(ids, ["1", "3", "5", "7", "9"]);
    assert_eq!(world.get("/public/v1/notices?country=SV").await.json()["notices"], json!([]));
    world.get("/public/v1/notices?country=ZZZ").await.is_problem(422, "invalid");
}
