//! A person as they are: what records describe well or badly.

use crate::dice::{Dice, Stream};
use crate::family::draw_family;
use crate::journey::{Day, Journey, LAST_DAY, date, draw_journey};
use crate::origin::{Origin, draw_given, draw_surname};
use crate::rates::{AGES, Fate, MALE_ADULT, MALE_CHILD, fate_shares};
use crate::words::{
    BOTTOMS, BRANDS, COLOURS, DESTINATIONS, EFFECTS, KINSHIP, MARKS, MEDICAL, SHOES, SPOUSE,
    TATTOO_PLACES, TATTOOS, TOOTH_MARKS, TOPS,
};

/// A mark with the ways in which people put it in words.
#[derive(Clone)]
pub(crate) struct TrueMark {
    pub(crate) kind: &'static str,
    pub(crate) place: &'static str,
    pub(crate) side: Option<&'static str>,
    pub(crate) on_bone: bool,
    pub(crate) on_teeth: bool,
    pub(crate) texts: &'static [&'static str],
}

/// A garment or object.
#[derive(Clone)]
pub(crate) struct Thing {
    pub(crate) words: &'static [&'static str],
    pub(crate) colour: &'static str,
    pub(crate) brand: &'static str,
}

/// A relative at home.
#[derive(Clone)]
pub(crate) struct Kin {
    pub(crate) kinship: &'static str,
    pub(crate) name: String,
}

