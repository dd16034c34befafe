//! Decisions over HTTP: conditions, signatures, what each role is told.

use axum::http::{Request, StatusCode};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use vinculo_access::{Role, Who};
use vinculo_record::vocab::Country;
use vinculo_store::NewToken;

use crate::world::{Answer, World, json_request, notice, shelter, with};

/// A token of a person.
pub fn token(world: &World, person: &str, role: Role, country: Option<&str>) -> String {
    let new = NewToken {
        who: Who::person(person).unwrap(),
        organisation: "CNB".to_owned(),
        roles: [role].into(),
        country: country.and_then(Country::parse),
        expires_at: Timestamp::now() + 1.hour(),
    };
    world.engine.store().access().unwrap().create_token(&new).unwrap().1.reveal()
}

fn remains(id: &str) -> Value {
    json!({"kind": "remains", "source": "SEMEFO", "local_id": id, "sex": "male",
        "age_min": 28, "age_max": 40, "event_date": "2023-06-01", "event_country": "MX"})
}

const PAIR: &str = "/api/v1/decisions/pair?left=notice:COMITE/N1&right=remains:SEMEFO/R1";
const LIVING: &str = "/api/v1/decisions/pair?left=notice:COMITE/N1&right=shelter:ALBERGUE/S1";

fn body(right: &str, state: &str, more: Value) -> Value {
    let plain = json!({"left": "notice:COMITE/N1", "right": right, "state": state,
        "score_visible": false});
    with(plain, more)
}

async fn decide(world: &World, token: &str, etag: &str, body: Value) -> Answer {
    let mut request = json_request("POST", "/api/v1/decisions", &body);
    request.headers_mut().insert("if-match", etag.parse().unwrap());
    world.ask(token, request).await
}

async fn world() -> World {
    let world = World::new();
    world.create(notice("N1")).await;
    world.create(with(notice("N2"), json!({"given_names": "Marta"}))).await;
    world.create(remains("R1")).await;
    world.create(shelter("S1")).await;
    world
}

#[tokio::test]
async fn a_decision_needs_the_tag_of_what_was_read() {
    let world = world().await;
    let ana = token(&world, "ana", Role::Reviewer, None);
    let read = world.get_as(&ana, PAIR).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text);
    assert_eq!((read.header("etag"), &read.json()["state"]), ("\"0\"", &json!("unreviewed")));
    let possible = || body("remains:SEMEFO/R1", "possible", json!({"note": "el anillo"}));
    let bare = json_request("POST", "/api/v1/decisions", &possible());
    world.ask(&ana, bare).await.is_problem(428, "condition_missing");
    let decided = decide(&world, &ana, "\"0\"", possible()).await;
    assert_eq!(decided.status, StatusCode::CREATED, "{}", decided.text);
    assert_eq!(decided.header("etag"), "\"1\"");
    let stored = decided.json();
    assert_eq!((&stored["by"], &stored["score_visible"]), (&json!("ana"), &json!(false)));
    assert_eq!((&stored["left_version"], &stored["note"]), (&json!(1), &json!("el anillo")));
    assert!(stored["seen"]["sex"][0].as_str().unwrap().len() == 32, "{stored}");
    let luis = token(&world, "luis", Role::Reviewer, None);
    decide(&world, &luis, "\"0\"", possible()).await.is_problem(412, "stale_pair");
    decide(&world, &luis, "\"x\"", possible()).await.is_problem(412, "stale_pair");
    let history = world.get_as(&luis, PAIR).await.json();
    assert_eq!(history["decisions"].as_array().unwrap().len(), 1);
    // What breaks a rule says which, and repeats nothing of the note.
    let wrong = body("remains:SEMEFO/R1", "located", json!({"note": "secreto"}));
    let refused = decide(&world, &luis, "\"1\"", wrong).await;
    refused.is_problem(409, "decision_refused");
    assert!(!refused.text.contains("secreto"), "{}", refused.text);
    let no_reason = body("remains:SEMEFO/R1", "ruled_out", json!({}));
    decide(&world, &luis, "\"1\"", no_reason).await.is_problem(409, "decision_refused");
    let no_state = body("remains:SEMEFO/R1", "tal vez", json!({}));
    decide(&world, &luis, "\"1\"", no_state).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn two_authorities_identify_and_one_alone_does_not() {
    let world = world().await;
    let [ana, eva] = ["ana", "eva"].map(|name| token(&world, name, Role::Authority, None));
    let right = "remains:SEMEFO/R1";
    for (i, state) in ["possible", "referred"].iter().enumerate() {
        let done = decide(&world, &ana, &format!("\"{i}\""), body(right, state, json!({}))).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    }
    let sign = |kind: &str| body(right, "identified", json!({"reason": "dna", "signed_for": kind}));
    let first = decide(&world, &ana, "\"2\"", sign("notice")).await;
    assert_eq!(first.json()["state"], "signed", "{}", first.text);
    decide(&world, &ana, "\"3\"", sign("remains")).await.is_problem(409, "decision_refused");
    let second = decide(&world, &eva, "\"3\"", sign("remains")).await;
    assert_eq!(second.json()["state"], "identified", "{}", second.text);
    let queue = world.get_as(&eva, "/api/v1/decisions").await.json();
    assert!(queue["decisions"].as_array().unwrap().is_empty(), "what is done waits for nobody");
    let listed = world.get_as(&eva, "/api/v1/decisions?state=identified").await.json();
    assert_eq!(listed["decisions"][0]["right"], "remains:SEMEFO/R1");
    let other = json!({"left": "COMITE/N2"});
    for (i, state) in ["possible", "referred"].iter().enumerate() {
        decide(&world, &eva, &format!("\"{i}\""), body(right, state, other.clone())).await;
    }
    let conflicts = world.get_as(&eva, "/api/v1/decisions/conflicts").await.json();
    assert_eq!(conflicts["conflicts"][0]["kind"], "claimed_twice", "{conflicts}");
    assert_eq!(conflicts["conflicts"][0]["records"], json!(["remains:SEMEFO/R1"]));
}

