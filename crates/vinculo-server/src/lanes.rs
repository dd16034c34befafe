//! Blocking work off the async threads, in bounded numbers.

use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::limits::{LANE_WAIT, RETRY_AFTER};
use crate::problem::{Code, Problem};

/// Work of two sorts, so that long comparisons never keep a look-up waiting.
pub(crate) struct Lanes {
    quick: Arc<Semaphore>,
    long: Arc<Semaphore>,
    quick_places: usize,
    long_places: usize,
}

/// Which sort of work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lane {
    /// Reads and writes of some records.
    Quick,
    /// Comparisons with all records, and reading of whole files.
    Long,
}

impl Lanes {
    /// As many long pieces of work at once as there are cores (each one is
    /// parallel by itself), and four times as many quick ones.
    pub(crate) fn new() -> Self {
        let cores = available_parallelism().map_or(2, usize::from);
        let (quick_places, long_places) = (4 * cores, cores);
        Self {
            quick: Arc::new(Semaphore::new(quick_places)),
            long: Arc::new(Semaphore::new(long_places)),
            quick_places,
            long_places,
        }
    }

    /// Whether a request is being answered, or waits for its turn.
    pub(crate) fn is_busy(&self) -> bool {
        self.quick.available_permits() < self.quick_places
            || self.long.available_permits() < self.long_places
    }

    /// Does work on a blocking thread. A client that goes away ends its wait; work
    /// already begun keeps its place until it is done.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Problem::new(Code::Busy).retry_after(RETRY_AFTER);
        let places = Arc::clone(match lane {
            Lane::Quick => &self.quick,
            Lane::Long => &self.long,
        });
        let place = timeout(LANE_WAIT, places.acquire_owned()).await.map_err(|_| busy())?;
        let place = place.map_err(|_| busy())?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(place);
            result
        });
        // A panic: its message may quote a record, so it is not passed on.
        done.await.unwrap_or_else(|_| Err(Problem::new(Code::Internal)))
    }
}
