//! The workers that turn uploaded files into records: two, so that a partner's small batch does
//! not wait for another's large one. Each writes a chunk at a time, in turn.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use vinculo_engine::{EngineError, ImportRequest};
use vinculo_exchange::{ExchangeError, Input};
use vinculo_store::{Batch, BatchId, BatchState, RecordStore, StoreError};

use crate::background::spawn;
use crate::limits::{BATCH_WORKERS, RETRY_BATCH};
use crate::state::{AppState, Shared};
use crate::uploads::Job;

/// Batches that wait for a worker.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    batches: VecDeque<BatchId>,
    /// Those that a worker is at: none is taken up by another.
    running: Vec<BatchId>,
    stopped: bool,
}

impl Queue {
    /// Adds a batch, unless it waits already.
    pub(crate) fn push(&self, id: BatchId) {
        let mut waiting = self.lock();
        if !waiting.batches.contains(&id) {
            waiting.batches.push_back(id);
        }
        self.changed.notify_all();
    }

    /// How many batches wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().batches.len()
    }

    /// How many batches come before this one; `None` if it does not wait.
    pub(crate) fn position(&self, id: BatchId) -> Option<usize> {
        self.lock().batches.iter().position(|waiting| *waiting == id)
    }

    /// Ends each worker after the batch it is at.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    /// The next batch that no worker is at; `None` when the worker shall end.
    fn next(&self) -> Option<BatchId> {
        let mut waiting = self.lock();
        loop {
            if waiting.stopped {
                return None;
            }
            let free = waiting.batches.iter().position(|id| !waiting.running.contains(id));
            if let Some(id) = free.and_then(|place| waiting.batches.remove(place)) {
                waiting.running.push(id);
                return Some(id);
            }
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A worker has left the batch.
    fn left(&self, id: BatchId) {
        self.lock().running.retain(|running| *running != id);
        self.changed.notify_all();
    }

    /// Waits that long, or until the workers shall end.
    fn pause(&self, time: Duration) {
        let end = Instant::now() + time;
        let mut waiting = self.lock();
        while !waiting.stopped {
            let Some(left) = end.checked_duration_since(Instant::now()) else { return };
            let woken = self.changed.wait_timeout(waiting, left);
            waiting = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes up the batches that an earlier process left, and starts the workers. Their
/// threads are not the runtime's: a stop does not wait for a large file.
pub(crate) fn start(state: &AppState) -> Result<Vec<JoinHandle<()>>, EngineError> {
    resume(state)?;
    let start = |_| {
        let state = state.clone();
        spawn("batches", move || work(&state))
    };
    (0..BATCH_WORKERS).map(start).collect()
}

fn resume(state: &Shared) -> Result<(), EngineError> {
    let store = state.engine.store();
    let over = |id| state.engine.has_batch_ended(id).is_ok_and(|ended| ended != Some(false));
    if let Err(error) = state.uploads.sweep(over) {
        tracing::warn!(%error, "old uploads could not be removed");
    }
    for batch in store.unfinished_batches()? {
        let kept = state.uploads.find(&batch).ok().flatten();
        match (kept, batch.state) {
            (Some(_), _) => state.queue.push(batch.id),
            // It was never acknowledged: the process ended before the file was kept.
            (None, BatchState::Enqueued) => {
                store.fail_batch(batch.id, "the upload did not arrive whole: send it again")?;
            }
            // Of the command line, which resumes it from its own file.
            (None, _) => {}
        }
    }
    Ok(())
}

fn work(state: &Shared) {
    while let Some(id) = state.queue.next() {
        // The message of a panic may quote a record: only the fact is told.
        let done = catch_unwind(AssertUnwindSafe(|| run(state, id)));
        match done.unwrap_or(Err(EngineError::Threads(1))) {
            Ok(()) => tracing::info!(batch = %id, "batch ended"),
            Err(error) if is_passing(&error) => {
                tracing::error!(batch = %id, %error, "batch interrupted; it will be resumed");
                state.queue.push(id);
                state.queue.pause(RETRY_BATCH);
            }
            Err(error) => {
                tracing::error!(batch = %id, %error, "batch failed");
                fail(state, id);
            }
        }
        state.queue.left(id);
    }
}

fn run(state: &Shared, id: BatchId) -> Result<(), EngineError> {
    let batch = state.engine.store().batch(id)?;
    if !batch.state.is_finished()
        && let Some((path, job)) = state.uploads.find(&batch).map_err(store_io)?
    {
        let read = Input::open(&path, &state.limits)
            .map_err(EngineError::from)
            .and_then(|input| state.engine.run_import(&input, &request(state, &batch, &job), id));
        match read {
            // A file to blame has ended its batch; a stopped batch takes no more rows.
            Err(EngineError::Exchange(error)) if error.is_bad_input() => {
                tracing::warn!(batch = %id, "the file could not be read to its end");
            }
            Err(EngineError::Store(StoreError::BatchClosed { .. })) => {}
            other => other?,
        }
    }
    let batch = state.engine.store().batch(id)?;
    if batch.state.is_finished() {
        // It was stopped, or a full disk kept it from being settled.
        state.engine.store().settle_batches()?;
        state.uploads.remove(&batch).map_err(store_io)?;
    }
    Ok(())
}

fn request(state: &Shared, batch: &Batch, job: &Job) -> ImportRequest {
    ImportRequest {
        kind: batch.kind,
        source: batch.source.clone(),
        only_source: job.only.clone(),
        mapping: job.mapping.clone().map(|text| ("mapping.toml".to_owned(), text)),
        dry_run: false,
        limits: state.limits.clone(),
        lang: job.lang(),
    }
}

/// What the machine is to blame for, and may be gone the next time.
fn is_passing(error: &EngineError) -> bool {
    match error {
        EngineError::Store(error) => {
            error.is_disk_full()
                || error.is_busy()
                || error.is_read_only()
                || matches!(error, StoreError::Io { .. })
        }
        EngineError::Exchange(ExchangeError::Io { .. }) | EngineError::Search(_) => true,
        _ => false,
    }
}

fn fail(state: &Shared, id: BatchId) {
    let store = state.engine.store();
    let message = "the batch could not be processed: the server's log says more";
    match store.fail_batch(id, message) {
        Ok(batch) => {
            if let Err(error) = state.uploads.remove(&batch) {
                tracing::warn!(batch = %id, %error, "an upload could not be removed");
            }
        }
        Err(error) => tracing::error!(batch = %id, %error, "batch could not be ended"),
    }
}

fn store_io(source: std::io::Error) -> EngineError {
    StoreError::Io { what: "use an uploaded file", source }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_workers_are_at_one_batch() {
        let queue = Queue::default();
        let id = |n: u8| format!("00000000-0000-7000-8000-00000000000{n}").parse().unwrap();
        let [first, second]: [BatchId; 2] = [id(1), id(2)];
        queue.push(first);
        assert_eq!(queue.next(), Some(first));
        // Stopped meanwhile: somebody must look at it again, later.
        queue.push(first);
        queue.push(second);
        assert_eq!(queue.next(), Some(second));
        queue.left(first);
        assert_eq!(queue.next(), Some(first));
        queue.stop();
        assert_eq!(queue.next(), None);
    }
}
