//! What a forensic service writes of remains.

use vinculo_record::{Column as C, Kind};

use super::Scribe;
use super::sources::remains_source;
use crate::journey::{LAST_DAY, Stop};
use crate::person::{Person, Thing, TrueMark};

/// What the condition lets an examiner see: the matrix of domain.md §2.5.
#[derive(Clone, Copy)]
struct Visible {
    condition: &'static str,
    sex: f64,
    /// Half the width of the age interval of an adult, years.
    age_half: i32,
    colours: bool,
    hair: f64,
    skin_marks: f64,
    bone_marks: f64,
    clothes: f64,
    bones_only: bool,
}

const FRESH: Visible = Visible {
    condition: "fresh",
    sex: 0.99,
    age_half: 6,
    colours: true,
    hair: 0.95,
    skin_marks: 0.95,
    bone_marks: 0.3,
    clothes: 0.9,
    bones_only: false,
};
const EARLY: Visible = Visible {
    condition: "early-decomposition",
    sex: 0.98,
    age_half: 8,
    colours: false,
    hair: 0.85,
    skin_marks: 0.5,
    bone_marks: 0.3,
    clothes: 0.85,
    bones_only: false,
};
const ADVANCED: Visible = Visible {
    condition: "advanced-decomposition",
    sex: 0.92,
    age_half: 10,
    colours: false,
    hair: 0.5,
    skin_marks: 0.15,
    bone_marks: 0.6,
    clothes: 0.75,
    bones_only: false,
};
const MUMMIFIED: Visible = Visible {
    condition: "mummified",
    sex: 0.95,
    age_half: 10,
    colours: false,
    hair: 0.6,
    skin_marks: 0.35,
    bone_marks: 0.5,
    clothes: 0.75,
    bones_only: false,
};
const SKELETON: Visible = Visible {
    condition: "skeletal-complete",
    sex: 0.9,
    age_half: 10,
    colours: false,
    hair: 0.1,
    skin_marks: 0.0,
    bone_marks: 0.9,
    clothes: 0.6,
    bones_only: true,
};
const PARTIAL: Visible = Visible {
    condition: "skeletal-partial",
    sex: 0.45,
    age_half: 15,
    colours: false,
    hair: 0.02,
    skin_marks: 0.0,
    bone_marks: 0.3,
    clothes: 0.3,
    bones_only: true,
};
const BURNED: Visible = Visible {
    condition: "burned",
    sex: 0.6,
    age_half: 15,
    colours: false,
    hair: 0.0,
    skin_marks: 0.0,
    bone_marks: 0.4,
    clothes: 0.1,
    bones_only: true,
};

/// Days between death and finding: from, to, share. Judgement.
const INTERVALS: [((i32, i32), f64); 4] =
    [((0, 4), 0.27), ((4, 21), 0.25), ((21, 200), 0.25), ((200, 1_500), 0.23)];

/// Age under which the sex of a skeleton cannot be told.
const SEXLESS_SKELETON_BELOW: i32 = 13;

/// What was found of a body.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Part {
    /// The body, or what the condition left of it.
    Body,
    /// The body of which a part was found elsewhere.
    Torso,
    /// A part found elsewhere, later.
    Limb,
}

/// Writes a record of remains.
pub(crate) fn remains(scribe: &mut Scribe, part: Part) -> &'static str {
    let person = scribe.person;
    let death = person.journey.death;
    let (from, to) = scribe.dice.weighted(&INTERVALS);
    let later = if part == Part::Limb { scribe.dice.between(20, 400) } else { 0 };
    let found = (death.day + scribe.dice.between(from, to - 1) + later).min(LAST_DAY);
    let visible = match part {
        Part::Limb => PARTIAL,
        _ => draw_condition(scribe, found - death.day),
    };
    let source = remains_source(&death.town);
    scribe.put(C::Kind, Kind::Remains.as_str());
    scribe.put(C::Status, "open");
    scribe.updated(found);
    scribe.put(C::Condition, visible.condition);
    let place = scribe.remembered(Stop { town: death.town, day: found });
    scribe.event(place, 0.75);
    interval(scribe, found - death.day);
    identity(scribe, visible, part);
    measures(scribe, visible);
    body(scribe, visible, part);
    inventory(scribe, visible, part);
    if scribe.dice.chance(visible.clothes * 0.8) && part != Part::Limb {
        belongings(scribe);
    }
    if scribe.fills(0.7) {
        let text = circumstances(scribe, visible);
        scribe.put(C::Circumstances, text);
    }
    source
}

