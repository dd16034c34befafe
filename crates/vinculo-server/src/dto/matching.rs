//! Matching descriptions that are not stored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::candidate::CandidateListDto;
use super::record::CellProblemDto;
use super::row::Description;
use crate::problem::FaultDto;

/// Descriptions to be compared with all records.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchRequest {
    /// At most 100, each with a name of its own. They are compared and forgotten.
    pub descriptions: Vec<Description>,
    /// Only this link, such as `notice-shelter`; else every link of the kind.
    pub link: Option<String>,
    /// Most candidates of each link, 1 to 100; 10 if absent.
    pub top: Option<usize>,
}

/// An answer to each description, in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct MatchDto {
    /// The answers.
    pub answers: Vec<MatchAnswerDto>,
}

/// The answer to one description. A description that cannot be read has `errors`
/// and no lists; the others are answered all the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct MatchAnswerDto {
    /// The name of the description.
    pub name: String,
    /// Cells that could not be read, or are doubtful.
    pub problems: Vec<CellProblemDto>,
    /// Why the description cannot be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FaultDto>,
    /// The candidates, one list for each link.
    pub links: Vec<CandidateListDto>,
}
