//! Medical statements: healed fractures, hardware, operations, diseases that leave traces.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `several` | two conditions and more agree |
//! | `same_place` | one condition, at one place and not on the other side |
//! | `same` | one condition, whose place one record does not tell |
//! | `nearby` | one condition at a neighbouring place or on the other side |
//! | `none_shared` | both tell of conditions, none is alike |
//! | `expected_missing` | an examined body lacks what it would show |
//!
//! A statement is held against the other record's statements and against its marks of the
//! same meaning (a plate, an old fracture); what a record says by both counts as a mark, and
//! marks against marks are the comparison of marks. What condition and missing parts hide,
//! what leaves no trace, what is denied and what came with death is not compared with
//! remains. A finding on a body that the family did not mention is never against.
//! Agreement has the frequency of those conditions, places and sides.

mod figures;
mod read;
#[cfg(test)]
mod tests;

use vinculo_record::{Kind, Lang, Observed, Record};

use self::figures::{FURTHER, MIN_FREQUENCY, NEARBY, SAME_PLACE, SAME_SIDE};
use self::read::{Statement, Trace, of_mark, statements};
use crate::marks::reading::{
    Needs, Places, Shows, both_sided, completed, head, other_side, places,
};
use crate::{Comparison, Finding, Level};

const SEVERAL: u8 = 0;
const SAME_PLACE_LEVEL: u8 = 1;
const SAME: u8 = 2;
const NEARBY_LEVEL: u8 = 3;
const NONE_SHARED: u8 = 4;
const EXPECTED_MISSING: u8 = 5;

const LEVELS: &[Level] = &[
    Level {
        name: "several",
        es: "varios datos médicos iguales",
        en: "several medical facts agree",
    },
    Level {
        name: "same_place",
        es: "mismo dato médico y lugar",
        en: "same medical fact and place",
    },
    Level { name: "same", es: "mismo dato médico", en: "same medical fact" },
    Level { name: "nearby", es: "dato médico parecido", en: "similar medical fact" },
    Level {
        name: "none_shared",
        es: "ningún dato médico en común",
        en: "no medical fact in common",
    },
    Level {
        name: "expected_missing",
        es: "falta una huella esperada",
        en: "an expected trace is missing",
    },
];

/// Compares medical statements.
#[derive(Clone, Copy, Debug, Default)]
pub struct MedicalComparison;

/// What a record states, and what its examination could see.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MedicalFeature {
    kind: Kind,
    shows: Shows,
    /// Whether anybody looked: statements, or that there is nothing.
    looked: bool,
    /// Statements that the marks do not make too.
    told: Box<[Statement]>,
    /// Marks that medical statements may mean.
    marked: Box<[Statement]>,
}

impl Comparison for MedicalComparison {
    type Feature = MedicalFeature;

    fn name(&self) -> &'static str {
        "medical"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<MedicalFeature> {
        let marked = marked(record);
        let (looked, told) = match &record.body.medical {
            Observed::Known(texts) => {
                let mut told: Vec<Statement> =
                    texts.iter().flat_map(|text| statements(text)).collect();
                told.retain(|one| !marked.iter().any(|mark| Alike::of(*one, *mark).is_some()));
                told.sort_unstable();
                told.dedup();
                (true, told)
            }
            Observed::None => (true, Vec::new()),
            Observed::NotRecorded | Observed::NotObservable => (false, Vec::new()),
        };
        if !looked && marked.is_empty() {
            return None;
        }
        Some(MedicalFeature {
            kind: record.key.kind,
            shows: Shows::of(record, looked),
            looked,
            told: told.into_boxed_slice(),
            marked: marked.into_boxed_slice(),
        })
    }

    fn compare(&self, left: &MedicalFeature, right: &MedicalFeature) -> Option<Finding> {
        let agreed = Agreed::of(left, right);
        let Some(best) = agreed.best else {
            return nothing_alike(left, right).map(Finding::level);
        };
        let level = match best.nearness {
            _ if agreed.count > 1 => SEVERAL,
            Nearness::Place => SAME_PLACE_LEVEL,
            Nearness::Condition => SAME,
            Nearness::Nearby => NEARBY_LEVEL,
        };
        let tried = left.told.len() * (right.told.len() + right.marked.len())
            + left.marked.len() * right.told.len();
        let share = (agreed.share * tried as f32).clamp(MIN_FREQUENCY, 1.0);
        Some(Finding::with_frequency(level, share))
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        match &record.body.medical {
            Observed::Known(texts) => texts.join("; "),
            Observed::None => lang.pick("ninguno", "none").to_owned(),
            Observed::NotObservable => lang.pick("no observable", "not observable").to_owned(),
            Observed::NotRecorded => String::new(),
        }
    }

    fn reason(
        &self,
        left: &MedicalFeature,
        right: &MedicalFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        match finding.level {
            ..=NEARBY_LEVEL => {
                let mut clauses: Vec<String> = pairs(left, right)
                    .filter(|(a, b)| Alike::of(*a, *b).is_some())
                    .map(|(a, b)| both(a, b, lang))
                    .collect();
                clauses.dedup();
                clauses.join("; ")
            }
            NONE_SHARED => lang
                .pick(
                    "los dos registros dan datos médicos distintos",
                    "the two records state different medical facts",
                )
                .to_owned(),
            _ => {
                let lacking = expected(left, right).or_else(|| expected(right, left));
                let Some(lacking) = lacking else { return String::new() };
                let text = lang.pick(
                    "no se halló en los restos examinados, que lo mostrarían",
                    "was not found in the examined remains, which would show it",
                );
                format!("{} {text}", one(lacking, lang))
            }
        }
    }
}

