//! The queue: pairs that nobody has reviewed, and those that wait for another decision.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use vinculo_record::RecordRef;

use super::pages::{Look, pair_address, value};
use super::view::{list, query, reference, summary, text};
use crate::dto::decision::DecisionParams;
use crate::dto::lead::LeadParams;
use crate::extract::Params;
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::Problem;
use crate::problem_of::internal;
use crate::routes as r;
use crate::state::AppState;

/// Leads on a page.
const LEADS: usize = 25;

/// Which part of the queue.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueParams {
    /// Where the pairs that nobody has reviewed start.
    leads: Option<String>,
    /// Where the others start.
    cursor: Option<String>,
}

/// The pairs that wait for somebody, children first.
#[utoipa::path(
    get, path = "/console/queue", tag = "console", params(QueueParams),
    responses((status = 200, description = "The page", body = String, content_type = "text/html"))
)]
pub(crate) async fn queue_page(
    State(state): State<AppState>,
    look: Look,
    Params(params): Params<QueueParams>,
) -> Response {
    let title = look.pick("Parejas por decidir", "Pairs to be decided");
    look.show("/console/queue", title, queue(&state, &look, title, params).await)
}

async fn queue(
    state: &AppState,
    look: &Look,
    title: &str,
    params: QueueParams,
) -> Result<Markup, Problem> {
    let leads = unreviewed(state, look, params.leads).await?;
    let begun = begun(state, look, params.cursor).await?;
    Ok(html! {
        h1 { (title) }
        p.note {
            (look.pick(
                "Primero la niñez. Pistas para ordenar el trabajo, no identificaciones.",
                "Children first. Leads to order the work by, not identifications.",
            ))
        }
        (leads)
        (begun)
    })
}

/// Pairs that nobody has reviewed, in the order of the queue and without numbers: the evidence
/// is read first.
async fn unreviewed(
    state: &AppState,
    look: &Look,
    cursor: Option<String>,
) -> Result<Markup, Problem> {
    let params = LeadParams { limit: Some(LEADS), cursor, evidence_first: Some(true) };
    let (state, asked) = (State(state.clone()), look.asked.clone());
    let page = r::leads::list_leads(state, Language(look.lang), asked, Params(params)).await?;
    let page = value(&page.0)?;
    let leads = list(&page, "leads");
    Ok(html! {
        h2 { (look.pick("Sin revisar", "Unreviewed")) }
        (age(look, &page))
        @if leads.is_empty() && page["made_at"].is_string() {
            p { (look.pick("No hay ninguna.", "There are none.")) }
        }
        @if !leads.is_empty() { div.wide { table {
            thead { tr {
                th scope="col" { (look.pick("Aviso", "Notice")) }
                th scope="col" { (look.pick("Restos o albergue", "Remains or shelter")) }
                th scope="col" { (look.pick("Ver", "See")) }
            } }
            tbody { @for lead in leads {
                @let (left, right) = (reference(&lead["left"]), reference(&lead["right"]));
                tr {
                    td {
                        (summary(&lead["left"], look.lang))
                        @if lead["child"] == true { " " (child(look)) }
                    }
                    td { (summary(&lead["right"], look.lang)) }
                    td {
                        a href=(pair_address(&left, &right, false))
                            aria-label={ (look.pick("Comparar", "Compare")) " " (left) " ↔ " (right) }
                            { (look.pick("Comparar", "Compare")) }
                    }
                }
            } }
        } } }
        (following(look, "leads", &page))
    })
}

/// When the queue was made, and how far the next one is.
fn age(look: &Look, page: &Value) -> Markup {
    let made = text(page, "made_at").get(..16).map(|at| at.replace('T', " "));
    let number = |name: &str| page["coming"][name].as_u64().unwrap_or_default();
    html! {
        p.note role="status" {
            @if let Some(made) = &made { (look.pick("Cola del", "Queue of")) " " (made) " UTC. " }
            @if page["coming"].is_object() {
                (look.pick("Se está preparando", "It is being made"))
                @if number("records") > 0 { ": " (number("done")) " / " (number("records")) }
                ". "
                a href="/console/queue" { (look.pick("Mirar otra vez", "Look again")) }
            }
        }
    }
}

/// Pairs on which somebody has decided and somebody else must.
async fn begun(state: &AppState, look: &Look, cursor: Option<String>) -> Result<Markup, Problem> {
    let asked = json!({"limit": 50, "cursor": cursor});
    let asked: DecisionParams = serde_json::from_value(asked).map_err(|error| internal(&error))?;
    let page = r::decisions::list_decisions(
        State(state.clone()),
        Language(look.lang),
        look.asked.clone(),
        Params(asked),
    );
    let page = value(&page.await?.0)?;
    let pairs = list(&page, "decisions");
    let children = children(state, pairs).await?;
    let mut rows: Vec<(bool, &Value)> = children.into_iter().zip(pairs).collect();
    // Children first, otherwise as they came.
    rows.sort_by_key(|(child, _)| !child);
    Ok(html! {
        h2 { (look.pick("En curso", "Under way")) }
        @if rows.is_empty() { p { (look.pick("No hay ninguna.", "There are none.")) } }
        @else { div.wide { table {
            thead { tr {
                th scope="col" { (look.pick("Pareja", "Pair")) }
                th scope="col" { (look.pick("Estado", "State")) }
                th scope="col" { (look.pick("Desde", "Since")) }
            } }
            tbody { @for (is_child, pair) in &rows { tr {
                td {
                    a href=(pair_address(text(pair, "left"), text(pair, "right"), false)) {
                        (text(pair, "left")) " ↔ " (text(pair, "right"))
                    }
                    @if *is_child { " " (child(look)) }
                }
                td { (text(pair, "state_label")) }
                td.short { (text(pair, "recorded_at").get(..10).unwrap_or_default()) }
            } } }
        } } }
        (following(look, "cursor", &page))
    })
}

/// Whether each pair may be about a child. Only of pairs that the desk has shown.
async fn children(state: &AppState, pairs: &[Value]) -> Result<Vec<bool>, Problem> {
    let keys = |pair: &Value| ["left", "right"].map(|side| text(pair, side).to_owned());
    let asked: Vec<[String; 2]> = pairs.iter().map(keys).collect();
    let found = state.run(Lane::Quick, move |it| {
        let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
        let is_child = |reference: &String| {
            let found = reference.parse::<RecordRef>().ok().map(|key| it.engine.find(&key));
            found.is_some_and(|found| found.is_ok_and(|f| f.record.is_presumed_minor(today)))
        };
        Ok(asked.iter().map(|keys| keys.iter().any(is_child)).collect())
    });
    found.await
}

fn child(look: &Look) -> Markup {
    html! { span.child { (look.pick("niñez", "child")) } }
}

fn following(look: &Look, parameter: &str, page: &Value) -> Markup {
    html! {
        @if let Some(next) = page["next"].as_str() {
            p {
                a rel="next" href={ "/console/queue?" (query(&[(parameter, next)])) } {
                    (look.pick("Siguientes", "Next"))
                }
            }
        }
    }
}
