//! From a partner's file to stored records, in chunks that can be resumed and become visible
//! together.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use vinculo_exchange::{
    Accepted, Doubt, DoubtCode, ExchangeError, ImportOptions, ImportedRow, Importer, Input, Limits,
    Mapping, Outcome, Photos, ReportWriter, Upload,
};
use vinculo_public::{PublicId, is_registry};
use vinculo_record::{Cell, Column, Kind, Lang, Record, RecordKey, Row};
use vinculo_store::{
    Batch, BatchCounts, BatchId, BatchRow, Change, DUPLICATE_ID_IN_FILE, Digest, ERASED_RECORD,
    Filling, NewBatch, PutPicture, RecordStore, RowAction, RowProblem, RowStatus, Severity, Shape,
    StoreError, faults,
};

use crate::engine::Engine;
use crate::error::{EngineError, Result};
use crate::pictures::{RowPictures, kept_pictures, read_photos};
use crate::put::put_record;

/// Rows stored in one transaction. Judgement: a flush to disk for each chunk is
/// then a small part of the work, and little is repeated after a crash.
const CHUNK_ROWS: usize = 1_000;
/// Rows read before their photos are decoded, in parallel. Judgement: enough for any
/// number of cores.
const GROUP_ROWS: usize = 128;
/// Raised when reading the same file gives other records: an interrupted batch of
/// an earlier reader is then not resumed but begun again.
const READER_VERSION: &str = "2";

/// The code of a row of another organisation than the uploader's.
pub const OTHER_ORGANISATION: &str = "other_organisation";

/// The code of a row that is a notice of this store, read back from its own feed.
pub const OWN_NOTICE: &str = "own_notice";

/// What an import is told beside the file.
pub struct ImportRequest {
    /// The kind of the records.
    pub kind: Kind,
    /// The organisation of rows that name none.
    pub source: Option<String>,
    /// The organisation whose rows alone are taken; `None` takes all.
    pub only_source: Option<String>,
    /// The mapping file: its name for messages, and its text.
    pub mapping: Option<(String, String)>,
    /// Read and judge everything, store nothing.
    pub dry_run: bool,
    /// Limits on the file.
    pub limits: Limits,
    /// The language of the report.
    pub lang: Lang,
}

impl ImportRequest {
    /// Takes a file as it is: nothing is left out, added or only tried.
    pub fn new(kind: Kind, lang: Lang) -> Self {
        Self {
            kind,
            source: None,
            only_source: None,
            mapping: None,
            dry_run: false,
            limits: Limits::default(),
            lang,
        }
    }
}

/// What came of an import.
#[derive(Debug)]
pub struct ImportSummary {
    /// The batch; `None` for a dry run.
    pub batch: Option<BatchId>,
    /// How many rows became what.
    pub counts: BatchCounts,
    /// Rows that the mapping's filters left out.
    pub filtered: u64,
    /// Row at which an interrupted batch was taken up again, if it was.
    pub resumed_at: Option<u32>,
    /// Doubts by code, with how many there were and what was done.
    pub doubts: BTreeMap<(&'static str, &'static str), u64>,
    /// How the file was read.
    pub notes: Vec<String>,
}

impl Engine {
    /// Imports a file. Rejected rows and doubtful cells go to the report; `told`
    /// hears how many rows were read.
    ///
    /// Nobody sees any of its rows before all are read; then everybody sees all of them.
    /// A batch that was interrupted goes on where it stood. A file that cannot be
    /// read to its end fails its batch, and nothing of it is seen.
    ///
    /// # Errors
    /// When the file or the mapping cannot be read, or the store not be written.
    pub fn import(
        &self,
        input: &Input,
        request: &ImportRequest,
        report: Option<&mut ReportWriter>,
        told: &mut dyn FnMut(u64),
    ) -> Result<ImportSummary> {
        if request.dry_run {
            return Run::start(self, input, request, None)?.go(report, told);
        }
        // What makes the whole file unusable is found before a batch is begun.
        Run::start(self, input, request, None)?;
        let batch = self.store.begin_batch(&new_batch(input, request)?)?;
        self.run_batch(input, request, batch, report, told)
    }

    /// Notes a file as a batch to be run later, or gives the unfinished one.
    ///
    /// # Errors
    /// When the file or the mapping cannot be read, or the store not be written.
    pub fn enqueue_import(&self, input: &Input, request: &ImportRequest) -> Result<Batch> {
        // Opening finds what makes the whole file unusable before it is accepted.
        Run::start(self, input, request, None)?;
        Ok(self.store.enqueue_batch(&new_batch(input, request)?)?)
    }