/// How near two statements of one condition are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Place,
    Condition,
    Nearby,
}

/// Two statements of one condition.
#[derive(Clone, Copy)]
struct Alike {
    nearness: Nearness,
    /// Share of people with a medical statement who would agree as well.
    share: f32,
}

impl Alike {
    fn of(a: Statement, b: Statement) -> Option<Alike> {
        if a.condition != b.condition {
            return None;
        }
        let condition = a.condition();
        let side = if both_sided(a.side, b.side) { SAME_SIDE } else { 1.0 };
        let fixed = condition.place.is_some();
        let (nearness, at) = match places(a.place, b.place) {
            _ if other_side(a.side, b.side) => (Nearness::Nearby, NEARBY),
            Places::Same if fixed => (Nearness::Condition, 1.0),
            Places::Same => (Nearness::Place, SAME_PLACE),
            Places::Unknown => (Nearness::Condition, 1.0),
            Places::Nearby => (Nearness::Nearby, NEARBY),
            Places::Apart => return None,
        };
        Some(Alike { nearness, share: condition.share * at * side })
    }
}

/// What agrees between two records.
struct Agreed {
    best: Option<Alike>,
    count: u32,
    share: f32,
}

impl Agreed {
    /// Each condition counts once, by its best pair; conditions multiply.
    fn of(left: &MedicalFeature, right: &MedicalFeature) -> Agreed {
        let mut out = Agreed { best: None, count: 0, share: 1.0 };
        let mut last: Option<u8> = None;
        loop {
            // the next condition that agrees, ascending: each is summed once
            let next = pairs(left, right)
                .filter(|(a, _)| last.is_none_or(|last| a.condition > last))
                .filter_map(|(a, b)| Some((a.condition, Alike::of(a, b)?)))
                .min_by(|(a, x), (b, y)| {
                    a.cmp(b).then(x.nearness.cmp(&y.nearness)).then(x.share.total_cmp(&y.share))
                });
            let Some((condition, alike)) = next else { return out };
            last = Some(condition);
            out.count += 1;
            out.share *= if out.count == 1 { alike.share } else { alike.share.powf(FURTHER) };
            if out.best.is_none_or(|best| alike.nearness < best.nearness) {
                out.best = Some(alike);
            }
        }
    }
}

/// Statements of one record beside statements and marks of the other.
fn pairs<'a>(
    left: &'a MedicalFeature,
    right: &'a MedicalFeature,
) -> impl Iterator<Item = (Statement, Statement)> + 'a {
    let against = |a: &'a Statement, of: &'a [Statement]| of.iter().map(move |b| (*a, *b));
    let told = left
        .told
        .iter()
        .flat_map(move |a| against(a, &right.told).chain(against(a, &right.marked)));
    told.chain(left.marked.iter().flat_map(move |a| against(a, &right.told)))
}

/// What it means that nothing is alike.
fn nothing_alike(left: &MedicalFeature, right: &MedicalFeature) -> Option<u8> {
    if expected(left, right).or_else(|| expected(right, left)).is_some() {
        return Some(EXPECTED_MISSING);
    }
    let living = left.kind != Kind::Remains && right.kind != Kind::Remains;
    (living && !left.told.is_empty() && !right.told.is_empty()).then_some(NONE_SHARED)
}

/// A statement that an examined body would show.
fn expected(told: &MedicalFeature, body: &MedicalFeature) -> Option<Statement> {
    if body.kind != Kind::Remains || !body.looked {
        return None;
    }
    told.told.iter().copied().find(|statement| {
        let needs = match statement.condition().trace {
            Trace::Bone => Needs::of_bone(statement.place),
            Trace::Body => Needs::of_flesh(statement.place),
            Trace::None => return false,
        };
        body.shows.should_have(needs)
    })
}

fn marked(record: &Record) -> Vec<Statement> {
    let Observed::Known(marks) = &record.body.marks else { return Vec::new() };
    let statement = |mark| {
        let mark = completed(mark);
        let condition = of_mark(mark.kind)?;
        let fixed = read::conditions()[usize::from(condition)].place;
        Some(Statement { condition, place: fixed.or(mark.location), side: mark.side })
    };
    let mut out: Vec<Statement> = marks.iter().filter_map(statement).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn both(a: Statement, b: Statement, lang: Lang) -> String {
    let (one, other) = (one(a, lang), one(b, lang));
    if one == other {
        format!("{one} {}", lang.pick("en ambos registros", "in both records"))
    } else {
        format!("{one} / {other}")
    }
}

/// `fractura (muslo, derecho)`; a place that the condition has by its nature is left out.
fn one(statement: Statement, lang: Lang) -> String {
    let condition = statement.condition();
    let place = statement.place.filter(|_| condition.place.is_none());
    head(condition.label(lang), place, statement.side, lang)
}
