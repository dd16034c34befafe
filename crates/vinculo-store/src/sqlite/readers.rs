//! The pool of reading connections.

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::Result;
use crate::layout::Layout;
use crate::limits::IDLE_READERS;
use crate::sqlite::connection::{ReadMode, open_for_reading};

/// Reading connections: one for each read that runs, some kept for the next.
/// There is no upper bound, so that a visitor may read again without a deadlock.
pub(super) struct Readers {
    layout: Layout,
    mode: ReadMode,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(layout: Layout, mode: ReadMode, first: Connection) -> Self {
        Self { layout, mode, idle: Mutex::new(vec![first]) }
    }

    pub(super) fn get(&self) -> Result<Reader<'_>> {
        let kept = self.idle().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => open_for_reading(&self.layout, self.mode)?,
        };
        Ok(Reader { pool: self, connection: Some(connection) })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A borrowed connection; goes back when dropped.
pub(super) struct Reader<'a> {
    pool: &'a Readers,
    connection: Option<Connection>,
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("a reader has its connection until it is dropped"),
        }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut idle = self.pool.idle();
        if idle.len() < IDLE_READERS {
            idle.extend(self.connection.take());
        }
    }
}
