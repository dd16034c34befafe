//! How often the clothing and effects of one person and of two people come to each level:
//! m and u of the default model. Outfits are drawn from shares that are judgement, and told
//! again by families, shelters and examiners; people change clothes on the way. Nothing is
//! taken from the synthetic population that evaluates the model.

mod dice;

use vinculo_compare::EffectsComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 100_000;
const PAIRS: usize = 5_000_000;

/// Things with the share of people who have one, in Spanish and English, and the share of
/// those that are kept from the departure to the end of the journey. Judgement.
const THINGS: [(&str, &str, f64, f64); 22] = [
    ("pantalón de mezclilla", "jeans", 0.6, 0.4),
    ("pantalón", "pants", 0.3, 0.35),
    ("playera", "t-shirt", 0.7, 0.3),
    ("camisa", "shirt", 0.25, 0.3),
    ("blusa", "blouse", 0.1, 0.3),
    ("sudadera", "hoodie", 0.3, 0.4),
    ("chamarra", "jacket", 0.25, 0.45),
    ("tenis", "sneakers", 0.55, 0.5),
    ("botas", "boots", 0.25, 0.5),
    ("sandalias", "sandals", 0.1, 0.4),
    ("gorra", "cap", 0.35, 0.45),
    ("cinturón", "belt", 0.4, 0.55),
    ("mochila", "backpack", 0.45, 0.5),
    ("cartera", "wallet", 0.3, 0.5),
    ("rosario", "rosary", 0.12, 0.8),
    ("escapulario", "scapular", 0.06, 0.8),
    ("cadena", "necklace", 0.15, 0.7),
    ("anillo", "ring", 0.12, 0.7),
    ("aretes", "earrings", 0.15, 0.7),
    ("pulsera", "bracelet", 0.15, 0.7),
    ("reloj", "watch", 0.12, 0.6),
    ("celular", "phone", 0.4, 0.4),
];
/// Colours with their shares among things. Judgement.
const COLOURS: [((&str, &str), f64); 9] = [
    (("negro", "black"), 0.26),
    (("azul", "blue"), 0.22),
    (("blanco", "white"), 0.16),
    (("gris", "grey"), 0.1),
    (("café", "brown"), 0.09),
    (("rojo", "red"), 0.07),
    (("verde", "green"), 0.05),
    (("amarillo", "yellow"), 0.03),
    (("rosa", "pink"), 0.02),
];
const BRANDS: [&str; 12] = [
    "Nike",
    "Adidas",
    "Puma",
    "Levis",
    "Wrangler",
    "Jordan",
    "Aeropostale",
    "Hollister",
    "Under Armour",
    "Converse",
    "Old Navy",
    "Columbia",
];
const PRINTS: [&str; 14] = [
    "Barcelona",
    "Olimpia",
    "Motagua",
    "Chivas",
    "América",
    "calavera",
    "águila",
    "flores",
    "rayas",
    "cuadros",
    "Texas",
    "Lakers",
    "San Judas",
    "Yankees",
];

/// How outfits are told. Judgement.
mod rates {
    /// Things with a brand or a print, and of one's things those whose teller names it.
    pub const BRAND: f64 = 0.35;
    pub const PRINT: f64 = 0.2;
    pub const NAMED: f64 = 0.5;
    /// Records with anything told: family, shelter, examiner; things told of those there.
    pub const TELLS: [f64; 3] = [0.6, 0.3, 0.8];
    pub const TOLD: [f64; 3] = [0.35, 0.35, 0.8];
    /// The colour is told; as another one.
    pub const COLOUR: f64 = 0.8;
    pub const OTHER_COLOUR: f64 = 0.12;
    /// Told in English.
    pub const ENGLISH: [f64; 3] = [0.03, 0.03, 0.35];
    /// A phone number written down by the person; told by the family, found with the body;
    /// with a digit misread.
    pub const PHONE: f64 = 0.25;
    pub const PHONE_TOLD: [f64; 3] = [0.15, 0.2, 0.6];
    pub const MISREAD: f64 = 0.08;
}

#[derive(Clone)]
struct Thing {
    sort: usize,
    colour: usize,
    brand: Option<usize>,
    print: Option<usize>,
}

fn main() {
    use Kind::{Notice, Remains, Shelter};
    let mut dice = Dice(1);
    for (link, kinds, same_day) in [
        ("notice-remains", [Notice, Remains], false),
        ("notice-shelter", [Notice, Shelter], false),
        ("notice-notice", [Notice, Notice], true),
        ("remains-remains", [Remains, Remains], true),
        ("shelter-shelter", [Shelter, Shelter], false),
    ] {
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let outfit = outfit(&mut dice);
                let phone = dice.chance(rates::PHONE).then(|| dice.below(90_000_000) + 10_000_000);
                let first = told(kinds[0], &outfit, phone, &mut dice);
                let later: Vec<Thing> = outfit
                    .iter()
                    .map(|one| {
                        let kept = same_day || dice.chance(THINGS[one.sort].3);
                        if kept { one.clone() } else { thing(one.sort, &mut dice) }
                    })
                    .collect();
                (first, told(kinds[1], &later, phone, &mut dice))
            })
            .unzip();
        print_shares(&EffectsComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}

fn outfit(dice: &mut Dice) -> Vec<Thing> {
    (0..THINGS.len())
        .filter(|sort| dice.chance(THINGS[*sort].2))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|sort| thing(sort, dice))
        .collect()
}

fn thing(sort: usize, dice: &mut Dice) -> Thing {
    let indexed: Vec<(usize, f64)> =
        COLOURS.iter().enumerate().map(|(at, (_, share))| (at, *share)).collect();
    Thing {
        sort,
        colour: *dice.weighted(&indexed),
        brand: dice.chance(rates::BRAND).then(|| dice.below(BRANDS.len())),
        print: dice.chance(rates::PRINT).then(|| dice.below(PRINTS.len())),
    }
}

fn told(kind: Kind, outfit: &[Thing], phone: Option<usize>, dice: &mut Dice) -> Record {
    let teller = match kind {
        Kind::Notice => 0,
        Kind::Shelter => 1,
        Kind::Remains => 2,
    };
    if !dice.chance(rates::TELLS[teller]) {
        return record(kind, &[]);
    }
    let english = dice.chance(rates::ENGLISH[teller]);
    let mut items = Vec::new();
    for one in outfit {
        if !dice.chance(rates::TOLD[teller]) {
            continue;
        }
        let (es, en, ..) = THINGS[one.sort];
        let mut colour = one.colour;
        if dice.chance(rates::OTHER_COLOUR) {
            colour = dice.below(COLOURS.len());
        }
        let (colour_es, colour_en) = COLOURS[colour].0;
        let colour = match (dice.chance(rates::COLOUR), english) {
            (false, _) => "",
            (_, true) => colour_en,
            (_, false) => colour_es,
        };
        let named = |list: &[&'static str], at: Option<usize>, dice: &mut Dice| {
            at.filter(|_| dice.chance(rates::NAMED)).map_or("", |at| list[at])
        };
        let brand = named(&BRANDS, one.brand, dice);
        let print = named(&PRINTS, one.print, dice);
        items.push(format!("{}:{colour}:{brand}:{print}", if english { en } else { es }));
    }
    if let Some(phone) = phone.filter(|_| dice.chance(rates::PHONE_TOLD[teller])) {
        let wrong = dice.chance(rates::MISREAD);
        let phone = if wrong { phone ^ 1 } else { phone };
        items.push(format!("papel:::tel. {phone}"));
    }
    record(kind, &[(Column::Clothing, items.join(";"))])
}
