//! Sectors where borders and wildernesses are crossed, by name and by location.

use std::sync::LazyLock;

use vinculo_record::Lang;

use super::incidents;
use super::words::has_phrase;
use crate::geo::Point;

const SECTORS: &str = include_str!("../../data/places/crossings.csv");

/// Sectors, one bit each.
pub(super) type Sectors = u32;

struct Sector {
    es: &'static str,
    en: &'static str,
    /// Folded names that are found in text.
    names: Vec<String>,
    /// Centres with their radius in kilometres.
    circles: Vec<(Point, f32)>,
}

static ALL: LazyLock<Vec<Sector>> = LazyLock::new(read);

/// The share of recorded deaths in each sector, in ten thousandths.
static SHARES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    ALL.iter()
        .map(|sector| {
            incidents::share(|cell| cell.spot.point.is_some_and(|point| sector.holds(point)))
        })
        .collect()
});

/// The sectors in which a point lies.
pub(super) fn sectors_at(point: Point) -> Sectors {
    bits(|sector| sector.holds(point))
}

/// The sectors that a folded text names.
pub(super) fn sectors_in(text: &str) -> Sectors {
    bits(|sector| sector.names.iter().any(|name| has_phrase(text, name)))
}

/// How common the rarest of these is among recorded deaths, in ten thousandths.
pub(super) fn share_of(sectors: Sectors) -> u16 {
    numbers(sectors).map(|i| SHARES[i]).min().unwrap_or(10_000)
}

/// The names of sectors, as shown.
pub(super) fn text(sectors: Sectors, lang: Lang) -> String {
    let names = numbers(sectors).map(|i| lang.pick(ALL[i].es, ALL[i].en));
    names.collect::<Vec<_>>().join(", ")
}

impl Sector {
    fn holds(&self, point: Point) -> bool {
        self.circles.iter().any(|(centre, radius)| {
            f32::from(point.precision_km) <= *radius && centre.km_to(point) <= *radius
        })
    }
}

fn bits(is: impl Fn(&Sector) -> bool) -> Sectors {
    let found = ALL.iter().enumerate().filter(|(_, sector)| is(sector));
    found.map(|(i, _)| 1 << i).sum()
}

fn numbers(sectors: Sectors) -> impl Iterator<Item = usize> {
    (0..ALL.len()).filter(move |i| sectors >> i & 1 == 1)
}

fn read() -> Vec<Sector> {
    let mut sectors: Vec<Sector> = vec![];
    for line in SECTORS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [names, es, en, lat, lon, radius] = cells[..] else { continue };
        let number = |text: &str| text.parse::<f64>().unwrap_or_default();
        if sectors.last().is_none_or(|last| last.es != es) {
            sectors.push(Sector { es, en, names: vec![], circles: vec![] });
        }
        let Some(sector) = sectors.last_mut() else { continue };
        let names = names.split('|').map(vinculo_record::fold);
        sector.names.extend(names.filter(|name| !name.is_empty()));
        sector.circles.push((Point::new(number(lat), number(lon), 0), number(radius) as f32));
    }
    sectors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert_eq!(ALL.len(), 22);
        assert!(ALL.len() <= Sectors::BITS as usize);
        assert_eq!(ALL.iter().map(|sector| sector.circles.len()).sum::<usize>(), 41);
    }

    #[test]
    fn located_and_named() {
        let name = |sectors| text(sectors, Lang::En);
        let at = |lat, lon, km| name(sectors_at(Point::new(lat, lon, km)));
        assert_eq!(at(31.9, -112.3, 1), "desert of Sonora and Arizona");
        assert_eq!(at(31.9, -112.3, 200), "", "a state is no place");
        assert_eq!(at(28.71, -100.50, 5), "Eagle Pass and Del Rio");
        assert_eq!(at(19.43, -99.13, 20), "");
        assert_eq!(
            name(sectors_in("iban a cruzar por sasabe con un guia")),
            "desert of Sonora and Arizona"
        );
        assert_eq!(name(sectors_in("salio de corinto chinandega")), "");
        assert_eq!(name(sectors_in("en la selva del darien")), "Darién Gap");
    }

    #[test]
    fn deserts_hold_more_than_southern_crossings() {
        let share = |lat, lon| share_of(sectors_at(Point::new(lat, lon, 1)));
        assert!(share(31.9, -112.3) > 10 * share(14.68, -92.15));
    }
}
