//! The order and closeness of events: last proof of life, death, finding, intake.
//!
//! | Level | Living and remains | Notice and intake | Two of one kind |
//! | --- | --- | --- | --- |
//! | `close` | death within [`CLOSE_AFTER_DAYS`] of the last proof of life, its window no wider than [`CLOSE_WINDOW_DAYS`] | intake within [`INTAKE_CLOSE_DAYS`] after it | the same event; intakes within [`INTAKE_CLOSE_DAYS`] |
//! | `consistent` | death may follow the last proof of life | within [`INTAKE_CONSISTENT_DAYS`] | weeks apart, or too vague to tell |
//! | `long_gap` | death more than [`LONG_GAP_DAYS`] later | later | months apart |
//! | `strained` | death slightly before, by the post-mortem interval | intake slightly before | years apart; deaths slightly apart |
//! | `incompatible` | found or dead before | intake well before | further apart; deaths far apart |
//!
//! Death lies between found minus the longest and found minus the shortest
//! post-mortem interval, and after the last proof of life. Found before last
//! seen, and dead before last seen by a stated interval, exclude; an interval
//! taken from the condition never does. An intake well before the last proof of
//! life is an earlier stop of the journey, so it excludes nothing. Parts of one
//! body may be found years apart: two remains are told apart by their deaths.
//!
//! Only `close` has a frequency: the share of a period of [`PERIOD_DAYS`] in which
//! an unrelated event would be as close. The wider windows of the other levels
//! make them more probable for one person as much as for two.

use vinculo_record::{Kind, Lang, Record};

use crate::death::{Pmi, last_proof};
use crate::figures::time::{
    CLOSE_AFTER_DAYS, CLOSE_WINDOW_DAYS, INTAKE_CLOSE_DAYS, INTAKE_CONSISTENT_DAYS,
    INTAKE_STRAINED_DAYS, LONG_GAP_DAYS, MIN_FREQUENCY, ORDER_SLACK_DAYS, PERIOD_DAYS,
    PMI_SLACK_DAYS, PMI_SLACK_SHARE, SAME_EVENT_CLOSE_DAYS, SAME_EVENT_CONSISTENT_DAYS,
    SAME_EVENT_LONG_DAYS, SAME_EVENT_STRAINED_DAYS,
};
use crate::span::{Span, day_text};
use crate::{Comparison, Exclusion, Finding, Level};

const CLOSE: u8 = 0;
const CONSISTENT: u8 = 1;
const LONG_GAP: u8 = 2;
const STRAINED: u8 = 3;
const INCOMPATIBLE: u8 = 4;

const LEVELS: &[Level] = &[
    Level { name: "close", es: "fechas cercanas", en: "dates close" },
    Level { name: "consistent", es: "fechas compatibles", en: "dates consistent" },
    Level { name: "long_gap", es: "fechas distantes", en: "long gap" },
    Level { name: "strained", es: "fechas forzadas", en: "dates strained" },
    Level { name: "incompatible", es: "fechas incompatibles", en: "dates incompatible" },
];

/// Compares when people were last known alive, died, were found or received.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeComparison;

/// When a person was last known alive, found or received.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeFeature {
    kind: Kind,
    /// Last seen, found or received; of a notice without that, last contact.
    event: Span,
    /// Of the living, the last proof of life; else the event.
    proof: Span,
    /// Of remains.
    pmi: Option<Pmi>,
}

impl Comparison for TimeComparison {
    type Feature = TimeFeature;

    fn name(&self) -> &'static str {
        "time"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<TimeFeature> {
        let kind = record.key.kind;
        let event = record.event.date.as_ref().map(Span::of);
        Some(match kind {
            Kind::Remains => {
                TimeFeature { kind, event: event?, proof: event?, pmi: Some(Pmi::of(record)) }
            }
            Kind::Notice | Kind::Shelter => {
                let proof = last_proof(record)?;
                TimeFeature { kind, event: event.unwrap_or(proof), proof, pmi: None }
            }
        })
    }

