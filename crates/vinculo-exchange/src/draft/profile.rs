//! What stands in the columns of a sheet.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::ExchangeError;
use crate::sheet::Sheet;
use crate::sheet::row::RawCell;
use crate::values::loose;

/// Cells of a column that are looked at closely. Judgement: rules show in hundreds.
const SAMPLE_CELLS: usize = 2_000;

/// Texts that mean 'no data' on the forms of the region, as `loose` folds them. `none`,
/// `ninguno` and `n/o` are not among them: they say that somebody looked.
const NO_DATA: [&str; 45] = [
    "s/d",
    "sd",
    "s.d.",
    "s/datos",
    "sin dato",
    "sin datos",
    "sin informacion",
    "s/i",
    "n/d",
    "nd",
    "n.d.",
    "no disponible",
    "np",
    "n/p",
    "no proporcionado",
    "no proporciona",
    "no aportado",
    "no refiere",
    "no especificado",
    "no especifica",
    "no consta",
    "no se sabe",
    "se desconoce",
    "desconocido",
    "desconocida",
    "se ignora",
    "ignorado",
    "ignorada",
    "no registrado",
    "por definir",
    "pendiente",
    "n/a",
    "na",
    "no aplica",
    "null",
    "unknown",
    "unsure",
    "uncertain",
    "not provided",
    "not available",
    "-",
    "--",
    "---",
    "?",
    "xxx",
];

/// What stands in one column.
pub struct Profile {
    /// Cells that hold data.
    pub filled: u64,
    /// Whether no text stands in it twice.
    pub unique: bool,
    /// Whether equal texts stand in rows that follow one another, blanks between them
    /// counted as the same.
    pub grouped: bool,
    /// The first cells with data.
    pub sample: Vec<RawCell>,
    seen: BTreeSet<[u8; 8]>,
    last: Option<[u8; 8]>,
}

/// What stands in a sheet.
pub struct Profiles {
    /// Data rows.
    pub rows: u64,
    /// One for each column.
    pub columns: Vec<Profile>,
    /// Words for 'no data' as they were first written, and how often each stands there.
    pub no_data: BTreeMap<String, (String, u64)>,
}

/// Reads a sheet to its end.
pub fn read(sheet: &mut Sheet) -> Result<Profiles, ExchangeError> {
    let width = sheet.header().len();
    let columns = (0..width).map(|_| Profile::new()).collect();
    let mut profiles = Profiles { rows: 0, columns, no_data: BTreeMap::new() };
    for row in sheet {
        let row = row?;
        profiles.rows += 1;
        for (profile, cell) in profiles.columns.iter_mut().zip(&row.cells) {
            if cell.is_blank() {
                continue;
            }
            let text = cell.to_text();
            let word = loose(&text);
            if NO_DATA.contains(&word.as_str()) {
                profiles.no_data.entry(word).or_insert((text.trim().to_owned(), 0)).1 += 1;
            } else {
                profile.add(cell, &word);
            }
        }
    }
    Ok(profiles)
}

impl Profile {
    fn new() -> Self {
        Self {
            filled: 0,
            unique: true,
            grouped: true,
            sample: Vec::new(),
            seen: BTreeSet::new(),
            last: None,
        }
    }

    fn add(&mut self, cell: &RawCell, word: &str) {
        self.filled += 1;
        if self.sample.len() < SAMPLE_CELLS {
            self.sample.push(cell.clone());
        }
        let mut digest = [0; 8];
        digest.copy_from_slice(&Sha256::digest(word.as_bytes())[..8]);
        let repeats = self.last == Some(digest);
        if !self.seen.insert(digest) {
            self.unique = false;
            self.grouped &= repeats;
        }
        self.last = Some(digest);
    }

    /// The texts of the sample.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.sample.iter().map(RawCell::to_text)
    }

    /// How many different texts there are.
    pub fn distinct(&self) -> usize {
        self.seen.len()
    }
}
