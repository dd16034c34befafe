//! What a shelter writes of somebody who arrives.

use vinculo_record::{Column as C, Kind};

use super::Scribe;
use super::sources::nearest_shelter;
use crate::journey::Stop;
use crate::rates::HOLD_SHELTER;
use crate::truth::Stratum;

/// Ages from which a minor may be declared an adult.
const FALSE_ADULTHOOD_FROM: i32 = 13;

/// Writes an intake.
pub(crate) fn shelter(scribe: &mut Scribe, stop: Stop) -> &'static str {
    let person = scribe.person;
    let shelter = nearest_shelter(&stop.town);
    scribe.put(C::Kind, Kind::Shelter.as_str());
    let status = scribe.dice.weighted(&[("released", 3.0), ("open", 1.0)]);
    scribe.put(C::Status, status);
    scribe.updated(stop.day);
    scribe.name(true);
    scribe.alias();
    scribe.document(0.35);
    scribe.sex();
    let declared = declared_age(scribe, stop);
    scribe.nationality();
    if scribe.dice.chance(scribe.rates.false_nationality) {
        false_nationality(scribe);
    } else {
        scribe.origin(0.75);
    }
    let whom = scribe.dice.below(2);
    scribe.relative(whom, 0.45);
    scribe.event(Stop { town: shelter.town, ..stop }, 0.6);
    scribe.put(C::ShelterName, format!("{}, {}", shelter.name, shelter.town.name));
    if scribe.fills(0.6) {
        scribe.put(C::Destination, person.destination);
    }
    if declared < 18 {
        company(scribe);
    }
    if scribe.fills(0.5) {
        let text = circumstances(scribe);
        scribe.put(C::Circumstances, text);
    }
    let measured = scribe.dice.chance(0.3);
    scribe.build(stop.day, 0.45, measured);
    scribe.hair(0.3);
    scribe.eyes_and_skin(0.25);
    if scribe.dice.chance(0.45) {
        scribe.marks(|mark| !mark.on_bone || mark.on_teeth);
    }
    if let Some(words) = person.medical
        && scribe.fills(0.5)
    {
        let text = (scribe.dice.pick(words)).to_owned();
        scribe.list(C::Medical, vec![text]);
    }
    if scribe.fills(0.25) {
        scribe.clothing(&person.clothing);
    }
    shelter.code
}

/// Writes the declared age, which may be an adult's; returns it.
fn declared_age(scribe: &mut Scribe, stop: Stop) -> i32 {
    let truth = scribe.person.age(stop.day);
    let may_lie = (FALSE_ADULTHOOD_FROM..18).contains(&truth);
    let added = match may_lie && scribe.dice.chance(scribe.rates.false_adulthood) {
        true => {
            scribe.spoiled.add(Stratum::FalseDeclaration);
            18 - truth + scribe.dice.between(0, 2)
        }
        false => 0,
    };
    if added > 0 || scribe.dice.chance(scribe.rates.age_only) {
        scribe.put(C::DeclaredAge, (truth + added).to_string());
        scribe.put(C::AgeMethod, "declared");
    } else {
        scribe.age(stop.day, 0);
        let method =
            scribe.dice.weighted(&[("declared", 6.0), ("document", 3.0), ("medical", 0.3)]);
        scribe.put(C::AgeMethod, method);
    }
    truth + added
}

/// A country that is nearer to safety, or treated better, than one's own.
fn false_nationality(scribe: &mut Scribe) {
    scribe.spoiled.add(Stratum::FalseDeclaration);
    let own = scribe.person.origin.country;
    let others: Vec<(&str, f64)> =
        [("MX", 5.0), ("GT", 4.0), ("SV", 1.5), ("HN", 1.5), ("VE", 2.0), ("CU", 1.0)]
            .into_iter()
            .filter(|(country, _)| *country != own)
            .collect();
    let country = scribe.dice.weighted(&others);
    scribe.list(C::Nationality, vec![country.to_owned()]);
    scribe.put(C::OriginCountry, country);
    scribe.row.remove(C::Ethnicity);
}

fn company(scribe: &mut Scribe) {
    let alone = !scribe.person.together && scribe.dice.chance(0.6);
    scribe.put(C::Unaccompanied, if alone { "true" } else { "false" });
    if alone && scribe.dice.chance(HOLD_SHELTER) {
        scribe.put(C::ProtectionHold, "true");
        let reason = scribe.dice.pick(&[
            "solicitud de asilo en curso",
            "riesgo por parte de un familiar",
            "amenazas en el país de origen",
        ]);
        scribe.put(C::HoldReason, reason);
    }
}

fn circumstances(scribe: &mut Scribe) -> String {
    let came = scribe.dice.pick(&[
        "Llegó caminando por las vías",
        "Llegó en grupo de la caravana",
        "{Lo} trajo Protección Civil",
        "Fue referid{o} por el consulado",
        "Llegó de noche con dos compañeros",
        "Bajó del tren con los pies lastimados",
    ]);
    let state = scribe.dice.pick(&[
        "deshidratad{o}, recibió atención médica",
        "pide llamar a su familia",
        "dice que le robaron sus documentos",
        "refiere que fue asaltad{o} en el camino",
        "viene enferm{o} del estómago",
        "desea continuar el viaje",
        "solicita información sobre refugio",
    ]);
    let text = format!("{came}; {state}. Dice que va a {}.", scribe.person.destination);
    scribe.person.agree(&text)
}