    fn compare(&self, left: &TimeFeature, right: &TimeFeature) -> Option<Finding> {
        Some(match (left.pmi, right.pmi) {
            (Some(a), Some(b)) => between_remains(left, a, right, b),
            (None, Some(pmi)) => from_life_to_death(left, right, pmi),
            (Some(pmi), None) => from_life_to_death(right, left, pmi),
            (None, None) => match (left.kind, right.kind) {
                (Kind::Shelter, Kind::Shelter) => between_intakes(left, right),
                (Kind::Shelter, _) => from_life_to_intake(right, left),
                (_, Kind::Shelter) => from_life_to_intake(left, right),
                _ => between_notices(left, right),
            },
        })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let event = record.event.date.as_ref().map(|date| {
            let what = match record.key.kind {
                Kind::Notice => lang.pick("visto por última vez", "last seen"),
                Kind::Remains => lang.pick("hallado", "found"),
                Kind::Shelter => lang.pick("recibido", "received"),
            };
            format!("{what} {date}")
        });
        let contact = record
            .event
            .last_contact_date
            .as_ref()
            .map(|date| format!("{} {date}", lang.pick("último contacto", "last contact")));
        let pmi = record.remains.pmi_days.map(|days| {
            let unit = lang.pick("días desde la muerte", "days since death");
            format!("{:.0}–{:.0} {unit}", days.min(), days.max())
        });
        event.into_iter().chain(contact).chain(pmi).collect::<Vec<_>>().join("; ")
    }

    fn reason(
        &self,
        left: &TimeFeature,
        right: &TimeFeature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        match (left.pmi, right.pmi) {
            (None, Some(pmi)) => death_reason(left, right, pmi, lang),
            (Some(pmi), None) => death_reason(right, left, pmi, lang),
            (Some(a), Some(b)) => {
                let (a, b) = (a.death(left.event), b.death(right.event));
                let found = days(left.event.gap(right.event), lang);
                match lang {
                    Lang::Es => format!(
                        "muertes {} y {}; hallazgos a {found} de distancia",
                        a.text(lang),
                        b.text(lang)
                    ),
                    Lang::En => {
                        format!("deaths {} and {}; found {found} apart", a.text(lang), b.text(lang))
                    }
                }
            }
            (None, None) => match (left.kind, right.kind) {
                (Kind::Shelter, Kind::Notice) => intake_reason(right, left, lang),
                (Kind::Notice, Kind::Shelter) => intake_reason(left, right, lang),
                _ => apart_reason(left, right, lang),
            },
        }
    }
}

impl TimeFeature {
    /// From last seen to last contact: the event as two relatives may date it.
    fn whole(&self) -> Span {
        Span { from: self.event.from.min(self.proof.from), to: self.event.to.max(self.proof.to) }
    }

    /// Days in which the more vaguely dated of its events may lie.
    fn vagueness(&self) -> i32 {
        self.event.width().max(self.proof.width())
    }
}

impl Span {
    fn text(self, lang: Lang) -> String {
        let (from, to) = (day_text(self.from), day_text(self.to));
        let (until, since) = (lang.pick("hasta", "until"), lang.pick("desde", "from"));
        match (self.from <= FIRST_DAY, self.to >= LAST_DAY) {
            _ if from == to => from,
            (false, false) => format!("{from}–{to}"),
            (true, false) => format!("{until} {to}"),
            (false, true) => format!("{since} {from}"),
            (true, true) => lang.pick("sin fecha", "undated").to_owned(),
        }
    }
}

/// Intakes are never too far apart for one person.
const INTAKE_LIMITS: [i32; 4] = [INTAKE_CLOSE_DAYS, INTAKE_CONSISTENT_DAYS, i32::MAX, i32::MAX];

/// Days beyond which an end of a span is open: the years 1800 and 2250.
const FIRST_DAY: i32 = -62_091;
const LAST_DAY: i32 = 102_268;

