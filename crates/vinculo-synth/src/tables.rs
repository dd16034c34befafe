//! The bundled tables: names and places. Sources and licences: `data/README.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rows of a simple table (no quoted cells), without its header.
pub(crate) fn lines<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(|line| {
        let cells: Vec<&'static str> = line.split(',').collect();
        cells.try_into().ok()
    })
}

/// Things with weights, drawn in logarithmic time.
pub(crate) struct Urn<T> {
    items: Vec<T>,
    /// Running totals of the weights.
    totals: Vec<f64>,
}

impl<T> Urn<T> {
    pub(crate) fn new(weighted: impl IntoIterator<Item = (T, f64)>) -> Self {
        let (mut items, mut totals, mut total) = (Vec::new(), Vec::new(), 0.0);
        for (item, weight) in weighted {
            total += weight;
            items.push(item);
            totals.push(total);
        }
        Self { items, totals }
    }

    /// One item by weight, for a `unit` number from 0 to below 1.
    pub(crate) fn draw(&self, unit: f64) -> &T {
        let target = unit * self.totals.last().copied().unwrap_or(0.0);
        let index = self.totals.partition_point(|total| *total <= target);
        &self.items[index.min(self.items.len() - 1)]
    }

    #[cfg(test)]
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

/// A town.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Town {
    pub(crate) country: &'static str,
    pub(crate) admin1: &'static str,
    pub(crate) name: &'static str,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
}

/// Given names by sex: `[female, male]`.
pub(crate) static GIVEN: LazyLock<[Urn<&'static str>; 2]> = LazyLock::new(|| {
    ["F", "M"].map(|sex| {
        Urn::new(
            lines(include_str!("../data/given_names.csv"))
                .filter(|[s, _, _]| *s == sex)
                .map(|[_, name, weight]| (name, weight.parse().unwrap_or(1.0))),
        )
    })
});

/// Surnames of Spanish origin.
pub(crate) static SURNAMES: LazyLock<Urn<&'static str>> = LazyLock::new(|| {
    Urn::new(
        lines(include_str!("../data/surnames.csv"))
            .map(|[surname, weight]| (surname, weight.parse().unwrap_or(1.0))),
    )
});

/// The most frequent surnames of a country, by rank.
pub(crate) static COUNTRY_SURNAMES: LazyLock<BTreeMap<&'static str, Urn<&'static str>>> =
    LazyLock::new(|| {
        let mut lists: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
        for [country, surname] in lines(include_str!("../data/country_surnames.csv")) {
            lists.entry(country).or_default().push(surname);
        }
        for (country, surnames) in crate::words::COUNTRY_SURNAMES {
            lists.entry(country).or_default().extend(surnames.split(' '));
        }
        // Zipf's law, flattened at the top: rank + 4.
        let by_rank = |list: Vec<&'static str>| {
            Urn::new(list.into_iter().enumerate().map(|(rank, s)| (s, 1.0 / (rank + 5) as f64)))
        };
        lists.into_iter().map(|(country, list)| (country, by_rank(list))).collect()
    });

/// Surnames of a people, by its code.
pub(crate) static REGIONAL_SURNAMES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| {
        let mut lists: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
        for [surname, group] in lines(include_str!("../data/regional_surnames.csv")) {
            lists.entry(group).or_default().push(surname);
        }
        lists
    });

/// Towns by country.
pub(crate) static TOWNS: LazyLock<BTreeMap<&'static str, Urn<Town>>> = LazyLock::new(|| {
    let mut lists: BTreeMap<&str, Vec<(Town, f64)>> = BTreeMap::new();
    for [country, admin1, name, lat, lon, weight] in lines(include_str!("../data/places.csv")) {
        let town = town(country, admin1, name, lat, lon);
        lists.entry(country).or_default().push((town, weight.parse().unwrap_or(1.0)));
    }
    lists.into_iter().map(|(country, list)| (country, Urn::new(list))).collect()
});

/// Towns along the ways, in order, by segment.
pub(crate) static ROUTES: LazyLock<BTreeMap<&'static str, Vec<Town>>> = LazyLock::new(|| {
    let mut segments: BTreeMap<&str, Vec<Town>> = BTreeMap::new();
    for [segment, country, admin1, name, lat, lon] in lines(include_str!("../data/route_nodes.csv"))
    {
        segments.entry(segment).or_default().push(town(country, admin1, name, lat, lon));
    }
    segments
});

fn town(
    country: &'static str,
    admin1: &'static str,
    name: &'static str,
    lat: &str,
    lon: &str,
) -> Town {
    let number = |text: &str| text.parse().unwrap_or(0.0);
    Town { country, admin1, name, lat: number(lat), lon: number(lon) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line of a table has its cells: none was dropped while reading.
    fn check<const N: usize>(text: &'static str) {
        assert_eq!(lines::<N>(text).count() + 1, text.lines().count());
        for row in lines::<N>(text) {
            assert!(row.iter().all(|cell| !cell.contains('"')));
        }
    }

    #[test]
    fn tables_are_read_whole() {
        check::<3>(include_str!("../data/given_names.csv"));
        check::<2>(include_str!("../data/surnames.csv"));
        check::<2>(include_str!("../data/country_surnames.csv"));
        check::<2>(include_str!("../data/regional_surnames.csv"));
        check::<4>(include_str!("../data/hypocorisms.csv"));
        check::<6>(include_str!("../data/places.csv"));
        check::<6>(include_str!("../data/route_nodes.csv"));
    }

    #[test]
    fn every_town_has_a_coordinate_in_the_americas() {
        let towns = TOWNS.values().flat_map(|urn| urn.items());
        for town in towns.chain(ROUTES.values().flatten()) {
            assert!((-60.0..60.0).contains(&town.lat) && (-130.0..-30.0).contains(&town.lon));
        }
    }

    #[test]
    fn urn_draws_by_weight_and_its_ends() {
        let urn = Urn::new([("a", 1.0), ("b", 0.0), ("c", 3.0)]);
        assert_eq!([0.0, 0.24, 0.26, 0.999].map(|u| *urn.draw(u)), ["a", "a", "c", "c"]);
    }
}