    /// Runs a batch that was enqueued.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub fn run_import(&self, input: &Input, request: &ImportRequest, id: BatchId) -> Result<()> {
        let batch = self.store.start_batch(id)?;
        self.run_batch(input, request, batch, None, &mut |_| {}).map(|_| ())
    }

    fn run_batch(
        &self,
        input: &Input,
        request: &ImportRequest,
        batch: Batch,
        report: Option<&mut ReportWriter>,
        told: &mut dyn FnMut(u64),
    ) -> Result<ImportSummary> {
        let id = batch.id;
        let run = Run::start(self, input, request, Some(batch));
        let done = run.and_then(|run| run.go(report, told));
        match &done {
            Ok(_) => {
                faults::reached("batch.before_end");
                self.store.finish_batch(id)?;
                faults::reached("batch.after_end");
            }
            // A full disk or a stop is no fault of the file: the batch can be resumed.
            Err(EngineError::Exchange(error)) if error.is_bad_input() => {
                self.store.fail_batch(id, &error.to_string())?;
            }
            Err(_) => {
                self.store.remove_unnamed_blobs()?;
            }
        }
        self.compare_pictures()?;
        let counts = self.store.batch(id)?.counts;
        if counts.created + counts.updated > 0 {
            // A batch changes how frequent names are.
            self.forget_matching();
        }
        self.follow()?;
        done
    }
}

fn new_batch(input: &Input, request: &ImportRequest) -> Result<NewBatch> {
    let digest = input.digest()?;
    let mapping = request.mapping.as_ref().map_or("", |(_, text)| text);
    Ok(NewBatch {
        kind: request.kind,
        source: request.source.clone(),
        file_extension: extension(input.name()),
        file_sha256: digest.parse().map_err(|_| EngineError::request("file", "has no digest"))?,
        settings: settings(mapping, request.only_source.as_deref()),
    })
}

/// What makes the same file other records. Bounds are part of it, so that nobody is answered
/// by a batch of somebody else's reach.
fn settings(mapping: &str, only: Option<&str>) -> Digest {
    let mut parts = vec![READER_VERSION.as_bytes(), mapping.as_bytes()];
    parts.extend(only.map(str::as_bytes));
    Digest::of_parts(&parts)
}

fn extension(name: &str) -> String {
    Path::new(name).extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default()
}

/// One reading of a file.
struct Run<'a> {
    engine: &'a Engine,
    importer: Importer,
    photos: Photos,
    most_photos: usize,
    file: String,
    batch: Option<Batch>,
    /// Keeps the photos until the rows that name them are stored; nothing for a dry run.
    filling: Option<Filling<'a>>,
    /// Rows of an interrupted batch that are stored already.
    skip: u32,
    chunk: Vec<BatchRow>,
    ordinal: u32,
    summary: ImportSummary,
    only_source: Option<String>,
    lang: Lang,
}

impl<'a> Run<'a> {
    fn start(
        engine: &'a Engine,
        input: &Input,
        request: &ImportRequest,
        batch: Option<Batch>,
    ) -> Result<Self> {
        let mapping = match &request.mapping {
            Some((file, text)) => {
                let mapping = Mapping::parse(file, text).map_err(ExchangeError::from)?;
                Some(Arc::new(mapping))
            }
            None => None,
        };
        let options = ImportOptions {
            kind: request.kind,
            source: request.source.clone(),
            mapping,
            limits: request.limits.clone(),
        };
        let Upload { sheet, photos } = Upload::open(input, &request.limits)?;
        let importer = Importer::open(&sheet, options)?;
        let skip = batch.as_ref().map_or(0, |batch| batch.counts.rows_seen);
        let summary = ImportSummary {
            batch: batch.as_ref().map(|batch| batch.id),
            counts: batch.as_ref().map_or_else(BatchCounts::default, |batch| batch.counts),
            filtered: 0,
            resumed_at: (skip > 0).then_some(skip + 1),
            doubts: BTreeMap::new(),
            notes: Vec::new(),
        };
        Ok(Self {
            engine,
            importer,
            photos,
            most_photos: request.limits.photos,
            file: input.name().to_owned(),
            filling: batch.as_ref().map(|_| engine.store.blobs().filling()),
            batch,
            skip,
            chunk: Vec::new(),
            ordinal: 0,
            summary,
            only_source: request.only_source.clone(),
            lang: request.lang,
        })
    }

