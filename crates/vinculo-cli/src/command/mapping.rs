//! `vinculo mapping`

use std::fs;

use anyhow::Context;
use vinculo_exchange::{Input, Limits, draft_mapping};
use vinculo_record::Lang;

use crate::args::MappingCommand;
use crate::command::Done;
use crate::output::print;

/// Drafts a mapping.
pub fn run(command: &MappingCommand, lang: Lang) -> anyhow::Result<Done> {
    let MappingCommand::Draft { file, kind, out } = command;
    let input = Input::open(file, &Limits::default())?;
    let text = draft_mapping(&input, *kind)?.to_toml(lang);
    match out {
        Some(path) => {
            fs::write(path, text).with_context(|| format!("could not write {}", path.display()))?
        }
        None => print(&text)?,
    }
    Ok(Done::Whole)
}
