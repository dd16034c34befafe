//! The description of the API.

use std::sync::Arc;

use axum::Extension;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::OpenApi;

/// The OpenAPI document as text.
#[derive(Clone)]
pub(crate) struct Document(Arc<str>);

impl Document {
    pub(crate) fn new(description: &OpenApi) -> Self {
        // A description made by the program itself is always JSON.
        Self(description.to_json().unwrap_or_default().into())
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// The description of the API, OpenAPI 3.1.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "operation",
    responses((status = 200, description = "The document", content_type = "application/json"))
)]
pub(crate) async fn openapi_json(Extension(document): Extension<Document>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document.0.to_string())
}
