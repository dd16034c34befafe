//! A record under protection hold exists for no route.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{World, json_request, notice, shelter, with};

const HELD: &str = "/api/v1/records/shelter/ALBERGUE/S1";

async fn world() -> World {
    let world = World::new();
    world.create(notice("N1")).await;
    let held = with(shelter("S1"), json!({"protection_hold": true, "hold_reason": "asilo"}));
    let answer = world.post("/api/v1/records", held).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
    assert!(answer.json()["version"].is_null() && answer.header("etag").is_empty());
    world
}

#[tokio::test]
async fn no_route_shows_it() {
    let world = world().await;
    for path in ["", "/versions", "/versions/1", "/candidates"] {
        world.get(&format!("{HELD}{path}")).await.is_problem(404, "record_not_found");
    }
    let list = world.get("/api/v1/records").await.json();
    assert_eq!(list["records"].as_array().unwrap().len(), 1);
    let page = world.post("/api/v1/search", json!({"text": "Xiloj"})).await;
    assert_eq!(page.json()["total"], 1);
    assert!(!page.text.contains("ALBERGUE"), "facets: {}", page.text);
    let pair = json!({"left": "COMITE/N1", "right": "shelter:ALBERGUE/S1"});
    world.post("/api/v1/explain", pair).await.is_problem(404, "record_not_found");
    let candidates = world.get("/api/v1/records/notice/COMITE/N1/candidates").await;
    assert_eq!(candidates.status, StatusCode::OK);
    assert!(!candidates.text.contains("ALBERGUE"), "{}", candidates.text);
    let description = with(notice("N1"), json!({"name": "x", "local_id": null}));
    let matched = world.post("/api/v1/match", json!({"descriptions": [description]})).await;
    assert_eq!(matched.status, StatusCode::OK);
    assert!(!matched.text.contains("ALBERGUE"), "{}", matched.text);
}

#[tokio::test]
async fn a_plain_write_neither_lifts_the_hold_nor_tells_of_it() {
    let world = world().await;
    let plain = with(shelter("S1"), json!({"event_admin1": "Puebla"}));
    for _ in 0..2 {
        let answer = world.send(json_request("PUT", HELD, &plain)).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        let body = answer.json();
        assert_eq!((&body["change"], body["version"].is_null()), (&json!("accepted"), true));
        world.get(HELD).await.is_problem(404, "record_not_found");
    }
    let mut request = json_request("PUT", HELD, &plain);
    request.headers_mut().insert("if-match", "\"1\"".parse().unwrap());
    world.send(request).await.is_problem(412, "stale");
}

#[tokio::test]
async fn a_record_that_comes_under_hold_is_gone_with_its_past() {
    let world = world().await;
    world.create(shelter("S2")).await;
    let path = "/api/v1/records/shelter/ALBERGUE/S2";
    assert_eq!(world.get(path).await.status, StatusCode::OK);
    let held = with(shelter("S2"), json!({"protection_hold": true}));
    assert_eq!(world.post("/api/v1/records", held).await.status, StatusCode::ACCEPTED);
    for end in ["", "/versions", "/versions/1"] {
        world.get(&format!("{path}{end}")).await.is_problem(404, "record_not_found");
    }
    assert_eq!(world.post("/api/v1/search", json!({"limit": 0})).await.json()["total"], 1);
}

#[tokio::test]
async fn rows_of_a_batch_do_not_name_it() {
    let world = World::new();
    let background = world.start();
    let csv = "local_id,given_names,protection_hold\n1,Wilmer,true\n2,Marta,\n";
    let request = axum::http::Request::post("/api/v1/batches?kind=shelter&source=ALBERGUE")
        .header("content-type", "text/csv")
        .body(csv.into())
        .unwrap();
    let id = world.send(request).await.json()["id"].as_str().unwrap().to_owned();
    world.ended(&id).await;
    let rows = world.get(&format!("/api/v1/batches/{id}/rows")).await.json();
    assert!(rows["rows"][0]["record"].is_null(), "{rows}");
    assert_eq!(rows["rows"][1]["record"]["local_id"], "2");
    background.stop().await;
}
