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

/// A shelter: code, name, and where it is.
pub(crate) struct Shelter {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) town: Town,
}

const fn shelter(
    code: &'static str,
    name: &'static str,
    [country, admin1, town]: [&'static str; 3],
    lat: f64,
    lon: f64,
) -> Shelter {
    Shelter { code, name, town: Town { country, admin1, name: town, lat, lon } }
}

/// The shelters along the ways.
static SHELTERS: [Shelter; 18] = [
    shelter("ALB-TAPACHULA", "Albergue El Ceibo", ["MX", "Chiapas", "Tapachula"], 14.905, -92.259),
    shelter("ALB-TENOSIQUE", "Casa del Caminante", ["MX", "Tabasco", "Tenosique"], 17.473, -91.424),
    shelter("ALB-PALENQUE", "Albergue La Selva", ["MX", "Chiapas", "Palenque"], 17.509, -91.981),
    shelter("ALB-IXTEPEC", "Albergue Los Rieles", ["MX", "Oaxaca", "Ixtepec"], 16.561, -95.104),
    shelter("ALB-ORIZABA", "Comedor La Cumbre", ["MX", "Veracruz", "Orizaba"], 18.852, -97.1),
    shelter(
        "ALB-HUEHUETOCA",
        "Albergue El Crucero",
        ["MX", "México", "Huehuetoca"],
        19.828,
        -99.204,
    ),
    shelter(
        "ALB-GUADALAJARA",
        "Comedor El Salto",
        ["MX", "Jalisco", "Guadalajara"],
        20.677,
        -103.348,
    ),
    shelter("ALB-SALTILLO", "Casa del Desierto", ["MX", "Coahuila", "Saltillo"], 25.426, -100.98),
    shelter("ALB-REYNOSA", "Albergue Ribera", ["MX", "Tamaulipas", "Reynosa"], 26.08, -98.285),
    shelter(
        "ALB-JUAREZ",
        "Albergue Puente Norte",
        ["MX", "Chihuahua", "Ciudad Juárez"],
        31.72,
        -106.461,
    ),
    shelter("ALB-CABORCA", "Casa del Sahuaro", ["MX", "Sonora", "Caborca"], 30.718, -112.158),
    shelter(
        "ALB-TIJUANA",
        "Albergue Dos Mares",
        ["MX", "Baja California", "Tijuana"],
        32.503,
        -117.004,
    ),
    shelter(
        "ALB-GUATEMALA",
        "Casa del Volcán",
        ["GT", "Guatemala", "Ciudad de Guatemala"],
        14.641,
        -90.513,
    ),
    shelter("ALB-OMOA", "Centro de Retornados Omoa", ["HN", "Cortés", "Omoa"], 15.776, -88.038),
    shelter(
        "ALB-DANLI",
        "Centro de Descanso Danlí",
        ["HN", "El Paraíso", "Danlí"],
        14.033,
        -86.583,
    ),
    shelter("ALB-DARIEN", "Estación Metetí", ["PA", "Darién", "Metetí"], 8.499, -77.979),
    shelter("ALB-DOMINGO", "Casa Quisqueya", ["DO", "Nacional", "Santo Domingo"], 18.472, -69.892),
    shelter("ALB-MIAMI", "Casa Florida", ["US", "Florida", "Miami"], 25.774, -80.194),
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

/// The shelter that is nearest to a town.
pub(crate) fn nearest_shelter(town: &Town) -> &'static Shelter {
    let distance = |shelter: &Shelter| {
        let (dy, dx) = (shelter.town.lat - town.lat, shelter.town.lon - town.lon);
        dy * dy + dx * dx
    };
    let mut nearest = &SHELTERS[0];
    for shelter in &SHELTERS {
        if distance(shelter) < distance(nearest) {
            nearest = shelter;
        }
    }
    nearest
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
