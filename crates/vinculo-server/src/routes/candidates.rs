//! Candidates of a stored record.

use axum::Json;
use axum::extract::State;
use vinculo_engine::DEFAULT_TOP;
use vinculo_record::RecordRef;

use super::{between, link};
use crate::asked::Asked;
use crate::dto::candidate::{CandidateListDto, CandidateListsDto, CandidateParams};
use crate::extract::{KeyPath, Params};
use crate::language::Language;
use crate::limits::MAX_TOP;
use crate::problem::{Problem, ProblemDto, Words};
use crate::state::AppState;

/// Lists the candidates of a record: leads, not identifications. While the records of a large
/// batch are being compiled, the others are those of before it.
#[utoipa::path(
    get, path = "/api/v1/records/{kind}/{source}/{id}/candidates", tag = "matching",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped"),
        CandidateParams
    ),
    responses(
        (status = 200, description = "A list for each link", body = CandidateListsDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "The link is none of the kind's", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_candidates(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    KeyPath(key): KeyPath,
    Params(params): Params<CandidateParams>,
) -> Result<Json<CandidateListsDto>, Problem> {
    let link = link(params.link.as_deref(), "link")?;
    let top = between(params.top.unwrap_or(DEFAULT_TOP), "top", MAX_TOP)?;
    if link.is_some_and(|link| link.left() != key.kind && link.right() != key.kind) {
        let rule = Words::new(
            "ese vínculo no es de registros de este tipo",
            "that link is none of records of this kind",
        );
        return Err(Problem::invalid("link", "link", rule));
    }
    let evidence_first = params.evidence_first.unwrap_or(false);
    let links = state.match_at_desk(asked, move |desk| {
        let (kind, source) = (Some(key.kind), key.source.clone());
        let reference = RecordRef { kind, source, local_id: key.local_id.clone() };
        let lists = desk.candidates_of(&reference, link, top, lang)?;
        let dto = |list| match evidence_first {
            true => CandidateListDto::new(list, lang).evidence_first(),
            false => CandidateListDto::new(list, lang),
        };
        Ok(lists.iter().map(dto).collect())
    });
    Ok(Json(CandidateListsDto { links: links.await? }))
}
