//! Kinship between the living persons of two records, as evidence of its own: for
//! the verification that comes before a family is reunited.
//!
//! Two records of different people are held against each relation that one of them
//! claims: whom each names and as what, documents, ages, surnames by the Spanish
//! pattern, origin, company on the way and relatives in common. Each finding
//! supports or contradicts, in three strengths. There is no population in which
//! claimed kin are counted, so no likelihood ratio is given; the verdict is a word
//! with its reasons, and never says that someone *is* a relative.

mod advice;
mod evidence;
mod figures;
mod person;
mod relation;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use vinculo_record::vocab::Kinship;
use vinculo_record::{Lang, Record};

pub use self::advice::KinshipStep;
use self::evidence::Evidence;
use self::person::Person;
pub use self::relation::{Elder, Relation};
use crate::NameFrequencies;
use crate::relatives::Names;

/// Examines kinship with the frequencies of names.
#[derive(Clone)]
pub struct KinshipExaminer {
    names: Names,
}

/// What two records say of one relation between their persons. Holds personal
/// data: it neither prints nor serialises itself.
#[derive(Clone, PartialEq)]
pub struct KinshipReport {
    /// The relation that was examined.
    pub relation: Relation,
    /// Whether a record claims it.
    pub claimed: bool,
    /// What the findings come to.
    pub verdict: KinshipVerdict,
    /// What supports, contradicts or is merely compatible, strongest first.
    pub findings: Vec<KinshipFinding>,
    /// What to verify.
    pub next: Vec<KinshipStep>,
}

/// One finding of a [`KinshipReport`].
#[derive(Clone, PartialEq)]
pub struct KinshipFinding {
    /// What was looked at, as a stable word: `named_by_left`, `ages` …
    pub aspect: &'static str,
    /// What it does to the relation.
    pub effect: KinshipEffect,
    /// The finding in words.
    pub text: String,
}

/// What a finding does to a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KinshipEffect {
    /// Speaks for it: 1 a little, 2 moderately, 3 strongly.
    Supports(u8),
    /// Speaks against it, in the same strengths.
    Contradicts(u8),
    /// Fits it and other relations as well.
    Compatible,
}

/// What the findings on a relation come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KinshipVerdict {
    /// Both records say it independently, or by a document, and nothing contradicts.
    WellSupported,
    /// One record says it firmly, and nothing contradicts.
    Supported,
    /// Little speaks for it, and nothing against.
    WeaklySupported,
    /// Findings speak for and against.
    Mixed,
    /// Nothing speaks for it or against it.
    Nothing,
    /// What is recorded speaks against it.
    Contradicted,
}

impl KinshipEffect {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supports(3) => "supports_strongly",
            Self::Supports(2) => "supports",
            Self::Supports(_) => "supports_a_little",
            Self::Contradicts(3) => "contradicts_strongly",
            Self::Contradicts(2) => "contradicts",
            Self::Contradicts(_) => "contradicts_a_little",
            Self::Compatible => "compatible",
        }
    }

    /// What a user reads.
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Supports(3) => lang.pick("apoya con fuerza", "supports strongly"),
            Self::Supports(2) => lang.pick("apoya", "supports"),
            Self::Supports(_) => lang.pick("apoya un poco", "supports a little"),
            Self::Contradicts(3) => lang.pick("contradice con fuerza", "contradicts strongly"),
            Self::Contradicts(2) => lang.pick("contradice", "contradicts"),
            Self::Contradicts(_) => lang.pick("contradice un poco", "contradicts a little"),
            Self::Compatible => lang.pick("compatible", "compatible"),
        }
    }

    const fn supports(self) -> u32 {
        match self {
            Self::Supports(strength) => strength as u32,
            _ => 0,
        }
    }

    const fn contradicts(self) -> u32 {
        match self {
            Self::Contradicts(strength) => strength as u32,
            _ => 0,
        }
    }
}

