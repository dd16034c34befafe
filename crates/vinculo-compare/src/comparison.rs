//! What every comparison is: values compiled once per record, then compared in pairs.

use std::hash::Hash;

use vinculo_record::{Lang, Record};

use crate::Meetings;

/// One aspect of two people, compared.
///
/// `compile` runs once per record and does all reading, folding and look-ups;
/// `compare` runs on pairs of *distinct* compiled values, is pure, and must be
/// symmetric in what it finds when both records are of one kind.
pub trait Comparison: Send + Sync {
    /// What is compared, compiled. Equal features give equal findings against
    /// every other feature, so each distinct pair is compared once. Numbers are
    /// kept as integers (days, millimetres, thousandths).
    type Feature: Clone + Eq + Hash + Send + Sync;

    /// The name in the model file, in `w_` columns and in explanations.
    fn name(&self) -> &'static str;

    /// Raised whenever the same two values may give another level.
    fn code_version(&self) -> u32;

    /// The levels from strongest agreement to strongest disagreement. The null
    /// level (not comparable) is not among them.
    fn levels(&self) -> &'static [Level];

    /// What the record says of this aspect; `None` when it says nothing.
    fn compile(&self, record: &Record) -> Option<Self::Feature>;

    /// The finding on two features; `None` when they are not comparable, which
    /// is no evidence either way.
    fn compare(&self, left: &Self::Feature, right: &Self::Feature) -> Option<Finding>;

    /// Which features of two columns may have anything in common; `None` where the
    /// finding of those that have nothing is not always the same. Pays where a column is
    /// compared as a whole and most pairs have nothing in common.
    fn meetings(&self, left: &[Self::Feature], right: &[Self::Feature]) -> Option<Meetings> {
        let _ = (left, right);
        None
    }

    /// The value as shown beside the other record's, in the user's language.
    fn show(&self, record: &Record, lang: Lang) -> String;

    /// The finding in one clause, in the user's language, without a full stop.
    fn reason(
        &self,
        left: &Self::Feature,
        right: &Self::Feature,
        finding: &Finding,
        lang: Lang,
    ) -> String;
}

/// A comparison level with its name in the model and for users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The name in the model file.
    pub name: &'static str,
    /// What a user reads in Spanish.
    pub es: &'static str,
    /// What a user reads in English.
    pub en: &'static str,
}

impl Level {
    /// What a user reads.
    pub const fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.es, self.en)
    }
}

/// What a comparison found on one pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Index into the comparison's levels.
    pub level: u8,
    /// How frequent the agreeing value is among different people, 0 to 1: the
    /// term-frequency adjustment's u for exactly this value. `None` where the
    /// level's own u holds for all values.
    pub frequency: Option<f32>,
    /// Whether this makes the two records physically impossible to be one person.
    pub exclusion: Option<Exclusion>,
}

impl Finding {
    /// A level without more.
    pub const fn level(level: u8) -> Self {
        Self { level, frequency: None, exclusion: None }
    }

    /// A level whose value has this frequency among different people.
    pub const fn with_frequency(level: u8, frequency: f32) -> Self {
        Self { level, frequency: Some(frequency), exclusion: None }
    }
}

/// The level of a likelihood ratio among those whose least ratios these are, strongest
/// first; their number where it is less than all.
pub(crate) fn graded<T: PartialOrd>(ratio: T, least: &[T]) -> u8 {
    least.iter().position(|least| ratio >= *least).unwrap_or(least.len()) as u8
}

macro_rules! exclusions {
    ($($variant:ident $code:literal $es:literal $en:literal;)*) => {
        /// Evidence that is incompatible with one identity. A typing error can
        /// make one, so an excluded pair is listed apart and never dropped.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the messages are the documentation
        pub enum Exclusion { $($variant,)* }

        impl Exclusion {
            /// All exclusions; the index of one is its bit in a set.
            pub const ALL: &'static [Exclusion] = &[$(Exclusion::$variant,)*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Exclusion::$variant => $code,)* }
            }

            /// What a user reads.
            pub const fn message(self, lang: Lang) -> &'static str {
                match self { $(Exclusion::$variant => lang.pick($es, $en),)* }
            }
        }
    };
}

exclusions! {
    FoundBeforeLastSeen "found_before_last_seen"
        "los restos se hallaron antes de la última vez que se vio a la persona con vida"
        "the remains were found before the person was last seen alive";
    DiedBeforeLastSeen "died_before_last_seen"
        "la muerte es anterior a la última vez que se vio a la persona con vida"
        "death came before the person was last seen alive";
    ToothPresentAfterExtraction "tooth_present_after_extraction"
        "un diente permanente extraído en vida está presente"
        "a permanent tooth that was extracted is present";
    RestorationUndone "restoration_undone"
        "un diente obturado o con corona está sano"
        "a tooth that was filled or crowned is sound";
    BornAfterDeath "born_after_death"
        "la persona nació después de la muerte o del hallazgo"
        "the person was born after the death or the finding";
    AmputatedPartPresent "amputated_part_present"
        "una parte amputada en vida está presente"
        "a part that was amputated in life is present";
    DeciduousAfterPermanent "deciduous_after_permanent"
        "hay dientes de leche donde antes había permanentes"
        "there are deciduous teeth where permanent ones were before";
}
