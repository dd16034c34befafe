//! How much a token and an address may ask, and how many people a token may look at: a
//! stolen token must not copy the store, nor a guesser find one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use vinculo_engine::Trail;
use vinculo_store::RecordId;

use crate::limits::{
    ADDRESS_BURST, ADDRESS_PER_SECOND, CASE_FILES, FAILURES_PER_MINUTE, LOOK_BACK, RECORDS_SHOWN,
    TOKEN_BURST, TOKEN_PER_SECOND,
};

/// The limits that a server keeps; the defaults are those of `limits.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// Requests of one token in a second, over time.
    pub token_per_second: NonZeroU32,
    /// Requests of one token at once.
    pub token_burst: NonZeroU32,
    /// Different records that one token may open in a day.
    pub case_files: usize,
    /// Different records that one token may be shown in lists in a day.
    pub records_shown: usize,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            token_per_second: TOKEN_PER_SECOND,
            token_burst: TOKEN_BURST,
            case_files: CASE_FILES,
            records_shown: RECORDS_SHOWN,
        }
    }
}

/// A request that came too soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// After so many seconds it may come again.
    pub seconds: u32,
}

/// What was asked of late.
pub(crate) struct Rates {
    limits: RateLimits,
    tokens: DefaultKeyedRateLimiter<i64>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    failures: Mutex<BTreeMap<IpAddr, VecDeque<Instant>>>,
    seen: Mutex<BTreeMap<i64, Seen>>,
}

/// The records that a token has seen, each with the last time.
#[derive(Default)]
struct Seen {
    opened: BTreeMap<RecordId, Instant>,
    shown: BTreeMap<RecordId, Instant>,
}

impl Rates {
    pub(crate) fn new(limits: RateLimits) -> Self {
        let token = Quota::per_second(limits.token_per_second).allow_burst(limits.token_burst);
        let address = Quota::per_second(ADDRESS_PER_SECOND).allow_burst(ADDRESS_BURST);
        Self {
            limits,
            tokens: RateLimiter::keyed(token),
            addresses: RateLimiter::keyed(address),
            failures: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    /// Counts a request of an address; programs of this machine are not counted.
    pub(crate) fn of_address(&self, address: Option<IpAddr>) -> Option<Refused> {
        refused(&self.addresses, &elsewhere(address)?)
    }

    /// Counts a request of a token.
    pub(crate) fn of_token(&self, token: i64) -> Option<Refused> {
        refused(&self.tokens, &token)
    }

    /// Whether an address has sent too many tokens that are none.
    pub(crate) fn of_failures(&self, address: Option<IpAddr>) -> Option<Refused> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = failures.get_mut(&elsewhere(address)?)?;
        recent.retain(|at| at.elapsed() < MINUTE);
        (recent.len() >= FAILURES_PER_MINUTE).then_some(Refused { seconds: 60 })
    }

    /// Notes a token that was none.
    pub(crate) fn failed(&self, address: Option<IpAddr>) {
        let Some(address) = elsewhere(address) else { return };
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, recent| recent.back().is_some_and(|at| at.elapsed() < MINUTE));
        failures.entry(address).or_default().push_back(Instant::now());
    }

    /// Counts the records of an answer; refused are those that would be too many different
    /// ones, which are then not counted: the answer does not leave.
    pub(crate) fn of_records(&self, token: i64, trail: &Trail) -> Option<Refused> {
        let shown: BTreeSet<RecordId> = trail.touched().records.iter().map(|(id, _)| *id).collect();
        let opened = trail.case_files();
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = all.entry(token).or_default();
        let refused = refuse_above(&mut seen.opened, &opened, self.limits.case_files)
            .or(refuse_above(&mut seen.shown, &shown, self.limits.records_shown));
        if refused.is_none() {
            let now = Instant::now();
            seen.opened.extend(opened.into_iter().map(|id| (id, now)));
            seen.shown.extend(shown.into_iter().map(|id| (id, now)));
        }
        refused
    }
}

/// An address of another machine: a proxy that does not say for whom it asks is not counted,
/// or one client of it would shut out all.
fn elsewhere(address: Option<IpAddr>) -> Option<IpAddr> {
    address.filter(|ip| !ip.to_canonical().is_loopback())
}

const MINUTE: Duration = Duration::from_secs(60);

/// Whether more would be too many: then, after how long the oldest is forgotten.
fn refuse_above(
    seen: &mut BTreeMap<RecordId, Instant>,
    more: &BTreeSet<RecordId>,
    most: usize,
) -> Option<Refused> {
    let new = more.iter().filter(|id| !seen.contains_key(id)).count();
    if seen.len() + new <= most || new == 0 {
        return None;
    }
    seen.retain(|_, at| at.elapsed() < LOOK_BACK);
    let new = more.iter().filter(|id| !seen.contains_key(id)).count();
    if seen.len() + new <= most || new == 0 {
        return None;
    }
    let oldest = seen.values().min().map_or(Duration::ZERO, Instant::elapsed);
    let left = LOOK_BACK.saturating_sub(oldest).as_secs().clamp(1, u64::from(u32::MAX));
    Some(Refused { seconds: left as u32 })
}

fn refused<K: Clone + Eq + std::hash::Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Option<Refused> {
    // Forgotten are those that have nothing counted against them any more.
    if limiter.len() > MOST_KEYS {
        limiter.retain_recent();
    }
    let until = limiter.check_key(key).err()?;
    let wait = until.wait_time_from(DefaultClock::default().now());
    Some(Refused { seconds: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1) })
}

/// Keys that are kept before old ones are looked for.
const MOST_KEYS: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_records_are_counted_once_and_those_beyond_refused() {
        let limits = RateLimits { case_files: 3, records_shown: 5, ..RateLimits::default() };
        let rates = Rates::new(limits);
        let ids = |ids: &[i64]| ids.iter().map(|id| RecordId(*id)).collect::<BTreeSet<_>>();
        let mut seen = BTreeMap::new();
        let now = Instant::now();
        assert_eq!(refuse_above(&mut seen, &ids(&[1, 2, 3]), 3), None);
        seen.extend(ids(&[1, 2, 3]).into_iter().map(|id| (id, now)));
        assert_eq!(refuse_above(&mut seen, &ids(&[2, 3]), 3), None, "seen before");
        let refused = refuse_above(&mut seen, &ids(&[3, 4]), 3).unwrap();
        assert!(refused.seconds > 86_000, "{refused:?}");
        assert_eq!(rates.of_records(1, &Trail::default()), None);
    }

    #[test]
    fn a_guesser_is_stopped_and_others_are_not() {
        let rates = Rates::new(RateLimits::default());
        let guesser = Some("192.0.2.7".parse().unwrap());
        for _ in 0..FAILURES_PER_MINUTE {
            assert_eq!(rates.of_failures(guesser), None);
            rates.failed(guesser);
        }
        assert!(rates.of_failures(guesser).is_some());
        assert_eq!(rates.of_failures(Some("192.0.2.8".parse().unwrap())), None);
        assert_eq!(rates.of_failures(None), None);
    }

    #[test]
    fn a_token_has_its_burst_and_no_more() {
        let one = NonZeroU32::MIN;
        let limits =
            RateLimits { token_per_second: one, token_burst: one, ..RateLimits::default() };
        let rates = Rates::new(limits);
        assert_eq!(rates.of_token(1), None);
        assert!(rates.of_token(1).is_some());
        assert_eq!(rates.of_token(2), None);
        assert_eq!(rates.of_address(Some("127.0.0.1".parse().unwrap())), None);
    }
}
