//! Which records are one person, and what makes a pair hard to find.

use vinculo_record::{Link, RecordKey};

macro_rules! strata {
    ($($variant:ident $code:literal $doc:literal;)*) => {
        /// What makes a pair hard to find, from the least to the most severe. A pair
        /// is of the most severe that applies to either record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Stratum { $(#[doc = $doc] $variant,)* }

        impl Stratum {
            /// All strata, ascending.
            pub const ALL: &'static [Stratum] = &[$(Stratum::$variant,)*];

            /// The word in the truth file.
            pub const fn as_str(self) -> &'static str {
                match self { $(Stratum::$variant => $code,)* }
            }

            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Stratum::$variant => $doc,)* }
            }
        }
    };
}

strata! {
    Clean "clean" "Names agree up to case and accents; age and place are right.";
    Format "format" "The name stands in one field, or a second given name is left out.";
    Place "place" "The place of the event or of origin is misspelt or wrong.";
    Age "age" "Birth date or age is off, heaped or has day and month swapped.";
    Spelling "spelling" "A name is misspelt, written by sound or badly scanned.";
    KnownNickname "known_nickname" "A given name is a hypocorism that the comparisons may know.";
    NamesMissing "names_missing" "A surname is left out.";
    NamesSwapped "names_swapped" "Surnames or given names change places.";
    UnknownNickname "unknown_nickname" "A given name is a hypocorism held out from the comparisons.";
    FalseDeclaration "false_declaration" "Another name, nationality or an adult's age was declared.";
    UnnamedMarked "unnamed_marked" "A record has no name; both have a document, teeth or marks.";
    UnnamedPlain "unnamed_plain" "A record has no name and little else to tell the person by.";
}

/// What was done to a record, for the stratum of its pairs.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Spoiled {
    /// One bit per stratum.
    strata: u16,
    /// The given names as written, folded; empty when the record has no name.
    pub(crate) given: String,
    /// Whether the record has a name.
    pub(crate) named: bool,
    /// Whether it has a document, teeth or marks.
    pub(crate) marked: bool,
}

impl Spoiled {
    pub(crate) fn add(&mut self, stratum: Stratum) {
        self.strata |= 1 << stratum as u16;
    }

    pub(crate) fn has(&self, stratum: Stratum) -> bool {
        self.strata & 1 << stratum as u16 != 0
    }

    /// The stratum of a pair of records.
    pub(crate) fn pair(&self, other: &Spoiled) -> Stratum {
        if !self.named || !other.named {
            return match self.marked && other.marked {
                true => Stratum::UnnamedMarked,
                false => Stratum::UnnamedPlain,
            };
        }
        // The same short form on both sides is no difficulty.
        let same_given = self.given == other.given;
        let counts = |stratum: &Stratum| {
            let nickname = matches!(stratum, Stratum::KnownNickname | Stratum::UnknownNickname);
            !(nickname && same_given)
        };
        Stratum::ALL
            .iter()
            .copied()
            .filter(|stratum| (self.has(*stratum) || other.has(*stratum)) && counts(stratum))
            .max()
            .unwrap_or(Stratum::Clean)
    }
}

/// Two records of one person.
#[derive(Clone, PartialEq, Eq)]
pub struct TruthPair {
    /// The left record; of two of one kind, the one with the smaller key.
    pub left: RecordKey,
    /// The right record.
    pub right: RecordKey,
    /// The link that the pair belongs to.
    pub link: Link,
    /// What makes it hard to find.
    pub stratum: Stratum,
    /// Country of origin, ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// `female` or `male`, the person's own.
    pub sex: &'static str,
    /// `0-5`, `6-11`, `12-17`, `18-29`, `30-49` or `50+`, at departure.
    pub age_group: &'static str,
    /// `maya`, `garifuna`, `haitian`, `indigenous_mexico`,
    /// `indigenous_central_america` or `general`.
    pub surname_group: &'static str,
}

/// The age group of an age in years.
pub(crate) fn age_group(years: i32) -> &'static str {
    match years {
        ..6 => "0-5",
        6..12 => "6-11",
        12..18 => "12-17",
        18..30 => "18-29",
        30..50 => "30-49",
        _ => "50+",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoiled(given: &str, strata: &[Stratum]) -> Spoiled {
        let mut spoiled = Spoiled { given: given.to_owned(), named: true, ..Spoiled::default() };
        strata.iter().for_each(|stratum| spoiled.add(*stratum));
        spoiled
    }

    #[test]
    fn the_most_severe_of_either_record_counts() {
        use Stratum as S;
        let check = |a: &Spoiled, b: &Spoiled, expected| {
            assert_eq!(a.pair(b), expected);
            assert_eq!(b.pair(a), expected);
        };
        check(&spoiled("jose", &[]), &spoiled("jose", &[]), S::Clean);
        check(
            &spoiled("chepe", &[S::KnownNickname]),
            &spoiled("jose", &[S::Age]),
            S::KnownNickname,
        );
        check(
            &spoiled("chepe", &[S::KnownNickname]),
            &spoiled("chepe", &[S::KnownNickname]),
            S::Clean,
        );
        check(
            &spoiled("a", &[S::Spelling]),
            &spoiled("b", &[S::FalseDeclaration]),
            S::FalseDeclaration,
        );
        check(&Spoiled::default(), &spoiled("jose", &[]), S::UnnamedPlain);
    }
}
