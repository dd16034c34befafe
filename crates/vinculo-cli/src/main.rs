//! The `vinculo` command: arguments in, operations of the engine, tables and files out.

mod args;
mod command;
mod output;

use std::process::ExitCode;

use clap::Parser;
use vinculo_record::Lang;

use args::{Arguments, Command};
use command::Done;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let lang = arguments.lang.unwrap_or_else(language_of_environment);
    start_log();
    match run(arguments.command, lang) {
        Ok(done) => done.exit_code(),
        Err(error) => {
            eprintln!("vinculo: {error:#}");
            if error.downcast_ref::<output::Usage>().is_some() {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn run(command: Command, lang: Lang) -> anyhow::Result<Done> {
    match command {
        Command::Demo(args) => command::demo::run(&args, lang),
        Command::Init(args) => command::init::run(&args, lang),
        Command::Import(args) => command::import::run(&args, lang),
        Command::Mapping { command } => command::mapping::run(&command, lang),
        Command::Search(args) => command::search::run(args, lang),
        Command::Match(args) => command::match_link::run(&args, lang),
        Command::Explain(args) => command::explain::run(&args, lang),
        Command::Compare { command } => command::compare::run(&command, lang),
        Command::Image { command } => command::image::run(&command, lang),
        Command::Evaluate(args) => command::evaluate::run(&args, lang),
        Command::Train(args) => command::train::run(&args, lang),
        Command::Synth(args) => command::synth::run(&args, lang),
        Command::Serve(args) => command::serve::run(&args, lang),
        Command::Reindex(args) => command::reindex::run(&args, lang),
        Command::Export(args) => command::export::run(&args, lang),
        Command::Verify(args) => command::verify::run(&args, lang),
        Command::Backup(args) => command::backup::run(&args, lang),
    }
}

/// The language of the locale; Spanish where it is neither English nor Spanish.
fn language_of_environment() -> Lang {
    ["VINCULO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| value.parse().ok())
        .unwrap_or_default()
}

/// Logs go to standard error; `RUST_LOG` says how much.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
