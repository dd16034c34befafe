//! The errors of the layers below, each mapped once to a problem.

use vinculo_engine::{EngineError, Refusal};
use vinculo_exchange::ExchangeError;
use vinculo_record::{JsonError, KeyError, Lang};
use vinculo_store::StoreError;

use crate::limits::RETRY_AFTER;
use crate::problem::{Code, Problem, Words};

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => of_store(error),
            EngineError::NotFound(_) => Problem::new(Code::RecordNotFound),
            EngineError::AskChildProtection => Problem::new(Code::AskChildProtection),
            EngineError::Refused(Refusal::NotAllowed(_)) => Problem::new(Code::Forbidden),
            EngineError::Refused(refusal) => Problem::new(Code::DecisionRefused)
                .detail(Words::new(refusal.message(Lang::Es), refusal.message(Lang::En))),
            EngineError::NoLink { .. } => Problem::new(Code::NoLink).detail(Words::new(
                "ningún vínculo une esos tipos de registro, o son el mismo registro",
                "no link joins these kinds of records, or they are one record",
            )),
            EngineError::Request { what, .. } => {
                Problem::invalid(what, "rule", Words::new("valor no admitido", "not accepted"))
            }
            EngineError::Search(vinculo_search::SearchError::Filter { filter }) => {
                let rule = Words::new(
                    "el límite inferior no puede superar al superior",
                    "the lower end must not be above the upper end",
                );
                Problem::invalid(filter, "range", rule)
            }
            EngineError::Exchange(error) => of_exchange(error),
            EngineError::Picture(error) => Problem::new(Code::UnreadablePicture)
                .detail(Words::new(error.text(Lang::Es), error.text(Lang::En))),
            other => internal(&other),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        of_store(error)
    }
}

impl From<ExchangeError> for Problem {
    fn from(error: ExchangeError) -> Self {
        of_exchange(error)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        match error.kind() {
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Problem::new(Code::DiskFull),
            _ => internal(&error),
        }
    }
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        let (pointer, rule) = match error {
            KeyError::Source => (
                "/source",
                Words::new(
                    "de 1 a 64 caracteres: letras, cifras, '.', '_', '-'",
                    "1 to 64 of: letters, digits, '.', '_', '-'",
                ),
            ),
            KeyError::LocalId => (
                "/local_id",
                Words::new(
                    "de 1 a 200 bytes, sin caracteres de control ni blancos en los extremos",
                    "1 to 200 bytes without control characters or outer blanks",
                ),
            ),
            KeyError::Form | KeyError::Kind => {
                ("", Words::new("debe ser [tipo:]FUENTE/ID", "must be [kind:]SOURCE/ID"))
            }
        };
        Problem::invalid(pointer, "key", rule)
    }
}

impl From<JsonError> for Problem {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Syntax { line, column } => bad_json(line, column),
            JsonError::NotAnObject => Problem::new(Code::BadBody).detail(Words::new(
                "se espera un objeto JSON de columnas y valores",
                "expected a JSON object of columns and values",
            )),
            JsonError::UnknownColumn { position } => Problem::new(Code::Invalid).detail(Words::new(
                format!("la clave número {position}, por orden alfabético, no es una columna: los nombres están en el esquema CanonicalRow de /api/v1/openapi.json"),
                format!("key number {position}, in alphabetical order, is no column: the names are in the schema CanonicalRow of /api/v1/openapi.json"),
            )),
            JsonError::Value { column } => Problem::invalid(
                format!("/{column}"),
                "type",
                Words::new(
                    "debe ser texto, número, true, false o una lista de ellos",
                    "must be a text, a number, true, false or a list of these",
                ),
            ),
        }
    }
}

/// A text that is not the JSON expected.
pub(crate) fn bad_json(line: usize, column: usize) -> Problem {
    Problem::new(Code::BadBody).detail(Words::new(
        format!("el JSON no es el esperado en la línea {line}, columna {column}: ver /api/v1/openapi.json"),
        format!("not the JSON expected at line {line}, column {column}: see /api/v1/openapi.json"),
    ))
}

/// A fault of the server: told to its log, not to the client.
pub(crate) fn internal(error: &dyn std::error::Error) -> Problem {
    tracing::error!(%error, "a request failed");
    Problem::new(Code::Internal)
        .detail(Words::new("el registro del servidor dice más", "the server's log says more"))
}

