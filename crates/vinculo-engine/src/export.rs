//! Records written to files.

use std::ops::ControlFlow;
use std::path::Path;

use vinculo_exchange::{Format, RecordWriter};
use vinculo_record::Kind;
use vinculo_store::RecordStore;

use crate::engine::{Engine, read_stored};
use crate::error::Result;

impl Engine {
    /// Writes the current records of a kind, in the order of their keys, as
    /// canonical columns; whole or not at all. Returns how many.
    ///
    /// # Errors
    /// When the store cannot be read or the file not be written.
    pub fn export(&self, kind: Kind, path: &Path, format: Format) -> Result<u64> {
        let mut writer = RecordWriter::create(path, format, kind)?;
        let mut failed = None;
        self.store.for_each_current(kind, &mut |stored| {
            let written = read_stored(stored).and_then(|found| {
                if found.record.protection_hold {
                    return Ok(());
                }
                Ok(writer.write(&found.record.key, &found.row)?)
            });
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        match failed {
            Some(error) => Err(error),
            None => Ok(writer.finish()?),
        }
    }
}
