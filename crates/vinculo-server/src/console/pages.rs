//! The pages: search, candidates, a pair, uploads, a consulate's inbox.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::{Form, FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use vinculo_record::vocab::{Country, DecisionReason, DecisionState, Sex};
use vinculo_record::{Kind, Lang, RecordKey, RecordRef};

use super::session::Session;
use super::sign_in::to;
use super::view::{self, Viewer, bits, form_key, list, query, reference, summary, text};
use crate::asked::Asked;
use crate::dto::batch::{BatchListParams, RowParams, UploadParams};
use crate::dto::candidate::CandidateParams;
use crate::dto::decision::PairParams;
use crate::dto::notification::InboxParams;
use crate::dto::record::RecordDto;
use crate::extract::{JsonBody, KeyPath, Params};
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Code, Problem, Words};
use crate::problem_of::internal;
use crate::routes as r;
use crate::state::AppState;

/// Hits on a page of results.
const HITS: usize = 20;
/// Width of the bars of a waterfall, in units of the drawing, and bits to its edge: stronger
/// evidence than 20 bits (a million to one) is drawn as that.
const BAR_WIDTH: f64 = 200.0;
const BAR_BITS: f64 = 20.0;

/// Who looks, and in which language.
pub(crate) struct Look {
    pub(super) asked: Asked,
    pub(super) lang: Lang,
    session: Option<Session>,
}

impl<S: Sync> FromRequestParts<S> for Look {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let asked = Asked::from_request_parts(parts, state).await?;
        let Ok::<_, Infallible>(Language(lang)) = Language::from_request_parts(parts, state).await;
        Ok(Self { asked, lang, session: parts.extensions.get::<Session>().cloned() })
    }
}

impl Look {
    fn viewer(&self) -> Viewer<'_> {
        let form_key = self.session.as_ref().map_or("", |session| &session.form_key);
        Viewer { lang: self.lang, caller: Some(&self.asked.caller), form_key }
    }

    /// Refuses a form that was not made for this session. Who sends a token with each request
    /// has none: no other page can send it.
    fn check_form(&self, sent: Option<&str>) -> Result<(), Problem> {
        match &self.session {
            Some(session) if !session.is_own_form(sent.unwrap_or_default()) => {
                Err(Problem::new(Code::CrossOrigin))
            }
            _ => Ok(()),
        }
    }

    /// The page, or what stood in its way.
    pub(super) fn show(&self, here: &str, title: &str, body: Result<Markup, Problem>) -> Response {
        match body {
            Ok(body) => view::page(&self.viewer(), here, title, body),
            Err(problem) => view::problem(&self.viewer(), &problem),
        }
    }

    pub(super) fn pick<'a>(&self, es: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(es, en)
    }
}

/// A form of the console; a body that is none is a problem of its own.
pub(crate) struct Sent<T>(T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = Form::<T>::from_request(request, state).await;
        form.map(|Form(form)| Self(form)).map_err(|_| Problem::new(Code::BadBody))
    }
}

pub(super) fn value(answer: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(answer).map_err(|error| internal(&error))
}

/// What is typed into the search form. Names stand in a body, never in an address.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SearchForm {
    form_key: Option<String>,
    text: String,
    kind: String,
    country: String,
    sex: String,
    age_min: String,
    age_max: String,
    minors: String,
    from: String,
    to: String,
    source: String,
    offset: String,
}

/// The search form.
#[utoipa::path(
    get, path = "/console/search", tag = "console",
    responses((status = 200, description = "The page", body = String, content_type = "text/html"))
)]
pub(crate) async fn search_page(look: Look) -> Response {
    let title = look.pick("Búsqueda", "Search");
    let body = html! { h1 { (title) } (search_form(&look, &SearchForm::default())) };
    look.show("/console/search", title, Ok(body))
}

