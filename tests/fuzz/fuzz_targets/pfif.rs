//! A PFIF document.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| vinculo_fuzz::import("file.pfif", data, None));
