//! Marks: tattoos, scars, moles, amputations and what else is on or in a body.
//!
//! Every mark of one record is held against every one of the other; the most alike
//! pair decides the level.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `same_mark_detailed` | kind, place, side, and a motif or words of the description |
//! | `same_mark` | kind, place and side |
//! | `similar` | kind, and a place nearby or the other side; or the same words elsewhere |
//! | `type_only` | kind, or kind and place of tattoos with different motifs |
//! | `none_shared` | both describe marks, nothing is alike |
//! | `expected_missing` | an intact body lacks a mark that the notice describes |
//!
//! Side is the person's own, but families often give the observer's: a side flip is
//! `similar`. What the condition hides is not compared. A mark on a body that the
//! family does not mention is never against; only the lack, on an intact and
//! examined body, of a mark that does not fade is. Agreement has the frequency of
//! that very mark: kind × place × side × motif, times the pairs that were tried,
//! and the product over several agreeing marks.

mod alike;
mod describe;
mod figures;
mod inscription;
mod lexicon;
#[cfg(test)]
mod tests;
mod token;
mod words;

use vinculo_record::items::Mark;
use vinculo_record::vocab::{BodyLocation, Condition, MarkType, RecoveredPart};
use vinculo_record::{Kind, Lang, Observed, Record};

use self::alike::{Alike, Likeness, MarkFeature, alike, family, fixed_place};
use self::figures::{MIN_FREQUENCY, MOST_MARKS};
use self::token::Nature;
use crate::{Comparison, Exclusion, Finding, Level};

const SAME_MARK: u8 = 1;
const TYPE_ONLY: u8 = 3;
const NONE_SHARED: u8 = 4;
const EXPECTED_MISSING: u8 = 5;

const LEVELS: &[Level] = &[
    Level { name: "same_mark_detailed", es: "misma seña con detalle", en: "same mark in detail" },
    Level { name: "same_mark", es: "misma seña", en: "same mark" },
    Level { name: "similar", es: "seña parecida", en: "similar mark" },
    Level { name: "type_only", es: "mismo tipo de seña", en: "same kind of mark" },
    Level { name: "none_shared", es: "ninguna seña en común", en: "no mark in common" },
    Level {
        name: "expected_missing",
        es: "falta una seña esperada",
        en: "an expected mark is missing",
    },
];

/// Compares marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct MarksComparison;

/// The marks of a record and what its examination could see.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MarksFeature {
    kind: Kind,
    seen: Seen,
    /// Of remains: skin and all parts are there.
    intact: bool,
    /// Of remains: the parts whose presence an amputation contradicts.
    parts: Parts,
    marks: Box<[MarkFeature]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Seen {
    NotRecorded,
    Nothing,
    Marks,
}

/// Parts of remains that were recovered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Parts {
    all: bool,
    hands: bool,
    feet: bool,
    arms: bool,
    legs: bool,
}

impl Comparison for MarksComparison {
    type Feature = MarksFeature;

