//! Signing in with a token, and out.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::html;
use serde::Deserialize;
use utoipa::ToSchema;
use vinculo_access::{Caller, Purpose};
use vinculo_store::{Secret, TokenState};

use super::session::{COOKIE, is_from_here};
use super::view::{self, Viewer};
use crate::gate::ClientAddress;
use crate::language::Language;
use crate::limits::SESSION_TIME;
use crate::problem::{Code, Problem};
use crate::state::AppState;

/// What is typed to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInForm {
    /// The token, as `vinculo token create` showed it.
    token: String,
    /// Why: a word of the list of purposes.
    purpose: String,
}

/// The page to sign in.
#[utoipa::path(
    get, path = "/console", tag = "console",
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 303, description = "To the first page, where nobody needs a token or somebody has signed in")
    )
)]
pub(crate) async fn sign_in_page(
    State(state): State<AppState>,
    Language(lang): Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !state.asks_for_tokens()? {
        let caller = Caller::anyone_here(Purpose::Demonstration);
        return Ok(to(view::first_page(&caller).unwrap_or("/console/queue")));
    }
    if let Some(session) = state.sessions.of(&headers)
        && let Ok(caller) = caller_of(&state, &session.token, session.purpose).await
        && let Some(page) = view::first_page(&caller)
    {
        return Ok(to(page));
    }
    let viewer = Viewer { lang, caller: None, form_key: "" };
    let title = lang.pick("Entrar", "Sign in");
    let stated = Purpose::ALL.iter().filter(|purpose| **purpose != Purpose::Unstated);
    let body = html! {
        h1 { (title) }
        form method="post" action="/console/session" autocomplete="off" {
            p {
                label for="token" { (lang.pick("Token", "Token")) }
                input id="token" name="token" type="password" required size="50" autocomplete="off" autofocus;
            }
            p {
                label for="purpose" { (lang.pick("Para qué", "What for")) }
                select id="purpose" name="purpose" required {
                    @for purpose in stated {
                        option value=(purpose.as_str()) { (purpose.label(lang)) }
                    }
                }
            }
            p.note {
                (lang.pick(
                    "Queda en la bitácora, junto con cada registro que se ve.",
                    "It stands in the audit log, with every record that is seen.",
                ))
            }
            button { (title) }
        }
    };
    Ok(view::page(&viewer, "", title, body))
}

/// Signs in.
#[utoipa::path(
    post, path = "/console/session", tag = "console",
    request_body(content = SignInForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Signed in: to the first page that the token may see"),
        (status = 422, description = "The token or the purpose is none", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    Language(lang): Language,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    form: Result<Form<SignInForm>, axum::extract::rejection::FormRejection>,
) -> Result<Response, Problem> {
    let viewer = Viewer { lang, caller: None, form_key: "" };
    if !is_from_here(&headers) {
        return Ok(view::problem(&viewer, &Problem::new(Code::CrossOrigin)));
    }
    let Ok(Form(SignInForm { token, purpose })) = form else {
        return Ok(view::problem(&viewer, &Problem::new(Code::BadBody)));
    };
    let purpose = purpose.trim().parse().ok().filter(|purpose| *purpose != Purpose::Unstated);
    let Some(purpose) = purpose else {
        return Ok(view::problem(&viewer, &Problem::new(Code::PurposeRequired)));
    };
    if let Some(refused) = state.rates.of_failures(address) {
        let problem = Problem::new(Code::TooManyRequests).retry_after(refused.seconds);
        return Ok(view::problem(&viewer, &problem));
    }
    let token = token.trim();
    let caller = match caller_of(&state, token, purpose).await {
        Ok(caller) => caller,
        Err(problem) => {
            state.rates.failed(address);
            return Ok(view::problem(&viewer, &problem));
        }
    };
    let Some(page) = view::first_page(&caller) else {
        return Ok(view::problem(&viewer, &Problem::new(Code::Forbidden)));
    };
    // An earlier session of the same browser ends.
    state.sessions.end(&headers);
    let id = state.sessions.begin(token, purpose).ok_or(Problem::new(Code::Internal))?;
    Ok(with_cookie(to(page), &cookie(&state, &id, SESSION_TIME.as_secs())))
}

/// Signs out.
#[utoipa::path(
    post, path = "/console/leave", tag = "console",
    responses((status = 303, description = "Signed out"))
)]
pub(crate) async fn leave(State(state): State<AppState>, headers: HeaderMap) -> Response {
    // No form key: that somebody is signed out by another page harms nobody.
    state.sessions.end(&headers);
    with_cookie(to(super::CONSOLE), &cookie(&state, "", 0))
}

/// The style sheet of the console.
#[utoipa::path(
    get, path = "/console/console.css", tag = "console",
    responses((status = 200, description = "The style sheet", body = String, content_type = "text/css"))
)]
pub(crate) async fn style() -> Response {
    let kept =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=300")];
    (kept, include_str!("console.css")).into_response()
}

/// Who a token stands for now.
async fn caller_of(state: &AppState, token: &str, purpose: Purpose) -> Result<Caller, Problem> {
    let invalid = || Problem::new(Code::SignInRefused);
    let secret = Secret::parse(token).ok_or_else(invalid)?;
    let engine = Arc::clone(&state.engine);
    let found = tokio::task::spawn_blocking(move || engine.store().access()?.token_of(&secret));
    let found = found.await.map_err(|_| Problem::new(Code::Internal))??;
    let token = found.ok_or_else(invalid)?;
    match token.state(Timestamp::now()) {
        TokenState::Valid => Ok(token.caller(purpose)),
        TokenState::Expired | TokenState::Revoked => Err(invalid()),
    }
}

pub(super) fn to(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(path) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, path);
    }
    response
}

fn cookie(state: &AppState, id: &str, seconds: u64) -> String {
    let secure = if state.publishing.site().base().starts_with("https:") { "; Secure" } else { "" };
    format!("{COOKIE}={id}; Path=/console; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
