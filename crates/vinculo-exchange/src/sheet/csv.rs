//! Delimited text, row by row, in bounded memory.

use std::io::BufRead;

use crate::flat::unguard_formula;
use crate::import::ImportCode;
use crate::sheet::row::{RawCell, RawRow, RowFault};
use crate::{ExchangeError, Limits};

/// Reads delimited text after RFC 4180: cells may stand in `"`, where `""` is a
/// quote and line ends are text. Lines end with LF, CR LF or CR. What stands
/// between a closing quote and the next delimiter belongs to the cell. Blank
/// lines are rows with one empty cell.
///
/// A cell or row above the limits is passed over without being held; the row
/// then has a fault and no cells.
pub struct CsvRows<R> {
    reader: R,
    file: String,
    delimiter: u8,
    limits: Limits,
    line: u64,
    after_cr: bool,
    ended: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Plain,
    Quoted,
    QuoteInQuoted,
}

impl<R: BufRead> CsvRows<R> {
    /// Rows of UTF-8 text. `file` names it in messages.
    pub fn new(reader: R, file: &str, delimiter: u8, limits: &Limits) -> Self {
        Self {
            reader,
            file: file.to_owned(),
            delimiter,
            limits: limits.clone(),
            line: 1,
            after_cr: false,
            ended: false,
        }
    }

    fn read_row(&mut self) -> Result<Option<RawRow>, ExchangeError> {
        let mut row = RowBuilder::new(self.line, &self.limits);
        let mut state = State::Start;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(source) => return Err(ExchangeError::io(&self.file, "reading")(source)),
            };
            if chunk.is_empty() {
                self.ended = true;
                return if state == State::Quoted {
                    Err(self.cut(row.line))
                } else if row.is_untouched() {
                    Ok(None)
                } else {
                    Ok(Some(row.finish()))
                };
            }
            let mut used = 0;
            let mut complete = false;
            while used < chunk.len() && !complete {
                let byte = chunk[used];
                used += 1;
                if std::mem::take(&mut self.after_cr) && byte == b'\n' {
                    if state == State::Quoted {
                        row.push(byte);
                    }
                    continue;
                }
                let line_end = byte == b'\n' || byte == b'\r';
                if line_end {
                    self.line += 1;
                    self.after_cr = byte == b'\r';
                }
                state = match state {
                    State::Quoted if byte == b'"' => State::QuoteInQuoted,
                    State::Quoted => {
                        row.push(byte);
                        State::Quoted
                    }
                    State::QuoteInQuoted if byte == b'"' => {
                        row.push(byte);
                        State::Quoted
                    }
                    _ if byte == self.delimiter => {
                        row.end_cell();
                        State::Start
                    }
                    _ if line_end => {
                        complete = true;
                        State::Start
                    }
                    State::Start if byte == b'"' => {
                        row.touched = true;
                        State::Quoted
                    }
                    _ => {
                        row.push(byte);
                        State::Plain
                    }
                };
                if state == State::Plain {
                    let plain = plain_run(&chunk[used..], self.delimiter);
                    row.push_all(&chunk[used..used + plain]);
                    used += plain;
                }
            }
            self.reader.consume(used);
            if complete {
                return Ok(Some(row.finish()));
            }
        }
    }

    fn cut(&self, line: u64) -> ExchangeError {
        ExchangeError::Damaged {
            file: self.file.clone(),
            format: "CSV",
            place: format!(" at line {line}"),
            detail: "the file ends inside a cell in quotes that begins in this row; the file was cut or a quote was never closed".to_owned(),
        }
    }
}

impl<R: BufRead> Iterator for CsvRows<R> {
    type Item = Result<RawRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.read_row();
        self.ended |= row.is_err();
        row.transpose()
    }
}

/// How many bytes from the start belong to an unquoted cell for sure.
fn plain_run(bytes: &[u8], delimiter: u8) -> usize {
    let special = |b: &u8| *b == delimiter || matches!(*b, b'\n' | b'\r');
    bytes.iter().position(special).unwrap_or(bytes.len())
}

struct RowBuilder<'a> {
    limits: &'a Limits,
    line: u64,
    cells: Vec<RawCell>,
    cell: Vec<u8>,
    row_bytes: usize,
    touched: bool,
    fault: Option<RowFault>,
}

impl<'a> RowBuilder<'a> {
    fn new(line: u64, limits: &'a Limits) -> Self {
        let (cells, cell) = (Vec::new(), Vec::new());
        Self { limits, line, cells, cell, row_bytes: 0, touched: false, fault: None }
    }

    fn is_untouched(&self) -> bool {
        !self.touched && self.cells.is_empty()
    }

    fn push(&mut self, byte: u8) {
        self.push_all(&[byte]);
    }

    fn push_all(&mut self, bytes: &[u8]) {
        self.touched = true;
        if self.fault.is_some() {
            return;
        }
        self.row_bytes += bytes.len();
        if self.cell.len() + bytes.len() > self.limits.cell_bytes {
            self.give_up(ImportCode::CellTooLarge);
        } else if self.row_bytes > self.limits.row_bytes {
            self.give_up(ImportCode::RowTooLarge);
        } else {
            self.cell.extend_from_slice(bytes);
        }
    }

