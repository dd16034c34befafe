//! PFIF 1.1 to 1.4, by itself or inside Atom: each person becomes a row of canonical columns.
//!
//! A record keeps the id that its registry gave it: the id's domain is the row's `source`,
//! the rest its `local_id`. What says who entered a record and how to reach them is not read;
//! nor are photos fetched. A placeholder (a record that its registry no longer publishes)
//! becomes a withdrawn record without content that must be erased, and every record must be
//! erased once its registry's consent has run out (`retain_until`). Nothing that is imported
//! is published here by itself: `public` stays blank.
//!
//! The document is hostile until shown otherwise: a document type declaration is refused, and
//! with it every entity but XML's own; depth, single parts and fields are bounded.

use std::io::{BufRead, BufReader, Read};

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use vinculo_public::{is_registry, read_line};
use vinculo_record::{Column, Interval};

use crate::import::ImportCode;
use crate::sheet::row::{RawCell, RawRow, RowFault};
use crate::{ExchangeError, Input, Limits};

/// The namespaces of the versions that are read, all but for their last number.
const NAMESPACE: &str = "http://zesty.ca/pfif/1.";
/// The versions that are read.
const VERSIONS: [&str; 4] = ["1", "2", "3", "4"];
/// Elements inside each other: PFIF has three, Atom around it two more. A limit of the
/// project's interfaces (64), far above.
const MAX_DEPTH: usize = 64;
/// Bytes of one field (interfaces: 64 KiB).
const MAX_FIELD_BYTES: usize = 64 * 1024;
/// Bytes of one tag, comment or run of text before it is refused: a field with its markup.
const MAX_PART_BYTES: usize = 4 * MAX_FIELD_BYTES;
/// Fields of one person with its notes. Judgement: PFIF has 25, and 15 for each note.
const MAX_FIELDS: usize = 2_000;

/// What PFIF 1.4 calls a field that had another name before.
const RENAMED: [(&str, &str); 4] = [
    ("first_name", "given_name"),
    ("last_name", "family_name"),
    ("other", "description"),
    ("home_zip", "home_postal_code"),
];

/// The columns that a person may fill.
const COLUMNS: &[Column] = &[
    Column::Source,
    Column::LocalId,
    Column::Status,
    Column::UpdatedAt,
    Column::RetainUntil,
    Column::GivenNames,
    Column::PaternalSurname,
    Column::MaternalSurname,
    Column::FullName,
    Column::Aliases,
    Column::Sex,
    Column::BirthDate,
    Column::AgeMin,
    Column::AgeMax,
    Column::Nationality,
    Column::OriginCountry,
    Column::OriginAdmin1,
    Column::OriginPlace,
    Column::EventDate,
    Column::EventCountry,
    Column::EventAdmin1,
    Column::EventPlace,
    Column::EventLat,
    Column::EventLon,
    Column::Circumstances,
    Column::StatureCmMin,
    Column::StatureCmMax,
    Column::Build,
    Column::HairColour,
    Column::EyeColour,
    Column::SkinTone,
    Column::Marks,
    Column::Clothing,
    Column::PublicFields,
    Column::PublicUntil,
    Column::SearcherOnly,
    Column::ConsentBy,
    Column::Contact,
];

/// The persons of a document, one by one.
pub struct PfifRows {
    reader: NsReader<Bounded<BufReader<std::fs::File>>>,
    file: String,
    ordinal: u64,
    ended: bool,
}

/// Opens a document. Gives the names of the columns, and the rows.
///
/// # Errors
/// When the file cannot be opened.
pub fn open(input: &Input, _limits: &Limits) -> Result<(Vec<String>, PfifRows), ExchangeError> {
    let mut reader =
        NsReader::from_reader(Bounded { inner: input.reader()?, left: MAX_PART_BYTES });
    reader.config_mut().check_comments = true;
    let header = COLUMNS.iter().map(|column| column.name().to_owned()).collect();
    Ok((header, PfifRows { reader, file: input.name().to_owned(), ordinal: 0, ended: false }))
}

