//! Who runs the command, for the audit log.

use vinculo_access::{Caller, Purpose};

/// The system user, asking for a purpose.
pub fn caller(purpose: Option<Purpose>) -> Caller {
    Caller::system(&name(), purpose.unwrap_or(Purpose::Unstated))
}

/// The name of the process's own user; an environment variable could say anything.
#[cfg(unix)]
fn name() -> String {
    use std::os::unix::fs::MetadataExt;
    // The owner of this entry is the user that the process runs as.
    let own = std::fs::metadata("/proc/self").map(|entry| entry.uid().to_string());
    let Ok(id) = own else { return "unknown".to_owned() };
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == id).then(|| name.to_owned())
    });
    named.unwrap_or_else(|| format!("uid-{id}"))
}

/// Where the system does not tell, its environment is asked.
#[cfg(not(unix))]
fn name() -> String {
    std::env::var("USERNAME").unwrap_or_else(|_| "unknown".to_owned())
}
