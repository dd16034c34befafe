//! What was read and written is recorded before the answer leaves.

use axum::http::StatusCode;
use serde_json::{Value, json};
use vinculo_access::Role;

use crate::world::{World, json_request, notice, shelter, with};

/// The events, as an auditor gets them.
async fn events(world: &World, query: &str) -> Vec<Value> {
    let auditor = world.token(&[Role::Auditor], "CNB", None);
    let answer = world.get_as(&auditor, &format!("/api/v1/audit{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn each_request_leaves_an_event_that_names_who_why_and_which_version() {
    let world = World::new();
    world.create(notice("N1")).await;
    world.create(shelter("S1")).await;
    let token = world.token(&[Role::Reviewer], "CNB", None);
    let path = "/api/v1/records/notice/COMITE/N1";
    let read = world.get_as(&token, path).await;
    world.post_as(&token, "/api/v1/search", json!({"text": "Xiloj"})).await;
    let pair = json!({"left": "COMITE/N1", "right": "ALBERGUE/S1"});
    world.post_as(&token, "/api/v1/explain", pair).await;
    world.get_as(&token, &format!("{path}-none")).await.is_problem(404, "record_not_found");
    world.get_as(&token, "/api/v1/audit").await.is_problem(403, "forbidden");
    let all = events(&world, "").await;
    let told: Vec<(String, String, usize)> = all
        .iter()
        .map(|line| {
            let event = &line["event"];
            let records = event["records"].as_array().map_or(0, Vec::len);
            let word = |name: &str| event[name].as_str().unwrap().to_owned();
            (word("action"), word("outcome"), records)
        })
        .collect();
    let expected = [
        ("write_record", "done", 1),
        ("write_record", "done", 1),
        ("read_record", "done", 1),
        ("search", "done", 2),
        ("explain", "done", 2),
        ("read_record", "failed", 0),
        ("read_audit", "refused", 0),
    ];
    let expected: Vec<_> = expected.map(|(a, o, n)| (a.to_owned(), o.to_owned(), n)).into();
    assert_eq!(told, expected);
    let event = &all[2]["event"];
    assert_eq!(event["records"], json!([[1, 1]]));
    assert_eq!((&event["who"], &event["purpose"]), (&json!("person:mlopez"), &json!("review")));
    assert_eq!((&event["roles"], &event["token"]), (&json!("reviewer"), &json!(1)));
    assert_eq!(event["request"], read.header("x-request-id"));
    assert_eq!(all[0]["event"]["who"], "anyone:");
}

#[tokio::test]
async fn an_event_holds_no_personal_value() {
    let world = World::new();
    let token = world.token(&[Role::Search], "COMITE", None);
    world.post_as(&token, "/api/v1/records", notice("N1")).await;
    world.post_as(&token, "/api/v1/search", json!({"text": "Xiloj Tzunún"})).await;
    let description = with(notice("N2"), json!({"name": "Adonías"}));
    world.post_as(&token, "/api/v1/match", json!({"descriptions": [description]})).await;
    world.get_as(&token, "/api/v1/records/notice/COMITE/Xiloj-1990").await;
    let mut all = events(&world, "").await;
    for chained in &mut all {
        // random digits, in which any number may stand by chance
        chained["hash"] = Value::Null;
        chained["event"]["request"] = Value::Null;
    }
    let text = format!("{all:?}").to_lowercase();
    for word in ["xiloj", "tzun", "adon", "wilmer", "1990", "n1\"", "tapachula"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[tokio::test]
async fn events_of_one_record_are_found_and_those_of_a_held_one_are_not() {
    let world = World::new();
    world.create(notice("N1")).await;
    world.create(notice("N2")).await;
    let token = world.token(&[Role::ChildProtection], "DIF", None);
    world.get_as(&token, "/api/v1/records/notice/COMITE/N1").await;
    world.get_as(&token, "/api/v1/records/notice/COMITE/N2").await;
    let about = events(&world, "?record=notice:COMITE/N2").await;
    assert_eq!(about.len(), 2, "written and read: {about:?}");
    assert!(about.iter().all(|line| line["event"]["records"] == json!([[2, 1]])));
    let hold = json!({"hold": true, "reason": "asilo"});
    let path = "/api/v1/protection/records/notice/COMITE/N2";
    assert_eq!(world.ask(&token, json_request("PUT", path, &hold)).await.status, StatusCode::OK);
    assert!(events(&world, "?record=notice:COMITE/N2").await.is_empty());
    assert_eq!(events(&world, "?record=2").await.len(), 3, "its number stands in events");
    assert!(events(&world, "?record=notice:COMITE/none").await.is_empty());
}

#[tokio::test]
async fn nothing_is_answered_that_cannot_be_recorded() {
    let world = World::new();
    world.create(notice("N1")).await;
    let token = world.token(&[Role::Reviewer], "CNB", None);
    let path = "/api/v1/records/notice/COMITE/N1";
    assert_eq!(world.get_as(&token, path).await.status, StatusCode::OK);
    let file = world.dir.path().join("store/access.db");
    let connection = rusqlite::Connection::open(file).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END";
    connection.execute_batch(full).unwrap();
    for path in [path, "/api/v1/records"] {
        let answer = world.get_as(&token, path).await;
        answer.is_problem(503, "audit_unavailable");
        assert!(!answer.text.contains("Xiloj"), "{}", answer.text);
    }
    connection.execute_batch("DROP TRIGGER full").unwrap();
    assert_eq!(world.get_as(&token, path).await.status, StatusCode::OK);
    assert_eq!(world.engine.verify_audit(None).unwrap().broken, None);
}
