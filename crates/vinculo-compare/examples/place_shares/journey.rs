//! Journeys along the corridors, and how their places are written down.
//!
//! Where people come from and where they die are the bundled tables; how far they get
//! between two records, and what is written of it, is judgement: no distribution of the
//! distance from last contact to recovery was found.

use vinculo_record::{Column, Kind, Record};

use crate::dice::{Dice, record};
use crate::tables::{Degrees, Tables, Town, km};

/// Countries of origin with their shares: as in the comparison of origin (judgement
/// after the encounters reported for the region in 2019–2023).
const ORIGINS: [(&str, f64); 10] = [
    ("HN", 0.19),
    ("GT", 0.17),
    ("VE", 0.14),
    ("MX", 0.13),
    ("SV", 0.08),
    ("EC", 0.06),
    ("HT", 0.06),
    ("NI", 0.05),
    ("CU", 0.05),
    ("CO", 0.04),
];

/// Where people go to, as written, and where that is. Shares are judgement.
const GOALS: [((&str, Degrees), f64); 11] = [
    (("Houston, Texas", (29.76, -95.37)), 0.18),
    (("Los Ángeles, California", (34.05, -118.24)), 0.18),
    (("Dallas, Texas", (32.78, -96.80)), 0.08),
    (("Miami, Florida", (25.77, -80.19)), 0.08),
    (("Nueva York", (40.71, -74.01)), 0.12),
    (("Chicago, Illinois", (41.88, -87.63)), 0.09),
    (("Atlanta, Georgia", (33.75, -84.39)), 0.08),
    (("Phoenix, Arizona", (33.45, -112.07)), 0.06),
    (("San Antonio, Texas", (29.42, -98.49)), 0.05),
    (("Monterrey, Nuevo León", (25.69, -100.32)), 0.04),
    (("Tijuana, Baja California", (32.53, -117.02)), 0.04),
];

/// Rates of journeys and of writing, in per cent or as said. All judgement.
mod rate {
    /// How far off the straight way to the destination people are led: standard
    /// deviation of the detour, as a share of the whole way.
    pub const DETOUR_SD: f64 = 0.15;
    /// … and who goes anywhere.
    pub const ANYWHERE: f64 = 0.03;
    /// Last known at home, in a country on the way back, or with a wrong place.
    pub const AT_HOME: usize = 30;
    pub const RETURNED: usize = 8;
    pub const WRONG: usize = 3;
    /// The distance from the last known place to the next event is log-uniform above
    /// these kilometres.
    pub const LEAST_KM: f64 = 15.0;
    /// Intakes at an earlier stop than the last known place.
    pub const EARLIER: usize = 15;
    /// Notices with the destination as a city, as a country, or none.
    pub const CITY: usize = 45;
    pub const COUNTRY: usize = 20;
    /// Notices that say where the person meant to cross, and how many of those are right.
    pub const CROSSING_SAID: usize = 8;
    pub const CROSSING_RIGHT: usize = 75;
    /// Notices that name the river which the person came to.
    pub const RIVER_SAID: usize = 10;
    /// Deaths beside a river that are drownings; records that name the river, or speak
    /// of drowning.
    pub const DROWNED: usize = 70;
    pub const RIVER_NAMED: usize = 50;
    pub const DROWNING_SAID: usize = 30;
    /// Mean kilometres that the drowned drift.
    pub const DRIFT_KM: f64 = 15.0;
    /// Notices with a last contact beside where they were last seen.
    pub const CALLED: usize = 30;
    /// Remains with a coordinate, with a town, else with the state.
    pub const COORDINATE: usize = 55;
    pub const TOWN: usize = 35;
    /// Other records with town and state, with the town alone, with the state alone;
    /// else with the country.
    pub const WHOLE: usize = 75;
    pub const NAME_ONLY: usize = 10;
    pub const STATE_ONLY: usize = 10;
    /// Names with a letter left out.
    pub const MISSPELT: usize = 4;
    /// Two notices of one person that name one place; intakes twice at one town; parts
    /// of a body found at one place.
    pub const SAME_NOTICE: usize = 60;
    pub const SAME_SHELTER: usize = 15;
    pub const SAME_FINDING: usize = 65;
    /// Mean kilometres between parts of a body found apart.
    pub const PARTS_KM: f64 = 8.0;
}

/// A person on the way.
pub struct Journey<'a> {
    home: &'a Town,
    goal: (&'static str, Degrees),
    death: Degrees,
    tables: &'a Tables,
}

