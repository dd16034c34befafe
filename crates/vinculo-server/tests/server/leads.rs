//! The queue of pairs that nobody has reviewed.

use serde_json::{Value, json};
use vinculo_access::{Caller, Purpose, Role, Who};
use vinculo_engine::{MatchProgress, Trail};

use crate::world::{World, notice, shelter, with};

/// An adult and a child, each with a notice and a shelter's row that fit; a second row that
/// fits the adult less; a held child that fits best of all.
async fn world() -> World {
    let world = World::new();
    let child = json!({
        "given_names": "Yoselin Abigail", "paternal_surname": "Caal", "maternal_surname": "Pop",
        "sex": "female", "birth_date": "2015-03-01", "stature_cm_min": null, "stature_cm_max": null,
        "marks": null
    });
    for row in [
        notice("A"),
        with(notice("C"), child.clone()),
        shelter("S-A"),
        with(shelter("S-A2"), json!({"given_names": "Wilder", "birth_date": "1991-01-01"})),
        with(shelter("S-C"), child.clone()),
        with(shelter("S-H"), with(child, json!({"protection_hold": true}))),
    ] {
        let answer = world.post("/api/v1/records", row).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }
    world
}

/// The queue, once it has been made.
async fn queue(world: &World, token: &str, query: &str) -> Value {
    let path = format!("/api/v1/leads{query}");
    world
        .until("the queue is made", async |world| {
            let page = world.get_as(token, &path).await.json();
            !page["made_at"].is_null() && page["coming"].is_null()
        })
        .await;
    world.get_as(token, &path).await.json()
}

fn pairs(page: &Value) -> Vec<(String, String)> {
    let id = |lead: &Value, side: &str| lead[side]["local_id"].as_str().unwrap().to_owned();
    let leads = page["leads"].as_array().unwrap().iter();
    leads.map(|lead| (id(lead, "left"), id(lead, "right"))).collect()
}

#[tokio::test]
async fn children_come_first_then_the_strongest_and_what_is_decided_leaves() {
    let world = world().await;
    let background = world.start();
    let token = world.token(&[Role::Reviewer], "CNB", None);
    let first = world.get_as(&token, "/api/v1/leads").await.json();
    assert_eq!(first["leads"], json!([]));
    assert!(first["made_at"].is_null() && first["coming"].is_object(), "{first}");
    let page = queue(&world, &token, "").await;
    let expected = [("C", "S-C"), ("A", "S-A"), ("A", "S-A2")];
    let expected: Vec<_> =
        expected.iter().map(|(l, r)| ((*l).to_owned(), (*r).to_owned())).collect();
    assert_eq!(pairs(&page)[..3], expected, "{page}");
    assert_eq!(
        (&page["leads"][0]["child"], &page["leads"][1]["child"]),
        (&json!(true), &json!(false))
    );
    assert!(page["leads"][1]["match_weight"].as_f64() > page["leads"][2]["match_weight"].as_f64());

    let one = queue(&world, &token, "?limit=1&evidence_first=true").await;
    assert!(one["leads"][0]["match_weight"].is_null());
    let next = format!("?limit=1&cursor={}", one["next"].as_str().unwrap());
    assert_eq!(pairs(&queue(&world, &token, &next).await), expected[1..2]);
    world.get_as(&token, "/api/v1/leads?cursor=x").await.is_problem(422, "invalid");

    let decision = json!({
        "left": "notice:COMITE/A", "right": "shelter:ALBERGUE/S-A", "state": "possible",
        "score_visible": false
    });
    let decided = crate::world::json_request("POST", "/api/v1/decisions", &decision);
    let (mut parts, body) = decided.into_parts();
    parts.headers.insert("if-match", "\"0\"".parse().unwrap());
    let answer = world.ask(&token, axum::http::Request::from_parts(parts, body)).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    let after = pairs(&queue(&world, &token, "").await);
    assert!(!after.contains(&expected[1]) && after.contains(&expected[0]), "{after:?}");
    background.stop().await;
}

#[tokio::test]
async fn no_record_is_counted_that_is_not_seen() {
    let world = world().await;
    let of = |role: Role| {
        let who = Who::person("mlopez").unwrap();
        let caller = Caller::new(who, "CNB", [role].into(), None, Purpose::Review);
        let (trail, mut told) = (Trail::default(), Vec::new());
        let mut go_on = |progress: MatchProgress| {
            told.push((progress.done, progress.records));
            true
        };
        world.engine.desk(&caller, &trail).leads(&mut go_on).unwrap().unwrap();
        told
    };
    // Adults alone, and nobody under hold.
    assert_eq!(of(Role::Search), [(0, 2), (1, 2)]);
    assert_eq!(of(Role::ChildProtection), [(0, 3), (1, 3), (2, 3)]);
}

#[tokio::test]
async fn a_queue_holds_what_its_role_sees_and_nothing_that_was_held_since() {
    let world = world().await;
    let background = world.start();
    let search = world.token(&[Role::Search], "CNB", None);
    let protection = world.token(&[Role::ChildProtection], "CNB", None);
    let of = |page: &Value, id: &str| pairs(page).iter().any(|(_, right)| right == id);
    let seen = queue(&world, &search, "").await;
    assert!(of(&seen, "S-A") && !of(&seen, "S-C"), "a child in a shelter: {seen}");
    let all = queue(&world, &protection, "").await;
    assert!(of(&all, "S-C") && !of(&all, "S-H"), "{all}");
    // Held after the queue was made: gone at once, though the queue is the same.
    let hold = json!({"hold": true, "reason": "asylum"});
    let path = "/api/v1/protection/records/shelter/ALBERGUE/S-C";
    let answer = world.ask(&protection, crate::world::json_request("PUT", path, &hold)).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    let after = world.get_as(&protection, "/api/v1/leads").await.json();
    assert_eq!(after["made_at"], all["made_at"]);
    assert!(!of(&after, "S-C"), "{after}");
    background.stop().await;
}
