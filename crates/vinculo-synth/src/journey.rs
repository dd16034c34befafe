//! The way: towns in order with dates, and where on it things happened.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::dice::Dice;
use crate::rates::Fate;
use crate::tables::{ROUTES, Town};

/// Days since 1 January 2000.
pub(crate) type Day = i32;

const EPOCH: Date = jiff::civil::date(2000, 1, 1);

/// The date of a day.
pub(crate) fn date(day: Day) -> Date {
    EPOCH.saturating_add(day.days())
}

/// The day of a date.
pub(crate) fn day(date: Date) -> Day {
    EPOCH.until(date).map_or(0, |span| span.get_days())
}

/// Departures lie from 2014 to 2022; nothing happens after 30 June 2025.
const DEPARTURES: (Day, Day) = (5_114, 8_400);
pub(crate) const LAST_DAY: Day = 9_312;

/// Days from town to town; the share of stops of weeks, and of months (work on the way).
const HOP_DAYS: (i32, i32) = (0, 4);
const WEEKS: (f64, (i32, i32)) = (0.10, (10, 60));
const MONTHS: (f64, (i32, i32)) = (0.012, (150, 500));
/// Share of children received long after they were last seen, and how long: so that
/// growth matters.
const CHILD_DELAY: (f64, (i32, i32)) = (0.25, (200, 1_100));

/// A town at a day.
#[derive(Clone, Copy)]
pub(crate) struct Stop {
    pub(crate) town: Town,
    pub(crate) day: Day,
}

/// What two kin share: the same way on the same days.
#[derive(Clone)]
pub(crate) struct Way(pub(crate) Vec<Stop>);

/// When and where the events of a person's records were. Later ones are never earlier.
#[derive(Clone)]
pub(crate) struct Journey {
    pub(crate) departure: Day,
    pub(crate) last_seen: Stop,
    /// A call home after that.
    pub(crate) last_contact: Option<Stop>,
    /// The intakes, in order.
    pub(crate) shelter: Stop,
    pub(crate) later_shelters: [Stop; 2],
    pub(crate) death: Stop,
    /// All towns of the way, for mistaken places.
    towns: Vec<Town>,
}

impl Journey {
    /// A town at most two stops before or after another one of the way.
    pub(crate) fn neighbour(&self, dice: &mut Dice, town: Town) -> Town {
        let at = self.towns.iter().position(|other| *other == town).unwrap_or(0);
        let around = at.saturating_sub(2)..(at + 3).min(self.towns.len());
        dice.pick(&self.towns[around])
    }
}

/// Draws the way of a person from a country to the north.
pub(crate) fn draw_way(dice: &mut Dice, country: &str) -> Way {
    let towns = draw_towns(dice, country);
    let mut today = dice.between(DEPARTURES.0, DEPARTURES.1);
    let mut stops = Vec::with_capacity(towns.len());
    for town in towns {
        stops.push(Stop { town, day: today.min(LAST_DAY) });
        today += if dice.chance(MONTHS.0) {
            dice.between(MONTHS.1.0, MONTHS.1.1)
        } else if dice.chance(WEEKS.0) {
            dice.between(WEEKS.1.0, WEEKS.1.1)
        } else {
            dice.between(HOP_DAYS.0, HOP_DAYS.1)
        };
    }
    Way(stops)
}

fn draw_towns(dice: &mut Dice, country: &str) -> Vec<Town> {
    let caribbean = matches!(country, "HT" | "CU") && dice.chance(0.35);
    if caribbean {
        let ends = if country == "HT" { 0..9 } else { 9..12 };
        return ROUTES["caribe"].get(ends).map(<[Town]>::to_vec).unwrap_or_default();
    }
    let (into_mexico, north) = draw_corridor(dice);
    let mut segments: Vec<&str> = match country {
        "CO" | "VE" | "EC" | "HT" | "CU" => {
            vec!["darien", "centroamerica-sur", "honduras-guatemala"]
        }
        "NI" => vec!["centroamerica-sur", "honduras-guatemala"],
        "HN" => vec!["honduras-guatemala"],
        "SV" => vec!["elsalvador-guatemala"],
        _ => vec![],
    };
    if country != "MX" {
        segments.push(into_mexico);
    }
    segments.push(north);
    let mut towns: Vec<Town> = segments.iter().flat_map(|segment| thin(dice, segment)).collect();
    if country == "NI" {
        towns.retain(|town| town.country != "CR");
    }
    towns.extend(crossing(dice, north));
    towns
}

