//! The index on disk: opening, writing, the tie to the change log.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term};
use vinculo_record::RecordKey;

use crate::error::{on_open, on_write};
use crate::schema::{self, Fields, key_term};
use crate::weights::{
    FORMAT_VERSION, MERGE_MIN_SEGMENTS, SMALL_WRITER_MEMORY_BYTES, WRITER_MEMORY_BYTES,
    WRITER_THREADS,
};
use crate::{Page, Query, RebuildReason, SearchDocument, SearchError, analysis, contents, search};

/// One change of the index.
#[derive(Clone, Debug, PartialEq)]
// Nearly all changes are of the large variant: a box would only cost an allocation.
#[allow(clippy::large_enum_variant)]
pub enum Change {
    /// The record is new or has changed.
    Upsert(SearchDocument),
    /// The record is no longer to be found.
    Delete(RecordKey),
}

/// A search index. Cheap to search from many threads; changes are serialised inside.
///
/// What is applied is found after the next [`commit`](SearchIndex::commit). Nothing
/// of an uncommitted batch survives a crash: the engine replays the change log from
/// [`last_seq`](SearchIndex::last_seq).
pub struct SearchIndex {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    /// One for the life of the index: one per change would leave thousands of segments.
    writer: Option<Mutex<IndexWriter>>,
    dir: PathBuf,
}

