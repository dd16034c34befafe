use proptest::prelude::*;
use vinculo_record::Record;

use super::*;
use crate::testing::{finding, level_name, record};

use Kind::{Notice, Remains, Shelter};

/// A record of `country|state|place|destination|circumstances`, or of
/// `lat,lon,precision` instead of the country.
fn made(kind: Kind, text: &str) -> Record {
    let parts: Vec<&str> = text.split('|').collect();
    let part = |i: usize| parts.get(i).copied().unwrap_or_default();
    let mut cells = match part(0).split(',').collect::<Vec<_>>()[..] {
        [lat, lon, km] => vec![("event_lat", lat), ("event_lon", lon), ("event_precision_km", km)],
        _ => vec![("event_country", part(0))],
    };
    cells.extend([
        ("event_admin1", part(1)),
        ("event_place", part(2)),
        ("destination", part(3)),
        ("circumstances", part(4)),
    ]);
    cells.retain(|(_, text)| !text.is_empty());
    record(kind, &cells)
}

fn check(left: (Kind, &str), right: (Kind, &str), expected: Option<&str>) {
    let (l, r) = (made(left.0, left.1), made(right.0, right.1));
    for (a, b) in [(&l, &r), (&r, &l)] {
        assert_eq!(level_name(&PlaceComparison, a, b), expected, "{left:?} {right:?}");
    }
}

