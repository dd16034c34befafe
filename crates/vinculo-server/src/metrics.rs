//! Counts and durations of requests, as Prometheus text.
//!
//! Written here because it is a counter and a histogram: no exporter, no global
//! registry. Labels are route patterns, never paths; records are not counted,
//! for a count can give away a record that is held.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the buckets, in seconds: Prometheus' own defaults.
const BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What was asked of one route.
#[derive(Default)]
struct Series {
    by_status: BTreeMap<u16, u64>,
    /// Requests by the first bucket that holds them; the last is beyond all.
    buckets: [u64; BUCKETS.len() + 1],
    seconds: f64,
}

/// Counts and durations by method and route pattern.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<BTreeMap<(String, String), Series>>);

impl Metrics {
    /// Counts a request.
    pub(crate) fn count(&self, method: &str, route: &str, status: u16, time: Duration) {
        let seconds = time.as_secs_f64();
        let bucket = BUCKETS.iter().position(|end| seconds <= *end).unwrap_or(BUCKETS.len());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let series = all.entry((method.to_owned(), route.to_owned())).or_default();
        *series.by_status.entry(status).or_default() += 1;
        series.buckets[bucket] += 1;
        series.seconds += seconds;
    }

    /// All of it in the Prometheus text format.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        head(&mut out, "vinculo_http_requests_total", "counter", "Requests answered.");
        for ((method, route), series) in all.iter() {
            for (status, count) in &series.by_status {
                let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
                line(&mut out, &format!("vinculo_http_requests_total{{{labels}}}"), *count as f64);
            }
        }
        let name = "vinculo_http_request_duration_seconds";
        head(&mut out, name, "histogram", "Time to answer a request.");
        for ((method, route), series) in all.iter() {
            let labels = format!("method=\"{method}\",route=\"{route}\"");
            let mut total = 0;
            for (count, end) in series.buckets.iter().zip(BUCKETS.iter().map(Some).chain([None])) {
                total += count;
                let end = end.map_or("+Inf".to_owned(), f64::to_string);
                let bucket = format!("{name}_bucket{{{labels},le=\"{end}\"}}");
                line(&mut out, &bucket, total as f64);
            }
            line(&mut out, &format!("{name}_sum{{{labels}}}"), series.seconds);
            line(&mut out, &format!("{name}_count{{{labels}}}"), total as f64);
        }
        out
    }
}

/// Adds a gauge.
pub(crate) fn gauge(out: &mut String, name: &str, help: &str, value: f64) {
    head(out, name, "gauge", help);
    line(out, name, value);
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(out: &mut String, series: &str, value: f64) {
    let _ = writeln!(out, "{series} {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_end_at_the_count() {
        let metrics = Metrics::default();
        for millis in [1, 7, 300, 60_000] {
            metrics.count("GET", "/x/{id}", 200, Duration::from_millis(millis));
        }
        metrics.count("GET", "/x/{id}", 404, Duration::from_millis(1));
        let text = metrics.text();
        for expected in [
            "vinculo_http_requests_total{method=\"GET\",route=\"/x/{id}\",status=\"200\"} 4",
            "vinculo_http_requests_total{method=\"GET\",route=\"/x/{id}\",status=\"404\"} 1",
            "_bucket{method=\"GET\",route=\"/x/{id}\",le=\"0.005\"} 2",
            "_bucket{method=\"GET\",route=\"/x/{id}\",le=\"0.5\"} 4",
            "_bucket{method=\"GET\",route=\"/x/{id}\",le=\"+Inf\"} 5",
            "_count{method=\"GET\",route=\"/x/{id}\"} 5",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}