    fn end_cell(&mut self) {
        self.touched = true;
        if self.fault.is_some() {
            return;
        }
        if self.cells.len() >= self.limits.columns {
            return self.give_up(ImportCode::TooManyCells);
        }
        let bytes = std::mem::take(&mut self.cell);
        // The reader gives UTF-8 and cells are cut at ASCII: nothing is lost.
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        self.cells.push(if text.is_empty() {
            RawCell::Empty
        } else {
            RawCell::Text(unguard_formula(text))
        });
    }

    /// Keeps what is wrong and lets go of what was read.
    fn give_up(&mut self, code: ImportCode) {
        self.fault = Some(RowFault { code, column: Some(self.cells.len()) });
        self.cells = Vec::new();
        self.cell = Vec::new();
    }

    fn finish(mut self) -> RawRow {
        self.end_cell();
        RawRow { line: self.line, cells: self.cells, faults: self.fault.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8], limits: &Limits) -> Vec<Result<RawRow, ExchangeError>> {
        // A small buffer, so that every token is cut somewhere.
        let reader = std::io::BufReader::with_capacity(3, text);
        CsvRows::new(reader, "t.csv", b',', limits).collect()
    }

    fn texts(row: &RawRow) -> Vec<String> {
        row.cells.iter().map(RawCell::to_text).collect()
    }

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let rows: Vec<RawRow> =
            read(text.as_bytes(), &Limits::default()).into_iter().map(Result::unwrap).collect();
        let found: Vec<(u64, Vec<String>)> = rows.iter().map(|r| (r.line, texts(r))).collect();
        let expected: Vec<(u64, Vec<String>)> = expected
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|c| (*c).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn rows_with_their_lines() {
        check("", &[]);
        check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a\r\n\r\nb\rc", &[(1, &["a"]), (2, &[""]), (3, &["b"]), (4, &["c"])]);
        check("\"x\ny\r\nz\",2\n3", &[(1, &["x\ny\r\nz", "2"]), (4, &["3"])]);
        check("\"a\"\"b\",c\"d\",\"\"", &[(1, &["a\"b", "c\"d\"", ""])]);
        check("\"a\"b,c", &[(1, &["ab", "c"])]);
        check("a,\n,", &[(1, &["a", ""]), (2, &["", ""])]);
        check("'-89.2,'x,''=1", &[(1, &["-89.2", "'x", "'=1"])]);
    }

    #[test]
    fn an_unclosed_quote_names_its_row() {
        let last = read(b"a\n1,\"never\nclosed\n", &Limits::default()).pop().unwrap();
        assert!(last.unwrap_err().to_string().contains("at line 2"));
    }

    #[test]
    fn a_huge_cell_costs_its_row_alone() {
        let limits = Limits { cell_bytes: 10, ..Limits::default() };
        let rows = read(b"a,b\n1,\"01234567890123\"\n2,y\n", &limits);
        let rows: Vec<RawRow> = rows.into_iter().map(Result::unwrap).collect();
        assert_eq!(rows[1].faults, [RowFault { code: ImportCode::CellTooLarge, column: Some(1) }]);
        assert!(rows[1].cells.is_empty());
        assert_eq!((rows[2].line, texts(&rows[2])), (3, vec!["2".to_owned(), "y".to_owned()]));
    }

    #[test]
    fn too_many_columns_and_too_long_rows_are_faults() {
        let limits = Limits { columns: 2, row_bytes: 8, ..Limits::default() };
        let rows = read(b"1,2,3\n1,2\n12345,67890\n", &limits);
        let codes: Vec<_> =
            rows.iter().map(|r| r.as_ref().unwrap().faults.first().map(|f| f.code)).collect();
        assert_eq!(codes, [Some(ImportCode::TooManyCells), None, Some(ImportCode::RowTooLarge)]);
    }

    proptest! {
        /// The csv crate is the oracle for everything that it does not refuse to tell.
        #[test]
        fn agrees_with_the_csv_crate(text in "[ab,\"\n\r]{0,40}") {
            let mut oracle = ::csv::ReaderBuilder::new();
            oracle.has_headers(false).flexible(true);
            let oracle: Vec<Vec<String>> = oracle
                .from_reader(text.as_bytes())
                .records()
                .map(|r| r.unwrap().iter().map(str::to_owned).collect())
                .collect();
            let rows = read(text.as_bytes(), &Limits::default());
            prop_assume!(rows.iter().all(Result::is_ok));
            let ours: Vec<Vec<String>> = rows
                .iter()
                .map(|r| texts(r.as_ref().unwrap()))
                .filter(|cells| cells.len() != 1 || !cells[0].is_empty())
                .collect();
            let oracle: Vec<Vec<String>> = oracle
                .into_iter()
                .filter(|cells| cells.len() != 1 || !cells[0].is_empty())
                .collect();
            prop_assert_eq!(ours, oracle);
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes, &Limits { cell_bytes: 5, columns: 3, ..Limits::default() });
        }
    }
}
