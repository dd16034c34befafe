//! What a family's notice says.

use vinculo_record::{Column as C, Kind};

use super::Scribe;
use super::sources::notice_source;
use crate::journey::{Stop, date};
use crate::publication::publish;
use crate::words::WORK;

/// Writes a notice; the source is another one than those used before.
pub(crate) fn notice(scribe: &mut Scribe, used: &[String]) -> &'static str {
    let person = scribe.person;
    let journey = &person.journey;
    let seen = journey.last_seen;
    let source = notice_source(scribe.dice, person.origin.country, used);
    let status = scribe.dice.weighted(&[("open", 92.0), ("closed", 5.0), ("withdrawn", 3.0)]);
    scribe.put(C::Kind, Kind::Notice.as_str());
    scribe.put(C::Status, status);
    scribe.updated(seen.day);
    scribe.name(false);
    scribe.alias();
    scribe.document(0.45);
    scribe.sex();
    scribe.age(seen.day, 0);
    scribe.nationality();
    scribe.origin(0.95);
    scribe.relative(0, 0.8);
    let told = scribe.remembered(seen);
    scribe.event(told, 0.15);
    if scribe.fills(0.75) {
        scribe.put(C::Destination, person.destination);
    }
    company(scribe);
    last_contact(scribe);
    if scribe.fills(0.9) {
        let text = circumstances(scribe, told);
        scribe.put(C::Circumstances, text);
    }
    body(scribe);
    publish(scribe);
    scribe.put(C::Contact, format!("casos@{}.example", source.to_lowercase()));
    source
}

fn company(scribe: &mut Scribe) {
    if scribe.person.together && scribe.fills(0.6) {
        let who = scribe.dice.pick(&["hermano", "primo", "un familiar", "hermana"]);
        scribe.list(C::TravellingWith, vec![format!("{who} {}", scribe.person.paternal)]);
    } else if scribe.fills(0.2) {
        let who = scribe.dice.pick(&["un grupo de la misma aldea", "un amigo", "desconocidos"]);
        scribe.list(C::TravellingWith, vec![who.to_owned()]);
    }
}

fn last_contact(scribe: &mut Scribe) {
    let Some(contact) = scribe.person.journey.last_contact else { return };
    let day = scribe.vague_date(contact.day);
    scribe.put(C::LastContactDate, day);
    scribe.put(C::LastContactCountry, contact.town.country);
    if scribe.fills(0.8) {
        scribe.put(C::LastContactAdmin1, contact.town.admin1);
        scribe.put(C::LastContactPlace, contact.town.name);
    }
}

fn body(scribe: &mut Scribe) {
    let person = scribe.person;
    let day = person.journey.last_seen.day;
    scribe.build(day, 0.85, false);
    scribe.hair(0.85);
    scribe.eyes_and_skin(0.7);
    if scribe.fills(0.08) {
        scribe.put(C::BloodGroup, person.blood);
    }
    scribe.marks(|_| true);
    if scribe.dice.chance(0.07) {
        chart(scribe);
    }
    if let Some(words) = person.medical
        && scribe.fills(0.7)
    {
        let text = (scribe.dice.pick(words)).to_owned();
        scribe.list(C::Medical, vec![text]);
    }
    if scribe.fills(0.3) {
        let number = scribe.dice.digits(6);
        scribe.put(C::Dna, format!("taken@BANCO-FAMILIAS:{number}"));
    }
    if scribe.fills(0.5) {
        scribe.clothing(&person.clothing);
        scribe.effects(&person.effects);
    }
}

/// A dentist's chart from before the journey: the treated teeth and the first molars.
fn chart(scribe: &mut Scribe) {
    let person = scribe.person;
    if person.age(person.journey.departure) < 13 {
        return;
    }
    let mut teeth: Vec<(u8, &str)> = person.teeth.clone();
    for molar in [16, 26, 36, 46] {
        if teeth.iter().all(|(fdi, _)| *fdi != molar) {
            teeth.push((molar, "sound"));
        }
    }
    teeth.sort_unstable();
    scribe.chart(teeth);
    let before = person.journey.departure - scribe.dice.between(60, 900);
    if before > person.birth {
        scribe.put(C::DentalDate, date(before).to_string());
    }
}

impl Scribe<'_> {
    /// Writes a dental chart, perhaps with one tooth in the wrong place.
    pub(super) fn chart(&mut self, mut teeth: Vec<(u8, &str)>) {
        if !teeth.is_empty() && self.dice.chance(self.rates.chart_error) {
            let at = self.dice.below(teeth.len());
            let (fdi, _) = teeth[at];
            let neighbour = if fdi % 10 < 7 { fdi + 1 } else { fdi - 1 };
            if teeth.iter().all(|(other, _)| *other != neighbour) {
                teeth[at].0 = neighbour;
            }
        }
        let items: Vec<String> =
            teeth.iter().map(|(fdi, state)| format!("{fdi}={state}")).collect();
        self.spoiled.marked |= !items.is_empty();
        self.list(C::Dental, items);
    }
}

/// What happened, as an office writes it down.
fn circumstances(scribe: &mut Scribe, seen: Stop) -> String {
    let person = scribe.person;
    let (kinship, home) = (person.kin[0].kinship, person.origin.town.name);
    let town = seen.town.name;
    let work = scribe.dice.pick(&WORK);
    let left = scribe.dice.pick(&[
        "Salió de su casa por falta de trabajo",
        "Se fue huyendo de amenazas de la pandilla",
        "Salió después del huracán, perdieron la casa",
        "Quería reunirse con su familia",
        "Se fue con un guía que {lo} iba a pasar al otro lado",
        "Salió en una caravana",
        "Se fue sin avisar",
    ]);
    let last = scribe.dice.pick(&[
        "fue vist{o} por última vez cerca de la estación de autobuses",
        "iba a subir al tren de carga, la Bestia",
        "se quedó atrás del grupo porque ya no podía caminar",
        "{lo} bajaron de un autobús en un retén",
        "iban a cruzar el río en una balsa",
        "dijo que caminarían tres noches por el desierto",
        "se quedó esperando en una casa de seguridad",
        "{lo} dejaron en una gasolinera con otras personas",
        "estaba enferm{o}, con fiebre y diarrea",
        "el grupo corrió cuando llegó la patrulla y se dispersaron",
    ]);
    let since = scribe.dice.pick(&[
        "Desde entonces no se sabe nada.",
        "El teléfono manda a buzón.",
        "Después llamaron pidiendo dinero.",
        "Un compañero de viaje avisó a la familia.",
        "Los consulados y hospitales no tienen registro.",
        "La familia sigue esperando su llamada.",
    ]);
    let mut text =
        format!("{left}; en {home} {work}. Según su {kinship}, en {town} {last}. {since}");
    if person.journey.last_contact.is_some() {
        let call = scribe.dice.pick(&[
            " Después llamó una vez más, de un número prestado.",
            " Mandó un mensaje de voz, se oía viento.",
            " Habló con su familia y dijo que estaba bien.",
        ]);
        text.push_str(call);
    }
    if let Some(thing) = person.clothing.first()
        && scribe.dice.chance(0.4)
    {
        text.push_str(&format!(" Vestía {} color {}.", thing.words[0], thing.colour));
    }
    person.agree(&text)
}