/// A person.
pub(crate) struct Person {
    pub(crate) fate: Fate,
    pub(crate) origin: Origin,
    pub(crate) male: bool,
    pub(crate) birth: Day,
    pub(crate) given: Vec<&'static str>,
    pub(crate) paternal: &'static str,
    /// Haitians and a few others have one surname.
    pub(crate) maternal: Option<&'static str>,
    pub(crate) journey: Journey,
    pub(crate) document: Option<(&'static str, String)>,
    /// Who files the notice, and another one.
    pub(crate) kin: [Kin; 2],
    pub(crate) together: bool,
    pub(crate) destination: &'static str,
    /// Stature when fully grown, cm.
    pub(crate) adult_stature: f64,
    pub(crate) body_mass_index: f64,
    pub(crate) hair: usize,
    pub(crate) hair_length: &'static str,
    pub(crate) eyes: usize,
    pub(crate) skin: usize,
    pub(crate) blood: &'static str,
    pub(crate) marks: Vec<TrueMark>,
    /// FDI number and state of the teeth that are not sound.
    pub(crate) teeth: Vec<(u8, &'static str)>,
    pub(crate) medical: Option<&'static [&'static str]>,
    pub(crate) clothing: Vec<Thing>,
    pub(crate) effects: Vec<Thing>,
}

/// Hair, eye and skin colours in an order in which neighbours are taken for each other.
pub(crate) const HAIR: [&str; 7] =
    ["black", "dark-brown", "brown", "light-brown", "blond", "partly-grey", "grey"];
pub(crate) const EYES: [&str; 6] = ["black", "dark-brown", "brown", "hazel", "green", "blue"];
pub(crate) const SKIN: [&str; 7] =
    ["fair", "olive", "light-brown", "medium-brown", "dark-brown", "dark", "black"];

/// Mean adult stature in cm, women and men, by country. Judgement, near measured means.
const STATURE: [(&str, [f64; 2]); 10] = [
    ("GT", [149.5, 162.5]),
    ("HN", [154.0, 166.5]),
    ("SV", [154.5, 167.0]),
    ("MX", [156.5, 169.0]),
    ("NI", [154.5, 167.0]),
    ("HT", [159.5, 171.5]),
    ("CU", [158.5, 171.0]),
    ("VE", [158.5, 171.0]),
    ("EC", [154.0, 167.0]),
    ("CO", [157.5, 170.0]),
];
/// Standard deviation of adult stature, cm.
const STATURE_SD: f64 = 6.0;

/// Share of adult stature at an age in years, girls and boys: medians of the CDC 2000
/// charts (domain.md §5.3) over the median at 240 months. Between them linear.
const GROWTH: [(f64, [f64; 2]); 10] = [
    (0.0, [0.302, 0.283]),
    (1.0, [0.453, 0.428]),
    (2.0, [0.520, 0.489]),
    (5.0, [0.661, 0.617]),
    (8.0, [0.783, 0.724]),
    (10.0, [0.846, 0.785]),
    (12.0, [0.927, 0.844]),
    (14.0, [0.983, 0.928]),
    (16.0, [0.995, 0.982]),
    (18.0, [1.0, 1.0]),
];

impl Person {
    /// Draws the person of a number: independent of how many others there are.
    pub(crate) fn draw(seed: u64, index: u32) -> (Person, Dice) {
        let mut own = Dice::new(seed, Stream::Person(index));
        let fate = own.weighted(fate_shares());
        let family = draw_family(seed, index, &mut own);
        let dice = &mut own;
        let origin = family.origin;
        let departure = family.way.0[0].day;
        let (from, to) = dice.weighted(&AGES);
        let age_days = dice.between(from * 365 + 30, to * 365 - 1);
        let birth = departure - age_days;
        let male = dice.chance(if from >= 18 { MALE_ADULT } else { MALE_CHILD });
        let given = draw_given(dice, origin.group, male, date(birth).year());
        let journey = draw_journey(dice, &family.way, fate, from < 15);
        let one_surname = origin.group == "haitian" || dice.chance(0.03);
        let year = date(birth).year();
        let adult = (from >= 18).then_some(male);
        let kin =
            [0, 1].map(|_| draw_kin(dice, &origin, family.paternal, family.maternal, year, adult));
        let adult_stature = draw_stature(dice, &origin, male);
        let (hair, eyes, skin) = draw_colours(dice, &origin, age_days / 365);
        let person = Person {
            fate,
            origin,
            male,
            birth,
            given,
            paternal: family.paternal,
            maternal: (!one_surname).then_some(family.maternal),
            journey,
            document: draw_document(dice, &origin, birth),
            kin,
            together: family.together,
            destination: dice.weighted(&DESTINATIONS),
            adult_stature,
            body_mass_index: (24.0 + 3.0 * dice.normal()).clamp(16.5, 36.0),
            hair,
            hair_length: draw_hair_length(dice, male),
            eyes,
            skin,
            blood: dice.weighted(&[
                ("O+", 65.0),
                ("A+", 20.0),
                ("B+", 8.0),
                ("O-", 3.0),
                ("AB+", 2.0),
                ("A-", 2.0),
            ]),
            marks: draw_marks(dice, age_days / 365),
            teeth: draw_teeth(dice, age_days / 365),
            medical: dice.chance(0.08).then(|| dice.weighted(&MEDICAL)),
            clothing: draw_clothing(dice, male),
            effects: draw_effects(dice),
        };
        (person, own)
    }

    /// Age in whole years on a day.
    pub(crate) fn age(&self, day: Day) -> i32 {
        let (birth, then) = (date(self.birth), date(day.min(LAST_DAY)));
        let before = (then.month(), then.day()) < (birth.month(), birth.day());
        i32::from(then.year() - birth.year()) - i32::from(before)
    }

    /// Age in years with fraction on a day.
    pub(crate) fn exact_age(&self, day: Day) -> f64 {
        f64::from(day - self.birth) / 365.25
    }

    /// Stature in cm on a day.
    pub(crate) fn stature(&self, day: Day) -> f64 {
        let (age, sex) = (self.exact_age(day), usize::from(self.male));
        let after = GROWTH.iter().position(|(years, _)| *years > age);
        let share = match after {
            None => 1.0,
            Some(0) => GROWTH[0].1[sex],
            Some(i) => {
                let ((y0, s0), (y1, s1)) = (GROWTH[i - 1], GROWTH[i]);
                s0[sex] + (s1[sex] - s0[sex]) * (age - y0) / (y1 - y0)
            }
        };
        self.adult_stature * share
    }