/// Left, right, and the level expected.
type Case = ((Kind, &'static str), (Kind, &'static str), &'static str);

fn check_all(cases: &[Case]) {
    for (left, right, expected) in cases {
        let expected = (*expected != "null").then_some(*expected);
        check(*left, *right, expected);
    }
}

#[test]
fn close_and_far() {
    let cases = [
        ("MX|Sonora|Altar", "MX|Sonora|Altar", "same_place"),
        ("MX|Sonora|Altar", "30.72,-111.84,1", "same_place"),
        ("MX|Sonora|Nogales", "US|Arizona|Nogales", "same_place"),
        ("MX|Sonora|Nogales", "31.9,-111.4,5", "near"),
        ("MX|Chiapas|Tapachulla", "MX|Chapas|Tapachula", "same_place"),
        ("MX||Arriaga, Chiapas", "MX|Oaxaca|Chahuites", "near"),
        // a county is an area of some 40 km
        ("US|Texas|Falfurrias", "US|Texas|Brooks County", "same_place"),
        ("MX|Sonora|Nogales", "US|Arizona|Pima County", "near"),
        // a state is not a point, even where its centre lies close
        ("MX|Sonora|Altar", "MX|Sonora", "same_admin1"),
        ("MX|Sonora", "MX|Sonora|Ciudad Obregón", "same_admin1"),
        ("US|Texas|Houston", "US|Arizona|Tucson", "same_country"),
        ("MX", "MX|Sonora|Altar", "same_country"),
        ("MX||||Salió rumbo al norte", "GT", "elsewhere"),
        ("MX|Yucatán|Mérida", "HN|Cortés|Choloma", "elsewhere"),
        // nothing known
        ("", "MX|Sonora|Altar", "null"),
        ("MX|Sonora|Altar", "|||", "null"),
        ("||una brecha", "MX|Sonora|Altar", "null"),
    ];
    for (notice, remains, expected) in cases {
        check_all(&[((Notice, notice), (Remains, remains), expected)]);
    }
}

#[test]
fn one_crossing() {
    let cases = [
        // by location, beyond what is near: in one desert, in the valley
        ("MX|Sonora|Altar", "32.4,-112.9,1", "same_crossing"),
        ("MX|Sonora|Sonoyta", "31.9,-111.9,5", "near"),
        ("MX|Sonora|Altar", "MX|Sonora|Caborca", "near"),
        ("MX|Tamaulipas|Reynosa", "US|Texas|Brooks County", "near"),
        ("MX|Tamaulipas|Matamoros", "27.1,-98.2,1", "same_crossing"),
        ("MX|Coahuila|Ciudad Acuña", "US|Texas|Carrizo Springs", "near"),
        ("CO||Necoclí", "PA|Darién|Lajas Blancas", "same_crossing"),
        // by name, however far the last place
        ("HN|Cortés|San Pedro Sula||iba a cruzar por Sásabe", "31.9,-112.2,1", "same_crossing"),
        ("EC||Quito||desapareció en la selva del Darién", "8.45,-77.5,10", "same_crossing"),
        (
            "GT||Huehuetenango|Houston, Texas|el guía los llevaba a Falfurrias",
            "27.2,-98.3,1",
            "same_crossing",
        ),
        (
            "HN||Tegucigalpa||cruzó la aduana de Corinto",
            "GT|Izabal|Puerto Barrios",
            "same_crossing",
        ),
        ("NI||Corinto, Chinandega", "GT|Izabal|Puerto Barrios", "on_route"),
        // other sectors
        ("MX|Sonora|Agua Prieta", "31.9,-112.3,1", "next_stretch"),
        ("MX|Baja California|Tijuana", "32.67,-115.48,5", "near"),
    ];
    for (notice, remains, expected) in cases {
        check_all(&[((Notice, notice), (Remains, remains), expected)]);
    }
}

#[test]
fn one_river() {
    let piedras_negras = "MX|Coahuila|Piedras Negras";
    let cases: &[Case] = &[
        // drowned and carried downstream
        (
            (Notice, piedras_negras),
            (Remains, "27.85,-99.90,1||||ahogamiento, hallado en el río"),
            "same_river",
        ),
        ((Notice, piedras_negras), (Remains, "28.2,-100.2,1||río Bravo"), "same_river"),
        ((Notice, piedras_negras), (Remains, "28.73,-100.50,1||||drowned"), "same_place"),
        // upstream of the crossing it did not drift
        ((Notice, "MX|Tamaulipas|Nuevo Laredo"), (Remains, "28.5,-100.33,1||río Bravo"), "near"),
        ((Notice, "MX|Tamaulipas|Reynosa"), (Remains, "27.3,-99.52,1||río Bravo"), "next_stretch"),
        // by the river, but nothing of water
        ((Notice, piedras_negras), (Remains, "27.85,-99.90,1"), "near"),
        // names without a place
        (
            (Notice, "GT||Retalhuleu||iba a pasar el río Suchiate"),
            (Remains, "MX|Chiapas|Ciudad Hidalgo||ahogado en el río"),
            "same_river",
        ),
        (
            (Notice, "HN||Tegucigalpa||dijo que cruzaría el río Bravo"),
            (Remains, "27.6,-99.6,1||río Bravo"),
            "on_route",
        ),
        // another river
        (
            (Notice, "MX|Chiapas|Ciudad Hidalgo||río Suchiate"),
            (Remains, "MX|Tabasco|Tenosique||río Usumacinta"),
            "on_route",
        ),
        ((Remains, "28.2,-100.2,1||río Bravo"), (Remains, "29.0,-100.65,1||canal"), "same_river"),
        ((Remains, "28.2,-100.2,1"), (Remains, "27.4,-99.5,1"), "near"),
    ];
    check_all(cases);
}

#[test]
fn ahead_behind_and_off_the_route() {
    let cases = [
        // ahead on the corridor, without and with a destination
        ("MX|Chiapas|Tapachula", "MX|Oaxaca|Juchitán", "next_stretch"),
        ("MX|Chiapas|Tapachula", "MX|Veracruz|Acayucan", "on_route"),
        ("MX|Chiapas|Tapachula|Houston, Texas", "MX|Tamaulipas|Reynosa", "on_route"),
        ("MX|Chiapas|Tapachula|Estados Unidos", "US|Texas|Brooks County", "on_route"),
        ("GT||Huehuetenango|Los Ángeles, California", "US|Arizona|Sells", "on_route"),
        ("HN|Cortés|San Pedro Sula", "MX|Tabasco|Villahermosa", "on_route"),
        ("HN|Cortés|San Pedro Sula", "GT|Izabal|Puerto Barrios", "near"),
        ("MX|San Luis Potosí|San Luis Potosí", "MX|Coahuila|Saltillo", "next_stretch"),
        ("MX|Sonora|Altar|Phoenix, Arizona", "33.2,-112.6,5", "next_stretch"),
        ("CO||Necoclí", "CR|San José|San José", "on_route"),
        // a country is ahead, a state of it too
        ("MX|Chiapas|Tapachula|Chicago", "US|Texas", "on_route"),
        ("GT||Huehuetenango|México", "MX|Chiapas", "on_route"),
        // nearer, but not on the way to that destination
        ("MX|Chiapas|Tapachula|Houston, Texas", "US|Arizona|Sells", "other_route"),
        ("MX|Querétaro|Querétaro|Houston, Texas", "MX|Chihuahua|Chihuahua", "other_route"),
        // along the border for long
        ("MX|Tamaulipas|Reynosa", "US|Arizona|Sells", "other_route"),
        ("MX|Tamaulipas|Reynosa", "MX|Sonora|Altar", "other_route"),
        // returned
        ("MX|Tamaulipas|Reynosa|Houston, Texas", "MX|Chiapas|Tapachula", "behind"),
        ("MX|Chiapas|Tapachula|Houston, Texas", "SV|San Salvador|San Salvador", "behind"),
        ("MX|Sonora|Altar|Phoenix, Arizona", "MX|Sinaloa|Culiacán", "behind"),
        // off every corridor
        ("MX|Chiapas|Tapachula|Houston, Texas", "MX|Yucatán|Mérida", "same_country"),
        ("MX|Chiapas|Tapachula|Houston, Texas", "BO||La Paz", "elsewhere"),
        // who goes home, or stays, is not on the way to the north
        ("MX|Chiapas|Tapachula|Guatemala", "MX|Tamaulipas|Reynosa", "behind"),
        (
            "MX|Chiapas|Tapachula|San Salvador, El Salvador",
            "GT|Guatemala|Guatemala",
            "next_stretch",
        ),
        // over the sea
        ("CU||La Habana", "24.5,-81.7,5", "next_stretch"),
        (
            "CU||La Habana||en una balsa por el estrecho de la Florida",
            "24.5,-81.7,5",
            "same_crossing",
        ),
        ("HT||Puerto Príncipe", "MX|Chiapas|Tapachula", "elsewhere"),
    ];
    for (notice, remains, expected) in cases {
        check_all(&[((Notice, notice), (Remains, remains), expected)]);
    }
}

#[test]
fn two_of_one_kind_and_intakes() {
    let (tapachula, acayucan) = ("MX|Chiapas|Tapachula", "MX|Veracruz|Acayucan");
    check_all(&[
        ((Shelter, tapachula), (Shelter, tapachula), "same_place"),
        ((Shelter, tapachula), (Shelter, acayucan), "on_route"),
        ((Notice, tapachula), (Notice, acayucan), "on_route"),
        ((Remains, tapachula), (Remains, acayucan), "same_country"),
        ((Remains, "31.90,-111.90,1"), (Remains, "31.95,-111.80,1"), "same_place"),
        ((Remains, "31.90,-111.90,1"), (Remains, "32.30,-112.80,1"), "near"),
        ((Remains, "31.50,-111.40,1"), (Remains, "32.40,-112.90,1"), "same_crossing"),
        ((Notice, tapachula), (Shelter, acayucan), "on_route"),
        // received further back: an earlier stop, or sent back
        ((Notice, acayucan), (Shelter, tapachula), "behind"),
        // two banks of one river
        ((Notice, "MX|Tamaulipas|Reynosa||río Bravo"), (Notice, "US|Texas|Roma"), "near"),
        ((Notice, "MX|Tamaulipas|Río Bravo"), (Shelter, "US|Texas|Hidalgo"), "same_place"),
        (
            (Notice, "MX|Coahuila|Piedras Negras||cruzó el río Bravo"),
            (Shelter, "28.45,-100.3,5"),
            "same_river",
        ),
    ]);
}

#[test]
fn last_contact_and_origin_count() {
    let found = made(Remains, "MX|Tamaulipas|Reynosa");
    let called = |country, place| {
        let cells = [
            ("event_country", "GT"),
            ("event_place", "Huehuetenango"),
            ("last_contact_country", country),
            ("last_contact_place", place),
        ];
        record(Notice, &cells)
    };
    let level = |notice: &Record, remains: &Record| level_name(&PlaceComparison, notice, remains);
    assert_eq!(level(&called("MX", "Reynosa"), &found), Some("same_place"));
    // The way begins at the last call: Chiapas is behind it.
    let chiapas = made(Remains, "MX|Chiapas|Arriaga");
    assert_eq!(level(&called("MX", "Reynosa"), &chiapas), Some("behind"));
    assert_eq!(level(&called("MX", "Tapachula"), &chiapas), Some("next_stretch"));
    let origin = [("origin_country", "HN"), ("origin_place", "San Pedro Sula")];
    let left_home = record(Notice, &origin);
    assert_eq!(level(&left_home, &found), Some("on_route"));
    assert_eq!(level(&left_home, &made(Remains, "BR||Manaus")), None);
}

#[test]
fn common_places_and_common_ways() {
    let frequency = |notice: &str, remains: &str| {
        let (l, r) = (made(Notice, notice), made(Remains, remains));
        finding(&PlaceComparison, &l, &r).and_then(|found| found.frequency).expect("a frequency")
    };
    let (desert, town) = ("32.0,-113.0,1", "MX|Oaxaca|Huajuapan de León");
    assert!(frequency(desert, desert) > 10.0 * frequency(town, town));
    // Nearly all deaths lie before somebody in Honduras, few before somebody in Reynosa.
    let far = frequency("HN|Cortés|San Pedro Sula", "27.2,-98.1,1");
    let last = frequency("MX|Nuevo León|Monterrey|Houston, Texas", "27.2,-98.1,1");
    assert!(far > 0.5 && last < 0.3, "{far} {last}");
    let crossing = frequency("MX|Sonora|Altar", "32.4,-112.9,1");
    assert!((0.1..0.6).contains(&crossing), "{crossing}");
    let (l, r) = (made(Notice, "MX|Chiapas|Tapachula"), made(Shelter, "MX|Chiapas|Tapachula"));
    assert_eq!(finding(&PlaceComparison, &l, &r).expect("comparable").frequency, None);
}

#[test]
fn reasons_say_where_and_how_far() {
    let reason = |left: (Kind, &str), right: (Kind, &str), lang| {
        let compile = |(kind, text)| PlaceComparison.compile(&made(kind, text)).expect("a place");
        let (l, r) = (compile(left), compile(right));
        let found = PlaceComparison.compare(&l, &r).expect("comparable");
        PlaceComparison.reason(&l, &r, &found, lang)
    };
    assert_eq!(
        reason(
            (Notice, "MX|Coahuila|Piedras Negras"),
            (Remains, "28.2,-100.2,1||río Bravo"),
            Lang::Es
        ),
        "mismo río (Río Bravo): Piedras Negras, Coahuila (MX) – Texas (US), 53 km aguas abajo"
    );
    assert_eq!(
        reason((Notice, "MX|Sonora|Sonoyta"), (Remains, "31.9,-111.9,1"), Lang::En),
        "places near: Sonoyta, Sonora (MX) – Arizona (US), 90 km; crossing: desert of Sonora and Arizona"
    );
    assert_eq!(
        reason((Notice, "MX|Chiapas|Tapachula"), (Remains, "MX|Oaxaca|Juchitán"), Lang::Es),
        "en el siguiente tramo de la ruta: Tapachula, Chiapas (MX) – Heroica Ciudad de Juchitán de Zaragoza, Oaxaca (MX), 353 km por la ruta"
    );
    assert_eq!(
        reason((Notice, "MX|Veracruz|Acayucan"), (Shelter, "MX|Chiapas|Tapachula"), Lang::En),
        "back along the route: Acayucan, Veracruz (MX) – Tapachula, Chiapas (MX), 518 km along the route"
    );
}

#[test]
fn free_texts() {
    let check = |a, b, expected: &str| {
        let found = compare_places(a, b, Lang::Es);
        let text = found.map_or("null".to_owned(), |(_, reason)| reason);
        assert_eq!(text, expected);
        let levels = [compare_places(a, b, Lang::En), compare_places(b, a, Lang::En)];
        let levels = levels.map(|found| found.map(|(f, _)| f));
        assert_eq!(levels[0], levels[1]);
    };
    check(
        "Tapachula, Chiapas",
        "Tapachula",
        "mismo lugar: Tapachula, Chiapas (MX) – Tapachula, Chiapas (MX), 0 km; cruce: Tecún Umán y Tapachula",
    );
    check(
        "Tapachulla",
        "Huixtla, Chiapas",
        "lugares cercanos: Tapachula, Chiapas (MX) – Huixtla, Chiapas (MX), 34 km",
    );
    check("Honduras", "Tegucigalpa", "mismo país: Honduras – Tegucigalpa, Francisco Morazán (HN)");
    check(
        "Sonora",
        "Altar, Sonora",
        "mismo estado o departamento: Sonora (MX) – Altar, Sonora (MX), 187 km ± 347",
    );
    check("ninguna parte", "Tegucigalpa", "null");
}

proptest! {
    #[test]
    fn symmetric_for_one_kind(a in (10.0..45.0f64, -120.0..-70.0f64, 0u16..300), b in (10.0..45.0f64, -120.0..-70.0f64, 0u16..300),
        towards in "(Houston, Texas|Estados Unidos|Tapachula)?", said in "(río Bravo|ahogado|por Sásabe)?", kind in 0usize..3) {
        let text = |(lat, lon, km): (f64, f64, u16)| format!("{lat:.4},{lon:.4},{km}|||{towards}|{said}");
        let (l, r) = (made(Kind::ALL[kind], &text(a)), made(Kind::ALL[kind], &text(b)));
        prop_assert_eq!(finding(&PlaceComparison, &l, &r), finding(&PlaceComparison, &r, &l));
    }

    #[test]
    fn every_pair_has_a_reason(a in (8.0..34.0f64, -118.0..-66.0f64), b in (8.0..34.0f64, -118.0..-66.0f64),
        towards in "(Houston, Texas|Los Ángeles|Guatemala)?", kinds in (0usize..3, 0usize..3)) {
        let text = |(lat, lon): (f64, f64)| format!("{lat:.3},{lon:.3},5|||{towards}|al río");
        let compile = |kind: usize, at| PlaceComparison.compile(&made(Kind::ALL[kind], &text(at)));
        if let (Some(l), Some(r)) = (compile(kinds.0, a), compile(kinds.1, b))
            && let Some(found) = PlaceComparison.compare(&l, &r) {
            prop_assert!(!PlaceComparison.reason(&l, &r, &found, Lang::Es).is_empty());
            prop_assert!(found.frequency.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }

    #[test]
    fn arbitrary_text_never_panics(a in "\\PC{0,40}", b in "[A-Za-zñáé ,]{0,40}") {
        let _ = compare_places(&a, &b, Lang::Es);
        let _ = compare_places(&b, "Tapachula", Lang::En);
        let said = [("circumstances", a.as_str()), ("destination", b.as_str()), ("origin_place", "Choloma")];
        let _ = PlaceComparison.compile(&record(Notice, &said));
    }
}
