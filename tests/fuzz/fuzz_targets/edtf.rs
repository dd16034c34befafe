//! Dates as EDTF: what is read prints as it was written and reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vinculo_record::Edtf;

fuzz_target!(|text: &str| {
    if let Ok(date) = Edtf::parse(text) {
        let again = Edtf::parse(date.as_str()).expect("it reads back");
        assert_eq!(again, date);
    }
});
