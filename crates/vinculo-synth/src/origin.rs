//! Where people come from, and the names that people there have.

use crate::dice::Dice;
use crate::rates::COUNTRIES;
use crate::tables::{COUNTRY_SURNAMES, GIVEN, REGIONAL_SURNAMES, SURNAMES, TOWNS, Town};
use crate::words;

/// A home: country, town, and the people one belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) country: &'static str,
    pub(crate) town: Town,
    /// A group of `regional_surnames.csv`, or `general`.
    pub(crate) group: &'static str,
}

/// The group of everybody else.
pub(crate) const GENERAL: &str = "general";

/// Country, department, group and its share there. Shares are judgement, after the
/// distribution of languages; where two stand for one department they are added.
const PEOPLES: [(&str, &str, &str, f64); 47] = [
    ("GT", "Alta Verapaz", "maya-qeqchi", 0.80),
    ("GT", "Alta Verapaz", "maya-poqomchi", 0.10),
    ("GT", "Baja Verapaz", "maya-poqomchi", 0.35),
    ("GT", "Petén", "maya-qeqchi", 0.30),
    ("GT", "Izabal", "maya-qeqchi", 0.25),
    ("GT", "Izabal", "garifuna", 0.15),
    ("GT", "Quiché", "maya-kiche", 0.65),
    ("GT", "Quiché", "maya-ixil", 0.20),
    ("GT", "Totonicapán", "maya-kiche", 0.90),
    ("GT", "Quetzaltenango", "maya-kiche", 0.25),
    ("GT", "Quetzaltenango", "maya-mam", 0.20),
    ("GT", "San Marcos", "maya-mam", 0.30),
    ("GT", "Huehuetenango", "maya-mam", 0.30),
    ("GT", "Huehuetenango", "maya-qanjobal-chuj", 0.35),
    ("GT", "Chimaltenango", "maya-kaqchikel", 0.75),
    ("GT", "Sacatepéquez", "maya-kaqchikel", 0.40),
    ("GT", "Sololá", "maya-kaqchikel", 0.50),
    ("GT", "Sololá", "maya-tzutujil", 0.35),
    ("GT", "Suchitepéquez", "maya-kiche", 0.25),
    ("GT", "Chiquimula", "maya-chorti-xinca", 0.20),
    ("HN", "Copán", "maya-chorti-xinca", 0.08),
    ("HN", "Atlántida", "garifuna", 0.20),
    ("HN", "Colón", "garifuna", 0.30),
    ("HN", "Islas de la Bahía", "garifuna", 0.30),
    ("HN", "Gracias a Dios", "miskito-sumo-creole", 0.80),
    ("HN", "Lempira", "lenca-tolupan-pech", 0.50),
    ("HN", "Intibucá", "lenca-tolupan-pech", 0.60),
    ("HN", "La Paz", "lenca-tolupan-pech", 0.40),
    ("SV", "Sonsonate", "nahua", 0.05),
    ("SV", "Morazán", "lenca-tolupan-pech", 0.05),
    ("NI", "Caribe Norte", "miskito-sumo-creole", 0.60),
    ("NI", "Caribe Sur", "miskito-sumo-creole", 0.30),
    ("MX", "Chiapas", "maya-tzotzil-tzeltal-chol", 0.35),
    ("MX", "Chiapas", "maya-mam", 0.03),
    ("MX", "Oaxaca", "zapoteca-mixteca", 0.40),
    ("MX", "Guerrero", "nahua", 0.15),
    ("MX", "Guerrero", "zapoteca-mixteca", 0.10),
    ("MX", "Puebla", "nahua", 0.20),
    ("MX", "Veracruz", "nahua", 0.12),
    ("MX", "Hidalgo", "nahua", 0.15),
    ("MX", "Hidalgo", "otomi-mazahua-other", 0.10),
    ("MX", "México", "otomi-mazahua-other", 0.05),
    ("MX", "Querétaro", "otomi-mazahua-other", 0.05),
    ("MX", "Michoacán", "purepecha", 0.12),
    ("MX", "Yucatán", "maya-yucateco", 0.50),
    ("MX", "Campeche", "maya-yucateco", 0.25),
    ("MX", "Quintana Roo", "maya-yucateco", 0.35),
];

/// Ethnicity and language as forms write them, by group.
pub(crate) fn people_words(group: &str) -> Option<(&'static str, &'static str)> {
    Some(match group {
        "maya-qeqchi" => ("maya q'eqchi'", "q'eqchi'"),
        "maya-poqomchi" => ("maya poqomchi'", "poqomchi'"),
        "maya-kiche" => ("maya k'iche'", "k'iche'"),
        "maya-ixil" => ("maya ixil", "ixil"),
        "maya-mam" => ("maya mam", "mam"),
        "maya-qanjobal-chuj" => ("maya q'anjob'al", "q'anjob'al"),
        "maya-kaqchikel" => ("maya kaqchikel", "kaqchikel"),
        "maya-tzutujil" => ("maya tz'utujil", "tz'utujil"),
        "maya-chorti-xinca" => ("maya ch'orti'", "ch'orti'"),
        "maya-tzotzil-tzeltal-chol" => ("tzotzil", "tzotzil"),
        "maya-yucateco" => ("maya", "maya"),
        "garifuna" => ("garífuna", "garífuna"),
        "miskito-sumo-creole" => ("miskito", "miskito"),
        "lenca-tolupan-pech" => ("lenca", "español"),
        "nahua" => ("nahua", "náhuatl"),
        "zapoteca-mixteca" => ("zapoteca", "zapoteco"),
        "otomi-mazahua-other" => ("otomí", "otomí"),
        "purepecha" => ("purépecha", "purépecha"),
        "haitian" => ("haitiana", "creole haitiano"),
        _ => return None,
    })
}