    /// Weight in kg on a day; children are leaner.
    pub(crate) fn weight(&self, day: Day) -> f64 {
        let metres = self.stature(day) / 100.0;
        let lean = (self.exact_age(day) / 18.0).clamp(0.0, 1.0) * 0.3 + 0.7;
        self.body_mass_index * lean * metres * metres
    }
}

impl Person {
    /// A text whose `{o}` and `{lo}` agree with the person's sex.
    pub(crate) fn agree(&self, text: &str) -> String {
        let [o, lo, start] = if self.male { ["o", "lo", "Lo"] } else { ["a", "la", "La"] };
        text.replace("{o}", o).replace("{lo}", lo).replace("{Lo}", start)
    }
}

/// The relative shares the surname that comes from their side. `adult_male`: the sex of
/// an adult, who may be married.
fn draw_kin(
    dice: &mut Dice,
    origin: &Origin,
    paternal: &str,
    maternal: &str,
    birth_year: i16,
    adult_male: Option<bool>,
) -> Kin {
    let kinship = match adult_male {
        Some(male) if dice.chance(SPOUSE.1) => SPOUSE.0[usize::from(male)],
        _ => dice.weighted(&KINSHIP),
    };
    let male = matches!(kinship, "padre" | "hermano" | "esposo");
    let older = match kinship {
        "hermano" | "hermana" | "esposa" | "esposo" | "prima" => birth_year,
        "abuela" => birth_year - 50,
        _ => birth_year - 25,
    };
    let given = draw_given(dice, origin.group, male, older).join(" ");
    let other = draw_surname(dice, origin);
    let surnames = match kinship {
        _ if origin.group == "haitian" => paternal.to_owned(),
        "hermano" | "hermana" => format!("{paternal} {maternal}"),
        "esposa" | "esposo" => format!("{other} {}", draw_surname(dice, origin)),
        "padre" => format!("{paternal} {other}"),
        "madre" | "tía" => format!("{maternal} {other}"),
        _ => format!("{other} {paternal}"),
    };
    Kin { kinship, name: format!("{given} {surnames}") }
}

fn draw_stature(dice: &mut Dice, origin: &Origin, male: bool) -> f64 {
    let mean = STATURE
        .iter()
        .find(|(country, _)| *country == origin.country)
        .map_or(165.0, |(_, means)| means[usize::from(male)]);
    // Maya adults are about 4 cm shorter than their compatriots. Judgement.
    let shift = if origin.group.starts_with("maya") { -4.0 } else { 0.0 };
    mean + shift + STATURE_SD * dice.normal()
}

fn draw_colours(dice: &mut Dice, origin: &Origin, age: i32) -> (usize, usize, usize) {
    let african = matches!(origin.group, "haitian" | "garifuna");
    let indigenous = origin.group != crate::origin::GENERAL && !african;
    let grey = age >= 45 && dice.chance(0.5);
    let hair = match (grey, african || indigenous) {
        (true, _) => dice.weighted(&[(5, 3.0), (6, 1.0)]),
        (_, true) => dice.weighted(&[(0, 9.0), (1, 1.0)]),
        _ => dice.weighted(&[(0, 60.0), (1, 22.0), (2, 12.0), (3, 4.0), (4, 2.0)]),
    };
    let eyes = match african || indigenous {
        true => dice.weighted(&[(0, 2.0), (1, 7.0), (2, 1.0)]),
        false => dice.weighted(&[(0, 5.0), (1, 50.0), (2, 37.0), (3, 5.0), (4, 2.5), (5, 0.5)]),
    };
    let skin = match (african, indigenous) {
        (true, _) => dice.weighted(&[(4, 2.0), (5, 4.0), (6, 4.0)]),
        (_, true) => dice.weighted(&[(2, 2.0), (3, 6.0), (4, 2.0)]),
        _ => dice.weighted(&[(0, 7.0), (1, 10.0), (2, 35.0), (3, 40.0), (4, 8.0)]),
    };
    (hair, eyes, skin)
}

fn draw_hair_length(dice: &mut Dice, male: bool) -> &'static str {
    if male {
        dice.weighted(&[("short", 8.0), ("shaved", 1.0), ("medium", 1.0)])
    } else {
        dice.weighted(&[("long", 6.0), ("medium", 3.0), ("short", 1.0)])
    }
}