fn of_store(error: StoreError) -> Problem {
    match error {
        StoreError::RecordNotFound { .. } => Problem::new(Code::RecordNotFound),
        StoreError::BatchNotFound { .. } => Problem::new(Code::BatchNotFound),
        StoreError::StaleDecision { .. } | StoreError::StaleRecord { .. } => {
            Problem::new(Code::StalePair).detail(Words::new(
                "léalo otra vez y decida sobre lo que hay",
                "read it again and decide on what is there",
            ))
        }
        StoreError::BatchClosed { .. } => Problem::new(Code::BatchClosed),
        StoreError::Ambiguous { kinds, .. } => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            let kinds = kinds.join(", ");
            Problem::new(Code::Ambiguous).detail(Words::new(
                format!(
                    "hay uno de cada tipo: {kinds}; escriba el tipo delante, como tipo:FUENTE/ID"
                ),
                format!(
                    "there is one of each kind: {kinds}; write the kind in front, as kind:SOURCE/ID"
                ),
            ))
        }
        StoreError::Erased { .. } => Problem::new(Code::Erased).detail(Words::new(
            "un caso nuevo necesita otro identificador",
            "a new case needs another id",
        )),
        StoreError::BadPerson { limit } => Problem::invalid(
            "/by",
            "length",
            Words::new(format!("de 1 a {limit} caracteres"), format!("1 to {limit} characters")),
        ),
        StoreError::DiskFull => Problem::new(Code::DiskFull),
        StoreError::Busy => Problem::new(Code::Busy).retry_after(RETRY_AFTER),
        error @ StoreError::ReadOnly { .. } => {
            tracing::error!(%error, "the store cannot be written");
            Problem::new(Code::StoreUnavailable)
        }
        other => internal(&other),
    }
}

/// Headers and sheet names are left out: in a sheet without a header they are data.
fn of_exchange(error: ExchangeError) -> Problem {
    use ExchangeError as E;
    let unreadable =
        |es: String, en: String| Problem::new(Code::UnreadableFile).detail(Words::new(es, en));
    match error {
        E::TooLarge { limit, .. } => Problem::new(Code::TooLarge)
            .detail(Words::new(format!("límite: {limit} bytes"), format!("limit: {limit} bytes"))),
        E::Empty { .. } => unreadable("está vacío".into(), "it is empty".into()),
        E::Format { .. } => unreadable(
            "se espera CSV, XLSX, XLS, ODS, NDJSON, Parquet o PFIF".into(),
            "expected CSV, XLSX, XLS, ODS, NDJSON, Parquet or PFIF".into(),
        ),
        E::Damaged { format, place, detail, .. } => unreadable(
            format!("archivo {format} dañado o cortado{place}: {detail}"),
            format!("damaged or cut {format} file{place}: {detail}"),
        ),
        E::Inflation { limit, .. } => unreadable(
            format!("al descomprimirse superaría el límite de {limit}"),
            format!("unpacked it would exceed the limit of {limit}"),
        ),
        E::NoSheet { .. } => unreadable(
            "no tiene la hoja que nombra el archivo de correspondencias".into(),
            "it lacks the sheet that the mapping names".into(),
        ),
        E::HeaderMissing { line, .. } => unreadable(
            format!("no hay encabezado en la línea {line}"),
            format!("there is no header at line {line}"),
        ),
        E::HeaderTwice { line, first, second, .. } => unreadable(
            format!("línea {line}: las columnas {first} y {second} tienen el mismo encabezado"),
            format!("line {line}: columns {first} and {second} have the same header"),
        ),
        E::TooManyColumns { line, limit, .. } => unreadable(
            format!("línea {line}: más de {limit} columnas"),
            format!("line {line}: more than {limit} columns"),
        ),
        E::ColumnType { found, .. } => unreadable(
            format!("una columna tiene el tipo {found}, que no se lee"),
            format!("a column has type {found}, which is not read"),
        ),
        E::ColumnsMissing { missing, .. } => unreadable(
            format!("faltan columnas que nombra el archivo de correspondencias: {missing}"),
            format!("columns that the mapping names are missing: {missing}"),
        ),
        E::Key { .. } => unreadable(
            "nada dice el identificador o la fuente de los registros: agregue las columnas local_id y source, dé la fuente o use un archivo de correspondencias".into(),
            "nothing tells the records' id or source: add columns local_id and source, give the source, or use a mapping file".into(),
        ),
        E::Mapping(problems) => {
            Problem::new(Code::BadMapping).detail(Words::same(problems.problems.join("; ")))
        }
        E::Io { source, .. } => source.into(),
        other => internal(&other),
    }
}
