//! Medical statements out of free text: condition, place, side.

use std::sync::LazyLock;

use vinculo_record::vocab::{BodyLocation, MarkType, Side};
use vinculo_record::{Lang, fold};

use super::figures::MOST_STATEMENTS;
use crate::marks::reading::{place_of, side_of};

/// What shows a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Bones, or hardware that stays with them.
    Bone,
    /// Soft tissue.
    Body,
    /// Nothing that an examination finds.
    None,
}

/// Ways to say one thing, each in words; `*` ends a beginning.
type Phrases = Vec<Vec<&'static str>>;

/// A condition of the table.
pub struct Condition {
    code: &'static str,
    names: [&'static str; 2],
    words: Phrases,
    pub trace: Trace,
    pub place: Option<BodyLocation>,
    /// Share of records with a medical statement.
    pub share: f32,
}

impl Condition {
    pub const fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Es => self.names[0],
            Lang::En => self.names[1],
        }
    }
}

/// A condition that is stated of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Statement {
    /// Row of [`conditions`].
    pub condition: u8,
    pub place: Option<BodyLocation>,
    pub side: Option<Side>,
}

impl Statement {
    pub fn condition(self) -> &'static Condition {
        &conditions()[usize::from(self.condition)]
    }
}

/// The conditions of `data/medical/conditions.csv`.
pub fn conditions() -> &'static [Condition] {
    static TABLE: LazyLock<Vec<Condition>> = LazyLock::new(|| {
        let rows = include_str!("../../data/medical/conditions.csv").lines().skip(1);
        rows.filter_map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            let [code, es, en, words, trace, place, share] = cells[..] else { return None };
            let trace = match trace {
                "bone" => Trace::Bone,
                "body" => Trace::Body,
                _ => Trace::None,
            };
            Some(Condition {
                code,
                names: [es, en],
                words: words.split('|').map(|words| words.split(' ').collect()).collect(),
                trace,
                place: BodyLocation::parse(place),
                share: share.parse::<f32>().ok()? / 1000.0,
            })
        })
        .collect()
    });
    &TABLE
}

/// The condition that a kind of mark is, where medical records state it too.
pub fn of_mark(kind: MarkType) -> Option<u8> {
    use MarkType as M;
    let code = match kind {
        M::FractureHealed => "fracture",
        M::PlateScrews => "hardware",
        M::Prosthesis => "prosthesis",
        M::Amputation => "amputation",
        M::Cesarean => "cesarean",
        M::Appendectomy => "appendix",
        M::Deafness => "deafness",
        _ => return None,
    };
    conditions().iter().position(|condition| condition.code == code).map(|at| at as u8)
}

/// What a text states. What it denies, and what came with death, is left out.
pub fn statements(text: &str) -> Vec<Statement> {
    let mut out = Vec::new();
    for clause in text.split([';', '.', ',', '\n']) {
        let folded = fold(clause);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        if words.iter().any(|word| NEGATIONS.contains(word) || AT_DEATH.contains(word)) {
            continue;
        }
        let (place, side) = (place(&words), side_of(&words));
        for (at, condition) in (0_u8..).zip(conditions()) {
            if condition.words.iter().any(|phrase| has(&words, phrase)) {
                let place = condition.place.or(place);
                out.push(Statement { condition: at, place, side });
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(MOST_STATEMENTS);
    out
}

/// Words that deny what follows.
const NEGATIONS: &[&str] =
    &["sin", "niega", "no", "ninguna", "ninguno", "negativo", "denies", "without", "negative"];
/// Words of what came with death or after.
const AT_DEATH: &[&str] =
    &["reciente", "recientes", "perimortem", "postmortem", "peri", "post", "recent", "fresca"];

/// The words in a row, each as written or, with `*`, as it begins.
fn has(words: &[&str], phrase: &[&str]) -> bool {
    words.windows(phrase.len()).any(|window| {
        window.iter().zip(phrase).all(|(word, wanted)| match wanted.strip_suffix('*') {
            Some(beginning) => word.starts_with(beginning),
            None => word == wanted,
        })
    })
}

/// Where, by the name of a bone, else of a place of the body.
fn place(words: &[&str]) -> Option<BodyLocation> {
    static BONES: LazyLock<Vec<(BodyLocation, Phrases)>> = LazyLock::new(|| {
        let rows = include_str!("../../data/medical/bones.csv").lines().skip(1);
        rows.filter_map(|row| {
            let (place, words) = row.split_once(',')?;
            let words = words.split('|').map(|words| words.split(' ').collect()).collect();
            Some((BodyLocation::parse(place)?, words))
        })
        .collect()
    });
    let bone = BONES.iter().find(|(_, names)| names.iter().any(|name| has(words, name)));
    bone.map(|(place, _)| *place).or_else(|| place_of(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(conditions().len(), 54);
        for condition in conditions() {
            assert!(condition.share > 0.0 && condition.share < 1.0, "{}", condition.code);
        }
        for kind in [MarkType::FractureHealed, MarkType::Deafness, MarkType::Prosthesis] {
            assert!(of_mark(kind).is_some());
        }
        for line in include_str!("../../data/medical/bones.csv").lines().skip(1) {
            assert!(BodyLocation::parse(line.split(',').next().unwrap()).is_some(), "{line}");
        }
    }

    #[test]
    fn free_texts() {
        let read = |text: &str| {
            let one = |s: &Statement| {
                let place = s.place.map_or("", BodyLocation::code);
                let side = s.side.map_or("", Side::code);
                format!("{}@{place}/{side}", s.condition().code)
            };
            statements(text).iter().map(one).collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("fractura de fémur derecho", "fracture@thigh/right"),
            ("Se fracturó el brazo izquierdo de niño", "fracture@arm/left"),
            ("broken left collar bone", "fracture@clavicle/left"),
            (
                "fractura de tibia izq con placa y tornillos",
                "fracture@shin/left hardware@shin/left",
            ),
            ("diabético; presión alta", "diabetes@/ hypertension@/"),
            ("niega diabetes", ""),
            ("sin fracturas", ""),
            ("fractura reciente de costillas", ""),
            ("operado de la vesícula", "gallbladder@abdomen/"),
            ("3 cesáreas", "cesarean@abdomen/"),
            ("marcapasos", "pacemaker@chest/"),
            ("embarazada de 5 meses", "pregnancy@abdomen/"),
            ("le gusta el futbol", ""),
            ("", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
