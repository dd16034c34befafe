//! A notice published over the API, its photo, and both taken down.

use axum::http::StatusCode;
use serde_json::{Value, json};
use vinculo_access::Role;
use vinculo_record::Kind;

use crate::pictures::{self, picture};
use crate::world::{Answer, World, json_request};

const PATH: &str = "/api/v1/records/notice/COMITE/N1/publication";

/// What a family agreed to.
fn agreed() -> Value {
    json!({
        "public_fields": ["given_names", "paternal_surname", "photos"],
        "public_until": "2099-12-31", "consent_by": "Rosa Xiloj", "consent_date": "2024-01-02",
        "contact": "COMITE, tel. 1800"
    })
}

/// A store with a notice that has a tattoo's photo and a face's, and its publisher.
fn world() -> (World, String) {
    let world = World::new();
    for (name, seed) in [("t.bmp", 1), ("a.bmp", 2), ("b.bmp", 3)] {
        std::fs::write(world.dir.path().join(name), picture(seed)).unwrap();
    }
    load(&world, "a.bmp");
    let publisher = world.token(&[Role::Publisher], "COMITE", None);
    (world, publisher)
}

fn load(world: &World, face: &str) {
    let columns = "local_id,source,given_names,paternal_surname,birth_date,event_date,photos";
    let row = format!("N1,COMITE,Wilmer,Xiloj,1990-05-17,2023-03-02,t.bmp:tatuaje;{face}:rostro");
    pictures::load(world, Kind::Notice, &format!("{columns}\n{row}\n"));
}

async fn publish(world: &World, token: &str, body: &Value) -> Answer {
    world.ask(token, json_request("PUT", PATH, body)).await
}

async fn withdraw(world: &World, token: &str) -> Answer {
    world.ask(token, json_request("DELETE", PATH, &json!(null))).await
}

#[tokio::test]
async fn what_the_family_agreed_to_is_published_and_withdrawn() {
    let (world, publisher) = world();
    let published = publish(&world, &publisher, &agreed()).await;
    assert_eq!(published.status, StatusCode::OK, "{}", published.text);
    let notice = published.json();
    let address = format!("/public/v1/notices/{}", notice["id"].as_str().unwrap());
    assert_eq!(world.get(&address).await.json(), notice);
    assert_eq!(notice["given_names"], "Wilmer");
    assert!(notice["age_min"].is_null() && !published.text.contains("Rosa"));

    let photo = world.get(&format!("{address}/photo?size=small")).await;
    assert_eq!(photo.status, StatusCode::OK, "{}", photo.text);
    assert_eq!(photo.header("content-type"), "image/jpeg");
    assert_eq!(photo.header("cache-control"), "public, max-age=300");
    let shown = notice["photo"].as_str().unwrap();
    assert!(shown.contains(&format!("{address}/photo?size=small&v=")), "{shown}");
    let (_, shown) = shown.split_once("/public").unwrap();
    assert_eq!(world.get(&format!("/public{shown}")).await.header("etag"), photo.header("etag"));
    world.get(&format!("{address}/photo?size=huge")).await.is_problem(422, "invalid");

    assert_eq!(withdraw(&world, &publisher).await.status, StatusCode::NO_CONTENT);
    for end in ["", "/photo", "/photo?size=small"] {
        world.get(&format!("{address}{end}")).await.is_problem(410, "notice_gone");
    }
    let feeds = ["feed.pfif", "feed.atom", "feed.json", "notices", "page", "frame"];
    for feed in feeds {
        let feed = world.get(&format!("/public/v1/{feed}")).await;
        assert!(!feed.text.contains("photo") && !feed.text.contains("Wilmer"), "{}", feed.text);
    }
    // A second time changes nothing; the consent is still recorded.
    assert_eq!(withdraw(&world, &publisher).await.status, StatusCode::NO_CONTENT);
    let record = world.get_as(&publisher, PATH.trim_end_matches("/publication")).await.json();
    assert_eq!(record["columns"]["consent_by"], "Rosa Xiloj", "{record}");
    assert_eq!(publish(&world, &publisher, &agreed()).await.json()["id"], notice["id"]);
}

