//! The columns of a record in groups that a role sees or does not.

use vinculo_record::Column;

macro_rules! groups {
    ($($variant:ident $word:literal $doc:literal: $($column:ident)*;)*) => {
        /// Columns that are seen together or not at all.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FieldGroup { $(#[doc = $doc] $variant,)* }

        impl FieldGroup {
            /// All groups, in their stable order.
            pub const ALL: &'static [FieldGroup] = &[$(FieldGroup::$variant,)*];

            /// The word used in documents.
            pub const fn as_str(self) -> &'static str {
                match self { $(FieldGroup::$variant => $word,)* }
            }

            /// What it holds.
            pub const fn describe(self) -> &'static str {
                match self { $(FieldGroup::$variant => $doc,)* }
            }

            /// The group of a column: each column is in exactly one.
            pub const fn of(column: Column) -> FieldGroup {
                match column { $($(Column::$column)|* => FieldGroup::$variant,)* }
            }
        }
    };
}

groups! {
    Key "key" "The record's key and the state of its case.":
        LocalId Source Kind Status UpdatedAt PersonGroup;
    Custody "custody" "Protection hold with its reason, and how long the record is kept.":
        ProtectionHold HoldReason RetainUntil;
    Identity "identity" "Names, documents, sex, age and origin.":
        GivenNames PaternalSurname MaternalSurname FullName Aliases DocumentNumbers Sex Gender
        BirthDate AgeMin AgeMax DeclaredAge AgeMethod Nationality Ethnicity Languages
        OriginCountry OriginAdmin1 OriginPlace;
    Kin "kin" "Relatives and companions.":
        Relatives TravellingWith;
    Event "event" "When the event was, in which country, and whether a child came alone.":
        EventDate EventCountry Unaccompanied LastContactDate LastContactCountry;
    Place "place" "Where it was, finer than the country; of a shelter's row where the shelter is.":
        EventAdmin1 EventPlace EventLat EventLon EventPrecisionKm LastContactAdmin1
        LastContactPlace ShelterName;
    Story "story" "What was told, in free text, which may name any place or person.":
        Destination Circumstances;
    Body "body" "The body, its marks and teeth; of remains also condition and what was recovered.":
        StatureCmMin StatureCmMax StatureMethod StatureDate WeightKgMin WeightKgMax Build
        HairColour HairLength EyeColour SkinTone Marks Dental DentalDate PmiDaysMin PmiDaysMax
        Condition Inventory Mni;
    Health "health" "Medical facts, blood group, and where DNA and fingerprints are kept.":
        BloodGroup Medical Dna Fingerprints;
    Effects "effects" "Clothing and effects.":
        Clothing Effects;
    Photos "photos" "Photographs.":
        Photos PhotoDate;
    Consent "consent" "What may be published, who consented, and the family's contact.":
        Public PublicFields PublicUntil SearcherOnly ConsentBy ConsentDate ConsentAuthority
        Contact;
}

/// A set of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u16);

impl Fields {
    /// Every group.
    pub const ALL: Fields = Fields((1 << FieldGroup::ALL.len()) - 1);

    /// Those groups.
    pub const fn of(groups: &[FieldGroup]) -> Fields {
        let (mut bits, mut i) = (0, 0);
        while i < groups.len() {
            bits |= 1 << groups[i] as u16;
            i += 1;
        }
        Fields(bits)
    }

    /// Every group but those.
    pub const fn but(groups: &[FieldGroup]) -> Fields {
        Fields(Fields::ALL.0 & !Fields::of(groups).0)
    }

    /// Whether the group is among them.
    pub const fn has(self, group: FieldGroup) -> bool {
        self.0 & (1 << group as u16) != 0
    }

    /// Those of either.
    pub const fn union(self, other: Fields) -> Fields {
        Fields(self.0 | other.0)
    }

    /// Those of both.
    pub const fn intersection(self, other: Fields) -> Fields {
        Fields(self.0 & other.0)
    }

    /// All others.
    pub const fn complement(self) -> Fields {
        Fields(Fields::ALL.0 & !self.0)
    }

    /// The groups, in their stable order.
    pub fn iter(self) -> impl Iterator<Item = FieldGroup> {
        FieldGroup::ALL.iter().copied().filter(move |group| self.has(*group))
    }
}