/// The way into Mexico and the one through it.
fn draw_corridor(dice: &mut Dice) -> (&'static str, &'static str) {
    dice.weighted(&[
        (("guatemala-mexico-golfo", "mexico-golfo-noreste"), 4.0),
        (("guatemala-mexico-pacifico", "mexico-golfo-noreste"), 2.0),
        (("guatemala-mexico-pacifico", "mexico-centro-norte"), 2.0),
        (("guatemala-mexico-pacifico", "mexico-pacifico-noroeste"), 2.5),
        (("guatemala-mexico-centro", "mexico-centro-norte"), 1.5),
    ])
}

/// Share of the towns of a segment in which somebody stops.
const STOPS: f64 = 0.45;

fn thin(dice: &mut Dice, segment: &str) -> Vec<Town> {
    let towns = &ROUTES[segment];
    let last = towns.len() - 1;
    (0..towns.len())
        .filter(|i| *i == 0 || *i == last || dice.chance(STOPS))
        .map(|i| towns[i])
        .collect()
}

/// One town beyond the border, where the corridor leads.
fn crossing(dice: &mut Dice, north: &str) -> Option<Town> {
    let towns = match north {
        "mexico-golfo-noreste" => 0..8,
        "mexico-centro-norte" => 5..12,
        _ => 12..22,
    };
    ROUTES["us-border"].get(towns).map(|towns| dice.pick(towns))
}

/// Draws what happened where on the way. `child`: whether the person was under 15.
pub(crate) fn draw_journey(dice: &mut Dice, way: &Way, fate: Fate, child: bool) -> Journey {
    let Way(stops) = way;
    let last = stops.len() - 1;
    let step = |dice: &mut Dice, from: usize, share: f64| {
        from + dice.below(((last - from) as f64 * share) as usize + 1)
    };
    let seen = step(dice, 0, 0.6);
    let contact = step(dice, seen, 0.5);
    let called = contact > seen && dice.chance(0.6);
    let first = step(dice, if called { contact } else { seen }, 0.6);
    let received = first.max(1.min(last));
    let later = [step(dice, received, 0.7), last];
    let delay = match child && !fate.remains && dice.chance(CHILD_DELAY.0) {
        true => dice.between(CHILD_DELAY.1.0, CHILD_DELAY.1.1),
        false => dice.between(0, 20),
    };
    let end = if fate.shelter { later[0] } else { received };
    let died = step(dice, end, 1.0);
    let at = |index: usize, delay: i32| Stop {
        town: stops[index].town,
        day: (stops[index].day + delay).min(LAST_DAY),
    };
    let between_shelters = [dice.between(3, 40), dice.between(45, 120)];
    let death_delay = delay + between_shelters[0] + dice.between(1, 10);
    Journey {
        departure: stops[0].day,
        last_seen: stops[seen],
        last_contact: called.then(|| stops[contact]),
        shelter: at(received, delay),
        later_shelters: [
            at(later[0], delay + between_shelters[0]),
            at(later[1], delay + between_shelters[1]),
        ],
        death: at(died, if fate.shelter { death_delay } else { dice.between(0, 6) }),
        towns: stops.iter().map(|stop| stop.town).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Stream;
    use crate::rates::COUNTRIES;

    #[test]
    fn bounds_are_the_stated_dates() {
        assert_eq!(date(DEPARTURES.0).to_string(), "2014-01-01");
        assert_eq!(date(DEPARTURES.1).to_string(), "2022-12-31");
        assert_eq!(date(LAST_DAY).to_string(), "2025-06-30");
        assert_eq!(day(date(LAST_DAY)), LAST_DAY);
    }

    #[test]
    fn life_comes_before_death_and_contact_before_intake() {
        for (country, _) in COUNTRIES {
            for person in 0..300 {
                let mut dice = Dice::new(1, Stream::Person(person));
                let way = draw_way(&mut dice, country);
                assert!(way.0.len() >= 3, "{country}");
                assert!(way.0.is_sorted_by_key(|stop| stop.day));
                let fate =
                    Fate { notice: true, remains: person % 2 == 0, shelter: person % 3 == 0 };
                let journey = draw_journey(&mut dice, &way, fate, person % 5 == 0);
                let contact = journey.last_contact.unwrap_or(journey.last_seen);
                assert!(journey.departure <= journey.last_seen.day);
                assert!(journey.last_seen.day <= contact.day && contact.day <= journey.shelter.day);
                assert!(journey.shelter.day <= journey.later_shelters[0].day);
                assert!(contact.day <= journey.death.day && journey.death.day <= LAST_DAY);
                if fate.shelter {
                    assert!(journey.later_shelters[0].day <= journey.death.day);
                }
            }
        }
    }
}
