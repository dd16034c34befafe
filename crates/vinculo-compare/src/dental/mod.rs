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
//! misnumbered after an extraction. A permanent tooth does not become a deciduous one:
//! one such place contradicts, two exclude (one may be misnumbered). Elsewhere the direction is that of the charts'
//! dates, or the one that contradicts less, and nothing excludes.

mod figures;
#[cfg(test)]
mod tests;

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
        2
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
        let (first, second) = if forward { (left, right) } else { (right, left) };
        for (permanent, deciduous) in SUCCESSORS {
            let both = |a: usize, b: usize| format!("{} / {}", number(a), number(b));
            let teeth = (permanent, deciduous);
            match change(&first.teeth, teeth, &second.teeth, teeth) {
                Change::Back => contradicts.push(both(permanent, deciduous)),
                Change::Forward => explained.push(both(deciduous, permanent)),
                Change::None => {}
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
                        return score;
                    }
                }
            }
            score.compared += 1;
        }
        score.change_teeth(first, place, second, most);
        score
    }

    /// Deciduous teeth against the permanent ones that follow them.
    fn change_teeth(
        &mut self,
        first: &Teeth,
        place: impl Fn(usize) -> usize,
        second: &Teeth,
        most: u8,
    ) {
        let mut back = 0;
        for (permanent, deciduous) in SUCCESSORS {
            match change(
                first,
                (permanent, deciduous),
                second,
                (place(permanent), place(deciduous)),
            ) {
                Change::None => continue,
                Change::Forward => self.bits -= figures::EXPLAINED_BITS,
                Change::Back => {
                    back += 1;
                    self.contradictions = self.contradictions.saturating_add(1);
                    if back > 1 {
                        let exclusion = Exclusion::DeciduousAfterPermanent;
                        self.exclusion = self.exclusion.or(Some(exclusion));
                    }
                    if self.contradictions > most {
                        return;
                    }
                }
            }
            self.compared += 1;
        }
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

/// What happened at the place of a permanent tooth and its deciduous predecessor.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    /// Nothing that both charts tell.
    None,
    /// The deciduous tooth, or its gap, was followed by the permanent one.
    Forward,
    /// The permanent tooth was there, later the deciduous one: not one mouth.
    Back,
}

/// The change at a place, by the indexes of permanent and deciduous tooth in either chart.
fn change(
    first: &Teeth,
    (permanent, deciduous): (usize, usize),
    second: &Teeth,
    (later_permanent, later_deciduous): (usize, usize),
) -> Change {
    let state = |teeth: &Teeth, at: usize| teeth[at].and_then(|tooth| class(tooth.state));
    let (milk_before, milk_after) = (state(first, deciduous), state(second, later_deciduous));
    if milk_before.is_none() && milk_after.is_none() {
        return Change::None;
    }
    let there = |class: Option<Class>| {
        class.is_some_and(|class| class != Class::Unerupted && class != Class::Lost)
    };
    let (before, after) = (state(first, permanent), state(second, later_permanent));
    if there(before) && there(milk_after) && !there(after) && !there(milk_before) {
        Change::Back
    } else if milk_before.is_some() && !there(before) && there(after) && !there(milk_after) {
        Change::Forward
    } else {
        Change::None
    }
}

/// Each permanent tooth that has a deciduous predecessor, with it.
const SUCCESSORS: [(usize, usize); 20] = {
    let mut out = [(0, 0); 20];
    let mut at = 0;
    while at < 20 {
        out[at] = (at / 5 * 8 + at % 5, 32 + at);
        at += 1;
    }
    out
};

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
