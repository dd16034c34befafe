//! XLSX, XLS and ODS workbooks through calamine, one sheet as rows.
//!
//! A thread of its own reads the sheet and hands rows over a short channel: the
//! reader borrows the workbook, and a panic on a hostile file ends as an error.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Data, DataRef, Dimensions, Ods, Reader, Xls, Xlsx};

use crate::format::Format;
use crate::import::ImportCode;
use crate::mapping::SheetChoice;
use crate::sheet::row::{RawCell, RawRow, RowFault};
use crate::sheet::serial::serial_to_datetime;
use crate::sheet::zip_guard::check_archive;
use crate::{ExchangeError, Input, Limits};

/// Rows that are read ahead.
const READ_AHEAD: usize = 256;

/// The rows of one sheet, and its name.
pub struct WorkbookRows {
    /// Name of the sheet.
    pub sheet: String,
    file: String,
    format: Format,
    rows: Receiver<Message>,
    ended: bool,
}

enum Message {
    Sheet(String),
    Row(RawRow),
    End(Result<(), ExchangeError>),
}

impl WorkbookRows {
    /// Opens a sheet: the chosen one, or the first that holds anything.
    ///
    /// # Errors
    /// When the workbook is damaged, too large or has no such sheet.
    pub fn open(
        input: &Input,
        format: Format,
        choice: Option<&SheetChoice>,
        limits: &Limits,
    ) -> Result<Self, ExchangeError> {
        if format != Format::Xls {
            check_archive(input, format.as_str(), limits)?;
        }
        let (sender, rows) = sync_channel(READ_AHEAD);
        let job = Job { input: input.clone(), format, limits: limits.clone(), sender };
        let choice = choice.cloned();
        std::thread::Builder::new()
            .name("workbook".to_owned())
            .spawn(move || job.run(choice.as_ref()))
            .map_err(ExchangeError::io(input.name(), "starting a thread"))?;
        let file = input.name().to_owned();
        let mut this = Self { sheet: String::new(), file, format, rows, ended: false };
        match this.rows.recv() {
            Ok(Message::Sheet(sheet)) => this.sheet = sheet,
            Ok(Message::End(Err(error))) => return Err(error),
            _ => return Err(this.damaged()),
        }
        Ok(this)
    }

    fn damaged(&self) -> ExchangeError {
        ExchangeError::damaged(&self.file, self.format.as_str(), "its parts contradict each other")
    }
}

impl Iterator for WorkbookRows {
    type Item = Result<RawRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.rows.recv() {
            Ok(Message::Row(row)) => Some(Ok(row)),
            Ok(Message::End(Ok(()))) => {
                self.ended = true;
                None
            }
            Ok(Message::End(Err(error))) => {
                self.ended = true;
                Some(Err(error))
            }
            Ok(Message::Sheet(_)) | Err(_) => {
                self.ended = true;
                Some(Err(self.damaged()))
            }
        }
    }
}

/// The receiver has gone: nobody wants more rows.
struct Gone;

struct Job {
    input: Input,
    format: Format,
    limits: Limits,
    sender: SyncSender<Message>,
}

impl Job {
    fn run(self, choice: Option<&SheetChoice>) {
        let result = match self.format {
            Format::Ods => self.dense::<Ods<_>>(choice),
            Format::Xls => self.dense::<Xls<_>>(choice),
            _ => self.xlsx(choice),
        };
        let _ = self.sender.send(Message::End(result));
    }

    fn open<W: Reader<BufReader<File>>>(&self) -> Result<W, ExchangeError> {
        W::new(self.input.reader()?)
            .map_err(|_| self.damaged("the workbook's parts cannot be read"))
    }

    fn damaged(&self, detail: impl Into<String>) -> ExchangeError {
        ExchangeError::damaged(self.input.name(), self.format.as_str(), detail)
    }

    fn announce(&self, sheet: &str) {
        let _ = self.sender.send(Message::Sheet(sheet.to_owned()));
    }

