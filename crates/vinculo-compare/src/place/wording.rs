//! What is said of the places of two records.

use vinculo_record::{Lang, Place, Record};

use super::rivers::Reach;
use super::{
    BEHIND, LEVELS, NEAR, NEXT_STRETCH, ON_ROUTE, OTHER_ROUTE, PlaceFeature, SAME_CROSSING,
    SAME_PLACE, SAME_RIVER, closest, crossings, direction,
};
use crate::figures::place::AREA_KM;
use crate::geo::Point;

/// The places as shown.
pub(super) fn shown(record: &Record, lang: Lang) -> String {
    let event = &record.event;
    let coordinate = || event.coordinate.map(|c| format!("{:.3}, {:.3}", c.lat, c.lon));
    let places = [
        ("", "", place_text(&event.place).or_else(coordinate)),
        ("último contacto ", "last contact ", place_text(&event.last_contact)),
        ("hacia ", "towards ", event.destination.clone()),
    ];
    let shown = places
        .into_iter()
        .filter_map(|(es, en, text)| text.map(|text| format!("{}{text}", lang.pick(es, en))));
    shown.collect::<Vec<_>>().join("; ")
}

/// The finding in one clause.
pub(super) fn reason(left: &PlaceFeature, right: &PlaceFeature, level: u8, lang: Lang) -> String {
    let label = LEVELS.get(usize::from(level)).map_or("", |level| level.label(lang));
    let label = match level {
        SAME_CROSSING => {
            format!("{label} ({})", crossings::text(left.sectors & right.sectors, lang))
        }
        SAME_RIVER => match left.stretch {
            Some(stretch) => format!("{label} ({})", stretch.name()),
            None => label.to_owned(),
        },
        _ => label.to_owned(),
    };
    if matches!(level, NEXT_STRETCH | ON_ROUTE | OTHER_ROUTE | BEHIND)
        && let Some((_, way, place)) = direction(left, right)
        && let Some(km) = way.km_to(place)
        && let Some((_, a, b)) = closest(left, right)
    {
        let (a, b, by) = (a.text(lang), b.text(lang), lang.pick("por la ruta", "along the route"));
        return format!("{label}: {a} – {b}, {km} km {by}");
    }
    let Some((_, a, b)) = closest(left, right) else { return label };
    let names = format!("{label}: {} – {}", a.text(lang), b.text(lang));
    let shared = left.sectors & right.sectors;
    let also = match level {
        SAME_PLACE | NEAR if shared != 0 => {
            format!("; {} {}", lang.pick("cruce:", "crossing:"), crossings::text(shared, lang))
        }
        _ => String::new(),
    };
    match (level, a.point.zip(b.point)) {
        (SAME_RIVER, _) => format!("{names}{}", drift_text(left, right, lang)),
        (_, Some((a, b))) => format!("{names}, {}{also}", apart_text(a, b)),
        (_, None) => names,
    }
}

/// How far down the river the second place lies from the first.
fn drift_text(left: &PlaceFeature, right: &PlaceFeature, lang: Lang) -> String {
    let reach = left.stretch.zip(right.stretch).and_then(|(a, b)| a.reach_to(b));
    match reach {
        Some(Reach::Below(km)) => {
            format!(", {km} km {}", lang.pick("aguas abajo", "downstream"))
        }
        Some(Reach::Above(km)) => {
            format!(", {km} km {}", lang.pick("aguas arriba", "upstream"))
        }
        Some(Reach::Together) | None => String::new(),
    }
}

fn apart_text(a: Point, b: Point) -> String {
    let (km, precision) = (a.km_to(b), a.precision_km + b.precision_km);
    if precision > AREA_KM { format!("{km:.0} km ± {precision}") } else { format!("{km:.0} km") }
}

fn place_text(place: &Place) -> Option<String> {
    let country = place.country.map(|country| country.code().to_owned());
    let parts = [place.place.clone(), place.admin1.clone(), country];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
