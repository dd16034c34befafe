//! The `vinculo` command.
fn main() {}
