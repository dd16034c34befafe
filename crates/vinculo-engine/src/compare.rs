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
/// would, among pairs of names that somebody puts side by side: nobody asks about names
/// that are not alike. It bounds what a part tells at log2(1/share) bits. Judgement.
const ALIKE_STRANGERS: f64 = 0.01;
/// The same where the other part is of two people: relatives share surnames, namesakes
/// given names. Judgement.
const RELATIVES: f64 = 0.1;
/// The same of a part that agrees and disagrees: the usual case of names that are alike
/// and of two people. Judgement.
const IN_PART: f64 = 0.3;
/// Levels at which a part agrees and disagrees.
const LEVELS_IN_PART: [&str; 3] = ["partial", "one_differs", "one_differs_spelling"];
/// Levels at which a part is of two people.
const LEVELS_OF_TWO: [&str; 5] =
    ["partial", "one_differs", "one_differs_spelling", "similar", "disagree"];
/// What both parts tell at most.
const MOST_ON_NAMES: f64 = 2.0 * 6.65;

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
        let parts = |on_given: Option<&Finding>, on_surnames: Option<&Finding>| {
            let on_given = on_given.map(|f| part(model, given.name(), given.levels(), f, lang));
            let on_surnames =
                on_surnames.map(|f| part(model, surnames.name(), surnames.levels(), f, lang));
            Ok::<_, crate::EngineError>(beside([on_given.transpose()?, on_surnames.transpose()?]))
        };
        let most = i64::from(Millibits::from_bits(MOST_ON_NAMES).0);
        let found = names.compare(&left, &right, most, |on_given, on_surnames| {
            let parts = parts(on_given, on_surnames).unwrap_or_default();
            parts.iter().flatten().map(|part| i64::from(part.weight.0)).sum()
        });
        let parts = parts(found.given.as_ref(), found.surnames.as_ref())?;
        let mut parts: Vec<ComparedPart> = parts.into_iter().flatten().collect();
        // The words were cut as they are seldom meant.
        if let Some(last) = parts.last_mut() {
            last.weight += Millibits(i32::try_from(found.likelihood).unwrap_or(0));
        }
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
        self.single(&MarksComparison::default(), Link::NoticeRemains, found, lang)
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

/// The parts of two names that are put side by side, their weights bounded.
fn beside(parts: [Option<ComparedPart>; 2]) -> [Option<ComparedPart>; 2] {
    let is_of_two = |part: &Option<ComparedPart>| {
        part.as_ref().is_some_and(|part| LEVELS_OF_TWO.contains(&part.level))
    };
    let of_two = [is_of_two(&parts[1]), is_of_two(&parts[0])];
    let mut bounded = parts;
    for (part, other_is_of_two) in bounded.iter_mut().zip(of_two) {
        let Some(part) = part else { continue };
        let strangers = if LEVELS_IN_PART.contains(&part.level) {
            IN_PART
        } else if other_is_of_two {
            RELATIVES
        } else {
            ALIKE_STRANGERS
        };
        let odds = (-part.weight.bits()).exp2();
        part.weight = Millibits::from_bits(-(odds + strangers).log2());
    }
    bounded
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
