//! What can be wrong with a cell or a row, beyond what the schema says of values.

use vinculo_record::{Lang, ProblemCode};

/// How much a doubt costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// A value was lost or is doubtful.
    Warning,
    /// The row was rejected.
    Error,
}

impl Severity {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What was done about a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The cell became absent; its raw text is kept apart.
    Absent,
    /// The value was kept.
    Kept,
    /// The value was kept after cleaning.
    Cleaned,
    /// The row was rejected.
    Rejected,
}

impl Action {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Action::Absent => "absent",
            Action::Kept => "kept",
            Action::Cleaned => "cleaned",
            Action::Rejected => "rejected",
        }
    }
}

macro_rules! import_codes {
    ($($variant:ident $code:literal $action:ident $severity:ident $es:literal $en:literal;)*) => {
        /// Why a cell or row could not be imported as it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the messages are the documentation
        pub enum ImportCode { $($variant,)* }

        impl ImportCode {
            /// All codes.
            pub const ALL: &'static [ImportCode] = &[$(ImportCode::$variant,)*];

            /// The stable code in reports.
            pub const fn code(self) -> &'static str {
                match self { $(ImportCode::$variant => $code,)* }
            }

            /// The rule that is broken, and what to do.
            pub const fn message(self, lang: Lang) -> &'static str {
                match self { $(ImportCode::$variant => lang.pick($es, $en),)* }
            }

            /// What is done about it.
            pub const fn action(self) -> Action {
                match self { $(ImportCode::$variant => Action::$action,)* }
            }

            /// How much it costs.
            pub const fn severity(self) -> Severity {
                match self { $(ImportCode::$variant => Severity::$severity,)* }
            }
        }
    };
}

