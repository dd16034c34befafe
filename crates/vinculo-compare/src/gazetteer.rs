//! Places by name: towns, counties, states and departments of the region.
//!
//! A name is looked up within the country and state that are given, also when
//! they stand behind a comma in the name itself. A name with one wrong letter is
//! found if no right one is. Among several towns of one name the one that is far
//! larger is meant; else none, and the state or country alone is known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use vinculo_record::vocab::Country;
use vinculo_record::{Place, fold};

use crate::figures::place::{
    COUNTRY_OF_TOWN_KM, COUNTY_KM, DOMINANT_TOWN, MIN_MISSPELT, ONE_TOWN_KM, TOWN_KM,
};
use crate::geo::Point;

const TOWNS: &str = include_str!("../data/places/places.csv");
const STATES: &str = include_str!("../data/places/admin1.csv");

/// Words before a place's name that are no part of it.
const LEADING: &[&str] = &[
    "cerca de ",
    "cerca del ",
    "near ",
    "municipio de ",
    "municipio ",
    "mpio de ",
    "ciudad de ",
    "ciudad ",
    "villa de ",
    "aldea ",
    "ejido ",
    "colonia ",
    "departamento de ",
    "depto de ",
    "provincia de ",
    "estado de ",
    "condado de ",
];
/// Words after a place's name that are no part of it.
const TRAILING: &[&str] = &[" city", " department", " province", " state", " parish", " mexico"];

/// All places; index 0 of towns and states stands for none.
pub(crate) struct Gazetteer {
    towns: Vec<Town>,
    town_names: Names,
    states: Vec<State>,
    state_names: Names,
    /// Towns by whole degree of latitude.
    by_lat: BTreeMap<i32, Vec<u16>>,
}

struct Town {
    name: &'static str,
    state: u16,
    country: Option<Country>,
    point: Point,
    population: i64,
}

struct State {
    name: &'static str,
    country: Option<Country>,
    point: Point,
}

/// A place as it was found; what was not stays empty.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub country: Option<Country>,
    /// 0 for none.
    pub state: u16,
    /// 0 for none.
    pub town: u16,
    /// Of the town, else of the state.
    pub point: Option<Point>,
}

/// What is known around a name.
#[derive(Clone, Copy)]
struct Scope {
    country: Option<Country>,
    state: Option<u16>,
}

impl Scope {
    fn with_country(self, country: Country) -> Self {
        Self { country: self.country.or(Some(country)), ..self }
    }

    fn with_state(self, state: u16) -> Self {
        Self { state: self.state.or(Some(state)), ..self }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Right,
    OneEdit,
}

/// The gazetteer, read once.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    static ALL: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);
    &ALL
}

