//! A notice in words: labelled lines, the same for pages, feeds and what is read back from
//! a feed.

use vinculo_record::items::{Item, ListItem, Mark};
use vinculo_record::vocab::{Build, Country, EyeColour, HairColour, Kinship, Sex, SkinTone};
use vinculo_record::{Column, Lang};

use crate::words::{self, Word};
use crate::{PublicLang, PublicNotice};

/// A line of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it tells.
    pub label: Word,
    /// The value in words.
    pub value: String,
}

/// The labels of lines, each with the columns that it fills when it is read back.
const READ: &[(Word, &[Column])] = &[
    (Word::GivenNames, &[Column::GivenNames]),
    (Word::PaternalSurname, &[Column::PaternalSurname]),
    (Word::MaternalSurname, &[Column::MaternalSurname]),
    (Word::FullName, &[Column::FullName]),
    (Word::Sex, &[Column::Sex]),
    (Word::Age, &[Column::AgeMin, Column::AgeMax]),
    (Word::Nationality, &[Column::Nationality]),
    (Word::LastSeen, &[Column::EventDate]),
    (Word::LastCountry, &[Column::EventCountry]),
    (Word::LastRegion, &[Column::EventAdmin1]),
    (Word::LastPlace, &[Column::EventPlace]),
    (Word::Stature, &[Column::StatureCmMin, Column::StatureCmMax]),
    (Word::Build, &[Column::Build]),
    (Word::Hair, &[Column::HairColour]),
    (Word::Eyes, &[Column::EyeColour]),
    (Word::Skin, &[Column::SkinTone]),
    (Word::Mark, &[Column::Marks]),
    (Word::Clothing, &[Column::Clothing]),
    (Word::WhoSearches, &[Column::ConsentBy, Column::SearcherOnly]),
    (Word::KinSought, &[]),
    (Word::Contact, &[Column::Contact]),
];

/// The labels that [`read_line`] knows.
#[cfg(test)]
pub(crate) const LABELS: &[Word] = &{
    let mut labels = [Word::Contact; READ.len()];
    let mut place = 0;
    while place < READ.len() {
        labels[place] = READ[place].0;
        place += 1;
    }
    labels
};

/// What stands over a notice: the name, or that a family searches.
pub fn title(notice: &PublicNotice, lang: PublicLang) -> String {
    notice.name().unwrap_or_else(|| {
        let word = if notice.searcher_only { Word::SearchOnlyTitle } else { Word::Missing };
        word.text(lang).to_owned()
    })
}

/// The notice in labelled lines, in the language; of what is not published there is no line.
/// Coded values stand in words that [`read_line`] reads back.
pub fn describe(notice: &PublicNotice, lang: PublicLang) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = |label: Word, value: Option<String>| {
        lines.extend(value.map(|value| Line { label, value }));
    };
    let terms = lang.terms();
    line(Word::WhoSearches, kinship(&notice.searcher, lang));
    line(Word::KinSought, kinship(&notice.sought, lang));
    line(Word::FullName, notice.full_name.clone());
    line(Word::GivenNames, notice.given_names.clone());
    line(Word::PaternalSurname, notice.paternal_surname.clone());
    line(Word::MaternalSurname, notice.maternal_surname.clone());
    let sex = notice.sex.as_deref().and_then(Sex::parse);
    line(Word::Sex, sex.map(|sex| words::sex(sex, lang).to_owned()));
    line(Word::Age, range(notice.age_min, notice.age_max, Word::Years.text(lang)));
    let nations = notice.nationality.iter().map(|code| country(code, terms));
    line(Word::Nationality, some(nations.collect::<Vec<_>>().join(", ")));
    line(Word::LastSeen, notice.event_date.clone());
    line(Word::LastPlace, notice.event_place.clone());
    line(Word::LastRegion, notice.event_admin1.clone());
    line(Word::LastCountry, notice.event_country.as_deref().map(|code| country(code, terms)));
    line(Word::Stature, range(notice.stature_cm_min, notice.stature_cm_max, "cm"));
    line(Word::Build, term(&notice.build, Build::parse, |v| v.label(terms)));
    line(Word::Hair, term(&notice.hair_colour, HairColour::parse, |v| v.label(terms)));
    line(Word::Eyes, term(&notice.eye_colour, EyeColour::parse, |v| v.label(terms)));
    line(Word::Skin, term(&notice.skin_tone, SkinTone::parse, |v| v.label(terms)));
    for mark in &notice.marks {
        line(Word::Mark, some(mark_in_words(mark, terms)));
    }
    for item in &notice.clothing {
        line(Word::Clothing, some(item.clone()));
    }
    line(Word::Contact, notice.contact.clone());
    lines
}

