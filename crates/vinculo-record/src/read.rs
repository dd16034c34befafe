//! From a row of texts to a record, cell by cell: a bad cell costs that cell alone.

use std::borrow::Cow;

use jiff::civil::Date;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::edtf::EdtfError;
use crate::items::ListItem;
use crate::record::MAX_AGE_YEARS;
use crate::vocab::{
    AgeMethod, BloodGroup, Build, Condition, Country, EyeColour, HairColour, HairLength,
    RecoveredPart, Sex, SkinTone, StatureMethod, Status,
};
use crate::{
    Cell, CellProblem, Column, Coordinate, Edtf, Interval, Observed, ProblemCode, Record,
    RecordKey, Row, fold, shape,
};

/// Longest text of one cell or list item, in characters: a narrative of several
/// pages fits; anything longer is a file in a cell.
pub const MAX_CELL_CHARS: usize = 20_000;

/// Limits of plausible measures. Judgement, wide enough for every human being.
const STATURE_CM: (f64, f64) = (20.0, 250.0);
const WEIGHT_KG: (f64, f64) = (0.3, 400.0);
/// Two centuries: older remains are not a forensic case.
const PMI_DAYS: (f64, f64) = (0.0, 73_000.0);
const PRECISION_KM: (f64, f64) = (0.0, 5_000.0);
const MNI: (f64, f64) = (1.0, 10_000.0);

/// What was understood of a row.
pub struct Reading {
    /// The record.
    pub record: Record,
    /// The row in canonical words and forms, without what could not be read.
    pub row: Row,
    /// What could not be read, or is doubtful.
    pub problems: Vec<CellProblem>,
}

impl Record {
    /// Reads a row. The key columns of the row are replaced by the key. A cell
    /// that cannot be read becomes absent and is reported.
    pub fn read(key: RecordKey, row: &Row) -> Reading {
        let mut reader = Reader {
            record: Record::empty(key.clone()),
            row: Row::new(),
            problems: Vec::new(),
            bounds: Bounds::default(),
        };
        for (column, cell) in row.iter() {
            reader.column(column, cell);
        }
        reader.finish(&key)
    }

    /// The record of a row, and what could not be read of it.
    pub fn from_row(key: RecordKey, row: &Row) -> (Record, Vec<CellProblem>) {
        let reading = Record::read(key, row);
        (reading.record, reading.problems)
    }
}

/// Numbers that are only understood in pairs.
#[derive(Default)]
struct Bounds {
    age: [Option<f64>; 2],
    stature: [Option<f64>; 2],
    weight: [Option<f64>; 2],
    pmi: [Option<f64>; 2],
    lat: Option<f64>,
    lon: Option<f64>,
    precision_km: Option<f64>,
}

struct Reader {
    record: Record,
    row: Row,
    problems: Vec<CellProblem>,
    bounds: Bounds,
}

type Read<T> = Result<T, ProblemCode>;

