//! Declared relatives: mother's name with mother's, siblings' with siblings'.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `two_or_more` | two relatives or more agree |
//! | `one_full` | one agrees, by given names and by a surname or place of their own |
//! | `one_given` | one agrees by given names |
//! | `in_part` | a name agrees in part; or one relative agrees and a parent does not |
//! | `none_alike` | relatives of one kinship, none alike; families are large |
//! | `parent_differs` | the mother or the father has another name |
//!
//! **Nothing is counted twice.** A parent's surname is the person's own, and
//! relatives live where the person comes from: both are weighed as surnames and
//! origin. A relative's surname counts here only where it is none of the person's
//! own on both sides, or where a record has no surname of the person, so that the
//! comparison of surnames says nothing; a place only where it is not the person's
//! own place of origin.
//!
//! Kinships are aligned: what is written from the relative's side (*son* for
//! *mother*), a grandmother who is called mother and a relative without a kinship
//! may agree, and say nothing where they do not.

mod align;
mod figures;
mod named;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use vinculo_record::items::Relative;
use vinculo_record::vocab::Kinship;
use vinculo_record::{Lang, Place, Record, fold};

pub(crate) use self::align::{Way, way};
use self::figures::{MAX_RELATIVES, ONE_FAMILY, SAME_PLACE, UNKNOWN_NAME};
pub(crate) use self::named::{Likeness, Named, Names};
use crate::gazetteer::gazetteer;
use crate::names::hash_of;
use crate::{Comparison, Finding, Level, NameFrequencies};

const TWO_OR_MORE: u8 = 0;
const ONE_FULL: u8 = 1;
const ONE_GIVEN: u8 = 2;
const IN_PART: u8 = 3;
const NONE_ALIKE: u8 = 4;
const PARENT_DIFFERS: u8 = 5;

const LEVELS: &[Level] = &[
    Level {
        name: "two_or_more",
        es: "dos o más familiares coinciden",
        en: "two or more relatives agree",
    },
    Level {
        name: "one_full",
        es: "un familiar coincide, también en apellido o lugar",
        en: "one relative agrees, in surname or place as well",
    },
    Level {
        name: "one_given",
        es: "un familiar coincide en el nombre",
        en: "one relative agrees in the given names",
    },
    Level {
        name: "in_part",
        es: "familiares que coinciden en parte",
        en: "relatives agree in part",
    },
    Level { name: "none_alike", es: "otros familiares", en: "other relatives" },
    Level {
        name: "parent_differs",
        es: "la madre o el padre tiene otro nombre",
        en: "the mother or the father has another name",
    },
];

/// Compares the relatives that two records of one person may both name.
#[derive(Clone)]
pub struct RelativesComparison {
    names: Names,
}

/// The relatives of a record, compiled.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RelativesFeature {
    kin: Box<[Kin]>,
    /// Whether the record has a surname of the person.
    has_surname: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Kin {
    kinship: Kinship,
    /// As written.
    text: Box<str>,
    name: Named,
    /// Whether a surname is one of the person's own.
    shares_surname: bool,
    /// A place that is not the person's own; 0 for none.
    place: u64,
}

/// How two relatives compare.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    Full,
    Given,
    Part,
    Differ,
}

/// Two relatives that may be one.
#[derive(Clone, Copy)]
struct Pair {
    /// Places among the relatives.
    left: u8,
    right: u8,
    way: Way,
    met: Met,
    frequency: f32,
}

const NO_PAIR: Pair =
    Pair { left: 0, right: 0, way: Way::Tolerated, met: Met::Differ, frequency: 1.0 };