impl KinshipVerdict {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WellSupported => "well_supported",
            Self::Supported => "supported",
            Self::WeaklySupported => "weakly_supported",
            Self::Mixed => "mixed",
            Self::Nothing => "nothing",
            Self::Contradicted => "contradicted",
        }
    }

    /// What a user reads.
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::WellSupported => lang.pick(
                "lo que consta la apoya bien; falta verificarla",
                "well supported by what is recorded; yet to be verified",
            ),
            Self::Supported => lang.pick(
                "lo que consta la apoya; falta verificarla",
                "supported by what is recorded; yet to be verified",
            ),
            Self::WeaklySupported => lang
                .pick("lo que consta la apoya débilmente", "weakly supported by what is recorded"),
            Self::Mixed => lang.pick(
                "lo que consta la apoya en parte y en parte la contradice",
                "what is recorded supports it in part and contradicts it in part",
            ),
            Self::Nothing => lang.pick(
                "nada de lo que consta la apoya ni la contradice",
                "nothing recorded supports or contradicts it",
            ),
            Self::Contradicted => {
                lang.pick("lo que consta la contradice", "contradicted by what is recorded")
            }
        }
    }

    /// One strong support is needed for *supported*; two from both sides, or a
    /// document beside other support, for *well supported*. Judgement.
    fn of(findings: &[KinshipFinding]) -> Self {
        let supports: u32 = findings.iter().map(|f| f.effect.supports()).sum();
        let contradicts: u32 = findings.iter().map(|f| f.effect.contradicts()).sum();
        let strongest = findings.iter().map(|f| f.effect.contradicts()).max().unwrap_or(0);
        let firm =
            |aspect: &str| findings.iter().any(|f| f.aspect == aspect && f.effect.supports() >= 2);
        let mutual =
            firm("named_by_left") && firm("named_by_right") || firm("document") && supports >= 5;
        match () {
            () if strongest >= 3 || contradicts >= 2 && supports < 3 => Self::Contradicted,
            () if contradicts >= 2 => Self::Mixed,
            () if mutual => Self::WellSupported,
            () if supports >= 3 => Self::Supported,
            () if supports >= 1 && contradicts == 0 => Self::WeaklySupported,
            () if contradicts >= 1 && supports >= 1 => Self::Mixed,
            () if contradicts >= 1 => Self::Contradicted,
            () => Self::Nothing,
        }
    }
}

impl KinshipExaminer {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self { names: Names::new(frequencies) }
    }

    /// Examines every relation that a record claims of the other's person, best
    /// supported first; parents and siblings are examined where none is claimed and
    /// something speaks for them. Never empty.
    pub fn examine(&self, left: &Record, right: &Record, lang: Lang) -> Vec<KinshipReport> {
        let people = [Person::of(&self.names, left), Person::of(&self.names, right)];
        let evidence = Evidence { names: &self.names, people: &people, lang };
        let claimed = claims(&evidence);
        let usual =
            [Relation::Parent(Elder::Left), Relation::Parent(Elder::Right), Relation::Siblings];
        let mut reports: Vec<KinshipReport> = Vec::new();
        for relation in claimed.iter().copied().chain(usual) {
            if !reports.iter().any(|report| report.relation == relation) {
                reports.push(report(&evidence, relation, claimed.contains(&relation)));
            }
        }
        let order = |report: &KinshipReport| {
            let supports: u32 = report.findings.iter().map(|f| f.effect.supports()).sum();
            (!report.claimed, report.verdict, u32::MAX - supports, report.relation)
        };
        reports.sort_by_key(order);
        // What nobody claims is shown where nothing else is, and something supports it.
        let keep = |report: &KinshipReport| {
            report.claimed
                || claimed.is_empty() && report.verdict <= KinshipVerdict::WeaklySupported
        };
        if reports.iter().any(keep) {
            reports.retain(keep);
        } else {
            reports.truncate(1);
        }
        reports
    }
}

/// The relations under which a record names the other's person, whoever wrote it.
fn claims(evidence: &Evidence) -> Vec<Relation> {
    let mut claims: Vec<Relation> = Vec::new();
    for by in 0..2 {
        for relative in &evidence.people[by].record.identity.relatives {
            let kinship = Kinship::read(&relative.kinship);
            let Some(relation) = Relation::claimed(by, kinship) else { continue };
            if evidence.names_other(by, &relative.name).is_some() && !claims.contains(&relation) {
                claims.push(relation);
            }
        }
    }
    claims
}

fn report(evidence: &Evidence, relation: Relation, claimed: bool) -> KinshipReport {
    let mut findings = evidence.findings(relation);
    findings.sort_by_key(|finding| {
        let size = finding.effect.supports().max(finding.effect.contradicts());
        (u32::MAX - size, finding.aspect)
    });
    let verdict = KinshipVerdict::of(&findings);
    let next = advice::next(relation, &findings, evidence.people, evidence.lang);
    KinshipReport { relation, claimed, verdict, findings, next }
}