/// The search form with what it found.
#[utoipa::path(
    post, path = "/console/search", tag = "console",
    request_body(content = SearchForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 422, description = "A filter breaks a rule", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn search_results(
    State(state): State<AppState>,
    look: Look,
    Sent(form): Sent<SearchForm>,
) -> Response {
    let title = look.pick("Búsqueda", "Search");
    let body = results(&state, &look, &form).await;
    let body = body.map(|found| html! { h1 { (title) } (search_form(&look, &form)) (found) });
    look.show("/console/search", title, body)
}

async fn results(state: &AppState, look: &Look, form: &SearchForm) -> Result<Markup, Problem> {
    look.check_form(form.form_key.as_deref())?;
    let number = |text: &str, pointer: &'static str| {
        let rule = || Problem::invalid(pointer, "form", Words::new("un número", "a number"));
        Some(text.trim())
            .filter(|t| !t.is_empty())
            .map(|t| t.parse::<f64>().map_err(|_| rule()))
            .transpose()
    };
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let offset = form.offset.trim().parse::<usize>().unwrap_or(0);
    let request = json!({
        "text": form.text, "kind": given(&form.kind), "country": given(&form.country),
        "sex": given(&form.sex), "age_min": number(&form.age_min, "age_min")?,
        "age_max": number(&form.age_max, "age_max")?, "minors": !form.minors.is_empty(),
        "from": given(&form.from), "to": given(&form.to), "source": given(&form.source),
        "limit": HITS, "offset": offset,
    });
    let request = serde_json::from_value(request).map_err(|error| internal(&error))?;
    let language = Language(look.lang);
    let found =
        r::search::search(State(state.clone()), language, look.asked.clone(), JsonBody(request));
    let found = value(&found.await?.0)?;
    let total = found["total"].as_u64().unwrap_or_default();
    let hits = list(&found, "hits");
    Ok(html! {
        h2 role="status" { (total) " " (look.pick("registros", "records")) }
        (facets(look, form, &found))
        div.wide { table {
            thead { tr {
                th scope="col" { (look.pick("Registro", "Record")) }
                th scope="col" { (look.pick("Por qué", "Why")) }
                th scope="col" { (look.pick("Ver", "See")) }
            } }
            tbody { @for hit in hits { tr {
                td { (summary(&hit["record"], look.lang)) }
                td {
                    @for word in list(hit, "matched") {
                        span.note { (text(word, "word")) " → " (text(word, "found")) " (" (text(word, "field_label")) ", " (text(word, "how_label")) ") " }
                    }
                    @for piece in list(hit, "snippet") {
                        @if piece["highlighted"] == true { mark { (text(piece, "text")) } } @else { (text(piece, "text")) }
                    }
                }
                td { a href=(candidates_address(&hit["record"])) { (look.pick("Candidatos", "Candidates")) } }
            } } }
        } }
        @if (offset + hits.len()) < usize::try_from(total).unwrap_or(usize::MAX) && !hits.is_empty() {
            form method="post" action="/console/search" {
                (hidden(look, &SearchForm { offset: (offset + HITS).to_string(), ..form.clone() }))
                button { (look.pick("Siguientes", "Next")) }
            }
        }
    })
}

fn candidates_address(record: &Value) -> String {
    format!("/console/candidates?{}", query(&[("record", &reference(record))]))
}

/// Counts over all hits; each narrows the search.
fn facets(look: &Look, form: &SearchForm, found: &Value) -> Markup {
    let shown = [
        ("kind", "Tipo", "Kind"),
        ("country", "País", "Country"),
        ("sex", "Sexo", "Sex"),
        ("source", "Organización", "Organisation"),
    ];
    html! {
        section.facets aria-label=(look.pick("Acotar", "Narrow down")) {
            @for (name, es, en) in shown {
                @let counts = list(&found["facets"], name);
                @if counts.len() > 1 {
                    div {
                        (look.pick(es, en)) ": "
                        @for count in counts {
                            @let narrowed = narrowed(form, name, text(count, "value"));
                            form method="post" action="/console/search" {
                                (hidden(look, &narrowed))
                                button.plain { (facet_label(look.lang, name, text(count, "value"))) " (" (count["count"]) ")" }
                            }
                            " "
                        }
                    }
                }
            }
        }
    }
}

fn facet_label(lang: Lang, name: &str, value: &str) -> String {
    match name {
        "kind" => kind_label(value, lang).to_owned(),
        "country" => Country::parse(value).map_or(value.to_owned(), |c| c.label(lang).to_owned()),
        "sex" => Sex::parse(value).map_or(value.to_owned(), |sex| sex.label(lang).to_owned()),
        _ => value.to_owned(),
    }
}

fn narrowed(form: &SearchForm, name: &str, value: &str) -> SearchForm {
    let mut form = SearchForm { offset: String::new(), ..form.clone() };
    let value = value.to_owned();
    match name {
        "kind" => form.kind = value,
        "country" => form.country = value,
        "sex" => form.sex = value,
        _ => form.source = value,
    }
    form
}

fn hidden(look: &Look, form: &SearchForm) -> Markup {
    let SearchForm {
        text,
        kind,
        country,
        sex,
        age_min,
        age_max,
        minors,
        from,
        to,
        source,
        offset,
        ..
    } = form;
    let fields = [
        ("text", text),
        ("kind", kind),
        ("country", country),
        ("sex", sex),
        ("age_min", age_min),
        ("age_max", age_max),
        ("minors", minors),
        ("from", from),
        ("to", to),
        ("source", source),
        ("offset", offset),
    ];
    html! {
        (form_key(&look.viewer()))
        @for (name, value) in fields {
            @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
        }
    }
}

const fn kind_label(kind: &str, lang: Lang) -> &str {
    match kind.as_bytes() {
        b"notice" => lang.pick("aviso", "notice"),
        b"remains" => lang.pick("restos", "remains"),
        b"shelter" => lang.pick("albergue", "shelter"),
        _ => kind,
    }
}

