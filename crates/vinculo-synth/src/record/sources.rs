//! The institutions, all invented, and the numbers they give their records.

use vinculo_record::{KeyError, Kind, RecordKey};

use crate::dice::Dice;
use crate::tables::Town;

/// Organisations that file notices: by country of origin, then those of the region.
const NOTICE_NATIONAL: [(&str, &[&str]); 5] = [
    ("GT", &["CASA-QUETZAL", "OFICINA-GT"]),
    ("HN", &["COMITE-PROGRESO", "COMITE-CENTRO"]),
    ("SV", &["COMITE-CUSCATLAN", "OFICINA-SV"]),
    ("MX", &["COLECTIVO-NORTE", "COMISION-MX"]),
    ("NI", &["RED-XOLOTLAN", "OFICINA-NI"]),
];
const NOTICE_REGIONAL: [&str; 3] = ["CARAVANA-MADRES", "RED-SOLIDARIA", "LINEA-CARIBE"];

/// Shelters: town, code, name. The nearest one receives.
const SHELTERS: [(&str, &str, f64, f64); 14] = [
    ("ALB-TAPACHULA", "Albergue El Ceibo, Tapachula", 14.91, -92.26),
    ("ALB-TENOSIQUE", "Casa del Caminante, Tenosique", 17.47, -91.42),
    ("ALB-PALENQUE", "Albergue La Selva, Palenque", 17.51, -91.98),
    ("ALB-IXTEPEC", "Albergue Los Rieles, Ixtepec", 16.56, -95.10),
    ("ALB-ORIZABA", "Comedor La Cumbre, Orizaba", 18.85, -97.10),
    ("ALB-HUEHUETOCA", "Albergue El Crucero, Huehuetoca", 19.83, -99.20),
    ("ALB-SALTILLO", "Casa del Desierto, Saltillo", 25.43, -100.98),
    ("ALB-REYNOSA", "Albergue Ribera, Reynosa", 26.08, -98.28),
    ("ALB-JUAREZ", "Albergue Puente Norte, Ciudad Juárez", 31.72, -106.46),
    ("ALB-CABORCA", "Casa del Sahuaro, Caborca", 30.72, -112.16),
    ("ALB-TIJUANA", "Albergue Dos Mares, Tijuana", 32.50, -117.00),
    ("ALB-GUATEMALA", "Casa del Volcán, Ciudad de Guatemala", 14.64, -90.51),
    ("ALB-DANLI", "Centro de Descanso Danlí", 14.03, -86.58),
    ("ALB-DARIEN", "Estación Metetí", 8.50, -77.98),
];

/// The organisation that files a notice: another one for each further notice.
pub(crate) fn notice_source(dice: &mut Dice, country: &str, used: &[String]) -> &'static str {
    let national = NOTICE_NATIONAL
        .iter()
        .find(|(code, _)| *code == country)
        .map_or(&[][..], |(_, sources)| sources);
    let all: Vec<(&'static str, f64)> = national
        .iter()
        .map(|source| (*source, 3.0))
        .chain(NOTICE_REGIONAL.iter().map(|source| (*source, 1.0)))
        .filter(|(source, _)| !used.iter().any(|u| u == source))
        .collect();
    dice.weighted(&all)
}

/// The forensic service of a place.
pub(crate) fn remains_source(town: &Town) -> &'static str {
    match (town.country, town.admin1) {
        ("US", "Texas") => "MEDICO-TX",
        ("US", _) => "MEDICO-AZ",
        ("MX", "Tamaulipas" | "Nuevo León" | "Coahuila") => "SEMEFO-NORESTE",
        ("MX", "Sonora" | "Baja California" | "Chihuahua" | "Sinaloa") => "SEMEFO-NOROESTE",
        ("MX", "Chiapas" | "Tabasco" | "Oaxaca") => "SEMEFO-SUR",
        ("MX", _) => "SEMEFO-CENTRO",
        ("GT" | "SV" | "HN", _) => "FORENSE-CA",
        _ => "FORENSE-ISTMO",
    }
}

/// Code and name of the shelter that is nearest to a town.
pub(crate) fn shelter_source(town: &Town) -> (&'static str, &'static str) {
    let distance = |lat: f64, lon: f64| {
        let (dy, dx) = (lat - town.lat, lon - town.lon);
        dy * dy + dx * dx
    };
    let nearest = SHELTERS
        .iter()
        .min_by(|a, b| distance(a.2, a.3).total_cmp(&distance(b.2, b.3)))
        .unwrap_or(&SHELTERS[0]);
    (nearest.0, nearest.1)
}

/// Gives local ids that are distinct and do not betray whose record it is.
#[derive(Clone, Copy)]
pub(crate) struct Numbering {
    key: u32,
}

/// Records that a person may have in one collection.
const SLOTS: u32 = 4;

impl Numbering {
    pub(crate) fn new(seed: u64) -> Self {
        Self { key: (seed ^ seed >> 32) as u32 }
    }

    /// The key of the `nth` record of a person and kind.
    pub(crate) fn key(
        self,
        kind: Kind,
        source: &str,
        person: u32,
        nth: u32,
    ) -> Result<RecordKey, KeyError> {
        let prefix = match kind {
            Kind::Notice => "D",
            Kind::Remains => "R",
            Kind::Shelter => "I",
        };
        let serial = (person * 3 + kind as u32) * SLOTS + nth;
        RecordKey::new(kind, source, format!("{prefix}{:010}", self.shuffled(serial)))
    }

    /// A one-to-one shuffle of 32-bit numbers: steps that can each be undone.
    fn shuffled(self, serial: u32) -> u32 {
        let mut x = serial.wrapping_add(self.key);
        x = (x ^ x >> 16).wrapping_mul(0x7feb_352d);
        x = (x ^ x >> 15).wrapping_mul(0x846c_a68b);
        x ^ x >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_PEOPLE;

    #[test]
    fn serials_fit_32_bits_and_ids_are_distinct() {
        assert!(u64::from(MAX_PEOPLE) * 3 * u64::from(SLOTS) < 1 << 32);
        let numbering = Numbering::new(7);
        let ids: std::collections::BTreeSet<u32> =
            (0..100_000).map(|serial| numbering.shuffled(serial)).collect();
        assert_eq!(ids.len(), 100_000);
    }
}
