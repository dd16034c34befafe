//! Decisions on pairs.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vinculo_engine::{DecideRequest, Scope, Told};
use vinculo_exchange::{Input, TableReader};
use vinculo_record::vocab::DecisionState;
use vinculo_record::{Lang, RecordKey, RecordRef};
use vinculo_store::Note;

use super::{bad_cursor, page_size, reference};
use crate::asked::Asked;
use crate::dto::decision::{
    ConflictListDto, DecideBody, DecisionDto, DecisionListDto, DecisionParams, ImportedDto,
    PairDto, PairParams, RecordDecisionsDto,
};
use crate::extract::{JsonBody, KeyPath, Params};
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::AppState;

/// The states that wait for somebody.
const QUEUE: &[DecisionState] = &[
    DecisionState::Possible,
    DecisionState::Unsure,
    DecisionState::Referred,
    DecisionState::Signed,
    DecisionState::Reopened,
];

/// Takes a decision on a pair, in whichever order its records are named.
///
/// `If-Match` is the ETag of the pair as it was read, `"0"` where nobody has decided yet:
/// 412 if somebody decided meanwhile, 428 without it. `identified` is asked for twice, by two
/// people with the role `authority`, once for each record; in between the pair is `signed`.
#[utoipa::path(
    post, path = "/api/v1/decisions", tag = "decisions", request_body = DecideBody,
    params(("if-match" = String, Header, description = "The ETag of the pair")),
    responses(
        (status = 201, description = "Decided; the ETag is the pair's new one", body = DecisionDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "The state cannot follow on where the pair stands", body = ProblemDto, content_type = "application/problem+json"),
        (status = 412, description = "Somebody decided meanwhile, or a record has changed", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "Not a state, reason or pair that can be", body = ProblemDto, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn decide(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    headers: HeaderMap,
    JsonBody(body): JsonBody<DecideBody>,
) -> Result<Response, Problem> {
    take(&state, asked, Scope::Open, &headers, body, lang).await
}

/// Lists the last decision of each pair, in the order in which they were taken.
///
/// Without `state` those that wait for somebody: the queue.
#[utoipa::path(
    get, path = "/api/v1/decisions", tag = "decisions", params(DecisionParams),
    responses(
        (status = 200, description = "A page", body = DecisionListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_decisions(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<DecisionParams>,
) -> Result<Json<DecisionListDto>, Problem> {
    let states = match params.states()? {
        states if states.is_empty() => QUEUE.to_vec(),
        states => states,
    };
    let limit = page_size(params.limit)?;
    let after = params.cursor.map_or(Ok(0), |cursor| cursor.parse());
    let after = after.map_err(|_| bad_cursor("cursor"))?;
    let page = state
        .at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.decision_page(&states, after, limit)?));
    let page = page.await?;
    let decisions = page.decisions.into_iter().map(|decision| DecisionDto::new(decision, lang));
    Ok(Json(DecisionListDto {
        decisions: decisions.collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

/// Reads the decisions on a pair, oldest first; its ETag is what `If-Match` needs.
#[utoipa::path(
    get, path = "/api/v1/decisions/pair", tag = "decisions", params(PairParams),
    responses(
        (status = 200, description = "The decisions", body = PairDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "Their kinds are not compared", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_pair(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<PairParams>,
) -> Result<Response, Problem> {
    tell(&state, asked, Scope::Open, &params, lang).await
}

/// Lists the last decision of each pair with a record.
#[utoipa::path(
    get, path = "/api/v1/records/{kind}/{source}/{id}/decisions", tag = "decisions",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "The decisions", body = RecordDecisionsDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_decisions_of(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    KeyPath(key): KeyPath,
) -> Result<Json<RecordDecisionsDto>, Problem> {
    tell_of(&state, asked, Scope::Open, key, lang).await
}

/// Lists decisions that contradict each other: one body claimed by notices of several people,
/// and joined records with decisions for and against.
#[utoipa::path(
    get, path = "/api/v1/decisions/conflicts", tag = "decisions",
    responses((status = 200, description = "The conflicts, the gravest kind first", body = ConflictListDto))
)]
pub(crate) async fn list_conflicts(
    State(state): State<AppState>,
    asked: Asked,
) -> Result<Json<ConflictListDto>, Problem> {
    let conflicts = state.at_desk(Lane::Long, asked, move |_, desk| Ok(desk.conflicts()?)).await?;
    Ok(Json(ConflictListDto::new(conflicts)))
}

/// Brings in pairs that were ruled out elsewhere: CSV with the columns `left_source`,
/// `left_id`, `right_source`, `right_id` and `reason`; `left_kind`, `right_kind` and `note` may
/// stand beside them. The same table again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/decisions/ruled-out", tag = "decisions",
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, description = "What became of the rows", body = ImportedDto),
        (status = 415, description = "Not text/csv", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "The table cannot be read", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn import_ruled_out(
    State(state): State<AppState>,
    asked: Asked,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Json<ImportedDto>, Problem> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = sent.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("text/csv") {
        return Err(Problem::new(Code::WrongMediaType).detail(Words::same("text/csv")));
    }
    let imported = state.at_desk(Lane::Long, asked, move |it, desk| {
        let input = Input::from_reader("ruled_out.csv", body.as_ref(), &it.limits)?;
        Ok(desk.import_ruled_out(TableReader::read(&input, &it.limits)?)?)
    });
    Ok(Json(ImportedDto::new(imported.await?)))
}

/// Takes a decision on a path of this scope.
pub(super) async fn take(
    state: &AppState,
    asked: Asked,
    scope: Scope,
    headers: &HeaderMap,
    body: DecideBody,
    lang: Lang,
) -> Result<Response, Problem> {
    let request = DecideRequest {
        left: reference(&body.left, "/left")?,
        right: reference(&body.right, "/right")?,
        state: body.state()?,
        reason: body.reason()?,
        signed_for: body.signed_for()?,
        note: body.note.map(Note),
        score_visible: Some(body.score_visible),
        expected: Some(expected(headers)?),
    };
    let decided = state
        .at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.within(scope).decide(&request)?))
        .await?;
    let etag = [(header::ETAG, tag(decided.version))];
    Ok((StatusCode::CREATED, etag, Json(DecisionDto::new(decided, lang))).into_response())
}

/// The decisions on a pair, on a path of this scope.
pub(super) async fn tell(
    state: &AppState,
    asked: Asked,
    scope: Scope,
    params: &PairParams,
    lang: Lang,
) -> Result<Response, Problem> {
    let left = reference(&params.left, "left")?;
    let right = reference(&params.right, "right")?;
    let history = state.at_desk(Lane::Quick, asked, move |_, desk| {
        Ok(desk.within(scope).pair_history(&left, &right)?)
    });
    let history = history.await?;
    // Who is told to ask child protection learns no version either.
    let etag = match history.told {
        Told::Decisions(_) => tag(history.version),
        Told::AskChildProtection => HeaderValue::from_static("\"withheld\""),
    };
    Ok(([(header::ETAG, etag)], Json(PairDto::new(history, lang))).into_response())
}

/// The decisions with a record, on a path of this scope.
pub(super) async fn tell_of(
    state: &AppState,
    asked: Asked,
    scope: Scope,
    key: RecordKey,
    lang: Lang,
) -> Result<Json<RecordDecisionsDto>, Problem> {
    let found = state.at_desk(Lane::Quick, asked, move |_, desk| {
        Ok(desk.within(scope).decisions_of(&RecordRef::from(key))?)
    });
    Ok(Json(RecordDecisionsDto::new(found.await?, lang)))
}

/// The version that `If-Match` names.
fn expected(headers: &HeaderMap) -> Result<u32, Problem> {
    let Some(sent) = headers.get(header::IF_MATCH) else {
        return Err(Problem::new(Code::ConditionMissing).detail(Words::new(
            "If-Match con el ETag de la pareja; \"0\" si no hay decisión",
            "If-Match with the pair's ETag; \"0\" where there is no decision",
        )));
    };
    let version = sent
        .to_str()
        .ok()
        .and_then(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse::<u32>().ok());
    // A tag that is not one of ours is the tag of no version.
    version.ok_or_else(|| Problem::new(Code::StalePair))
}

/// The tag of a version.
fn tag(version: u32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}
