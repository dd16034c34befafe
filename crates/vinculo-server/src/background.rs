//! What runs beside the requests: the workers of batches, the matcher of batches, the maker of
//! queues, the follower of the change log, the examiner of children, and the erasure of what
//! has expired. All but the last have threads of their own that give way to requests.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Instant;

use tokio::sync::watch;
use tokio::task;
use vinculo_engine::{EngineError, MATCHED_PROBABILITY, give_way};

use crate::batches;
use crate::lanes::Lane;
use crate::leads;
use crate::limits::{FOLLOW_EVERY, RETENTION_EVERY, STOP_WAIT};
use crate::matchings;
use crate::state::AppState;

/// What runs beside the requests, until [`stop`](Background::stop).
pub struct Background {
    state: AppState,
    /// Of batches, of matchings and of queues, the follower and the examiner.
    workers: Vec<JoinHandle<()>>,
    /// What the last two end with.
    beside: Vec<Sender<()>>,
    retention: task::JoinHandle<()>,
    /// Tells it to end, as does its own end.
    ending: watch::Sender<bool>,
}

/// Takes up the batches that an earlier process left, and begins to work beside
/// the requests. Must be called within a tokio runtime.
///
/// # Errors
/// When the store cannot be read or no thread be started.
pub fn start(state: &AppState) -> Result<Background, EngineError> {
    state.set_warm(false);
    state.engine.is_followed_in_background();
    let mut workers = batches::start(state)?;
    workers.extend([matchings::start(state)?, leads::start(state)?]);
    let (follower, stop_follower) = beside(state, "follower", follow)?;
    let (examiner, stop_examiner) = beside(state, "examiner", examine)?;
    workers.extend([follower, examiner]);
    let beside = vec![stop_follower, stop_examiner];
    let ending = watch::Sender::new(false);
    let retention = tokio::spawn(keep_retention(state.clone(), ending.subscribe()));
    let state = state.clone();
    Ok(Background { state, workers, beside, retention, ending })
}

impl Background {
    /// Ends it, waiting a while for what is being done: a batch that takes longer
    /// ends with the process, and the next start resumes it.
    pub async fn stop(self) {
        self.ending.send_replace(true);
        drop(self.beside);
        self.state.queue.stop();
        self.state.matchings.stop();
        self.state.leads.stop();
        let end = Instant::now() + STOP_WAIT;
        // Where it takes longer, it ends with the process too.
        let _ = tokio::time::timeout(STOP_WAIT, self.retention).await;
        let is_over = || self.workers.iter().all(JoinHandle::is_finished);
        while !is_over() && Instant::now() < end {
            tokio::time::sleep(FOLLOW_EVERY / 10).await;
        }
    }
}

/// Compiles the profiles, then keeps index and profiles at the end of the log while
/// a batch fills it. Writes of single records do not wait for this.
fn follow(state: &AppState, stopped: &Receiver<()>) {
    attempt("the records could not be compiled for matching", || state.engine.prepare_matching());
    // Where it failed, the first comparison tries again and says why.
    state.set_warm(true);
    while goes_on(stopped) {
        attempt("index and profiles could not follow the log", || state.engine.follow());
    }
}

/// Tells consulates of children who match a notice, following the log in small steps. A
/// restart goes on where it stood.
fn examine(state: &AppState, stopped: &Receiver<()>) {
    while goes_on(stopped) {
        if state.is_warm() {
            attempt("matches of children could not be examined", || {
                state.engine.examine_matches(MATCHED_PROBABILITY)
            });
        }
    }
}

/// Tells what could not be done. The message of a panic may quote a record: only the fact is
/// told.
fn attempt<T>(failed: &str, work: impl FnOnce() -> Result<T, EngineError>) {
    if !matches!(catch_unwind(AssertUnwindSafe(work)), Ok(Ok(_))) {
        tracing::error!("{failed}");
    }
}

/// Waits until the next look is due. False when it is not wanted any more.
fn goes_on(stopped: &Receiver<()>) -> bool {
    matches!(stopped.recv_timeout(FOLLOW_EVERY), Err(RecvTimeoutError::Timeout))
}

/// Starts work on a thread that gives way to requests.
pub(crate) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, EngineError> {
    let quietly = || {
        give_way();
        work();
    };
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(quietly).map_err(|_| EngineError::Threads(1))
}

/// The same for work that ends once the sender is dropped.
fn beside(
    state: &AppState,
    name: &str,
    work: fn(&AppState, &Receiver<()>),
) -> Result<(JoinHandle<()>, Sender<()>), EngineError> {
    let (stop, stopped) = channel();
    let state = state.clone();
    Ok((spawn(name, move || work(&state, &stopped))?, stop))
}

/// Who erases what has expired: stands in the tombstones.
const RETENTION: &str = "vinculo serve";

/// Erases the records whose `retain_until` has passed, and finishes what earlier
/// erasures left.
async fn keep_retention(state: AppState, mut ending: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(RETENTION_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ending.wait_for(|ending| *ending) => return,
            _ = ticks.tick() => {}
        }
        match state.run(Lane::Long, |it| Ok(it.engine.erase_expired(RETENTION)?)).await {
            Ok((erased, left)) if !erased.is_empty() || !left.is_empty() => {
                tracing::info!(erased = erased.len(), ?left, "expired records were erased");
            }
            Ok(_) => {}
            Err(_) => tracing::error!("expired records could not be erased"),
        }
    }
}
