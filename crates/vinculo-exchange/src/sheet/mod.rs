//! Files of every format as one thing: a header and rows of raw cells.

pub mod csv;
pub mod delimiter;
pub mod ndjson;
pub mod parquet;
pub mod pfif;
pub mod row;
pub mod serial;
pub mod text;
pub mod workbook;
pub mod zip_guard;

use std::io::Read;

use crate::import::ImportCode;
use crate::mapping::Layout;
use crate::values::loose;
use crate::{ExchangeError, Format, Input, Limits};
use csv::CsvRows;
use row::{RawCell, RawRow, RowFault};
use text::TextEncoding;
use workbook::WorkbookRows;

/// Rows as they come out of a file.
pub type RawRows = Box<dyn Iterator<Item = Result<RawRow, ExchangeError>> + Send>;

/// How a file was read: what was found out, to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFacts {
    /// The format.
    pub format: Format,
    /// Encoding of a text file.
    pub encoding: Option<TextEncoding>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Name of the workbook's sheet.
    pub sheet: Option<String>,
    /// Line of the header; 0 where the format has none.
    pub header_line: u64,
}

/// A file before a header is looked for: CSV and workbooks only.
pub struct Grid {
    /// How it was read.
    pub facts: SheetFacts,
    /// All rows; blank ones may be left out.
    pub rows: RawRows,
}

impl Grid {
    /// Opens a CSV file or a workbook.
    ///
    /// # Errors
    /// When the file is damaged, too large or of another format.
    pub fn open(input: &Input, layout: &Layout, limits: &Limits) -> Result<Grid, ExchangeError> {
        match Format::detect(input)? {
            Format::Csv => open_csv(input, layout, limits),
            format @ (Format::Xlsx | Format::Xls | Format::Ods) => {
                let rows = WorkbookRows::open(input, format, layout.sheet.as_ref(), limits)?;
                let sheet = Some(rows.sheet.clone());
                let facts =
                    SheetFacts { format, encoding: None, delimiter: None, sheet, header_line: 0 };
                Ok(Grid { facts, rows: Box::new(rows) })
            }
            Format::Ndjson | Format::Parquet | Format::Pfif => Err(ExchangeError::Format {
                file: input.name().to_owned(),
                found: "a file with named columns, not a table with a header row",
            }),
        }
    }
}

fn open_csv(input: &Input, layout: &Layout, limits: &Limits) -> Result<Grid, ExchangeError> {
    let encoding = text_encoding(input, layout)?;
    let delimiter = match layout.delimiter {
        Some(delimiter) => delimiter,
        None => {
            let mut sample = Vec::new();
            encoding
                .open(input)?
                .take(delimiter::SAMPLE_BYTES)
                .read_to_end(&mut sample)
                .map_err(ExchangeError::io(input.name(), "reading"))?;
            delimiter::sniff(&String::from_utf8_lossy(&sample))
        }
    };
    let rows = CsvRows::new(encoding.open(input)?, input.name(), delimiter, limits);
    let facts = SheetFacts {
        format: Format::Csv,
        encoding: Some(encoding),
        delimiter: Some(char::from(delimiter)),
        sheet: None,
        header_line: 0,
    };
    Ok(Grid { facts, rows: Box::new(rows) })
}

fn text_encoding(input: &Input, layout: &Layout) -> Result<TextEncoding, ExchangeError> {
    match layout.encoding {
        Some(encoding) => Ok(encoding),
        None => TextEncoding::detect(input),
    }
}

/// A file with its header found: an iterator of data rows, blank ones left out,
/// up to the footer.
pub struct Sheet {
    facts: SheetFacts,
    header: Vec<String>,
    rows: RawRows,
    layout: Layout,
    last_line: u64,
    blank_run: u64,
    footer_line: Option<u64>,
}

impl Sheet {
    /// Opens a file of any format.
    ///
    /// # Errors
    /// When the file is damaged, too large, has no header, or a header twice.
    pub fn open(input: &Input, layout: &Layout, limits: &Limits) -> Result<Sheet, ExchangeError> {
        let format = Format::detect(input)?;
        let (facts, header, rows): (_, _, RawRows) = match format {
            Format::Ndjson => {
                let encoding = text_encoding(input, layout)?;
                let (header, rows) = ndjson::open(input, encoding, limits)?;
                (named(format, Some(encoding)), header, Box::new(rows))
            }
            Format::Parquet => {
                let (header, rows) = parquet::open(input, limits)?;
                (named(format, None), header, Box::new(rows))
            }
            Format::Pfif => {
                let (header, rows) = pfif::open(input, limits)?;
                (named(format, None), header, Box::new(rows))
            }
            _ => {
                let mut grid = Grid::open(input, layout, limits)?;
                let (line, header) = find_header(input.name(), &mut grid.rows, layout)?;
                grid.facts.header_line = line;
                (grid.facts, header, grid.rows)
            }
        };
        let last_line = facts.header_line + u64::from(layout.header_rows) - 1;
        let layout = layout.clone();
        let mut sheet =
            Sheet { facts, header, rows, layout, last_line, blank_run: 0, footer_line: None };
        sheet.number_headers(input.name())?;
        Ok(sheet)
    }

    /// How the file was read.
    pub fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    /// The header, as the file has it; an unnamed column is `#` and its number.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The line at which a footer ended the reading, once it has.
    pub fn footer_line(&self) -> Option<u64> {
        self.footer_line
    }

