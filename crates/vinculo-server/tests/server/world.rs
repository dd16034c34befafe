//! A store in a folder of its own, and requests to it.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use vinculo_access::{Role, Who};
use vinculo_engine::Engine;
use vinculo_record::Lang;
use vinculo_record::vocab::Country;
use vinculo_server::{AccessOptions, AppState, Background, RateLimits, router, start};
use vinculo_store::NewToken;

/// Long enough for a slow machine; a test that passes does not wait for it.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct World {
    pub dir: TempDir,
    pub state: AppState,
    pub engine: Arc<Engine>,
    router: OnceLock<Router>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts a problem of this status and code.
    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json()["code"], code, "{}", self.text);
        assert_eq!(self.json()["status"], status);
    }
}

impl World {
    pub fn new() -> Self {
        Self::with_upload_limit(1 << 20)
    }

    pub fn with_upload_limit(bytes: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Engine::init(&dir.path().join("store")).unwrap();
        Self::open(dir, bytes, AccessOptions::default())
    }

    /// Ends this process's hold of the store and opens it again.
    pub fn reopen(self) -> Self {
        Self::at(self.close())
    }

    /// Ends this process's hold of the store.
    pub fn close(self) -> TempDir {
        let Self { dir, state, engine, router } = self;
        drop((state, engine, router));
        dir
    }

    /// Opens the store that is in a folder.
    pub fn at(dir: TempDir) -> Self {
        Self::open(dir, 1 << 20, AccessOptions::default())
    }

    /// A store whose tokens may ask so much.
    pub fn with_limits(limits: RateLimits) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Engine::init(&dir.path().join("store")).unwrap();
        Self::open(dir, 1 << 20, AccessOptions { limits, ..AccessOptions::default() })
    }

    fn open(dir: TempDir, bytes: u64, access: AccessOptions) -> Self {
        let engine = Engine::open_writer(&dir.path().join("store"), "test").unwrap();
        let engine = Arc::new(engine);
        let state = AppState::with_options(Arc::clone(&engine), Lang::Es, bytes, access);
        Self { dir, state, engine, router: OnceLock::new() }
    }

    /// Creates a token and gives its secret.
    pub fn token(&self, roles: &[Role], organisation: &str, country: Option<&str>) -> String {
        let new = NewToken {
            who: Who::person("mlopez").unwrap(),
            organisation: organisation.to_owned(),
            roles: roles.iter().copied().collect(),
            country: country.and_then(Country::parse),
            expires_at: Timestamp::now() + 1.hour(),
        };
        self.engine.store().access().unwrap().create_token(&new).unwrap().1.reveal()
    }

    /// A request with a token and a purpose.
    pub async fn ask(&self, token: &str, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
        headers.insert("vinculo-purpose", "review".parse().unwrap());
        self.send(request).await
    }

    pub async fn get_as(&self, token: &str, path: &str) -> Answer {
        self.ask(token, Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post_as(&self, token: &str, path: &str, body: Value) -> Answer {
        self.ask(token, json_request("POST", path, &body)).await
    }

    pub fn start(&self) -> Background {
        start(&self.state).unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        // Made once: its description of itself takes longer than a request.
        let service = self.router.get_or_init(|| router(self.state.clone())).clone();
        let response = service.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// The body as it is sent: packed, if that was asked for.
    pub async fn send_bytes(&self, request: Request<Body>) -> Vec<u8> {
        let service = self.router.get_or_init(|| router(self.state.clone())).clone();
        let response = service.oneshot(request).await.unwrap();
        assert_eq!(response.headers().get("content-encoding").unwrap(), "gzip");
        to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(json_request("POST", path, &body)).await
    }

    /// Creates a record and asserts that it was.
    pub async fn create(&self, row: Value) {
        let answer = self.post("/api/v1/records", row).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    }

    /// Reads a batch until it has ended.
    pub async fn ended(&self, id: &str) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let batch = self.get(&format!("/api/v1/batches/{id}")).await.json();
            if batch["finished"] == json!(true) {
                return batch;
            }
            assert!(Instant::now() < end, "the batch did not end: {batch}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until something is so.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn(&World) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self).await {
            assert!(Instant::now() < end, "never: {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

pub fn json_request(method: &str, path: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

/// A notice of a man with a rare name.
pub fn notice(id: &str) -> Value {
    json!({
        "kind": "notice", "source": "COMITE", "local_id": id,
        "given_names": "Wilmer Adonías", "paternal_surname": "Xiloj", "maternal_surname": "Tzunún",
        "sex": "male", "birth_date": "1990-05-17", "nationality": ["GT"],
        "event_date": "2023-03-02", "event_country": "MX", "event_admin1": "Chiapas",
        "event_place": "Tapachula", "stature_cm_min": 160, "stature_cm_max": 166,
        "marks": ["tattoo@forearm/left:ancla", "scar@face:ceja"],
        "circumstances": "salió rumbo al norte con una mochila roja"
    })
}

/// A shelter intake that fits it.
pub fn shelter(id: &str) -> Value {
    json!({
        "kind": "shelter", "source": "ALBERGUE", "local_id": id,
        "given_names": "Wilmer", "paternal_surname": "Xiloj", "maternal_surname": "Tzunun",
        "sex": "male", "birth_date": "1990-05-17", "nationality": ["GT"],
        "event_date": "2023-04-20", "event_country": "MX", "event_admin1": "Veracruz"
    })
}

/// A row with some columns changed; `null` removes one.
pub fn with(mut row: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        row[key] = value.clone();
    }
    row
}