    fn name(&self) -> &'static str {
        "marks"
    }

    fn code_version(&self) -> u32 {
        2
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<MarksFeature> {
        let parts = Parts::of(&record.remains.inventory);
        let (seen, marks) = match &record.body.marks {
            Observed::Known(marks) => (Seen::Marks, compiled(marks)),
            Observed::None => (Seen::Nothing, Box::default()),
            Observed::NotRecorded | Observed::NotObservable if parts != Parts::default() => {
                (Seen::NotRecorded, Box::default())
            }
            Observed::NotRecorded | Observed::NotObservable => return None,
        };
        let kind = record.key.kind;
        let fleshed = matches!(
            record.remains.condition,
            Some(Condition::Fresh | Condition::EarlyDecomposition)
        );
        let whole = record.remains.inventory.is_empty() || parts.all;
        Some(MarksFeature {
            kind,
            seen,
            intact: kind != Kind::Remains || (fleshed && whole),
            parts,
            marks,
        })
    }

    fn compare(&self, left: &MarksFeature, right: &MarksFeature) -> Option<Finding> {
        let exclusion = amputated_part_present(left, right)
            .or_else(|| amputated_part_present(right, left))
            .map(|_| Exclusion::AmputatedPartPresent);
        let level = match best(left, right) {
            Some(likeness) => Some((likeness as u8, Some(frequency(left, right, likeness)))),
            None => nothing_alike(left, right).map(|level| (level, None)),
        };
        match (level, exclusion) {
            (Some((level, frequency)), _) => Some(Finding { level, frequency, exclusion }),
            (None, Some(_)) => {
                Some(Finding { level: EXPECTED_MISSING, frequency: None, exclusion })
            }
            (None, None) => None,
        }
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        match &record.body.marks {
            Observed::Known(marks) => {
                marks.iter().map(|mark| shown(mark, lang)).collect::<Vec<_>>().join("; ")
            }
            Observed::None => lang.pick("ninguna", "none").to_owned(),
            Observed::NotObservable => lang.pick("no observable", "not observable").to_owned(),
            Observed::NotRecorded => String::new(),
        }
    }

    fn reason(
        &self,
        left: &MarksFeature,
        right: &MarksFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let mut clauses = Vec::new();
        if finding.exclusion.is_some() {
            let mark = amputated_part_present(left, right).or(amputated_part_present(right, left));
            clauses.extend(mark.map(|mark| {
                let text = lang.pick(
                    "amputación declarada y parte presente",
                    "amputation described, part present",
                );
                format!("{text}: {}", place_text(mark, lang))
            }));
        }
        clauses.push(match finding.level {
            ..=TYPE_ONLY => agreement(left, right, lang),
            NONE_SHARED => lang
                .pick(
                    "ninguna seña de una ficha está en la otra",
                    "no mark of one record is in the other",
                )
                .to_owned(),
            _ => missing(left, right, lang),
        });
        clauses.retain(|clause| !clause.is_empty());
        clauses.join("; ")
    }
}

/// Compares two texts of marks by themselves: items `type@location/side:text`
/// separated by `;`, or descriptions in words. `None` where one has no mark.
///
/// ```
/// use vinculo_compare::{MarksComparison, Comparison, compare_marks};
/// use vinculo_record::Lang;
/// let text = "tatuaje de una rosa en el brazo derecho";
/// let (found, reason) = compare_marks(text, "tattoo@arm/right:rose", Lang::Es).unwrap();
/// assert_eq!(MarksComparison.levels()[found.level as usize].name, "same_mark_detailed");
/// assert_eq!(reason, "tatuaje (brazo, derecho) en ambas fichas: rosa");
/// ```
pub fn compare_marks(left: &str, right: &str, lang: Lang) -> Option<(Finding, String)> {
    let feature = |text: &str| MarksFeature {
        kind: Kind::Notice,
        seen: Seen::Marks,
        intact: true,
        parts: Parts::default(),
        marks: compiled(&describe::read(text)),
    };
    let (left, right) = (feature(left), feature(right));
    let found = MarksComparison.compare(&left, &right)?;
    let reason = MarksComparison.reason(&left, &right, &found, lang);
    Some((found, reason))
}

fn compiled(marks: &[Mark]) -> Box<[MarkFeature]> {
    let mut out: Vec<MarkFeature> = marks
        .iter()
        .map(describe::completed)
        .filter(|mark| mark.kind != MarkType::RecentFracture)
        .take(MOST_MARKS)
        .map(|mark| MarkFeature {
            kind: mark.kind,
            place: mark.location.or(fixed_place(mark.kind)),
            side: mark.side,
            tokens: words::tokens(mark.kind, &mark.text),
            text: mark.text.into_boxed_str(),
        })
        .collect();
    // equal lists are one feature, in whatever order they were written
    out.sort_by(|a, b| {
        (a.kind, a.place, a.side, &a.tokens, &a.text)
            .cmp(&(b.kind, b.place, b.side, &b.tokens, &b.text))
    });
    out.dedup();
    out.into_boxed_slice()
}

/// The greatest likeness, if any.
fn best(left: &MarksFeature, right: &MarksFeature) -> Option<Likeness> {
    left.marks
        .iter()
        .flat_map(|a| right.marks.iter().map(move |b| alike(a, b).likeness))
        .min()
        .filter(|likeness| *likeness != Likeness::None)
}

