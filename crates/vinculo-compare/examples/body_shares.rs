//! How often the sex, build, colours and blood group of one person and of two people come
//! to each level: m and u of the default model. Shares of the population and of mistakes
//! are those that the domain reference or the comparisons quote, else judgement; nothing
//! is taken from the synthetic population that evaluates the model.

mod dice;

use vinculo_compare::{
    BloodGroupComparison, BuildComparison, PigmentationComparison, SexComparison,
};
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 100_000;
const PAIRS: usize = 2_000_000;

/// Men, per cent: of 409 border deaths 2002–03 72.8 (Sapkota 2006); of intakes judgement.
const MEN: (usize, usize) = (73, 60);
/// Builds with their shares: slender, medium and heavy are 47, 43 and 10 % of notices
/// (Royal Canadian Mounted Police), divided by judgement; with the mean weight in kg of
/// men, judgement.
const BUILDS: [((&str, f64), f64); 5] = [
    (("thin", 58.0), 0.42),
    (("medium", 67.0), 0.40),
    (("athletic", 72.0), 0.05),
    (("robust", 80.0), 0.09),
    (("obese", 95.0), 0.04),
];
/// Blood groups and the share of Rh positive people. Unverified.
const GROUPS: [(&str, f64); 4] = [("O", 0.64), ("A", 0.26), ("B", 0.08), ("AB", 0.02)];
const RH_POSITIVE: f64 = 0.95;
/// People with dark colouring; the others are light. Judgement.
const DARK: usize = 85;
/// Hair, eyes and skin from dark to light, with their shares among dark and light people:
/// neighbours in the list are taken for each other. Judgement, led by the colours of
/// missing people in California 2014 (NamUs and NCMEC).
const HAIR: [(&str, [f64; 2]); 6] = [
    ("black", [0.55, 0.08]),
    ("dark-brown", [0.20, 0.12]),
    ("brown", [0.21, 0.32]),
    ("light-brown", [0.02, 0.20]),
    ("sandy", [0.01, 0.08]),
    ("blond", [0.01, 0.20]),
];
const EYES: [(&str, [f64; 2]); 6] = [
    ("black", [0.15, 0.02]),
    ("dark-brown", [0.22, 0.08]),
    ("brown", [0.55, 0.38]),
    ("light-brown", [0.05, 0.19]),
    ("hazel", [0.02, 0.16]),
    ("green", [0.01, 0.17]),
];
const SKIN: [(&str, [f64; 2]); 7] = [
    ("fair", [0.02, 0.32]),
    ("light", [0.04, 0.26]),
    ("olive", [0.07, 0.13]),
    ("medium", [0.13, 0.12]),
    ("light-brown", [0.27, 0.13]),
    ("medium-brown", [0.36, 0.04]),
    ("dark-brown", [0.11, 0.0]),
];

/// What records leave out and mistake, in per cent. Judgement where no source is named.
mod noise {
    /// A sex written wrongly: in forms; from bones (the error ε of the R package
    /// mispitools); declared falsely to a shelter.
    pub const SEX: usize = 1;
    pub const SEX_BONES: usize = 5;
    pub const SEX_DECLARED: usize = 1;
    /// Bones whose sex stays undetermined.
    pub const UNDETERMINED: usize = 20;
    /// Remains that are bones, and that are decomposed with hair.
    pub const BONES: usize = 50;
    pub const DECOMPOSED: usize = 25;
    /// A colour told as its neighbour: hair, eyes, skin; told quite otherwise.
    pub const NEIGHBOUR: [usize; 3] = [22, 20, 35];
    pub const OTHERWISE: usize = 3;
    /// Colours, builds, weights and blood groups that are recorded.
    pub const COLOUR: usize = 75;
    pub const BUILD: usize = 60;
    pub const WEIGHT: usize = 35;
    pub const GROUP: usize = 30;
    /// A build told as its neighbour.
    pub const BUILD_NEIGHBOUR: usize = 28;
    /// Standard deviations in kg of weights around their build, of telling them, and of
    /// what people lose and gain on the way.
    pub const WEIGHT_SD: f64 = 7.0;
    pub const WEIGHT_TOLD_SD: f64 = 4.0;
    pub const WEIGHT_CHANGE_SD: f64 = 4.0;
    /// A blood group told wrongly: by families, by examiners and from cards.
    pub const GROUP_TOLD: usize = 15;
    pub const GROUP_TYPED: usize = 6;
    /// Records with the Rh factor.
    pub const RH_KNOWN: usize = 80;
}

struct Person {
    woman: bool,
    /// Places in the lists of colours.
    colours: [usize; 3],
    build: usize,
    kg: f64,
    group: &'static str,
    rh_positive: bool,
}