#[tokio::test]
async fn a_ruled_out_pair_leaves_the_list_and_comes_back_with_the_reason() {
    let world = world().await;
    let ana = token(&world, "ana", Role::Reviewer, None);
    let path = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-remains";
    let list = async |more: &str| {
        let answer = world.get_as(&ana, &format!("{path}{more}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()["links"][0]["candidates"].as_array().unwrap().clone()
    };
    assert_eq!(list("").await[0]["decision"]["state"], "unreviewed");
    let out = body("remains:SEMEFO/R1", "ruled_out", json!({"reason": "stature"}));
    let done = decide(&world, &ana, "\"0\"", out).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    assert!(list("").await.is_empty());
    let changed = with(remains("R1"), json!({"stature_cm_min": 160, "stature_cm_max": 168}));
    let lab = world.token(&[Role::Forensic], "SEMEFO", None);
    let written = world.post_as(&lab, "/api/v1/records", changed).await;
    assert_eq!(written.status, StatusCode::OK, "{}", written.text);
    let back = list("").await;
    assert_eq!(back[0]["decision"]["state"], "ruled_out");
    let why = json!([{"side": "right", "comparison": "stature"}]);
    assert!(back[0]["decision"]["back"].as_array().unwrap().contains(&why[0]), "{:?}", back[0]);
}

#[tokio::test]
async fn evidence_first_tells_no_score() {
    let world = world().await;
    let ana = token(&world, "ana", Role::Reviewer, None);
    let path =
        "/api/v1/records/notice/COMITE/N1/candidates?link=notice-shelter&evidence_first=true";
    let answer = world.get_as(&ana, path).await;
    let first = answer.json()["links"][0]["candidates"][0].clone();
    assert_eq!(first["record"]["local_id"], "S1", "{}", answer.text);
    for field in [
        "rank",
        "match_weight",
        "log10_lr",
        "support",
        "verbal",
        "probability",
        "probability_set",
        "reason",
        "weights",
        "caps",
    ] {
        assert!(first.get(field).is_none(), "{field}: {first}");
    }
}

#[tokio::test]
async fn a_searcher_of_a_located_adult_is_sent_to_child_protection() {
    let world = world().await;
    let ana = token(&world, "ana", Role::Reviewer, None);
    let sol = token(&world, "sol", Role::Search, None);
    let right = "shelter:ALBERGUE/S1";
    decide(&world, &ana, "\"0\"", body(right, "possible", json!({}))).await;
    let located = body(right, "located", json!({"reason": "contact_refused", "note": "no quiere"}));
    let done = decide(&world, &ana, "\"1\"", located).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let told = world.get_as(&sol, LIVING).await;
    let expected = json!({"link": "notice-shelter", "state": "ask_child_protection",
        "decisions": [], "back": []});
    assert_eq!(told.json(), expected);
    let of_notice = world.get_as(&sol, "/api/v1/records/notice/COMITE/N1/decisions").await.json();
    assert_eq!(of_notice, json!({"decisions": [], "ask_child_protection": true}));
    let path = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-shelter";
    let list = world.get_as(&sol, path).await;
    assert_eq!(list.json()["links"][0]["ask_child_protection"], true, "{}", list.text);
    assert!(!list.text.contains("ALBERGUE"), "{}", list.text);
    let pair = json!({"left": "notice:COMITE/N1", "right": right});
    let explained = world.post_as(&sol, "/api/v1/explain", pair).await;
    explained.is_problem(403, "ask_child_protection");
    let written = json!({"left": "notice:COMITE/N1", "right": right, "state": "possible",
        "score_visible": true});
    decide(&world, &sol, "\"2\"", written).await.is_problem(403, "forbidden");
}

#[tokio::test]
async fn pairs_ruled_out_elsewhere_are_taken_row_by_row() {
    let world = world().await;
    let ana = token(&world, "ana", Role::Reviewer, None);
    let csv = "left_source,left_id,right_source,right_id,reason\nCOMITE,N1,SEMEFO,R1,dna\n\
               COMITE,N1,SEMEFO,R9,dna\n";
    let send = async || {
        let request =
            Request::post("/api/v1/decisions/ruled-out").header("content-type", "text/csv");
        world.ask(&ana, request.body(csv.into()).unwrap()).await
    };
    let rejected = json!([{"row": 2, "code": "no_such_record"}]);
    let first = send().await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_eq!(first.json(), json!({"imported": 1, "unchanged": 0, "rejected": rejected}));
    assert_eq!(send().await.json(), json!({"imported": 0, "unchanged": 1, "rejected": rejected}));
    let request = Request::post("/api/v1/decisions/ruled-out").header("content-type", "text/plain");
    let wrong = world.ask(&ana, request.body(csv.into()).unwrap()).await;
    wrong.is_problem(415, "wrong_media_type");
}