import_codes! {
    CellTooLarge "cell_too_large" Rejected Error
        "una celda pasa del tamaño máximo (¿comillas sin cerrar, o un archivo dentro de la celda?)"
        "a cell is above the size limit (a quote never closed, or a file inside a cell?)";
    RowTooLarge "row_too_large" Rejected Error
        "la fila pasa del tamaño máximo"
        "the row is above the size limit";
    TooManyCells "too_many_cells" Rejected Error
        "la fila tiene más celdas que el encabezado: no se sabe a qué columna pertenece cada una (¿un separador sin comillas?)"
        "the row has more cells than the header: which belongs to which column is not known (a delimiter without quotes?)";
    TooFewCells "too_few_cells" Kept Note
        "la fila tiene menos celdas que el encabezado; las que faltan quedan sin registrar"
        "the row has fewer cells than the header; those that are missing count as not recorded";
    Json "json_syntax" Rejected Error
        "la línea no es JSON válido (¿cortada?)"
        "the line is not valid JSON (cut?)";
    NotAnObject "json_not_object" Rejected Error
        "la línea no es un objeto JSON"
        "the line is not a JSON object";
    KeyTwice "json_key_twice" Rejected Error
        "el objeto JSON repite una clave"
        "the JSON object has a key twice";
    CellType "cell_type" Absent Warning
        "la celda tiene un tipo sin forma plana (un objeto, o un error de la hoja como #REF!)"
        "the cell has a type without flat form (an object, or a spreadsheet error such as #REF!)";
    ListJson "list_json" Absent Warning
        "la celda empieza con [ pero no es una lista JSON de textos"
        "the cell begins with [ but is no JSON list of texts";
    ListTooLong "list_too_long" Absent Warning
        "la lista tiene demasiados elementos"
        "the list has too many items";
    Encoding "encoding_damage" Kept Warning
        "el texto tiene caracteres dañados (�): guarde el archivo como UTF-8"
        "the text has damaged characters (�): save the file as UTF-8";
    IdMissing "id_missing" Rejected Error
        "falta el identificador de la fila"
        "the row has no id";
    IdForm "id_form" Rejected Error
        "el identificador debe tener de 1 a 200 bytes, sin caracteres de control"
        "the id must have 1 to 200 bytes, without control characters";
    SourceMissing "source_missing" Rejected Error
        "falta la organización: la hoja no la tiene en esta fila y no se dio con --source ni en el mapeo"
        "no organisation: this row has none, and none was given with --source or in the mapping";
    SourceForm "source_form" Rejected Error
        "la organización debe tener de 1 a 64 letras, dígitos, '.', '_' o '-'"
        "the organisation must be 1 to 64 of: letters, digits, '.', '_', '-'";
    KindUnknown "kind_unknown" Rejected Error
        "el tipo de registro debe ser notice, remains o shelter"
        "the kind must be notice, remains or shelter";
    KindOther "kind_other" Rejected Error
        "la fila es de otro tipo de registro que el pedido"
        "the row is of another kind than was asked for";
    IdTwice "id_twice" Rejected Error
        "el identificador ya apareció en este archivo con otro contenido"
        "the id stands in this file before, with other content";
    SameRowTwice "same_row_twice" Kept Note
        "la misma fila aparece antes en este archivo"
        "the same row stands in this file before";
    DateOrder "date_order" Absent Warning
        "la fecha no sigue el orden que el mapeo declara"
        "the date does not follow the order that the mapping states";
    DateSerial "date_serial" Absent Warning
        "parece una fecha en serie de hoja de cálculo: declare serial = true en el mapeo"
        "looks like a spreadsheet serial date: state serial = true in the mapping";
    TwoDigitYear "two_digit_year" Kept Warning
        "el año tiene dos dígitos; se completó según la regla del mapeo"
        "the year has two digits and was completed by the mapping's rule";
    Measure "measure" Absent Warning
        "no se reconoce un número, un intervalo o una unidad"
        "no number, interval or unit is recognised";
    Approximate "approximate" Kept Note
        "valor aproximado: se amplió a un intervalo"
        "an approximate value: widened to an interval";
    SplitParts "split_parts" Absent Warning
        "la celda no tiene las partes que el mapeo espera"
        "the cell has not the parts that the mapping expects";
    Conflict "conflict" Absent Warning
        "otra columna o fila del mismo registro ya dio otro valor; se conserva el primero"
        "another column or row of the same record gave another value; the first is kept";
    Unlisted "unlisted" Absent Warning
        "el valor no está en la lista de valores del mapeo"
        "the value is not in the mapping's list of values";
    PhotoMissing "photo_missing" Absent Warning
        "la foto no está junto a la hoja ni en el archivo comprimido: cárguela con la hoja"
        "the photo is neither beside the sheet nor in its archive: load it with the sheet";
    PhotoName "photo_name" Absent Warning
        "el nombre de la foto sale de la carpeta de la hoja (.., ruta absoluta o enlace): no se lee"
        "the photo's name leads out of the sheet's folder (.., absolute path or link): it is not read";
    PhotoEmpty "photo_empty" Absent Warning
        "el archivo de la foto está vacío"
        "the photo's file is empty";
    PhotoTooLarge "photo_too_large" Absent Warning
        "la foto pasa del tamaño máximo en bytes, en pixeles o al descomprimirse"
        "the photo is above the limit in bytes, in pixels or when unpacked";
    PhotoTooSmall "photo_too_small" Absent Warning
        "la imagen es demasiado pequeña para ser una foto"
        "the picture is too small to be a photo";
    PhotoFormat "photo_format" Absent Warning
        "el archivo no es una foto que se pueda leer (JPEG, PNG, GIF, WebP, BMP o TIFF), cualquiera que sea su extensión"
        "the file is no photo that can be read (JPEG, PNG, GIF, WebP, BMP or TIFF), whatever its ending";
    PhotoDamaged "photo_damaged" Absent Warning
        "la foto está dañada o cortada"
        "the photo is damaged or cut";
    PhotoCode "photo_code" Absent Warning
        "el código de la foto no es de los que esta versión compara"
        "the photo's code is none that this version compares";
    PhotoPlain "photo_plain" Kept Note
        "la foto se guarda, pero casi no tiene detalle y no se compara"
        "the photo is kept, but has next to no detail and is not compared";
    PhotoLabel "photo_label" Kept Note
        "la etiqueta no dice qué muestra la foto con una palabra conocida (rostro, tatuaje, prenda, documento, lugar …)"
        "the label does not say what the photo shows in a known word (face, tattoo, garment, document, place …)";
    PhotosTooMany "photos_too_many" Absent Warning
        "el registro nombra más fotos que el máximo; las demás no se leen"
        "the record names more photos than the limit; the rest are not read";
}

/// The code of a doubt: of the schema or of the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DoubtCode {
    /// The value breaks a rule of the schema.
    Value(ProblemCode),
    /// The cell or row could not be imported as it is.
    Import(ImportCode),
}

impl DoubtCode {
    /// The stable code in reports.
    pub const fn code(self) -> &'static str {
        match self {
            DoubtCode::Value(code) => code.code(),
            DoubtCode::Import(code) => code.code(),
        }
    }

    /// The rule that is broken.
    pub const fn message(self, lang: Lang) -> &'static str {
        match self {
            DoubtCode::Value(code) => code.message(lang),
            DoubtCode::Import(code) => code.message(lang),
        }
    }

    /// What is done about it.
    pub const fn action(self) -> Action {
        match self {
            DoubtCode::Value(ProblemCode::ControlCharacters) => Action::Cleaned,
            DoubtCode::Value(code) if code.keeps_value() => Action::Kept,
            DoubtCode::Value(_) => Action::Absent,
            DoubtCode::Import(code) => code.action(),
        }
    }

    /// How much it costs.
    pub const fn severity(self) -> Severity {
        match self {
            DoubtCode::Value(ProblemCode::ControlCharacters) => Severity::Note,
            DoubtCode::Value(_) => Severity::Warning,
            DoubtCode::Import(code) => code.severity(),
        }
    }
}