impl SearchIndex {
    /// Opens the index in a folder for reading and writing; makes an empty one if the
    /// folder has none.
    ///
    /// # Errors
    /// [`SearchError::NeedsRebuild`] if it is of another schema or format or does not
    /// open (then [`create`](Self::create) it anew and replay the whole log),
    /// [`SearchError::Locked`] if another process writes to it.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(dir).map_err(|e| on_open(dir, e.into()))?;
        let directory = MmapDirectory::open(dir).map_err(|e| on_open(dir, e.into()))?;
        let exists = Index::exists(&directory).map_err(|e| on_open(dir, e.into()))?;
        if exists { Self::open_existing(dir)?.with_writer() } else { Self::create(dir) }
    }

    /// Opens the index beside another process's writer. Takes no writer's lock; sees
    /// what was committed at the last [`reload`](Self::reload).
    ///
    /// # Errors
    /// As [`open`](Self::open), and [`SearchError::NeedsRebuild`] if there is none.
    pub fn open_reader(dir: &Path) -> Result<Self, SearchError> {
        Self::open_existing(dir)
    }

    /// Makes an empty index in a folder, in place of any that is there.
    ///
    /// # Errors
    /// [`SearchError::Locked`] if another process writes to the old one;
    /// [`SearchError::Io`] if the folder cannot be written.
    pub fn create(dir: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(dir).map_err(|e| on_open(dir, e.into()))?;
        clear(dir)?;
        let (schema, fields) = schema::build();
        let directory = MmapDirectory::open(dir).map_err(|e| on_open(dir, e.into()))?;
        let index = Index::create(directory, schema, tantivy::IndexSettings::default())
            .map_err(|e| on_open(dir, e))?;
        Self::ready(index, fields, dir)?.with_writer()?.with_first_commit()
    }

    /// An index in memory, gone when it is dropped.
    ///
    /// # Errors
    /// If its threads cannot be started.
    pub fn in_memory() -> Result<Self, SearchError> {
        let (schema, fields) = schema::build();
        let index = Index::create_in_ram(schema);
        Self::ready(index, fields, Path::new("(memory)"))?
            .with_writer_of(1, SMALL_WRITER_MEMORY_BYTES)?
            .with_first_commit()
    }

    /// The number of the last change that is in the index: replay the log after it.
    /// 0 in a new index.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn last_seq(&self) -> Result<u64, SearchError> {
        let payload = self.index.load_metas().map_err(|e| on_open(&self.dir, e))?.payload;
        Ok(read_payload(payload.as_deref()).map_or(0, |(_, seq)| seq))
    }

    /// Takes over changes in their order; they are found after the next commit.
    /// A record that is there already is replaced.
    ///
    /// # Errors
    /// [`SearchError::ReadOnly`] if it was opened for reading; else if writing fails,
    /// after which [`reset`](Self::reset) it and replay.
    pub fn apply(&self, changes: &[Change]) -> Result<(), SearchError> {
        let writer = self.writer()?;
        for change in changes {
            match change {
                Change::Upsert(document) => {
                    writer.delete_term(self.key_term(&document.key));
                    writer
                        .add_document(self.fields.write(document))
                        .map_err(|e| on_write(&self.dir, e))?;
                }
                Change::Delete(key) => {
                    writer.delete_term(self.key_term(key));
                }
            }
        }
        Ok(())
    }

    /// Makes the applied changes durable, with the number of the last of them, and
    /// lets searches see them.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn commit(&self, last_seq: u64) -> Result<(), SearchError> {
        let mut writer = self.writer()?;
        let failed = |error| on_write(&self.dir, error);
        let mut prepared = writer.prepare_commit().map_err(failed)?;
        prepared.set_payload(&write_payload(last_seq));
        prepared.commit().map_err(failed)?;
        drop(writer);
        self.reload()
    }

    /// Lets searches see what any process has committed. Takes about half a millisecond.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn reload(&self) -> Result<(), SearchError> {
        self.reader.reload().map_err(|e| on_open(&self.dir, e))
    }

    /// Forgets what was applied and not committed, and makes the writer usable again
    /// after an error: a disk that was full ends its threads.
    ///
    /// # Errors
    /// If the index cannot be read, or was opened for reading.
    pub fn reset(&self) -> Result<(), SearchError> {
        let mut writer = self.writer()?;
        writer.rollback().map_err(|e| on_write(&self.dir, e))?;
        writer.set_merge_policy(merge_policy());
        Ok(())
    }

    /// Rewrites the segments that still hold deleted or replaced records, so that
    /// nothing of them remains in the files: for erasure. Commit first.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn purge(&self) -> Result<(), SearchError> {
        let mut writer = self.writer()?;
        let stale: Vec<_> = self
            .index
            .searchable_segment_metas()?
            .into_iter()
            .filter(|segment| segment.num_deleted_docs() > 0)
            .map(|segment| segment.id())
            .collect();
        if !stale.is_empty() {
            writer.merge(&stale).wait().map_err(|e| on_write(&self.dir, e))?;
        }
        self.reload()?;
        writer.garbage_collect_files().wait().map_err(|e| on_write(&self.dir, e))?;
        Ok(())
    }

    /// Answers a query from the last committed state.
    ///
    /// # Errors
    /// [`SearchError::Filter`] if a filter contradicts itself; else if the index
    /// cannot be read. No text is an error.
    pub fn search(&self, query: &Query) -> Result<Page, SearchError> {
        let mut analyzer = analysis::text();
        search::run(&self.reader.searcher(), &self.fields, &mut analyzer, query)
    }

    /// Every record that can be found, with its version: to hold the index against
    /// the store. Reads columns only, no stored records.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn records(&self) -> Result<BTreeMap<RecordKey, u32>, SearchError> {
        let mut records = BTreeMap::new();
        for segment in self.searcher().segment_readers() {
            contents::read(segment, &mut records)?;
        }
        Ok(records)
    }

    /// Reads every file of the index and compares it with its checksum. Slow: for
    /// `verify`, not for opening.
    ///
    /// # Errors
    /// [`SearchError::NeedsRebuild`] if a file is not as it was written.
    pub fn check_files(&self) -> Result<(), SearchError> {
        let damaged = self.index.validate_checksum().map_err(|e| on_open(&self.dir, e))?;
        if damaged.is_empty() {
            return Ok(());
        }
        let reason = RebuildReason::Damaged;
        Err(SearchError::NeedsRebuild { dir: self.dir.clone(), reason })
    }

    /// Number of records that can be found.
    pub fn len(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// Whether no record can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    fn writer(&self) -> Result<MutexGuard<'_, IndexWriter>, SearchError> {
        let writer = self.writer.as_ref().ok_or(SearchError::ReadOnly)?;
        // A panic elsewhere leaves at worst an uncommitted batch, which is replayed.
        Ok(writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn key_term(&self, key: &RecordKey) -> Term {
        Term::from_field_text(self.fields.key, &key_term(key))
    }

    fn open_existing(dir: &Path) -> Result<Self, SearchError> {
        let needs = |reason| SearchError::NeedsRebuild { dir: dir.to_owned(), reason };
        if !dir.exists() {
            return Err(needs(RebuildReason::Missing));
        }
        let directory = MmapDirectory::open(dir).map_err(|e| on_open(dir, e.into()))?;
        if !Index::exists(&directory).map_err(|e| on_open(dir, e.into()))? {
            return Err(needs(RebuildReason::Missing));
        }
        let index = Index::open(directory).map_err(|e| on_open(dir, e))?;
        let metas = index.load_metas().map_err(|e| on_open(dir, e))?;
        match read_payload(metas.payload.as_deref()) {
            Some((FORMAT_VERSION, _)) => {}
            // Stopped between its creation and its first commit.
            None if metas.segments.is_empty() => return Err(needs(RebuildReason::Missing)),
            _ => return Err(needs(RebuildReason::Format)),
        }
        let (schema, fields) = schema::build();
        if index.schema() != schema {
            return Err(needs(RebuildReason::Schema));
        }
        Self::ready(index, fields, dir)
    }

    fn ready(index: Index, fields: Fields, dir: &Path) -> Result<Self, SearchError> {
        analysis::register(index.tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e| on_open(dir, e))?;
        Ok(Self { index, fields, reader, writer: None, dir: dir.to_owned() })
    }

    fn with_writer(self) -> Result<Self, SearchError> {
        self.with_writer_of(WRITER_THREADS, WRITER_MEMORY_BYTES)
    }

    fn with_writer_of(mut self, threads: usize, bytes: usize) -> Result<Self, SearchError> {
        let writer: IndexWriter = self
            .index
            .writer_with_num_threads(threads, bytes)
            .map_err(|e| on_open(&self.dir, e))?;
        writer.set_merge_policy(merge_policy());
        self.writer = Some(Mutex::new(writer));
        Ok(self)
    }

    /// So that the format stands in the index from its beginning.
    fn with_first_commit(self) -> Result<Self, SearchError> {
        self.commit(0)?;
        Ok(self)
    }
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("records", &self.len()).finish_non_exhaustive()
    }
}

