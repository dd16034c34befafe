//! Batches matched in the background: one after the other, record by record, each record
//! only when nobody waits for an answer.
//!
//! A matching is of whoever asked for it, and holds what that caller sees. It is kept for a
//! while and ends with the process: matching again is cheap beside keeping a second copy of
//! what was seen.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use uuid::Uuid;
use vinculo_access::Caller;
use vinculo_engine::{BatchMatch, EngineError, MatchProgress, Trail};
use vinculo_store::{BatchState, RecordStore, Seq};

use crate::background::spawn;
use crate::limits::{KEEP_MATCHING, MAX_MATCHINGS, RETRY_AFTER, YIELD_AT_MOST, YIELD_STEP};
use crate::problem::{Code, Problem};
use crate::state::{AppState, Shared};
use crate::uploads::Incoming;

/// The number of a matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MatchingId(Uuid);

impl MatchingId {
    /// Reads one; one that is none was never given out.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        text.parse().map(Self).map_err(|_| Problem::new(Code::MatchingNotFound))
    }
}

impl std::fmt::Display for MatchingId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What is told of a matching.
#[derive(Clone, Debug)]
pub(crate) struct MatchingInfo {
    pub id: MatchingId,
    pub wanted: BatchMatch,
    /// As of the batches themselves.
    pub state: BatchState,
    pub progress: MatchProgress,
    /// How long it will take from now, once that can be told.
    pub time_left: Option<Duration>,
    /// Matchings that come before it, while it waits.
    pub ahead: Option<usize>,
    /// Candidates in the file, once it has ended.
    pub candidates: Option<u64>,
}

/// The file of an ended matching, and what stands in it.
pub(crate) struct Matched {
    pub path: PathBuf,
    pub wanted: BatchMatch,
    pub trail: Arc<Trail>,
    /// The change log's end when it was begun.
    pub seq: Seq,
    /// The folder of the file, gone with the last who holds it.
    _folder: Arc<Incoming>,
}

struct Matching {
    wanted: BatchMatch,
    caller: Arc<Caller>,
    state: BatchState,
    progress: MatchProgress,
    begun: Option<Instant>,
    ended: Option<Instant>,
    result: Option<Arc<Matched>>,
    candidates: Option<u64>,
}

/// All matchings of the server.
#[derive(Default)]
pub(crate) struct Matchings {
    known: Mutex<Known>,
    changed: Condvar,
}

#[derive(Default)]
struct Known {
    all: BTreeMap<MatchingId, Matching>,
    waiting: VecDeque<MatchingId>,
    stopped: bool,
}

impl Known {
    /// The matching, if it is the caller's.
    fn of(&mut self, id: MatchingId, caller: &Caller) -> Result<&mut Matching, Problem> {
        let own = |matching: &&mut Matching| {
            matching.caller.token == caller.token && matching.caller.who == caller.who
        };
        self.all.get_mut(&id).filter(own).ok_or(Problem::new(Code::MatchingNotFound))
    }

    fn info(&mut self, id: MatchingId, caller: &Caller) -> Result<MatchingInfo, Problem> {
        let ahead = self.waiting.iter().position(|waiting| *waiting == id);
        let matching = self.of(id, caller)?;
        let MatchProgress { done, records } = matching.progress;
        let time_left = match (matching.state, matching.begun) {
            (BatchState::Processing, Some(begun)) if done > 0 => {
                let each = begun.elapsed().as_secs_f64() / done as f64;
                Some(Duration::from_secs_f64(each * (records - done) as f64))
            }
            _ => None,
        };
        Ok(MatchingInfo {
            id,
            wanted: matching.wanted,
            state: matching.state,
            progress: matching.progress,
            time_left,
            ahead,
            candidates: matching.candidates,
        })
    }

    fn forget_old(&mut self) {
        self.all.retain(|_, matching| {
            matching.ended.is_none_or(|ended| ended.elapsed() < KEEP_MATCHING)
        });
    }
}

impl Matchings {
    /// Adds a matching of a caller.
    pub(crate) fn push(
        &self,
        wanted: BatchMatch,
        caller: Arc<Caller>,
    ) -> Result<MatchingInfo, Problem> {
        let mut known = self.lock();
        known.forget_old();
        if known.all.len() >= MAX_MATCHINGS {
            return Err(Problem::new(Code::Busy).retry_after(RETRY_AFTER));
        }
        let id = MatchingId(Uuid::now_v7());
        let matching = Matching {
            wanted,
            caller: Arc::clone(&caller),
            state: BatchState::Enqueued,
            progress: MatchProgress { done: 0, records: 0 },
            begun: None,
            ended: None,
            result: None,
            candidates: None,
        };
        known.all.insert(id, matching);
        known.waiting.push_back(id);
        self.changed.notify_all();
        known.info(id, &caller)
    }