    /// Names unnamed columns, and refuses or numbers those of one name.
    fn number_headers(&mut self, file: &str) -> Result<(), ExchangeError> {
        let mut seen = std::collections::BTreeMap::<String, (usize, u32)>::new();
        for i in 0..self.header.len() {
            if self.header[i].is_empty() {
                self.header[i] = format!("#{}", i + 1);
                continue;
            }
            let (first, count) =
                seen.entry(loose(&self.header[i])).and_modify(|e| e.1 += 1).or_insert((i, 1));
            if *count == 1 {
                continue;
            }
            if !self.layout.number_duplicates {
                return Err(ExchangeError::HeaderTwice {
                    file: file.to_owned(),
                    line: self.facts.header_line,
                    name: self.header[i].clone(),
                    first: *first + 1,
                    second: i + 1,
                });
            }
            self.header[i] = format!("{} ({count})", self.header[i]);
        }
        Ok(())
    }

    fn is_footer(&self, row: &RawRow) -> bool {
        let Some(first) = row.cells.iter().find(|cell| !cell.is_blank()) else { return false };
        let first = loose(&first.to_text());
        self.layout.footer_words.iter().any(|word| first.starts_with(word.as_str()))
    }

    /// Whether the header is repeated here, as at the top of printed pages.
    fn repeats_header(&self, row: &RawRow) -> bool {
        let mut same = 0;
        for (cell, name) in row.cells.iter().zip(&self.header).filter(|(cell, _)| !cell.is_blank())
        {
            if loose(&cell.to_text()) != loose(name) {
                return false;
            }
            same += 1;
        }
        same > 1 && row.cells.len() <= self.header.len()
    }

    /// Whether so many blank rows came before this one that the table has ended.
    fn ends_after_gap(&mut self, row: &RawRow) -> bool {
        let is_text = self.facts.encoding.is_some();
        let gap =
            if is_text { self.blank_run } else { row.line.saturating_sub(self.last_line + 1) };
        self.layout.footer_blank_rows.is_some_and(|limit| gap >= limit)
    }

    /// Gives the row as many cells as the header has.
    fn align(&self, mut row: RawRow) -> RawRow {
        let width = self.header.len();
        if !row.faults.is_empty() && row.cells.is_empty() {
            return row;
        }
        let is_csv = self.facts.format == Format::Csv;
        if is_csv && row.cells.len() < width {
            let column = Some(row.cells.len());
            row.faults.push(RowFault { code: ImportCode::TooFewCells, column });
        }
        if is_csv && row.cells.len() > width {
            if row.cells[width..].iter().any(|cell| !cell.is_blank()) {
                row.faults.push(RowFault { code: ImportCode::TooManyCells, column: Some(width) });
            }
            row.cells.truncate(width);
        }
        if row.cells.len() < width {
            row.cells.resize(width, RawCell::Empty);
        }
        row
    }
}

impl Iterator for Sheet {
    type Item = Result<RawRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.footer_line.is_none() {
            let row = match self.rows.next()? {
                Ok(row) => row,
                Err(error) => return Some(Err(error)),
            };
            if row.is_blank() {
                self.blank_run += 1;
                continue;
            }
            if self.ends_after_gap(&row) || self.is_footer(&row) {
                self.footer_line = Some(row.line);
                break;
            }
            self.blank_run = 0;
            self.last_line = row.line;
            if self.facts.header_line > 0 && self.repeats_header(&row) {
                continue;
            }
            return Some(Ok(self.align(row)));
        }
        None
    }
}

fn named(format: Format, encoding: Option<TextEncoding>) -> SheetFacts {
    SheetFacts { format, encoding, delimiter: None, sheet: None, header_line: 0 }
}

/// Reads up to the header, joins its rows and passes over the rows to skip.
fn find_header(
    file: &str,
    rows: &mut RawRows,
    layout: &Layout,
) -> Result<(u64, Vec<String>), ExchangeError> {
    let missing = |line, detail: &str| ExchangeError::HeaderMissing {
        file: file.to_owned(),
        line,
        detail: detail.to_owned(),
    };
    let first = loop {
        let Some(row) = rows.next().transpose()? else {
            return Err(missing(layout.header_row.unwrap_or(1), "the file ends before it"));
        };
        match layout.header_row {
            None if row.cells.iter().any(|cell| !cell.is_blank()) => break row,
            Some(wanted) if row.line == wanted => break row,
            Some(wanted) if row.line > wanted => {
                return Err(missing(wanted, "that line is blank or inside another row"));
            }
            _ if !row.faults.is_empty() => return Err(missing(row.line, "the row cannot be read")),
            _ => {}
        }
    };
    if first.is_blank() || !first.faults.is_empty() {
        return Err(missing(first.line, "the row is blank or cannot be read"));
    }
    let mut header: Vec<String> = first.cells.iter().map(header_text).collect();
    for offset in 1..u64::from(layout.header_rows) {
        let Some(next) = rows.next().transpose()? else {
            return Err(missing(first.line + offset, "the file ends before it"));
        };
        join_header(&mut header, &next);
    }
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    for _ in 0..layout.skip_rows {
        rows.next().transpose()?;
    }
    Ok((first.line, header))
}

fn join_header(header: &mut Vec<String>, below: &RawRow) {
    header.resize(header.len().max(below.cells.len()), String::new());
    for (above, cell) in header.iter_mut().zip(&below.cells) {
        let below = header_text(cell);
        if above.is_empty() {
            *above = below;
        } else if !below.is_empty() && loose(&below) != loose(above) {
            above.push_str(" / ");
            above.push_str(&below);
        }
    }
}

fn header_text(cell: &RawCell) -> String {
    cell.to_text().split_whitespace().collect::<Vec<_>>().join(" ")
}