fn search_form(look: &Look, form: &SearchForm) -> Markup {
    let lang = look.lang;
    let any = lang.pick("todos", "any");
    html! {
        form method="post" action="/console/search" role="search" {
            (form_key(&look.viewer()))
            p {
                label for="text" { (lang.pick("Nombres, palabras, números", "Names, words, numbers")) }
                input id="text" name="text" value=(form.text) size="50" autocomplete="off" autofocus;
            }
            div.fields {
                div { label for="kind" { (lang.pick("Tipo", "Kind")) }
                    select id="kind" name="kind" {
                        option value="" { (any) }
                        @for kind in Kind::ALL { option value=(kind.as_str()) selected[form.kind == kind.as_str()] { (kind_label(kind.as_str(), lang)) } }
                    } }
                div { label for="sex" { (lang.pick("Sexo", "Sex")) }
                    select id="sex" name="sex" {
                        option value="" { (any) }
                        @for sex in Sex::ALL { option value=(sex.code()) selected[form.sex == sex.code()] { (sex.label(lang)) } }
                    } }
                div { label for="country" { (lang.pick("País (GT, MX…)", "Country (GT, MX…)")) }
                    input id="country" name="country" value=(form.country) size="6"; }
                div { label for="age_min" { (lang.pick("Edad desde", "Age from")) }
                    input id="age_min" name="age_min" value=(form.age_min) inputmode="numeric" size="4"; }
                div { label for="age_max" { (lang.pick("hasta", "to")) }
                    input id="age_max" name="age_max" value=(form.age_max) inputmode="numeric" size="4"; }
                div { label for="from" { (lang.pick("Fecha desde", "Date from")) }
                    input id="from" name="from" value=(form.from) type="date"; }
                div { label for="to" { (lang.pick("hasta", "to")) }
                    input id="to" name="to" value=(form.to) type="date"; }
                div { label for="source" { (lang.pick("Organización", "Organisation")) }
                    input id="source" name="source" value=(form.source) size="14"; }
                div { label for="minors" { (lang.pick("Solo niñez", "Children alone")) }
                    input id="minors" name="minors" type="checkbox" value="on" checked[!form.minors.is_empty()]; }
                button { (lang.pick("Buscar", "Search")) }
                a href="/console/search" { (lang.pick("Limpiar", "Clear")) }
            }
        }
    }
}

pub(super) fn pair_address(left: &str, right: &str, score: bool) -> String {
    let score = if score { "&score=true" } else { "" };
    format!("/console/pair?{}{score}", query(&[("left", left), ("right", right)]))
}

/// Of which record.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordParams {
    /// `kind:SOURCE/LOCAL_ID`.
    record: String,
}

/// The candidates of a record.
#[utoipa::path(
    get, path = "/console/candidates", tag = "console", params(RecordParams),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 404, description = "No such record", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn candidates_page(
    State(state): State<AppState>,
    look: Look,
    Params(params): Params<RecordParams>,
) -> Response {
    let title = look.pick("Candidatos", "Candidates");
    look.show("", title, candidates(&state, &look, title, &params.record).await)
}

async fn candidates(
    state: &AppState,
    look: &Look,
    title: &str,
    record: &str,
) -> Result<Markup, Problem> {
    let key = key_of(record)?;
    let own = key.qualified();
    let params = CandidateParams { link: None, top: None, evidence_first: None };
    let language = Language(look.lang);
    let lists = r::candidates::list_candidates(
        State(state.clone()),
        language,
        look.asked.clone(),
        KeyPath(key),
        Params(params),
    );
    let lists = value(&lists.await?.0)?;
    Ok(html! {
        h1 { (title) ": " (own) }
        p.note { (look.pick("Pistas para ordenar el trabajo, no identificaciones.", "Leads to order the work by, not identifications.")) }
        @for link in list(&lists, "links") {
            h2 { (text(link, "link")) }
            @if link["ask_child_protection"] == true {
                p.child { (look.pick("Pregunte a protección de la niñez.", "Ask child protection.")) }
            }
            @if list(link, "candidates").is_empty() { p { (look.pick("No hay.", "There are none.")) } }
            @else { div.wide { table {
                thead { tr {
                    th scope="col" { (look.pick("Candidato", "Candidate")) }
                    th scope="col" { (look.pick("Apoyo", "Support")) }
                    th.number scope="col" { (look.pick("Bits", "Bits")) }
                    th scope="col" { (look.pick("Decisión", "Decision")) }
                    th scope="col" { (look.pick("Ver", "See")) }
                } }
                tbody { @for candidate in list(link, "candidates") { tr {
                    td {
                        (summary(&candidate["record"], look.lang))
                        @if candidate["excluded"] == true { br; span.child { (look.pick("imposible según los datos", "impossible by the data")) } }
                    }
                    td { (text(candidate, "verbal")) br; span.note { (text(candidate, "reason")) } }
                    td.number { (bits(candidate, "match_weight")) }
                    td { (state_label(text(&candidate["decision"], "state"), look.lang)) }
                    td { a href=(pair_address(&own, &reference(&candidate["record"]), false)) { (look.pick("Comparar", "Compare")) } }
                } } }
            } } }
        }
    })
}

fn state_label(code: &str, lang: Lang) -> String {
    match DecisionState::parse(code) {
        Some(state) => state.label(lang).to_owned(),
        None => lang.pick("sin revisar", "unreviewed").to_owned(),
    }
}

fn key_of(text: &str) -> Result<RecordKey, Problem> {
    let reference: RecordRef = text.parse().map_err(|_| Problem::new(Code::RecordNotFound))?;
    let kind = reference.kind.ok_or_else(|| Problem::new(Code::RecordNotFound))?;
    RecordKey::new(kind, reference.source, reference.local_id)
        .map_err(|_| Problem::new(Code::RecordNotFound))
}

/// Which pair, and whether to show how strong it is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PairPageParams {
    /// One record: `kind:SOURCE/LOCAL_ID`.
    left: String,
    /// The other one.
    right: String,
    /// Show weights and probability; the evidence is to be read first.
    score: Option<bool>,
}

