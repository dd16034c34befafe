//! From a file to canonical rows, one by one, with what is wrong with each.

mod apply;
mod assemble;
mod code;
mod doubt;
mod plan;
mod seen;

pub use code::{Action, DoubtCode, ImportCode, Severity};
pub use doubt::Doubt;

use std::fmt;
use std::sync::Arc;

use vinculo_record::{Column, Kind, Lang, Record, RecordKey, Row};

use crate::mapping::{IdRule, Mapping};
use crate::sheet::row::RawRow;
use crate::sheet::{Sheet, SheetFacts};
use crate::values::loose;
use crate::{ExchangeError, Input, Limits};
use assemble::{Assembled, Assembler, Origin};
use plan::Plan;
use seen::{Before, Seen};

/// What an import is told beside the file.
#[derive(Clone)]
pub struct ImportOptions {
    /// The kind of its records.
    pub kind: Kind,
    /// The organisation of rows that name none; goes before the mapping's.
    pub source: Option<String>,
    /// How the sheet becomes canonical rows; without one, its headers must be
    /// canonical columns.
    pub mapping: Option<Arc<Mapping>>,
    /// Limits on the input.
    pub limits: Limits,
}

impl ImportOptions {
    /// Options for a file of canonical columns.
    pub fn new(kind: Kind) -> Self {
        Self { kind, source: None, mapping: None, limits: Limits::default() }
    }
}

/// What came of one row of the file, or of several that are one record.
#[derive(Debug)]
pub struct ImportedRow {
    /// The row's place among the data rows, from 1.
    pub ordinal: u64,
    /// Line in a text file, row in a workbook, position in a Parquet file.
    pub line: u64,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of one row.
#[derive(Debug)]
pub enum Outcome {
    /// A record.
    Accepted(Box<Accepted>),
    /// Not imported.
    Rejected(Box<Rejected>),
    /// Left out by a filter of the mapping.
    Filtered,
}

/// A record of the file.
pub struct Accepted {
    /// The record's key.
    pub key: RecordKey,
    /// The canonical row, as `Record::read` gives it.
    pub row: Row,
    /// What was lost or is doubtful.
    pub doubts: Vec<Doubt>,
    /// A JSON object of texts by the sheet's headers, for the uploader's
    /// organisation alone: unmapped columns, and the raw text of unread cells.
    pub private: String,
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted").field("doubts", &self.doubts).finish_non_exhaustive()
    }
}

/// A row that was not imported.
#[derive(Debug)]
pub struct Rejected {
    /// Why, and what else was doubtful.
    pub doubts: Vec<Doubt>,
    /// The row as the file has it, for the file of rejected rows.
    pub raw: RawRow,
}

/// Reads a file record by record. An error ends the reading; a row that cannot be
/// used is an item like any other.
pub struct Importer {
    options: ImportOptions,
    mapping: Arc<Mapping>,
    plan: Plan,
    header: Vec<String>,
    sheet: Sheet,
    damaged: bool,
    ordinal: u64,
    seen: Seen,
    pending: Option<Pending>,
    ended: bool,
}

/// A record to which more rows may belong.
struct Pending {
    group: String,
    ordinal: u64,
    raw: RawRow,
    assembled: Assembled,
}

impl Importer {
    /// Opens a file and joins its header to the mapping.
    ///
    /// # Errors
    /// When the file cannot be read, its header does not fit, or the kind is not
    /// the mapping's.
    pub fn open(input: &Input, options: ImportOptions) -> Result<Self, ExchangeError> {
        let mapping = options.mapping.clone().unwrap_or_else(|| Arc::new(Mapping::canonical()));
        if let Some(kind) = mapping.kind.filter(|kind| *kind != options.kind) {
            return Err(ExchangeError::Key {
                file: input.name().to_owned(),
                detail: format!(
                    "the mapping is for {kind} records, but {} was asked for",
                    options.kind
                ),
            });
        }
        let sheet = Sheet::open(input, &mapping.layout, &options.limits)?;
        let plan = Plan::new(input, &sheet, &mapping)?;
        let header = sheet.header().to_vec();
        let damaged = sheet.facts().encoding.is_some_and(|encoding| encoding.is_damaged());
        let (seen, pending) = (Seen::default(), None);
        Ok(Self {
            options,
            mapping,
            plan,
            header,
            sheet,
            damaged,
            ordinal: 0,
            seen,
            pending,
            ended: false,
        })
    }

    /// How the file was read.
    pub fn facts(&self) -> &SheetFacts {
        self.sheet.facts()
    }

    /// The sheet's header.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Columns of the sheet that the mapping says nothing of.
    pub fn unmapped(&self) -> &[String] {
        &self.plan.unmapped
    }

