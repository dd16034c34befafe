//! Small files and what comes of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use vinculo_exchange::{
    Accepted, Doubt, ExchangeError, ImportOptions, ImportedRow, Importer, Input, Limits, Mapping,
    Outcome, Rejected,
};
use vinculo_record::{Column, Kind};

/// A folder that goes away.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// The fixtures of the repository.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data-fixtures")
}

/// Content under a name.
pub fn input(name: &str, bytes: impl AsRef<[u8]>) -> Input {
    Input::from_reader(name, bytes.as_ref(), &Limits::default()).unwrap()
}

/// A file of the fixtures.
pub fn fixture(path: &str) -> Input {
    Input::open(&fixtures().join(path), &Limits::default()).unwrap()
}

/// A mapping of the fixtures.
pub fn fixture_mapping(name: &str) -> Mapping {
    let text = std::fs::read_to_string(fixtures().join("mappings").join(name)).unwrap();
    Mapping::parse(name, &text).unwrap()
}

/// Options with an organisation, if the mapping names none.
pub fn options(kind: Kind, mapping: Option<Mapping>) -> ImportOptions {
    let mut options = ImportOptions::new(kind);
    let names_one = mapping.as_ref().is_some_and(|mapping| mapping.source.is_some());
    options.source = (!names_one).then(|| "T".to_owned());
    options.mapping = mapping.map(Arc::new);
    options
}

/// All rows of a file, or the error that ended it.
pub fn import(input: &Input, options: ImportOptions) -> Result<Vec<ImportedRow>, ExchangeError> {
    Importer::open(input, options)?.collect()
}

/// All rows of a canonical file.
pub fn canonical(input: &Input, kind: Kind) -> Vec<ImportedRow> {
    import(input, options(kind, None)).unwrap()
}

/// Imports through a mapping text.
pub fn mapped(input: &Input, kind: Kind, mapping: &str) -> Vec<ImportedRow> {
    let mapping = Mapping::parse("m.toml", mapping).unwrap();
    import(input, options(kind, Some(mapping))).unwrap()
}

pub fn accepted(row: &ImportedRow) -> &Accepted {
    match &row.outcome {
        Outcome::Accepted(accepted) => accepted,
        other => panic!("line {}: {other:?}", row.line),
    }
}

pub fn rejected(row: &ImportedRow) -> &Rejected {
    match &row.outcome {
        Outcome::Rejected(rejected) => rejected,
        other => panic!("line {}: {other:?}", row.line),
    }
}

pub fn text(row: &ImportedRow, column: Column) -> Option<&str> {
    accepted(row).row.text(column)
}

/// Code, line and column of each doubt.
pub fn doubts(row: &ImportedRow) -> Vec<(&'static str, u64, Option<&str>)> {
    let doubts: &[Doubt] = match &row.outcome {
        Outcome::Accepted(accepted) => &accepted.doubts,
        Outcome::Rejected(rejected) => &rejected.doubts,
        Outcome::Filtered => &[],
    };
    doubts.iter().map(|d| (d.code.code(), d.line, d.column.as_deref())).collect()
}

/// The message of an error, which never holds a secret of the file.
pub fn failure(input: &Input, options: ImportOptions) -> String {
    import(input, options).map(|rows| rows.len()).unwrap_err().to_string()
}

/// Holds a fixture against what makes it. `BLESS=1` writes it anew.
pub fn check_fixture(path: &str, made: &[u8]) {
    let path = fixtures().join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read(&path).unwrap();
    assert!(kept == made, "{} is not what the test makes: run with BLESS=1", path.display());
}
