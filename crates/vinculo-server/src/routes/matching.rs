//! Matching descriptions that are not stored.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use vinculo_engine::{Desk, MAX_DESCRIPTIONS};
use vinculo_record::{CellProblem, Column, Kind, Lang, Link, Record, RecordKey, Row};

use super::{between, link};
use crate::asked::Asked;
use crate::dto::candidate::CandidateListDto;
use crate::dto::matching::{MatchAnswerDto, MatchDto, MatchRequest};
use crate::dto::record::CellProblemDto;
use crate::dto::row::{Description, GivenRow};
use crate::extract::JsonBody;
use crate::language::Language;
use crate::limits::{MATCH_TOP, MAX_NAME_CHARS, MAX_TOP};
use crate::problem::{Fault, FaultDto, Problem, ProblemDto, Words};
use crate::state::AppState;

/// Compares descriptions with all records: "I have this body, or this child, in
/// front of me: who could it be?"
///
/// Each is a name with canonical columns, `kind` among them. They are compared in
/// parallel and forgotten. One that cannot be read does not keep the others from
/// being answered. While the records of a large batch are being compiled, the answer
/// is as of before it.
#[utoipa::path(
    post, path = "/api/v1/match", tag = "matching", request_body = MatchRequest,
    responses(
        (status = 200, description = "An answer to each", body = MatchDto),
        (status = 413, description = "The body is too large", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "None, too many, or a name twice", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn match_descriptions(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    JsonBody(request): JsonBody<MatchRequest>,
) -> Result<Json<MatchDto>, Problem> {
    let link = link(request.link.as_deref(), "/link")?;
    let top = between(request.top.unwrap_or(MATCH_TOP), "/top", MAX_TOP)?;
    between(request.descriptions.len(), "/descriptions", MAX_DESCRIPTIONS)?;
    let named = named(request.descriptions)?;
    let answers =
        state.match_at_desk(asked, move |desk| answer(desk, named, link, top, lang)).await?;
    Ok(Json(MatchDto { answers }))
}

/// The descriptions with their names, each name once.
fn named(descriptions: Vec<Description>) -> Result<Vec<(String, GivenRow)>, Problem> {
    let mut names = BTreeSet::new();
    let mut out = Vec::with_capacity(descriptions.len());
    for (i, description) in descriptions.into_iter().enumerate() {
        let (name, row) = description.split();
        let name = name.filter(|n| (1..=MAX_NAME_CHARS).contains(&n.chars().count()));
        let fits = name.filter(|name| names.insert(name.clone()));
        let Some(name) = fits else {
            let rule = Words::new(
                format!("un texto de 1 a {MAX_NAME_CHARS} caracteres, distinto del de las demás"),
                format!("a text of 1 to {MAX_NAME_CHARS} characters, unlike the others'"),
            );
            return Err(Problem::invalid(format!("/descriptions/{i}/name"), "name", rule));
        };
        out.push((name, row));
    }
    Ok(out)
}

fn answer(
    desk: &Desk<'_>,
    asked: Vec<(String, GivenRow)>,
    link: Option<Link>,
    top: usize,
    lang: Lang,
) -> Result<Vec<MatchAnswerDto>, Problem> {
    let mut answers = Vec::with_capacity(asked.len());
    let mut records = Vec::with_capacity(asked.len());
    for (i, (name, row)) in asked.into_iter().enumerate() {
        let (problems, errors) = match read(i, &row, link) {
            Ok((record, row, problems)) => {
                records.push((i, (record, row)));
                (problems, Vec::new())
            }
            Err(faults) => (Vec::new(), faults),
        };
        answers.push(MatchAnswerDto {
            name,
            problems: problems.iter().map(|problem| CellProblemDto::new(problem, lang)).collect(),
            errors: errors.iter().map(|fault| FaultDto::new(fault, lang)).collect(),
            links: Vec::new(),
        });
    }
    let (places, records): (Vec<usize>, Vec<(Record, Row)>) = records.into_iter().unzip();
    let lists = desk.match_descriptions(&records, link, top, lang)?;
    for (place, lists) in places.into_iter().zip(&lists) {
        let dtos = lists.iter().map(|list| CandidateListDto::new(list, lang));
        answers[place].links = dtos.collect();
    }
    Ok(answers)
}

/// Reads a description, or says why it cannot be compared.
fn read(
    place: usize,
    given: &GivenRow,
    link: Option<Link>,
) -> Result<(Record, Row, Vec<CellProblem>), Vec<Fault>> {
    let (kind, row) = given.read().map_err(|problem| problem.into_faults("description"))?;
    if link.is_some_and(|link| link.left() != kind && link.right() != kind) {
        let rule = Words::new(
            "el vínculo pedido no es de descripciones de este tipo",
            "the link asked for is none of descriptions of this kind",
        );
        return Err(vec![Fault::new("/kind", "link", rule)]);
    }
    let text = |column| row.text(column).map(str::trim).unwrap_or_default();
    let stored = RecordKey::new(kind, text(Column::Source), text(Column::LocalId));
    let key = stored.unwrap_or_else(|_| unstored(kind, place));
    let (record, problems) = Record::from_row(key, &row);
    Ok((record, row, problems))
}

/// The key of a description that names no record: none that is stored has an empty
/// source. One that names a record is compared with all others.
fn unstored(kind: Kind, place: usize) -> RecordKey {
    RecordKey { kind, source: String::new(), local_id: place.to_string() }
}
