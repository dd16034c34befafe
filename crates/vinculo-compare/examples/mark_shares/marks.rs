//! The marks of people, and how they are told again.

use vinculo_record::vocab::{BodyLocation, MarkType, Side};
use vinculo_record::{Cell, Column, Kind, Lang, Record, RecordKey, Row};

use crate::dice::Dice;
use crate::table::{Weighted, rows};

/// How people are marked and tell of it. All judgement, unless said otherwise.
mod rates {
    /// Kinds of marks, the share of adults who have one, and of those who have one the
    /// share with a further one. Tattoos after published surveys (a tenth to a third of
    /// adults of Mexico and the United States; unverified), the others judgement.
    pub const KINDS: &[(&str, f64, f64)] = &[
        ("tattoo", 0.28, 0.5),
        ("scar", 0.55, 0.4),
        ("mole", 0.45, 0.4),
        ("surgical-scar", 0.10, 0.2),
        ("birthmark", 0.08, 0.1),
        ("piercing", 0.12, 0.4),
        ("burn", 0.05, 0.1),
        ("cesarean", 0.05, 0.0),
        ("appendectomy", 0.04, 0.0),
        ("amputation", 0.01, 0.1),
        ("deformity", 0.015, 0.1),
        ("bullet-wound", 0.015, 0.2),
        ("gold-tooth", 0.04, 0.3),
        ("missing-tooth", 0.10, 0.4),
        ("vitiligo", 0.01, 0.0),
    ];
    /// What a tattoo shows: a motif, a name, initials, a date.
    pub const MOTIF: f64 = 0.72;
    /// See [`MOTIF`].
    pub const NAME: f64 = 0.28;
    /// See [`MOTIF`].
    pub const INITIALS: f64 = 0.06;
    /// See [`MOTIF`].
    pub const DATE: f64 = 0.05;
    /// Scars and birthmarks with a word for their shape or cause.
    pub const WORD: f64 = 0.45;
    /// Marks whose size is told, if their words are.
    pub const SIZE: f64 = 0.3;

    /// How one who tells does.
    pub struct Teller {
        /// Tells of anything at all; else the field is empty.
        pub tells: f64,
        /// Tells of a mark that is there, if a tattoo, and if another.
        pub tattoo: f64,
        pub other: f64,
        /// The place is told; told as a neighbouring one; told as the region.
        pub place: f64,
        pub neighbour: f64,
        pub region: f64,
        /// The side is told, of marks that have one; told wrongly.
        pub side: f64,
        pub flipped: f64,
        /// The kind is told by its general word.
        pub general: f64,
        /// Words are told; of words told, another motif, a letter wrong.
        pub words: f64,
        pub other_motif: f64,
        pub misspelt: f64,
        /// Tells in English.
        pub english: f64,
    }

    pub const FAMILY: Teller = Teller {
        tells: 0.7,
        tattoo: 0.75,
        other: 0.3,
        place: 0.92,
        neighbour: 0.1,
        region: 0.15,
        side: 0.65,
        flipped: 0.12,
        general: 0.25,
        words: 0.75,
        other_motif: 0.1,
        misspelt: 0.08,
        english: 0.05,
    };
    pub const EXAMINER: Teller = Teller {
        tells: 0.8,
        tattoo: 0.92,
        other: 0.45,
        place: 0.99,
        neighbour: 0.06,
        region: 0.08,
        side: 0.92,
        flipped: 0.03,
        general: 0.15,
        words: 0.85,
        other_motif: 0.08,
        misspelt: 0.05,
        english: 0.3,
    };
    pub const SHELTER: Teller = Teller {
        tells: 0.35,
        tattoo: 0.6,
        other: 0.3,
        place: 0.95,
        neighbour: 0.08,
        region: 0.12,
        side: 0.75,
        flipped: 0.08,
        general: 0.25,
        words: 0.7,
        other_motif: 0.1,
        misspelt: 0.06,
        english: 0.03,
    };