impl RelativesComparison {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self { names: Names::new(frequencies) }
    }

    fn kin(&self, relative: &Relative, own: &Named, origin: &Place) -> Option<Kin> {
        let name = self.names.of_text(&relative.name);
        if name.given.is_none() && name.surnames.is_none() {
            return None;
        }
        let shared = self.names.surnames(&name, own);
        Some(Kin {
            kinship: Kinship::read(&relative.kinship),
            text: relative.name.trim().into(),
            shares_surname: shared.is_some_and(|(likeness, _)| likeness < Likeness::Differ),
            name,
            place: other_place(&relative.place, origin),
        })
    }

    /// How two relatives compare; `None` where nothing can be said.
    fn meet(&self, left: &Kin, right: &Kin, surname_is_new: bool) -> Option<(Met, f32)> {
        let given = self.names.given(&left.name, &right.name);
        let is_own = left.shares_surname || right.shares_surname;
        let surnames = if surname_is_new || !is_own {
            self.names.surnames(&left.name, &right.name)
        } else {
            None
        };
        let same_place = left.place != 0 && left.place == right.place;
        let place = if same_place { SAME_PLACE } else { 1.0 };
        match (given, surnames) {
            (Some((Likeness::Agree, share)), surnames) => {
                let share = share.unwrap_or(UNKNOWN_NAME) * place;
                match surnames {
                    Some((Likeness::Agree, of_surname)) => {
                        Some((Met::Full, share * of_surname.unwrap_or(UNKNOWN_NAME)))
                    }
                    // Another Rosa.
                    Some((Likeness::Differ, _)) if !same_place => Some((Met::Part, share)),
                    _ if same_place => Some((Met::Full, share)),
                    _ => Some((Met::Given, share)),
                }
            }
            (Some((Likeness::Part, _)), _) => Some((Met::Part, 1.0)),
            (Some((Likeness::Differ, _)), _) => Some((Met::Differ, 1.0)),
            // A surname alone.
            (None, Some((Likeness::Agree, _))) => Some((Met::Part, 1.0)),
            (None, Some((Likeness::Differ, _))) => Some((Met::Differ, 1.0)),
            (None, _) => None,
        }
    }

    /// All pairs of relatives that may be one, in their order.
    fn pairs(&self, left: &RelativesFeature, right: &RelativesFeature) -> Pairs {
        let surname_is_new = !left.has_surname || !right.has_surname;
        let mut pairs = Pairs { all: [NO_PAIR; MAX_RELATIVES * MAX_RELATIVES], len: 0 };
        for (i, a) in (0_u8..).zip(left.kin.iter().take(MAX_RELATIVES)) {
            for (j, b) in (0_u8..).zip(right.kin.iter().take(MAX_RELATIVES)) {
                let Some(way) = way(a.kinship, b.kinship) else { continue };
                let Some((met, frequency)) = self.meet(a, b, surname_is_new) else { continue };
                let in_part = met == Met::Part && way == Way::Tolerated;
                let met = if in_part { Met::Differ } else { met };
                pairs.all[pairs.len] = Pair { left: i, right: j, way, met, frequency };
                pairs.len += 1;
            }
        }
        pairs
    }
}

struct Pairs {
    all: [Pair; MAX_RELATIVES * MAX_RELATIVES],
    len: usize,
}

impl Pairs {
    fn iter(&self) -> impl Iterator<Item = &Pair> + Clone {
        self.all[..self.len].iter()
    }

    fn agreeing(&self) -> impl Iterator<Item = &Pair> + Clone {
        self.iter().filter(|pair| pair.met <= Met::Given)
    }

    /// The most frequent way in which two relatives on each side agree.
    fn two(&self) -> Option<f32> {
        let mut found: Option<f32> = None;
        for a in self.agreeing() {
            for b in self.agreeing() {
                if a.left < b.left && a.right != b.right {
                    let both = a.frequency * b.frequency;
                    found = Some(found.map_or(both, |known| known.max(both)));
                }
            }
        }
        found
    }

    /// Whether a mother or a father has names on both sides and none is alike.
    fn parent_differs(&self, left: &[Kin]) -> bool {
        [Kinship::Mother, Kinship::Father].into_iter().any(|parent| {
            let mut of_parent = self
                .iter()
                .filter(|pair| {
                    pair.way == Way::Same && left[usize::from(pair.left)].kinship == parent
                })
                .peekable();
            of_parent.peek().is_some() && of_parent.all(|pair| pair.met == Met::Differ)
        })
    }

    fn finding(&self, left: &[Kin]) -> Option<Finding> {
        let parent_differs = self.parent_differs(left);
        let best = self.iter().map(|pair| pair.met).min()?;
        if best <= Met::Given && parent_differs {
            return Some(Finding::level(IN_PART));
        }
        // Each pair of relatives that was tried is a chance to agree.
        let chance =
            |frequency: f32, tries: usize| (frequency * tries.max(1) as f32).clamp(ONE_FAMILY, 1.0);
        if let Some(frequency) = self.two() {
            let tries = self.len * (self.len - 1) / 2;
            return Some(Finding::with_frequency(TWO_OR_MORE, chance(frequency, tries)));
        }
        let level = match best {
            Met::Full => ONE_FULL,
            Met::Given => ONE_GIVEN,
            _ if parent_differs => return Some(Finding::level(PARENT_DIFFERS)),
            Met::Part => return Some(Finding::level(IN_PART)),
            Met::Differ => {
                let counts = self.iter().any(|pair| pair.way == Way::Same);
                return counts.then_some(Finding::level(NONE_ALIKE));
            }
        };
        let of_best = self.iter().filter(|pair| pair.met == best).map(|pair| pair.frequency);
        let frequency = of_best.fold(0.0, f32::max);
        Some(Finding::with_frequency(level, chance(frequency, self.len)))
    }
}

impl Comparison for RelativesComparison {
    type Feature = RelativesFeature;