/// A pair side by side, with its evidence, what argues against it, and the decision form.
#[utoipa::path(
    get, path = "/console/pair", tag = "console", params(PairPageParams),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 404, description = "No such record", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn pair_page(
    State(state): State<AppState>,
    look: Look,
    Params(params): Params<PairPageParams>,
) -> Response {
    let title = look.pick("Pareja", "Pair");
    look.show("", title, pair(&state, &look, title, &params).await)
}

async fn pair(
    state: &AppState,
    look: &Look,
    title: &str,
    params: &PairPageParams,
) -> Result<Markup, Problem> {
    let language = || Language(look.lang);
    let request = json!({"left": params.left, "right": params.right});
    let request = serde_json::from_value(request).map_err(|error| internal(&error))?;
    let told = r::explain::explain(
        State(state.clone()),
        language(),
        look.asked.clone(),
        JsonBody(request),
    );
    let told = value(&told.await?.0)?;
    let (left, right) = (reference(&told["left"]), reference(&told["right"]));
    let both = Params(PairParams { left: left.clone(), right: right.clone() });
    let history =
        r::decisions::read_pair(State(state.clone()), language(), look.asked.clone(), both).await?;
    let version = history.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let version = version.unwrap_or_default().trim_matches('"').to_owned();
    let history = body_of(history).await?;
    let columns = columns_of(state, look, [&left, &right]).await?;
    let score = params.score.unwrap_or(false);
    Ok(html! {
        h1 { (title) ": " (left) " ↔ " (right) }
        p { strong { (state_label(text(&history, "state"), look.lang)) } " · " (text(&told, "link")) }
        (account(look, &told["account"]))
        @if score { (waterfall(look, &told["waterfall"])) }
        @else {
            p { a href=(pair_address(&left, &right, true)) { (look.pick("Mostrar pesos y probabilidad", "Show weights and probability")) } }
        }
        (side_by_side(look, [&told["left"], &told["right"]], &columns))
        (past(look, &history))
        @if text(&history, "state") == "ask_child_protection" {
            p.child { (look.pick("Pregunte a protección de la niñez.", "Ask child protection.")) }
        } @else { (decision_form(look, &left, &right, &version, score)) }
    })
}

async fn body_of(response: Response) -> Result<Value, Problem> {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    let bytes = bytes.map_err(|_| Problem::new(Code::Internal))?;
    serde_json::from_slice(&bytes).map_err(|error| internal(&error))
}

/// The columns of both records, as far as they are seen.
async fn columns_of(
    state: &AppState,
    look: &Look,
    records: [&String; 2],
) -> Result<[Value; 2], Problem> {
    let keys = [key_of(records[0])?, key_of(records[1])?];
    let found = state.at_desk(Lane::Quick, look.asked.clone(), move |_, desk| {
        let read = |key: &RecordKey| {
            let found = desk.get(key)?.ok_or_else(|| Problem::new(Code::RecordNotFound))?;
            value(&RecordDto::from(found))
        };
        Ok([read(&keys[0])?, read(&keys[1])?])
    });
    found.await
}

fn account(look: &Look, account: &Value) -> Markup {
    let findings = |name: &'static str, es: &'static str, en: &'static str| {
        html! {
            h2 { (look.pick(es, en)) }
            @if list(account, name).is_empty() { p.note { (look.pick("Nada.", "Nothing.")) } }
            ul { @for finding in list(account, name) { li {
                strong { (text(finding, "label")) } ": " (text(finding, "text"))
                @for explanation in list(finding, "explanations") {
                    br; span.note { (explanation.as_str().unwrap_or_default()) }
                }
            } } }
        }
    };
    html! {
        (findings("disagrees", "En contra", "Against"))
        (findings("agrees", "A favor", "For"))
        h2 { (look.pick("Qué revisar después", "What to check next")) }
        ol { @for step in list(account, "next") { li { (text(step, "text")) } } }
    }
}

fn waterfall(look: &Look, waterfall: &Value) -> Markup {
    let sum = text(waterfall, "sentence");
    html! {
        h2 { (look.pick("Cascada, en bits", "Waterfall, in bits")) }
        p { (sum) }
        div.wide { table {
            thead { tr {
                th scope="col" { (look.pick("Comparación y nivel", "Comparison and level")) }
                th.number scope="col" { (look.pick("Peso", "Weight")) }
                th scope="col" { }
                th.number scope="col" { (look.pick("Suma", "Total")) }
            } }
            tbody {
                tr { th scope="row" { (look.pick("Antes de comparar", "Before comparing")) } td.number { (bits(&waterfall["prior"], "weight")) } td {} td {} }
                @for row in list(waterfall, "rows") {
                    @let weight = row["weight"].as_f64().unwrap_or_default() + row["tf_adjustment"].as_f64().unwrap_or_default();
                    tr {
                        th scope="row" {
                            (text(row, "comparison_label")) ": " span { (text(row, "level_label")) }
                            br; span.note { (text(row, "reason")) }
                        }
                        td.number { (format!("{weight:+.1}")) }
                        td { (bar(weight)) }
                        td.number { (bits(row, "running_total")) }
                    }
                }
                @for cap in list(waterfall, "caps") { tr {
                    th scope="row" { (look.pick("Tope de un grupo", "Cap of a group")) ": " (text(cap, "group")) }
                    td.number { (bits(cap, "adjustment")) } td {} td.number { (bits(cap, "running_total")) }
                } }
            }
        } }
        p {
            (look.pick("Peso", "Weight")) ": " strong { (bits(waterfall, "match_weight")) }
            " · log10 LR: " (bits(waterfall, "log10_lr")) " · " (text(waterfall, "verbal"))
            " · " (look.pick("probabilidad (para ordenar el trabajo)", "probability (to order work by)")) ": "
            (waterfall["probability"].as_f64().map_or_else(String::new, |p| format!("{p:.4}")))
        }
    }
}