    fn go(
        mut self,
        mut report: Option<&mut ReportWriter>,
        told: &mut dyn FnMut(u64),
    ) -> Result<ImportSummary> {
        loop {
            let (mut rows, failed) = self.next_rows();
            if rows.is_empty() && failed.is_none() {
                break;
            }
            let pictures = self.read_pictures(&mut rows)?;
            for (row, pictures) in rows.into_iter().zip(pictures) {
                self.take(row, pictures, report.as_deref_mut())?;
                if self.chunk.len() >= CHUNK_ROWS {
                    self.store_chunk()?;
                    told(u64::from(self.ordinal));
                }
            }
            if let Some(error) = failed {
                // What was wrong with the rows before it is told.
                self.store_chunk()?;
                return Err(error.into());
            }
        }
        self.store_chunk()?;
        told(u64::from(self.ordinal));
        self.summary.notes = self.importer.notes(self.lang);
        Ok(self.summary)
    }

    /// The next rows of the file, and what ended the reading if it was an error.
    fn next_rows(&mut self) -> (Vec<ImportedRow>, Option<ExchangeError>) {
        let mut rows = Vec::new();
        while rows.len() < GROUP_ROWS {
            match self.importer.next() {
                Some(Ok(row)) => rows.push(row),
                Some(Err(error)) => return (rows, Some(error)),
                None => break,
            }
        }
        (rows, None)
    }

    /// The pictures of each row; what is wrong with them joins its doubts.
    fn read_pictures(&self, rows: &mut [ImportedRow]) -> Result<Vec<RowPictures>> {
        let has_photos = |accepted: &Accepted| accepted.row.contains(Column::Photos);
        let any =
            |row: &ImportedRow| matches!(&row.outcome, Outcome::Accepted(it) if has_photos(it));
        if !rows.iter().any(any) {
            return Ok(rows.iter().map(|_| RowPictures::default()).collect());
        }
        let column = self.importer.label(Column::Photos);
        let (store, photos, most) = (&self.engine.store, &self.photos, self.most_photos);
        let filling = self.filling.as_ref();
        let of_row = |row: &mut ImportedRow| -> Result<RowPictures> {
            let line = row.line;
            let accepted = match &mut row.outcome {
                Outcome::Accepted(accepted) if has_photos(accepted) => accepted,
                _ => return Ok(RowPictures::default()),
            };
            let (record, _) = Record::from_row(accepted.key.clone(), &accepted.row);
            let read = read_photos(store, &record, photos, most, filling)?;
            let doubts = read.doubts.iter().map(|(item, code)| Doubt {
                line,
                column: column.clone(),
                canonical: Some(Column::Photos),
                list_item: Some(*item),
                code: DoubtCode::Import(*code),
                // The name of a file is often a person's.
                shape: String::new(),
                other_line: None,
            });
            accepted.doubts.extend(doubts);
            Ok(read)
        };
        self.engine.install(|| rows.par_iter_mut().map(of_row).collect())
    }

    fn take(
        &mut self,
        row: ImportedRow,
        pictures: RowPictures,
        report: Option<&mut ReportWriter>,
    ) -> Result<()> {
        if let Some(report) = report {
            report.write(&self.file, &row)?;
        }
        let (action, doubts) = match row.outcome {
            Outcome::Filtered => {
                self.summary.filtered += 1;
                return Ok(());
            }
            Outcome::Accepted(accepted) if self.is_foreign(&accepted.key) => {
                return self.reject(row.line, OTHER_ORGANISATION, Column::Source);
            }
            Outcome::Accepted(accepted) if self.is_own_notice(&accepted.key)? => {
                return self.reject(row.line, OWN_NOTICE, Column::LocalId);
            }
            Outcome::Accepted(accepted) => {
                let Accepted { key, row, doubts, private } = *accepted;
                let (row, pictures) = match self.importer.merges() {
                    true => self.merged(&key, row, pictures.pictures)?,
                    false => (row, pictures.pictures),
                };
                let row = self.engine.keeping_hold(&key, row)?;
                let private = if private == "{}" { String::new() } else { private };
                (RowAction::Put(put_record(key, &row, private, pictures)), doubts)
            }
            Outcome::Rejected(rejected) => (RowAction::Reject { key: None }, rejected.doubts),
        };
        for doubt in &doubts {
            let code = (doubt.code.code(), doubt.action().as_str());
            *self.summary.doubts.entry(code).or_default() += 1;
        }
        self.ordinal += 1;
        if self.ordinal > self.skip {
            let line = u32::try_from(row.line).ok();
            let problems = doubts.iter().map(problem).collect();
            self.chunk.push(BatchRow { ordinal: self.ordinal, line, action, problems });
        }
        Ok(())
    }

    /// Whether a record is of an organisation whose rows are not taken.
    fn is_foreign(&self, key: &RecordKey) -> bool {
        self.only_source.as_ref().is_some_and(|only| *only != key.source)
    }

