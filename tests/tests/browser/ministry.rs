//! A ministry's site: another host, and a policy that allows what the README says and
//! nothing else.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::http::Server;

/// The site; gone when dropped.
pub struct Ministry {
    _runtime: Runtime,
    address: SocketAddr,
}

/// What its pages embed.
#[derive(Clone)]
struct Embedded {
    server: String,
    script: String,
    integrity: String,
}

impl Ministry {
    /// A site that embeds what a server offers, pinned as `embed.json` says.
    pub fn of(server: &Server) -> Self {
        let offered = server.get("/public/v1/embed.json").has(200).json();
        let text = |part: &Value| part.as_str().expect("a text").to_owned();
        let embedded = Embedded {
            server: server.url(""),
            script: text(&offered["url"]),
            integrity: text(&offered["integrity"]),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = { runtime }.worker_threads(1).enable_all().build().expect("a runtime");
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        let pages = Router::new()
            .route("/widget", get(widget))
            .route("/frame", get(frame))
            .route("/careless", get(careless))
            .route("/style.css", get(style))
            .with_state(embedded);
        runtime.spawn(async move { axum::serve(listener, pages).await });
        Self { _runtime: runtime, address }
    }

    /// The address of a page. The name makes it another site than the server's, not only
    /// another port of it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The origin of its pages.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }
}

/// The attributes of the widget are those of the query.
async fn widget(
    State(it): State<Embedded>,
    Query(attributes): Query<HashMap<String, String>>,
) -> Response {
    let mut list = String::new();
    for name in ["country", "lang", "minors", "limit"] {
        if let Some(value) = attributes.get(name) {
            list += &format!(" {name}=\"{value}\"");
        }
    }
    let Embedded { server, script, integrity } = it;
    let policy = format!(
        "default-src 'none'; script-src {server}; connect-src {server}; img-src {server}; style-src 'self'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    );
    let head = format!(
        "<script type=\"module\" src=\"{script}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>"
    );
    let body = format!(
        "<vinculo-notices{list}><a href=\"{server}/public/v1/page?lang=es\">Avisos</a></vinculo-notices>"
    );
    page(&policy, &head, &body)
}

async fn frame(
    State(it): State<Embedded>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    let server = it.server;
    let mut query: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    query.sort();
    let policy = format!(
        "default-src 'none'; frame-src {server}; style-src 'self'; base-uri 'none'; form-action 'none'"
    );
    let body = format!(
        "<iframe src=\"{server}/public/v1/frame?{}\" title=\"Avisos\" width=\"100%\" height=\"600\" \
         loading=\"lazy\" referrerpolicy=\"no-referrer\"></iframe>",
        query.join("&amp;")
    );
    page(&policy, "", &body)
}

/// A page that breaks rules, so that those who look for broken ones are seen to find them.
async fn careless() -> Response {
    let body = "<img src=\"/nothing.png\"><p><input></p><p class=\"wide\">ancha</p>\
                <script>window.ran = true</script>";
    page("default-src 'none'; style-src 'self'", "", body)
}

async fn style() -> Response {
    let css = "body { margin: 0 auto; max-width: 48rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; } \
               iframe { border: 1px solid #767676; } .wide { width: 2000px; }";
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}

fn page(policy: &str, head: &str, body: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html><html lang=\"es\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Ministerio</title><link rel=\"stylesheet\" href=\"/style.css\">{head}</head>\
         <body><main><h1>Ministerio de Relaciones Exteriores</h1>{body}</main></body></html>"
    );
    ([(header::CONTENT_SECURITY_POLICY, policy.to_owned())], Html(html)).into_response()
}
