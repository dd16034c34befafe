//! Who helps, by country: a table that an administrator keeps.
//!
//! A CSV file with the columns of [`COLUMNS`](Directory::COLUMNS). What is shown beside a
//! notice depends on the nationality alone, never on where the person may be.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use vinculo_record::vocab::Country;

use crate::clean::{MAX_NAME_CHARS, clean};
use crate::{PublicLang, Word};

/// What an institution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpKind {
    /// A consulate or its line for nationals.
    Consulate,
    /// A shelter that may be known publicly.
    Shelter,
    /// A national society of the Red Cross, or the ICRC.
    RedCross,
    /// An organisation of civil society.
    CivilSociety,
    /// A directorate of immigration.
    Immigration,
}

impl HelpKind {
    /// All, in the order in which they are shown.
    pub const ALL: [HelpKind; 5] = [
        HelpKind::Consulate,
        HelpKind::RedCross,
        HelpKind::CivilSociety,
        HelpKind::Shelter,
        HelpKind::Immigration,
    ];

    /// The word that stands in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            HelpKind::Consulate => "consulate",
            HelpKind::Shelter => "shelter",
            HelpKind::RedCross => "red_cross",
            HelpKind::CivilSociety => "civil_society",
            HelpKind::Immigration => "immigration",
        }
    }

    /// What a reader is told it is.
    pub const fn label(self, lang: PublicLang) -> &'static str {
        match self {
            HelpKind::Consulate => Word::Consulate,
            HelpKind::Shelter => Word::Shelter,
            HelpKind::RedCross => Word::RedCross,
            HelpKind::CivilSociety => Word::CivilSociety,
            HelpKind::Immigration => Word::Immigration,
        }
        .text(lang)
    }
}

/// An institution that helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HelpLink {
    /// What it is.
    pub kind: HelpKind,
    /// Its name.
    pub name: String,
    /// Its page, `https://…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// When somebody last checked that this is right.
    pub verified_on: String,
}

/// Why a file is no directory. Lines count from 1, the header included.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The columns are others.
    #[error("the directory's columns are: {}", Directory::COLUMNS.join(","))]
    Header,
    /// A line breaks a rule.
    #[error("line {line} of the directory: {rule}")]
    Line {
        /// Which.
        line: usize,
        /// The rule.
        rule: &'static str,
    },
    /// It is too long.
    #[error("the directory has more than {} lines", Directory::MAX_LINES)]
    TooLong,
}

/// The institutions that help, by country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    by_country: BTreeMap<String, Vec<HelpLink>>,
}

impl Directory {
    /// The columns of the file, in this order: `country` is ISO 3166-1 alpha-2, or `*` for
    /// every country; `kind` one of consulate, shelter, red_cross, civil_society,
    /// immigration; `verified_on` the day (yyyy-mm-dd) of the last check. `url` or `phone`
    /// may be blank, not both.
    pub const COLUMNS: [&'static str; 6] =
        ["country", "kind", "name", "url", "phone", "verified_on"];
    /// Most lines of a file. Judgement: far beyond the consulates and shelters of a region.
    pub const MAX_LINES: usize = 10_000;
    /// The country that stands for every one.
    const EVERYWHERE: &'static str = "*";

    /// Reads a file.
    ///
    /// # Errors
    /// [`DirectoryError`], naming the first line that breaks a rule.
    pub fn parse(text: &str) -> Result<Self, DirectoryError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|_| DirectoryError::Header)?;
        if header.iter().ne(Self::COLUMNS) {
            return Err(DirectoryError::Header);
        }
        let mut by_country: BTreeMap<String, Vec<HelpLink>> = BTreeMap::new();
        for (index, row) in reader.records().enumerate() {
            let line = index + 2;
            if line > Self::MAX_LINES {
                return Err(DirectoryError::TooLong);
            }
            let broken = |rule| DirectoryError::Line { line, rule };
            let row = row.map_err(|_| broken("it has not six cells"))?;
            let (country, link) = link(&row).map_err(broken)?;
            by_country.entry(country).or_default().push(link);
        }
        for links in by_country.values_mut() {
            let place = |kind| HelpKind::ALL.iter().position(|k| *k == kind);
            links.sort_by(|a, b| {
                place(a.kind).cmp(&place(b.kind)).then_with(|| a.name.cmp(&b.name))
            });
        }
        Ok(Self { by_country })
    }

    /// Who helps nationals of the countries: theirs first, then those of every country.
    pub fn of<'a>(&self, countries: impl IntoIterator<Item = &'a str>) -> Vec<&HelpLink> {
        let mut codes: Vec<&str> = countries.into_iter().collect();
        codes.push(Self::EVERYWHERE);
        codes.dedup();
        codes.iter().filter_map(|code| self.by_country.get(*code)).flatten().collect()
    }

    /// How many institutions it holds.
    pub fn len(&self) -> usize {
        self.by_country.values().map(Vec::len).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.by_country.is_empty()
    }
}

