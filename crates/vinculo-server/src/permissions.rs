//! What each route needs, in one table. A route that is not in it answers nobody: a test
//! holds it to the described routes, so that none can be forgotten.

use vinculo_access::{Caller, Deed};

/// What a caller must be allowed for a route to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: what is public, and whether the server lives.
    Nothing,
    /// One of these deeds. The handler goes through the caller's desk for the rest.
    AnyOf(&'static [Deed]),
}

/// A route with what it needs and what the audit log calls it.
pub(crate) struct RouteRule {
    pub method: &'static str,
    pub path: &'static str,
    pub action: &'static str,
    pub need: Need,
}

const fn open(method: &'static str, path: &'static str) -> RouteRule {
    RouteRule { method, path, action: "public", need: Need::Nothing }
}

const fn needs(
    method: &'static str,
    path: &'static str,
    action: &'static str,
    deeds: &'static [Deed],
) -> RouteRule {
    RouteRule { method, path, action, need: Need::AnyOf(deeds) }
}

/// Which of them a decision needs depends on the pair and on what is asked.
const DECIDE: &[Deed] =
    &[Deed::Judge, Deed::JoinDuplicates, Deed::Identify, Deed::LocateAdult, Deed::LocateChild];
/// The desk for unknown nationalities is of those who watch over all.
const INBOX: &[Deed] = &[Deed::Notified, Deed::Escalate];
const WRITE: &[Deed] = &[Deed::WriteNotice, Deed::WriteRemains, Deed::WriteShelter];
const RECORD: &str = "/api/v1/records/{kind}/{source}/{id}";