    /// The condition of remains, its share, and what it leaves of the share of tattoos,
    /// of other marks of the skin, and of bone (after the comparability matrix of the
    /// domain reference).
    pub const CONDITIONS: &[(&str, f64, [f64; 3])] = &[
        ("fresh", 0.25, [1.0, 1.0, 0.6]),
        ("early-decomposition", 0.18, [0.85, 0.5, 0.5]),
        ("advanced-decomposition", 0.15, [0.4, 0.1, 0.6]),
        ("mummified", 0.07, [0.6, 0.25, 0.6]),
        ("skeletal-complete", 0.14, [0.0, 0.0, 0.9]),
        ("skeletal-partial", 0.16, [0.0, 0.0, 0.5]),
        ("burned", 0.05, [0.1, 0.02, 0.5]),
    ];
    /// Remains whose inventory is written, and of those the whole ones.
    pub const INVENTORY: f64 = 0.5;
    /// See [`INVENTORY`].
    pub const WHOLE: f64 = 0.7;
    /// Share of parts recovered, where not all are.
    pub const PART: f64 = 0.5;
    /// Two records of remains that are two parts of one body.
    pub const PARTS_OF_ONE: f64 = 0.5;
}

/// The tables that marks are drawn from.
pub struct Tables {
    tattoo_places: Weighted<BodyLocation>,
    mark_places: Weighted<BodyLocation>,
    motifs: Weighted<Motif>,
    words: Weighted<Motif>,
    names: Weighted<String>,
}

struct Motif {
    es: Vec<String>,
    en: Vec<String>,
}

impl Tables {
    pub fn read() -> Tables {
        let places = rows(include_str!("../../data/marks/places.csv"));
        let weighted = |column: usize| {
            Weighted::of(places.iter().filter_map(move |row| {
                Some((BodyLocation::parse(&row[0])?, row[column].parse::<f64>().ok()?))
            }))
        };
        // letters, numbers and dates are drawn apart
        let apart = |code: &str| matches!(code, "letters" | "number" | "date" | "roman-numerals");
        let of = |text: &str, weight: usize| {
            let rows = rows(text).into_iter().filter(|row| !apart(&row[0]));
            Weighted::of(rows.map(|row| {
                let words = |text: &str| text.split('|').map(str::to_owned).collect();
                let share = row[weight].parse().unwrap_or(0.0);
                (Motif { es: words(&row[1]), en: words(&row[2]) }, share)
            }))
        };
        let names = rows(include_str!("../../data/names/given_names.csv"));
        Tables {
            tattoo_places: weighted(1),
            mark_places: weighted(2),
            motifs: of(include_str!("../../data/marks/motifs.csv"), 4),
            words: of(include_str!("../../data/marks/words.csv"), 3),
            names: Weighted::of(
                names.iter().map(|row| (row[0].clone(), row[2].parse().unwrap_or(0.0))),
            ),
        }
    }
}

/// Somebody with marks.
pub struct Person<'a> {
    marks: Vec<TrueMark<'a>>,
    /// The parts of the body that each of two records of remains has.
    halves: Option<u8>,
}

struct TrueMark<'a> {
    kind: MarkType,
    place: BodyLocation,
    side: Option<Side>,
    motifs: Vec<&'a Motif>,
    name: Option<&'a str>,
    further: Vec<String>,
    mm: usize,
}

/// Names of the parts in an inventory, as bits.
const PARTS: [&str; 6] = ["head", "torso", "arms", "hands", "legs", "feet"];