fn draw_condition(scribe: &mut Scribe, days: i32) -> Visible {
    if scribe.dice.chance(0.02) {
        return BURNED;
    }
    scribe.dice.weighted(match days {
        ..5 => &[(FRESH, 8.0), (EARLY, 2.0)],
        5..30 => &[(FRESH, 1.0), (EARLY, 7.0), (ADVANCED, 1.5), (MUMMIFIED, 0.5)],
        30..200 => {
            &[(EARLY, 1.0), (ADVANCED, 4.0), (MUMMIFIED, 2.5), (SKELETON, 2.0), (PARTIAL, 0.5)]
        }
        _ => &[(ADVANCED, 0.5), (MUMMIFIED, 1.5), (SKELETON, 5.0), (PARTIAL, 3.0)],
    })
}

/// The estimated time since death: a factor of two to both sides, around a guess that
/// is itself off by a quarter.
fn interval(scribe: &mut Scribe, truth: i32) {
    if !scribe.fills(0.75) {
        return;
    }
    let guess = f64::from(truth) * (1.0 + 0.25 * scribe.dice.normal()).max(0.2);
    scribe.put(C::PmiDaysMin, (guess * 0.5).floor().to_string());
    scribe.put(C::PmiDaysMax, (guess * 2.0 + 1.0).ceil().to_string());
}

/// Sex and age; a name only where a document was on the body.
fn identity(scribe: &mut Scribe, visible: Visible, part: Part) {
    let person = scribe.person;
    let age = person.age(person.journey.death.day);
    let child_bones = visible.bones_only && age < SEXLESS_SKELETON_BELOW;
    match !child_bones && scribe.dice.chance(visible.sex) {
        true => scribe.sex(),
        false => scribe.put(C::Sex, "undetermined"),
    }
    if scribe.fills(0.9) {
        let half = if age < 18 { 2 } else { visible.age_half + age / 15 };
        // The interval is a 95 % one: its half is near two standard deviations.
        let guess = (f64::from(age) + f64::from(half) / 2.0 * scribe.dice.normal()).round() as i32;
        scribe.put(C::AgeMin, (guess - half).max(0).to_string());
        scribe.put(C::AgeMax, (guess + half).max(1).to_string());
    }
    if part != Part::Limb && !visible.bones_only && scribe.dice.chance(0.08) {
        scribe.document(0.8);
        scribe.name(false);
    }
}

/// Stature: cadavers are 2.5 cm longer (domain.md §5.1), bones have a standard error of
/// 3.5 cm; children's bones are not measured by adults' formulas.
fn measures(scribe: &mut Scribe, visible: Visible) {
    let person = scribe.person;
    let day = person.journey.death.day;
    if !scribe.fills(0.7) || (visible.bones_only && person.age(day) < 16) {
        return;
    }
    let truth = person.stature(day);
    let (method, guess, half) = match visible.bones_only {
        true => ("bone", truth + 3.5 * scribe.dice.normal(), 7.0),
        false => ("cadaver", truth + 2.5 + 1.5 * scribe.dice.normal(), 3.0),
    };
    scribe.put(C::StatureCmMin, (guess - half).max(30.0).round().to_string());
    scribe.put(C::StatureCmMax, (guess + half).max(36.0).round().to_string());
    scribe.put(C::StatureMethod, method);
}

