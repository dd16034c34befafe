//! One comparison by itself, with its weight under the model.

use std::sync::Arc;

use vinculo_compare::{
    AgeComparison, Comparison, Finding, FullNames, Level, MarksComparison, NameFrequencies,
    PlaceComparison, compare_dates, compare_marks, compare_places,
};
use vinculo_link::comparison_label;
use vinculo_model::{LinkModel, Millibits, Model, Probability};
use vinculo_record::{Lang, Link};

use crate::engine::DEFAULT_MODEL;
use crate::error::{EngineError, Result};

/// The link whose weights are used where no records tell one: names lead in it.
const NAMES_LINK: Link = Link::NoticeShelter;

/// Share of pairs of different people that agree on a part of the name as one person's
/// would, among pairs of names that somebody puts side by side: relatives share
/// surnames, namesakes given names, and nobody asks about names that are not alike. It
/// bounds what one part tells at log2(1/share) bits, so that a rare surname in common
/// does not outweigh given names that differ. Judgement.
const ALIKE_STRANGERS: f64 = 0.01;

/// What one comparison found on two values.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The levels found, by comparison: two for names.
    pub parts: Vec<ComparedPart>,
    /// The sum of weights.
    pub weight: Millibits,
    /// The findings in words.
    pub reason: String,
}

/// One level that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedPart {
    /// The comparison's name in the model.
    pub comparison: &'static str,
    /// What a user calls it.
    pub label: &'static str,
    /// The level's name in the model.
    pub level: &'static str,
    /// What a user calls it.
    pub level_label: &'static str,
    /// Its weight.
    pub weight: Millibits,
}

impl Compared {
    /// The levels, joined where there are two: `given_names=exact surnames=both`.
    pub fn level(&self) -> String {
        match self.parts.as_slice() {
            [one] => one.level.to_owned(),
            parts => {
                let parts: Vec<String> =
                    parts.iter().map(|p| format!("{}={}", p.comparison, p.level)).collect();
                parts.join(" ")
            }
        }
    }
}

/// Makes single comparisons with the built-in model and the reference frequencies.
pub struct Comparer {
    model: Model,
    names: FullNames,
}

impl Comparer {
    /// A comparer.
    ///
    /// # Errors
    /// When the built-in model does not fit, which a test excludes.
    pub fn new() -> Result<Self> {
        let names = FullNames::new(Arc::new(NameFrequencies::reference()));
        Ok(Self { model: Model::from_toml(DEFAULT_MODEL)?, names })
    }

    /// Two whole names in any order; `None` if one is empty.
    ///
    /// # Errors
    /// When the model lacks a comparison.
    pub fn names(&self, left: &str, right: &str, lang: Lang) -> Result<Option<Compared>> {
        let model = self.model.link(NAMES_LINK)?;
        let names = &self.names;
        let (given, surnames) = (names.given(), names.surnames());
        let (Some(left), Some(right)) = (names.compile(left), names.compile(right)) else {
            return Ok(None);
        };
        let of_given = |f: &Finding| beside(part(model, given.name(), given.levels(), f, lang));
        let of_surnames =
            |f: &Finding| beside(part(model, surnames.name(), surnames.levels(), f, lang));
        let weigh = |part: Option<Result<ComparedPart>>| {
            part.and_then(std::result::Result::ok).map_or(0, |part| i64::from(part.weight.0))
        };
        let found = names.compare(&left, &right, |on_given, on_surnames| {
            weigh(on_given.map(of_given)) + weigh(on_surnames.map(of_surnames))
        });
        let parts = found.given.iter().map(of_given).chain(found.surnames.iter().map(of_surnames));
        let parts = parts.collect::<Result<Vec<_>>>()?;
        Ok(Some(compared(parts, names.reason(&left, &right, &found, lang))))
    }

    /// Two birth dates.
    ///
    /// # Errors
    /// [`EngineError::Request`] when they are no dates or cannot be compared.
    pub fn dates(&self, left: &str, right: &str, lang: Lang) -> Result<Compared> {
        let found = compare_dates(left, right, lang).ok_or_else(|| {
            EngineError::request("dates", "must be EDTF (2012-03-05, 2012-03, 2012~) or 31/12/2012")
        })?;
        self.single(&AgeComparison, NAMES_LINK, found, lang)
    }

    /// Two places.
    ///
    /// # Errors
    /// [`EngineError::Request`] when a place is not known.
    pub fn places(&self, left: &str, right: &str, lang: Lang) -> Result<Compared> {
        let found = compare_places(left, right, lang).ok_or_else(|| {
            EngineError::request(
                "places",
                "each must be a known place, as 'Tapachula, Chiapas, MX'",
            )
        })?;
        self.single(&PlaceComparison, Link::NoticeRemains, found, lang)
    }

    /// Two marks or lists of marks.
    ///
    /// # Errors
    /// [`EngineError::Request`] when one holds no mark.
    pub fn marks(&self, left: &str, right: &str, lang: Lang) -> Result<Compared> {
        let found = compare_marks(left, right, lang).ok_or_else(|| {
            EngineError::request(
                "marks",
                "each must hold a mark, as 'tattoo@arm/left:rosa' or 'tatuaje de una rosa en el brazo'",
            )
        })?;
        self.single(&MarksComparison, Link::NoticeRemains, found, lang)
    }

    fn single<C: Comparison>(
        &self,
        comparison: &C,
        link: Link,
        (finding, reason): (Finding, String),
        lang: Lang,
    ) -> Result<Compared> {
        let model = self.model.link(link)?;
        let part = part(model, comparison.name(), comparison.levels(), &finding, lang)?;
        Ok(compared(vec![part], reason))
    }
}

fn compared(parts: Vec<ComparedPart>, reason: String) -> Compared {
    Compared { weight: vinculo_model::match_weight(parts.iter().map(|p| p.weight)), parts, reason }
}

/// A part of two names that are put side by side: its weight bounded by
/// [`ALIKE_STRANGERS`].
fn beside(part: Result<ComparedPart>) -> Result<ComparedPart> {
    let part = part?;
    let odds = (-part.weight.bits()).exp2();
    Ok(ComparedPart { weight: Millibits::from_bits(-(odds + ALIKE_STRANGERS).log2()), ..part })
}

fn part(
    model: &LinkModel,
    comparison: &'static str,
    levels: &'static [Level],
    finding: &Finding,
    lang: Lang,
) -> Result<ComparedPart> {
    let level = levels[usize::from(finding.level)];
    let of_model = model
        .comparison(comparison)
        .and_then(|c| c.level_index(level.name).map(|i| &c.levels()[i]))
        .ok_or(vinculo_link::LinkError::Incomplete(comparison))?;
    let frequency = finding.frequency.and_then(|f| Probability::new(f64::from(f)).ok());
    let adjustment = frequency.map_or(Millibits::ZERO, |f| of_model.tf_adjustment(f));
    Ok(ComparedPart {
        comparison,
        label: comparison_label(comparison, lang),
        level: level.name,
        level_label: level.label(lang),
        weight: of_model.weight() + adjustment,
    })
}
