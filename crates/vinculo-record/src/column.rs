//! The canonical flat columns: what a record looks like in every file format.

use std::fmt;

use crate::Kind;

macro_rules! columns {
    ($($variant:ident $name:literal $shape:ident $kinds:ident;)*) => {
        /// A canonical column, in the order in which files write them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the names are the documentation; see the schema in `DESIGN.md`
        pub enum Column { $($variant,)* }

        impl Column {
            /// All columns in canonical order.
            pub const ALL: &'static [Column] = &[$(Column::$variant,)*];

            /// The name in headers and keys.
            pub const fn name(self) -> &'static str {
                match self { $(Column::$variant => $name,)* }
            }

            /// Whether a cell holds a list.
            pub const fn is_list(self) -> bool {
                match self { $(Column::$variant => columns!(@list $shape),)* }
            }

            /// Whether a record of this kind may have the column.
            pub const fn applies_to(self, kind: Kind) -> bool {
                match self { $(Column::$variant => columns!(@kinds $kinds kind),)* }
            }
        }
    };
    (@list one) => { false };
    (@list list) => { true };
    (@kinds all $k:ident) => { { let _ = $k; true } };
    (@kinds notice $k:ident) => { matches!($k, Kind::Notice) };
    (@kinds remains $k:ident) => { matches!($k, Kind::Remains) };
    (@kinds shelter $k:ident) => { matches!($k, Kind::Shelter) };
}

columns! {
    LocalId "local_id" one all;
    Source "source" one all;
    Kind "kind" one all;
    Status "status" one all;
    UpdatedAt "updated_at" one all;
    PersonGroup "person_group" one all;
    ProtectionHold "protection_hold" one all;
    HoldReason "hold_reason" one all;
    RetainUntil "retain_until" one all;
    GivenNames "given_names" one all;
    PaternalSurname "paternal_surname" one all;
    MaternalSurname "maternal_surname" one all;
    FullName "full_name" one all;
    Aliases "aliases" list all;
    DocumentNumbers "document_numbers" list all;
    Sex "sex" one all;
    Gender "gender" one all;
    BirthDate "birth_date" one all;
    AgeMin "age_min" one all;
    AgeMax "age_max" one all;
    Nationality "nationality" list all;
    Ethnicity "ethnicity" list all;
    Languages "languages" list all;
    OriginCountry "origin_country" one all;
    OriginAdmin1 "origin_admin1" one all;
    OriginPlace "origin_place" one all;
    Relatives "relatives" list all;
    EventDate "event_date" one all;
    EventCountry "event_country" one all;
    EventAdmin1 "event_admin1" one all;
    EventPlace "event_place" one all;
    EventLat "event_lat" one all;
    EventLon "event_lon" one all;
    EventPrecisionKm "event_precision_km" one all;
    Destination "destination" one all;
    TravellingWith "travelling_with" list all;
    Circumstances "circumstances" one all;
    LastContactDate "last_contact_date" one notice;
    LastContactCountry "last_contact_country" one notice;
    LastContactAdmin1 "last_contact_admin1" one notice;
    LastContactPlace "last_contact_place" one notice;
    StatureCmMin "stature_cm_min" one all;
    StatureCmMax "stature_cm_max" one all;
    StatureMethod "stature_method" one all;
    StatureDate "stature_date" one all;
    WeightKgMin "weight_kg_min" one all;
    WeightKgMax "weight_kg_max" one all;
    Build "build" one all;
    HairColour "hair_colour" one all;
    HairLength "hair_length" one all;
    EyeColour "eye_colour" one all;
    SkinTone "skin_tone" one all;
    BloodGroup "blood_group" one all;
    Marks "marks" list all;
    Dental "dental" list all;
    DentalDate "dental_date" one all;
    Medical "medical" list all;
    Dna "dna" one all;
    Fingerprints "fingerprints" one all;
    Clothing "clothing" list all;
    Effects "effects" list all;
    Photos "photos" list all;
    PhotoDate "photo_date" one all;
    PmiDaysMin "pmi_days_min" one remains;
    PmiDaysMax "pmi_days_max" one remains;
    Condition "condition" one remains;
    Inventory "inventory" list remains;
    Mni "mni" one remains;
    ShelterName "shelter_name" one shelter;
    Unaccompanied "unaccompanied" one shelter;
    DeclaredAge "declared_age" one shelter;
    AgeMethod "age_method" one shelter;
    Public "public" one notice;
    PublicFields "public_fields" list notice;
    PublicUntil "public_until" one notice;
    SearcherOnly "searcher_only" one notice;
    ConsentBy "consent_by" one notice;
    ConsentDate "consent_date" one notice;
    ConsentAuthority "consent_authority" one notice;
    Contact "contact" one notice;
}

impl Column {
    /// The column of that name.
    pub fn from_name(name: &str) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| column.name() == name)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_found() {
        for column in Column::ALL {
            assert_eq!(Column::from_name(column.name()), Some(*column));
        }
        assert_eq!(Column::from_name("phone"), None);
    }
}