/// Share of adults with a tattoo, by age; and number of other marks. Judgement.
fn draw_marks(dice: &mut Dice, age: i32) -> Vec<TrueMark> {
    let mut marks = Vec::new();
    let tattoos = match age {
        ..14 => 0,
        14..18 => usize::from(dice.chance(0.12)),
        _ => dice.weighted(&[(0, 70.0), (1, 18.0), (2, 8.0), (3, 4.0)]),
    };
    for _ in 0..tattoos {
        let (place, sided) = dice.weighted(&TATTOO_PLACES);
        let texts = dice.weighted(&TATTOOS);
        let side = draw_side(dice, sided);
        marks.push(TrueMark {
            kind: "tattoo",
            place,
            side,
            on_bone: false,
            on_teeth: false,
            texts,
        });
    }
    let others = dice.weighted(if age < 12 {
        &[(0, 50.0), (1, 35.0), (2, 12.0), (3, 3.0)]
    } else {
        &[(0, 22.0), (1, 38.0), (2, 27.0), (3, 13.0)]
    });
    for _ in 0..others {
        let words = dice.weighted(&MARKS);
        marks.push(TrueMark {
            kind: words.kind,
            place: words.place,
            side: draw_side(dice, words.sided),
            on_bone: words.on_bone,
            on_teeth: false,
            texts: words.texts,
        });
    }
    if age >= 12 && dice.chance(0.15) {
        let (kind, texts) = dice.weighted(&TOOTH_MARKS);
        marks.push(TrueMark {
            kind,
            place: "mouth",
            side: None,
            on_bone: true,
            on_teeth: true,
            texts,
        });
    }
    marks
}

fn draw_side(dice: &mut Dice, sided: bool) -> Option<&'static str> {
    sided.then(|| dice.pick(&["left", "right"]))
}

/// Share of teeth that are not sound, for front teeth and molars. Judgement: treatment
/// is rare among the poor (domain.md §3.2).
fn draw_teeth(dice: &mut Dice, age: i32) -> Vec<(u8, &'static str)> {
    if age < 13 {
        return Vec::new();
    }
    let years = (f64::from(age) / 30.0).min(1.6);
    let mut teeth = Vec::new();
    for quadrant in 1..=4u8 {
        for position in 1..=7u8 {
            let risk = if position >= 6 { 0.30 } else { 0.07 };
            if dice.chance(risk * years) {
                let state = dice.weighted(&[
                    ("decayed", 4.0),
                    ("extracted", 3.0),
                    ("filled", 4.0),
                    ("crown", 0.6),
                    ("root-filled", 0.3),
                ]);
                teeth.push((quadrant * 10 + position, state));
            }
        }
    }
    teeth
}

pub(crate) fn draw_clothing(dice: &mut Dice, male: bool) -> Vec<Thing> {
    let fits = |who: u8| who == 2 || who == u8::from(male);
    let tops: Vec<_> = TOPS.iter().filter(|(_, who)| fits(*who)).collect();
    let bottoms: Vec<_> = BOTTOMS.iter().filter(|(_, who)| fits(*who)).collect();
    let words = [dice.pick(&tops).0, dice.pick(&bottoms).0, dice.pick(&SHOES)];
    words
        .into_iter()
        .map(|words| Thing { words, colour: dice.pick(&COLOURS), brand: dice.weighted(&BRANDS) })
        .collect()
}