    /// The sheet's column from which a canonical column is filled.
    pub fn label(&self, column: Column) -> Option<String> {
        self.plan.label(column)
    }

    /// Whether a row adds to the record that is stored, instead of being the whole.
    pub fn merges(&self) -> bool {
        self.mapping.merge
    }

    /// What the user should know of the reading as a whole.
    pub fn notes(&self, lang: Lang) -> Vec<String> {
        let facts = self.facts();
        let mut notes = vec![self.described(lang)];
        if self.damaged {
            notes.push(
                lang.pick(
                    "algunos bytes no pertenecen a la codificación; esas celdas se reportan",
                    "some bytes do not belong to the encoding; those cells are reported",
                )
                .to_owned(),
            );
        }
        if self.mapping.id == IdRule::Row {
            notes.push(lang.pick(
                "la hoja no tiene identificadores (id = \"row\"): un archivo corregido creará registros nuevos",
                "the sheet has no ids (id = \"row\"): a corrected file will make new records",
            ).to_owned());
        }
        let mut list = |es, en, names: &[String]| {
            if !names.is_empty() {
                notes.push(format!("{}: {}", lang.pick(es, en), names.join(", ")));
            }
        };
        list("columnas sin mapeo", "columns without a mapping", &self.plan.unmapped);
        list(
            "columnas del mapeo que no están",
            "mapped columns that are not there",
            &self.plan.absent,
        );
        if let Some(line) = self.sheet.footer_line() {
            notes.push(format!(
                "{} {line}",
                lang.pick(
                    "la tabla termina antes del pie en la línea",
                    "the table ends before the footer at line"
                )
            ));
        }
        if facts.header_line > 1 {
            notes.push(format!(
                "{} {}",
                lang.pick("encabezado en la línea", "header at line"),
                facts.header_line
            ));
        }
        notes
    }

    fn described(&self, lang: Lang) -> String {
        let facts = self.facts();
        let mut text = facts.format.to_string();
        if let Some(encoding) = facts.encoding {
            text.push_str(&format!(", {}", encoding.name()));
        }
        if let Some(delimiter) = facts.delimiter {
            let name = if delimiter == '\t' { "\\t".to_owned() } else { delimiter.to_string() };
            text.push_str(&format!(", {} '{name}'", lang.pick("separador", "delimiter")));
        }
        if let Some(sheet) = &facts.sheet {
            text.push_str(&format!(", {} '{sheet}'", lang.pick("hoja", "sheet")));
        }
        text
    }

