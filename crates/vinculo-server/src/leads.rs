//! The queues of leads, made in the background: one for all who see the same records and
//! fields, made again when something has changed and some time has passed.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use jiff::Timestamp;
use vinculo_access::{Caller, Roles};
use vinculo_engine::{EngineError, Lead, MatchProgress, Trail};
use vinculo_record::vocab::Country;
use vinculo_store::{RecordStore, Seq};

use crate::background::spawn;
use crate::limits::{MAX_VIEWS, RENEW_LEADS};
use crate::problem::Problem;
use crate::state::{AppState, Shared};

/// What decides what a caller sees.
#[derive(Clone, PartialEq)]
struct View {
    is_local: bool,
    roles: Roles,
    organisation: String,
    country: Option<Country>,
}

impl View {
    fn of(caller: &Caller) -> Self {
        let Caller { roles, organisation, country, .. } = caller.clone();
        Self { is_local: caller.is_local(), roles, organisation, country }
    }
}

/// A queue as it was made.
struct Made {
    leads: Arc<Vec<Lead>>,
    at: Timestamp,
    /// The change log's end when it was begun.
    seq: Seq,
    since: Instant,
}

struct Queue {
    view: View,
    caller: Arc<Caller>,
    made: Option<Made>,
    /// Where the next one stands that waits or is being made.
    coming: Option<MatchProgress>,
    asked: Instant,
}

/// What there is of a queue.
pub(crate) struct LeadQueue {
    /// The leads; none before they were made for the first time.
    pub leads: Arc<Vec<Lead>>,
    /// When they were made.
    pub made_at: Option<Timestamp>,
    /// How far the next making is, if it is being made.
    pub coming: Option<MatchProgress>,
}

/// All queues of the server.
#[derive(Default)]
pub(crate) struct Leads {
    known: Mutex<Known>,
    changed: Condvar,
}

#[derive(Default)]
struct Known {
    queues: Vec<Queue>,
    waiting: VecDeque<View>,
    stopped: bool,
}

impl Known {
    fn of(&mut self, view: &View) -> Option<&mut Queue> {
        self.queues.iter_mut().find(|queue| queue.view == *view)
    }

    /// Makes room for one more.
    fn forget_one(&mut self) {
        let idle = self.queues.iter().enumerate().filter(|(_, queue)| queue.coming.is_none());
        let oldest = idle.min_by_key(|(_, queue)| queue.asked).map(|(place, _)| place);
        if let Some(place) = oldest.filter(|_| self.queues.len() >= MAX_VIEWS) {
            self.queues.swap_remove(place);
        }
    }
}

impl Leads {
    /// The queue of all who see what the caller sees; it is made, or made again, where that
    /// is due. `seq` is the change log's end.
    pub(crate) fn of(&self, caller: &Arc<Caller>, seq: Seq) -> LeadQueue {
        let view = View::of(caller);
        let mut known = self.lock();
        if known.of(&view).is_none() {
            known.forget_one();
            known.queues.push(Queue {
                view: view.clone(),
                caller: Arc::clone(caller),
                made: None,
                coming: None,
                asked: Instant::now(),
            });
        }
        let Some(queue) = known.of(&view) else {
            return LeadQueue { leads: Arc::default(), made_at: None, coming: None };
        };
        queue.asked = Instant::now();
        let is_due = queue.made.as_ref().is_none_or(|made| {
            made.seq != seq && (made.since.elapsed() >= RENEW_LEADS || made.leads.is_empty())
        });
        let begins = is_due && queue.coming.is_none();
        if begins {
            queue.coming = Some(MatchProgress { done: 0, records: 0 });
        }
        let made = queue.made.as_ref();
        let answer = LeadQueue {
            leads: made.map(|made| Arc::clone(&made.leads)).unwrap_or_default(),
            made_at: made.map(|made| made.at),
            coming: queue.coming,
        };
        if begins {
            known.waiting.push_back(view);
            self.changed.notify_all();
        }
        answer
    }

    /// Ends the worker, and the queue that it is at.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    /// The next queue to make; `None` when the worker shall end.
    fn next(&self) -> Option<(View, Arc<Caller>)> {
        let mut known = self.lock();
        loop {
            if known.stopped {
                return None;
            }
            if let Some(view) = known.waiting.pop_front()
                && let Some(queue) = known.of(&view)
            {
                let caller = Arc::clone(&queue.caller);
                return Some((view, caller));
            }
            known = self.changed.wait(known).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes how far a queue is. False when the worker shall end.
    fn note(&self, view: &View, progress: MatchProgress) -> bool {
        let mut known = self.lock();
        if let Some(queue) = known.of(view) {
            queue.coming = Some(progress);
        }
        !known.stopped
    }

    fn end(&self, view: &View, made: Option<Made>) {
        if let Some(queue) = self.lock().of(view) {
            queue.coming = None;
            queue.made = made.or(queue.made.take());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the worker, on a thread that is not one of the runtime's.
pub(crate) fn start(state: &AppState) -> Result<JoinHandle<()>, EngineError> {
    let state = state.clone();
    spawn("leads", move || work(&state))
}

fn work(state: &Shared) {
    while let Some((view, caller)) = state.leads.next() {
        // The message of a panic may quote a record: only the fact is told.
        let made = catch_unwind(AssertUnwindSafe(|| make(state, &view, &caller)));
        if !matches!(made, Ok(Ok(_))) {
            tracing::error!("a queue of leads could not be made");
        }
        state.leads.end(&view, made.ok().and_then(Result::ok).flatten());
    }
}

fn make(state: &Shared, view: &View, caller: &Caller) -> Result<Option<Made>, Problem> {
    let seq = state.engine.store().last_seq()?;
    // Nobody is shown anything yet: whoever looks at a page of it is noted then.
    let trail = Trail::default();
    let mut go_on = |progress| {
        state.give_way();
        state.leads.note(view, progress)
    };
    let leads = state.engine.desk(caller, &trail).leads(&mut go_on)?;
    let (at, since) = (Timestamp::now(), Instant::now());
    Ok(leads.map(|leads| Made { leads: Arc::new(leads), at, seq, since }))
}
