//! Kinship between the persons of two records.

use serde::Serialize;
use utoipa::ToSchema;
use vinculo_engine::KinshipReport;
use vinculo_record::Lang;

/// What two records say of one relation between their persons: what supports and
/// contradicts it, never that it holds. *Left* and *right* are the explanation's.
#[derive(Serialize, ToSchema)]
pub(crate) struct KinshipDto {
    /// The relation that was examined, as a stable word.
    relation: String,
    /// The relation for people.
    relation_label: String,
    /// Whether a record claims it.
    claimed: bool,
    /// What the findings come to, as a stable word.
    verdict: String,
    /// The same for people.
    verdict_label: String,
    /// What supports, contradicts or is merely compatible, strongest first.
    findings: Vec<KinshipFindingDto>,
    /// What to verify.
    next: Vec<KinshipStepDto>,
}

/// One finding on a kinship.
#[derive(Serialize, ToSchema)]
pub(crate) struct KinshipFindingDto {
    /// What was looked at, as a stable word.
    aspect: String,
    /// What it does to the relation, as a stable word.
    effect: String,
    /// The same for people.
    effect_label: String,
    /// The finding in words.
    text: String,
}

/// Something to verify of a kinship.
#[derive(Serialize, ToSchema)]
pub(crate) struct KinshipStepDto {
    /// A stable word.
    code: String,
    /// What to do.
    text: String,
}

impl KinshipDto {
    pub(crate) fn new(report: &KinshipReport, lang: Lang) -> Self {
        let findings = report.findings.iter().map(|finding| KinshipFindingDto {
            aspect: finding.aspect.to_owned(),
            effect: finding.effect.code().to_owned(),
            effect_label: finding.effect.label(lang).to_owned(),
            text: finding.text.clone(),
        });
        let next = report
            .next
            .iter()
            .map(|step| KinshipStepDto { code: step.code.to_owned(), text: step.text.to_owned() });
        Self {
            relation: report.relation.code().to_owned(),
            relation_label: report.relation.label(lang),
            claimed: report.claimed,
            verdict: report.verdict.code().to_owned(),
            verdict_label: report.verdict.label(lang).to_owned(),
            findings: findings.collect(),
            next: next.collect(),
        }
    }
}