impl Reader {
    #[rustfmt::skip]
    fn column(&mut self, column: Column, cell: &Cell) {
        use Column as C;
        if !column.applies_to(self.record.key.kind) {
            return self.problem(column, None, ProblemCode::NotForKind, cell.items().first());
        }
        match column {
            C::LocalId | C::Source | C::Kind => {}
            C::Status => self.one(column, cell, word(Status::parse, Status::code), |r, v| r.status = Some(v)),
            C::UpdatedAt => self.one(column, cell, text, |r, v| r.updated_at = Some(v)),
            C::PersonGroup => self.one(column, cell, text, |r, v| r.person_group = Some(v)),
            C::ProtectionHold => self.hold(cell),
            C::HoldReason => self.one(column, cell, text, |r, v| r.hold_reason = Some(v)),
            C::RetainUntil => self.one(column, cell, day, |r, v| r.retain_until = Some(v)),
            C::GivenNames => self.one(column, cell, text, |r, v| r.identity.given_names = Some(v)),
            C::PaternalSurname => self.one(column, cell, text, |r, v| r.identity.paternal_surname = Some(v)),
            C::MaternalSurname => self.one(column, cell, text, |r, v| r.identity.maternal_surname = Some(v)),
            C::FullName => self.one(column, cell, text, |r, v| r.identity.full_name = Some(v)),
            C::Aliases => self.list(column, cell, |r, v| r.identity.aliases = v),
            C::DocumentNumbers => self.list(column, cell, |r, v| r.identity.documents = v),
            C::Sex => self.one(column, cell, word(Sex::parse, Sex::code), |r, v| r.identity.sex = Some(v)),
            C::Gender => self.one(column, cell, text, |r, v| r.identity.gender = Some(v)),
            C::BirthDate => self.one(column, cell, date, |r, v| r.identity.birth_date = Some(v)),
            C::AgeMin | C::AgeMax => self.bound(column, cell, (0.0, MAX_AGE_YEARS)),
            C::Nationality => self.words(column, cell, country, |r, v| r.identity.nationality = v),
            C::Ethnicity => self.list(column, cell, |r, v| r.identity.ethnicity = v),
            C::Languages => self.list(column, cell, |r, v| r.identity.languages = v),
            C::OriginCountry => self.one(column, cell, country, |r, v| r.identity.origin.country = Some(v)),
            C::OriginAdmin1 => self.one(column, cell, text, |r, v| r.identity.origin.admin1 = Some(v)),
            C::OriginPlace => self.one(column, cell, text, |r, v| r.identity.origin.place = Some(v)),
            C::Relatives => self.list(column, cell, |r, v| r.identity.relatives = v),
            C::EventDate => self.one(column, cell, date, |r, v| r.event.date = Some(v)),
            C::EventCountry => self.one(column, cell, country, |r, v| r.event.place.country = Some(v)),
            C::EventAdmin1 => self.one(column, cell, text, |r, v| r.event.place.admin1 = Some(v)),
            C::EventPlace => self.one(column, cell, text, |r, v| r.event.place.place = Some(v)),
            C::EventLat => self.bound(column, cell, (-90.0, 90.0)),
            C::EventLon => self.bound(column, cell, (-180.0, 180.0)),
            C::EventPrecisionKm => self.bound(column, cell, PRECISION_KM),
            C::Destination => self.one(column, cell, text, |r, v| r.event.destination = Some(v)),
            C::TravellingWith => self.list(column, cell, |r, v| r.event.travelling_with = v),
            C::Circumstances => self.one(column, cell, text, |r, v| r.event.circumstances = Some(v)),
            C::LastContactDate => self.one(column, cell, date, |r, v| r.event.last_contact_date = Some(v)),
            C::LastContactCountry => self.one(column, cell, country, |r, v| r.event.last_contact.country = Some(v)),
            C::LastContactAdmin1 => self.one(column, cell, text, |r, v| r.event.last_contact.admin1 = Some(v)),
            C::LastContactPlace => self.one(column, cell, text, |r, v| r.event.last_contact.place = Some(v)),
            C::StatureCmMin | C::StatureCmMax => self.bound(column, cell, STATURE_CM),
            C::StatureMethod => self.one(column, cell, word(StatureMethod::parse, StatureMethod::code), |r, v| r.body.stature_method = Some(v)),
            C::StatureDate => self.one(column, cell, date, |r, v| r.body.stature_date = Some(v)),
            C::WeightKgMin | C::WeightKgMax => self.bound(column, cell, WEIGHT_KG),
            C::Build => self.one(column, cell, observed(word(Build::parse, Build::code)), |r, v| r.body.build = v),
            C::HairColour => self.one(column, cell, observed(word(HairColour::parse, HairColour::code)), |r, v| r.body.hair_colour = v),
            C::HairLength => self.one(column, cell, observed(word(HairLength::parse, HairLength::code)), |r, v| r.body.hair_length = v),
            C::EyeColour => self.one(column, cell, observed(eyes), |r, v| r.body.eye_colour = v),
            C::SkinTone => self.one(column, cell, observed(word(SkinTone::parse, SkinTone::code)), |r, v| r.body.skin_tone = v),
            C::BloodGroup => self.one(column, cell, observed(blood), |r, v| r.body.blood_group = v),
            C::Marks => self.observed_list(column, cell, |r, v| r.body.marks = v),
            C::Dental => self.observed_list(column, cell, |r, v| r.body.dental = v),
            C::DentalDate => self.one(column, cell, date, |r, v| r.body.dental_date = Some(v)),
            C::Medical => self.observed_list(column, cell, |r, v| r.body.medical = v),
            C::Dna => self.one(column, cell, observed(item), |r, v| r.body.dna = v),
            C::Fingerprints => self.one(column, cell, observed(item), |r, v| r.body.fingerprints = v),
            C::Clothing => self.observed_list(column, cell, |r, v| r.clothing = v),
            C::Effects => self.observed_list(column, cell, |r, v| r.effects = v),
            C::Photos => self.list(column, cell, |r, v| r.photos = v),
            C::PhotoDate => self.one(column, cell, date, |r, v| r.photo_date = Some(v)),
            C::PmiDaysMin | C::PmiDaysMax => self.bound(column, cell, PMI_DAYS),
            C::Condition => self.one(column, cell, word(Condition::parse, Condition::code), |r, v| r.remains.condition = Some(v)),
            C::Inventory => self.words(column, cell, word(RecoveredPart::parse, RecoveredPart::code), |r, v| r.remains.inventory = v),
            C::Mni => self.one(column, cell, number(MNI), |r, v| r.remains.mni = Some(v as u32)),
            C::ShelterName => self.one(column, cell, text, |r, v| r.shelter.name = Some(v)),
            C::Unaccompanied => self.one(column, cell, boolean, |r, v| r.shelter.unaccompanied = Some(v)),
            C::DeclaredAge => self.one(column, cell, number((0.0, MAX_AGE_YEARS)), |r, v| r.shelter.declared_age = Some(v)),
            C::AgeMethod => self.one(column, cell, word(AgeMethod::parse, AgeMethod::code), |r, v| r.shelter.age_method = Some(v)),
            C::Public => self.one(column, cell, boolean, |r, v| r.publication.public = v),
            C::PublicFields => self.list(column, cell, |r, v| r.publication.public_fields = v),
            C::PublicUntil => self.one(column, cell, day, |r, v| r.publication.public_until = Some(v)),
            C::SearcherOnly => self.one(column, cell, boolean, |r, v| r.publication.searcher_only = v),
            C::ConsentBy => self.one(column, cell, text, |r, v| r.publication.consent_by = Some(v)),
            C::ConsentDate => self.one(column, cell, day, |r, v| r.publication.consent_date = Some(v)),
            C::ConsentAuthority => self.one(column, cell, text, |r, v| r.publication.consent_authority = Some(v)),
            C::Contact => self.one(column, cell, text, |r, v| r.publication.contact = Some(v)),
        }
    }

