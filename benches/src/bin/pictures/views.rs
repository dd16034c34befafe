//! Small things that several figures share.

use std::time::{Duration, Instant};

use vinculo_image::{Limits, Part, Picture, Stored, StoredCode};

/// Pictures that are verified for one at most, as the engine does.
pub const MOST_LEADS: usize = 64;

/// Decodes what was just written.
pub fn decoded(bytes: &[u8]) -> Picture {
    Picture::decode(bytes, &Limits::default()).expect("a JPEG just written")
}

/// Bytes of a stored point, and of the descriptor at its end (`Stored::to_bytes`).
pub const POINT: usize = 38;
pub const DESCRIPTOR: usize = 32;

/// The points in the stored form of a picture that is one photograph and no page: those of the last frame stand at the
/// very end.
pub fn points<'a>(stored: &Stored, bytes: &'a [u8]) -> Option<&'a [u8]> {
    let is_one = |code: &StoredCode| matches!(code.part, Part::Whole | Part::Centre(_));
    let points = POINT * stored.sketch.points();
    stored.codes.iter().all(is_one).then(|| &bytes[bytes.len() - points..])
}

/// Time on the processor, where the system tells (Linux): other programs' turns do not count. Elsewhere the time that
/// passed.
pub struct Stopwatch {
    on_processor: Option<Duration>,
    passed: Instant,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { on_processor: on_processor(), passed: Instant::now() }
    }

    pub fn elapsed(&self) -> Duration {
        match (self.on_processor, on_processor()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => self.passed.elapsed(),
        }
    }
}

/// Mean time of several runs.
pub fn mean_time(runs: usize, mut work: impl FnMut()) -> Duration {
    let watch = Stopwatch::start();
    (0..runs).for_each(|_| work());
    watch.elapsed() / runs.max(1) as u32
}

/// Time that this thread has had; it is told in steps of a few milliseconds.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Milliseconds with two decimals.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// A value of a sorted list below which this share lies.
pub fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted[((sorted.len() as f64 * share) as usize).min(last)]
}

/// The most memory that this process has had, in bytes, where the system tells.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}