    /// Where a matching of the caller stands.
    pub(crate) fn info(&self, id: MatchingId, caller: &Caller) -> Result<MatchingInfo, Problem> {
        self.lock().info(id, caller)
    }

    /// What an ended matching of the caller has found.
    pub(crate) fn matched(&self, id: MatchingId, caller: &Caller) -> Result<Arc<Matched>, Problem> {
        let mut known = self.lock();
        let matching = known.of(id, caller)?;
        matching.result.clone().ok_or(Problem::new(Code::MatchingOpen))
    }

    /// Forgets a matching of the caller, ended or not.
    pub(crate) fn remove(&self, id: MatchingId, caller: &Caller) -> Result<(), Problem> {
        let mut known = self.lock();
        known.of(id, caller)?;
        known.all.remove(&id);
        known.waiting.retain(|waiting| *waiting != id);
        Ok(())
    }

    /// Ends the worker, and the matching that it is at.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    /// The next matching; `None` when the worker shall end.
    fn next(&self) -> Option<(MatchingId, BatchMatch, Arc<Caller>)> {
        let mut known = self.lock();
        loop {
            if known.stopped {
                return None;
            }
            if let Some(id) = known.waiting.pop_front()
                && let Some(matching) = known.all.get_mut(&id)
            {
                matching.state = BatchState::Processing;
                matching.begun = Some(Instant::now());
                return Some((id, matching.wanted, Arc::clone(&matching.caller)));
            }
            known = self.changed.wait(known).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes how far a matching is. False when it is wanted no more.
    fn note(&self, id: MatchingId, progress: MatchProgress) -> bool {
        let mut known = self.lock();
        let stopped = known.stopped;
        let Some(matching) = known.all.get_mut(&id) else { return false };
        matching.progress = progress;
        !stopped
    }

    fn end(&self, id: MatchingId, state: BatchState, found: Option<(Arc<Matched>, u64)>) {
        let mut known = self.lock();
        let Some(matching) = known.all.get_mut(&id) else { return };
        matching.state = state;
        matching.ended = Some(Instant::now());
        matching.candidates = found.as_ref().map(|(_, candidates)| *candidates);
        matching.result = found.map(|(matched, _)| matched);
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the worker, on a thread that is not one of the runtime's.
pub(crate) fn start(state: &AppState) -> Result<JoinHandle<()>, EngineError> {
    let state = state.clone();
    spawn("matchings", move || work(&state))
}

fn work(state: &Shared) {
    while let Some((id, wanted, caller)) = state.matchings.next() {
        // The message of a panic may quote a record: only the fact is told.
        let done = catch_unwind(AssertUnwindSafe(|| run(state, id, wanted, &caller)));
        match done {
            Ok(Ok(Some(found))) => {
                state.matchings.end(id, BatchState::Succeeded, Some(found));
            }
            Ok(Ok(None)) => state.matchings.end(id, BatchState::Canceled, None),
            Ok(Err(_)) | Err(_) => {
                tracing::error!(matching = %id, "a batch could not be matched");
                state.matchings.end(id, BatchState::Failed, None);
            }
        }
    }
}

fn run(
    state: &Shared,
    id: MatchingId,
    wanted: BatchMatch,
    caller: &Caller,
) -> Result<Option<(Arc<Matched>, u64)>, Problem> {
    let seq = state.engine.store().last_seq()?;
    let (folder, _) = state.uploads.incoming("")?;
    let path = folder.beside("candidates");
    let trail = Arc::new(Trail::default());
    let mut go_on = |progress| {
        state.give_way();
        state.matchings.note(id, progress)
    };
    let written = state.engine.desk(caller, &trail).match_batch(&wanted, &path, &mut go_on)?;
    Ok(written.map(|candidates| {
        let _folder = Arc::new(folder);
        (Arc::new(Matched { path, wanted, trail, seq, _folder }), candidates)
    }))
}

impl Shared {
    /// Waits while requests are answered, though not for ever.
    pub(crate) fn give_way(&self) {
        let end = Instant::now() + YIELD_AT_MOST;
        while self.lanes.is_busy() && Instant::now() < end {
            std::thread::sleep(YIELD_STEP);
        }
    }
}
