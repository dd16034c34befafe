//! Blocking work off the async threads, in bounded numbers.

use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::limits::{LANE_WAIT, RETRY_AFTER};
use crate::problem::{Code, Problem};

/// Work of three sorts, so that comparisons, which wait for each other while new records are
/// compiled, keep no look-up and no upload waiting.
pub(crate) struct Lanes {
    quick: Sort,
    long: Sort,
    compare: Sort,
}

/// The places of one sort of work.
struct Sort {
    places: Arc<Semaphore>,
    all: usize,
}

impl Sort {
    fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), all: places }
    }

    fn is_busy(&self) -> bool {
        self.places.available_permits() < self.all
    }
}

/// Which sort of work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lane {
    /// Reads and writes of some records.
    Quick,
    /// Reading of whole files and of all decisions, and decoding of pictures.
    Long,
    /// Comparisons with all records.
    Compare,
}

impl Lanes {
    /// As many long pieces of work at once as there are cores, as many comparisons (each is
    /// parallel by itself), and four times as many quick ones.
    pub(crate) fn new() -> Self {
        let cores = available_parallelism().map_or(2, usize::from);
        Self { quick: Sort::new(4 * cores), long: Sort::new(cores), compare: Sort::new(cores) }
    }

    /// Whether a request is being answered, or waits for its turn.
    pub(crate) fn is_busy(&self) -> bool {
        [&self.quick, &self.long, &self.compare].into_iter().any(Sort::is_busy)
    }

    /// Does work on a blocking thread. A client that goes away ends its wait; work
    /// already begun keeps its place until it is done.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Problem::new(Code::Busy).retry_after(RETRY_AFTER);
        let sort = match lane {
            Lane::Quick => &self.quick,
            Lane::Long => &self.long,
            Lane::Compare => &self.compare,
        };
        let place = timeout(LANE_WAIT, Arc::clone(&sort.places).acquire_owned())
            .await
            .map_err(|_| busy())?;
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
