//! Which columns of a record each comparison reads.

use vinculo_record::Column;

/// The columns that a comparison reads.
#[derive(Clone, Copy, Debug)]
pub struct ComparedColumns {
    /// What it compares: where a record has none of them it says nothing.
    pub subject: &'static [Column],
    /// What else decides how that is read.
    pub context: &'static [Column],
}

impl ComparedColumns {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Column> {
        self.subject.iter().chain(self.context).copied()
    }
}

/// The columns that a comparison reads; `None` for one that is not in the table. A test
/// holds the table to what the comparisons compile.
pub fn compared_columns(comparison: &str) -> Option<ComparedColumns> {
    let found = TABLE.iter().find(|(name, ..)| *name == comparison);
    found.map(|(_, subject, context)| ComparedColumns { subject, context })
}

/// The comparisons of the table, in the order in which they are shown.
pub fn comparison_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, ..)| *name)
}

/// By comparison: what it compares, and what else decides how that is read.
const TABLE: &[(&str, &[Column], &[Column])] = {
    use Column::{
        AgeMax, AgeMethod, AgeMin, Aliases, BirthDate, BloodGroup, Build, Circumstances, Clothing,
        Condition, DeclaredAge, Dental, DentalDate, Destination, DocumentNumbers, Effects,
        Ethnicity, EventAdmin1, EventCountry, EventDate, EventLat, EventLon, EventPlace,
        EventPrecisionKm, EyeColour, FullName, GivenNames, HairColour, Inventory, Languages,
        LastContactAdmin1, LastContactCountry, LastContactDate, LastContactPlace, Marks,
        MaternalSurname, Medical, Nationality, OriginAdmin1, OriginCountry, OriginPlace,
        PaternalSurname, Photos, PmiDaysMax, PmiDaysMin, Relatives, Sex, SkinTone, StatureCmMax,
        StatureCmMin, StatureDate, StatureMethod, WeightKgMax, WeightKgMin,
    };
    &[
        (
            "given_names",
            &[GivenNames, FullName, Aliases],
            &[PaternalSurname, MaternalSurname, Nationality, OriginCountry, OriginAdmin1],
        ),
        (
            "surnames",
            &[PaternalSurname, MaternalSurname, FullName, Aliases],
            &[GivenNames, Nationality, OriginCountry, OriginAdmin1],
        ),
        ("documents", &[DocumentNumbers], &[]),
        (
            "relatives",
            &[Relatives],
            &[
                GivenNames,
                PaternalSurname,
                MaternalSurname,
                FullName,
                Aliases,
                Nationality,
                OriginCountry,
                OriginAdmin1,
                OriginPlace,
            ],
        ),
        ("sex", &[Sex, DocumentNumbers], &[]),
        (
            "age",
            &[BirthDate, AgeMin, AgeMax, DeclaredAge, DocumentNumbers],
            &[AgeMethod, EventDate, LastContactDate, PmiDaysMin, PmiDaysMax, Condition],
        ),
        (
            "origin",
            &[
                Nationality,
                OriginCountry,
                OriginAdmin1,
                OriginPlace,
                Ethnicity,
                Languages,
                DocumentNumbers,
                PaternalSurname,
                MaternalSurname,
                FullName,
            ],
            &[],
        ),
        ("time", &[EventDate, LastContactDate], &[PmiDaysMin, PmiDaysMax, Condition]),
        (
            "place",
            &[
                EventCountry,
                EventAdmin1,
                EventPlace,
                EventLat,
                EventLon,
                LastContactCountry,
                LastContactAdmin1,
                LastContactPlace,
                Destination,
                OriginCountry,
                OriginAdmin1,
                OriginPlace,
                Circumstances,
            ],
            &[EventPrecisionKm],
        ),
        (
            "stature",
            &[StatureCmMin, StatureCmMax],
            &[
                StatureMethod,
                StatureDate,
                Sex,
                BirthDate,
                AgeMin,
                AgeMax,
                DeclaredAge,
                AgeMethod,
                DocumentNumbers,
                EventDate,
                LastContactDate,
                PmiDaysMin,
                PmiDaysMax,
                Condition,
            ],
        ),
        (
            "build",
            &[Build, WeightKgMin, WeightKgMax],
            &[
                StatureCmMin,
                StatureCmMax,
                Sex,
                BirthDate,
                AgeMin,
                AgeMax,
                DeclaredAge,
                EventDate,
                Condition,
            ],
        ),
        ("pigmentation", &[HairColour, EyeColour, SkinTone], &[Condition, Inventory]),
        ("blood_group", &[BloodGroup], &[]),
        ("medical", &[Medical, Marks], &[Condition, Inventory]),
        ("marks", &[Marks], &[Condition, Inventory]),
        (
            "dental",
            &[Dental],
            &[DentalDate, EventDate, LastContactDate, PmiDaysMin, PmiDaysMax, Condition, Inventory],
        ),
        ("effects", &[Clothing, Effects, DocumentNumbers], &[Condition]),
        ("picture", &[Photos], &[]),
    ]
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use vinculo_compare::{
        AgeComparison, BloodGroupComparison, BuildComparison, DentalComparison,
        DocumentsComparison, EffectsComparison, GivenNamesComparison, MarksComparison,
        MedicalComparison, NameFrequencies, OriginComparison, PictureComparison,
        PigmentationComparison, PlaceComparison, Region, RelativesComparison, SexComparison,
        SharedPicture, SharedPictures, SharedSide, StatureComparison, SurnamesComparison,
        TimeComparison,
    };
    use vinculo_record::{Kind, Record, RecordKey, Row};

    use super::*;
    use crate::{Profiles, Suite};

    fn suite() -> Suite {
        let names = Arc::new(NameFrequencies::reference());
        Suite::empty()
            .with(GivenNamesComparison::new(Arc::clone(&names)))
            .with(SurnamesComparison::new(Arc::clone(&names)))
            .with(DocumentsComparison)
            .with(RelativesComparison::new(names))
            .with(SexComparison)
            .with(AgeComparison)
            .with(OriginComparison)
            .with(TimeComparison)
            .with(PlaceComparison)
            .with(StatureComparison)
            .with(BuildComparison)
            .with(PigmentationComparison)
            .with(BloodGroupComparison)
            .with(MedicalComparison)
            .with(MarksComparison::default())
            .with(DentalComparison)
            .with(EffectsComparison)
            .with(PictureComparison::new(Arc::new(shared())))
    }

    /// The records that are compared here share a picture with another: both the same one, so
    /// that only their rows can tell them apart.
    fn shared() -> SharedPictures {
        let key = |kind, id| RecordKey::new(kind, "ORG", id).unwrap();
        let side = SharedSide { item: 0, subject: None, region: Region::WHOLE };
        let of = |(kind, id)| SharedPicture {
            records: [(key(kind, id), 1), (key(Kind::Notice, "3"), 3)],
            sides: [side.clone(), side.clone()],
            is_verified: false,
            distance: Some(0),
            inliers: None,
        };
        let records = Kind::ALL.into_iter().flat_map(|kind| [(kind, "1"), (kind, "2")]);
        SharedPictures::new(records.map(of))
    }

    /// A child, of whom everything is known that a record of the kind can hold.
    fn full(kind: Kind) -> Row {
        let mut row = Row::from_json(
            r#"{"given_names":"Wilmer Adonías","paternal_surname":"Xiloj","maternal_surname":"Tzunún",
                "aliases":["Chepe"],"document_numbers":["CURP:XITW100517HGRLZL09"],"sex":"male",
                "age_min":"11","age_max":"12","nationality":["GT"],"ethnicity":["k'iche'"],
                "languages":["es"],"origin_country":"GT","origin_admin1":"Quiché",
                "origin_place":"Nebaj","relatives":["madre:Zoila Tzunún:Nebaj"],
                "event_date":"2022-03-02","event_country":"MX","event_admin1":"Chiapas",
                "event_place":"Tapachula","event_lat":"14.9","event_lon":"-92.2",
                "event_precision_km":"3","destination":"Houston","stature_cm_min":"140",
                "stature_cm_max":"146","stature_method":"measured","stature_date":"2021-03",
                "weight_kg_min":"38","weight_kg_max":"42","build":"thin","hair_colour":"black",
                "eye_colour":"brown","skin_tone":"light brown","blood_group":"O+",
                "marks":["tattoo@forearm/left:ancla"],"dental":["16=filled","11=sound"],
                "dental_date":"2021-02","medical":["fractura de fémur"],
                "photos":["a.jpg:face"],"clothing":["camisa:rojo::"],"effects":["anillo:plata::"],
                "circumstances":"cruzó el río Suchiate"}"#,
        )
        .unwrap();
        let own: &[(Column, &str)] = match kind {
            Kind::Notice => &[
                (Column::LastContactDate, "2022-04-01"),
                (Column::LastContactCountry, "MX"),
                (Column::LastContactAdmin1, "Veracruz"),
                (Column::LastContactPlace, "Acayucan"),
            ],
            Kind::Remains => &[
                (Column::PmiDaysMin, "20"),
                (Column::PmiDaysMax, "90"),
                (Column::Condition, "fresh"),
                (Column::Inventory, "head;torso"),
            ],
            Kind::Shelter => &[(Column::DeclaredAge, "11"), (Column::AgeMethod, "declared")],
        };
        own.iter().for_each(|(column, text)| row.insert_text(*column, *text));
        row
    }

    /// The same child as records tell it that leave out what others are read instead of.
    fn rows(kind: Kind) -> Vec<Row> {
        let without = |columns: &[Column]| {
            let mut row = full(kind);
            columns.iter().for_each(|column| drop(row.remove(*column)));
            row
        };
        let mut whole_name =
            without(&[Column::GivenNames, Column::PaternalSurname, Column::MaternalSurname]);
        whole_name.insert_text(Column::FullName, "Wilmer Xiloj Tzunún");
        let mut born = full(kind);
        born.insert_text(Column::BirthDate, "2010-05");
        vec![
            full(kind),
            whole_name,
            born,
            without(&[Column::Sex, Column::AgeMin, Column::AgeMax, Column::Nationality]),
            without(&[Column::OriginCountry, Column::OriginAdmin1, Column::OriginPlace]),
            without(&[Column::DocumentNumbers, Column::AgeMin, Column::AgeMax]),
            without(&[Column::DocumentNumbers, Column::PmiDaysMin, Column::PmiDaysMax]),
            without(&[Column::Condition]),
            without(&[Column::EventDate]),
            without(&[Column::StatureMethod, Column::StatureDate]),
        ]
    }

    /// The comparisons that see something else in one row than in the other.
    fn differing(suite: &Suite, kind: Kind, one: &Row, other: &Row) -> Vec<&'static str> {
        let record =
            |row: &Row, id: &str| Record::from_row(RecordKey::new(kind, "ORG", id).unwrap(), row).0;
        let records = [record(one, "1"), record(other, "2")];
        let profiles = Profiles::compile(suite, records.iter().map(|record| (record, 1)));
        let names = suite.names().zip(&profiles.columns);
        names.filter(|(_, column)| column.ids()[0] != column.ids()[1]).map(|(n, _)| n).collect()
    }

    #[test]
    fn the_table_names_every_column_that_a_comparison_reads() {
        let suite = suite();
        let (mut read, mut unnamed) = (BTreeSet::new(), BTreeSet::new());
        for kind in Kind::ALL {
            for row in rows(kind) {
                for column in Column::ALL.iter().copied().filter(|column| row.contains(*column)) {
                    let mut without = row.clone();
                    without.remove(column);
                    for comparison in differing(&suite, kind, &row, &without) {
                        let columns = compared_columns(comparison).unwrap();
                        if !columns.iter().any(|named| named == column) {
                            unnamed.insert((comparison, column));
                        }
                        read.insert((comparison, column));
                    }
                }
            }
        }
        assert_eq!(unnamed, BTreeSet::new(), "read and not in the table");
        for name in suite.names() {
            let subject = compared_columns(name).unwrap().subject;
            assert!(subject.iter().any(|column| read.contains(&(name, *column))), "{name}");
        }
    }

    #[test]
    fn where_the_subject_is_blank_nothing_is_seen() {
        let suite = suite();
        let mut seen = BTreeSet::new();
        for kind in Kind::ALL {
            for comparison in suite.names() {
                let mut row = full(kind);
                row.insert_text(Column::FullName, "Wilmer Xiloj Tzunún");
                row.insert_text(Column::BirthDate, "2010-05");
                for column in compared_columns(comparison).unwrap().subject {
                    row.remove(*column);
                }
                let record = Record::from_row(RecordKey::new(kind, "ORG", "1").unwrap(), &row).0;
                let profiles = Profiles::compile(&suite, [(&record, 1)]);
                let place = suite.names().position(|name| name == comparison).unwrap();
                if profiles.columns[place].ids()[0] != 0 {
                    seen.insert((comparison, kind));
                }
            }
        }
        assert_eq!(seen, BTreeSet::new());
    }
}