    fn assembler(&self) -> Assembler<'_> {
        Assembler {
            plan: &self.plan,
            mapping: &self.mapping,
            header: &self.header,
            damaged: self.damaged,
        }
    }

    /// The next record, with all rows that belong to it.
    fn advance(&mut self) -> Result<Option<ImportedRow>, ExchangeError> {
        loop {
            let Some(raw) = self.sheet.next().transpose()? else {
                self.ended = true;
                let pending = self.pending.take();
                return Ok(pending.map(|p| self.finish(p.ordinal, p.raw, p.assembled)));
            };
            self.ordinal += 1;
            let ordinal = self.ordinal;
            let assembler = self.assembler();
            let fault = raw.faults.iter().any(|fault| fault.code.severity() == Severity::Error);
            let assembled = if fault {
                None
            } else if assembler.passes(&raw) {
                Some(assembler.assemble(&raw))
            } else {
                return Ok(Some(ImportedRow {
                    ordinal,
                    line: raw.line,
                    outcome: Outcome::Filtered,
                }));
            };
            let Some(assembled) = assembled else {
                let doubts = raw.faults.iter().map(|f| assembler.fault(raw.line, f.code, f.column));
                let doubts = doubts.collect();
                return Ok(Some(rejected(ordinal, raw, doubts)));
            };
            let Some(group) = self.plan.group else {
                return Ok(Some(self.finish(ordinal, raw, assembled)));
            };
            let group = raw.cells.get(group).map(|cell| loose(&cell.to_text())).unwrap_or_default();
            if let Some(complete) = self.collect(group, ordinal, raw, assembled) {
                return Ok(Some(complete));
            }
        }
    }

    /// Adds a row to the pending record, or begins another and gives the pending
    /// one out. A blank group continues the record above.
    fn collect(
        &mut self,
        group: String,
        ordinal: u64,
        raw: RawRow,
        assembled: Assembled,
    ) -> Option<ImportedRow> {
        if let Some(pending) = &mut self.pending
            && (group.is_empty() || pending.group == group)
        {
            pending.assembled.absorb(assembled);
            return None;
        }
        let next = Pending { group, ordinal, raw, assembled };
        let complete = self.pending.replace(next)?;
        Some(self.finish(complete.ordinal, complete.raw, complete.assembled))
    }

    /// Names the record and reads its cells.
    fn finish(&mut self, ordinal: u64, raw: RawRow, mut assembled: Assembled) -> ImportedRow {
        let key = match self.key(&assembled) {
            Ok(key) => key,
            Err((code, column)) => {
                assembled.doubts.push(self.key_doubt(raw.line, code, column, &assembled));
                return rejected(ordinal, raw, assembled.doubts);
            }
        };
        for (column, cell) in &self.mapping.constants {
            if !assembled.row.contains(*column) {
                assembled.row.insert(*column, cell.clone());
            }
        }
        let reading = Record::read(key.clone(), &assembled.row);
        let lossless = Origin { line: raw.line, label: String::new(), raw: String::new() };
        for problem in reading.problems {
            let origin = assembled.origins.get(&problem.column).unwrap_or(&lossless).clone();
            let code = DoubtCode::Value(problem.code);
            if code.action() == Action::Absent && !origin.label.is_empty() {
                assembled.private.insert(origin.label.clone(), origin.raw);
            }
            assembled.doubts.push(Doubt {
                line: origin.line,
                column: Some(origin.label).filter(|label| !label.is_empty()),
                canonical: Some(problem.column),
                list_item: problem.list_item,
                code,
                shape: problem.shape,
                other_line: None,
            });
        }
        let private = assembled.private_json();
        if !self.mapping.merge {
            let content = format!("{}\n{private}", reading.row.to_json());
            let (code, first) = match self.seen.look(&key.qualified(), &content, raw.line) {
                Before::New => (None, 0),
                Before::Same(first) => (Some(ImportCode::SameRowTwice), first),
                Before::Other(first) => (Some(ImportCode::IdTwice), first),
            };
            if let Some(code) = code {
                let mut doubt = self.key_doubt(raw.line, code, Column::LocalId, &assembled);
                doubt.other_line = Some(first);
                assembled.doubts.push(doubt);
            }
            if code == Some(ImportCode::IdTwice) {
                return rejected(ordinal, raw, assembled.doubts);
            }
        }
        let line = raw.line;
        let accepted = Accepted { key, row: reading.row, doubts: assembled.doubts, private };
        ImportedRow { ordinal, line, outcome: Outcome::Accepted(Box::new(accepted)) }
    }

    fn key(&self, assembled: &Assembled) -> Result<RecordKey, (ImportCode, Column)> {
        let row = &assembled.row;
        let kind = self.options.kind;
        if let Some(stated) = row.text(Column::Kind) {
            match stated.trim().to_lowercase().parse::<Kind>() {
                Err(_) => return Err((ImportCode::KindUnknown, Column::Kind)),
                Ok(stated) if stated != kind => return Err((ImportCode::KindOther, Column::Kind)),
                Ok(_) => {}
            }
        }
        let source = row.text(Column::Source).map(str::trim);
        let source = source.or(self.options.source.as_deref()).or(self.mapping.source.as_deref());
        let source = source.ok_or((ImportCode::SourceMissing, Column::Source))?;
        let id = assembled.id.as_deref().or(row.text(Column::LocalId)).map(str::trim);
        let id = id.filter(|id| !id.is_empty()).ok_or((ImportCode::IdMissing, Column::LocalId))?;
        RecordKey::new(kind, source, id).map_err(|error| match error {
            vinculo_record::KeyError::Source => (ImportCode::SourceForm, Column::Source),
            _ => (ImportCode::IdForm, Column::LocalId),
        })
    }

    fn key_doubt(
        &self,
        line: u64,
        code: ImportCode,
        canonical: Column,
        assembled: &Assembled,
    ) -> Doubt {
        let origin = assembled.origins.get(&canonical);
        let id_columns = match &self.mapping.id {
            IdRule::Columns { names, .. } if canonical == Column::LocalId => {
                Some(names.join(" + "))
            }
            _ => self.plan.label(canonical),
        };
        let raw = origin.map(|o| o.raw.as_str()).or(assembled.id.as_deref()).unwrap_or_default();
        Doubt {
            line,
            column: origin.map(|origin| origin.label.clone()).or(id_columns),
            canonical: Some(canonical),
            list_item: None,
            code: DoubtCode::Import(code),
            shape: vinculo_record::shape(raw),
            other_line: None,
        }
    }
}

fn rejected(ordinal: u64, raw: RawRow, doubts: Vec<Doubt>) -> ImportedRow {
    let line = raw.line;
    ImportedRow { ordinal, line, outcome: Outcome::Rejected(Box::new(Rejected { doubts, raw })) }
}

impl Iterator for Importer {
    type Item = Result<ImportedRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.advance();
        self.ended |= row.is_err();
        row.transpose()
    }
}