    /// A hold that cannot be read holds: in doubt, the child is protected.
    fn hold(&mut self, cell: &Cell) {
        self.record.protection_hold = true;
        let before = self.problems.len();
        self.one(Column::ProtectionHold, cell, boolean, |r, v| r.protection_hold = v);
        if self.problems.len() > before {
            self.row.insert_text(Column::ProtectionHold, "true");
        }
    }

    /// A column with one value: read, put into the record, written canonically.
    fn one<T>(
        &mut self,
        column: Column,
        cell: &Cell,
        read: impl Fn(&str) -> Read<(T, String)>,
        put: impl FnOnce(&mut Record, T),
    ) {
        let [raw] = cell.items() else {
            return self.problem(column, None, ProblemCode::ListExpected, cell.items().first());
        };
        match self.clean(column, None, raw).and_then(|clean| read(&clean)) {
            Ok((value, canonical)) => {
                put(&mut self.record, value);
                self.row.insert_text(column, canonical);
            }
            Err(code) => self.problem(column, None, code, Some(raw)),
        }
    }

    /// The readable items of a list; the others are reported one by one.
    fn items<T>(
        &mut self,
        column: Column,
        cell: &Cell,
        read: impl Fn(&str) -> Read<(T, String)>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        let mut canonical = Vec::new();
        for (i, raw) in cell.items().iter().enumerate().filter(|(_, raw)| !raw.trim().is_empty()) {
            match self.clean(column, Some(i), raw).and_then(|clean| read(&clean)) {
                Ok((value, text)) => {
                    values.push(value);
                    canonical.push(text);
                }
                Err(code) => self.problem(column, Some(i), code, Some(raw)),
            }
        }
        self.row.insert(column, Cell::List(canonical));
        values
    }

    fn words<T>(
        &mut self,
        column: Column,
        cell: &Cell,
        read: impl Fn(&str) -> Read<(T, String)>,
        put: impl FnOnce(&mut Record, Vec<T>),
    ) {
        let values = self.items(column, cell, read);
        put(&mut self.record, values);
    }