/// A weight as a bar from the middle: drawn, for no style may stand in the page.
fn bar(weight: f64) -> Markup {
    let middle = BAR_WIDTH / 2.0;
    let length = weight.abs().min(BAR_BITS) / BAR_BITS * middle;
    let start = if weight < 0.0 { middle - length } else { middle };
    let class = if weight < 0.0 { "against" } else { "for" };
    html! {
        svg width=(BAR_WIDTH) height="16" viewBox={ "0 0 " (BAR_WIDTH) " 16" } preserveAspectRatio="none" aria-hidden="true" {
            rect class=(class) x=(format!("{start:.1}")) y="2" width=(format!("{length:.1}")) height="12" {}
            line.axis x1=(middle) y1="0" x2=(middle) y2="16" {}
        }
    }
}

fn side_by_side(look: &Look, heads: [&Value; 2], records: &[Value; 2]) -> Markup {
    let cell = |record: &Value, name: &str| match &record["columns"][name] {
        Value::String(text) => Some(view::coded(name, text, look.lang)),
        Value::Array(items) => {
            let items = items.iter().filter_map(Value::as_str);
            Some(items.collect::<Vec<_>>().join("; "))
        }
        _ => None,
    };
    let withheld = |record: &Value, name: &str| {
        list(record, "withheld").iter().any(|column| column.as_str() == Some(name))
    };
    let names = view::COLUMNS.iter().map(|(name, ..)| *name);
    let rows = names.filter(|name| records.iter().any(|record| cell(record, name).is_some()));
    html! {
        h2 { (look.pick("Lado a lado", "Side by side")) }
        div.wide { table.sides {
            thead { tr {
                th scope="col" { (look.pick("Dato", "Field")) }
                @for head in heads { th scope="col" { (summary(head, look.lang)) } }
            } }
            tbody { @for name in rows {
                @let values = [cell(&records[0], name), cell(&records[1], name)];
                @let differs = values[0].is_some() && values[1].is_some() && values[0] != values[1];
                tr {
                    th scope="row" { (view::column(name, look.lang)) }
                    @for (value, record) in values.iter().zip(records) {
                        td class=[differs.then_some("differs")] {
                            @match value {
                                Some(text) => bdi { (text) },
                                None if withheld(record, name) => span.missing { (look.pick("no visible para su rol", "not seen by your role")) },
                                None => span.missing { (look.pick("sin registrar", "not recorded")) },
                            }
                        }
                    }
                }
            } }
        } }
    }
}

fn past(look: &Look, history: &Value) -> Markup {
    html! {
        @if !list(history, "decisions").is_empty() {
            h2 { (look.pick("Decisiones", "Decisions")) }
            ol { @for decision in list(history, "decisions") { li {
                (text(decision, "recorded_at").get(..10).unwrap_or_default()) ": "
                strong { (text(decision, "state_label")) }
                @if let Some(reason) = decision["reason"].as_str().and_then(DecisionReason::parse) { " (" (reason.label(look.lang)) ")" }
                @if !text(decision, "by").is_empty() { " · " (text(decision, "by")) ", " (text(decision, "organisation")) }
                @if let Some(note) = decision["note"].as_str() { br; bdi { (note) } }
            } } }
        }
    }
}

/// What is typed into the decision form.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DecisionForm {
    form_key: Option<String>,
    left: String,
    right: String,
    /// The version of the pair's decisions that was looked at.
    version: String,
    state: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    signed_for: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    score_visible: bool,
}

fn decision_form(look: &Look, left: &str, right: &str, version: &str, score: bool) -> Markup {
    let lang = look.lang;
    // Only asked for through another one.
    let states = DecisionState::ALL.iter().filter(|state| **state != DecisionState::Signed);
    html! {
        h2 { (lang.pick("Decidir", "Decide")) }
        form method="post" action="/console/pair" {
            (form_key(&look.viewer()))
            input type="hidden" name="left" value=(left);
            input type="hidden" name="right" value=(right);
            input type="hidden" name="version" value=(version);
            input type="hidden" name="score_visible" value=(score);
            div.fields {
                div { label for="state" { (lang.pick("Estado", "State")) }
                    select id="state" name="state" required {
                        @for state in states { option value=(state.code()) { (state.label(lang)) } }
                    } }
                div { label for="reason" { (lang.pick("Motivo", "Reason")) }
                    select id="reason" name="reason" {
                        option value="" { (lang.pick("ninguno", "none")) }
                        @for reason in DecisionReason::ALL { option value=(reason.code()) { (reason.label(lang)) } }
                    } }
                div { label for="signed_for" { (lang.pick("Firma de una identificación, por", "Signature of an identification, for")) }
                    select id="signed_for" name="signed_for" {
                        option value="" { "—" }
                        option value="notice" { (kind_label("notice", lang)) }
                        option value="remains" { (kind_label("remains", lang)) }
                    } }
            }
            p { label for="note" { (lang.pick("Nota", "Note")) } textarea id="note" name="note" maxlength="2000" {} }
            button { (lang.pick("Decidir", "Decide")) }
        }
    }
}