    /// XLSX is read cell by cell: one far-away cell must not make a huge table.
    fn xlsx(&self, choice: Option<&SheetChoice>) -> Result<(), ExchangeError> {
        let mut book: Xlsx<_> = self.open()?;
        let names = book.sheet_names();
        let epoch_1904 = book.has_1904_epoch();
        let bad_sheet = || self.damaged("the sheet's XML cannot be read");
        let sheet = match self.chosen(&names, choice)? {
            Some(sheet) => sheet,
            None => {
                let mut filled = None;
                for name in &names {
                    // A chart sheet has no cells to read.
                    let Ok(mut cells) = book.worksheet_cells_reader(name) else { continue };
                    let mut blank = || match cells.next_cell() {
                        Ok(Some(cell)) => Some(*cell.get_value() == DataRef::Empty),
                        Ok(None) | Err(_) => None,
                    };
                    if std::iter::from_fn(&mut blank).any(|blank| !blank) {
                        filled = Some(name.clone());
                        break;
                    }
                }
                filled.ok_or_else(|| ExchangeError::Empty { file: self.input.name().to_owned() })?
            }
        };
        let merged = book.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| bad_sheet())?;
        self.announce(&sheet);
        let mut rows = RowsOut::new(self, merged)?;
        while let Some(cell) = cells.next_cell().map_err(|_| bad_sheet())? {
            let (row, column) = cell.get_position();
            let value = match cell.get_value() {
                DataRef::SharedString(text) => text_cell(text),
                other => data_cell(&Data::from(other.clone()), epoch_1904),
            };
            if rows.cell(row, column, value)?.is_err() {
                return Ok(());
            }
        }
        let _ = rows.flush();
        Ok(())
    }

    /// XLS and ODS: the whole sheet at once, as their readers give it.
    fn dense<W: Merged>(&self, choice: Option<&SheetChoice>) -> Result<(), ExchangeError> {
        let mut book: W = self.open()?;
        let names = book.sheet_names();
        let sheet = match self.chosen(&names, choice)? {
            Some(sheet) => sheet,
            None => names
                .iter()
                .find(|name| book.worksheet_range(name).is_ok_and(|range| !range.is_empty()))
                .cloned()
                .ok_or_else(|| ExchangeError::Empty { file: self.input.name().to_owned() })?,
        };
        let range =
            book.worksheet_range(&sheet).map_err(|_| self.damaged("the sheet cannot be read"))?;
        self.announce(&sheet);
        let (top, left) = range.start().unwrap_or_default();
        let epoch_1904 = book.epoch_1904();
        let mut rows = RowsOut::new(self, book.merged(&sheet))?;
        for (i, row) in range.rows().enumerate() {
            for (j, value) in row.iter().enumerate().filter(|(_, value)| **value != Data::Empty) {
                let value = data_cell(value, epoch_1904);
                if rows.cell(top + i as u32, left + j as u32, value)?.is_err() {
                    return Ok(());
                }
            }
        }
        let _ = rows.flush();
        Ok(())
    }

    fn chosen(
        &self,
        names: &[String],
        choice: Option<&SheetChoice>,
    ) -> Result<Option<String>, ExchangeError> {
        let found = match choice {
            None => return Ok(None),
            Some(SheetChoice::Name(name)) => names.iter().find(|n| *n == name).or_else(|| {
                names.iter().find(|n| vinculo_record::fold(n) == vinculo_record::fold(name))
            }),
            Some(SheetChoice::Number(number)) => names.get(number.wrapping_sub(1)),
        };
        found.cloned().map(Some).ok_or_else(|| ExchangeError::NoSheet {
            file: self.input.name().to_owned(),
            wanted: choice.map(ToString::to_string).unwrap_or_default(),
            available: names.join(", "),
        })
    }
}

/// What the dense readers say beside their cells.
trait Merged: Reader<BufReader<File>> {
    fn merged(&self, _sheet: &str) -> Vec<Dimensions> {
        Vec::new()
    }
    fn epoch_1904(&self) -> bool {
        false
    }
}

impl Merged for Ods<BufReader<File>> {}

impl Merged for Xls<BufReader<File>> {
    fn merged(&self, sheet: &str) -> Vec<Dimensions> {
        self.merge_cells_by_sheet_name(sheet).unwrap_or_default()
    }
    fn epoch_1904(&self) -> bool {
        self.has_1904_epoch()
    }
}

/// Gathers cells into rows, fills merged regions and sends the rows.
struct RowsOut<'a> {
    job: &'a Job,
    /// Regions to come, the first row last.
    regions: Vec<Dimensions>,
    /// Regions that have begun: their last row, columns and value.
    open: Vec<(u32, std::ops::RangeInclusive<u32>, RawCell)>,
    row: Option<u32>,
    cells: BTreeMap<u32, RawCell>,
    faults: Vec<RowFault>,
}