fn main() {
    use Kind::{Notice, Remains, Shelter};
    let mut dice = Dice(1);
    for (link, [first, second]) in [
        ("notice-remains", [Notice, Remains]),
        ("notice-shelter", [Notice, Shelter]),
        ("notice-notice", [Notice, Notice]),
        ("remains-remains", [Remains, Remains]),
        ("shelter-shelter", [Shelter, Shelter]),
    ] {
        let living = first == Shelter || second == Shelter;
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let person = draw(if living { MEN.1 } else { MEN.0 }, &mut dice);
                (told(first, &person, &mut dice), told(second, &person, &mut dice))
            })
            .unzip();
        let both = (left.as_slice(), right.as_slice());
        print_shares(&SexComparison, link, both, PAIRS, &mut dice);
        print_shares(&BuildComparison, link, both, PAIRS, &mut dice);
        print_shares(&PigmentationComparison, link, both, PAIRS, &mut dice);
        print_shares(&BloodGroupComparison, link, both, PAIRS, &mut dice);
    }
}

fn draw(men: usize, dice: &mut Dice) -> Person {
    let woman = !dice.percent(men);
    let group = usize::from(!dice.percent(DARK));
    let build = place(&BUILDS.map(|(_, share)| share), dice);
    let kg = BUILDS[build].0.1 - if woman { 8.0 } else { 0.0 };
    Person {
        woman,
        colours: [
            place(&HAIR.map(|(_, shares)| shares[group]), dice),
            place(&EYES.map(|(_, shares)| shares[group]), dice),
            place(&SKIN.map(|(_, shares)| shares[group]), dice),
        ],
        build,
        kg: kg + noise::WEIGHT_SD * dice.normal(),
        group: dice.weighted::<&str>(&GROUPS),
        rh_positive: dice.chance(RH_POSITIVE),
    }
}

fn told(kind: Kind, person: &Person, dice: &mut Dice) -> Record {
    let condition = match (kind, dice.below(100)) {
        (Kind::Remains, one) if one < noise::BONES => "skeletal-complete",
        (Kind::Remains, one) if one < noise::BONES + noise::DECOMPOSED => "early-decomposition",
        (Kind::Remains, _) => "fresh",
        _ => "",
    };
    let mut cells = vec![
        (Column::Condition, condition.to_owned()),
        (Column::Sex, sex(kind, condition, person.woman, dice).to_owned()),
    ];
    let names = [
        HAIR.map(|(name, _)| name).to_vec(),
        EYES.map(|(name, _)| name).to_vec(),
        SKIN.map(|(name, _)| name).to_vec(),
    ];
    let columns = [Column::HairColour, Column::EyeColour, Column::SkinTone];
    for (i, column) in columns.into_iter().enumerate() {
        if dice.percent(noise::COLOUR) {
            let seen = seen(person.colours[i], names[i].len(), noise::NEIGHBOUR[i], dice);
            cells.push((column, names[i][seen].to_owned()));
        }
    }
    if dice.percent(noise::BUILD) {
        let seen = seen(person.build, BUILDS.len(), noise::BUILD_NEIGHBOUR, dice);
        cells.push((Column::Build, BUILDS[seen].0.0.to_owned()));
    }
    if dice.percent(noise::WEIGHT) {
        let changed = person.kg + noise::WEIGHT_CHANGE_SD * dice.normal();
        let kg = format!("{:.0}", (changed + noise::WEIGHT_TOLD_SD * dice.normal()).max(30.0));
        cells.extend([(Column::WeightKgMin, kg.clone()), (Column::WeightKgMax, kg)]);
    }
    if dice.percent(noise::GROUP) {
        let wrong = if kind == Kind::Notice { noise::GROUP_TOLD } else { noise::GROUP_TYPED };
        let group = if dice.percent(wrong) { *dice.weighted(&GROUPS) } else { person.group };
        let sign = if person.rh_positive { "+" } else { "-" };
        let sign = if dice.percent(noise::RH_KNOWN) { sign } else { "" };
        cells.push((Column::BloodGroup, format!("{group}{sign}")));
    }
    record(kind, &cells)
}

fn sex(kind: Kind, condition: &str, woman: bool, dice: &mut Dice) -> &'static str {
    let bones = condition == "skeletal-complete";
    if bones && dice.percent(noise::UNDETERMINED) {
        return "undetermined";
    }
    let wrong = match kind {
        Kind::Remains if bones => noise::SEX_BONES,
        Kind::Shelter => noise::SEX + noise::SEX_DECLARED,
        _ => noise::SEX,
    };
    if woman != dice.percent(wrong) { "female" } else { "male" }
}

/// The place that is told: its own, a neighbour, or any.
fn seen(own: usize, length: usize, neighbour: usize, dice: &mut Dice) -> usize {
    match dice.below(100) {
        one if one < noise::OTHERWISE => dice.below(length),
        one if one < noise::OTHERWISE + neighbour => {
            let up = dice.percent(50);
            if (up && own + 1 < length) || own == 0 { own + 1 } else { own - 1 }
        }
        _ => own,
    }
}

/// A place in a list of shares.
fn place(shares: &[f64], dice: &mut Dice) -> usize {
    let mut at = dice.unit() * shares.iter().sum::<f64>();
    let reached = shares.iter().position(|share| {
        at -= share;
        at <= 0.0
    });
    reached.unwrap_or(shares.len() - 1)
}