/// Takes a decision on a pair.
#[utoipa::path(
    post, path = "/console/pair", tag = "console",
    request_body(content = DecisionForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Decided: to the pair"),
        (status = 409, description = "The state cannot follow on where the pair stands", body = String, content_type = "text/html"),
        (status = 412, description = "Somebody decided meanwhile, or a record has changed", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn decide_pair(
    State(state): State<AppState>,
    look: Look,
    Sent(form): Sent<DecisionForm>,
) -> Response {
    match decided(&state, &look, &form).await {
        Ok(()) => to(&pair_address(&form.left, &form.right, form.score_visible)),
        Err(problem) => view::problem(&look.viewer(), &problem),
    }
}

async fn decided(state: &AppState, look: &Look, form: &DecisionForm) -> Result<(), Problem> {
    look.check_form(form.form_key.as_deref())?;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let body = json!({
        "left": form.left, "right": form.right, "state": form.state,
        "reason": given(&form.reason), "signed_for": given(&form.signed_for),
        "note": given(&form.note), "score_visible": form.score_visible,
    });
    let body = serde_json::from_value(body).map_err(|error| internal(&error))?;
    let mut headers = HeaderMap::new();
    let tag = HeaderValue::from_str(&format!("\"{}\"", form.version));
    headers.insert(header::IF_MATCH, tag.map_err(|_| Problem::new(Code::StalePair))?);
    let (asked, language) = (look.asked.clone(), Language(look.lang));
    r::decisions::decide(State(state.clone()), language, asked, headers, JsonBody(body)).await?;
    Ok(())
}

/// What the address of the upload carries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormKeyParams {
    /// That the form was made for the session.
    form_key: Option<String>,
}

/// The batches, and the form to upload one.
#[utoipa::path(
    get, path = "/console/batches", tag = "console",
    responses((status = 200, description = "The page", body = String, content_type = "text/html"))
)]
pub(crate) async fn batches_page(State(state): State<AppState>, look: Look) -> Response {
    let title = look.pick("Cargas", "Uploads");
    look.show("/console/batches", title, batches(&state, &look, title).await)
}

async fn batches(state: &AppState, look: &Look, title: &str) -> Result<Markup, Problem> {
    let lang = look.lang;
    let params = Params(BatchListParams { before: None, limit: None });
    let page = r::batches::list_batches(State(state.clone()), look.asked.clone(), params).await?;
    let page = value(&page.0)?;
    let mappings = r::batches::list_mappings(State(state.clone())).await?;
    let mappings = value(&mappings.0)?;
    let form_key = look.session.as_ref().map_or("", |session| &session.form_key);
    let kinds = Kind::ALL.into_iter().filter(|kind| look.asked.caller.may_write_kind(*kind));
    Ok(html! {
        h1 { (title) }
        form method="post" enctype="multipart/form-data" action={ "/console/batches?" (query(&[("form_key", form_key)])) } {
            div.fields {
                div { label for="kind" { (lang.pick("Tipo", "Kind")) }
                    select id="kind" name="kind" required {
                        @for kind in kinds { option value=(kind.as_str()) { (kind_label(kind.as_str(), lang)) } }
                    } }
                div { label for="source" { (lang.pick("Organización, si la hoja no la dice", "Organisation, if the sheet does not say") ) }
                    input id="source" name="source" size="16"; }
                div { label for="file" { (lang.pick("Archivo (CSV, XLSX, NDJSON, Parquet, PFIF)", "File (CSV, XLSX, NDJSON, Parquet, PFIF)")) }
                    input id="file" name="file" type="file" required; }
            }
            @if !list(&mappings, "mappings").is_empty() {
                p { label for="use_mapping" { (lang.pick("Mapeo guardado", "Kept mapping")) }
                    select id="use_mapping" name="use_mapping" {
                        option value="" { (lang.pick("ninguno", "none")) }
                        @for name in list(&mappings, "mappings").iter().filter_map(Value::as_str) {
                            option value=(name) { (name) }
                        }
                    } }
            }
            p { label for="mapping" { (lang.pick("Mapeo (TOML), si las columnas no son las canónicas", "Mapping (TOML), if the columns are not canonical")) }
                textarea id="mapping" name="mapping" spellcheck="false" {} }
            button { (lang.pick("Cargar", "Upload")) }
        }
        h2 { (lang.pick("Últimas", "Latest")) }
        @if list(&page, "batches").is_empty() { p { (lang.pick("No hay ninguna.", "There are none.")) } }
        @else { div.wide { table {
            thead { tr {
                th scope="col" { (lang.pick("Carga", "Upload")) }
                th scope="col" { (lang.pick("Estado", "State")) }
                th.number scope="col" { (lang.pick("Filas", "Rows")) }
                th.number scope="col" { (lang.pick("Rechazadas", "Rejected")) }
                th.number scope="col" { (lang.pick("Con dudas", "Doubtful")) }
            } }
            tbody { @for batch in list(&page, "batches") { tr {
                td { a href={ "/console/batches/" (text(batch, "id")) } { (text(batch, "created_at").get(..16).unwrap_or_default()) " " (kind_label(text(batch, "kind"), lang)) } }
                td { (batch_state(text(batch, "state"), lang)) }
                td.number { (batch["counts"]["rows_seen"]) }
                td.number { (batch["counts"]["rejected"]) }
                td.number { (batch["counts"]["doubtful"]) }
            } } }
        } } }
    })
}