impl<'a> Journey<'a> {
    pub fn draw(tables: &'a Tables, dice: &mut Dice) -> Self {
        let country = *dice.weighted(&ORIGINS);
        let home = town_of(&tables.towns[country], dice);
        let goal = *dice.weighted(&GOALS);
        let whole = km(home.at, goal.1).max(100.0);
        let fit = |at: Degrees| {
            let detour = (km(home.at, at) + km(at, goal.1)) / whole - 1.0;
            (-0.5 * (detour / rate::DETOUR_SD).powi(2)).exp() + rate::ANYWHERE
        };
        let cells: Vec<(Degrees, f64)> =
            tables.deaths.iter().map(|(at, count)| (*at, count * fit(*at))).collect();
        let cell = *dice.weighted(&cells);
        let within = |degrees: f64, dice: &mut Dice| degrees + dice.even(-0.1, 0.1);
        let death = (within(cell.0, dice), within(cell.1, dice));
        Self { home, goal, death, tables }
    }

    /// The family's notice before something happened at a place.
    pub fn notice(&self, before: Degrees, dice: &mut Dice) -> Record {
        let home = (self.home.clone(), dice.percent(rate::AT_HOME));
        let last = if home.1 { home.0 } else { self.stop_before(before, dice) };
        let mut cells = vec![];
        if dice.percent(rate::CALLED) && !home.1 {
            cells.extend(written(self.home, EVENT, dice));
            cells.extend(written(&last, CONTACT, dice));
        } else {
            cells.extend(written(&last, EVENT, dice));
        }
        match dice.below(100) {
            one if one < rate::CITY => cells.push((Column::Destination, self.goal.0.to_owned())),
            one if one < rate::CITY + rate::COUNTRY => {
                cells.push((Column::Destination, "Estados Unidos".to_owned()));
            }
            _ => {}
        }
        cells.push((Column::OriginCountry, self.home.country.clone()));
        cells.push((Column::OriginAdmin1, self.home.state.clone()));
        cells.push((Column::Circumstances, self.told(before, dice)));
        record(Kind::Notice, &cells)
    }

    /// The notice of a person who died.
    pub fn notice_of_death(&self, dice: &mut Dice) -> Record {
        self.notice(self.death, dice)
    }

    /// Two notices: of one statement, or by relatives who know different places.
    pub fn two_notices(&self, dice: &mut Dice) -> (Record, Record) {
        let one = self.notice(self.death, dice);
        if dice.percent(rate::SAME_NOTICE) {
            return (one.clone(), one);
        }
        (one, self.notice(self.death, dice))
    }

    /// The remains where the person died, or a river carried them.
    pub fn remains(&self, dice: &mut Dice) -> Record {
        self.found(self.death, dice)
    }

    /// Two findings of parts of one body.
    pub fn two_findings(&self, dice: &mut Dice) -> (Record, Record) {
        let mut further = || {
            if dice.percent(rate::SAME_FINDING) { 0.5 } else { -rate::PARTS_KM * dice.unit().ln() }
        };
        let reach = further() / 111.0;
        let other = (self.death.0 + reach * dice.normal(), self.death.1 + reach * dice.normal());
        (self.found(self.death, dice), self.found(other, dice))
    }

    /// An intake on the way, after or before the place that the family last knew.
    pub fn notice_and_intake(&self, dice: &mut Dice) -> (Record, Record) {
        let stop = self.stop_on_the_way(dice);
        let intake = written(&stop, EVENT, dice);
        let notice = if dice.percent(rate::EARLIER) {
            let later = self.stop_on_the_way(dice);
            self.notice(later.at, dice)
        } else {
            self.notice(stop.at, dice)
        };
        (notice, record(Kind::Shelter, &intake))
    }

    /// Two intakes on one way.
    pub fn two_intakes(&self, dice: &mut Dice) -> (Record, Record) {
        let second = self.stop_on_the_way(dice);
        let first = if dice.percent(rate::SAME_SHELTER) {
            second.clone()
        } else {
            self.stop_before(second.at, dice)
        };
        let [first, second] = [first, second].map(|stop| written(&stop, EVENT, dice));
        (record(Kind::Shelter, &first), record(Kind::Shelter, &second))
    }

    /// A town of the corridors between home and the destination.
    fn stop_on_the_way(&self, dice: &mut Dice) -> Town {
        let whole = km(self.home.at, self.goal.1).max(100.0);
        let stops: Vec<(&Town, f64)> = self
            .tables
            .route
            .iter()
            .map(|stop| {
                let detour = (km(self.home.at, stop.at) + km(stop.at, self.goal.1)) / whole - 1.0;
                (stop, (-0.5 * (detour / rate::DETOUR_SD).powi(2)).exp() + 0.1 * rate::ANYWHERE)
            })
            .collect();
        (*dice.weighted(&stops)).clone()
    }

