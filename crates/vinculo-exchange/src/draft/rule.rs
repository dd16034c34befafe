//! The rule of one column, by its goal and by what stands in it.

use vinculo_record::{Column, Kind, fold};

use crate::draft::note::Note;
use crate::draft::profile::Profile;
use crate::draft::terms::Goal;
use crate::mapping::{DATES, quantity};
use crate::sheet::row::RawCell;
use crate::values::date::{DateOrder, DateStyle, Serial, read_date};
use crate::values::loose;
use crate::values::measure::Quantity;

/// A drafted rule.
pub struct Rule {
    /// Where the value goes, as mapping files name it.
    pub to: String,
    /// Options, as TOML.
    pub options: Vec<(&'static str, String)>,
    /// What is to be said of it.
    pub notes: Vec<Note>,
}

/// Drafts a rule. `None` for goals that are no rules of one column.
pub fn draft(goal: Goal, kind: Option<Kind>, profile: &Profile) -> Option<Rule> {
    let mut rule = Rule { to: String::new(), options: Vec::new(), notes: Vec::new() };
    match goal {
        Goal::Id | Goal::Number | Goal::Leave | Goal::Place(_) => return None,
        Goal::One(column) => one(&mut rule, column, profile),
        Goal::Bounds(name) => {
            rule.to = name.to_owned();
            unit(&mut rule, name, profile);
        }
        Goal::Coordinates => rule.to = "coordinates".to_owned(),
        Goal::Document(document) => {
            rule.to = Column::DocumentNumbers.name().to_owned();
            rule.options.push(("template", quoted(&format!("{document}:{{}}"))));
        }
        Goal::Relative(kinship) => {
            rule.to = Column::Relatives.name().to_owned();
            rule.options.push(("template", quoted(&format!("{kinship}:{{}}"))));
        }
        Goal::Marks(mark_type) => {
            rule.to = Column::Marks.name().to_owned();
            rule.options.push(("free_text", "true".to_owned()));
            if let Some(mark_type) = mark_type {
                rule.options.push(("mark_type", quoted(mark_type.code())));
            }
            absences(&mut rule, profile, true);
        }
    }
    if let (Goal::One(column), Some(kind)) = (goal, kind)
        && !column.applies_to(kind)
    {
        return None;
    }
    Some(rule)
}

fn one(rule: &mut Rule, column: Column, profile: &Profile) {
    rule.to = column.name().to_owned();
    if DATES.contains(&column) {
        date(rule, profile);
    } else if quantity(column).is_some() {
        rule.options.push(("interval", "true".to_owned()));
        let name = rule.to.clone();
        unit(rule, &name, profile);
    } else if column == Column::Sex {
        sex(rule, profile);
    } else if column.is_list() {
        list(rule, column, profile);
    }
    use Column as C;
    match column {
        C::Clothing | C::Effects | C::Medical | C::Dental => absences(rule, profile, true),
        C::Build | C::HairColour | C::HairLength | C::EyeColour | C::SkinTone => {
            absences(rule, profile, false);
        }
        _ => {}
    }
}

/// Which order of day and month reads the most dates, and what proves it.
fn date(rule: &mut Rule, profile: &Profile) {
    let texts: Vec<String> = profile
        .sample
        .iter()
        .filter(|cell| !matches!(cell, RawCell::Date(_)))
        .map(RawCell::to_text)
        .collect();
    let style = |order, serial| DateStyle { order, serial, ..DateStyle::ISO };
    let serial = |text: &&String| {
        read_date(text, &style(DateOrder::Iso, Serial::Since1900)).is_ok()
            && read_date(text, &DateStyle::ISO).is_err()
    };
    let serials = texts.iter().filter(serial).count();
    let read = |order| {
        let style = style(order, Serial::Since1900);
        texts.iter().filter(|text| read_date(text, &style).is_ok()).count()
    };
    let (iso, day, month) =
        (read(DateOrder::Iso), read(DateOrder::DayFirst), read(DateOrder::MonthFirst));
    let (order, note) = if iso >= day && iso >= month {
        ("iso", None)
    } else if day > month {
        let proof = day - month;
        (
            "day_first",
            Some(Note::info(
                format!(
                    "día primero: {proof} fechas tienen un número mayor que 12 en primer lugar"
                ),
                format!("day first: {proof} dates have a number above 12 in the first place"),
            )),
        )
    } else if month > day {
        let proof = month - day;
        (
            "month_first",
            Some(Note::info(
                format!(
                    "mes primero: {proof} fechas tienen un número mayor que 12 en segundo lugar"
                ),
                format!("month first: {proof} dates have a number above 12 in the second place"),
            )),
        )
    } else {
        (
            "day_first",
            Some(Note::unsure(
                "ninguna fecha prueba si va primero el día o el mes (ningún número mayor que 12)",
                "no date proves whether day or month comes first (no number above 12)",
            )),
        )
    };
    rule.options.push(("date", quoted(order)));
    rule.notes.extend(note);
    if serials > 0 {
        rule.options.push(("serial", "true".to_owned()));
        rule.notes.push(Note::info(
            format!("{serials} fechas son números de serie de la hoja de cálculo"),
            format!("{serials} dates are serial numbers of the spreadsheet"),
        ));
    }
}

/// The unit of numbers that state none.
fn unit(rule: &mut Rule, name: &str, profile: &Profile) {
    let bare: Vec<f64> = profile
        .texts()
        .flat_map(|text| {
            let text = loose(&text);
            let units =
                text.chars().any(|c| c.is_alphabetic() && c != 'a') || text.contains(['\'', '"']);
            let numbers = text
                .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
                .filter_map(|number| number.replace(',', ".").parse().ok())
                .collect::<Vec<f64>>();
            if units { Vec::new() } else { numbers }
        })
        .collect();
    let with_units = profile.texts().any(|text| text.chars().any(char::is_alphabetic));
    let quantity = if name == "pmi_days" {
        Some(Quantity::Time)
    } else if name.starts_with("stature") {
        Some(Quantity::Stature)
    } else if name.starts_with("weight") {
        Some(Quantity::Weight)
    } else {
        None
    };
    let feet = |text: String| text.contains(['\'', '"', '’']) || loose(&text).contains("ft");
    match quantity {
        Some(Quantity::Stature)
            if profile.texts().filter(|t| feet(t.clone())).count() * 2 > profile.sample.len() =>
        {
            rule.options.push(("unit", quoted("ft_in")));
        }
        Some(Quantity::Stature) => {
            /// No adult is so tall in metres or so small in centimetres.
            const METRES: f64 = 3.0;
            let metres = bare.iter().filter(|number| **number < METRES).count();
            let unit = match (metres, bare.len()) {
                (0, 0) => return,
                (m, all) if m == all => "m",
                (0, _) => "cm",
                _ => "m_or_cm",
            };
            rule.options.push(("unit", quoted(unit)));
        }
        Some(Quantity::Weight) if !bare.is_empty() => {
            rule.options.push(("unit", quoted("kg")));
            rule.notes.push(Note::unsure(
                "los números sin unidad se toman por kilogramos",
                "numbers without a unit are taken for kilograms",
            ));
        }
        Some(Quantity::Time) if !bare.is_empty() => {
            rule.options.push(("unit", quoted("days")));
            rule.notes.push(Note::unsure(
                "los números sin unidad se toman por días",
                "numbers without a unit are taken for days",
            ));
        }
        _ => {}
    }
    if with_units {
        rule.notes.push(Note::info(
            "hay intervalos o unidades dentro del texto ('25-35 años', '1.65 m')",
            "intervals or units stand inside the text ('25-35 años', '1.65 m')",
        ));
    }
}

/// Letters for a sex: `H` and `M` are hombre and mujer, `M` and `F` male and female.
fn sex(rule: &mut Rule, profile: &Profile) {
    let seen: std::collections::BTreeSet<String> =
        profile.texts().map(|text| fold(&text)).filter(|text| text.len() <= 4).collect();
    let has = |word: &str| seen.contains(word);
    let mut values: Vec<(&str, &str)> = Vec::new();
    if has("h") {
        values.extend([("H", "male"), ("M", "female")]);
    } else if has("f") {
        values.extend([("F", "female"), ("M", "male")]);
    } else if has("m") {
        rule.notes.push(Note::unsure(
            "'M' puede ser mujer o masculino: agregue values = { M = \"female\" } o { M = \"male\" }",
            "'M' may be mujer or masculino: add values = { M = \"female\" } or { M = \"male\" }",
        ));
    }
    for (word, code) in [("masc", "male"), ("fem", "female"), ("ind", "undetermined")] {
        let spelled = profile.texts().find(|text| fold(text) == word);
        if let Some(spelled) = spelled {
            rule.options.push(("", format!("{} = {}", quoted(spelled.trim()), quoted(code))));
        }
    }
    let extra: Vec<String> = rule.options.drain(..).map(|(_, text)| text).collect();
    let listed = values.iter().map(|(from, to)| format!("{from} = {}", quoted(to)));
    let all: Vec<String> = listed.chain(extra).collect();
    if !all.is_empty() {
        rule.options.push(("values", format!("{{ {} }}", all.join(", "))));
    }
}

/// How the items of a list are separated.
fn list(rule: &mut Rule, column: Column, profile: &Profile) {
    /// A separator stands in at least one of so many cells.
    const SHARE: usize = 20;
    let with = |separator: &str| profile.texts().filter(|text| text.contains(separator)).count();
    let enough = |separator: &str| with(separator) * SHARE > profile.sample.len();
    let separator = [";", ",", "/"].into_iter().find(|separator| enough(separator));
    if let Some(separator) = separator {
        rule.options.push(("split", quoted(separator)));
    }
    if matches!(column, Column::Clothing | Column::Effects) {
        rule.options.push(("template", quoted("{}")));
    }
}

/// Words that say somebody looked and found nothing, or could not look. `may_be_none`:
/// a body may be without it.
fn absences(rule: &mut Rule, profile: &Profile, may_be_none: bool) {
    const ABSENT: [&str; 12] = [
        "ninguno",
        "ninguna",
        "ningun",
        "no",
        "sin senas",
        "sin senas particulares",
        "sin tatuajes",
        "no presenta",
        "no tiene",
        "negativo",
        "no se observan",
        "none",
    ];
    const UNSEEN: [&str; 5] =
        ["no observable", "no valorable", "no se aprecia", "no visible", "not observable"];
    let mut values = std::collections::BTreeMap::new();
    for text in profile.texts() {
        let word = loose(&text);
        let code = if may_be_none && ABSENT.contains(&word.as_str()) {
            "none"
        } else if UNSEEN.contains(&word.as_str()) {
            "n/o"
        } else {
            continue;
        };
        values.insert(word, (text.trim().to_owned(), code));
    }
    if values.is_empty() {
        return;
    }
    let says_none = values.values().any(|(_, code)| *code == "none");
    let pairs: Vec<String> = values
        .into_values()
        .map(|(text, code)| format!("{} = {}", quoted(&text), quoted(code)))
        .collect();
    rule.options.push(("values", format!("{{ {} }}", pairs.join(", "))));
    if says_none {
        rule.notes.push(Note::unsure(
            "\"none\" es examinado y ausente: ¿lo dice así esta columna, o es que no hay datos?",
            "\"none\" means examined and absent: does this column say so, or is there no data?",
        ));
    }
}

/// A text as a TOML string.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
