//! The order and closeness of events: last proof of life, death, finding, intake.
//!
//! How well two dates fit is their *density*: how many times more often one person's
//! events lie so than two people's whose events spread evenly over [`PERIOD_DAYS`]
//! ([`density`]). One person's next event follows the last by a log-uniform number of
//! days, and so does the finding a death within its post-mortem interval (domain
//! reference, time); vaguely dated events are averaged over the days they may mean.
//!
//! | Level | Density of the dates |
//! | --- | --- |
//! | `same_days` … `consistent` | at least that of [`LEAST_DENSITY`] |
//! | `long_gap` | less; but what the post-mortem interval allows is `consistent` |
//! | `strained` | death slightly before the last proof of life, by the interval; intake months before; deaths slightly apart; two notices of more than a year apart |
//! | `incompatible` | found or dead before; intake well before; further apart |
//!
//! Death lies between found minus the longest and found minus the shortest
//! post-mortem interval, and after the last proof of life. Found before last
//! seen, and dead before last seen by a stated interval, exclude; an interval
//! taken from the condition never does. An intake before the last proof of life is
//! an earlier stop of the journey, rarer than a later one, so it excludes nothing. Parts of one
//! body may be found years apart: two remains are told apart by their deaths.

mod density;
#[cfg(test)]
mod tests;
mod wording;

use vinculo_record::{Kind, Lang, Record};

use self::density::{Days, after, death_after, same};
use self::wording::{apart_reason, days, death_reason, intake_reason};
use crate::comparison;
use crate::death::{Pmi, last_proof};
use crate::figures::time::{
    EARLIER_STOP_DAYS, EARLIER_STOP_SHARE, LEAST_DENSITY, ORDER_SLACK_DAYS, PMI_SLACK_DAYS,
    PMI_SLACK_SHARE, SAME_EVENT_CONSISTENT_DAYS, SAME_EVENT_STRAINED_DAYS, VAGUE_DAYS,
};
use crate::span::Span;
use crate::{Comparison, Exclusion, Finding, Level};

const CONSISTENT: u8 = 3;
const LONG_GAP: u8 = 4;
const STRAINED: u8 = 5;
const INCOMPATIBLE: u8 = 6;

const LEVELS: &[Level] = &[
    Level { name: "same_days", es: "los mismos días", en: "the same days" },
    Level { name: "close", es: "fechas cercanas", en: "dates close" },
    Level { name: "soon", es: "fechas próximas", en: "dates soon after" },
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
        2
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
}

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
    let fit = graded(death_after(Days::between(proof, found), pmi));
    // A long time until the finding is normal where death may have come at once, and a
    // person last seen at some time or other may have died at any time.
    let allowed = death.from <= proof.to || proof.width() > VAGUE_DAYS;
    Finding::level(if allowed { fit.min(CONSISTENT) } else { fit })
}

fn from_life_to_intake(notice: &TimeFeature, intake: &TimeFeature) -> Finding {
    let (seen, received) = (notice.whole(), intake.event);
    let before = seen.from - received.to;
    if before > EARLIER_STOP_DAYS {
        return Finding::level(INCOMPATIBLE);
    }
    if before > ORDER_SLACK_DAYS {
        let fit = graded(EARLIER_STOP_SHARE * after(Days::between(received, seen)));
        return Finding::level(if fit == LONG_GAP { STRAINED } else { fit });
    }
    // A call home may come after the intake: then it lies somewhere before the call.
    let since = if received.to < notice.proof.from { seen } else { notice.proof };
    Finding::level(graded(after(Days::between(since, received))))
}

fn between_intakes(left: &TimeFeature, right: &TimeFeature) -> Finding {
    Finding::level(graded(same(left.event, right.event)))
}

fn between_notices(left: &TimeFeature, right: &TimeFeature) -> Finding {
    let (a, b) = (left.whole(), right.whole());
    Finding::level(match a.gap(b) {
        gap if gap > SAME_EVENT_STRAINED_DAYS => INCOMPATIBLE,
        gap if gap > SAME_EVENT_CONSISTENT_DAYS => STRAINED,
        _ => graded(same(a, b)),
    })
}

fn between_remains(left: &TimeFeature, a: Pmi, right: &TimeFeature, b: Pmi) -> Finding {
    let (died, other) = (a.death(left.event), b.death(right.event));
    let apart = died.gap(other);
    if apart > pmi_slack(a).max(pmi_slack(b)) {
        return Finding::level(INCOMPATIBLE);
    }
    if apart > ORDER_SLACK_DAYS {
        return Finding::level(STRAINED);
    }
    // Parts of one body may be found years apart: then their deaths must fit.
    let (found, deaths) = (same(left.event, right.event), density::overlap(died, other));
    Finding::level(graded(found.max(deaths)))
}

/// The level of dates that are so much denser.
fn graded(density: f32) -> u8 {
    comparison::graded(density, &LEAST_DENSITY)
}

fn excluded(exclusion: Exclusion) -> Finding {
    Finding { exclusion: Some(exclusion), ..Finding::level(INCOMPATIBLE) }
}

/// Days by which a post-mortem interval may be wrong.
fn pmi_slack(pmi: Pmi) -> i32 {
    PMI_SLACK_DAYS + (f64::from(pmi.min) * PMI_SLACK_SHARE) as i32
}