    fn name(&self) -> &'static str {
        "relatives"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<RelativesFeature> {
        let identity = &record.identity;
        if identity.relatives.is_empty() {
            return None;
        }
        let own = self.names.of_record(record);
        let mut kin: Vec<Kin> = Vec::new();
        // Those whose kinship is known first: they stand for their repetitions.
        let known = |r: &&Relative| Kinship::read(&r.kinship) != Kinship::Relative;
        let (named, unnamed): (Vec<_>, Vec<_>) = identity.relatives.iter().partition(known);
        for relative in named.into_iter().chain(unnamed) {
            let Some(found) = self.kin(relative, &own, &identity.origin) else { continue };
            if !kin.iter().any(|known| self.repeats(known, &found)) {
                kin.push(found);
            }
        }
        kin.truncate(MAX_RELATIVES);
        kin.sort_by(|a, b| (a.kinship, &a.text).cmp(&(b.kinship, &b.text)));
        (!kin.is_empty())
            .then(|| RelativesFeature { kin: kin.into(), has_surname: own.surnames.is_some() })
    }

    fn compare(&self, left: &RelativesFeature, right: &RelativesFeature) -> Option<Finding> {
        self.pairs(left, right).finding(&left.kin)
    }

    fn show(&self, record: &Record, _lang: Lang) -> String {
        let relatives = record.identity.relatives.iter().map(|relative| {
            let parts = [&relative.kinship, &relative.name, &relative.place];
            let parts: Vec<&str> =
                parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        });
        relatives.collect::<Vec<_>>().join("; ")
    }

    fn reason(
        &self,
        left: &RelativesFeature,
        right: &RelativesFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let pairs = self.pairs(left, right);
        let label = LEVELS.get(usize::from(finding.level)).map_or("", |level| level.label(lang));
        let best_of = |pair: &&Pair| {
            let same = |other: &&Pair| other.left == pair.left;
            let best = pairs.iter().filter(same).map(|other| other.met).min();
            best == Some(pair.met) && (pair.met < Met::Differ || pair.way == Way::Same)
        };
        let said: Vec<String> = pairs
            .iter()
            .filter(best_of)
            .map(|pair| {
                let (a, b) = (usize::from(pair.left), usize::from(pair.right));
                say(&left.kin[a], &right.kin[b], pair.met, lang)
            })
            .collect();
        if said.is_empty() { label.to_owned() } else { format!("{label}: {}", said.join(", ")) }
    }
}

impl RelativesComparison {
    /// Whether a relative without a kinship is one that stands there already.
    fn repeats(&self, known: &Kin, found: &Kin) -> bool {
        let agree = |found: Option<(Likeness, _)>| {
            found.is_some_and(|(likeness, _): (Likeness, Option<f32>)| likeness == Likeness::Agree)
        };
        found.kinship == Kinship::Relative && agree(self.names.given(&known.name, &found.name))
            || known.kinship == found.kinship && known.text == found.text
    }
}

fn say(left: &Kin, right: &Kin, met: Met, lang: Lang) -> String {
    let kinship = match (left.kinship, right.kinship) {
        (Kinship::Relative, other) => other.label(lang).to_owned(),
        (a, b) if a == b || b == Kinship::Relative => a.label(lang).to_owned(),
        (a, b) => format!("{} / {}", a.label(lang), b.label(lang)),
    };
    let names = if left.text == right.text {
        left.text.to_string()
    } else {
        format!("{} / {}", left.text, right.text)
    };
    let word = match met {
        Met::Full => lang.pick("coincide", "agrees"),
        Met::Given => lang.pick("coincide el nombre", "the given name agrees"),
        Met::Part => lang.pick("coincide en parte", "agrees in part"),
        Met::Differ => lang.pick("distinto", "different"),
    };
    format!("{kinship} {names} ({word})")
}

/// A place that is not the person's own, as a number; 0 for none.
fn other_place(text: &str, origin: &Place) -> u64 {
    let folded = fold(text);
    if folded.is_empty() {
        return 0;
    }
    let town = |country, place: &str| {
        let place = Place { country, admin1: None, place: Some(place.to_owned()) };
        gazetteer().find(&place).map(|found| found.town).filter(|town| *town > 0)
    };
    let found = town(None, text);
    let home = gazetteer().find(origin).map(|found| found.town).filter(|town| *town > 0);
    let home_text = origin.place.as_deref().map(fold).unwrap_or_default();
    let is_home = home.is_some() && (found == home || town(origin.country, text) == home)
        || !home_text.is_empty() && folded.starts_with(&home_text);
    if is_home {
        return 0;
    }
    match found {
        Some(town) => u64::from(town),
        // Not a town of the gazetteer: a hash, away from the towns' numbers.
        None => hash_of(&folded) | 1 << 63,
    }
}
