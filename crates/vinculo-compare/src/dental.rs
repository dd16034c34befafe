//! Teeth: two charts, tooth by tooth.
//!
//! Time runs one way: unerupted → sound → decayed → filled (surfaces only grow) →
//! root filled → crowned → lost → replaced; deciduous → permanent. A tooth agrees,
//! has changed in a way that time explains, or contradicts it. Teeth lost after
//! death, not recovered or not charted are not compared, and decay is not told from
//! sound, since it may postdate the chart.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `many_agree` | agreements of at least ten bits (one in a thousand), nothing contradicts |
//! | `several_agree` | of at least five |
//! | `few_agree` | of at least one and a half |
//! | `explainable` | less: common findings or later treatment |
//! | `one_discrepant` | one tooth contradicts |
//! | `discrepant` | more do |
//!
//! Agreements are weighed by their rarity: all sound is common, a crown is not. From
//! a notice to remains the direction of time is known, and an extracted tooth that is
//! present or a restored one that is sound excludes the pair, unless a charting error
//! explains it: left and right swapped, or a neighbour of the same group (4–5, 6–8)
//! misnumbered after an extraction. Elsewhere the direction is that of the charts'
//! dates, or the one that contradicts less, and nothing excludes.

use std::fmt::Write;
use std::sync::LazyLock;

use vinculo_record::items::Surfaces;
use vinculo_record::vocab::{Dentition, Fdi, ToothState};
use vinculo_record::{Kind, Lang, Record};

use crate::span::Span;
use crate::{Comparison, Exclusion, Finding, Level};

const MANY_AGREE: u8 = 0;
const SEVERAL_AGREE: u8 = 1;
const FEW_AGREE: u8 = 2;
const EXPLAINABLE: u8 = 3;
const ONE_DISCREPANT: u8 = 4;
const DISCREPANT: u8 = 5;

const LEVELS: &[Level] = &[
    Level { name: "many_agree", es: "muchos hallazgos dentales coinciden", en: "many teeth agree" },
    Level {
        name: "several_agree",
        es: "varios hallazgos dentales coinciden",
        en: "several teeth agree",
    },
    Level { name: "few_agree", es: "pocos hallazgos dentales coinciden", en: "few teeth agree" },
    Level {
        name: "explainable",
        es: "diferencias dentales explicables",
        en: "dental differences explainable",
    },
    Level { name: "one_discrepant", es: "un diente contradice", en: "one tooth contradicts" },
    Level { name: "discrepant", es: "varios dientes contradicen", en: "several teeth contradict" },
];

/// The numbers of this comparison.
mod figures {
    use super::Class;

    /// Agreements that are many, in bits (-log₂ of how many people share them).
    /// Judgement: one in a thousand.
    pub const MANY_BITS: f32 = 10.0;
    /// Agreements that are several, in bits. Judgement: one in thirty.
    pub const SEVERAL_BITS: f32 = 5.0;
    /// Agreements that are few, in bits. Judgement: one in three.
    pub const FEW_BITS: f32 = 1.5;
    /// What a change that time explains takes from the agreements, in bits.
    /// Judgement.
    pub const EXPLAINED_BITS: f32 = 0.7;
    /// What sound teeth count of their bits: they go together in one mouth, and a
    /// whole sound mouth must not count more than some two bits. Judgement.
    pub const SOUND_DEPENDENCE: f32 = 0.3;
    /// What treated and lost teeth count of their bits. Judgement.
    pub const TREATED_DEPENDENCE: f32 = 0.7;
    /// Share of fillings of a tooth that have the same surfaces. Judgement.
    pub const SAME_SURFACES: f32 = 0.35;
    /// Agreements a swapped chart must have to explain a contradiction, in bits.
    /// Judgement.
    pub const SWAPPED_BITS: f32 = 6.0;
    /// The least frequency. Judgement: charts of other people are seldom told apart
    /// better, and treatment differs by country.
    pub const MIN_FREQUENCY: f32 = 1e-6;