#[tokio::test]
async fn a_photo_follows_its_record() {
    let (world, publisher) = world();
    let notice = publish(&world, &publisher, &agreed()).await.json();
    let address = format!("/public/v1/notices/{}", notice["id"].as_str().unwrap());
    let first = world.get(&format!("{address}/photo")).await;
    let atom = world.get("/public/v1/feed.atom").await;
    // Another file under the same consent: the entry moves, and its photo is the new one.
    load(&world, "b.bmp");
    publish(&world, &publisher, &agreed()).await;
    let second = world.get(&format!("{address}/photo")).await;
    assert!(second.status == StatusCode::OK && second.header("etag") != first.header("etag"));
    let moved = world.get("/public/v1/feed.atom").await;
    assert_ne!(moved.header("etag"), atom.header("etag"));
    // Without the family's word for it there is none, though the notice stands.
    let mut without = agreed();
    without["public_fields"] = json!(["given_names"]);
    publish(&world, &publisher, &without).await;
    world.get(&format!("{address}/photo")).await.is_problem(404, "picture_not_found");
    assert_eq!(world.get(&address).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_photo_goes_with_its_notice_whatever_the_way() {
    let record = "/api/v1/records/notice/COMITE/N1";
    let hold = "/api/v1/protection/records/notice/COMITE/N1";
    let found = json!({
        "given_names": "Wilmer", "birth_date": "1990-05-17", "event_date": "2023-03-02",
        "photos": ["a.bmp:rostro"], "status": "located", "public": true,
        "public_until": "2099-12-31", "consent_by": "madre", "consent_date": "2024-01-02",
        "public_fields": ["photos"]
    });
    let erasure = json!({"record": "notice:COMITE/N1", "by": "x", "reason": "consent_withdrawn"});
    let ways = [
        ("PUT", hold, json!({"hold": true, "reason": "asylum"}), Role::ChildProtection, "DIF"),
        ("PUT", record, found, Role::Search, "COMITE"),
        ("POST", "/api/v1/erasures", erasure, Role::Authority, "FGE"),
    ];
    for (method, path, body, role, organisation) in ways {
        let (world, publisher) = world();
        let notice = publish(&world, &publisher, &agreed()).await.json();
        let photo = format!("/public/v1/notices/{}/photo", notice["id"].as_str().unwrap());
        assert_eq!(world.get(&photo).await.status, StatusCode::OK);
        let token = world.token(&[role], organisation, None);
        let done = world.ask(&token, json_request(method, path, &body)).await;
        assert!(done.status.is_success(), "{path}: {}", done.text);
        world.get(&photo).await.is_problem(410, "notice_gone");
    }
}

#[tokio::test]
async fn what_may_not_be_published_is_refused_and_changes_nothing() {
    let (world, publisher) = world();
    let versions = || {
        let key = vinculo_record::RecordKey::new(Kind::Notice, "COMITE", "N1").unwrap();
        world.engine.versions(&key).unwrap().unwrap().len()
    };
    for (field, value, status, code) in [
        ("public_until", json!("2020-01-01"), 409, "not_publishable"),
        ("consent_date", json!("2099-01-01"), 409, "not_publishable"),
        ("consent_by", json!("  "), 422, "invalid"),
        ("public_until", json!("mañana"), 422, "invalid"),
        ("public_fields", json!(["circumstances"]), 422, "invalid"),
    ] {
        let mut body = agreed();
        body[field] = value;
        publish(&world, &publisher, &body).await.is_problem(status, code);
    }
    let other = world.token(&[Role::Publisher], "OTRA", None);
    publish(&world, &other, &agreed()).await.is_problem(404, "record_not_found");
    withdraw(&world, &other).await.is_problem(404, "record_not_found");
    // Whoever reads all notices publishes those of its own organisation alone.
    let both = world.token(&[Role::Publisher, Role::Search], "OTRA", None);
    publish(&world, &both, &agreed()).await.is_problem(404, "record_not_found");
    assert_eq!(versions(), 1);
}