    fn list<T: ListItem>(
        &mut self,
        column: Column,
        cell: &Cell,
        put: impl FnOnce(&mut Record, Vec<T>),
    ) {
        self.words(column, cell, item, put);
    }

    fn observed_list<T: ListItem>(
        &mut self,
        column: Column,
        cell: &Cell,
        put: impl FnOnce(&mut Record, Observed<Vec<T>>),
    ) {
        let state = match cell.items() {
            [word] => Observed::<()>::read(word, |_| Err(())).ok(),
            _ => None,
        };
        let value = match state {
            Some(Observed::None) => Observed::None,
            Some(Observed::NotObservable) => Observed::NotObservable,
            _ => {
                let values = self.items(column, cell, item);
                return if !values.is_empty() {
                    put(&mut self.record, Observed::Known(values));
                };
            }
        };
        put(&mut self.record, value);
        self.row.insert(column, Cell::List(vec![cell.items()[0].trim().to_ascii_lowercase()]));
    }

    fn bound(&mut self, column: Column, cell: &Cell, limits: (f64, f64)) {
        let mut found = None;
        self.one(column, cell, number(limits), |_, value| found = Some(value));
        let bounds = &mut self.bounds;
        let slot = match column {
            Column::AgeMin => &mut bounds.age[0],
            Column::AgeMax => &mut bounds.age[1],
            Column::StatureCmMin => &mut bounds.stature[0],
            Column::StatureCmMax => &mut bounds.stature[1],
            Column::WeightKgMin => &mut bounds.weight[0],
            Column::WeightKgMax => &mut bounds.weight[1],
            Column::PmiDaysMin => &mut bounds.pmi[0],
            Column::PmiDaysMax => &mut bounds.pmi[1],
            Column::EventLat => &mut bounds.lat,
            Column::EventLon => &mut bounds.lon,
            _ => &mut bounds.precision_km,
        };
        *slot = found;
    }

    fn finish(mut self, key: &RecordKey) -> Reading {
        let bounds = std::mem::take(&mut self.bounds);
        use Column as C;
        self.record.identity.age =
            self.interval(bounds.age, [C::AgeMin, C::AgeMax], (0.0, MAX_AGE_YEARS));
        self.record.body.stature_cm =
            self.interval(bounds.stature, [C::StatureCmMin, C::StatureCmMax], STATURE_CM);
        self.record.body.weight_kg =
            self.interval(bounds.weight, [C::WeightKgMin, C::WeightKgMax], WEIGHT_KG);
        self.record.remains.pmi_days =
            self.interval(bounds.pmi, [C::PmiDaysMin, C::PmiDaysMax], PMI_DAYS);
        match (bounds.lat, bounds.lon) {
            (Some(lat), Some(lon)) => {
                let precision_km = bounds.precision_km;
                self.record.event.coordinate = Some(Coordinate { lat, lon, precision_km });
            }
            (None, None) => {}
            (Some(_), None) => self.drop_column(C::EventLat, ProblemCode::Incomplete),
            (None, Some(_)) => self.drop_column(C::EventLon, ProblemCode::Incomplete),
        }
        self.check_birth();
        self.row.insert_text(C::LocalId, key.local_id.as_str());
        self.row.insert_text(C::Source, key.source.as_str());
        self.row.insert_text(C::Kind, key.kind.as_str());
        Reading { record: self.record, row: self.row, problems: self.problems }
    }

    /// The interval of two bounds; one that is missing is the limit of its side.
    fn interval(
        &mut self,
        bounds: [Option<f64>; 2],
        columns: [Column; 2],
        limits: (f64, f64),
    ) -> Option<Interval> {
        let interval = match bounds {
            [None, None] => return None,
            [min, max] => Interval::new(min.unwrap_or(limits.0), max.unwrap_or(limits.1)),
        };
        if interval.is_none() {
            self.drop_column(columns[0], ProblemCode::MinAboveMax);
            self.drop_column(columns[1], ProblemCode::MinAboveMax);
        }
        interval
    }

    fn check_birth(&mut self) {
        let (Some(birth), Some(event)) =
            (&self.record.identity.birth_date, &self.record.event.date)
        else {
            return;
        };
        if birth.earliest() > event.latest() {
            let shape = shape(birth.as_str());
            self.problems.push(CellProblem {
                column: Column::BirthDate,
                list_item: None,
                code: ProblemCode::BornAfterEvent,
                shape,
            });
        }
    }