    /// Share of people of the region whose tooth in this position of the jaw is in
    /// this class. Unverified: treatment is rare among the poor; to be replaced by
    /// counts of a population.
    pub const fn share(class: Class, position: u8, deciduous: bool) -> f32 {
        if deciduous {
            return match class {
                Class::Sound => 0.85,
                Class::Lost => 0.3,
                Class::Unerupted => 0.02,
                Class::Filled => 0.05,
                Class::RootFilled | Class::Crown => 0.02,
            };
        }
        match (class, position) {
            (Class::Unerupted, 8) => 0.35,
            (Class::Unerupted, _) => 0.02,
            (Class::Sound, 1..=3) => 0.92,
            (Class::Sound, 4 | 5) => 0.82,
            (Class::Sound, 8) => 0.40,
            (Class::Sound, _) => 0.62,
            (Class::Filled, 1..=3) => 0.03,
            (Class::Filled, 4 | 5) => 0.07,
            (Class::Filled, _) => 0.17,
            (Class::RootFilled, _) => 0.015,
            (Class::Crown, 1..=3) => 0.03,
            (Class::Crown, _) => 0.015,
            (Class::Lost, 1..=3) => 0.03,
            (Class::Lost, 4 | 5) => 0.08,
            (Class::Lost, _) => 0.17,
        }
    }
}

/// Teeth of both dentitions.
const TEETH: usize = 52;

/// Bits by tooth and class.
type Bits = [[f32; 6]; TEETH];
/// A chart.
type Teeth = [Option<Charted>; TEETH];

/// Compares dental charts.
#[derive(Clone, Copy, Debug, Default)]
pub struct DentalComparison;

/// A dental chart, and when it was made.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DentalFeature {
    kind: Kind,
    charted: Option<Span>,
    teeth: Teeth,
}

/// A tooth that can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Charted {
    state: ToothState,
    surfaces: Surfaces,
}

/// States between which a chart tells surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Unerupted,
    Sound,
    Filled,
    RootFilled,
    Crown,
    Lost,
}

/// One tooth, first chart to second.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    NotCompared,
    /// With how many bits.
    Agrees(f32),
    Explained,
    Contradicts(Option<Exclusion>),
}

/// All teeth, first chart to second.
#[derive(Clone, Copy, Default)]
struct Score {
    bits: f32,
    compared: u8,
    contradictions: u8,
    exclusion: Option<Exclusion>,
    /// Sides swapped, nothing contradicts.
    swapped: bool,
}

/// Which chart is the earlier one.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    /// Left, and the other is of remains.
    NoticeFirst,
    /// Right, and the other is of remains.
    NoticeSecond,
    LeftFirst,
    RightFirst,
    Unknown,
}

impl Comparison for DentalComparison {
    type Feature = DentalFeature;

    fn name(&self) -> &'static str {
        "dental"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<DentalFeature> {
        let mut teeth = [None; TEETH];
        for tooth in record.body.dental.known()? {
            let known = class(tooth.state).is_some();
            let charted = Charted { state: tooth.state, surfaces: tooth.surfaces };
            teeth[index(tooth.fdi)] = known.then_some(charted);
        }
        teeth.iter().any(Option::is_some).then(|| DentalFeature {
            kind: record.key.kind,
            charted: record.body.dental_date.as_ref().map(Span::of),
            teeth,
        })
    }