impl<'a> Person<'a> {
    pub fn draw(tables: &'a Tables, dice: &mut Dice) -> Person<'a> {
        let mut marks = Vec::new();
        for (code, share, further) in rates::KINDS {
            if dice.chance(*share) {
                let kind = MarkType::parse(code).expect("a kind of mark");
                let count = 1 + dice.more(*further, 7);
                marks.extend((0..count).map(|_| TrueMark::draw(kind, tables, dice)));
            }
        }
        let halves = dice.chance(rates::PARTS_OF_ONE).then(|| 1 + dice.below(62) as u8);
        Person { marks, halves }
    }

    /// The record that somebody makes of the person; of the second record of remains
    /// the other parts.
    pub fn told(&self, kind: Kind, tables: &Tables, dice: &mut Dice) -> Record {
        let mut row = Row::new();
        let teller = match kind {
            Kind::Notice => &rates::FAMILY,
            Kind::Remains => &rates::EXAMINER,
            Kind::Shelter => &rates::SHELTER,
        };
        let (mut left, mut parts) = ([1.0; 3], 63);
        if kind == Kind::Remains {
            let shares = rates::CONDITIONS.iter().map(|row| (row, row.1));
            let (condition, _, leaves) = Weighted::of(shares).draw(dice).to_owned();
            row.insert_text(Column::Condition, *condition);
            left = *leaves;
            parts = self.recovered(dice, &mut row);
        }
        if dice.chance(teller.tells) {
            let told: Vec<String> = self
                .marks
                .iter()
                .filter_map(|mark| {
                    let told = parts & part_of(mark.place) != 0 && mark.is_told(teller, left, dice);
                    told.then(|| mark.text(teller, tables, dice))
                })
                .collect();
            // families leave the field empty, examiners write that there is nothing
            if !told.is_empty() {
                row.insert(Column::Marks, Cell::List(told));
            } else if kind == Kind::Remains {
                row.insert_text(Column::Marks, "none");
            }
        }
        let key = RecordKey::new(kind, "X", "1").expect("a key");
        Record::from_row(key, &row).0
    }

    fn recovered(&self, dice: &mut Dice, row: &mut Row) -> u8 {
        let parts = match self.halves {
            Some(half) if dice.chance(0.5) => half,
            Some(half) => 63 & !half,
            None if dice.chance(rates::WHOLE) => 63,
            None => (0..6).filter(|_| dice.chance(rates::PART)).fold(0, |set, bit| set | 1 << bit),
        };
        if dice.chance(rates::INVENTORY) {
            let names =
                (0..6).filter(|bit| parts & (1 << bit) != 0).map(|bit| PARTS[bit].to_owned());
            let all = vec!["all".to_owned()];
            row.insert(
                Column::Inventory,
                Cell::List(if parts == 63 { all } else { names.collect() }),
            );
        }
        parts
    }
}

fn part_of(place: BodyLocation) -> u8 {
    use BodyLocation as L;
    let mut at = Some(place);
    while let Some(here) = at {
        match here {
            L::Head => return 1,
            L::Arm => return 4,
            L::Hand => return 8,
            L::Leg => return 16,
            L::Foot => return 32,
            _ => at = here.parent(),
        }
    }
    2
}

impl<'a> TrueMark<'a> {
    fn draw(kind: MarkType, tables: &'a Tables, dice: &mut Dice) -> TrueMark<'a> {
        use MarkType as M;
        let place = match kind {
            M::Tattoo => *tables.tattoo_places.draw(dice),
            M::Cesarean | M::Appendectomy => BodyLocation::Abdomen,
            M::GoldTooth | M::MissingTooth => BodyLocation::Mouth,
            M::Piercing => {
                [BodyLocation::Ear, BodyLocation::Nose, BodyLocation::Eyebrow][dice.below(3)]
            }
            M::Amputation => {
                [BodyLocation::Finger, BodyLocation::Toe, BodyLocation::Hand][dice.below(3)]
            }
            _ => *tables.mark_places.draw(dice),
        };
        let middle = matches!(part_of(place), 1 | 2);
        let side = match dice.below(2) {
            _ if middle && dice.chance(0.5) => None,
            0 => Some(Side::Left),
            _ => Some(Side::Right),
        };
        let (mut motifs, mut name, mut further) = (Vec::new(), None, Vec::new());
        match kind {
            M::Tattoo => {
                if dice.chance(rates::MOTIF) {
                    motifs.push(tables.motifs.draw(dice));
                    motifs.extend((0..dice.more(0.2, 2)).map(|_| tables.motifs.draw(dice)));
                }
                name = dice.chance(rates::NAME).then(|| tables.names.draw(dice).as_str());
                if dice.chance(rates::INITIALS) {
                    let letter = |dice: &mut Dice| char::from(b'A' + dice.below(22) as u8);
                    further.push(format!("iniciales {}.{}.", letter(dice), letter(dice)));
                }
                if dice.chance(rates::DATE) {
                    let (day, month) = (1 + dice.below(28), 1 + dice.below(12));
                    further.push(format!("{day}/{month}/{}", 1970 + dice.below(53)));
                }
            }
            M::Scar | M::SurgicalScar | M::Burn if dice.chance(rates::WORD) => {
                motifs.push(tables.words.draw(dice));
            }
            M::Mole | M::Birthmark if dice.chance(rates::WORD / 2.0) => {
                motifs.push(tables.words.draw(dice));
            }
            _ => {}
        }
        TrueMark {
            kind,
            place,
            side,
            motifs,
            name,
            further,
            mm: 5 + dice.below(12) * dice.below(12),
        }
    }

    fn is_told(&self, teller: &rates::Teller, left: [f64; 3], dice: &mut Dice) -> bool {
        use MarkType as M;
        let (share, left) = match self.kind {
            M::Tattoo => (teller.tattoo, left[0]),
            M::Amputation | M::Deformity => (0.95, left[2]),
            M::GoldTooth | M::MissingTooth => (teller.other * 1.5, left[2]),
            _ => (teller.other, left[1]),
        };
        dice.chance(share * left)
    }

    /// The mark as it is written.
    fn text(&self, teller: &rates::Teller, tables: &Tables, dice: &mut Dice) -> String {
        use MarkType as M;
        let kind = match self.kind {
            M::SurgicalScar | M::Burn | M::Appendectomy if dice.chance(teller.general) => M::Scar,
            M::Birthmark if dice.chance(teller.general) => M::Mole,
            kind => kind,
        };
        let mut text = kind.code().to_owned();
        if dice.chance(teller.place) {
            let place = if dice.chance(teller.neighbour) {
                neighbour(self.place, dice)
            } else {
                self.place.parent().filter(|_| dice.chance(teller.region)).unwrap_or(self.place)
            };
            text.push_str(&format!("@{}", place.code()));
            if let Some(side) = self.side.filter(|_| dice.chance(teller.side)) {
                let other = if side == Side::Left { Side::Right } else { Side::Left };
                let told = if dice.chance(teller.flipped) { other } else { side };
                text.push_str(&format!("/{}", told.code()));
            }
        }
        let words = if dice.chance(teller.words) {
            self.words(teller, tables, dice)
        } else {
            String::new()
        };
        if !words.is_empty() {
            text.push_str(&format!(":{words}"));
        }
        text
    }

    fn words(&self, teller: &rates::Teller, tables: &Tables, dice: &mut Dice) -> String {
        let lang = if dice.chance(teller.english) { Lang::En } else { Lang::Es };
        let mut words: Vec<String> = Vec::new();
        for motif in &self.motifs {
            let other = self.kind == MarkType::Tattoo && dice.chance(teller.other_motif);
            let told = if other { tables.motifs.draw(dice) } else { motif };
            let names = if lang == Lang::En { &told.en } else { &told.es };
            words.push(names[dice.below(names.len())].clone());
        }
        if let Some(name) = self.name {
            words.push(if dice.chance(teller.misspelt) {
                misspelt(name, dice)
            } else {
                name.to_owned()
            });
        }
        words.extend(self.further.iter().cloned());
        if dice.chance(rates::SIZE) {
            let factor = 0.6 + dice.below(100) as f64 / 100.0;
            words.push(format!("{} cm", (self.mm as f64 * factor / 10.0).ceil()));
        }
        words.join(" ")
    }
}

/// A place of the same parent, or the parent of a place that has none.
fn neighbour(place: BodyLocation, dice: &mut Dice) -> BodyLocation {
    let near: Vec<BodyLocation> = BodyLocation::ALL
        .iter()
        .copied()
        .filter(|other| {
            *other != place && place.parent().is_some() && other.parent() == place.parent()
        })
        .collect();
    if near.is_empty() { place } else { near[dice.below(near.len())] }
}

/// A letter left out, doubled or changed for one that sounds alike.
pub fn misspelt(word: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = word.chars().collect();
    let at = dice.below(letters.len().max(1));
    let mut out = String::new();
    let how = dice.below(3);
    for (i, letter) in letters.iter().enumerate() {
        match how {
            0 if i == at => {}
            1 if i == at => out.extend([*letter, *letter]),
            _ if i == at => out.push(match letter {
                's' => 'z',
                'z' => 's',
                'b' => 'v',
                'v' => 'b',
                'y' => 'i',
                other => *other,
            }),
            _ => out.push(*letter),
        }
    }
    out
}
