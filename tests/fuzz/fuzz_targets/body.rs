//! Bodies of requests, to the router as it is served: none is answered by a fault of
//! the server. The first byte chooses the route.
#![no_main]

use std::sync::{Arc, LazyLock};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use libfuzzer_sys::fuzz_target;
use tower::ServiceExt;
use vinculo_engine::Engine;
use vinculo_record::Lang;
use vinculo_server::{AppState, router};

struct World {
    runtime: tokio::runtime::Runtime,
    router: axum::Router,
    _folder: tempfile::TempDir,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("store");
    Engine::init(&dir).expect("a store");
    let engine = Engine::open_writer(&dir, "fuzz").expect("a store");
    let state = AppState::with_upload_limit(Arc::new(engine), Lang::Es, 1 << 20);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    World { runtime, router: router(state), _folder: folder }
});

const ROUTES: [(&str, &str, &str); 9] = [
    ("POST", "/api/v1/search", "application/json"),
    ("POST", "/api/v1/match", "application/json"),
    ("POST", "/api/v1/explain", "application/json"),
    ("POST", "/api/v1/erasures", "application/json"),
    ("POST", "/api/v1/batches", "multipart/form-data; boundary=b"),
    ("POST", "/api/v1/batches?kind=notice&source=ORG&dry_run=true", "text/csv"),
    ("POST", "/api/v1/batches?kind=notice&source=ORG&dry_run=true", "application/octet-stream"),
    ("POST", "/api/v1/records", "application/json"),
    ("PUT", "/api/v1/records/notice/ORG/1", "application/json"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let (method, path, media_type) = ROUTES[usize::from(*first) % ROUTES.len()];
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost")
        .header("content-type", media_type)
        .body(Body::from(body.to_vec()))
        .expect("a request");
    WORLD.runtime.block_on(async {
        let answer = WORLD.router.clone().oneshot(request).await.expect("an answer");
        let (status, body) = (answer.status(), answer.into_body());
        let body = to_bytes(body, 1 << 24).await.expect("a body");
        // 503: a part of the server is busy.
        assert!(!status.is_server_error() || status == 503, "{status} {body:?}");
    });
});