/// Every route.
pub(crate) const ROUTES: &[RouteRule] = &[
    open("GET", "/healthz"),
    open("GET", "/readyz"),
    open("GET", "/metrics"),
    open("GET", "/api/v1/openapi.json"),
    open("GET", "/public/v1/notices"),
    open("GET", "/public/v1/notices/{id}"),
    open("GET", "/public/v1/notices/{id}/pfif"),
    open("GET", "/public/v1/notices/{id}/page"),
    open("GET", "/public/v1/notices/{id}/photo"),
    open("GET", "/public/v1/feed.pfif"),
    open("GET", "/public/v1/feed.atom"),
    open("GET", "/public/v1/feed.json"),
    open("GET", "/public/v1/page"),
    open("GET", "/public/v1/frame"),
    open("GET", "/public/v1/page.css"),
    open("GET", "/public/v1/help"),
    open("GET", "/public/v1/embed.js"),
    open("GET", "/public/v1/embed.json"),
    open("GET", "/public/v1/{file}"),
    open("GET", "/console"),
    open("POST", "/console/session"),
    open("POST", "/console/leave"),
    open("GET", "/console/console.css"),
    needs("GET", "/console/search", "search", &[Deed::Search]),
    needs("POST", "/console/search", "search", &[Deed::Search]),
    needs("GET", "/console/queue", "list_decisions", &[Deed::Compare]),
    needs("GET", "/console/candidates", "list_candidates", &[Deed::Compare]),
    needs("GET", "/console/pair", "explain", &[Deed::Compare]),
    needs("POST", "/console/pair", "decide", DECIDE),
    needs("GET", "/console/batches", "list_batches", WRITE),
    needs("POST", "/console/batches", "upload_batch", WRITE),
    needs("GET", "/console/batches/{id}", "list_rows", WRITE),
    needs("GET", "/console/inbox", "list_notifications", &[Deed::Notified]),
    needs("GET", "/console/inbox/{id}", "read_notified", INBOX),
    needs("POST", "/console/inbox/{id}", "acknowledge", INBOX),
    needs("GET", "/api/v1/records", "list_records", &[Deed::List]),
    needs("POST", "/api/v1/records", "write_record", WRITE),
    needs("GET", RECORD, "read_record", &[Deed::List]),
    needs("PUT", RECORD, "write_record", WRITE),
    needs("GET", "/api/v1/records/{kind}/{source}/{id}/versions", "list_versions", &[Deed::List]),
    needs(
        "GET",
        "/api/v1/records/{kind}/{source}/{id}/versions/{version}",
        "read_version",
        &[Deed::List],
    ),
    needs(
        "GET",
        "/api/v1/records/{kind}/{source}/{id}/photos/{number}",
        "read_photo",
        &[Deed::List],
    ),
    needs("PUT", "/api/v1/records/{kind}/{source}/{id}/publication", "publish", &[Deed::Publish]),
    needs(
        "DELETE",
        "/api/v1/records/{kind}/{source}/{id}/publication",
        "withdraw",
        &[Deed::Publish],
    ),
    needs(
        "GET",
        "/api/v1/records/{kind}/{source}/{id}/candidates",
        "list_candidates",
        &[Deed::Compare],
    ),
    needs("GET", "/api/v1/mappings", "list_mappings", WRITE),
    needs("GET", "/api/v1/leads", "list_leads", &[Deed::Compare]),
    needs("GET", "/api/v1/decisions", "list_decisions", &[Deed::Compare]),
    needs("POST", "/api/v1/decisions", "decide", DECIDE),
    needs("GET", "/api/v1/decisions/pair", "read_pair", &[Deed::Compare]),
    needs("GET", "/api/v1/decisions/conflicts", "list_conflicts", &[Deed::Judge]),
    needs("POST", "/api/v1/decisions/ruled-out", "import_ruled_out", &[Deed::ImportRuledOut]),
    needs(
        "GET",
        "/api/v1/records/{kind}/{source}/{id}/decisions",
        "list_decisions_of",
        &[Deed::Compare],
    ),
    needs("GET", "/api/v1/notifications", "list_notifications", &[Deed::Notified]),
    needs("GET", "/api/v1/notifications/overdue", "list_overdue", &[Deed::Escalate]),
    needs("GET", "/api/v1/notifications/{id}/record", "read_notified", INBOX),
    needs("POST", "/api/v1/notifications/{id}/acknowledge", "acknowledge", INBOX),
    needs("POST", "/api/v1/search", "search", &[Deed::Search]),
    needs("POST", "/api/v1/images:search", "search_picture", &[Deed::Search]),
    needs("POST", "/api/v1/explain", "explain", &[Deed::Compare]),
    needs("POST", "/api/v1/match", "match", &[Deed::Describe]),
    needs("POST", "/api/v1/batches", "upload_batch", WRITE),
    needs("GET", "/api/v1/batches", "list_batches", WRITE),
    needs("GET", "/api/v1/batches/{id}", "read_batch", WRITE),
    needs("DELETE", "/api/v1/batches/{id}", "cancel_batch", WRITE),
    needs("GET", "/api/v1/batches/{id}/rows", "list_rows", WRITE),
    needs("GET", "/api/v1/batches/{id}/rejected", "list_rejected", WRITE),
    needs("POST", "/api/v1/batches/{id}/matchings", "match_batch", &[Deed::Compare]),
    needs("GET", "/api/v1/matchings/{id}", "read_matching", &[Deed::Compare]),
    needs("DELETE", "/api/v1/matchings/{id}", "cancel_matching", &[Deed::Compare]),
    needs("GET", "/api/v1/matchings/{id}/candidates", "read_matched", &[Deed::Compare]),
    needs("POST", "/api/v1/erasures", "erase_record", &[Deed::Erase]),
    needs("GET", "/api/v1/protection/records", "list_held", &[Deed::Hold]),
    needs("POST", "/api/v1/protection/search", "search_held", &[Deed::Hold]),
    needs("GET", "/api/v1/protection/records/{kind}/{source}/{id}", "read_held", &[Deed::Hold]),
    needs("PUT", "/api/v1/protection/records/{kind}/{source}/{id}", "set_hold", &[Deed::Hold]),
    needs(
        "GET",
        "/api/v1/protection/records/{kind}/{source}/{id}/candidates",
        "candidates_of_held",
        &[Deed::Hold],
    ),
    needs(
        "GET",
        "/api/v1/protection/records/{kind}/{source}/{id}/decisions",
        "list_decisions_of_held",
        &[Deed::Hold],
    ),
    needs("POST", "/api/v1/protection/explain", "explain_held", &[Deed::Hold]),
    needs("POST", "/api/v1/protection/decisions", "decide_held", &[Deed::Hold]),
    needs("GET", "/api/v1/protection/decisions/pair", "read_held_pair", &[Deed::Hold]),
    needs("GET", "/api/v1/audit", "read_audit", &[Deed::ReadAudit]),
    needs("GET", "/api/v1/tokens", "list_tokens", &[Deed::ManageTokens]),
    needs("DELETE", "/api/v1/tokens/{id}", "revoke_token", &[Deed::ManageTokens]),
];

/// The rule of a route.
pub(crate) fn of(method: &str, path: &str) -> Option<&'static RouteRule> {
    // HEAD is GET without its body.
    let method = if method == "HEAD" { "GET" } else { method };
    ROUTES.iter().find(|rule| rule.method == method && rule.path == path)
}

impl Need {
    /// Whether a caller may use the route at all.
    pub(crate) fn is_met_by(self, caller: &Caller) -> bool {
        match self {
            Need::Nothing => true,
            Need::AnyOf(deeds) => deeds.iter().any(|deed| caller.may(*deed)),
        }
    }
}
