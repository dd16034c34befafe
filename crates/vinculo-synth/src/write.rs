//! The four files: notices, remains, shelter and truth.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use vinculo_record::{Cell, Column as C, Kind, RecordKey, Row};

use crate::population::people;
use crate::{Population, SynthError, SynthOptions, TruthPair};

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Notices.
    pub notices: u64,
    /// Remains.
    pub remains: u64,
    /// Intakes.
    pub shelter: u64,
    /// Pairs.
    pub truth: u64,
}

/// The columns that records of a kind may use, in canonical order: the header of their
/// file, so that it does not depend on who is in it.
pub fn columns(kind: Kind) -> Vec<C> {
    let unused = [
        C::PersonGroup,
        C::RetainUntil,
        C::Gender,
        C::StatureDate,
        C::Fingerprints,
        C::Photos,
        C::PhotoDate,
    ];
    let elsewhere: &[C] = match kind {
        Kind::Notice => &[],
        Kind::Remains => &[
            C::ProtectionHold,
            C::HoldReason,
            C::Aliases,
            C::BirthDate,
            C::Nationality,
            C::Ethnicity,
            C::Languages,
            C::OriginCountry,
            C::OriginAdmin1,
            C::OriginPlace,
            C::Relatives,
            C::Destination,
            C::TravellingWith,
            C::WeightKgMin,
            C::WeightKgMax,
            C::Build,
            C::BloodGroup,
            C::DentalDate,
            C::Medical,
        ],
        Kind::Shelter => {
            &[C::TravellingWith, C::BloodGroup, C::Dental, C::DentalDate, C::Dna, C::Effects]
        }
    };
    C::ALL
        .iter()
        .copied()
        .filter(|column| column.applies_to(kind))
        .filter(|column| !unused.contains(column) && !elsewhere.contains(column))
        .collect()
}

/// Generates a population straight into files, with one person in memory at a time; the
/// bytes are those of [`Population::write`].
///
/// # Errors
/// When the number of people is out of range, or a file cannot be written.
pub fn write_population(options: &SynthOptions, dir: &Path) -> Result<Counts, SynthError> {
    let people = people(options)?;
    let mut files = Files::create(dir)?;
    for made in people {
        let made = made?;
        made.records.iter().try_for_each(|(key, row)| files.record(key, row))?;
        made.truth.iter().try_for_each(|pair| files.pair(pair))?;
    }
    files.finish()
}

impl Population {
    /// Writes `notices.csv`, `remains.csv`, `shelter.csv` and `truth.csv` into a folder,
    /// which is made if it is not there. Existing files of these names are replaced.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), SynthError> {
        let mut files = Files::create(dir)?;
        for (key, row) in self.notices.iter().chain(&self.remains).chain(&self.shelter) {
            files.record(key, row)?;
        }
        self.truth.iter().try_for_each(|pair| files.pair(pair))?;
        files.finish().map(|_| ())
    }
}

const TRUTH_HEADER: [&str; 10] = [
    "left_source",
    "left_id",
    "right_source",
    "right_id",
    "link",
    "stratum",
    "country",
    "sex",
    "age_group",
    "surname_group",
];

struct Files {
    collections: [(Table, Vec<C>); 3],
    truth: Table,
}

impl Files {
    fn create(dir: &Path) -> Result<Self, SynthError> {
        std::fs::create_dir_all(dir)
            .map_err(|source| SynthError::Write { path: dir.to_owned(), source })?;
        let collection = |kind: Kind, name: &str| {
            let columns = columns(kind);
            let mut table = Table::create(dir.join(name))?;
            table.line(columns.iter().map(|column| column.name()))?;
            table.rows = 0;
            Ok::<_, SynthError>((table, columns))
        };
        let collections = [
            collection(Kind::Notice, "notices.csv")?,
            collection(Kind::Remains, "remains.csv")?,
            collection(Kind::Shelter, "shelter.csv")?,
        ];
        let mut truth = Table::create(dir.join("truth.csv"))?;
        truth.line(TRUTH_HEADER)?;
        truth.rows = 0;
        Ok(Self { collections, truth })
    }

    fn record(&mut self, key: &RecordKey, row: &Row) -> Result<(), SynthError> {
        let (table, columns) = &mut self.collections[key.kind as usize];
        table.line(columns.iter().map(|column| row.get(*column).map(flat).unwrap_or_default()))
    }

    fn pair(&mut self, pair: &TruthPair) -> Result<(), SynthError> {
        self.truth.line([
            pair.left.source.as_str(),
            &pair.left.local_id,
            &pair.right.source,
            &pair.right.local_id,
            pair.link.as_str(),
            pair.stratum.as_str(),
            pair.country,
            pair.sex,
            pair.age_group,
            pair.surname_group,
        ])
    }

    fn finish(self) -> Result<Counts, SynthError> {
        let [(notices, _), (remains, _), (shelter, _)] = self.collections;
        Ok(Counts {
            notices: notices.finish()?,
            remains: remains.finish()?,
            shelter: shelter.finish()?,
            truth: self.truth.finish()?,
        })
    }
}

/// A cell of a flat file: items joined by `;`, with `\` and `;` escaped by `\`.
fn flat(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::List(items) => {
            let escape = |item: &String| item.replace('\\', "\\\\").replace(';', "\\;");
            items.iter().map(escape).collect::<Vec<_>>().join(";")
        }
    }
}

/// A CSV file with its path, for errors.
struct Table {
    path: PathBuf,
    writer: csv::Writer<BufWriter<File>>,
    rows: u64,
}

impl Table {
    fn create(path: PathBuf) -> Result<Self, SynthError> {
        match File::create(&path) {
            Ok(file) => {
                let writer = csv::Writer::from_writer(BufWriter::new(file));
                Ok(Self { path, writer, rows: 0 })
            }
            Err(source) => Err(SynthError::Write { path, source }),
        }
    }

    fn line<T: AsRef<[u8]>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), SynthError> {
        self.rows += 1;
        self.writer.write_record(cells).map_err(|error| self.error(error.into()))
    }

    fn finish(mut self) -> Result<u64, SynthError> {
        self.writer.flush().map_err(|error| self.error(error))?;
        Ok(self.rows)
    }

    fn error(&self, source: std::io::Error) -> SynthError {
        SynthError::Write { path: self.path.clone(), source }
    }
}
