//! The outermost layer: id, language, time limit, security headers, count and log
//! of every request. It logs the route's pattern, never a path, query or body.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use uuid::Uuid;
use vinculo_record::Lang;

use crate::guard;
use crate::language::{Language, preferred};
use crate::limits::{REQUEST_TIME, RETRY_AFTER, UPLOAD_TIME};
use crate::problem::{Code, Problem};
use crate::publish::MayBeFramed;
use crate::state::AppState;

/// The route that takes files.
const UPLOADS: &str = "/api/v1/batches";
/// The page that takes files.
const CONSOLE_UPLOADS: &str = "/console/batches";
/// The pages of the API's description.
const DOCS: &str = "/api/v1/docs";

/// Answers carry data: nothing of them may run, be framed or load anything.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// The API page loads its own scripts, styles and images, and talks to this server.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The id of a request, for whoever needs it further in.
#[derive(Clone)]
pub(crate) struct RequestId(pub String);

/// Wraps every request.
pub(crate) async fn around(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let started = Instant::now();
    let id = Uuid::now_v7().to_string();
    let lang = preferred(request.headers(), state.lang);
    let method = known_method(request.method());
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("unmatched", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(Language(lang));
    request.extensions_mut().insert(RequestId(id.clone()));

    let answer = match guarded(&state, &request) {
        Err(problem) => problem.into_response(),
        Ok(()) => within(time_limit(request.method(), &route), next.run(request)).await,
    };
    let mut response = in_words(answer, lang, &id);
    add_headers(&mut response, &id, &route);

    let (status, time) = (response.status().as_u16(), started.elapsed());
    state.metrics.count(method, &route, status, time);
    let millis = time.as_millis() as u64;
    tracing::info!(request = %id, method, route = %route, status, millis, "answered");
    response
}

/// A server that asks for no tokens is guarded by who may speak to it; a page of another
/// site has no token, and can set no header to send one.
fn guarded(state: &AppState, request: &Request) -> Result<(), Problem> {
    if state.asks_for_tokens()? {
        return Ok(());
    }
    guard::check(request.method(), request.headers())
}

/// A method as a label: a client may send any word as one.
fn known_method(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    known.into_iter().find(|word| *word == method.as_str()).unwrap_or("OTHER")
}

fn time_limit(method: &Method, route: &str) -> Duration {
    let is_long = method == Method::POST && (route == UPLOADS || route == CONSOLE_UPLOADS);
    if is_long { UPLOAD_TIME } else { REQUEST_TIME }
}

async fn within(limit: Duration, answer: impl Future<Output = Response<Body>>) -> Response<Body> {
    tokio::time::timeout(limit, answer)
        .await
        .unwrap_or_else(|_| Problem::new(Code::TimedOut).retry_after(RETRY_AFTER).into_response())
}

/// Gives a problem its body; what was set beside it (such as `Allow`) stays.
fn in_words(mut response: Response<Body>, lang: Lang, id: &str) -> Response<Body> {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let mut rendered = problem.render(lang, id);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    for (name, value) in response.headers() {
        if !rendered.headers().contains_key(name) {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    rendered
}

fn add_headers(response: &mut Response<Body>, id: &str, route: &str) {
    let policy = if route.starts_with(DOCS) { DOCS_POLICY } else { DATA_POLICY };
    // Its own policy says who may; this older header knows only all or nobody.
    let may_be_framed = response.extensions().get::<MayBeFramed>().is_some();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    if !may_be_framed {
        set(header::X_FRAME_OPTIONS, "DENY");
    }
    set(HeaderName::from_static("x-robots-tag"), "noindex, noarchive");
    set(header::CACHE_CONTROL, "no-store");
    set(header::VARY, "Accept-Language");
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", id);
    }
}
