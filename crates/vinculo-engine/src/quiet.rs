//! Threads whose work gives way to requests, and comparisons to look-ups.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::engine::Engine;

/// How much the system is asked to prefer other threads to those that work in the background:
/// of its 19 steps, each worth a quarter of the processor's time where both want all of it.
/// Ten leave a tenth to whoever gives way, so that a lock that it holds is let go before
/// long. Judgement; `benches --bin mixed` measures it.
const IN_BACKGROUND: i32 = 10;
/// The same for comparisons that somebody waits for, beside look-ups: these take hundredths
/// of a second, a comparison with all records tenths. Judgement.
const COMPARING: i32 = 7;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Lets the calling thread, and whatever it has computed in parallel, give way to all others
/// from now on: for threads that work in the background. Where the system does not allow it,
/// the thread goes on as it was.
pub fn give_way() {
    IS_QUIET.set(true);
    step_back(IN_BACKGROUND);
}

/// Whether the calling thread gives way.
pub(crate) fn gives_way() -> bool {
    IS_QUIET.get()
}

/// So many steps behind the process, whatever thread has started this one.
fn step_back(steps: i32) {
    use rustix::process::{getpid, getpriority_process, setpriority_process};
    let process = getpriority_process(Some(getpid())).unwrap_or(0);
    // Of this thread alone, and of those that it starts, on Linux.
    let _ = setpriority_process(None, process + steps);
}

/// The threads of an engine that serves, each kind started when it is first needed; none where
/// they cannot be started.
#[derive(Default)]
pub(crate) struct Pools {
    background: OnceLock<Option<ThreadPool>>,
    /// By themselves: compiling all profiles has few and long parts, and nobody who holds what
    /// others want shall wait for a thread behind them.
    compiling: OnceLock<Option<ThreadPool>>,
    comparing: OnceLock<Option<ThreadPool>>,
}

impl Engine {
    /// Runs work on the engine's threads.
    pub(crate) fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        let pools = &self.pools;
        if gives_way() {
            self.install_on(&pools.background, IN_BACKGROUND, work)
        } else if self.is_followed.load(Ordering::Acquire) {
            self.install_on(&pools.comparing, COMPARING, work)
        } else {
            on(self.pool.as_ref(), work)
        }
    }

    /// Runs the compilation of all profiles.
    pub(crate) fn install_compilation<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match gives_way() {
            true => self.install_on(&self.pools.compiling, IN_BACKGROUND, work),
            false => on(self.pool.as_ref(), work),
        }
    }

    fn install_on<T: Send>(
        &self,
        pool: &OnceLock<Option<ThreadPool>>,
        steps: i32,
        work: impl FnOnce() -> T + Send,
    ) -> T {
        let pool = pool.get_or_init(|| start(self.pool.as_ref(), steps));
        on(pool.as_ref().or(self.pool.as_ref()), work)
    }
}

fn on<T: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// As many threads as other work has.
fn start(other: Option<&ThreadPool>, steps: i32) -> Option<ThreadPool> {
    let builder = ThreadPoolBuilder::new()
        .num_threads(other.map_or(0, ThreadPool::current_num_threads))
        .thread_name(move |_| format!("nice-{steps}"))
        .start_handler(move |_| step_back(steps));
    builder.build().ok()
}