    fn drop_column(&mut self, column: Column, code: ProblemCode) {
        let cell = self.row.remove(column);
        self.problem(column, None, code, cell.as_ref().and_then(|cell| cell.items().first()));
    }

    /// The text without control and direction characters, trimmed.
    fn clean(&mut self, column: Column, item: Option<usize>, raw: &str) -> Read<String> {
        if raw.len() > MAX_CELL_CHARS && raw.chars().nth(MAX_CELL_CHARS).is_some() {
            return Err(ProblemCode::TooLong);
        }
        let hostile = |c: char| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        let mut kept = Cow::Borrowed(raw);
        if raw.chars().any(hostile) {
            let raw_owned = raw.to_owned();
            self.problem(column, item, ProblemCode::ControlCharacters, Some(&raw_owned));
            kept.to_mut().retain(|c| !hostile(c));
        }
        let kept = kept.trim();
        Ok(if is_nfc(kept) { kept.to_owned() } else { kept.nfc().collect() })
    }

    fn problem(
        &mut self,
        column: Column,
        list_item: Option<usize>,
        code: ProblemCode,
        raw: Option<&String>,
    ) {
        let shape = raw.map(|raw| shape(raw)).unwrap_or_default();
        self.problems.push(CellProblem { column, list_item, code, shape });
    }
}

fn text(text: &str) -> Read<(String, String)> {
    Ok((text.to_owned(), text.to_owned()))
}

fn word<T: Copy>(
    parse: impl Fn(&str) -> Option<T>,
    code: impl Fn(T) -> &'static str,
) -> impl Fn(&str) -> Read<(T, String)> {
    move |text| {
        let value = parse(text).ok_or(ProblemCode::UnknownWord)?;
        Ok((value, code(value).to_owned()))
    }
}

fn observed<T>(
    read: impl Fn(&str) -> Read<(T, String)>,
) -> impl Fn(&str) -> Read<(Observed<T>, String)> {
    move |text| {
        Ok(match Observed::read(text, &read)? {
            Observed::Known((value, canonical)) => (Observed::Known(value), canonical),
            Observed::None => (Observed::None, crate::observed::NONE.to_owned()),
            Observed::NotObservable | Observed::NotRecorded => {
                (Observed::NotObservable, crate::observed::NOT_OBSERVABLE.to_owned())
            }
        })
    }
}

fn item<T: ListItem>(text: &str) -> Read<(T, String)> {
    let value = T::read(text).ok_or(ProblemCode::ItemForm)?;
    let canonical = value.write();
    Ok((value, canonical))
}

fn date(text: &str) -> Read<(Edtf, String)> {
    let date = Edtf::parse(text).map_err(|error| match error {
        EdtfError::Form => ProblemCode::DateForm,
        EdtfError::Calendar => ProblemCode::DateImpossible,
        EdtfError::Order | EdtfError::Year => ProblemCode::DateRange,
    })?;
    let canonical = date.to_string();
    Ok((date, canonical))
}

/// A day without doubt; a month or year means its last day.
fn day(text: &str) -> Read<(Date, String)> {
    let (date, canonical) = date(text)?;
    Ok((date.stated().1, canonical))
}

fn number(limits: (f64, f64)) -> impl Fn(&str) -> Read<(f64, String)> {
    move |text| {
        let value: f64 = text.parse().map_err(|_| ProblemCode::Number)?;
        if !value.is_finite() || value < limits.0 || value > limits.1 {
            return Err(ProblemCode::OutOfRange);
        }
        Ok((value, value.to_string()))
    }
}

fn boolean(text: &str) -> Read<(bool, String)> {
    let value = match fold(text).as_str() {
        "true" | "si" | "yes" | "1" | "verdadero" => true,
        "false" | "no" | "0" | "falso" => false,
        _ => return Err(ProblemCode::Boolean),
    };
    Ok((value, value.to_string()))
}

fn country(text: &str) -> Read<(Country, String)> {
    let country = Country::parse(text).ok_or(ProblemCode::UnknownWord)?;
    Ok((country, country.code().to_owned()))
}

fn blood(text: &str) -> Read<(BloodGroup, String)> {
    let group = BloodGroup::parse(text).ok_or(ProblemCode::UnknownWord)?;
    Ok((group, group.to_string()))
}