fn batch_state(state: &str, lang: Lang) -> &str {
    match state {
        "enqueued" => lang.pick("en espera", "waiting"),
        "processing" => lang.pick("leyéndose", "being read"),
        "succeeded" => lang.pick("terminada", "done"),
        "failed" => lang.pick("fallida", "failed"),
        "canceled" => lang.pick("detenida", "stopped"),
        other => other,
    }
}

/// Takes an uploaded file.
#[utoipa::path(
    post, path = "/console/batches", tag = "console", params(FormKeyParams),
    request_body(content = crate::dto::batch::UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 303, description = "Taken: to the batch"),
        (status = 422, description = "The file cannot be read", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn upload_batch(
    State(state): State<AppState>,
    look: Look,
    Params(key): Params<FormKeyParams>,
    request: Request,
) -> Response {
    let taken = async {
        look.check_form(key.form_key.as_deref())?;
        let params = Params(UploadParams::default());
        let (asked, language) = (look.asked.clone(), Language(look.lang));
        let answer = r::batches::upload(State(state.clone()), language, asked, params, request);
        body_of(answer.await?).await
    };
    match taken.await {
        Ok(batch) => to(&format!("/console/batches/{}", text(&batch, "id"))),
        Err(problem) => view::problem(&look.viewer(), &problem),
    }
}

/// Which rows of a batch.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BatchPageParams {
    /// `rejected`, `doubtful` or `all`; rejected if absent.
    filter: Option<String>,
    /// Rows to pass over.
    after: Option<u32>,
}

/// A batch, with what was wrong with its rows.
#[utoipa::path(
    get, path = "/console/batches/{id}", tag = "console",
    params(("id" = String, Path, description = "The batch"), BatchPageParams),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 404, description = "No such batch", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn batch_page(
    State(state): State<AppState>,
    look: Look,
    Path(id): Path<String>,
    Params(params): Params<BatchPageParams>,
) -> Response {
    let title = look.pick("Carga", "Upload");
    look.show("/console/batches", title, batch(&state, &look, title, id, params).await)
}

async fn batch(
    state: &AppState,
    look: &Look,
    title: &str,
    id: String,
    params: BatchPageParams,
) -> Result<Markup, Problem> {
    let lang = look.lang;
    let batch = r::batches::read_batch(State(state.clone()), look.asked.clone(), Path(id.clone()));
    let batch = value(&batch.await?.0)?;
    let filter = params.filter.unwrap_or_else(|| "rejected".to_owned());
    let asked = RowParams { filter: Some(filter.clone()), after: params.after, limit: Some(100) };
    let (language, who) = (Language(lang), look.asked.clone());
    let rows =
        r::batches::list_rows(State(state.clone()), language, who, Path(id.clone()), Params(asked));
    let rows = value(&rows.await?.0)?;
    let counts = [
        ("rows_seen", "filas", "rows"),
        ("created", "nuevas", "created"),
        ("updated", "cambiadas", "changed"),
        ("unchanged", "iguales", "unchanged"),
        ("rejected", "rechazadas", "rejected"),
        ("doubtful", "con dudas", "doubtful"),
    ];
    let filters = [
        ("rejected", "Rechazadas", "Rejected"),
        ("doubtful", "Con dudas", "Doubtful"),
        ("all", "Todas", "All"),
    ];
    Ok(html! {
        h1 { (title) ": " (batch_state(text(&batch, "state"), lang)) }
        p role="status" { @for (name, es, en) in counts { (lang.pick(es, en)) ": " (batch["counts"][name]) " · " } }
        @if let Some(error) = batch["error"].as_str() { p.error { (error) } }
        @if batch["finished"] != true { p { a href={ "/console/batches/" (id) } { (lang.pick("Actualizar", "Refresh")) } } }
        nav aria-label=(lang.pick("Filas", "Rows")) { @for (name, es, en) in filters {
            a href={ "/console/batches/" (id) "?" (query(&[("filter", name)])) } aria-current=[(name == filter).then_some("page")] { (lang.pick(es, en)) } " "
        } }
        div.wide { table {
            thead { tr {
                th.number scope="col" { (lang.pick("Línea", "Line")) }
                th scope="col" { (lang.pick("Qué fue", "What became of it")) }
                th scope="col" { (lang.pick("Problemas", "Problems")) }
            } }
            tbody { @for row in list(&rows, "rows") { tr {
                td.number { @match row["line"].as_u64() { Some(line) => (line), None => (row["row"]) } }
                td { (row_status(text(row, "status"), lang)) }
                td { @for problem in list(row, "problems") {
                    p { @if let Some(column) = problem["column"].as_str() { strong { (view::column(column, lang)) } ": " } (text(problem, "reason"))
                        @if !text(problem, "shape").is_empty() { " " span.note { (text(problem, "shape")) } } }
                } }
            } } }
        } }
        @if let Some(next) = rows["next"].as_u64() {
            p { a rel="next" href={ "/console/batches/" (id) "?" (query(&[("filter", &filter), ("after", &next.to_string())])) } { (lang.pick("Siguientes", "Next")) } }
        }
    })
}