impl<'a> RowsOut<'a> {
    fn new(job: &'a Job, mut regions: Vec<Dimensions>) -> Result<Self, ExchangeError> {
        if regions.len() > job.limits.merged_regions {
            return Err(ExchangeError::Inflation {
                file: job.input.name().to_owned(),
                what: "too many merged cells",
                limit: job.limits.merged_regions as u64,
            });
        }
        regions.retain(|region| region.start <= region.end);
        regions.sort_by_key(|region| std::cmp::Reverse(region.start));
        Ok(Self {
            job,
            regions,
            open: Vec::new(),
            row: None,
            cells: BTreeMap::new(),
            faults: Vec::new(),
        })
    }

    fn cell(
        &mut self,
        row: u32,
        column: u32,
        value: RawCell,
    ) -> Result<Result<(), Gone>, ExchangeError> {
        if self.row.is_some_and(|current| row < current) {
            return Err(self.job.damaged("its rows are not in order"));
        }
        if self.row != Some(row) {
            if self.flush().is_err() {
                return Ok(Err(Gone));
            }
            self.row = Some(row);
        }
        let position = Some(column as usize);
        if column as usize >= self.job.limits.columns {
            if !value.is_blank() && self.faults.is_empty() {
                self.faults.push(RowFault { code: ImportCode::TooManyCells, column: position });
            }
        } else if matches!(&value, RawCell::Text(t) if t.len() > self.job.limits.cell_bytes) {
            self.faults.push(RowFault { code: ImportCode::CellTooLarge, column: position });
        } else if value != RawCell::Empty {
            self.cells.insert(column, value);
        }
        Ok(Ok(()))
    }

    /// Sends the row that is complete.
    fn flush(&mut self) -> Result<(), Gone> {
        let Some(row) = self.row.take() else { return Ok(()) };
        let mut by_column = std::mem::take(&mut self.cells);
        self.fill(row, &mut by_column);
        let width = by_column.last_key_value().map_or(0, |(column, _)| *column as usize + 1);
        let mut cells = vec![RawCell::Empty; width];
        for (column, cell) in by_column {
            cells[column as usize] = cell;
        }
        let faults = std::mem::take(&mut self.faults);
        let row = RawRow { line: u64::from(row) + 1, cells, faults };
        self.job.sender.send(Message::Row(row)).map_err(|_| Gone)
    }

    /// Repeats the value of a merged region in all its cells of this row.
    fn fill(&mut self, row: u32, cells: &mut BTreeMap<u32, RawCell>) {
        while self.regions.last().is_some_and(|region| region.start.0 <= row) {
            let Some(region) = self.regions.pop() else { break };
            let value = cells.get(&region.start.1).filter(|_| region.start.0 == row);
            if let Some(value) = value.cloned() {
                let last = region.end.1.min(self.job.limits.columns as u32 - 1);
                self.open.push((region.end.0, region.start.1..=last, value));
            }
        }
        self.open.retain(|(last, ..)| *last >= row);
        for (_, columns, value) in &self.open {
            for column in columns.clone() {
                cells.entry(column).or_insert_with(|| value.clone());
            }
        }
    }
}

fn text_cell(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.to_owned()) }
}

fn data_cell(data: &Data, epoch_1904: bool) -> RawCell {
    match data {
        Data::Empty => RawCell::Empty,
        Data::String(text) | Data::DurationIso(text) => text_cell(text),
        Data::Int(number) => RawCell::Text(number.to_string()),
        Data::Float(number) => RawCell::Text(number_text(*number)),
        Data::Bool(flag) => RawCell::Text(flag.to_string()),
        Data::DateTime(date) if date.is_duration() => RawCell::Text(number_text(date.as_f64())),
        Data::DateTime(date) => serial_to_datetime(date.as_f64(), epoch_1904)
            .map_or_else(|| RawCell::Text(number_text(date.as_f64())), RawCell::Date),
        Data::DateTimeIso(text) => iso_cell(text),
        Data::Error(_) => RawCell::Unreadable,
    }
}

fn iso_cell(text: &str) -> RawCell {
    let date = text.parse::<jiff::civil::DateTime>().ok();
    let date = date.or_else(|| text.parse::<jiff::civil::Date>().ok().map(Into::into));
    date.map_or_else(|| text_cell(text), RawCell::Date)
}

/// A number as a spreadsheet shows it: 15 significant digits, no exponent.
fn number_text(number: f64) -> String {
    /// Digits that a spreadsheet keeps.
    const DIGITS: usize = 15;
    let rounded: f64 = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_in_the_sheet() {
        let check = |number, text| assert_eq!(number_text(number), text);
        check(5.0, "5");
        check(0.1 + 0.2, "0.3");
        check(1.65, "1.65");
        check(-89.2, "-89.2");
        check(20210305001.0, "20210305001");
    }
}