    /// Whether a record of a registry is one that this store published, under whatever
    /// domain it did: the record is here, and richer.
    fn is_own_notice(&self, key: &RecordKey) -> Result<bool> {
        if key.kind != Kind::Notice || !is_registry(&key.source) {
            return Ok(false);
        }
        let Some(id) = PublicId::parse(&key.local_id) else { return Ok(false) };
        Ok(self.engine.feed_entry(&id)?.is_some())
    }

    /// Rejects a row that was read without a fault.
    fn reject(&mut self, line: u64, code: &'static str, column: Column) -> Result<()> {
        *self.summary.doubts.entry((code, "rejected")).or_default() += 1;
        self.ordinal += 1;
        if self.ordinal > self.skip {
            let problem = RowProblem {
                column: Some(column.name().to_owned()),
                item: None,
                code: code.to_owned(),
                shape: Shape::of(""),
                severity: Severity::Error,
                action: "rejected".to_owned(),
            };
            self.chunk.push(BatchRow {
                ordinal: self.ordinal,
                line: u32::try_from(line).ok(),
                action: RowAction::Reject { key: None },
                problems: vec![problem],
            });
        }
        Ok(())
    }

    /// A row laid over what the batch or else the store has of its record: its blank cells
    /// keep what was recorded, photos included.
    fn merged(
        &mut self,
        key: &RecordKey,
        row: Row,
        pictures: Vec<PutPicture>,
    ) -> Result<(Row, Vec<PutPicture>)> {
        // A row of the chunk may be of the same record.
        self.store_chunk()?;
        let store = &self.engine.store;
        let of_batch = self.batch.as_ref().map(|batch| store.batch_version(batch.id, key));
        let stored = match of_batch.transpose()?.flatten() {
            Some(stored) => stored,
            None => match store.get(key)? {
                Some(stored) => stored,
                None => return Ok((row, pictures)),
            },
        };
        let pictures = match row.contains(Column::Photos) {
            true => pictures,
            false => kept_pictures(store, &stored)?,
        };
        let mut whole =
            Row::from_json(&stored.content).map_err(|_| EngineError::Unreadable(key.clone()))?;
        for (column, cell) in row.iter() {
            whole.insert(column, Cell::clone(cell));
        }
        Ok((Record::read(key.clone(), &whole).row, pictures))
    }

    fn store_chunk(&mut self) -> Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.chunk);
        let Some(batch) = &self.batch else { return self.preview(&rows) };
        let outcome = self.engine.store.apply_chunk(batch.id, &rows)?;
        for (stored, given) in outcome.rows.iter().zip(&rows) {
            let found_by_store =
                stored.status == RowStatus::Rejected && matches!(given.action, RowAction::Put(_));
            if found_by_store {
                let code = match stored.problems.last() {
                    Some(problem) if problem.code == ERASED_RECORD => ERASED_RECORD,
                    _ => DUPLICATE_ID_IN_FILE,
                };
                *self.summary.doubts.entry((code, "rejected")).or_default() += 1;
            }
        }
        self.summary.counts = outcome.batch.counts;
        faults::reached("batch.between_chunks");
        Ok(())
    }

    fn preview(&mut self, rows: &[BatchRow]) -> Result<()> {
        for row in rows {
            let counts = &mut self.summary.counts;
            counts.rows_seen += 1;
            let RowAction::Put(record) = &row.action else {
                counts.rejected += 1;
                continue;
            };
            let change = match self.engine.store.preview(record) {
                Err(StoreError::Erased { .. }) => {
                    counts.rejected += 1;
                    *self.summary.doubts.entry((ERASED_RECORD, "rejected")).or_default() += 1;
                    continue;
                }
                previewed => previewed?.change,
            };
            match change {
                Change::Created => counts.created += 1,
                Change::Updated => counts.updated += 1,
                Change::Unchanged => counts.unchanged += 1,
                Change::Older => counts.older += 1,
            }
            counts.doubtful += u32::from(!row.problems.is_empty());
        }
        Ok(())
    }
}

fn problem(doubt: &Doubt) -> RowProblem {
    let severity = match doubt.severity() {
        vinculo_exchange::Severity::Error => Severity::Error,
        _ => Severity::Warning,
    };
    RowProblem {
        column: doubt.canonical.map(|column| column.name().to_owned()),
        item: doubt.list_item.and_then(|item| u32::try_from(item).ok()),
        code: doubt.code.code().to_owned(),
        shape: Shape::of(&doubt.shape),
        severity,
        action: doubt.action().as_str().to_owned(),
    }
}