fn from_life_to_death(living: &TimeFeature, remains: &TimeFeature, pmi: Pmi) -> Finding {
    let (proof, found, death) = (living.proof, remains.event, pmi.death(remains.event));
    if found.to < proof.from - ORDER_SLACK_DAYS {
        return excluded(Exclusion::FoundBeforeLastSeen);
    }
    let before = proof.from - death.to;
    if before > pmi_slack(pmi) && pmi.stated {
        return excluded(Exclusion::DiedBeforeLastSeen);
    }
    if before > ORDER_SLACK_DAYS {
        return Finding::level(STRAINED);
    }
    let after = death.from - proof.to;
    let window = death.not_before(proof.from).width();
    if after > LONG_GAP_DAYS {
        Finding::level(LONG_GAP)
    } else if after <= CLOSE_AFTER_DAYS && window <= CLOSE_WINDOW_DAYS {
        Finding::with_frequency(CLOSE, share_of_period(CLOSE_AFTER_DAYS + window + proof.width()))
    } else {
        Finding::level(CONSISTENT)
    }
}

fn from_life_to_intake(notice: &TimeFeature, intake: &TimeFeature) -> Finding {
    let seen = notice.whole();
    let (before, after) = (seen.from - intake.event.to, intake.event.from - seen.to);
    if before > INTAKE_STRAINED_DAYS {
        Finding::level(INCOMPATIBLE)
    } else if before > ORDER_SLACK_DAYS {
        Finding::level(STRAINED)
    } else {
        by_distance(after.max(0), notice, intake, INTAKE_LIMITS)
    }
}

fn between_intakes(left: &TimeFeature, right: &TimeFeature) -> Finding {
    by_distance(left.event.gap(right.event), left, right, INTAKE_LIMITS)
}

fn between_notices(left: &TimeFeature, right: &TimeFeature) -> Finding {
    let limits = [
        SAME_EVENT_CLOSE_DAYS,
        SAME_EVENT_CONSISTENT_DAYS,
        SAME_EVENT_LONG_DAYS,
        SAME_EVENT_STRAINED_DAYS,
    ];
    by_distance(left.whole().gap(right.whole()), left, right, limits)
}

fn between_remains(left: &TimeFeature, a: Pmi, right: &TimeFeature, b: Pmi) -> Finding {
    let deaths_apart = a.death(left.event).gap(b.death(right.event));
    if deaths_apart > pmi_slack(a).max(pmi_slack(b)) {
        return Finding::level(INCOMPATIBLE);
    }
    if deaths_apart > ORDER_SLACK_DAYS {
        return Finding::level(STRAINED);
    }
    let limits = [SAME_EVENT_CLOSE_DAYS, SAME_EVENT_CONSISTENT_DAYS, i32::MAX, i32::MAX];
    by_distance(left.event.gap(right.event), left, right, limits)
}

/// The level whose limit holds the days between two events. What is dated too
/// vaguely to be close is only consistent.
fn by_distance(days: i32, a: &TimeFeature, b: &TimeFeature, limits: [i32; 4]) -> Finding {
    let level = limits.iter().position(|limit| days <= *limit).map_or(INCOMPATIBLE, |i| i as u8);
    if level != CLOSE {
        return Finding::level(level);
    }
    if a.vagueness().max(b.vagueness()) > limits[0].max(SAME_EVENT_CONSISTENT_DAYS) {
        return Finding::level(CONSISTENT);
    }
    let reach = limits[0] + a.whole().width() + b.whole().width();
    Finding::with_frequency(CLOSE, share_of_period(reach))
}

fn excluded(exclusion: Exclusion) -> Finding {
    Finding { exclusion: Some(exclusion), ..Finding::level(INCOMPATIBLE) }
}

/// Days by which a post-mortem interval may be wrong.
fn pmi_slack(pmi: Pmi) -> i32 {
    PMI_SLACK_DAYS + (f64::from(pmi.min) * PMI_SLACK_SHARE) as i32
}

/// How probable it is that an unrelated event falls into so many days.
fn share_of_period(days: i32) -> f32 {
    (f64::from(days) / PERIOD_DAYS).clamp(MIN_FREQUENCY, 1.0) as f32
}

fn days(count: i32, lang: Lang) -> String {
    match count {
        1 => lang.pick("1 día", "1 day").to_owned(),
        _ => format!("{count} {}", lang.pick("días", "days")),
    }
}