fn link(row: &csv::StringRecord) -> Result<(String, HelpLink), &'static str> {
    let cell = |place: usize| row.get(place).unwrap_or_default();
    let country = match cell(0) {
        Directory::EVERYWHERE => Directory::EVERYWHERE.to_owned(),
        code if code.len() == 2 => {
            let country = Country::parse(code).ok_or("country is ISO 3166-1 alpha-2 or *")?;
            country.code().to_owned()
        }
        _ => return Err("country is ISO 3166-1 alpha-2 or *"),
    };
    let kind = HelpKind::ALL.into_iter().find(|kind| kind.as_str() == cell(1));
    let kind =
        kind.ok_or("kind is one of consulate, shelter, red_cross, civil_society, immigration")?;
    let name = clean(cell(2), MAX_NAME_CHARS).ok_or("name is blank")?;
    let url = Some(cell(3)).filter(|url| !url.is_empty()).map(str::to_owned);
    let is_address = |url: &String| {
        url.starts_with("https://") && url.len() > 8 && url.bytes().all(|b| b.is_ascii_graphic())
    };
    if url.as_ref().is_some_and(|url| !is_address(url)) {
        return Err("url begins with https:// and has no spaces");
    }
    let phone = Some(cell(4)).filter(|phone| !phone.is_empty()).map(str::to_owned);
    let is_phone = |phone: &String| {
        phone.len() <= 40 && phone.bytes().all(|b| b.is_ascii_digit() || b"+()-. /ext".contains(&b))
    };
    if phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
        return Err("phone has digits, spaces and + ( ) - . / alone");
    }
    if url.is_none() && phone.is_none() {
        return Err("url and phone are both blank");
    }
    let verified: Date = cell(5).parse().map_err(|_| "verified_on is a day, yyyy-mm-dd")?;
    Ok((country, HelpLink { kind, name, url, phone, verified_on: verified.to_string() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "country,kind,name,url,phone,verified_on";

    fn read(lines: &str) -> Result<Directory, DirectoryError> {
        Directory::parse(&format!("{HEADER}\n{lines}"))
    }

    #[test]
    fn a_country_has_its_own_and_those_of_everywhere() {
        let directory = read(
            "GT,shelter,Casa,,+502 1,2026-01-02\n*,red_cross,CICR,https://www.icrc.org,,2026-01-01\nGT,consulate,Consulado,https://x.example,,2026-01-01\nHN,consulate,Otro,,1,2026-01-01",
        )
        .unwrap();
        let names: Vec<&str> = directory.of(["GT"]).iter().map(|link| link.name.as_str()).collect();
        assert_eq!(names, ["Consulado", "Casa", "CICR"]);
        assert_eq!(directory.of(["MX"]).len(), 1);
        assert_eq!(directory.of([]).len(), 1);
        assert_eq!(directory.len(), 4);
    }

    #[test]
    fn a_broken_line_is_named() {
        for line in [
            "XX,shelter,Casa,,1,2026-01-02",
            "Guatemala,shelter,Casa,,1,2026-01-02",
            "GT,house,Casa,,1,2026-01-02",
            "GT,shelter,,,1,2026-01-02",
            "GT,shelter,Casa,javascript:alert(1),,2026-01-02",
            "GT,shelter,Casa,http://x.example,,2026-01-02",
            "GT,shelter,Casa,https://x y,,2026-01-02",
            "GT,shelter,Casa,,llame,2026-01-02",
            "GT,shelter,Casa,,,2026-01-02",
            "GT,shelter,Casa,,1,enero",
            "GT,shelter,Casa",
        ] {
            let all = format!("HN,shelter,Casa,,1,2026-01-02\n{line}");
            let error = read(&all).unwrap_err();
            assert!(matches!(error, DirectoryError::Line { line: 3, .. }), "{line}: {error}");
        }
        assert_eq!(Directory::parse("a,b\n1,2"), Err(DirectoryError::Header));
        assert!(Directory::parse(&format!("\u{feff}{HEADER}\n")).unwrap().is_empty());
    }
}
