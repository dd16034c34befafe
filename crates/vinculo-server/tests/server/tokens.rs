//! Tokens on the way in: asked for once they are set up, good for a while, limited.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use vinculo_access::Role;
use vinculo_server::RateLimits;

use crate::world::{World, notice, with};

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_token_is_asked_for_from_the_moment_that_there_is_one() {
    let world = World::new();
    assert_eq!(world.get("/api/v1/records").await.status, StatusCode::OK);
    // Without tokens the held records, the audit log and the tokens are nobody's.
    for path in ["/api/v1/protection/records", "/api/v1/audit", "/api/v1/tokens"] {
        world.get(path).await.is_problem(403, "forbidden");
    }
    let token = world.token(&[Role::Reviewer], "CNB", None);
    world.get("/api/v1/records").await.is_problem(401, "token_required");
    assert_eq!(world.get_as(&token, "/api/v1/records").await.status, StatusCode::OK);
    assert_eq!(world.get("/public/v1/notices").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_bad_ended_or_revoked_token_is_refused_in_the_same_words() {
    let world = World::new();
    let token = world.token(&[Role::Reviewer], "CNB", None);
    let flipped = format!("{}0", &token[..token.len() - 1]);
    let flipped =
        if flipped == token { format!("{}1", &token[..token.len() - 1]) } else { flipped };
    let mut answers = Vec::new();
    for header in [
        format!("Bearer {flipped}"),
        "Bearer x".to_owned(),
        format!("Basic {token}"),
        token.clone(),
    ] {
        let mut request = get("/api/v1/records");
        request.headers_mut().insert("authorization", header.parse().unwrap());
        let answer = world.send(request).await;
        answer.is_problem(401, "token_invalid");
        assert!(!answer.text.contains(&token[..20]), "{}", answer.text);
        answers.push(answer);
    }
    assert_eq!(world.get_as(&token, "/api/v1/records").await.status, StatusCode::OK);
    world.engine.store().access().unwrap().revoke_token(1).unwrap();
    world.get_as(&token, "/api/v1/records").await.is_problem(401, "token_invalid");
}

#[tokio::test]
async fn a_purpose_must_be_stated_in_a_word_of_the_list() {
    let world = World::new();
    let token = world.token(&[Role::Reviewer], "CNB", None);
    for purpose in [None, Some("because"), Some("unstated"), Some("Wilmer Xiloj")] {
        let mut request = get("/api/v1/records");
        let headers = request.headers_mut();
        headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
        purpose.map(|word| headers.insert("vinculo-purpose", word.parse().unwrap()));
        let answer = world.send(request).await;
        answer.is_problem(400, "purpose_required");
        assert!(answer.json()["detail"].as_str().unwrap().contains("family"), "{}", answer.text);
        assert!(!answer.text.contains("Wilmer"));
    }
}

#[tokio::test]
async fn an_administrator_lists_and_revokes_tokens_and_reads_no_record() {
    let world = World::new();
    world.create(notice("N1")).await;
    let admin = world.token(&[Role::Admin], "CNB", None);
    let other = world.token(&[Role::Search], "CNB", None);
    let list = world.get_as(&admin, "/api/v1/tokens").await;
    assert_eq!(list.json()["tokens"].as_array().unwrap().len(), 2);
    assert!(!list.text.contains(other.rsplit('_').next().unwrap()));
    for path in ["/api/v1/records", "/api/v1/records/notice/COMITE/N1", "/api/v1/audit"] {
        world.get_as(&admin, path).await.is_problem(403, "forbidden");
    }
    let revoke = |path: &str| Request::delete(path).body(Body::empty()).unwrap();
    let revoked = world.ask(&admin, revoke("/api/v1/tokens/2")).await;
    assert_eq!(revoked.json()["state"], "revoked");
    world.get_as(&other, "/api/v1/records").await.is_problem(401, "token_invalid");
    world.ask(&admin, revoke("/api/v1/tokens/99")).await.is_problem(404, "token_not_found");
}

#[tokio::test]
async fn a_token_asks_only_so_often() {
    let one = NonZeroU32::MIN;
    let limits = RateLimits { token_per_second: one, token_burst: one, ..RateLimits::default() };
    let world = World::with_limits(limits);
    let token = world.token(&[Role::Reviewer], "CNB", None);
    assert_eq!(world.get_as(&token, "/api/v1/records").await.status, StatusCode::OK);
    let refused = world.get_as(&token, "/api/v1/records").await;
    refused.is_problem(429, "too_many_requests");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
}

#[tokio::test]
async fn a_token_opens_only_so_many_different_people() {
    let limits = RateLimits { case_files: 2, records_shown: 3, ..RateLimits::default() };
    let world = World::with_limits(limits);
    for n in 1..=4 {
        let id = format!("N{n}");
        world.create(with(notice(&id), json!({"local_id": id}))).await;
    }
    let token = world.token(&[Role::Reviewer], "CNB", None);
    let path = |n: u32| format!("/api/v1/records/notice/COMITE/N{n}");
    for n in [1, 2, 1, 2] {
        assert_eq!(world.get_as(&token, &path(n)).await.status, StatusCode::OK);
    }
    let refused = world.get_as(&token, &path(3)).await;
    refused.is_problem(429, "too_many_records");
    assert!(!refused.text.contains("Xiloj"));
    assert_eq!(world.get_as(&token, &path(2)).await.status, StatusCode::OK, "seen before");
    // A list shows four, which is one more than may be shown.
    world.get_as(&token, "/api/v1/records").await.is_problem(429, "too_many_records");
    let other = world.token(&[Role::Reviewer], "CNB", None);
    assert_eq!(world.get_as(&other, &path(3)).await.status, StatusCode::OK, "counted by token");
}