fn eyes(text: &str) -> Read<((EyeColour, EyeColour), String)> {
    let (left, right) = text.split_once('/').unwrap_or((text, text));
    let read = |text| EyeColour::parse(text).ok_or(ProblemCode::UnknownWord);
    let (left, right) = (read(left)?, read(right)?);
    let canonical = if left == right {
        left.code().to_owned()
    } else {
        format!("{}/{}", left.code(), right.code())
    };
    Ok(((left, right), canonical))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn read(kind: Kind, json: &str) -> Reading {
        Record::read(RecordKey::new(kind, "T", "1").unwrap(), &Row::from_json(json).unwrap())
    }

    /// Codes of the problems of a row, in order.
    fn check(kind: Kind, json: &str, expected: &[(Column, ProblemCode)]) {
        let found: Vec<_> = read(kind, json).problems.iter().map(|p| (p.column, p.code)).collect();
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn a_bad_cell_costs_that_cell_alone() {
        let reading = read(
            Kind::Notice,
            r#"{"given_names":"Ana","birth_date":"2010-02-30","sex":"mujer","age_min":"200"}"#,
        );
        assert_eq!(reading.problems.len(), 2);
        assert_eq!(reading.row.text(Column::Sex), Some("female"));
        assert_eq!(reading.record.identity.given_names.as_deref(), Some("Ana"));
        assert!(!reading.row.contains(Column::BirthDate));
    }

    #[test]
    fn problems_are_named() {
        use {Column as C, ProblemCode as P};
        check(Kind::Notice, r#"{"event_date":"2021-02-30"}"#, &[(C::EventDate, P::DateImpossible)]);
        check(Kind::Notice, r#"{"age_min":"-1"}"#, &[(C::AgeMin, P::OutOfRange)]);
        check(Kind::Notice, r#"{"age_max":"121"}"#, &[(C::AgeMax, P::OutOfRange)]);
        check(
            Kind::Notice,
            r#"{"age_min":"30","age_max":"20"}"#,
            &[(C::AgeMin, P::MinAboveMax), (C::AgeMax, P::MinAboveMax)],
        );
        check(Kind::Notice, r#"{"sex":"purple"}"#, &[(C::Sex, P::UnknownWord)]);
        check(Kind::Notice, r#"{"condition":"fresh"}"#, &[(C::Condition, P::NotForKind)]);
        check(Kind::Remains, r#"{"event_lat":"14.1"}"#, &[(C::EventLat, P::Incomplete)]);
        check(
            Kind::Notice,
            r#"{"given_names":"A\u0000na"}"#,
            &[(C::GivenNames, P::ControlCharacters)],
        );
        check(
            Kind::Remains,
            r#"{"marks":["scar","burnt toast@moon"]}"#,
            &[(C::Marks, P::ItemForm)],
        );
    }

    #[test]
    fn three_ways_of_not_having_a_value() {
        let body = |json| read(Kind::Remains, json).record.body.marks;
        assert!(matches!(body("{}"), Observed::NotRecorded));
        assert!(matches!(body(r#"{"marks":"none"}"#), Observed::None));
        assert!(matches!(body(r#"{"marks":"n/o"}"#), Observed::NotObservable));
    }

    #[test]
    fn canonical_row_reads_back_to_itself() {
        let first = read(
            Kind::Remains,
            r#"{"sex":"Masculino","event_country":"Guatemala","eye_colour":"café/azul",
                "blood_group":"O Rh positivo","marks":["tatuaje@brazo/izq:rosa"],"age_min":"25",
                "dental":["16=obturado/MO"],"inventory":["cráneo"],"protection_hold":"quizás"}"#,
        );
        let second = Record::read(first.record.key.clone(), &first.row);
        assert_eq!(second.row, first.row);
        assert_eq!(second.problems, []);
        assert!(first.record.protection_hold, "in doubt, held");
    }

    #[test]
    fn unknown_age_counts_as_a_child() {
        let today = jiff::civil::date(2025, 1, 1);
        assert!(read(Kind::Notice, "{}").record.is_presumed_minor(today));
        let adult = r#"{"birth_date":"1980-05-01","event_date":"2020-01-01"}"#;
        assert!(!read(Kind::Notice, adult).record.is_presumed_minor(today));
        let lost_as_child = r#"{"birth_date":"2004-05-01","event_date":"2020-01-01"}"#;
        assert!(read(Kind::Notice, lost_as_child).record.is_presumed_minor(today));
    }
}