impl Iterator for PfifRows {
    type Item = Result<RawRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let person = self.person();
        self.ended = !matches!(person, Ok(Some(_)));
        let person = person.transpose()?;
        Some(person.map(|person| {
            self.ordinal += 1;
            person.row(self.ordinal)
        }))
    }
}

impl PfifRows {
    /// The next person of the document.
    fn person(&mut self) -> Result<Option<Person>, ExchangeError> {
        let mut open: Vec<Open> = Vec::new();
        let mut person: Option<Person> = None;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            self.reader.get_mut().left = MAX_PART_BYTES;
            let read = self.reader.read_resolved_event_into(&mut buffer);
            let (namespace, event) = match read {
                Ok(read) => read,
                Err(error) => {
                    let detail = match error {
                        quick_xml::Error::Io(_) => "a part is too long, or is no UTF-8",
                        _ => "not well-formed XML",
                    };
                    return Err(damaged(&self.file, self.ordinal, detail));
                }
            };
            match event {
                Event::DocType(_) => {
                    let detail = "a document type declaration is refused";
                    return Err(damaged(&self.file, self.ordinal, detail));
                }
                Event::Start(start) => {
                    if open.len() >= MAX_DEPTH {
                        let detail = "elements are nested too deeply";
                        return Err(damaged(&self.file, self.ordinal, detail));
                    }
                    let is_pfif = is_pfif(&namespace);
                    let name = start.local_name().as_ref().to_owned();
                    if is_pfif && name == "person" && person.is_none() {
                        person = Some(Person::default());
                    } else if is_pfif
                        && name == "note"
                        && let Some(person) = &mut person
                    {
                        person.notes.push(Vec::new());
                    }
                    open.push(Open { name, is_pfif, text: String::new(), too_long: false });
                }
                Event::Empty(_) => {}
                Event::Text(text) => add(&mut open, &text),
                Event::CData(text) => add(&mut open, &text),
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c,
                        Ok(None) => match &*reference {
                            "lt" => '<',
                            "gt" => '>',
                            "amp" => '&',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => {
                                let detail = "an entity that is none of XML's own is refused";
                                return Err(damaged(&self.file, self.ordinal, detail));
                            }
                        },
                        Err(_) => '\u{fffd}',
                    };
                    add(&mut open, resolved.encode_utf8(&mut [0; 4]));
                }
                Event::End(_) => {
                    let Some(closed) = open.pop() else { continue };
                    let Some(found) = &mut person else { continue };
                    if closed.is_pfif && closed.name == "person" {
                        return Ok(person);
                    }
                    let of_note = open.last().is_some_and(|parent| parent.name == "note");
                    let is_field = closed.is_pfif && closed.name != "note";
                    if is_field && !found.add(closed, of_note) {
                        let detail = "a record with too many fields";
                        return Err(damaged(&self.file, self.ordinal, detail));
                    }
                }
                Event::Eof => {
                    return match open.is_empty() && person.is_none() {
                        true => Ok(None),
                        false => Err(damaged(&self.file, self.ordinal, "it ends in the middle")),
                    };
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

/// An element that is open.
struct Open {
    name: String,
    is_pfif: bool,
    text: String,
    too_long: bool,
}

/// The fields of a person, as its version names them.
#[derive(Default)]
struct Person {
    fields: Vec<(String, String)>,
    notes: Vec<Vec<(String, String)>>,
    too_long: bool,
    count: usize,
}

impl Person {
    /// Takes a field; false if there are too many.
    fn add(&mut self, element: Open, of_note: bool) -> bool {
        self.count += 1;
        self.too_long |= element.too_long;
        let text = element.text.trim().to_owned();
        let renamed = RENAMED.iter().find(|(old, _)| *old == element.name);
        let name = renamed.map_or(element.name, |(_, new)| (*new).to_owned());
        if !text.is_empty() {
            match self.notes.last_mut().filter(|_| of_note) {
                Some(note) => note.push((name, text)),
                None => self.fields.push((name, text)),
            }
        }
        self.count <= MAX_FIELDS
    }

    fn field(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }

    fn row(&self, ordinal: u64) -> RawRow {
        let mut row = RawRow { line: ordinal, cells: Vec::new(), faults: Vec::new() };
        if self.too_long {
            row.faults.push(RowFault { code: ImportCode::CellTooLarge, column: None });
            return row;
        }
        let mut cells = Cells(vec![RawCell::Empty; COLUMNS.len()]);
        self.key(&mut cells);
        self.times(&mut cells);
        if self.is_placeholder() {
            cells.text(Column::Status, "withdrawn");
        } else {
            self.description(&mut cells);
            self.names(&mut cells);
            self.person(&mut cells);
            self.place(&mut cells);
            cells.publishable();
        }
        row.cells = cells.0;
        row
    }

    /// The registry's domain and its id. A record without an id of this form has no key here,
    /// and is rejected for that.
    fn key(&self, cells: &mut Cells) {
        let Some((domain, id)) = self.field("person_record_id").and_then(|id| id.split_once('/'))
        else {
            return;
        };
        let domain = domain.trim().to_ascii_lowercase();
        if is_registry(&domain) {
            cells.text(Column::Source, &domain);
            cells.text(Column::LocalId, id.trim());
        }
    }

    /// When it was changed there, and until when it may be kept: the registry's consent holds
    /// for copies as well.
    fn times(&self, cells: &mut Cells) {
        if let Some(text) = self.field("source_date") {
            cells.text(Column::UpdatedAt, text);
        }
        let expiry = self.field("expiry_date").and_then(|t| t.parse::<jiff::Timestamp>().ok());
        // It ends at this moment: the day before, where that is a midnight.
        let last = expiry.and_then(|at| at.checked_sub(jiff::SignedDuration::from_secs(1)).ok());
        if let Some(last) = last {
            let day = jiff::tz::TimeZone::UTC.to_datetime(last).date().to_string();
            cells.text(Column::RetainUntil, &day);
            if !self.is_placeholder() {
                cells.text(Column::PublicUntil, &day);
            }
        }
    }

    /// Nothing but an id and times: the registry no longer publishes it.
    fn is_placeholder(&self) -> bool {
        let times = ["person_record_id", "entry_date", "expiry_date", "source_date"];
        self.field("expiry_date").is_some()
            && self.fields.iter().all(|(name, _)| times.contains(&name.as_str()))
    }

    /// Labelled lines that say more than PFIF has fields for; the rest is a story.
    fn description(&self, cells: &mut Cells) {
        let Some(text) = self.field("description") else { return };
        // Before 1.4 a description stood under its label.
        let text = text.strip_prefix("description:").unwrap_or(text);
        let mut rest = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let read = read_line(line);
            if read.is_empty() && !is_derived(line) {
                rest.push(line);
            }
            for (column, value) in read {
                cells.add(column, &value);
            }
        }
        if !rest.is_empty() {
            cells.text(Column::Circumstances, &rest.join(" "));
        }
    }

    fn names(&self, cells: &mut Cells) {
        if let Some(given) = self.field("given_name") {
            cells.missing(Column::GivenNames, given);
        }
        let has_surnames = cells.has(Column::PaternalSurname) || cells.has(Column::MaternalSurname);
        if let Some(family) = self.field("family_name").filter(|_| !has_surnames) {
            cells.text(Column::PaternalSurname, family);
        }
        let mut lines = self.field("full_name").unwrap_or_default().lines().map(str::trim);
        if let Some(full) = lines.next().filter(|full| !full.is_empty()) {
            let parts = ["given_name", "family_name"].map(|name| self.field(name));
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            let is_joined = !parts.is_empty() && parts.join(" ") == full;
            if !is_joined {
                cells.missing(Column::FullName, full);
            }
        }
        let others = self.field("alternate_names").unwrap_or_default().lines().map(str::trim);
        for name in lines.chain(others).filter(|name| !name.is_empty()) {
            cells.add(Column::Aliases, name);
        }
    }

    fn person(&self, cells: &mut Cells) {
        let one = [
            ("sex", Column::Sex),
            ("date_of_birth", Column::BirthDate),
            ("home_country", Column::OriginCountry),
            ("home_state", Column::OriginAdmin1),
            ("home_city", Column::OriginPlace),
        ];
        for (name, column) in one {
            if let Some(text) = self.field(name) {
                cells.missing(column, text);
            }
        }
        // As of `source_date`; the line says how old the person was when last seen.
        if let Some((min, max)) = self.field("age").and_then(ages)
            && !cells.has(Column::AgeMin)
        {
            cells.text(Column::AgeMin, &min.to_string());
            cells.text(Column::AgeMax, &max.to_string());
        }
    }

    /// Where the person was last seen, by the newest note that says it.
    fn place(&self, cells: &mut Cells) {
        let known =
            [Column::EventCountry, Column::EventAdmin1, Column::EventPlace].map(|c| cells.has(c));
        let noted = |note: &&Vec<(String, String)>| field(note, "last_known_location").is_some();
        let newest = self
            .notes
            .iter()
            .filter(noted)
            .max_by_key(|note| field(note, "source_date").unwrap_or_default());
        let Some(text) = newest.and_then(|note| field(note, "last_known_location")) else { return };
        if known.contains(&true) {
            return;
        }
        if let Some((lat, lon)) = coordinate(text) {
            cells.text(Column::EventLat, lat);
            cells.text(Column::EventLon, lon);
            return;
        }
        let mut parts: Vec<&str> = text.split(", ").collect();
        let is_code = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
        if parts.last().is_some_and(is_code)
            && let Some(country) = parts.pop()
        {
            cells.text(Column::EventCountry, country);
            if let Some(admin1) = parts.pop() {
                cells.text(Column::EventAdmin1, admin1);
            }
        }
        if !parts.is_empty() {
            cells.text(Column::EventPlace, &parts.join(", "));
        }
    }
}

/// A line that is made of others when it is written.
fn is_derived(line: &str) -> bool {
    use vinculo_public::{PublicLang, Word};
    let label = line.split_once(": ").map(|(label, _)| label);
    PublicLang::ALL.iter().any(|lang| label == Some(Word::KinSought.text(*lang)))
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

/// `N` or `N-M`, with any dash.
fn ages(text: &str) -> Option<(u32, u32)> {
    let text = text.replace(['–', '—', '‐', '−'], "-");
    let (min, max) = text.split_once('-').unwrap_or((&text, &text));
    let (min, max) = (min.trim().parse().ok()?, max.trim().parse().ok()?);
    Interval::new(f64::from(min), f64::from(max)).map(|_| (min, max))
}

/// `lat lon` or `lat,lon` in decimals.
fn coordinate(text: &str) -> Option<(&str, &str)> {
    let (lat, lon) = text.split_once(',').or_else(|| text.split_once(' '))?;
    let (lat, lon) = (lat.trim(), lon.trim());
    let is_number =
        |text: &str| text.contains('.') && text.parse::<f64>().is_ok_and(f64::is_finite);
    (is_number(lat) && is_number(lon)).then_some((lat, lon))
}

/// The cells of a row.
struct Cells(Vec<RawCell>);

impl Cells {
    fn place(column: Column) -> Option<usize> {
        COLUMNS.iter().position(|known| *known == column)
    }

    fn has(&self, column: Column) -> bool {
        Self::place(column).is_some_and(|place| !self.0[place].is_blank())
    }

    fn text(&mut self, column: Column, text: &str) {
        if let Some(place) = Self::place(column) {
            self.0[place] = RawCell::Text(text.to_owned());
        }
    }

    fn missing(&mut self, column: Column, text: &str) {
        if !self.has(column) {
            self.text(column, text);
        }
    }

    /// An item of a list; the value of any other column, the first one counts.
    fn add(&mut self, column: Column, text: &str) {
        let Some(place) = Self::place(column) else { return };
        match (&mut self.0[place], column.is_list()) {
            (RawCell::List(items), true) => items.push(text.to_owned()),
            (cell, true) => *cell = RawCell::List(vec![text.to_owned()]),
            (_, false) => self.missing(column, text),
        }
    }

    /// Notes what the registry published, so that whoever publishes the notice here, with
    /// consent, need not say it again.
    fn publishable(&mut self) {
        let may = [
            Column::GivenNames,
            Column::PaternalSurname,
            Column::MaternalSurname,
            Column::FullName,
            Column::Sex,
            Column::AgeMin,
            Column::Nationality,
            Column::EventDate,
            Column::EventCountry,
            Column::EventAdmin1,
            Column::EventPlace,
            Column::StatureCmMin,
            Column::Build,
            Column::HairColour,
            Column::EyeColour,
            Column::SkinTone,
            Column::Marks,
            Column::Clothing,
        ];
        let shown: Vec<Column> = may.into_iter().filter(|column| self.has(*column)).collect();
        shown.into_iter().for_each(|column| self.add(Column::PublicFields, column.name()));
    }
}

fn is_pfif(namespace: &ResolveResult<'_>) -> bool {
    let ResolveResult::Bound(namespace) = namespace else { return false };
    let version = namespace.as_ref().strip_prefix(NAMESPACE);
    version.is_some_and(|version| VERSIONS.contains(&version))
}

/// Text of the innermost element, as far as it is PFIF's.
fn add(open: &mut [Open], text: &str) {
    let Some(element) = open.last_mut().filter(|element| element.is_pfif) else { return };
    if element.text.len() + text.len() > MAX_FIELD_BYTES {
        element.too_long = true;
    } else if !element.too_long {
        element.text.push_str(text);
    }
}

fn damaged(file: &str, read: u64, detail: &str) -> ExchangeError {
    ExchangeError::Damaged {
        file: file.to_owned(),
        format: "PFIF",
        place: format!(" after record {read}"),
        detail: detail.to_owned(),
    }
}

/// Gives so many bytes and no more, until it is allowed more: a part that never ends does not
/// fill the memory.
struct Bounded<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let chunk = self.fill_buf()?;
        let taken = chunk.len().min(out.len());
        out[..taken].copy_from_slice(&chunk[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let left = self.left;
        let chunk = self.inner.fill_buf()?;
        if left == 0 && !chunk.is_empty() {
            return Err(std::io::Error::other("a part is too long"));
        }
        Ok(&chunk[..chunk.len().min(left)])
    }

    fn consume(&mut self, taken: usize) {
        self.left -= taken.min(self.left);
        self.inner.consume(taken);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<RawRow>, ExchangeError> {
        let limits = Limits::default();
        let input = Input::from_reader("a.xml", text.as_bytes(), &limits)?;
        open(&input, &limits)?.1.collect()
    }

    fn document(version: &str, inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><p:pfif xmlns:p=\"http://zesty.ca/pfif/{version}\">{inside}</p:pfif>"
        )
    }

    fn cell(row: &RawRow, column: Column) -> String {
        row.cells[Cells::place(column).unwrap()].to_text()
    }

    #[track_caller]
    fn check(row: &RawRow, expected: &[(Column, &str)]) {
        for (column, text) in expected {
            assert_eq!(cell(row, *column), *text, "{column}");
        }
    }

    #[test]
    fn every_version_is_read_by_the_names_of_the_last() {
        let old = "<p:person><p:person_record_id>Example.org/p.1</p:person_record_id>\
            <p:source_date>2010-01-02T03:04:05Z</p:source_date><p:first_name> Ana </p:first_name>\
            <p:last_name>Pérez &amp; Gil</p:last_name><p:other>description:\n  alta</p:other>\
            <p:author_phone>5551</p:author_phone></p:person>";
        for version in ["1.1", "1.2", "1.3"] {
            let rows = read(&document(version, old)).unwrap();
            assert_eq!(rows.len(), 1, "{version}");
            check(
                &rows[0],
                &[
                    (Column::Source, "example.org"),
                    (Column::LocalId, "p.1"),
                    (Column::GivenNames, "Ana"),
                    (Column::PaternalSurname, "Pérez & Gil"),
                    (Column::Circumstances, "alta"),
                    (Column::UpdatedAt, "2010-01-02T03:04:05Z"),
                    (Column::Contact, ""),
                ],
            );
            let all: String = rows[0].cells.iter().map(RawCell::to_text).collect();
            assert!(!all.contains("5551"), "who entered it is not read");
        }
        assert!(read(&document("2.0", old)).unwrap().is_empty());
    }

    #[test]
    fn fields_of_version_1_4_find_their_columns() {
        let text = "<p:person><p:person_record_id>example.org/a/b</p:person_record_id>\
            <p:expiry_date>2031-01-01T00:00:00Z</p:expiry_date>\
            <p:full_name>Juana de Asbaje\nSor Juana</p:full_name><p:alternate_names>Juanita\n\n Inés </p:alternate_names>\
            <p:sex>female</p:sex><p:age>30—32</p:age><p:date_of_birth>1990-05</p:date_of_birth>\
            <p:home_country>MX</p:home_country><p:home_state>MEX</p:home_state><p:home_city>Nepantla</p:home_city>\
            <p:unknown><p:deeper>x</p:deeper></p:unknown>\
            <p:note><p:note_record_id>example.org/n1</p:note_record_id><p:source_date>2020-01-02T00:00:00Z</p:source_date>\
            <p:status>believed_dead</p:status><p:last_known_location>14.5,-90.25</p:last_known_location></p:note>\
            <p:note><p:source_date>2020-01-01T00:00:00Z</p:source_date><p:last_known_location>Tecún</p:last_known_location></p:note>\
            </p:person>";
        let rows = read(&document("1.4", text)).unwrap();
        check(
            &rows[0],
            &[
                (Column::LocalId, "a/b"),
                (Column::FullName, "Juana de Asbaje"),
                (Column::Aliases, "Sor Juana;Juanita;Inés"),
                (Column::Sex, "female"),
                (Column::AgeMin, "30"),
                (Column::AgeMax, "32"),
                (Column::BirthDate, "1990-05"),
                (Column::OriginCountry, "MX"),
                (Column::OriginPlace, "Nepantla"),
                (Column::EventLat, "14.5"),
                (Column::EventLon, "-90.25"),
                (Column::Status, ""),
                (Column::PublicUntil, "2030-12-31"),
                (Column::RetainUntil, "2030-12-31"),
            ],
        );
        let place = |text: &str| {
            let person = format!(
                "<p:person><p:person_record_id>example.org/1</p:person_record_id><p:full_name>A</p:full_name><p:note><p:last_known_location>{text}</p:last_known_location></p:note></p:person>"
            );
            let row = read(&document("1.4", &person)).unwrap().remove(0);
            [Column::EventPlace, Column::EventAdmin1, Column::EventCountry].map(|c| cell(&row, c))
        };
        assert_eq!(place("Tapachula, Chiapas, MX"), ["Tapachula", "Chiapas", "MX"]);
        assert_eq!(place("Chiapas, MX"), ["", "Chiapas", "MX"]);
        assert_eq!(place("cerca del río, al sur"), ["cerca del río, al sur", "", ""]);
    }

    #[test]
    fn a_placeholder_is_a_withdrawn_record_that_must_go() {
        let text = "<p:person><p:person_record_id>example.org/1</p:person_record_id>\
            <p:entry_date>2024-05-06T07:08:09Z</p:entry_date><p:expiry_date>2024-05-06T07:08:09Z</p:expiry_date>\
            <p:source_date>2024-05-06T07:08:09Z</p:source_date></p:person>";
        let rows = read(&document("1.4", text)).unwrap();
        check(
            &rows[0],
            &[
                (Column::Status, "withdrawn"),
                (Column::RetainUntil, "2024-05-06"),
                (Column::PublicUntil, ""),
                (Column::PublicFields, ""),
            ],
        );
    }

    #[test]
    fn persons_inside_atom_are_read_and_others_are_not() {
        let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:q=\"http://zesty.ca/pfif/1.4\">\
            <title>x</title><person><person_record_id>no.example.org/0</person_record_id></person>\
            <entry><q:person><q:person_record_id>example.org/1</q:person_record_id><q:full_name>A<![CDATA[ & B]]></q:full_name></q:person><id>z</id></entry></feed>";
        let rows = read(text).unwrap();
        assert_eq!(rows.len(), 1);
        check(&rows[0], &[(Column::LocalId, "1"), (Column::FullName, "A & B")]);
    }

    #[test]
    fn a_record_without_the_id_of_a_registry_has_no_key() {
        for id in ["", "sin-dominio", "localhost/1", "127.0.0.1/1", "a b.org/1"] {
            let text = format!(
                "<p:person><p:person_record_id>{id}</p:person_record_id><p:full_name>A</p:full_name></p:person>"
            );
            let rows = read(&document("1.4", &text)).unwrap();
            check(&rows[0], &[(Column::Source, ""), (Column::LocalId, "")]);
        }
    }

    #[test]
    fn hostile_documents_are_refused() {
        let bomb = "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><p:pfif xmlns:p=\"http://zesty.ca/pfif/1.4\">&b;</p:pfif>";
        let external = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>";
        let entity = document("1.4", "<p:person><p:full_name>&a;</p:full_name></p:person>");
        let deep = document("1.4", &"<p:x>".repeat(100_000));
        let endless = document("1.4", &format!("<p:person><p:full_name>{}", "x".repeat(1 << 20)));
        let attribute = document("1.4", &format!("<p:x a=\"{}\"/>", "x".repeat(1 << 20)));
        let comment = document("1.4", &format!("<!--{}-->", "x".repeat(1 << 20)));
        let many =
            document("1.4", &format!("<p:person>{}</p:person>", "<p:sex>x</p:sex>".repeat(3_000)));
        let cut =
            document("1.4", "<p:person><p:full_name>A</p:full_name>").replace("</p:pfif>", "");
        let crossed = document("1.4", "<p:person><p:a></p:person></p:a>");
        for (name, text) in [
            ("bomb", bomb.to_owned()),
            ("external", external.to_owned()),
            ("entity", entity),
            ("deep", deep),
            ("endless", endless),
            ("attribute", attribute),
            ("comment", comment),
            ("many", many),
            ("cut", cut),
            ("crossed", crossed),
        ] {
            let error = read(&text).unwrap_err();
            assert!(
                matches!(error, ExchangeError::Damaged { format: "PFIF", .. }),
                "{name}: {error}"
            );
            assert!(!error.to_string().contains("xxx") && !error.to_string().contains("passwd"));
        }
    }

    #[test]
    fn a_field_that_is_too_long_costs_its_record_alone() {
        let person = |name: &str| {
            format!(
                "<p:person><p:person_record_id>example.org/1</p:person_record_id><p:full_name>{name}</p:full_name></p:person>"
            )
        };
        let text =
            document("1.4", &[person(&"x".repeat(MAX_FIELD_BYTES + 1)), person("Ana")].concat());
        let rows = read(&text).unwrap();
        assert_eq!(rows[0].faults[0].code, ImportCode::CellTooLarge);
        check(&rows[1], &[(Column::FullName, "Ana")]);
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(parts in prop::collection::vec(prop::sample::select(vec![
            "<p:person>", "</p:person>", "<p:note>", "</p:note>", "<p:full_name>", "</p:full_name>",
            "<p:person_record_id>", "</p:person_record_id>", "example.org/1", "&lt;", "&#x0;", "&#9;",
            "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>", "<p:age>", "</p:age>", "1-2", "<", ">", "\u{0}",
            "<p:expiry_date>", "</p:expiry_date>", "-9999-01-01T00:00:00Z", "ñ", "\"", "Edad: 1", "\n",
        ]), 0..40)) {
            let _ = read(&document("1.4", &parts.concat()));
            let _ = read(&parts.concat());
        }
    }
}