impl Gazetteer {
    /// Finds a place by what is given of it; `None` if nothing is known.
    pub fn find(&self, place: &Place) -> Option<Found> {
        let text = place.place.as_deref().unwrap_or_default();
        let parts = text.split([',', ';', '(', ')', '/']).map(str::trim);
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).take(MAX_PARTS).collect();
        let state = place.admin1.as_deref().and_then(|text| self.state(text, place.country));
        let mut scope = Scope { country: place.country, state };
        let (mut names, mut other) = (Vec::from_iter(parts.first()), None);
        // the last part is the widest
        for part in parts.iter().skip(1).rev() {
            let by_state = self.state(part, scope.country).map(|state| scope.with_state(state));
            let by_country = self.country(part).map(|country| scope.with_country(country));
            let [first, second] = match part.len() {
                2 => [by_state, by_country],
                _ => [by_country, by_state],
            };
            match first.or(second) {
                // neither: a county or a town, if the first part names none
                None => names.insert(1, part),
                Some(known) => {
                    other = if first.is_some() { second } else { other };
                    scope = known;
                }
            }
        }
        // PA is Pennsylvania and Panama
        let scopes = [Some(scope), other];
        let town = scopes.into_iter().flatten().find_map(|scope| {
            let found = names.iter().map(|name| self.find_in(Some(name), scope));
            found.into_iter().find(|found| found.town > 0)
        });
        let found = town.unwrap_or_else(|| self.find_in(names.first().copied().copied(), scope));
        (found != Found::default()).then_some(found)
    }

    /// A name within what is known around it: as it is written a town, a state or
    /// a country, else misspelt.
    fn find_in(&self, name: Option<&str>, scope: Scope) -> Found {
        let alone = |name| {
            // "Guatemala" alone is the country, not its capital
            let open = scope.country.is_none() && scope.state.is_none();
            let country = Country::parse(name).filter(|_| open)?;
            Some(Found { country: Some(country), ..Found::default() })
        };
        let spelt = |name, spelling| {
            let town = self.town(name, scope, spelling).map(|town| self.found(scope, 0, town));
            let state = || {
                let state = self.state_spelt(name, scope.country, spelling);
                state.filter(|_| scope.state.is_none()).map(|state| self.found(scope, state, 0))
            };
            town.or_else(state)
        };
        let found = name.and_then(|name| {
            alone(name)
                .or_else(|| spelt(name, Spelling::Right))
                .or_else(|| spelt(name, Spelling::OneEdit))
        });
        found.unwrap_or_else(|| self.found(scope, 0, 0))
    }

    fn found(&self, scope: Scope, state: u16, town: u16) -> Found {
        let town_row = &self.towns[town as usize];
        let state = match (town, state) {
            (0, 0) => scope.state.unwrap_or(0),
            (0, state) => state,
            _ => town_row.state,
        };
        let state_row = &self.states[state as usize];
        let point = match (town, state) {
            (0, 0) => None,
            (0, _) => Some(state_row.point),
            _ => Some(town_row.point),
        };
        let country = town_row.country.or(state_row.country).or(scope.country);
        Found { country, state, town, point }
    }

    /// Country and state of the nearest town to a point.
    pub fn around(&self, point: Point) -> Option<Found> {
        let degree = point.lat().floor() as i32;
        let near = (degree - 1..=degree + 1).filter_map(|lat| self.by_lat.get(&lat)).flatten();
        let distance = |i: u16| self.towns[i as usize].point.km_to(point);
        let nearest = near.copied().min_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
        let town = &self.towns[nearest as usize];
        (distance(nearest) <= COUNTRY_OF_TOWN_KM).then_some(Found {
            country: town.country,
            state: town.state,
            town: 0,
            point: None,
        })
    }

    /// The name of a found place, as shown.
    pub fn name(&self, state: u16, town: u16) -> String {
        let state_name = self.states[state as usize].name;
        match (town, state) {
            (0, 0) => String::new(),
            (0, _) => state_name.to_owned(),
            (_, 0) => self.towns[town as usize].name.to_owned(),
            _ => format!("{}, {state_name}", self.towns[town as usize].name),
        }
    }

    fn town(&self, text: &str, scope: Scope, spelling: Spelling) -> Option<u16> {
        let fits = |i: &u16| {
            let town = &self.towns[*i as usize];
            match scope.state {
                Some(state) => town.state == state,
                None => scope.country.is_none() || town.country == scope.country,
            }
        };
        self.town_names.find(text, spelling, |ids| self.choose(ids.iter().copied().filter(fits)))
    }

    /// The town that is meant among those of one name.
    fn choose(&self, ids: impl Iterator<Item = u16>) -> Option<u16> {
        let mut ids: Vec<u16> = ids.collect();
        let people = |i: u16| self.towns[i as usize].population;
        ids.sort_by_key(|i| (-people(*i), *i));
        let first = *ids.first()?;
        let rival = ids.iter().skip(1).find(|i| {
            self.towns[**i as usize].point.km_to(self.towns[first as usize].point) > ONE_TOWN_KM
        });
        match rival {
            Some(second) if people(first) < DOMINANT_TOWN * people(*second).max(1) => None,
            _ => Some(first),
        }
    }

    fn state(&self, text: &str, country: Option<Country>) -> Option<u16> {
        self.state_spelt(text, country, Spelling::Right)
            .or_else(|| self.state_spelt(text, country, Spelling::OneEdit))
    }

    fn state_spelt(&self, text: &str, country: Option<Country>, spelling: Spelling) -> Option<u16> {
        let fits = |i: &u16| country.is_none() || self.states[*i as usize].country == country;
        self.state_names.find(text, spelling, |ids| {
            let mut ids = ids.iter().copied().filter(fits);
            ids.next().filter(|_| ids.next().is_none())
        })
    }

    /// A country by name, or by code if its states are known: AZ is Arizona.
    fn country(&self, text: &str) -> Option<Country> {
        let country = Country::parse(text)?;
        let known = || self.states.iter().any(|state| state.country == Some(country));
        (text.len() > 2 || known()).then_some(country)
    }

    fn read() -> Self {
        let mut all = Self {
            towns: vec![Town {
                name: "",
                state: 0,
                country: None,
                point: Point::new(0.0, 0.0, 0),
                population: 0,
            }],
            town_names: Names::default(),
            states: vec![State { name: "", country: None, point: Point::new(0.0, 0.0, 0) }],
            state_names: Names::default(),
            by_lat: BTreeMap::new(),
        };
        let mut codes = BTreeMap::new();
        for [code, names, lat, lon, radius] in rows(STATES) {
            let index = all.states.len() as u16;
            let name = all.state_names.add(names, index);
            let point = Point::new(number(lat), number(lon), number(radius) as u16);
            codes.insert(code, index);
            all.states.push(State { name, country: Country::parse(&code[..2]), point });
        }
        for [code, names, lat, lon, population] in rows(TOWNS) {
            let index = all.towns.len() as u16;
            let name = all.town_names.add(names, index);
            let population = number(population) as i64;
            let radius = match population {
                -1 => COUNTY_KM,
                _ => TOWN_KM.iter().find(|(up_to, _)| population <= *up_to).map_or(0, |row| row.1),
            };
            let point = Point::new(number(lat), number(lon), radius);
            all.by_lat.entry(point.lat().floor() as i32).or_default().push(index);
            let state = codes.get(code).copied().unwrap_or(0);
            let country = Country::parse(&code[..2]);
            all.towns.push(Town { name, state, country, point, population });
        }
        all
    }
}