fn draw_effects(dice: &mut Dice) -> Vec<Thing> {
    let count = dice.below(4);
    let mut effects: Vec<Thing> = Vec::with_capacity(count);
    for _ in 0..count {
        let words = dice.weighted(&EFFECTS);
        if effects.iter().all(|thing| thing.words != words) {
            effects.push(Thing { words, colour: dice.pick(&COLOURS), brand: "" });
        }
    }
    effects
}

/// A document number in a series that the country's registry does not issue: no real
/// person bears it.
fn draw_document(dice: &mut Dice, origin: &Origin, birth: Day) -> Option<(&'static str, String)> {
    if !dice.chance(0.55) {
        return None;
    }
    let born = date(birth);
    let (yy, mm, dd) = (born.year() % 100, born.month(), born.day());
    Some(match origin.country {
        // Department 99 does not exist.
        "GT" => ("DPI", format!("{} 99{}", dice.digits(9), dice.digits(2))),
        "HN" => ("DNI", format!("99{}-{}-{}", dice.digits(2), born.year(), dice.digits(5))),
        "SV" => ("DUI", format!("99{}-{}", dice.digits(6), dice.digits(1))),
        // XX is no federal entity.
        "MX" => {
            ("CURP", format!("XXXX{yy:02}{mm:02}{dd:02}XXX{}XXX{}", dice.digits(1), dice.digits(2)))
        }
        // Municipality 999 does not exist.
        "NI" => ("CEDULA", format!("999-{dd:02}{mm:02}{yy:02}-{}X", dice.digits(4))),
        "HT" => ("NIF", format!("999-{}-{}-{}", dice.digits(3), dice.digits(3), dice.digits(1))),
        "CU" => ("CI", format!("{yy:02}{mm:02}{dd:02}99{}", dice.digits(3))),
        // Province 99 does not exist.
        "EC" => ("CEDULA", format!("99{}", dice.digits(8))),
        _ => ("CEDULA", format!("99.{}.{}", dice.digits(3), dice.digits(3))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population(n: u32) -> impl Iterator<Item = Person> {
        (0..n).map(|index| Person::draw(11, index).0)
    }

    #[test]
    fn children_grow_and_adults_do_not() {
        for person in population(300) {
            let at = |years: f64| person.stature(person.birth + (years * 365.25) as i32);
            assert!(at(3.0) < at(8.0) && at(8.0) < at(13.0));
            assert_eq!(at(25.0), at(40.0));
            assert!((30.0..80.0).contains(&at(0.1)), "{}", at(0.1));
            assert!((125.0..200.0).contains(&at(30.0)), "{}", at(30.0));
        }
    }

    #[test]
    fn mixes_are_near_their_tables() {
        let people: Vec<Person> = population(4000).collect();
        let share = |has: fn(&Person) -> bool| {
            people.iter().filter(|person| has(person)).count() as f64 / people.len() as f64
        };
        let check = |share: f64, expected: f64| {
            assert!((share - expected).abs() < 0.03, "{share} {expected}");
        };
        check(share(|p| p.fate.notice), 0.60);
        check(share(|p| p.fate.remains), 0.15);
        check(share(|p| p.fate.shelter), 0.35);
        check(share(|p| p.origin.country == "GT"), 0.25);
        check(share(|p| p.age(p.journey.departure) < 18), 0.35);
        check(share(|p| p.male), 0.65 * 0.73 + 0.35 * 0.60);
        check(share(|p| p.together), 0.15);
    }

    #[test]
    fn kin_share_surnames_and_way_but_are_two_people() {
        let people: Vec<Person> = population(200).collect();
        let mut pairs = 0;
        for pair in people.chunks(2).filter(|pair| pair[0].together) {
            pairs += 1;
            assert_eq!(pair[0].paternal, pair[1].paternal);
            assert_eq!(pair[0].journey.departure, pair[1].journey.departure);
            assert_ne!((pair[0].birth, &pair[0].given), (pair[1].birth, &pair[1].given));
        }
        assert!(pairs > 3);
    }
}
