//! Workbooks are zip archives: how far they would grow is checked before any is opened.

use std::io::{self, Read, Write};

use crate::{ExchangeError, Input, Limits};

/// Checks an archive by its directory, then by unpacking it into nothing and
/// counting: a directory may lie.
///
/// # Errors
/// When the archive is damaged, or has more entries, bytes or a higher ratio
/// than the limits.
pub fn check_archive(
    input: &Input,
    format: &'static str,
    limits: &Limits,
) -> Result<(), ExchangeError> {
    let damaged = |detail: &str| ExchangeError::damaged(input.name(), format, detail);
    let mut archive = zip::ZipArchive::new(input.reader()?)
        .map_err(|_| damaged("the directory of the archive cannot be read"))?;
    if archive.len() > limits.zip_entries {
        return Err(inflation(input, "too many parts", limits.zip_entries as u64));
    }
    let mut budget = Budget { input, limits, inflated: 0 };
    for i in 0..archive.len() {
        let entry = archive.by_index_raw(i).map_err(|_| damaged("a part cannot be read"))?;
        if entry.encrypted() {
            return Err(damaged("the workbook is protected by a password; save it without"));
        }
        budget.check(budget.inflated + entry.size())?;
    }
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|_| damaged("a part cannot be unpacked"))?;
        let left = limits.inflated_bytes.saturating_sub(budget.inflated) + 1;
        let mut counter = Counter(0);
        io::copy(&mut (&mut entry).take(left), &mut counter)
            .map_err(|_| damaged("a part ends too early or its checksum is wrong"))?;
        budget.inflated += counter.0;
        budget.check(budget.inflated)?;
    }
    Ok(())
}

struct Budget<'a> {
    input: &'a Input,
    limits: &'a Limits,
    inflated: u64,
}

impl Budget<'_> {
    fn check(&self, inflated: u64) -> Result<(), ExchangeError> {
        let limits = self.limits;
        if inflated > limits.inflated_bytes {
            return Err(inflation(self.input, "too many bytes", limits.inflated_bytes));
        }
        let ratio = inflated / self.input.bytes().max(1);
        if inflated > limits.ratio_floor_bytes && ratio > limits.inflate_ratio {
            return Err(inflation(self.input, "too many times its size", limits.inflate_ratio));
        }
        Ok(())
    }
}

fn inflation(input: &Input, what: &'static str, limit: u64) -> ExchangeError {
    ExchangeError::Inflation { file: input.name().to_owned(), what, limit }
}

struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
