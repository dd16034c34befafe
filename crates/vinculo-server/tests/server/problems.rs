use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::world::{World, json_request, notice, with};

const NAME: &str = "Yoselin";

#[tokio::test]
async fn no_problem_repeats_a_value() {
    let world = World::new();
    world.create(notice("1")).await;
    let raw = |path: &str, text: &str| {
        let request = Request::post(path).header("content-type", "application/json");
        request.body(Body::from(text.to_owned())).unwrap()
    };
    let requests = [
        raw("/api/v1/records", "{\"given_names\": \"Yoselin"),
        raw("/api/v1/records", "[\"Yoselin\"]"),
        raw("/api/v1/records", "{\"kind\":\"notice\",\"Yoselin\":1}"),
        raw("/api/v1/records", "{\"kind\":\"Yoselin\"}"),
        raw(
            "/api/v1/records",
            "{\"kind\":\"notice\",\"source\":\"Yoselin Caal\",\"local_id\":\"1\"}",
        ),
        raw("/api/v1/records", "{\"kind\":\"notice\",\"given_names\":{\"a\":\"Yoselin\"}}"),
        raw("/api/v1/search", "{\"Yoselin\": 1}"),
        raw("/api/v1/search", "{\"sex\": \"Yoselin\"}"),
        raw("/api/v1/search", "{\"limit\": \"Yoselin\"}"),
        raw("/api/v1/explain", "{\"left\": \"COMITE/Yoselin\", \"right\": \"COMITE/1\"}"),
        raw("/api/v1/explain", "{\"left\": \"Yoselin\", \"right\": \"COMITE/1\"}"),
        raw("/api/v1/match", "{\"descriptions\": [{\"name\": [\"Yoselin\"]}]}"),
        raw("/api/v1/match", "{\"descriptions\": [], \"link\": \"Yoselin\"}"),
        json_request(
            "PUT",
            "/api/v1/records/notice/COMITE/1",
            &with(notice("1"), json!({"local_id": NAME})),
        ),
    ];
    for (i, request) in requests.into_iter().enumerate() {
        let answer = world.send(request).await;
        assert!(answer.status.is_client_error(), "{i}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{i}");
        assert!(!answer.text.contains(NAME), "{i}: {}", answer.text);
    }
    for path in [
        "/api/v1/records?kind=Yoselin",
        "/api/v1/records?limit=Yoselin",
        "/api/v1/records?Yoselin=1",
        "/api/v1/records/notice/COMITE/Yoselin",
        "/public/v1/notices/Yoselin",
        "/public/v1/notices?country=Yoselin",
        "/Yoselin",
    ] {
        let answer = world.get(path).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert!(!answer.text.contains(NAME), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_problem_speaks_the_readers_language() {
    let world = World::new();
    for (languages, title) in [
        ("", "No existe ese registro"),
        ("es-GT,es;q=0.9", "No existe ese registro"),
        ("en-US,en;q=0.9,es;q=0.5", "There is no such record"),
        ("fr", "No existe ese registro"),
    ] {
        let request = Request::get("/api/v1/records/notice/COMITE/1");
        let request = request.header("accept-language", languages).body(Body::empty()).unwrap();
        let answer = world.send(request).await;
        answer.is_problem(404, "record_not_found");
        assert_eq!(answer.json()["title"], title, "{languages}");
        let id = format!("urn:uuid:{}", answer.header("x-request-id"));
        assert_eq!(answer.json()["instance"], id);
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_taken_are_problems_too() {
    let world = World::new();
    world.get("/").await.is_problem(404, "no_such_route");
    let wrong_method = world.delete("/api/v1/records").await;
    wrong_method.is_problem(405, "method_not_allowed");
    assert!(wrong_method.header("allow").contains("POST"), "{:?}", wrong_method.headers);
    let form = Request::post("/api/v1/search").header("content-type", "text/plain");
    let form = world.send(form.body(Body::from("{}")).unwrap()).await;
    form.is_problem(415, "wrong_media_type");
    let large = json!({"text": "x".repeat(1 << 20)});
    world.post("/api/v1/search", large).await.is_problem(413, "too_large");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::new();
    for path in ["/healthz", "/api/v1/records", "/public/v1/notices", "/nothing", "/api/v1/docs/"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    assert_eq!(world.get("/api/v1/records").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn another_site_is_refused() {
    let world = World::new();
    let request = |host: &str, origin: &str| {
        Request::post("/api/v1/search")
            .header("host", host)
            .header("origin", origin)
            .header("content-type", "application/json")
            .body(Body::from("{}"))
            .unwrap()
    };
    let ours = world.send(request("localhost:8080", "http://localhost:8080")).await;
    assert_eq!(ours.status, StatusCode::OK);
    world
        .send(request("localhost:8080", "https://evil.example"))
        .await
        .is_problem(403, "cross_origin");
    world.send(request("evil.example", "http://evil.example")).await.is_problem(421, "misdirected");
}

#[tokio::test]
async fn the_state_of_the_server_tells_nothing_of_records() {
    let world = World::new();
    assert_eq!(world.get("/healthz").await.json(), json!({"status": "ok"}));
    let background = world.start();
    world.until("ready", async |w| w.get("/readyz").await.status == StatusCode::OK).await;
    world.create(notice("SECRET-1")).await;
    world.get("/api/v1/records/notice/COMITE/SECRET-1").await;
    let ready: Value = world.get("/readyz").await.json();
    assert_eq!(ready, json!({"ready": true, "index_behind": 0, "matching": true}));
    let metrics = world.get("/metrics").await.text;
    assert!(
        metrics.contains("route=\"/api/v1/records/{kind}/{source}/{id}\",status=\"200\"} 1"),
        "{metrics}"
    );
    assert!(metrics.contains("vinculo_index_behind_changes 0"));
    assert!(!metrics.contains("SECRET") && !metrics.contains("COMITE"), "{metrics}");
    background.stop().await;
}