/// How many people would agree as well. Of two ways to count the weaker: each mark
/// of one record with its best of the other, and the reverse.
fn frequency(left: &MarksFeature, right: &MarksFeature, likeness: Likeness) -> f32 {
    let (mut rows, mut columns) = ([NOT_ALIKE; MOST_MARKS], [NOT_ALIKE; MOST_MARKS]);
    for (a, row) in left.marks.iter().zip(&mut rows) {
        for (b, column) in right.marks.iter().zip(&mut columns) {
            let found = alike(a, b);
            if found.likeness == likeness || found.likeness as u8 <= SAME_MARK {
                *row = row.min(found.frequency);
                *column = column.min(found.frequency);
            }
        }
    }
    let tried = (left.marks.len() * right.marks.len()) as f32;
    let all = |shares: [f32; MOST_MARKS]| {
        let shares = shares.into_iter().filter(|share| *share < NOT_ALIKE);
        if likeness as u8 <= SAME_MARK {
            shares.map(|share| (share * tried).min(1.0)).product::<f32>()
        } else {
            shares.fold(1.0_f32, f32::min) * tried
        }
    };
    all(rows).max(all(columns)).clamp(MIN_FREQUENCY, 1.0)
}

/// Above any share.
const NOT_ALIKE: f32 = 2.0;

/// What it means that no mark is alike.
fn nothing_alike(left: &MarksFeature, right: &MarksFeature) -> Option<u8> {
    let listed = |feature: &MarksFeature| feature.seen == Seen::Marks && !feature.marks.is_empty();
    if left.seen == Seen::NotRecorded || right.seen == Seen::NotRecorded {
        return None;
    }
    if expected(left, right).or_else(|| expected(right, left)).is_some() {
        return Some(EXPECTED_MISSING);
    }
    // what a family does not know of is no evidence, nor that both have nothing
    let unknown = |feature: &MarksFeature| feature.kind == Kind::Notice && !listed(feature);
    if unknown(left) || unknown(right) || (!listed(left) && !listed(right)) {
        return None;
    }
    if left.intact && right.intact {
        return Some(NONE_SHARED);
    }
    // bones still tell of bones
    let bones = |feature: &MarksFeature| feature.marks.iter().any(|mark| in_bone(mark.kind));
    (bones(left) && bones(right)).then_some(NONE_SHARED)
}

/// A mark of the notice that an intact, examined body would show.
fn expected<'a>(notice: &'a MarksFeature, body: &MarksFeature) -> Option<&'a MarkFeature> {
    let intact_body = body.kind == Kind::Remains && body.intact && body.seen != Seen::NotRecorded;
    if notice.kind != Kind::Notice || !intact_body {
        return None;
    }
    notice.marks.iter().find(|mark| lasts(mark.kind))
}

/// The amputation of the notice whose part was recovered.
fn amputated_part_present<'a>(
    notice: &'a MarksFeature,
    body: &MarksFeature,
) -> Option<&'a MarkFeature> {
    if notice.kind != Kind::Notice || body.kind != Kind::Remains {
        return None;
    }
    let family_of = family(MarkType::Amputation);
    if body.marks.iter().any(|mark| family(mark.kind) == family_of) {
        return None;
    }
    notice.marks.iter().find(|mark| {
        mark.kind == MarkType::Amputation && mark.place.is_some_and(|place| body.parts.have(place))
    })
}

impl Parts {
    fn of(inventory: &[RecoveredPart]) -> Parts {
        let has = |part| inventory.contains(&part);
        Parts {
            all: has(RecoveredPart::All),
            hands: has(RecoveredPart::Hands),
            feet: has(RecoveredPart::Feet),
            arms: has(RecoveredPart::Arms),
            legs: has(RecoveredPart::Legs),
        }
    }

