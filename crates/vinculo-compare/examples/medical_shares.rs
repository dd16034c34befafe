//! How often the medical statements of one person and of two people come to each level:
//! m and u of the default model. Conditions are drawn from `data/medical/conditions.csv`,
//! places from `bones.csv`; how much families, shelters and examiners tell is judgement.
//! Nothing is taken from the synthetic population that evaluates the model.

mod dice;

use vinculo_compare::MedicalComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 100_000;
const PAIRS: usize = 5_000_000;

/// How statements are made. All judgement.
mod rates {
    /// People of whom there is anything to tell, and a further condition.
    pub const ANY: f64 = 0.6;
    pub const FURTHER: f64 = 0.35;
    /// A teller tells at all; tells of a condition that is there: family, shelter, examiner.
    pub const TELLS: [f64; 3] = [0.4, 0.5, 0.6];
    pub const KNOWN: [f64; 3] = [0.7, 0.6, 0.7];
    /// Another condition that only this teller knows of.
    pub const ELSE: f64 = 0.25;
    /// Place and side are told; the place is only the limb's; the side is flipped.
    pub const PLACE: f64 = 0.75;
    pub const SIDE: f64 = 0.65;
    pub const FLIPPED: f64 = 0.08;
    /// Bodies that are skeletons.
    pub const BONES: f64 = 0.5;
}

struct Condition {
    words: Vec<String>,
    trace: String,
    fixed: bool,
    weight: f64,
}

struct Stated {
    condition: usize,
    place: usize,
    side: usize,
}

fn main() {
    let mut dice = Dice(1);
    let conditions: Vec<Condition> = rows(include_str!("../data/medical/conditions.csv"))
        .map(|row| Condition {
            words: row[3].split('|').map(|word| word.replace('*', "")).collect(),
            trace: row[4].to_owned(),
            fixed: !row[5].is_empty(),
            weight: row[6].parse().expect("a share"),
        })
        .collect();
    let weights: Vec<(usize, f64)> =
        conditions.iter().enumerate().map(|(at, condition)| (at, condition.weight)).collect();
    let bones: Vec<Vec<String>> = rows(include_str!("../data/medical/bones.csv"))
        .map(|row| row[1].split('|').map(|word| word.replace('*', "")).collect())
        .collect();
    use Kind::{Notice, Remains, Shelter};
    for (link, kinds) in [
        ("notice-remains", [Notice, Remains]),
        ("notice-shelter", [Notice, Shelter]),
        ("notice-notice", [Notice, Notice]),
        ("remains-remains", [Remains, Remains]),
        ("shelter-shelter", [Shelter, Shelter]),
    ] {
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let count =
                    if dice.chance(rates::ANY) { 1 + dice.more(rates::FURTHER, 4) } else { 0 };
                let person: Vec<Stated> =
                    (0..count).map(|_| draw(&weights, bones.len(), &mut dice)).collect();
                let [left, right] = kinds.map(|kind| {
                    let further =
                        dice.chance(rates::ELSE).then(|| draw(&weights, bones.len(), &mut dice));
                    told(kind, person.iter().chain(&further), &conditions, &bones, &mut dice)
                });
                (left, right)
            })
            .unzip();
        print_shares(&MedicalComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}

fn draw(weights: &[(usize, f64)], bones: usize, dice: &mut Dice) -> Stated {
    Stated { condition: *dice.weighted(weights), place: dice.below(bones), side: dice.below(2) }
}

fn told<'a>(
    kind: Kind,
    stated: impl Iterator<Item = &'a Stated>,
    conditions: &[Condition],
    bones: &[Vec<String>],
    dice: &mut Dice,
) -> Record {
    let teller = match kind {
        Kind::Notice => 0,
        Kind::Shelter => 1,
        Kind::Remains => 2,
    };
    let skeleton = dice.chance(rates::BONES);
    let mut cells = Vec::new();
    if kind == Kind::Remains {
        let condition = if skeleton { "skeletal-complete" } else { "fresh" };
        cells.push((Column::Condition, condition.to_owned()));
    }
    let mut texts = Vec::new();
    if dice.chance(rates::TELLS[teller]) {
        for one in stated {
            let condition = &conditions[one.condition];
            let seen = match condition.trace.as_str() {
                "bone" => true,
                "body" => !skeleton,
                _ => false,
            };
            if (kind == Kind::Remains && !seen) || !dice.chance(rates::KNOWN[teller]) {
                continue;
            }
            let mut text = condition.words[dice.below(condition.words.len())].clone();
            if !condition.fixed && condition.trace == "bone" && dice.chance(rates::PLACE) {
                let names = &bones[one.place];
                text.push_str(&format!(" de {}", names[dice.below(names.len())]));
                if dice.chance(rates::SIDE) {
                    let side = (one.side + usize::from(dice.chance(rates::FLIPPED))) % 2;
                    text.push_str([" izquierda", " derecha"][side]);
                }
            }
            texts.push(text);
        }
        // families leave the field empty, examiners write that there is nothing
        if texts.is_empty() && kind == Kind::Remains {
            texts.push("none".to_owned());
        }
    }
    cells.push((Column::Medical, texts.join(";")));
    record(kind, &cells)
}

fn rows(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).into_records().filter_map(Result::ok)
}