fn row_status(status: &str, lang: Lang) -> &str {
    match status {
        "created" => lang.pick("nueva", "created"),
        "updated" => lang.pick("cambiada", "changed"),
        "unchanged" => lang.pick("igual", "unchanged"),
        "older" => lang.pick("más vieja que la guardada", "older than what is stored"),
        "rejected" => lang.pick("rechazada", "rejected"),
        other => other,
    }
}

/// A consulate's inbox: children apart from adults.
#[utoipa::path(
    get, path = "/console/inbox", tag = "console",
    responses((status = 200, description = "The page", body = String, content_type = "text/html"))
)]
pub(crate) async fn inbox_page(State(state): State<AppState>, look: Look) -> Response {
    let title = look.pick("Notificaciones consulares", "Consular notifications");
    look.show("/console/inbox", title, inbox(&state, &look, title).await)
}

async fn inbox(state: &AppState, look: &Look, title: &str) -> Result<Markup, Problem> {
    let lang = look.lang;
    let mut parts = Vec::new();
    for (about, es, en) in
        [("children", "Niñez", "Children"), ("adults", "Personas adultas", "Adults")]
    {
        let params = InboxParams {
            about: Some(about.to_owned()),
            acknowledged: None,
            limit: Some(200),
            cursor: None,
        };
        let page = r::notifications::list_notifications(
            State(state.clone()),
            look.asked.clone(),
            Params(params),
        );
        let page = value(&page.await?.0)?;
        parts.push(html! {
            h2 { (lang.pick(es, en)) }
            @if list(&page, "notifications").is_empty() { p { (lang.pick("No hay.", "There are none.")) } }
            @else { div.wide { table {
                thead { tr {
                    th scope="col" { (lang.pick("Caso", "Case")) }
                    th scope="col" { (lang.pick("Qué pasó", "What happened")) }
                    th scope="col" { (lang.pick("Fecha", "Date")) }
                    th scope="col" { (lang.pick("Acuse", "Acknowledgment")) }
                } }
                tbody { @for notice in list(&page, "notifications") { tr {
                    td {
                        @if notice["link"].is_string() { a href={ "/console/inbox/" (text(notice, "id")) } { (text(notice, "case")) } }
                        @else { (text(notice, "case")) }
                    }
                    td { (event_label(text(notice, "event"), lang)) }
                    td.short { (text(notice, "created_at").get(..10).unwrap_or_default()) }
                    td { @match notice["acknowledged_at"].as_str() {
                        Some(at) => (at.get(..10).unwrap_or_default()),
                        None => form method="post" action={ "/console/inbox/" (text(notice, "id")) } {
                            (form_key(&look.viewer()))
                            button { (lang.pick("Acusar recibo", "Acknowledge")) }
                        },
                    } }
                } } }
            } } }
        });
    }
    Ok(html! { h1 { (title) } @for part in parts { (part) } })
}

fn event_label(event: &str, lang: Lang) -> &str {
    match event {
        "received" => lang.pick("recibida en un albergue", "received in a shelter"),
        "matched" => lang.pick("coincide con un aviso", "matches a notice"),
        "located" => lang.pick("localizada con vida", "located alive"),
        "identified" => lang.pick("identificada", "identified"),
        "retracted" => {
            lang.pick("queda sin efecto lo dicho antes", "what was told before is taken back")
        }
        other => other,
    }
}

/// The record behind a notification.
#[utoipa::path(
    get, path = "/console/inbox/{id}", tag = "console",
    params(("id" = String, Path, description = "The notification")),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 404, description = "No such notification, or it was retracted", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn notified_page(
    State(state): State<AppState>,
    look: Look,
    Path(id): Path<String>,
) -> Response {
    let title = look.pick("Registro", "Record");
    let body = async {
        let record = r::notifications::read_notified(State(state), look.asked.clone(), Path(id));
        let record = value(&record.await?.0)?;
        let columns: HashMap<String, Value> =
            serde_json::from_value(record["columns"].clone()).unwrap_or_default();
        let cell = |name: &str| match columns.get(name)? {
            Value::Array(items) => {
                Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "))
            }
            other => other.as_str().map(str::to_owned),
        };
        Ok(html! {
            h1 { (title) ": " (reference(&record)) }
            table { tbody { @for (name, ..) in view::COLUMNS { @if let Some(text) = cell(name) {
                tr { th scope="row" { (view::column(name, look.lang)) } td { bdi { (text) } } }
            } } } }
            p { a href="/console/inbox" { (look.pick("Volver", "Back")) } }
        })
    };
    let body = body.await;
    look.show("/console/inbox", title, body)
}

/// A form that carries nothing but its key.
#[derive(Deserialize, ToSchema)]
pub(crate) struct KeyForm {
    form_key: Option<String>,
}

/// Acknowledges a notification.
#[utoipa::path(
    post, path = "/console/inbox/{id}", tag = "console",
    params(("id" = String, Path, description = "The notification")),
    request_body(content = KeyForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Acknowledged: to the inbox"),
        (status = 404, description = "No such notification, or it was retracted", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn acknowledge_page(
    State(state): State<AppState>,
    look: Look,
    Path(id): Path<String>,
    Sent(form): Sent<KeyForm>,
) -> Response {
    let done = async {
        look.check_form(form.form_key.as_deref())?;
        r::notifications::acknowledge(State(state), look.asked.clone(), Path(id)).await
    };
    match done.await {
        Ok(_) => to("/console/inbox"),
        Err(problem) => view::problem(&look.viewer(), &problem),
    }
}