    /// A town of the corridors before a place, near it more often than far.
    fn stop_before(&self, place: Degrees, dice: &mut Dice) -> Town {
        let returned = dice.percent(rate::RETURNED);
        let wrong = dice.percent(rate::WRONG);
        let whole = km(self.home.at, place);
        let stops: Vec<(&Town, f64)> = self
            .tables
            .route
            .iter()
            .map(|stop| {
                let rest = km(stop.at, place);
                let detour = (km(self.home.at, stop.at) + rest - whole).max(0.0);
                let weight = match (wrong, returned) {
                    (true, _) => 1.0,
                    // Beyond the place, on the way home again.
                    (_, true) => 1.0 / (whole + rest - km(self.home.at, stop.at) + 50.0),
                    _ => {
                        (-0.5 * (detour / (rate::DETOUR_SD * whole + 30.0)).powi(2)).exp()
                            / (rest + rate::LEAST_KM)
                    }
                };
                (stop, weight)
            })
            .collect();
        (*dice.weighted(&stops)).clone()
    }

    /// What the family says of the way that leads to a place.
    fn told(&self, place: Degrees, dice: &mut Dice) -> String {
        if dice.percent(rate::CROSSING_SAID) {
            let named = self.tables.sectors.iter().filter(|sector| !sector.name.is_empty());
            let named: Vec<_> = named.collect();
            let right = named.iter().find(|sector| km(sector.at, place) <= sector.km + 120.0);
            let said = match right {
                Some(sector) if dice.percent(rate::CROSSING_RIGHT) => sector,
                _ => &named[dice.below(named.len())],
            };
            return format!("iba a cruzar por {}", said.name);
        }
        match self.tables.river_near(place, 30.0) {
            Some((name, ..)) if dice.percent(rate::RIVER_SAID) => format!("llegó al {name}"),
            _ => "salió con un guía".to_owned(),
        }
    }

    fn found(&self, death: Degrees, dice: &mut Dice) -> Record {
        let river = self.tables.river_near(death, 10.0).filter(|_| dice.percent(rate::DROWNED));
        let (mut at, mut said) = (death, "hallado por vecinos".to_owned());
        if let Some((name, line, part)) = river {
            let drift = -rate::DRIFT_KM * dice.unit().max(1e-9).ln();
            let [from, to] = [line[part], line[part + 1]];
            let share = (drift / km(from, to).max(1.0)).min(1.0);
            at = (at.0 + share * (to.0 - from.0), at.1 + share * (to.1 - from.1));
            said = match dice.below(100) {
                one if one < rate::RIVER_NAMED => format!("hallado en el {name}"),
                one if one < rate::RIVER_NAMED + rate::DROWNING_SAID => "ahogamiento".to_owned(),
                _ => said,
            };
        }
        let mut cells = match (dice.below(100), self.tables.town_near(at)) {
            (one, town) if one < rate::COORDINATE || town.is_none() => vec![
                (Column::EventLat, format!("{:.4}", at.0)),
                (Column::EventLon, format!("{:.4}", at.1)),
                (Column::EventPrecisionKm, ["1", "5", ""][dice.below(3)].to_owned()),
            ],
            (one, Some(town)) if one < rate::COORDINATE + rate::TOWN => written(town, EVENT, dice),
            (_, town) => town.into_iter().flat_map(|town| state(town, EVENT)).collect(),
        };
        cells.push((Column::Circumstances, said));
        record(Kind::Remains, &cells)
    }
}

/// The columns of a place.
type Columns = [Column; 3];
const EVENT: Columns = [Column::EventCountry, Column::EventAdmin1, Column::EventPlace];
const CONTACT: Columns =
    [Column::LastContactCountry, Column::LastContactAdmin1, Column::LastContactPlace];

/// A town as it is written down.
fn written(town: &Town, columns: Columns, dice: &mut Dice) -> Vec<(Column, String)> {
    let name = match dice.percent(rate::MISSPELT) {
        true => without_a_letter(&town.name, dice),
        false => town.name.clone(),
    };
    let name = (columns[2], name);
    match dice.below(100) {
        one if one < rate::WHOLE => state(town, columns).into_iter().chain([name]).collect(),
        one if one < rate::WHOLE + rate::NAME_ONLY => vec![name],
        one if one < rate::WHOLE + rate::NAME_ONLY + rate::STATE_ONLY => state(town, columns),
        _ => vec![(columns[0], town.country.clone())],
    }
}

fn state(town: &Town, columns: Columns) -> Vec<(Column, String)> {
    vec![(columns[0], town.country.clone()), (columns[1], town.state.clone())]
}

fn without_a_letter(name: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = name.chars().collect();
    let left_out = 1 + dice.below(letters.len().max(2) - 1);
    letters.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, c)| *c).collect()
}

/// A town by its inhabitants.
fn town_of<'a>(towns: &'a [Town], dice: &mut Dice) -> &'a Town {
    let mut at = dice.unit() * towns.iter().map(|town| town.people).sum::<f64>();
    let reached = towns.iter().find(|town| {
        at -= town.people;
        at <= 0.0
    });
    reached.unwrap_or(&towns[0])
}
