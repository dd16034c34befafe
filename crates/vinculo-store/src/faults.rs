//! Places where a test kills the process, and orders of steps that a test turns round. Without the feature `faults` nothing of this is compiled in.

/// A named place was reached. With the feature, the process gets a `SIGKILL` here once
/// the place that `VINCULO_FAULT` names (`NAME` or `NAME:TIMES`) was reached so many
/// times, and the file that `VINCULO_FAULT_REACHED` names tells the test so. It kills
/// itself: while a test looks, other threads would go on.
#[inline]
pub fn reached(place: &str) {
    #[cfg(feature = "faults")]
    armed::reached(place);
    #[cfg(not(feature = "faults"))]
    let _ = place;
}

/// Whether a test wants an order of steps turned round (`VINCULO_BROKEN_ORDER`), to see
/// that its checks find it out. Never without the feature.
#[inline]
pub fn is_broken(order: &str) -> bool {
    #[cfg(feature = "faults")]
    return std::env::var("VINCULO_BROKEN_ORDER").is_ok_and(|name| name == order);
    #[cfg(not(feature = "faults"))]
    {
        let _ = order;
        false
    }
}

#[cfg(feature = "faults")]
mod armed {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// The place, and how often it is passed before the process stops there.
    fn armed() -> Option<&'static (String, AtomicU64)> {
        static ARMED: OnceLock<Option<(String, AtomicU64)>> = OnceLock::new();
        let read = || {
            let text = std::env::var("VINCULO_FAULT").ok()?;
            let (place, times) = text.split_once(':').unwrap_or((&text, "1"));
            Some((place.to_owned(), AtomicU64::new(times.parse().ok()?)))
        };
        ARMED.get_or_init(read).as_ref()
    }

    pub(super) fn reached(place: &str) {
        let Some((wanted, left)) = armed() else { return };
        if place != wanted || left.fetch_sub(1, Ordering::SeqCst) != 1 {
            return;
        }
        if let Some(file) = std::env::var_os("VINCULO_FAULT_REACHED") {
            let _ = std::fs::write(file, place);
        }
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        unreachable!("the process was killed");
    }
}