/// The value of a line as a reader of a page sees it: without the separators of lists.
pub(crate) fn shown(line: &Line) -> String {
    match line.label {
        Word::Clothing => Item::read(&line.value).map_or_else(
            || line.value.clone(),
            |item| {
                let parts = [item.item, item.colour, item.brand, item.text];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            },
        ),
        Word::LastSeen => day(&line.value),
        Word::Mark => line.value.replacen('@', ", ", 1).replacen('/', ", ", 1).replace("\\:", ":"),
        _ => line.value.clone(),
    }
}

/// An EDTF date for people: `~` (approximate), `?` (uncertain) and `/` (from, to) become signs
/// that need no language.
fn day(edtf: &str) -> String {
    let plain = edtf.trim_end_matches(['~', '?', '%']);
    let (about, unsure) = match &edtf[plain.len()..] {
        "~" => ("≈ ", ""),
        "?" => ("", " (?)"),
        "%" => ("≈ ", " (?)"),
        _ => ("", ""),
    };
    format!("{about}{}{unsure}", plain.replace('/', " – "))
}

/// Reads a line `label: value` of a description in any of the languages: the cells that it
/// fills, a list's item as one cell. Empty for a line with another label.
pub fn read_line(line: &str) -> Vec<(Column, String)> {
    let Some((label, value)) = line.split_once(": ") else { return Vec::new() };
    let is_label = |word: Word| PublicLang::ALL.iter().any(|l| word.text(*l) == label.trim());
    let Some((word, columns)) = READ.iter().find(|(word, _)| is_label(*word)) else {
        return Vec::new();
    };
    let value = value.trim();
    match (word, columns) {
        (Word::Age | Word::Stature, [min, max]) => {
            let numbers = value.split_whitespace().next().unwrap_or_default();
            let (low, high) = numbers.split_once('–').unwrap_or((numbers, numbers));
            let is_number =
                |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            match is_number(low) && is_number(high) {
                true => vec![(*min, low.to_owned()), (*max, high.to_owned())],
                false => Vec::new(),
            }
        }
        (Word::WhoSearches, _) => kinship_named(value).map_or_else(Vec::new, |kinship| {
            let by = kinship.code().to_owned();
            vec![(Column::ConsentBy, by), (Column::SearcherOnly, "true".to_owned())]
        }),
        (Word::Sex, _) => {
            let named = |sex: &&Sex| PublicLang::ALL.iter().any(|l| words::sex(**sex, *l) == value);
            let sex = Sex::ALL.iter().find(named);
            sex.map(|sex| (Column::Sex, sex.code().to_owned())).into_iter().collect()
        }
        (Word::Nationality | Word::LastCountry, [column]) => {
            let codes = value.split(", ").filter_map(Country::parse);
            codes.map(|country| (*column, country.code().to_owned())).collect()
        }
        (_, [column]) => vec![(*column, value.to_owned())],
        _ => Vec::new(),
    }
}

fn kinship(code: &Option<String>, lang: PublicLang) -> Option<String> {
    let kinship = code.as_deref().and_then(Kinship::parse)?;
    Some(words::kinship(kinship, lang).to_owned())
}

fn kinship_named(text: &str) -> Option<Kinship> {
    let named = |kinship: &&Kinship| {
        PublicLang::ALL.iter().any(|lang| words::kinship(**kinship, *lang) == text)
    };
    Kinship::ALL.iter().find(named).copied()
}

fn country(code: &str, terms: Lang) -> String {
    Country::parse(code).map_or_else(|| code.to_owned(), |c| c.label(terms).to_owned())
}

