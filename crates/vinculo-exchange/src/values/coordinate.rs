//! Latitudes and longitudes as people write them.

/// One coordinate in degrees: `19.4326`, `19,4326`, `-99.13`, `19°25'10" N`, `99 8 0 W`.
/// South and west are negative. The range is checked where the record is read.
///
/// ```
/// use vinculo_exchange::read_coordinate;
/// assert_eq!(read_coordinate("19,4326"), Some(19.4326));
/// assert_eq!(read_coordinate("99°30' O"), Some(-99.5));
/// assert_eq!(read_coordinate("here"), None);
/// ```
pub fn read_coordinate(text: &str) -> Option<f64> {
    let text = text.trim().replace(['−', '–'], "-");
    if let Ok(number) = text.replace(',', ".").parse::<f64>() {
        return number.is_finite().then_some(number);
    }
    let upper = text.to_uppercase();
    let letters: Vec<&str> =
        upper.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let sign = match letters.as_slice() {
        [] if upper.starts_with('-') => -1.0,
        [] | ["N" | "NORTE" | "E" | "ESTE"] => 1.0,
        ["S" | "SUR" | "W" | "O" | "OESTE"] => -1.0,
        _ => return None,
    };
    let parts: Vec<f64> = upper
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .filter(|part| part.chars().any(|c| c.is_ascii_digit()))
        .map(|part| part.trim_matches(',').replace(',', ".").parse().ok())
        .collect::<Option<_>>()?;
    let small = |part: &f64| *part < 60.0;
    let degrees = match parts.as_slice() {
        [degrees] => *degrees,
        [degrees, minutes] if small(minutes) => degrees + minutes / 60.0,
        [degrees, minutes, seconds] if small(minutes) && small(seconds) => {
            degrees + minutes / 60.0 + seconds / 3600.0
        }
        _ => return None,
    };
    Some(sign * degrees)
}

/// A pair in one cell, latitude first: `19.43, -99.13`, `19°25' N 99°8' W`.
pub fn read_pair(text: &str) -> Option<(f64, f64)> {
    let text = text.trim().trim_matches(['(', ')']);
    let halves = text
        .split_once(';')
        .or_else(|| text.split_once(", "))
        .or_else(|| (text.matches(',').count() == 1).then(|| text.split_once(','))?)
        .or_else(|| {
            let split = text.find(['N', 'S', 'n', 's']).map(|i| i + 1)?;
            text.split_at_checked(split)
        })
        .or_else(|| text.split_once(' '))?;
    Some((read_coordinate(halves.0)?, read_coordinate(halves.1)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn coordinates_in_several_forms() {
        let check = |text, expected: Option<f64>| {
            let found = read_coordinate(text);
            let close = match (found, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            assert!(close, "{text}: {found:?}");
        };
        check("-89.2", Some(-89.2));
        check("19°25'12\" N", Some(19.42));
        check("99 30 0 W", Some(-99.5));
        check("99.5° O", Some(-99.5));
        check("19°75'", None);
        check("19 Veracruz", None);
        check("NaN", None);
        assert_eq!(read_pair("19.43, -99.13"), Some((19.43, -99.13)));
        assert_eq!(read_pair("19.43,-99.13"), Some((19.43, -99.13)));
        assert_eq!(read_pair("(19.43 -99.13)"), Some((19.43, -99.13)));
        assert_eq!(read_pair("19°30' N 99°30' W"), Some((19.5, -99.5)));
        assert_eq!(read_pair("Veracruz"), None);
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in ".{0,30}|[0-9NSWO°'\", .-]{0,20}") {
            let _ = (read_coordinate(&text), read_pair(&text));
        }
    }
}