/// The coarse group in the truth file.
pub(crate) fn surname_group(group: &str) -> &'static str {
    match group {
        g if g.starts_with("maya") => "maya",
        "garifuna" => "garifuna",
        "haitian" => "haitian",
        "miskito-sumo-creole" | "lenca-tolupan-pech" => "indigenous_central_america",
        GENERAL => GENERAL,
        _ => "indigenous_mexico",
    }
}

/// Draws a home.
pub(crate) fn draw_origin(dice: &mut Dice) -> Origin {
    let country = dice.weighted(&COUNTRIES);
    let town = draw_town(dice, country);
    Origin { country, town, group: draw_group(dice, country, town.admin1) }
}

/// A town of a country, the larger the likelier.
pub(crate) fn draw_town(dice: &mut Dice, country: &str) -> Town {
    let unit = dice.unit();
    *TOWNS[country].draw(unit)
}

fn draw_group(dice: &mut Dice, country: &str, admin1: &str) -> &'static str {
    if country == "HT" {
        return "haitian";
    }
    let mut rest = dice.unit();
    for (c, a, group, share) in PEOPLES {
        if (c, a) == (country, admin1) {
            rest -= share;
            if rest < 0.0 {
                return group;
            }
        }
    }
    GENERAL
}

/// Share of surnames in a group that are of the group; the others are Spanish.
const OWN_SURNAMES: f64 = 0.75;
/// Share of surnames drawn from a country's own most frequent ones. Judgement.
const FREQUENT_SURNAMES: f64 = 0.45;

/// Draws one surname.
pub(crate) fn draw_surname(dice: &mut Dice, origin: &Origin) -> &'static str {
    let own = if origin.group == "haitian" { 1.0 } else { OWN_SURNAMES };
    if let Some(surnames) = REGIONAL_SURNAMES.get(origin.group)
        && dice.chance(own)
    {
        return dice.pick(surnames);
    }
    let frequent = dice.chance(FREQUENT_SURNAMES);
    let unit = dice.unit();
    match COUNTRY_SURNAMES.get(origin.country) {
        Some(surnames) if frequent => surnames.draw(unit),
        _ => SURNAMES.draw(unit),
    }
}

/// Share of Maya people with a traditional saint's name, of the young with a modern
/// one, and of people with two given names. Judgement.
const TRADITIONAL_NAME: f64 = 0.65;
const MODERN_NAME: f64 = 0.20;
const MODERN_SINCE: i16 = 1992;
const TWO_GIVEN: f64 = 0.60;

/// Draws one or two given names.
pub(crate) fn draw_given(
    dice: &mut Dice,
    group: &str,
    male: bool,
    birth_year: i16,
) -> Vec<&'static str> {
    let count = if group != "haitian" && dice.chance(TWO_GIVEN) { 2 } else { 1 };
    let mut names: Vec<&'static str> = Vec::with_capacity(count);
    while names.len() < count {
        let name = draw_one_given(dice, group, male, birth_year);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn draw_one_given(dice: &mut Dice, group: &str, male: bool, birth_year: i16) -> &'static str {
    let sex = usize::from(male);
    let one_of = |dice: &mut Dice, list: &'static str| {
        let names: Vec<&'static str> = list.split(' ').collect();
        dice.pick(&names)
    };
    if group == "haitian" {
        return one_of(dice, words::HAITIAN[sex]);
    }
    if group.starts_with("maya") && dice.chance(TRADITIONAL_NAME) {
        return one_of(dice, words::MAYA[sex]);
    }
    if birth_year >= MODERN_SINCE && dice.chance(MODERN_NAME) {
        return one_of(dice, words::MODERN[sex]);
    }
    let unit = dice.unit();
    GIVEN[sex].draw(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Stream;

    #[test]
    fn every_people_lives_in_a_department_of_the_table_and_has_surnames() {
        for (country, admin1, group, _) in PEOPLES {
            assert!(
                TOWNS[country].items().iter().any(|town| town.admin1 == admin1),
                "{country} {admin1}"
            );
            assert!(REGIONAL_SURNAMES.contains_key(group), "{group}");
            assert!(people_words(group).is_some_and(|(e, _)| !e.is_empty()) || group == GENERAL);
        }
    }

    #[test]
    fn alta_verapaz_bears_qeqchi_names() {
        let mut dice = Dice::new(1, Stream::Person(0));
        let qeqchi = &REGIONAL_SURNAMES["maya-qeqchi"];
        let town = *TOWNS["GT"].items().iter().find(|town| town.admin1 == "Alta Verapaz").unwrap();
        let own = (0..1000)
            .filter(|_| {
                let group = draw_group(&mut dice, "GT", "Alta Verapaz");
                let origin = Origin { country: "GT", town, group };
                qeqchi.contains(&draw_surname(&mut dice, &origin))
            })
            .count();
        // 0.80 of them Q'eqchi', three of four of whose surnames are their own.
        assert!((520..720).contains(&own), "{own}");
    }
}
