//! What is wrong with a cell, said without the value.

use crate::{Column, Lang};

macro_rules! problem_codes {
    ($($variant:ident $code:literal $es:literal $en:literal;)*) => {
        /// Why a cell could not be read, or is doubtful.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the messages are the documentation
        pub enum ProblemCode { $($variant,)* }

        impl ProblemCode {
            /// All codes.
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$variant,)*];

            /// The stable code in reports.
            pub const fn code(self) -> &'static str {
                match self { $(ProblemCode::$variant => $code,)* }
            }

            /// The rule that the cell breaks.
            pub const fn message(self, lang: Lang) -> &'static str {
                match self { $(ProblemCode::$variant => lang.pick($es, $en),)* }
            }
        }
    };
}

problem_codes! {
    DateForm "date_form"
        "la fecha no tiene forma EDTF (2021-03-05, 2021-03, 2021~, 2021-03/2021-05)"
        "the date is not EDTF (2021-03-05, 2021-03, 2021~, 2021-03/2021-05)";
    DateImpossible "date_impossible"
        "ese día no existe en el calendario"
        "no such day in the calendar";
    DateRange "date_range"
        "la fecha está fuera de los años 1850 a 2200 o termina antes de empezar"
        "the date lies outside the years 1850 to 2200 or ends before it begins";
    DateInFuture "date_in_future"
        "la fecha es posterior a la carga"
        "the date lies after the import";
    Number "number"
        "no es un número"
        "not a number";
    OutOfRange "out_of_range"
        "el valor está fuera de los límites posibles"
        "the value lies outside the possible limits";
    MinAboveMax "min_above_max"
        "el mínimo es mayor que el máximo"
        "the minimum is above the maximum";
    UnknownWord "unknown_word"
        "palabra que no está en el vocabulario"
        "a word that is not in the vocabulary";
    ItemForm "item_form"
        "el elemento de la lista no tiene la forma esperada"
        "the list item has not the expected form";
    Boolean "boolean"
        "se esperaba true o false (sí o no)"
        "expected true or false";
    TooLong "too_long"
        "el texto es demasiado largo"
        "the text is too long";
    NotForKind "not_for_kind"
        "la columna no corresponde a este tipo de registro"
        "the column does not belong to this kind of record";
    ControlCharacters "control_characters"
        "se quitaron caracteres de control o de dirección"
        "control or direction characters were removed";
    ListExpected "list_expected"
        "la columna no admite una lista"
        "the column does not take a list";
    Incomplete "incomplete"
        "falta la otra parte del dato (latitud y longitud van juntas)"
        "the other part is missing (latitude and longitude go together)";
    BornAfterEvent "born_after_event"
        "la fecha de nacimiento es posterior al hecho"
        "the birth date lies after the event";
    PhotoFile "photo_file"
        "la foto no se conserva: cárguela con su hoja (en un mismo zip), o dé su código en lugar del nombre"
        "the photo is not kept: load it with its sheet (in one zip), or give its code in place of the name";
}

impl ProblemCode {
    /// Whether the value was kept all the same: a doubt, not a loss.
    pub const fn keeps_value(self) -> bool {
        matches!(
            self,
            Self::ControlCharacters | Self::BornAfterEvent | Self::DateInFuture | Self::PhotoFile
        )
    }
}

/// A cell that could not be read, or is doubtful. It never carries the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// The canonical column.
    pub column: Column,
    /// Which item of a list, from 0.
    pub list_item: Option<usize>,
    /// The rule that it breaks.
    pub code: ProblemCode,
    /// The value's shape: digits `9`, letters `a` and `A`.
    pub shape: String,
}

impl CellProblem {
    /// The problem in words, without the value.
    pub fn message(&self, lang: Lang) -> String {
        format!("{}: {}", self.column, self.code.message(lang))
    }
}
