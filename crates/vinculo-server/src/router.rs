//! All routes, each registered together with its description.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::around::around;
use crate::limits::{BODY_BYTES, MATCH_BODY_BYTES, PICTURE_BODY_BYTES};
use crate::problem::{Code, Problem};
use crate::routes as r;
use crate::routes::docs::Document;
use crate::state::AppState;

/// Where the API's description is served.
const OPENAPI: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "vínculo",
        description = "Search for missing migrants and forensic matching. Candidates are leads: \
                       nothing here identifies anyone. Errors are `application/problem+json` in \
                       Spanish or English (`Accept-Language`)."
    ),
    tags(
        (name = "records", description = "Notices, remains and shelter intakes"),
        (name = "matching", description = "Search, candidates and evidence"),
        (name = "batches", description = "Uploaded files"),
        (name = "public", description = "What families agreed to publish"),
        (name = "operation", description = "State of the server")
    )
)]
struct Description;

/// The whole server as a service, for [`serve`](crate::serve) and tests.
pub fn router(state: AppState) -> Router {
    let (routes, description) = documented().split_for_parts();
    let document = Document::new(&description);
    let page = SwaggerUi::new("/api/v1/docs")
        .config(Config::from(OPENAPI).validator_url("none").use_base_layout());
    routes
        .merge(page)
        .fallback(async || Problem::new(Code::NoSuchRoute))
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
        .layer(Extension(document))
        .layer(CatchPanicLayer::custom(|_| {
            // The panic's message may quote a record: only the fact is told.
            axum::response::IntoResponse::into_response(Problem::new(Code::Internal))
        }))
        .layer(axum::middleware::from_fn_with_state(state.clone(), around))
        .with_state(state)
}

/// The description of the API, as `/api/v1/openapi.json` serves it.
pub fn openapi() -> String {
    Document::new(&documented().into_openapi()).text().to_owned()
}

fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(api())
        .merge(public())
        .routes(routes!(r::health::healthz))
        .routes(routes!(r::health::readyz))
        .routes(routes!(r::health::metrics))
        .routes(routes!(r::docs::openapi_json))
}

fn api() -> OpenApiRouter<AppState> {
    let matching = OpenApiRouter::new()
        .routes(routes!(r::matching::match_descriptions))
        .layer(DefaultBodyLimit::max(MATCH_BODY_BYTES));
    let uploads = OpenApiRouter::new()
        .routes(routes!(r::batches::list_batches, r::batches::upload))
        // Counted while it is written to disk.
        .layer(DefaultBodyLimit::disable());
    let pictures = OpenApiRouter::new()
        .routes(routes!(r::pictures::search_picture))
        .layer(DefaultBodyLimit::max(PICTURE_BODY_BYTES));
    OpenApiRouter::new()
        .routes(routes!(r::records::list_records, r::records::create_record))
        .routes(routes!(r::records::read_record, r::records::put_record))
        .routes(routes!(r::records::list_versions))
        .routes(routes!(r::records::read_version))
        .routes(routes!(r::pictures::thumbnail))
        .routes(routes!(r::candidates::list_candidates))
        .routes(routes!(r::search::search))
        .routes(routes!(r::explain::explain))
        .routes(routes!(r::batches::read_batch, r::batches::cancel_batch))
        .routes(routes!(r::batches::list_rows))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .merge(matching)
        .merge(pictures)
        .merge(uploads)
}

/// Any page may read these: they carry no credentials and nothing private.
fn public() -> OpenApiRouter<AppState> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET])
        .expose_headers([axum::http::header::ETAG]);
    OpenApiRouter::new()
        .routes(routes!(r::notices::list_notices))
        .routes(routes!(r::notices::read_notice))
        .layer(cors)
}