fn death_reason(living: &TimeFeature, remains: &TimeFeature, pmi: Pmi, lang: Lang) -> String {
    let (proof, found, death) = (living.proof, remains.event, pmi.death(remains.event));
    let last = proof.text(lang);
    if found.to < proof.from - ORDER_SLACK_DAYS {
        let before = days(proof.from - found.to, lang);
        return match lang {
            Lang::Es => format!("hallado {before} antes de la última señal de vida ({last})"),
            Lang::En => format!("found {before} before the last proof of life ({last})"),
        };
    }
    let source = match (pmi.stated, lang) {
        (true, _) => "",
        (false, Lang::Es) => " según el estado de los restos",
        (false, Lang::En) => " by the condition of the remains",
    };
    if proof.from - death.to > ORDER_SLACK_DAYS {
        let before = days(proof.from - death.to, lang);
        return match lang {
            Lang::Es => {
                format!(
                    "muerte{source} al menos {before} antes de la última señal de vida ({last})"
                )
            }
            Lang::En => {
                format!("death{source} at least {before} before the last proof of life ({last})")
            }
        };
    }
    let window = death.not_before(proof.from);
    let (least, most) = ((death.from - proof.to).max(0), window.to - proof.from);
    match lang {
        Lang::Es => {
            format!("muerte{source} de {least} a {most} días tras la última señal de vida ({last})")
        }
        Lang::En => {
            format!("death{source} {least} to {most} days after the last proof of life ({last})")
        }
    }
}

fn intake_reason(notice: &TimeFeature, intake: &TimeFeature, lang: Lang) -> String {
    let (seen, received) = (notice.whole(), intake.event);
    let apart = days(seen.gap(received), lang);
    match (received.to < seen.from, seen.gap(received), lang) {
        (true, _, Lang::Es) => format!("recibido {apart} antes de la última señal de vida"),
        (true, _, Lang::En) => format!("received {apart} before the last proof of life"),
        (_, 0, Lang::Es) => "recibido en los días de la última señal de vida".to_owned(),
        (_, 0, Lang::En) => "received in the days of the last proof of life".to_owned(),
        (_, _, Lang::Es) => format!("recibido {apart} después de la última señal de vida"),
        (_, _, Lang::En) => format!("received {apart} after the last proof of life"),
    }
}