    fn compare(&self, left: &DentalFeature, right: &DentalFeature) -> Option<Finding> {
        let (score, directed) = score(left, right);
        if score.compared == 0 {
            return None;
        }
        let level = match score.contradictions {
            1 => ONE_DISCREPANT,
            2.. => DISCREPANT,
            0 if score.bits >= figures::MANY_BITS => MANY_AGREE,
            0 if score.bits >= figures::SEVERAL_BITS => SEVERAL_AGREE,
            0 if score.bits >= figures::FEW_BITS => FEW_AGREE,
            0 => EXPLAINABLE,
        };
        let rare = level <= FEW_AGREE;
        Some(Finding {
            level,
            frequency: rare.then(|| (-score.bits).exp2().clamp(figures::MIN_FREQUENCY, 1.0)),
            exclusion: score.exclusion.filter(|_| directed),
        })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let Some(teeth) = record.body.dental.known() else { return String::new() };
        let shown = teeth.iter().map(|tooth| {
            let charted = Charted { state: tooth.state, surfaces: tooth.surfaces };
            format!("{} {}", tooth.fdi.number(), charted.text(lang))
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    fn reason(
        &self,
        left: &DentalFeature,
        right: &DentalFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let (mut agrees, mut explained, mut contradicts) = (Vec::new(), Vec::new(), Vec::new());
        let mut sound = 0;
        let forward = is_forward(left, right);
        for at in 0..TEETH {
            let (Some(l), Some(r)) = (left.teeth[at], right.teeth[at]) else { continue };
            let verdict = if forward {
                verdict(&left.teeth, at, &right.teeth, at, &BITS)
            } else {
                verdict(&right.teeth, at, &left.teeth, at, &BITS)
            };
            let both = || format!("{} {} / {}", number(at), l.text(lang), r.text(lang));
            match verdict {
                Verdict::Agrees(_) if class(l.state) == Some(Class::Sound) => sound += 1,
                Verdict::Agrees(_) if l == r => {
                    agrees.push(format!("{} {}", number(at), l.text(lang)))
                }
                Verdict::Agrees(_) => agrees.push(both()),
                Verdict::Explained => explained.push(both()),
                Verdict::Contradicts(_) => contradicts.push(both()),
                Verdict::NotCompared => {}
            }
        }
        if sound > 0 {
            agrees.push(format!("{sound} {}", lang.pick("sanos", "sound")));
        }
        let mut out = String::new();
        for (clause, teeth) in [
            (lang.pick("contradice", "contradicts"), contradicts),
            (lang.pick("coincide", "agrees"), agrees),
            (lang.pick("explicable", "explainable"), explained),
        ] {
            if !teeth.is_empty() {
                let gap = if out.is_empty() { "" } else { "; " };
                let _ = write!(out, "{gap}{clause}: {}", teeth.join(", "));
            }
        }
        if finding.level == EXPLAINABLE && score(left, right).0.swapped {
            out.push_str(lang.pick(
                "; coincide si los lados están cambiados",
                "; agrees if the sides are swapped",
            ));
        }
        out
    }
}

/// The score in the direction of time, and whether that is surely from a notice to
/// remains.
fn score(left: &DentalFeature, right: &DentalFeature) -> (Score, bool) {
    match order(left, right) {
        Order::NoticeFirst => (Score::final_of(left, right), true),
        Order::NoticeSecond => (Score::final_of(right, left), true),
        Order::LeftFirst => (Score::final_of(left, right), false),
        Order::RightFirst => (Score::final_of(right, left), false),
        Order::Unknown => {
            let (there, back) = (Score::final_of(left, right), Score::final_of(right, left));
            (if back.is_better_than(there) { back } else { there }, false)
        }
    }
}

/// Whether the left chart is the earlier, or contradicts less as the earlier.
fn is_forward(left: &DentalFeature, right: &DentalFeature) -> bool {
    match order(left, right) {
        Order::NoticeFirst | Order::LeftFirst => true,
        Order::NoticeSecond | Order::RightFirst => false,
        Order::Unknown => {
            !Score::final_of(right, left).is_better_than(Score::final_of(left, right))
        }
    }
}

fn order(left: &DentalFeature, right: &DentalFeature) -> Order {
    match (left.kind, right.kind, left.charted, right.charted) {
        (Kind::Notice, Kind::Remains, ..) => Order::NoticeFirst,
        (Kind::Remains, Kind::Notice, ..) => Order::NoticeSecond,
        (.., Some(l), Some(r)) if l.to < r.from => Order::LeftFirst,
        (.., Some(l), Some(r)) if r.to < l.from => Order::RightFirst,
        _ => Order::Unknown,
    }
}

impl Score {
    /// The score, or that of later treatment where swapped sides explain what
    /// contradicts: nothing does then, and much agrees.
    fn final_of(first: &DentalFeature, second: &DentalFeature) -> Score {
        let score = Score::of(&first.teeth, |at| at, &second.teeth, u8::MAX);
        if score.contradictions == 0 {
            return score;
        }
        let swapped = Score::of(&first.teeth, mirror, &second.teeth, 0);
        if swapped.contradictions == 0 && swapped.bits >= figures::SWAPPED_BITS {
            Score { bits: 0.0, contradictions: 0, exclusion: None, swapped: true, ..score }
        } else {
            score
        }
    }

    /// All teeth of the first chart against those of the second at `place`; stops
    /// after more contradictions than `most`.
    fn of(first: &Teeth, place: impl Fn(usize) -> usize, second: &Teeth, most: u8) -> Score {
        let bits = &*BITS;
        let mut score = Score::default();
        for at in 0..TEETH {
            match verdict(first, at, second, place(at), bits) {
                Verdict::NotCompared => continue,
                Verdict::Agrees(bits) => score.bits += bits,
                Verdict::Explained => score.bits -= figures::EXPLAINED_BITS,
                Verdict::Contradicts(exclusion) => {
                    score.contradictions += 1;
                    score.exclusion = score.exclusion.or(exclusion);
                    if score.contradictions > most {
                        break;
                    }
                }
            }
            score.compared += 1;
        }
        score
    }

    fn is_better_than(self, other: Score) -> bool {
        (self.contradictions, -self.bits) < (other.contradictions, -other.bits)
    }
}

/// The tooth at `at` of the first chart and the one at `to` of the second.
fn verdict(first: &Teeth, at: usize, second: &Teeth, to: usize, bits: &Bits) -> Verdict {
    let (Some(a), Some(b)) = (first[at], second[to]) else {
        return Verdict::NotCompared;
    };
    let (Some(before), Some(after)) = (class(a.state), class(b.state)) else {
        return Verdict::NotCompared;
    };
    let permanent = at < 32;
    let third_molar = permanent && at % 8 == 7;
    match (before, after) {
        (Class::Filled, Class::Filled) => filled(a.surfaces, b.surfaces, bits[at][before as usize]),
        _ if before == after => Verdict::Agrees(bits[at][before as usize]),
        _ if before < after => Verdict::Explained,
        // a root filling under a filling shows on an X-ray only; a decayed tooth that
        // was recorded as missing may be an unerupted one
        (Class::RootFilled, Class::Filled) | (Class::Lost, Class::Unerupted) => Verdict::Explained,
        (Class::Lost, _) if misnumbered(first, at, second, to) => Verdict::Explained,
        (Class::Lost, Class::Crown) => Verdict::Contradicts(None),
        (Class::Lost, _) => {
            // the bridge may rest on the tooth; a wisdom tooth may have come later
            let sure = permanent && !third_molar && a.state != ToothState::Bridge;
            Verdict::Contradicts(sure.then_some(Exclusion::ToothPresentAfterExtraction))
        }
        (Class::Filled | Class::RootFilled | Class::Crown, Class::Sound) => {
            let sure = permanent && b.state == ToothState::Sound;
            Verdict::Contradicts(sure.then_some(Exclusion::RestorationUndone))
        }
        _ => Verdict::Contradicts(None),
    }
}

/// Surfaces only grow; which of them is charted differs by dentist, so a lost one
/// contradicts without excluding.
fn filled(before: Surfaces, after: Surfaces, bits: f32) -> Verdict {
    if before == after && !before.is_empty() {
        let more = -figures::SAME_SURFACES.log2() * figures::TREATED_DEPENDENCE;
        Verdict::Agrees(bits + more)
    } else if before.is_empty() || after.is_empty() {
        Verdict::Agrees(bits)
    } else if before.is_within(after) {
        Verdict::Explained
    } else {
        Verdict::Contradicts(None)
    }
}

/// Whether a neighbour of the same group was there and is lost, where this one was
/// lost and is there: they moved up, or were counted otherwise.
fn misnumbered(first: &Teeth, at: usize, second: &Teeth, to: usize) -> bool {
    if at >= 32 {
        return false;
    }
    let group = match at % 8 {
        3 | 4 => 3..5,
        5..=7 => 5..8,
        _ => return false,
    };
    let is = |tooth: Option<Charted>| tooth.and_then(|tooth| class(tooth.state));
    group.into_iter().any(|position| {
        let before = is(first[at - at % 8 + position]);
        let after = is(second[to - to % 8 + position]);
        after == Some(Class::Lost) && before.is_some_and(|before| before < Class::Lost)
    })
}

/// The bits of an agreement by tooth and class.
static BITS: LazyLock<Bits> = LazyLock::new(|| {
    let classes = [
        Class::Unerupted,
        Class::Sound,
        Class::Filled,
        Class::RootFilled,
        Class::Crown,
        Class::Lost,
    ];
    std::array::from_fn(|at| {
        classes.map(|class| {
            let share = figures::share(class, position(at), at >= 32);
            let dependence = if class == Class::Sound {
                figures::SOUND_DEPENDENCE
            } else {
                figures::TREATED_DEPENDENCE
            };
            -share.log2() * dependence
        })
    })
});

/// `None` for what cannot be compared.
const fn class(state: ToothState) -> Option<Class> {
    use ToothState as T;
    Some(match state {
        T::Unerupted => Class::Unerupted,
        T::Sound | T::Decayed => Class::Sound,
        T::Filled => Class::Filled,
        T::RootFilled => Class::RootFilled,
        T::Crown => Class::Crown,
        T::Extracted | T::Bridge | T::Denture | T::Implant => Class::Lost,
        T::LostPostMortem | T::NotRecovered | T::NoInformation => return None,
    })
}

/// Permanent teeth 11–48 first, then deciduous 51–85.
fn index(fdi: Fdi) -> usize {
    let (quadrant, position) = (usize::from(fdi.quadrant()), usize::from(fdi.position()));
    match fdi.dentition() {
        Dentition::Permanent => (quadrant - 1) * 8 + position - 1,
        Dentition::Deciduous => 32 + (quadrant - 5) * 5 + position - 1,
    }
}

fn number(at: usize) -> usize {
    if at < 32 {
        (at / 8 + 1) * 10 + at % 8 + 1
    } else {
        ((at - 32) / 5 + 5) * 10 + (at - 32) % 5 + 1
    }
}

fn position(at: usize) -> u8 {
    (number(at) % 10) as u8
}

/// The same tooth of the other side: quadrants 1 and 2, 3 and 4, 5 and 6, 7 and 8.
const fn mirror(at: usize) -> usize {
    let (start, size) = if at < 32 { (0, 8) } else { (32, 5) };
    let quadrant = (at - start) / size;
    start + (quadrant ^ 1) * size + (at - start) % size
}

impl Charted {
    fn text(self, lang: Lang) -> String {
        if self.surfaces.is_empty() {
            self.state.label(lang).to_owned()
        } else {
            format!("{} {}", self.state.label(lang), self.surfaces)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, level_name, record};

    /// Teeth as `16=filled/MO 46=extracted` and `all=sound` for 17–47 but wisdom teeth;
    /// later ones prevail; `@2020` is the chart's date.
    fn made(kind: Kind, words: &str) -> Record {
        let (teeth, date) = words.split_once('@').unwrap_or((words, ""));
        let mut cells = Vec::new();
        for word in teeth.split_whitespace() {
            match word.strip_prefix("all=") {
                Some(state) => cells.extend(
                    (0..32).filter(|at| at % 8 != 7).map(|at| format!("{}={state}", number(at))),
                ),
                None => cells.push(word.to_owned()),
            }
        }
        let cells = cells.join(";");
        record(kind, &[("dental", cells.as_str()), ("dental_date", date)])
    }

    fn check(left: (Kind, &str), right: (Kind, &str), level: Option<&str>, why: Option<Exclusion>) {
        let (l, r) = (made(left.0, left.1), made(right.0, right.1));
        let c = DentalComparison;
        let found = finding(&c, &l, &r);
        assert_eq!(level_name(&c, &l, &r), level, "{left:?} {right:?} {found:?}");
        assert_eq!(found, finding(&c, &r, &l), "{left:?} {right:?}");
        assert_eq!(found.and_then(|f| f.exclusion), why, "{left:?} {right:?}");
    }

    const TREATED: &str =
        "all=sound 16=filled/MO 26=crown 36=extracted 46=filled/O 11=crown 45=root-filled";

    #[test]
    fn notice_and_remains() {
        let (many, several, few) = (Some("many_agree"), Some("several_agree"), Some("few_agree"));
        let (explained, one) = (Some("explainable"), Some("one_discrepant"));
        let present = Some(Exclusion::ToothPresentAfterExtraction);
        let undone = Some(Exclusion::RestorationUndone);
        for (notice, remains, level, why) in [
            (TREATED, TREATED, many, None),
            ("all=sound", "all=sound", few, None),
            ("11=crown", "11=crown", few, None),
            ("11=crown 36=extracted", "11=crown 36=extracted 46=sound", several, None),
            ("16=sound", "16=sound", explained, None),
            // time explains
            ("16=filled/O", "16=filled/MO", explained, None),
            ("16=filled/O", "16=crown", explained, None),
            ("16=crown", "16=extracted", explained, None),
            ("16=sound", "16=implant", explained, None),
            ("16=decayed", "16=sound", explained, None),
            ("16=root-filled", "16=filled", explained, None),
            ("48=unerupted", "48=sound", explained, None),
            ("55=sound", "55=extracted", explained, None),
            ("36=extracted", "36=bridge", few, None),
            ("all=sound", "all=sound 16=filled/O 26=filled/O 36=filled/O", explained, None),
            // it does not
            ("36=extracted", "36=sound", one, present),
            ("36=implant", "36=filled/O", one, present),
            ("36=extracted 11=crown", "36=filled/O 11=crown", one, present),
            ("36=extracted", "36=crown", one, None),
            ("36=bridge", "36=sound", one, None),
            ("38=extracted", "38=sound", one, None),
            ("75=extracted", "75=sound", one, None),
            ("16=filled/O", "16=sound", one, undone),
            ("16=crown", "16=sound", one, undone),
            ("16=crown", "16=decayed", one, None),
            ("16=crown", "16=filled", one, None),
            ("16=filled/MO", "16=filled/O", one, None),
            ("17=sound", "17=unerupted", one, None),
            ("36=extracted 46=extracted", "36=sound 46=sound", Some("discrepant"), present),
            // charting errors
            ("36=extracted 37=sound", "36=sound 37=extracted", explained, None),
            ("24=extracted 25=sound", "24=sound 25=extracted", explained, None),
            (
                "11=crown 36=extracted 16=filled/MO",
                "21=crown 46=extracted 26=filled/MO",
                None,
                None,
            ),
            ("all=sound 11=crown 36=extracted", "all=sound 21=crown 46=extracted", explained, None),
            // nothing to compare
            ("36=extracted", "36=lost-post-mortem", None, None),
            ("36=extracted", "46=sound", None, None),
            ("36=no-information", "36=sound", None, None),
            ("36=extracted", "36=not-recovered", None, None),
        ] {
            check((Kind::Notice, notice), (Kind::Remains, remains), level, why);
        }
    }

    #[test]
    fn one_kind_never_excludes() {
        use Kind::{Notice, Remains, Shelter};
        let (one, explained) = (Some("one_discrepant"), Some("explainable"));
        for (kind, left, other, right, level) in [
            (Notice, TREATED, Notice, TREATED, Some("many_agree")),
            (Notice, "36=extracted", Notice, "36=sound", explained),
            (Notice, "36=extracted@2019", Notice, "36=sound@2021", one),
            (Notice, "36=extracted@2021", Notice, "36=sound@2019", explained),
            (Remains, "16=crown", Remains, "16=sound", explained),
            // no one direction explains both
            (Remains, "16=crown 26=sound", Remains, "16=sound 26=crown", one),
            (Shelter, "16=crown 26=sound 11=crown", Shelter, "16=sound 26=crown 11=sound", one),
            (Notice, "36=extracted@2019", Shelter, "36=sound@2021", one),
        ] {
            check((kind, left), (other, right), level, None);
        }
    }

    #[test]
    fn rare_findings_are_rare() {
        let frequency = |words: &str| {
            let (l, r) = (made(Kind::Notice, words), made(Kind::Remains, words));
            finding(&DentalComparison, &l, &r).unwrap().frequency
        };
        let sound = frequency("all=sound").unwrap();
        assert!(sound > 0.1 && sound < 0.4, "a sound mouth is common: {sound}");
        assert!(frequency(TREATED).unwrap() < 1e-4);
        assert!(frequency("16=filled/MOD").unwrap() < frequency("16=filled").unwrap());
    }

    #[test]
    fn teeth_have_their_places() {
        for at in 0..TEETH {
            let fdi = Fdi::new(u8::try_from(number(at)).unwrap()).expect("a tooth");
            assert_eq!(index(fdi), at);
            assert_eq!(mirror(mirror(at)), at);
            assert_eq!(number(mirror(at)) % 10, number(at) % 10);
        }
        for position in 1..=8 {
            let sum: f32 = [
                Class::Unerupted,
                Class::Sound,
                Class::Filled,
                Class::RootFilled,
                Class::Crown,
                Class::Lost,
            ]
            .into_iter()
            .map(|class| figures::share(class, position, false))
            .sum();
            assert!((sum - 1.0).abs() < 0.15, "{position}: {sum}");
        }
    }

    #[test]
    fn reasons_name_the_teeth() {
        let check = |left: &str, right: &str, lang, expected: &str| {
            let c = DentalComparison;
            let (l, r) = (
                c.compile(&made(Kind::Notice, left)).unwrap(),
                c.compile(&made(Kind::Remains, right)).unwrap(),
            );
            assert_eq!(c.reason(&l, &r, &c.compare(&l, &r).unwrap(), lang), expected);
        };
        check(
            "16=filled/MO 36=extracted 11=sound 21=sound 46=sound",
            "16=filled/MO 36=sound 11=sound 21=decayed 46=filled",
            Lang::Es,
            "contradice: 36 extraído / sano; coincide: 16 obturado MO, 2 sanos; explicable: 46 sano / obturado",
        );
        check(
            "all=sound 11=crown 36=extracted",
            "all=sound 21=crown 46=extracted",
            Lang::En,
            "contradicts: 11 crown / sound, 36 missing ante-mortem / sound; agrees: 24 sound; explainable: 21 sound / crown, 46 sound / missing ante-mortem; agrees if the sides are swapped",
        );
        let l = made(Kind::Notice, "16=filled/MO 36=extracted");
        assert_eq!(DentalComparison.show(&l, Lang::En), "16 filled MO, 36 missing ante-mortem");
    }

    proptest! {
        #[test]
        fn symmetric_and_total(left in charts(), right in charts(), kinds in (0usize..3, 0usize..3)) {
            let (l, r) = (made(Kind::ALL[kinds.0], &left), made(Kind::ALL[kinds.1], &right));
            let found = finding(&DentalComparison, &l, &r);
            prop_assert_eq!(found, finding(&DentalComparison, &r, &l));
            if let Some(found) = found {
                prop_assert!(found.frequency.is_none_or(|f| f > 0.0 && f <= 1.0));
                let remains = kinds.0 != kinds.1 && kinds.0.max(kinds.1) == 1;
                prop_assert!(found.exclusion.is_none() || remains);
            }
        }

        #[test]
        fn any_text(text in ".{0,40}") {
            let r = record(Kind::Remains, &[("dental", &text)]);
            prop_assert_eq!(finding(&DentalComparison, &r, &r).and_then(|f| f.exclusion), None);
        }
    }

    fn charts() -> impl Strategy<Value = String> {
        let tooth = "(1[1-8]|3[4-8]|46|55)=(sound|decayed|filled|filled/MO|filled/O|crown|extracted|bridge|unerupted|lost-post-mortem)";
        (prop::collection::vec(tooth, 0..12), "(|@2019|@2021|@2020~)")
            .prop_map(|(teeth, date)| format!("{}{date}", teeth.join(" ")))
    }
}
