//! Who may pass: token, purpose, limits, permission; and the audit log on the way out.
//!
//! What passed is finished and recorded even if the client goes away meanwhile: a write is
//! never without its event, and no answer leaves before its event is durable.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Extension;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use tokio::time::Instant;
use vinculo_access::{Caller, Purpose};
use vinculo_store::{Outcome, Secret, TokenState};

use crate::around::RequestId;
use crate::asked::Asked;
use crate::console::{CONSOLE, Session, is_from_here};
use crate::limits::NOT_FOUND_BEAT;
use crate::permissions::{self, Need, RouteRule};
use crate::problem::{Code, Problem, Words};
use crate::rate::Refused;
use crate::state::AppState;

/// Why somebody asks, in every request that needs a token.
pub(crate) const PURPOSE: &str = "vinculo-purpose";

/// The described routes, as `METHOD /path`.
#[derive(Clone)]
pub(crate) struct Described(pub Arc<BTreeSet<String>>);

/// Lets a request pass or refuses it.
pub(crate) async fn gate(
    State(state): State<AppState>,
    Extension(described): Extension<Described>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().as_str().to_owned();
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let Some(rule) = path.as_deref().and_then(|path| permissions::of(&method, path)) else {
        let name = format!("{method} {}", path.unwrap_or_default());
        if described.0.contains(&name) {
            tracing::error!(route = %name, "a route that is not in the table of permissions");
            return Problem::new(Code::Forbidden).into_response();
        }
        // Nothing there, another method, or a page of the API's description.
        return next.run(request).await;
    };
    let address = address(&state, &request);
    if let Some(refused) = state.rates.of_address(address) {
        return too_many(&refused).into_response();
    }
    let mut request = request;
    request.extensions_mut().insert(ClientAddress(address));
    if rule.need == Need::Nothing {
        return next.run(request).await;
    }
    let is_console = rule.path.starts_with(CONSOLE);
    let session = if is_console { session(&state, &request) } else { None };
    if let Some(session) = &session {
        // The browser sends the cookie by itself: only a page of this server may use it.
        if !request.method().is_safe() && !is_from_here(request.headers()) {
            return Problem::new(Code::CrossOrigin).into_response();
        }
        request.extensions_mut().insert(session.clone());
    }
    match caller(&state, request.headers(), address, session.as_ref()).await {
        Err(problem) if is_console && is_looking(&request) => {
            if problem.code.status() == StatusCode::UNAUTHORIZED {
                state.sessions.end(request.headers());
                return ([(header::LOCATION, CONSOLE)], StatusCode::SEE_OTHER).into_response();
            }
            refuse(problem)
        }
        Err(problem) => refuse(problem),
        Ok(caller) => pass(state, rule, caller, request, next).await,
    }
}

/// The address of who asks, for handlers that count failures.
#[derive(Clone, Copy)]
pub(crate) struct ClientAddress(pub Option<IpAddr>);

/// The session of a request to the console; a token that is sent goes before it.
fn session(state: &AppState, request: &Request) -> Option<Session> {
    match request.headers().contains_key(header::AUTHORIZATION) {
        true => None,
        false => state.sessions.of(request.headers()),
    }
}

/// Whether a browser asks for a page.
fn is_looking(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    request.method().is_safe() && accepts.is_some_and(|list| list.contains("text/html"))
}

