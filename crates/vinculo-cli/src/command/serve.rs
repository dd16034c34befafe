//! `vinculo serve`

use std::net::SocketAddr;
use std::sync::Arc;

use vinculo_engine::Engine;
use vinculo_record::Lang;
use vinculo_server::{AccessOptions, ServeOptions, serve};

use crate::args::Serve;
use crate::command::Done;
use crate::config::Config;
use crate::start_log;

/// Serves a store until it is told to stop.
pub fn run(args: &Serve, lang: Lang) -> anyhow::Result<Done> {
    let config = Config::of(args)?;
    start_log(&config.log, config.log_format);
    let engine = Engine::open_writer(&config.store, "serve")?;
    let options = ServeOptions {
        listen: config.listen,
        lang: config.lang.unwrap_or(lang),
        upload_bytes: config.upload_bytes,
        access: AccessOptions { limits: config.limits, behind_proxy: config.behind_proxy },
        public: config.public,
    };
    listen(engine, options, lang)
}

/// Serves until interrupted; prints the addresses to open.
pub fn listen(engine: Engine, options: ServeOptions, lang: Lang) -> anyhow::Result<Done> {
    let open = !engine.store().access()?.has_tokens()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let ready = |at: SocketAddr| {
            eprintln!(
                "{}",
                lang.pick("sirviendo; Ctrl-C para terminar", "serving; Ctrl-C to stop")
            );
            if open {
                eprintln!("{}", without_tokens(lang));
            }
            eprintln!("  http://{at}/api/v1/docs");
            eprintln!("  http://{at}/public/v1/page");
            eprintln!("  http://{at}/readyz");
        };
        let stopped = stop_signal()?;
        anyhow::Ok(serve(Arc::new(engine), options, ready, stopped).await?)
    })?;
    Ok(Done::Whole)
}

/// What it means that no tokens are set up.
fn without_tokens(lang: Lang) -> &'static str {
    lang.pick(
        "  sin tokens (demostración): cualquiera en esta máquina lee y escribe todo, salvo los\n  \
         registros reservados; para usarlo, 'vinculo token create'",
        "  no tokens set up (demonstration): anyone on this machine reads and writes everything\n  \
         but records under protection hold; to use it, 'vinculo token create'",
    )
}

/// Done when the process is told to end. It listens for that from this call on, so that
/// whoever sees the address may already tell it.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Done when the process is told to end.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without a signal handler the process ends by the signal itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
