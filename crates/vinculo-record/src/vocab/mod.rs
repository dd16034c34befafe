//! Controlled vocabularies: each one table with code, Spanish and English term
//! and synonyms.
//!
//! Sources: the field vocabularies of forensic practice (NCIC descriptor codes,
//! NamUs terms for condition) and the project's own compilation of Spanish terms
//! as written on forms in the region (CC0, not reviewed by native speakers).

mod blood;
mod body;
mod country;
mod decision;
mod descriptors;
mod kinship;
mod marks;
mod photo;
mod status;
mod teeth;

pub use blood::{Abo, BloodGroup};
pub use body::{BodyLocation, Side};
pub use country::Country;
pub use decision::{DecisionReason, DecisionState};
pub use descriptors::{Build, EyeColour, HairColour, HairLength, Sex, SkinTone, StatureMethod};
pub use kinship::Kinship;
pub use marks::MarkType;
pub use photo::PhotoSubject;
pub use status::{AgeMethod, Condition, RecoveredPart, SampleStatus, Status};
pub use teeth::{Dentition, Fdi, ToothState};

/// Declares a vocabulary: an enum with its table.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $code:literal $es:literal $en:literal [$($synonym:literal),*];)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the terms are the documentation
        pub enum $name { $($variant,)* }

        impl $name {
            /// All codes, in the order of the table.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The code that is stored and exchanged.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The term shown to a user.
            pub const fn label(self, lang: $crate::Lang) -> &'static str {
                match self { $($name::$variant => lang.pick($es, $en),)* }
            }

            /// Other words for it that are understood, in both languages.
            pub const fn synonyms(self) -> &'static [&'static str] {
                match self { $($name::$variant => &[$($synonym),*],)* }
            }

            /// Reads a code, a term or a synonym, without regard to case and accents.
            pub fn parse(text: &str) -> Option<$name> {
                static TABLE: std::sync::LazyLock<std::collections::BTreeMap<String, $name>> =
                    std::sync::LazyLock::new(|| {
                        let mut table = std::collections::BTreeMap::new();
                        for term in $name::ALL {
                            let words = [term.code(), term.label($crate::Lang::Es), term.label($crate::Lang::En)];
                            for word in words.iter().chain(term.synonyms()) {
                                table.entry($crate::fold(word)).or_insert(*term);
                            }
                        }
                        table
                    });
                TABLE.get(&$crate::fold(text)).copied()
            }
        }
    };
}
pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    macro_rules! check_all {
        ($($name:ident),*) => { $(
            for term in $name::ALL {
                assert_eq!($name::parse(term.code()), Some(*term), "{}", term.code());
                assert!(!term.label(Lang::Es).is_empty() && !term.label(Lang::En).is_empty());
            }
        )* };
    }

    #[test]
    fn codes_parse_back() {
        check_all!(
            AgeMethod,
            BodyLocation,
            Build,
            Condition,
            DecisionReason,
            DecisionState,
            EyeColour,
            HairColour,
            HairLength,
            Kinship,
            MarkType,
            PhotoSubject,
            RecoveredPart,
            SampleStatus,
            Sex,
            Side,
            SkinTone,
            StatureMethod,
            Status,
            ToothState
        );
    }

    #[test]
    fn words_of_the_region_are_understood() {
        assert_eq!(HairColour::parse("Canche"), Some(HairColour::Blond));
        assert_eq!(Sex::parse("HOMBRE"), Some(Sex::Male));
        assert_eq!(Sex::parse("m"), None, "M is mujer or masculino: the mapping must say");
        assert_eq!(SkinTone::parse("morena clara"), Some(SkinTone::LightBrown));
        assert_eq!(MarkType::parse("cicatriz quirúrgica"), Some(MarkType::SurgicalScar));
    }
}
