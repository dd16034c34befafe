//! A text sheet with a mapping: what stands before the first NUL is the mapping.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vinculo_exchange::Mapping;

fuzz_target!(|data: &[u8]| {
    let (mapping, sheet) = match data.iter().position(|byte| *byte == 0) {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (&[][..], data),
    };
    let mapping = match std::str::from_utf8(mapping) {
        Ok("") => None,
        Ok(text) => match Mapping::parse("mapping.toml", text) {
            Ok(mapping) => Some(mapping),
            Err(_) => return,
        },
        Err(_) => return,
    };
    if mapping.is_none() {
        vinculo_fuzz::draft("sheet.csv", sheet);
    }
    vinculo_fuzz::import("sheet.csv", sheet, mapping);
});