fn term<T>(
    code: &Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    label: impl Fn(T) -> &'static str,
) -> Option<String> {
    code.as_deref().and_then(parse).map(|value| label(value).to_owned())
}

fn range(min: Option<u32>, max: Option<u32>, unit: &str) -> Option<String> {
    let (min, max) = min.zip(max)?;
    Some(if min == max { format!("{min} {unit}") } else { format!("{min}–{max} {unit}") })
}

/// A mark with its codes in words, in the form that is read back.
fn mark_in_words(mark: &str, terms: Lang) -> String {
    let Some(mark) = Mark::read(mark) else { return mark.to_owned() };
    let mut text = mark.kind.label(terms).to_owned();
    if let Some(location) = mark.location {
        text.push_str(&format!("@{}", location.label(terms)));
        if let Some(side) = mark.side {
            text.push_str(&format!("/{}", side.label(terms)));
        }
    } else if let Some(side) = mark.side {
        text.push_str(&format!("@/{}", side.label(terms)));
    }
    if !mark.text.is_empty() {
        let escaped = mark.text.replace('\\', "\\\\").replace(':', "\\:");
        text.push_str(&format!(": {escaped}"));
    }
    text
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::notice::tests::notice;

    #[test]
    fn dates_are_shown_without_the_signs_of_edtf() {
        for (edtf, shown) in [
            ("2021-05-06~", "≈ 2021-05-06"),
            ("2021?", "2021 (?)"),
            ("2021-05%", "≈ 2021-05 (?)"),
            ("2021-05/2021-06", "2021-05 – 2021-06"),
            ("2021", "2021"),
        ] {
            assert_eq!(day(edtf), shown);
        }
    }

    #[test]
    fn every_published_field_has_its_line_in_every_language() {
        let whole = notice(Kind::Notice, &[]).unwrap();
        for lang in PublicLang::ALL {
            let labels: Vec<Word> = describe(&whole, lang).iter().map(|line| line.label).collect();
            for (word, _) in READ {
                let absent = [Word::FullName, Word::WhoSearches, Word::KinSought];
                assert_eq!(labels.contains(word), !absent.contains(word), "{word:?} {lang}");
            }
        }
    }

    #[test]
    fn lines_read_back() {
        let whole = notice(Kind::Notice, &[("full_name", "Fulana: la \\ de : Cobán")]);
        let whole = PublicNotice { full_name: Some("Fulana: de Cobán".into()), ..whole.unwrap() };
        for lang in PublicLang::ALL {
            let mut read = std::collections::BTreeMap::<Column, Vec<String>>::new();
            for line in describe(&whole, lang) {
                for (column, text) in
                    read_line(&format!("{}: {}", line.label.text(lang), line.value))
                {
                    read.entry(column).or_default().push(text);
                }
            }
            let one = |column| read[&column][0].as_str();
            assert_eq!(one(Column::FullName), "Fulana: de Cobán", "{lang}");
            assert_eq!((one(Column::AgeMin), one(Column::AgeMax)), ("30", "32"), "{lang}");
            assert_eq!((one(Column::Nationality), one(Column::EventCountry)), ("GT", "MX"));
            assert_eq!(one(Column::Sex), "female", "{lang}");
            assert_eq!(HairColour::parse(one(Column::HairColour)), Some(HairColour::Black));
            assert_eq!(Mark::read(one(Column::Marks)).unwrap().write(), "scar@forehead:3 cm");
            assert_eq!(one(Column::StatureCmMax), "156");
        }
        assert_eq!(read_line("Teléfono: 1234"), []);
        assert_eq!(read_line("Contacto"), []);
        assert_eq!(read_line("Edad cuando se le vio por última vez: x años"), []);
    }

    #[test]
    fn who_searches_reads_back_in_every_language() {
        let changes = [("searcher_only", "true"), ("consent_by", "hermana")];
        let whole = notice(Kind::Notice, &changes).unwrap();
        for lang in PublicLang::ALL {
            let lines = describe(&whole, lang);
            let line = format!("{}: {}", lines[0].label.text(lang), lines[0].value);
            let read = read_line(&line);
            assert_eq!(read[0], (Column::ConsentBy, "sibling".to_owned()), "{line}");
        }
    }
}