fn apart_reason(left: &TimeFeature, right: &TimeFeature, lang: Lang) -> String {
    let (a, b) = (left.whole(), right.whole());
    let apart = days(a.gap(b), lang);
    let (a, b) = (a.text(lang), b.text(lang));
    match lang {
        Lang::Es => format!("{a} y {b}: {apart} de diferencia"),
        Lang::En => format!("{a} and {b}: {apart} apart"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, record};

    const FOUND_BEFORE: &str = "incompatible found_before_last_seen";
    const DIED_BEFORE: &str = "incompatible died_before_last_seen";

    /// A notice's `seen[|contact]`, remains' `found[|days-days or condition]`, an
    /// intake's date.
    fn made(kind: Kind, text: &str) -> Record {
        let (event, more) = text.split_once('|').unwrap_or((text, ""));
        let interval = more.split_once("..");
        let mut cells = vec![("event_date", event)];
        match (kind, interval) {
            (Kind::Notice, _) => cells.push(("last_contact_date", more)),
            (Kind::Remains, Some((min, max))) => {
                cells.extend([("pmi_days_min", min), ("pmi_days_max", max)]);
            }
            (Kind::Remains, None) => cells.push(("condition", more)),
            (Kind::Shelter, _) => {}
        }
        cells.retain(|(_, text)| !text.is_empty());
        record(kind, &cells)
    }

    fn check(left: (Kind, &str), right: (Kind, &str), expected: &str) {
        let (l, r) = (made(left.0, left.1), made(right.0, right.1));
        for (a, b) in [(&l, &r), (&r, &l)] {
            let found = finding(&TimeComparison, a, b);
            let text = found.map_or("null".to_owned(), |f| match f.exclusion {
                Some(e) => format!("{} {}", LEVELS[f.level as usize].name, e.code()),
                None => LEVELS[f.level as usize].name.to_owned(),
            });
            assert_eq!(text, expected, "{left:?} {right:?}");
        }
    }

    #[test]
    fn notices_and_remains() {
        let cases: &[(&str, &str, &str)] = &[
            ("2021-03-05", "2021-06-01|30..60", "close"),
            ("2021-03-05", "2021-03-06|0..2", "close"),
            // a day's confusion of dates is no contradiction
            ("2021-03-05", "2021-03-04|0..1", "close"),
            ("2021-03-05", "2021-03-03|0..1", FOUND_BEFORE),
            ("2021-03-05", "2019-03-03|30..90", FOUND_BEFORE),
            // a call home after the person was last seen
            ("2021-03-05|2021-07-01", "2021-06-01|30..60", FOUND_BEFORE),
            ("2021-03-05|2021-05-20", "2021-06-01|5..10", "close"),
            // the interval contradicts, a little and much
            ("2021-03-05", "2021-06-01|100..150", "strained"),
            ("2021-03-05", "2021-06-01|300..400", DIED_BEFORE),
            ("2021-03-05", "2021-03-20|fresh", "close"),
            ("2021-03-05", "2021-05-20|early-decomposition", "close"),
            ("2021-03-05", "2022-06-20|early-decomposition", "consistent"),
            // condition alone never excludes
            ("2021-03-05", "2021-03-10|skeletal-complete", "strained"),
            ("2021-03-05", "2021-04-10|skeletal-complete", "close"),
            ("2013-03-05", "2021-04-10|skeletal-complete", "consistent"),
            ("2013-03-05", "2021-04-10|", "consistent"),
            ("2013-03-05", "2021-04-10|fresh", "long_gap"),
            ("2016-03-05", "2021-04-10|100..200", "long_gap"),
            ("2016-03-05", "2021-04-10|100..1500", "consistent"),
            ("2021", "2021-04-10|0..30", "close"),
            ("2022~", "2021-04-10|0..30", "close"),
            ("2022", "2021-04-10|0..30", FOUND_BEFORE),
            ("|2021-03-05", "2021-06-01|30..60", "close"),
            ("", "2021-06-01|30..60", "null"),
            ("2021-03-05", "|30..60", "null"),
        ];
        for (notice, remains, expected) in cases {
            check((Kind::Notice, notice), (Kind::Remains, remains), expected);
        }
    }

    #[test]
    fn notices_and_intakes() {
        let cases: &[(&str, &str, &str)] = &[
            ("2021-03-05", "2021-03-20", "close"),
            ("2021-03-05", "2021-03-04", "close"),
            ("2021-03-05|2021-04-20", "2021-04-01", "close"),
            ("2021-03-05|2021-04-20", "2021-05-20", "close"),
            ("2021-03-05", "2021-11-20", "consistent"),
            ("2021", "2021-11-20", "consistent"),
            ("2021-03-05", "2022-11-20", "long_gap"),
            ("2021-03-05", "2021-02-25", "strained"),
            ("2021-03-05", "2021-01-05", "incompatible"),
        ];
        for (notice, intake, expected) in cases {
            check((Kind::Notice, notice), (Kind::Shelter, intake), expected);
        }
    }

    #[test]
    fn two_of_one_kind() {
        use Kind::{Notice, Remains, Shelter};
        let cases: &[(Kind, &str, &str, &str)] = &[
            (Notice, "2021-03-05", "2021-03-05", "close"),
            (Notice, "2021-03-05", "2021-03-08", "close"),
            (Notice, "2021-03-05|2021-03-30", "2021-04-01", "close"),
            (Notice, "2021-03-05", "2021-04-01", "consistent"),
            (Notice, "2021-03-05", "2021", "consistent"),
            (Notice, "2021-03-05", "2021-10-01", "long_gap"),
            (Notice, "2021-03-05", "2023-10-01", "strained"),
            (Notice, "2021-03-05", "2014-10-01", "incompatible"),
            (Remains, "2021-03-05|30..60", "2021-03-06|30..90", "close"),
            (Remains, "2021-03-05|skeletal-partial", "2021-03-25|skeletal-partial", "consistent"),
            (Remains, "2021-03-05|skeletal-partial", "2019-03-25|skeletal-partial", "long_gap"),
            (Remains, "2021-03-05|30..60", "2021-03-25|10..20", "strained"),
            (Remains, "2021-03-05|fresh", "2015-03-25|skeletal-complete", "incompatible"),
            (Shelter, "2021-03-05", "2021-03-30", "close"),
            (Shelter, "2021-03-05", "2021-12-30", "consistent"),
            (Shelter, "2021-03-05", "2012-12-30", "long_gap"),
        ];
        for (kind, a, b, expected) in cases {
            check((*kind, a), (*kind, b), expected);
        }
    }

    #[test]
    fn a_narrow_window_is_rarer() {
        let notice = made(Kind::Notice, "2021-03-05");
        let frequency = |text: &str| {
            let remains = made(Kind::Remains, text);
            finding(&TimeComparison, &notice, &remains).unwrap().frequency.unwrap()
        };
        let (fresh, months) = (frequency("2021-03-20|fresh"), frequency("2022-03-20|0..400"));
        assert!(fresh < 0.035 && months > 0.1, "{fresh} {months}");
    }

    #[test]
    fn reasons_count_days() {
        let check = |left: (Kind, &str), right: (Kind, &str), lang, expected: &str| {
            let compile = |(kind, text)| TimeComparison.compile(&made(kind, text)).unwrap();
            let (l, r) = (compile(left), compile(right));
            let found = TimeComparison.compare(&l, &r).unwrap();
            assert_eq!(TimeComparison.reason(&l, &r, &found, lang), expected);
        };
        use Kind::{Notice, Remains, Shelter};
        check(
            (Notice, "2021-03-05"),
            (Remains, "2021-06-01|30..60"),
            Lang::En,
            "death 28 to 58 days after the last proof of life (2021-03-05)",
        );
        check(
            (Remains, "2021-06-01|300..400"),
            (Notice, "2021-03-05"),
            Lang::Es,
            "muerte al menos 212 días antes de la última señal de vida (2021-03-05)",
        );
        check(
            (Notice, "2021-03-05"),
            (Remains, "2021-03-03|"),
            Lang::Es,
            "hallado 2 días antes de la última señal de vida (2021-03-05)",
        );
        check(
            (Shelter, "2021-03-20"),
            (Notice, "2021-03-05"),
            Lang::Es,
            "recibido 15 días después de la última señal de vida",
        );
        check(
            (Notice, "2021-03"),
            (Notice, "2021-04-01/.."),
            Lang::En,
            "2021-03-01–2021-03-31 and from 2021-04-01: 1 day apart",
        );
    }

    proptest! {
        #[test]
        fn symmetric_and_total(a in "[12][089][0-9]{2}(-[01][0-9])?[~?]?", b in "(19|20)[0-9]{2}-[01][0-9](/\\.\\.)?",
            min in 0u32..80_000, width in 0u32..80_000, kinds in (0usize..3, 0usize..3)) {
            let pmi = format!("{min}..{}", min + width);
            let make = |kind: Kind, date: &str| made(kind, &format!("{date}|{}", if kind == Kind::Remains { &pmi } else { "" }));
            let (l, r) = (make(Kind::ALL[kinds.0], &a), make(Kind::ALL[kinds.1], &b));
            prop_assert_eq!(finding(&TimeComparison, &l, &r), finding(&TimeComparison, &r, &l));
            if let (Some(x), Some(y)) = (TimeComparison.compile(&l), TimeComparison.compile(&r)) {
                let found = TimeComparison.compare(&x, &y).unwrap();
                prop_assert!(!TimeComparison.reason(&x, &y, &found, Lang::Es).is_empty());
                prop_assert!(found.frequency.is_none_or(|f| f > 0.0 && f <= 1.0));
            }
        }
    }
}