/// The client's address; behind a proxy that is trusted, the one that the proxy saw.
fn address(state: &AppState, request: &Request) -> Option<IpAddr> {
    let forwarded = || {
        let list = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    if state.access.behind_proxy { forwarded().or_else(peer) } else { peer() }
}

/// Who asks.
async fn caller(
    state: &AppState,
    headers: &HeaderMap,
    address: Option<IpAddr>,
    session: Option<&Session>,
) -> Result<Caller, Problem> {
    let sent = headers.get(header::AUTHORIZATION);
    if sent.is_none() && session.is_none() && !state.asks_for_tokens()? {
        let purpose = purpose(headers)?.unwrap_or(Purpose::Demonstration);
        return Ok(Caller::anyone_here(purpose));
    }
    let sent = match (session, sent) {
        (Some(session), _) => Some(session.token.as_str()),
        (None, Some(sent)) => sent.to_str().ok().and_then(bearer),
        (None, None) => return Err(Problem::new(Code::TokenRequired)),
    };
    if let Some(refused) = state.rates.of_failures(address) {
        return Err(too_many(&refused));
    }
    let invalid = || {
        state.rates.failed(address);
        Problem::new(Code::TokenInvalid)
    };
    let secret = sent.and_then(Secret::parse).ok_or_else(invalid)?;
    let engine = Arc::clone(&state.engine);
    let found = tokio::task::spawn_blocking(move || engine.store().access()?.token_of(&secret));
    let found = found.await.map_err(|_| Problem::new(Code::Internal))??;
    let token = found.ok_or_else(invalid)?;
    match token.state(Timestamp::now()) {
        TokenState::Valid => {}
        TokenState::Expired | TokenState::Revoked => return Err(invalid()),
    }
    if let Some(refused) = state.rates.of_token(token.id) {
        return Err(too_many(&refused));
    }
    if let Some(session) = session {
        return Ok(token.caller(session.purpose));
    }
    let purpose =
        purpose(headers)?.ok_or_else(|| Problem::new(Code::PurposeRequired).detail(words()))?;
    Ok(token.caller(purpose))
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn purpose(headers: &HeaderMap) -> Result<Option<Purpose>, Problem> {
    let Some(text) = headers.get(PURPOSE) else { return Ok(None) };
    let word: Option<Purpose> = text.to_str().ok().and_then(|text| text.trim().parse().ok());
    let word = word.filter(|purpose| *purpose != Purpose::Unstated);
    word.map(Some).ok_or_else(|| Problem::new(Code::PurposeRequired).detail(words()))
}

/// The words that say a purpose.
fn words() -> Words {
    let stated = Purpose::ALL.iter().filter(|purpose| **purpose != Purpose::Unstated);
    let list: Vec<&str> = stated.map(|purpose| purpose.as_str()).collect();
    Words::same(format!("Vinculo-Purpose: {}", list.join(", ")))
}

/// Answers for a caller, and records it.
async fn pass(
    state: AppState,
    rule: &'static RouteRule,
    caller: Caller,
    mut request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let asked = Asked::new(caller);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    request.extensions_mut().insert(asked.clone());
    let task = tokio::spawn(async move {
        let mut answer = if rule.need.is_met_by(&asked.caller) {
            next.run(request).await
        } else {
            Problem::new(Code::Forbidden).into_response()
        };
        if let Some(token) = asked.caller.token
            && answer.status().is_success()
            && let Some(refused) = state.rates.of_records(token, &asked.trail)
        {
            answer =
                Problem::new(Code::TooManyRecords).retry_after(refused.seconds).into_response();
        }
        let status = answer.status();
        if let Err(problem) = record(&state, rule, &asked, id, status).await {
            answer = problem.into_response();
        }
        if status == StatusCode::NOT_FOUND {
            wait_for_the_beat(begun).await;
        }
        answer
    });
    // A panic: its message may quote a record, so it is not passed on.
    task.await.unwrap_or_else(|_| Problem::new(Code::Internal).into_response())
}

/// Waits until the time since a request came is a whole number of beats: a record that is held
/// is looked up longer than one that is not there, and nobody is to learn which it was.
async fn wait_for_the_beat(begun: Instant) {
    let beats = begun.elapsed().as_millis() / NOT_FOUND_BEAT.as_millis() + 1;
    let wait = NOT_FOUND_BEAT * u32::try_from(beats).unwrap_or(1);
    tokio::time::sleep_until(begun + wait).await;
}

async fn record(
    state: &AppState,
    rule: &RouteRule,
    asked: &Asked,
    id: Option<String>,
    status: StatusCode,
) -> Result<(), Problem> {
    let outcome = match status {
        StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => Outcome::Refused,
        status if status.is_success() || status.is_redirection() => Outcome::Done,
        _ => Outcome::Failed,
    };
    let (engine, asked, action) = (Arc::clone(&state.engine), asked.clone(), rule.action);
    let written = tokio::task::spawn_blocking(move || {
        engine.record(&asked.caller, action, outcome, &asked.trail, id.as_deref())
    });
    match written.await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!(%error, "the audit log could not be written");
            Err(Problem::new(Code::AuditUnavailable).retry_after(crate::limits::RETRY_AFTER))
        }
        Err(_) => Err(Problem::new(Code::AuditUnavailable)),
    }
}

fn too_many(refused: &Refused) -> Problem {
    Problem::new(Code::TooManyRequests).retry_after(refused.seconds)
}

/// A refusal; one for want of a good token says how to send one.
fn refuse(problem: Problem) -> Response {
    let mut response = problem.into_response();
    if response.status() == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer realm=\"vinculo\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}
