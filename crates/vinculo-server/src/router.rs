//! All routes, each registered together with its description.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{Method, header};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as OpenApiDocument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::around::around;
use crate::console as c;
use crate::dto::candidate::{CapDto, WeightDto};
use crate::gate::{Described, gate};
use crate::limits::{BODY_BYTES, MATCH_BODY_BYTES, PICTURE_BODY_BYTES};
use crate::problem::{Code, Problem};
use crate::routes as r;
use crate::routes::docs::Document;
use crate::secured::{problem, secure};
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
    // Named by what is flattened, whose own schema is made by hand.
    components(schemas(CapDto, WeightDto)),
    tags(
        (name = "records", description = "Notices, remains and shelter intakes"),
        (name = "matching", description = "Search, candidates and evidence"),
        (name = "decisions", description = "What people decide about pairs"),
        (name = "notifications", description = "What consulates are told"),
        (name = "batches", description = "Uploaded files"),
        (name = "protection", description = "Records under protection hold: child protection alone"),
        (name = "administration", description = "Tokens and the audit log"),
        (name = "public", description = "What families agreed to publish"),
        (name = "console", description = "Pages for search teams, partners and consulates"),
        (name = "operation", description = "State of the server")
    )
)]
struct Description;

/// The whole server as a service, for [`serve`](crate::serve) and tests.
pub fn router(state: AppState) -> Router {
    let (routes, description) = documented().split_for_parts();
    let mut description = with_any_problem(description);
    secure(&mut description);
    let described = Described(Arc::new(operations(&description)));
    let document = Document::new(&description);
    let page = SwaggerUi::new("/api/v1/docs")
        .config(Config::from(OPENAPI).validator_url("none").use_base_layout());
    routes
        .merge(page)
        .fallback(async || Problem::new(Code::NoSuchRoute))
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
        .layer(axum::middleware::from_fn_with_state(state.clone(), gate))
        .layer(Extension(described))
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
    let mut description = with_any_problem(documented().into_openapi());
    secure(&mut description);
    Document::new(&description).text().to_owned()
}

/// The described operations, as `METHOD /path`.
fn operations(description: &OpenApiDocument) -> BTreeSet<String> {
    let paths = description.paths.paths.iter();
    let of_path = |(path, item): (&String, &utoipa::openapi::PathItem)| {
        let methods = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("DELETE", &item.delete),
            ("PATCH", &item.patch),
        ];
        let described = methods.into_iter().filter(|(_, operation)| operation.is_some());
        described.map(|(method, _)| format!("{method} {path}")).collect::<Vec<_>>()
    };
    paths.flat_map(of_path).collect()
}

/// Every operation may refuse in ways that are the same for all (a body that is no JSON,
/// another media type, a parameter that does not exist, a busy server).
fn with_any_problem(mut description: OpenApiDocument) -> OpenApiDocument {
    for (path, item) in &mut description.paths.paths {
        let problem = problem("Another problem", path);
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            responses.entry("default".to_owned()).or_insert_with(|| problem.clone().into());
        }
    }
    description
}

fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(api())
        .merge(public())
        .merge(console())
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
        .routes(routes!(r::erasures::erase_record))
        .routes(routes!(r::pictures::thumbnail))
        .routes(routes!(r::publications::publish, r::publications::withdraw))
        .routes(routes!(r::candidates::list_candidates))
        .routes(routes!(r::leads::list_leads))
        .routes(routes!(r::decisions::list_decisions, r::decisions::decide))
        .routes(routes!(r::decisions::read_pair))
        .routes(routes!(r::decisions::list_conflicts))
        .routes(routes!(r::decisions::import_ruled_out))
        .routes(routes!(r::decisions::list_decisions_of))
        .routes(routes!(r::notifications::list_notifications))
        .routes(routes!(r::notifications::list_overdue))
        .routes(routes!(r::notifications::read_notified))
        .routes(routes!(r::notifications::acknowledge))
        .routes(routes!(r::search::search))
        .routes(routes!(r::explain::explain))
        .routes(routes!(r::batches::read_batch, r::batches::cancel_batch))
        .routes(routes!(r::batches::list_rows))
        .routes(routes!(r::batches::list_mappings))
        .routes(routes!(r::protected_pairs::explain_held))
        .routes(routes!(r::protected_pairs::decide_held))
        .routes(routes!(r::protected_pairs::read_held_pair))
        .routes(routes!(r::protected_pairs::list_decisions_of_held))
        .routes(routes!(r::protection::list_held))
        .routes(routes!(r::protection::search_held))
        .routes(routes!(r::protection::read_held, r::protection::set_hold))
        .routes(routes!(r::protection::candidates_of_held))
        .routes(routes!(r::audit::read_audit))
        .routes(routes!(r::tokens::list_tokens))
        .routes(routes!(r::tokens::revoke_token))
        .routes(routes!(r::rejected::list_rejected))
        .routes(routes!(r::matchings::match_batch))
        .routes(routes!(r::matchings::read_matching, r::matchings::cancel_matching))
        .routes(routes!(r::matchings::read_matched))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .merge(matching)
        .merge(pictures)
        .merge(uploads)
}

/// Pages for those who work with records; only their own forms are taken.
fn console() -> OpenApiRouter<AppState> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(c::batches_page, c::upload_batch))
        // Counted while it is written to disk.
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .routes(routes!(c::sign_in_page))
        .routes(routes!(c::sign_in))
        .routes(routes!(c::leave))
        .routes(routes!(c::style))
        .routes(routes!(c::search_page, c::search_results))
        .routes(routes!(c::queue_page))
        .routes(routes!(c::candidates_page))
        .routes(routes!(c::pair_page, c::decide_pair))
        .routes(routes!(c::batch_page))
        .routes(routes!(c::inbox_page))
        .routes(routes!(c::notified_page, c::acknowledge_page))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .merge(uploads)
}

/// Any page may read these: they carry no credentials and nothing private.
fn public() -> OpenApiRouter<AppState> {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods([Method::GET]).expose_headers([
        header::ETAG,
        header::LAST_MODIFIED,
        header::LINK,
    ]);
    OpenApiRouter::new()
        .routes(routes!(r::notices::list_notices))
        .routes(routes!(r::notices::read_notice))
        .routes(routes!(r::notices::notice_pfif))
        .routes(routes!(r::notices::notice_page))
        .routes(routes!(r::notices::notice_photo))
        .routes(routes!(r::notices::feed_pfif))
        .routes(routes!(r::notices::feed_atom))
        .routes(routes!(r::notices::feed_json))
        .routes(routes!(r::notices::list_page))
        .routes(routes!(r::notices::frame))
        .routes(routes!(r::notices::page_css))
        .routes(routes!(r::notices::help))
        .routes(routes!(r::widget::embed_js))
        .routes(routes!(r::widget::embed_json))
        .routes(routes!(r::widget::embed_versioned))
        .layer(CompressionLayer::new())
        .layer(cors)
}
