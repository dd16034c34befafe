//! The OpenAPI document holds every route, and its page needs no other host.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::Value;
use vinculo_server::{openapi, router};

use crate::world::World;

/// The pages for people, and how axum writes "everything else".
const PAGES: [&str; 5] =
    ["/api/v1/docs", "/api/v1/docs/", "/api/v1/docs/{*rest}", "/", "/{*__private__axum_fallback}"];

fn paths() -> BTreeMap<String, Value> {
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    serde_json::from_value(document["paths"].clone()).unwrap()
}

/// The paths that a router knows, from what it prints of itself.
fn routed(world: &World) -> BTreeSet<String> {
    let printed = format!("{:?}", router(world.state.clone()));
    printed.split('"').filter(|text| text.starts_with('/')).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_route_is_described_and_every_description_is_routed() {
    let world = World::new();
    let described: BTreeSet<String> = paths().into_keys().collect();
    let mut routed = routed(&world);
    assert!(routed.len() > 15, "{routed:?}");
    routed.retain(|path| !PAGES.contains(&path.as_str()));
    assert_eq!(described, routed);
}

/// Calls back with every object of a document.
fn each_object(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            see(object);
            object.values().for_each(|inner| each_object(inner, see));
        }
        Value::Array(items) => items.iter().for_each(|inner| each_object(inner, see)),
        _ => {}
    }
}

#[test]
fn what_is_flattened_may_be_absent() {
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let mut parts = 0;
    each_object(&document, &mut |object| {
        // No object is null, so whoever leaves a part out would contradict "this, or null".
        for part in object.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            parts += 1;
            assert!(part.get("oneOf").is_none(), "{part}");
        }
    });
    assert!(parts > 1, "{parts}");
    for schema in ["LeadDto", "CandidateDto"] {
        let score = &document["components"]["schemas"][schema]["allOf"][0];
        let fields = score["properties"].as_object().unwrap();
        assert!(fields.contains_key("match_weight") && score.get("required").is_none(), "{score}");
    }
}

#[tokio::test]
async fn every_operation_is_answered_and_says_what_it_answers() {
    let world = World::new();
    let mut operations = BTreeSet::new();
    for (path, item) in paths() {
        for (method, operation) in item.as_object().unwrap() {
            operations.insert(format!("| {} | `{path}` |", method.to_uppercase()));
            let address = path.replace("{kind}", "notice").replace(['{', '}'], "");
            let request = axum::http::Request::builder()
                .method(method.to_uppercase().as_str())
                .uri(address)
                .body(axum::body::Body::empty())
                .unwrap();
            let answer = world.send(request).await;
            let code =
                serde_json::from_str::<Value>(&answer.text).unwrap_or_default()["code"].clone();
            assert!(code != "no_such_route" && code != "method_not_allowed", "{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.len() > 1, "{method} {path}");
            let any = &responses["default"]["content"]["application/problem+json"]["schema"];
            assert_eq!(any["$ref"], "#/components/schemas/ProblemDto", "{method} {path}");
            let words = [&operation["summary"], &operation["description"]];
            assert!(words.iter().any(|text| text.is_string()), "{method} {path} is not described");
        }
    }
    let table = include_str!("../../DESIGN.md").lines().filter(|line| line.contains(" | `/"));
    let first_two = |line: &str| line.split(" | ").take(2).collect::<Vec<_>>().join(" | ") + " |";
    let documented: BTreeSet<String> = table.map(first_two).collect();
    assert_eq!(operations, documented);
}

#[tokio::test]
async fn the_document_is_complete_in_itself() {
    let world = World::new();
    let served = world.get("/api/v1/openapi.json").await;
    assert_eq!(served.status, StatusCode::OK);
    assert_eq!(served.text, openapi());
    let document = served.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for reference in served.text.split("\"$ref\":\"").skip(1) {
        let name = reference.split('"').next().unwrap().trim_start_matches("#/components/schemas/");
        assert!(schemas.contains_key(name), "{name}");
    }
    let columns = &schemas["CanonicalRow"]["properties"];
    assert_eq!(columns["marks"]["type"], "array");
    assert_eq!(columns["given_names"]["type"], "string");
}

#[tokio::test]
async fn the_page_needs_no_other_host() {
    let world = World::new();
    let moved = world.get("/api/v1/docs").await;
    assert_eq!(moved.header("location"), "/api/v1/docs/");
    let page = world.get("/api/v1/docs/").await;
    assert_eq!(page.status, StatusCode::OK);
    let script = world.get("/api/v1/docs/swagger-initializer.js").await;
    assert!(script.text.contains("/api/v1/openapi.json"), "{}", script.text);
    assert!(script.text.contains("\"validatorUrl\": \"none\""), "{}", script.text);
    for text in [&page.text, &script.text] {
        assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
        assert!(!text.contains("src=\"//") && !text.contains("href=\"//"), "{text}");
    }
    for part in page.text.split("src=\"").chain(page.text.split("href=\"")).skip(1) {
        let Some(name) = part.split('"').next().filter(|name| name.starts_with("./")) else {
            continue;
        };
        let asset = world.get(&format!("/api/v1/docs/{}", &name[2..])).await;
        assert_eq!(asset.status, StatusCode::OK, "{name}");
    }
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self';") && policy.contains("connect-src 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("http"), "{policy}");
}