fn body(scribe: &mut Scribe, visible: Visible, part: Part) {
    if part == Part::Limb {
        return;
    }
    if scribe.dice.chance(visible.hair) {
        scribe.hair(0.85);
    } else if visible.bones_only {
        scribe.put(C::HairColour, "n/o");
    }
    match visible.colours {
        true => scribe.eyes_and_skin(0.8),
        false => {
            scribe.put(C::EyeColour, "n/o");
            scribe.put(C::SkinTone, "n/o");
        }
    }
    let seen: Vec<bool> =
        scribe.person.marks.iter().map(|mark| sees(scribe.dice, visible, mark)).collect();
    let marks = &scribe.person.marks;
    let is_seen = |mark: &TrueMark| {
        marks.iter().position(|other| std::ptr::eq(other, mark)).is_some_and(|at| seen[at])
    };
    if !scribe.marks(is_seen) {
        match visible.condition {
            "fresh" if scribe.dice.chance(0.5) => scribe.list(C::Marks, vec!["none".into()]),
            "skeletal-partial" | "burned" => scribe.list(C::Marks, vec!["n/o".into()]),
            _ => {}
        }
    }
    if scribe.dice.chance(0.55) {
        chart(scribe, visible);
    }
    if scribe.fills(0.5) {
        let number = scribe.dice.digits(5);
        let status = scribe.dice.pick(&["taken", "typed"]);
        scribe.put(C::Dna, format!("{status}@LAB-REGIONAL:{number}"));
    }
}

fn sees(dice: &mut crate::dice::Dice, visible: Visible, mark: &TrueMark) -> bool {
    let share = match (mark.on_teeth, mark.on_bone) {
        (true, _) => 0.7,
        (_, true) => visible.bone_marks,
        _ => visible.skin_marks,
    };
    dice.chance(share)
}

/// All teeth that were recovered: the state at death, some lost after it.
fn chart(scribe: &mut Scribe, visible: Visible) {
    let person = scribe.person;
    if person.age(person.journey.death.day) < 13 {
        return;
    }
    let mut teeth = Vec::with_capacity(28);
    for quadrant in 1..=4u8 {
        for position in 1..=7u8 {
            let fdi = quadrant * 10 + position;
            let known = person.teeth.iter().find(|(other, _)| *other == fdi);
            let mut state = known.map_or("sound", |(_, state)| *state);
            // Caries goes on between the last chart and death.
            if state == "sound" && scribe.dice.chance(0.02) {
                state = "decayed";
            }
            let single_root = position <= 5;
            if visible.bones_only && single_root && state != "extracted" && scribe.dice.chance(0.15)
            {
                state = "lost-post-mortem";
            }
            teeth.push((fdi, state));
        }
    }
    scribe.chart(teeth);
}

fn inventory(scribe: &mut Scribe, visible: Visible, part: Part) {
    let parts: &[&str] = match (part, visible.condition) {
        (Part::Limb, _) => scribe.dice.pick(&[&["legs"][..], &["arms", "hands"], &["long-bone"]]),
        (Part::Torso, _) => &["head", "torso", "pelvis"],
        (_, "skeletal-partial") => scribe.dice.pick(&[
            &["head", "torso"][..],
            &["head", "pelvis", "legs"],
            &["head", "long-bone"],
        ]),
        _ => &["all"],
    };
    if part != Part::Body || scribe.fills(0.8) {
        scribe.list(C::Inventory, parts.iter().map(|part| (*part).to_owned()).collect());
    }
    if scribe.fills(0.6) {
        scribe.put(C::Mni, "1");
    }
}

/// Share of bodies in the clothes in which the family last saw them. Judgement.
const SAME_CLOTHES: f64 = 0.45;

fn belongings(scribe: &mut Scribe) {
    let person: &Person = scribe.person;
    let clothing: Vec<Thing> = match scribe.dice.chance(SAME_CLOTHES) {
        true => person.clothing.clone(),
        false => crate::person::draw_clothing(scribe.dice, person.male),
    };
    scribe.clothing(&clothing);
    scribe.effects(&person.effects);
}

fn circumstances(scribe: &mut Scribe, visible: Visible) -> String {
    let place = scribe.dice.pick(&[
        "en un rancho, cerca de la brecha",
        "a la orilla del río",
        "junto a las vías del tren",
        "en el desierto, bajo un mezquite",
        "en una fosa clandestina",
        "en un canal de riego",
        "en la zona selvática, cerca de un campamento",
        "a un costado de la carretera",
    ]);
    let who = scribe.dice.pick(&[
        "Hallado por un ranchero",
        "Localizado por un colectivo de búsqueda",
        "Reportado por la patrulla fronteriza",
        "Encontrado por pescadores",
        "Levantamiento a solicitud del ministerio público",
    ]);
    let state = match visible.bones_only {
        true => "restos óseos dispersos por fauna",
        false => "sin documentos a la vista",
    };
    format!("{who} {place}; {state}.")
}