fn merge_policy() -> Box<LogMergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(MERGE_MIN_SEGMENTS);
    Box::new(policy)
}

fn write_payload(last_seq: u64) -> String {
    format!("format={FORMAT_VERSION} seq={last_seq}")
}

/// Format and last sequence number.
fn read_payload(payload: Option<&str>) -> Option<(u32, u64)> {
    let (format, seq) = payload?.split_once(' ')?;
    Some((format.strip_prefix("format=")?.parse().ok()?, seq.strip_prefix("seq=")?.parse().ok()?))
}

/// Removes an index from a folder, and nothing else that may lie there.
fn clear(dir: &Path) -> Result<(), SearchError> {
    let io = |error: io::Error| on_open(dir, TantivyError::from(error));
    let directory = MmapDirectory::open(dir).map_err(|e| on_open(dir, e.into()))?;
    let _lock = directory
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|e| on_open(dir, TantivyError::LockFailure(e, None)))?;
    for entry in fs::read_dir(dir).map_err(io)? {
        let entry = entry.map_err(io)?;
        if entry.file_name().to_str().is_some_and(is_index_file) {
            fs::remove_file(entry.path()).map_err(io)?;
        }
    }
    Ok(())
}

/// `meta.json`, `.managed.json` and segment files: 32 hexadecimal digits and an ending.
fn is_index_file(name: &str) -> bool {
    let is_segment = |stem: &str| stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    matches!(name, "meta.json" | ".managed.json")
        || name.split_once('.').is_some_and(|(stem, _)| is_segment(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_is_read_as_it_was_written() {
        assert_eq!(read_payload(Some(&write_payload(42))), Some((FORMAT_VERSION, 42)));
        for broken in [None, Some(""), Some("42"), Some("format=x seq=1"), Some("format=1 seq=")] {
            assert_eq!(read_payload(broken), None);
        }
    }

    #[test]
    fn only_files_of_an_index_are_removed() {
        for name in ["meta.json", ".managed.json", "0123456789abcdef0123456789abcdef.store"] {
            assert!(is_index_file(name), "{name}");
        }
        for name in ["vinculo.sqlite", "notes.txt", ".tantivy-writer.lock", "model.toml"] {
            assert!(!is_index_file(name), "{name}");
        }
    }
}