    /// Whether a limb is there. Single fingers and toes are not in an inventory.
    fn have(self, place: BodyLocation) -> bool {
        use BodyLocation as L;
        match place {
            L::Hand | L::Wrist => self.all || self.hands,
            L::Foot | L::Ankle => self.all || self.feet,
            L::Arm | L::UpperArm | L::Forearm | L::Elbow => self.all || self.arms || self.hands,
            L::Leg | L::Thigh | L::Knee | L::Calf | L::Shin => self.all || self.legs || self.feet,
            _ => false,
        }
    }
}

/// Marks that neither heal nor are overlooked on skin that is there.
const fn lasts(kind: MarkType) -> bool {
    use MarkType as M;
    matches!(
        kind,
        M::Tattoo
            | M::SurgicalScar
            | M::Scar
            | M::Cesarean
            | M::Appendectomy
            | M::Burn
            | M::Birthmark
            | M::Amputation
            | M::BulletWound
            | M::Deformity
            | M::Vitiligo
            | M::GoldTooth
    )
}

/// Marks that a skeleton shows.
const fn in_bone(kind: MarkType) -> bool {
    use MarkType as M;
    matches!(
        kind,
        M::Amputation
            | M::Deformity
            | M::FractureHealed
            | M::Prosthesis
            | M::PlateScrews
            | M::Implant
            | M::GoldTooth
            | M::MetalCrown
            | M::WindowCrown
            | M::Crown
            | M::Bridge
            | M::Denture
            | M::Filling
            | M::Braces
    )
}

/// The most alike pair in words.
fn agreement(left: &MarksFeature, right: &MarksFeature, lang: Lang) -> String {
    let pairs =
        left.marks.iter().flat_map(|a| right.marks.iter().map(move |b| (alike(a, b), a, b)));
    let rank = |x: &Alike, y: &Alike| {
        x.likeness.cmp(&y.likeness).then(x.frequency.total_cmp(&y.frequency))
    };
    let Some((found, a, b)) = pairs.min_by(|x, y| rank(&x.0, &y.0)) else {
        return String::new();
    };
    let (one, other) = (place_text(a, lang), place_text(b, lang));
    let mut out = if one == other {
        format!("{one} {}", lang.pick("en ambas fichas", "in both records"))
    } else {
        format!("{one} / {other}")
    };
    let shared = words::names(a.kind, &a.text, lang, |token| {
        b.tokens.iter().any(|other| token.agrees(other).is_some())
    });
    if !shared.is_empty() {
        out.push_str(&format!(": {}", shared.join(", ")));
    } else if found.likeness == Likeness::Kind {
        let (x, y) = (
            words::names(a.kind, &a.text, lang, |t| t.nature == Nature::Motif),
            words::names(b.kind, &b.text, lang, |t| t.nature == Nature::Motif),
        );
        if !x.is_empty() && !y.is_empty() {
            out.push_str(&format!(
                ", {}: {} / {}",
                lang.pick("otro motivo", "other motif"),
                x.join(", "),
                y.join(", ")
            ));
        }
    }
    out
}

fn missing(left: &MarksFeature, right: &MarksFeature, lang: Lang) -> String {
    let Some(mark) = expected(left, right).or_else(|| expected(right, left)) else {
        return String::new();
    };
    let text = lang.pick(
        "no está en el cuerpo, que se examinó íntegro",
        "is not on the body, examined intact",
    );
    format!("{} {text}", place_text(mark, lang))
}

/// `tatuaje (antebrazo, derecho)`.
fn place_text(mark: &MarkFeature, lang: Lang) -> String {
    head(mark.kind, mark.place, mark.side.map(|side| side.label(lang)), lang)
}

fn head(kind: MarkType, place: Option<BodyLocation>, side: Option<&str>, lang: Lang) -> String {
    let at: Vec<&str> = place.map(|place| place.label(lang)).into_iter().chain(side).collect();
    if at.is_empty() {
        kind.label(lang).to_owned()
    } else {
        format!("{} ({})", kind.label(lang), at.join(", "))
    }
}

fn shown(mark: &Mark, lang: Lang) -> String {
    let head = head(mark.kind, mark.location, mark.side.map(|side| side.label(lang)), lang);
    if mark.text.is_empty() { head } else { format!("{head}: {}", mark.text) }
}
