//! The `vinculo` command: arguments in, operations of the engine, tables and files out.

mod args;
mod command;
mod config;
mod output;
mod system_user;

use std::process::ExitCode;

use clap::Parser;
use vinculo_access::Caller;
use vinculo_record::Lang;

use args::{Arguments, Command};
use command::Done;
use config::LogFormat;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let lang = arguments.lang.unwrap_or_else(language_of_environment);
    let caller = system_user::caller(arguments.purpose);
    match run(arguments.command, &caller, lang) {
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

fn run(command: Command, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    // A server is told how to log.
    if !matches!(command, Command::Serve(_)) {
        start_log("warn", LogFormat::Text);
    }
    match command {
        Command::Demo(args) => command::demo::run(&args, caller, lang),
        Command::Init(args) => command::init::run(&args, lang),
        Command::Import(args) => command::import::run(&args, caller, lang),
        Command::Mapping { command } => command::mapping::run(&command, lang),
        Command::Search(args) => command::search::run(args, caller, lang),
        Command::Match(args) => command::match_link::run(&args, caller, lang),
        Command::Explain(args) => command::explain::run(&args, caller, lang),
        Command::Compare { command } => command::compare::run(&command, lang),
        Command::Image { command } => command::image::run(&command, caller, lang),
        Command::Publish(args) => command::publish::publish(args, caller, lang),
        Command::Withdraw(args) => command::publish::withdraw(&args, caller, lang),
        Command::Decide(args) => command::decide::run(args, caller, lang),
        Command::Decisions { command } => command::decisions::run(&command, caller, lang),
        Command::Notifications { command } => command::notifications::run(&command, caller, lang),
        Command::Evaluate(args) => command::evaluate::run(&args, caller, lang),
        Command::Train(args) => command::train::run(&args, caller, lang),
        Command::Synth(args) => command::synth::run(&args, lang),
        Command::Serve(args) => command::serve::run(&args, lang),
        Command::Reindex(args) => command::reindex::run(&args, lang),
        Command::Export(args) => command::export::run(&args, caller, lang),
        Command::Verify(args) => command::verify::run(&args, lang),
        Command::Token { command } => command::token::run(&command, caller, lang),
        Command::Audit(args) => command::audit::run(&args, caller, lang),
        Command::Erase(args) => command::erase::run(&args, caller, lang),
        Command::Restore(args) => command::restore::run(&args, caller, lang),
        Command::Backup(args) => command::backup::run(&args, caller, lang),
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

/// Logs go to standard error; `RUST_LOG` says how much, or else `filter`.
fn start_log(filter: &str, format: LogFormat) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(filter));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
