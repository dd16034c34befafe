//! A record under protection hold exists for no route.

use axum::http::StatusCode;
use serde_json::{Value, json};
use vinculo_access::Role;

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

/// A decision on the pair of the notice and the held child.
fn located(state: &str, reason: Option<&str>) -> Value {
    json!({
        "left": "notice:COMITE/N1", "right": "shelter:ALBERGUE/S1", "state": state,
        "reason": reason, "score_visible": false
    })
}

#[tokio::test]
async fn child_protection_decides_on_its_pairs_and_nobody_else_learns_of_it() {
    let world = world().await;
    let protection = world.token(&[Role::ChildProtection], "DIF", Some("MX"));
    let consulate = world.token(&[Role::Consular], "SRE", Some("GT"));
    let others = [Role::Search, Role::Reviewer, Role::Authority, Role::ChildProtection]
        .map(|role| world.token(&[role], "CNB", Some("MX")));
    let pair = |open: &str| {
        format!("/api/v1/{open}decisions/pair?left=COMITE/N1&right=shelter:ALBERGUE/S1")
    };
    let decide = |path: &'static str, body: Value, tag: &str| {
        let mut request = json_request("POST", path, &body);
        request.headers_mut().insert("if-match", format!("\"{tag}\"").parse().unwrap());
        request
    };
    let own = "/api/v1/protection/decisions";

    let evidence = json!({"left": "COMITE/N1", "right": "shelter:ALBERGUE/S1"});
    let explain = json_request("POST", "/api/v1/protection/explain", &evidence);
    let explained = world.ask(&protection, explain).await;
    assert_eq!(explained.json()["link"], "notice-shelter", "{}", explained.text);
    let before = world.get_as(&protection, &pair("protection/")).await;
    assert_eq!((before.header("etag"), &before.json()["state"]), ("\"0\"", &json!("unreviewed")));
    let possible = world.ask(&protection, decide(own, located("possible", None), "0")).await;
    assert_eq!(possible.status, StatusCode::CREATED, "{}", possible.text);
    let stale = world.ask(&protection, decide(own, located("unsure", None), "0")).await;
    stale.is_problem(412, "stale_pair");
    let found = located("located", Some("contact_accepted"));
    let found = world.ask(&protection, decide(own, found, "1")).await;
    assert_eq!(found.status, StatusCode::CREATED, "{}", found.text);

    // Nobody else, on no path; child protection itself not on those of everybody.
    let of_notice = "/api/v1/records/notice/COMITE/N1/decisions";
    for token in &others {
        world.get_as(token, &pair("")).await.is_problem(404, "record_not_found");
        let told = json!({"decisions": [], "ask_child_protection": false});
        assert_eq!(world.get_as(token, of_notice).await.json(), told);
        let all = world.get_as(token, "/api/v1/decisions?state=located,possible").await.json();
        assert_eq!(all["decisions"], json!([]));
    }
    for token in &others[1..] {
        let open = decide("/api/v1/decisions", located("possible", None), "0");
        world.ask(token, open).await.is_problem(404, "record_not_found");
    }
    for token in &others[..3] {
        world.get_as(token, &pair("protection/")).await.is_problem(403, "forbidden");
    }
    let inbox = world.get_as(&consulate, "/api/v1/notifications").await.json();
    assert_eq!(inbox["notifications"], json!([]), "{inbox}");
    let own_list = "/api/v1/protection/records/shelter/ALBERGUE/S1/decisions";
    let listed = world.get_as(&protection, own_list).await.json();
    assert_eq!(listed["decisions"][0]["state"], "located");

    // When the hold ends, what was decided stands.
    let path = "/api/v1/protection/records/shelter/ALBERGUE/S1";
    world.ask(&protection, json_request("PUT", path, &json!({"hold": false}))).await;
    let after = world.get_as(&others[0], of_notice).await.json();
    assert_eq!(after["ask_child_protection"], true, "{after}");
    let seen = world.get_as(&protection, &pair("")).await.json();
    assert_eq!(seen["decisions"].as_array().unwrap().len(), 2, "{seen}");
}
