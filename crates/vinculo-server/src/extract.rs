//! Bodies and parameters of requests, refused without repeating their values.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use vinculo_record::{Kind, RecordKey};

use crate::problem::{Code, Problem, Words};
use crate::problem_of::bad_json;

/// A JSON body. It must say that it is one: a form of a foreign page cannot.
pub(crate) struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let expected = Words::same("application/json");
            return Err(Problem::new(Code::WrongMediaType).detail(expected));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
            Problem::new(if too_large { Code::TooLarge } else { Code::BadBody })
        })?;
        // The parser's own message may quote the text: only its place is told.
        let value = serde_json::from_slice(&bytes);
        value.map(JsonBody).map_err(|error| bad_json(error.line(), error.column()))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    media_type.is_some_and(|media_type| {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    })
}

/// The parameters of the query.
pub(crate) struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(value)| Params(value)).map_err(|_| {
            Problem::new(Code::BadQuery).detail(Words::new(
                "un parámetro no existe o su valor no tiene la forma esperada: ver /api/v1/openapi.json",
                "a parameter does not exist or its value has not the expected form: see /api/v1/openapi.json",
            ))
        })
    }
}

/// The record that a path `…/{kind}/{source}/{id}` names.
pub(crate) struct KeyPath(pub RecordKey);

impl<S: Send + Sync> FromRequestParts<S> for KeyPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Ok(Path(path)) = path else { return Err(Problem::new(Code::RecordNotFound)) };
        let part = |name| path.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        key(part("kind"), part("source"), part("id"))
            .map(KeyPath)
            .ok_or_else(|| Problem::new(Code::RecordNotFound))
    }
}

fn key(kind: Option<&str>, source: Option<&str>, id: Option<&str>) -> Option<RecordKey> {
    let kind: Kind = kind?.parse().ok()?;
    RecordKey::new(kind, source?, id?).ok()
}