/// Folded names with what they name; found also when one letter is wrong.
#[derive(Default)]
struct Names {
    ids: BTreeMap<String, Vec<u16>>,
    /// Made when first asked for a name that is not there.
    misspelt: std::sync::OnceLock<Misspelt>,
}

struct Misspelt {
    names: Vec<(String, Vec<u16>)>,
    /// Hashes of each name without one of its letters, with its place in `names`.
    hashes: Vec<(u64, u32)>,
}

impl Names {
    fn add(&mut self, names: &'static str, id: u16) -> &'static str {
        for name in names.split('|') {
            let ids = self.ids.entry(fold(name)).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        names.split('|').next().unwrap_or_default()
    }

    /// What `choose` takes first: of the name as written, without words that are
    /// no part of it, or with such words; or of the names that one edit makes of it.
    fn find(
        &self,
        text: &str,
        spelling: Spelling,
        choose: impl Fn(&[u16]) -> Option<u16>,
    ) -> Option<u16> {
        let whole = fold(text);
        let bare = bare(&whole);
        if spelling == Spelling::OneEdit {
            return choose(&self.one_edit_from(bare));
        }
        let longer =
            [format!("ciudad {bare}"), format!("{bare} city"), format!("ciudad de {bare}")];
        let names = [whole.as_str(), bare].into_iter().chain(longer.iter().map(String::as_str));
        names.filter_map(|name| self.ids.get(name)).find_map(|ids| choose(ids))
    }

    fn one_edit_from(&self, name: &str) -> Vec<u16> {
        if name.chars().count() < MIN_MISSPELT {
            return Vec::new();
        }
        let Misspelt { names, hashes } = self.misspelt.get_or_init(|| self.index());
        let mut found: Vec<u32> = without_one_letter(name)
            .flat_map(|hash| {
                let start = hashes.partition_point(|(other, _)| *other < hash);
                hashes[start..].iter().take_while(move |(other, _)| *other == hash)
            })
            .map(|(_, i)| *i)
            .collect();
        found.sort_unstable();
        found.dedup();
        let near = found.iter().map(|i| &names[*i as usize]);
        let near = near.filter(|(other, _)| strsim::osa_distance(other, name) == 1);
        let mut ids: Vec<u16> = near.flat_map(|(_, ids)| ids.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn index(&self) -> Misspelt {
        let long = |name: &String| name.chars().count() >= MIN_MISSPELT;
        let names: Vec<_> = self.ids.iter().filter(|(name, _)| long(name)).collect();
        let names: Vec<_> = names.into_iter().map(|(a, b)| (a.clone(), b.clone())).collect();
        let mut hashes: Vec<(u64, u32)> = names
            .iter()
            .enumerate()
            .flat_map(|(i, (name, _))| without_one_letter(name).map(move |hash| (hash, i as u32)))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Misspelt { names, hashes }
    }
}

fn bare(folded: &str) -> &str {
    let mut name = folded;
    while let Some(rest) = LEADING.iter().find_map(|word| name.strip_prefix(word)) {
        name = rest;
    }
    TRAILING.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name)
}

/// Hashes (FNV-1a, 64 bits) of the name, and of it without each of its letters.
fn without_one_letter(name: &str) -> impl Iterator<Item = u64> {
    let letters: Vec<char> = name.chars().take(MAX_LETTERS).collect();
    (0..=letters.len()).map(move |left_out| {
        let kept = letters.iter().enumerate().filter(|(i, _)| *i != left_out);
        kept.fold(0xcbf2_9ce4_8422_2325, |hash, (_, letter)| {
            (hash ^ u64::from(*letter as u32)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    })
}

/// Most parts of a place between commas that are read: what has more is a story.
const MAX_PARTS: usize = 6;

/// Longer names are sentences; the work grows with the square of the length.
const MAX_LETTERS: usize = 60;

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 5]> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let mut next = || cells.next();
        Some([next()?, next()?, next()?, next()?, next()?])
    })
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(country: &str, state: &str, place: &str, expected: &str) {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let given =
            Place { country: Country::parse(country), admin1: text(state), place: text(place) };
        let found = gazetteer().find(&given);
        let actual = found.map_or("nothing".to_owned(), |found| {
            let country = found.country.map_or("?".to_owned(), |c| c.code().to_owned());
            format!("{country} {}", gazetteer().name(found.state, found.town)).trim_end().to_owned()
        });
        assert_eq!(actual, expected, "{country:?} {state:?} {place:?}");
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!((gazetteer().towns.len(), gazetteer().states.len()), (14_373, 534));
        assert!(gazetteer().towns.iter().skip(1).all(|town| town.country.is_some()));
    }

    #[test]
    fn names_and_context() {
        check("MX", "Chiapas", "Tapachula", "MX Tapachula, Chiapas");
        check("", "", "TAPACHULA", "MX Tapachula, Chiapas");
        check("", "", "Tapachula, Chiapas, México", "MX Tapachula, Chiapas");
        check("MX", "Chiapas", "Tapachula de Córdova y Ordóñez", "MX Tapachula, Chiapas");
        check("MX", "", "Ciudad de México", "MX Mexico City, Mexico City");
        check("GT", "", "Guatemala", "GT Guatemala City, Guatemala");
        check("", "", "Guatemala", "GT");
        check("", "", "Estados Unidos", "US");
        check("", "", "Houston, Texas", "US Houston, Texas");
        check("", "", "Nogales, AZ", "US Nogales, Arizona");
        check("MX", "", "Nogales", "MX Nogales, Sonora");
        check("GT", "", "Tecún Umán", "GT Ciudad Tecún Umán, San Marcos");
        check("", "", "David, PA", "PA David, Chiriquí");
        check("", "", "San Diego, CA", "US San Diego, California");
        check("", "", "Danlí, HN", "HN Danlí, El Paraíso");
        check("", "", "Lukeville, Pima County, Arizona", "US Pima County, Arizona");
        check("", "", "Aldea Sin Nombre, Nebaj, Quiché", "GT Nebaj, Quiché");
        check("US", "Texas", "Brooks County", "US Brooks County, Texas");
        check("HN", "Departamento de Cortés", "San Pedro Sula", "HN San Pedro Sula, Cortés");
        check("MX", "Estado de México", "Ecatepec", "MX Ecatepec de Morelos, México");
        check("MX", "Sonora", "cerca de Altar", "MX Altar, Sonora");
    }

    #[test]
    fn one_wrong_letter() {
        check("MX", "Chiapas", "Tapachulla", "MX Tapachula, Chiapas");
        check("MX", "Chapas", "Tapachula", "MX Tapachula, Chiapas");
        check("GT", "", "Huehuetenago", "GT Huehuetenango, Huehuetenango");
        check("GT", "", "Quezaltenango", "GT Quetzaltenango, Quetzaltenango");
        check("MX", "Chiapas", "Tapuchulla", "MX Chiapas");
        // two neighbours exchanged
        check("", "", "Tegucigapla", "HN Tegucigalpa, Francisco Morazán");
    }

    #[test]
    fn what_is_not_known_stays_open() {
        check("GT", "", "San José", "GT");
        check("GT", "Petén", "un río sin nombre", "GT Petén");
        check("", "", "Sonora", "MX Sonora");
        check("", "", "xyz", "nothing");
        check("", "", "", "nothing");
        check("HN", "", "", "HN");
    }

    #[test]
    fn a_point_has_a_country() {
        let around = gazetteer().around(Point::new(31.9, -111.8, 1)).expect("near Sells");
        assert_eq!(gazetteer().name(around.state, 0), "Arizona");
        assert!(gazetteer().around(Point::new(0.0, -150.0, 1)).is_none(), "at sea");
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            let _ = gazetteer().find(&Place { country: None, admin1: Some(a), place: Some(b) });
        }
    }
}
