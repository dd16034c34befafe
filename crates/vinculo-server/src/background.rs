//! What runs beside the requests: the workers of batches, the matcher of batches, the maker of queues, the follower of the change
//! log, the first compilation of the profiles, and the erasure of what has expired.

use std::thread::JoinHandle;
use std::time::Instant;

use tokio::sync::watch;
use tokio::task;
use vinculo_engine::{EngineError, MATCHED_PROBABILITY};

use crate::batches;
use crate::lanes::Lane;
use crate::leads;
use crate::limits::{FOLLOW_EVERY, RETENTION_EVERY, STOP_WAIT};
use crate::matchings;
use crate::problem::Problem;
use crate::state::AppState;

/// What runs beside the requests, until [`stop`](Background::stop).
pub struct Background {
    state: AppState,
    /// Of batches, of matchings and of queues.
    workers: Vec<JoinHandle<()>>,
    follower: task::JoinHandle<()>,
    examiner: task::JoinHandle<()>,
    retention: task::JoinHandle<()>,
    /// Tells the others to end, as does its own end.
    ending: watch::Sender<bool>,
}

/// Takes up the batches that an earlier process left, and begins to work beside
/// the requests. Must be called within a tokio runtime.
///
/// # Errors
/// When the store cannot be read or no thread be started.
pub fn start(state: &AppState) -> Result<Background, EngineError> {
    state.set_warm(false);
    let mut workers = batches::start(state)?;
    workers.extend([matchings::start(state)?, leads::start(state)?]);
    let ending = watch::Sender::new(false);
    let follower = tokio::spawn(follow(state.clone(), ending.subscribe()));
    let examiner = tokio::spawn(examine(state.clone(), ending.subscribe()));
    let retention = tokio::spawn(keep_retention(state.clone(), ending.subscribe()));
    let state = state.clone();
    Ok(Background { state, workers, follower, examiner, retention, ending })
}

impl Background {
    /// Ends it, waiting a while for what is being done: a batch that takes longer
    /// ends with the process, and the next start resumes it.
    pub async fn stop(self) {
        self.ending.send_replace(true);
        self.state.queue.stop();
        self.state.matchings.stop();
        self.state.leads.stop();
        let end = Instant::now() + STOP_WAIT;
        // Where it takes longer, it ends with the process too.
        let all = async { (self.follower.await, self.examiner.await, self.retention.await) };
        let _ = tokio::time::timeout(STOP_WAIT, all).await;
        let is_over = || self.workers.iter().all(JoinHandle::is_finished);
        while !is_over() && Instant::now() < end {
            tokio::time::sleep(FOLLOW_EVERY / 10).await;
        }
    }
}

/// Compiles the profiles, then keeps index and profiles at the end of the log while
/// a batch fills it. Writes of single records do not wait for this.
async fn follow(state: AppState, mut ending: watch::Receiver<bool>) {
    let compiled = state.run(Lane::Compare, |it| Ok(it.engine.prepare_matching()?)).await;
    if compiled.is_err() {
        tracing::error!("the records could not be compiled for matching");
    }
    // Where it failed, the first comparison tries again and says why.
    state.set_warm(true);
    let mut ticks = tokio::time::interval(FOLLOW_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ending.wait_for(|ending| *ending) => return,
            _ = ticks.tick() => {}
        }
        let followed = state.run(Lane::Quick, |it| {
            let progress = it.engine.progress()?;
            let behind = progress.index < progress.log
                || progress.profiles.is_some_and(|at| at < progress.log);
            if behind {
                it.engine.follow()?;
            }
            Ok::<(), Problem>(())
        });
        if followed.await.is_err() {
            tracing::error!("index and profiles could not follow the log");
        }
    }
}

/// Tells consulates of children who match a notice, following the log in small steps among
/// the long work, so that a batch keeps nobody waiting. A restart goes on where it stood.
async fn examine(state: AppState, mut ending: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(FOLLOW_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ending.wait_for(|ending| *ending) => return,
            _ = ticks.tick() => {}
        }
        let examined =
            state.run_matching(|it| Ok(it.engine.examine_matches(MATCHED_PROBABILITY)?));
        if examined.await.is_err() {
            tracing::error!("matches of children could not be examined");
        }
    }
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
