//! The consular inbox over HTTP: thin, of the own country, retracted under hold.

use axum::http::StatusCode;
use serde_json::{Value, json};
use vinculo_access::Role;

use crate::decisions::token;
use crate::world::{World, notice, shelter, with};

const INBOX: &str = "/api/v1/notifications";

fn child(id: &str) -> Value {
    with(shelter(id), json!({"birth_date": "2012-05-17", "nationality": ["GT", "HN"]}))
}

async fn events(world: &World, token: &str, path: &str) -> Vec<String> {
    let answer = world.get_as(token, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let told = answer.json()["notifications"].as_array().unwrap().clone();
    let line = |n: &Value| format!("{} {}", n["event"], n["country"]).replace('"', "");
    told.iter().map(line).collect()
}

#[tokio::test]
async fn a_notice_is_thin_and_goes_to_each_country_that_the_child_may_belong_to() {
    let world = World::new();
    world.create(child("S1")).await;
    world.create(with(shelter("S2"), json!({"birth_date": "1980"}))).await;
    let [gt, hn, us] =
        ["GT", "HN", "US"].map(|country| token(&world, "consul", Role::Consular, Some(country)));
    assert_eq!(events(&world, &gt, INBOX).await, ["received GT"]);
    assert_eq!(events(&world, &hn, INBOX).await, ["received HN"]);
    assert!(events(&world, &us, INBOX).await.is_empty());
    let text = world.get_as(&gt, INBOX).await.text;
    for word in ["Wilmer", "Xiloj", "ALBERGUE", "S1", "Veracruz", "2012", "MX", "shelter"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let told = world.get_as(&gt, INBOX).await.json()["notifications"][0].clone();
    let link = told["link"].as_str().unwrap();
    // The link tells nothing by itself: it needs the token of that country.
    world.get(link).await.is_problem(401, "token_required");
    world.get_as(&hn, link).await.is_problem(404, "notification_not_found");
    let record = world.get_as(&gt, link).await.json();
    assert_eq!(record["columns"]["given_names"], "Wilmer", "{record}");
    assert!(record["columns"].get("event_place").is_none(), "{record}");
}

#[tokio::test]
async fn what_nobody_acknowledges_is_listed_for_escalation() {
    let world = World::new();
    world.create(child("S1")).await;
    world.create(with(child("S2"), json!({"nationality": null}))).await;
    let gt = token(&world, "consul", Role::Consular, Some("GT"));
    let protection = token(&world, "paz", Role::ChildProtection, None);
    let overdue = |hours: u32| format!("{INBOX}/overdue?hours={hours}");
    let all = ["received GT", "received HN", "received "];
    assert_eq!(events(&world, &protection, &overdue(0)).await, all);
    // Whom nobody has a consulate for is to be looked at at once.
    assert_eq!(events(&world, &protection, &overdue(24)).await, ["received "]);
    let told = world.get_as(&gt, INBOX).await.json()["notifications"][0].clone();
    let path = format!("{INBOX}/{}/acknowledge", told["id"].as_str().unwrap());
    let done = world.post_as(&gt, &path, json!({})).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert!(done.json()["acknowledged_at"].is_string());
    assert_eq!(events(&world, &protection, &overdue(0)).await, ["received HN", "received "]);
    assert!(events(&world, &gt, &format!("{INBOX}?acknowledged=false")).await.is_empty());
    world.get_as(&gt, &overdue(0)).await.is_problem(403, "forbidden");
    world.get_as(&gt, &format!("{INBOX}?about=all")).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn a_hold_retracts_what_was_delivered_and_hides_the_record() {
    let world = World::new();
    world.create(child("S1")).await;
    let gt = token(&world, "consul", Role::Consular, Some("GT"));
    let link = world.get_as(&gt, INBOX).await.json()["notifications"][0]["link"].clone();
    let albergue = world.token(&[Role::Intake], "ALBERGUE", None);
    let held = with(child("S1"), json!({"protection_hold": true, "hold_reason": "asilo"}));
    world.post_as(&albergue, "/api/v1/records", held).await;
    assert_eq!(events(&world, &gt, INBOX).await, ["retracted GT"]);
    let hn = token(&world, "otro", Role::Consular, Some("HN"));
    assert!(events(&world, &hn, INBOX).await.is_empty(), "it never was told");
    let gone = world.get_as(&gt, link.as_str().unwrap()).await;
    gone.is_problem(404, "notification_not_found");
    let text = world.get_as(&gt, INBOX).await.text;
    assert!(!text.contains("\"link\"") && !text.contains("asilo"), "{text}");
}

#[tokio::test]
async fn a_child_that_matches_a_notice_is_told_of_by_the_server_itself() {
    let world = World::new();
    let background = world.start();
    world.create(with(notice("N1"), json!({"birth_date": "2012-05-17"}))).await;
    world.create(child("S1")).await;
    let gt = token(&world, "consul", Role::Consular, Some("GT"));
    world
        .until("the match is told", async |world| {
            events(world, &gt, INBOX).await.contains(&"matched GT".to_owned())
        })
        .await;
    background.stop().await;
}
