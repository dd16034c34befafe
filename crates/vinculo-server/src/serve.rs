//! Listening, and ending in order.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use vinculo_engine::{Engine, EngineError};
use vinculo_record::Lang;

use crate::background;
use crate::limits::{STOP_WAIT, UPLOAD_BYTES};
use crate::publishing::PublicOptions;
use crate::router::router;
use crate::state::{AccessOptions, AppState};

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one. On the loopback, unless tokens are set up.
    pub listen: SocketAddr,
    /// The language of a client that names none of ours.
    pub lang: Lang,
    /// Most bytes of an uploaded file; the importer's own limit if absent.
    pub upload_bytes: Option<u64>,
    /// How those who ask are told apart and bounded.
    pub access: AccessOptions,
    /// How public notices are served.
    pub public: PublicOptions,
}

/// Why the server did not start or ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can be reached from other machines, and no tokens tell who asks.
    #[error(
        "refused to listen on {0}: other machines could reach it and no tokens are set up; create them with 'vinculo token create', or use 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be used.
    #[error("could not listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// Connections could no longer be taken.
    #[error("the server stopped: {0}")]
    Stopped(#[source] io::Error),
    /// The store cannot be used.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl ServeError {
    /// Whether other machines could reach the address without a token.
    pub fn is_not_loopback(&self) -> bool {
        matches!(self, ServeError::NotLoopback(_))
    }
}

/// Serves an engine that writes, until `shutdown` is done. `on_ready` hears the
/// address once connections are taken.
///
/// Requests in progress and the running batch get some seconds to end; what takes
/// longer may be cut by the end of the process without loss.
///
/// # Errors
/// [`ServeError::NotLoopback`] where other machines could ask without a token, or when the address or the store cannot be used.
pub async fn serve(
    engine: Arc<Engine>,
    options: ServeOptions,
    on_ready: impl FnOnce(SocketAddr),
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let ServeOptions { listen, lang, upload_bytes, access, public } = options;
    let upload_bytes = upload_bytes.unwrap_or(UPLOAD_BYTES);
    let state = AppState::with_public(engine, lang, upload_bytes, access, public);
    if !listen.ip().to_canonical().is_loopback() {
        if !state.asks_for_tokens()? {
            return Err(ServeError::NotLoopback(listen));
        }
        state.always_ask_for_tokens();
    }
    let failed = |source| ServeError::Listen { address: listen, source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    state.publishing.listens_at(&address.to_string());
    let background = background::start(&state)?;
    on_ready(address);
    let ended = answer(listener, &state, shutdown).await;
    background.stop().await;
    ended.map_err(ServeError::Stopped)
}

async fn answer(
    listener: TcpListener,
    state: &AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let stopping = watch::Sender::new(false);
    let mut stopped = stopping.subscribe();
    let signal = async move {
        shutdown.await;
        stopping.send_replace(true);
    };
    let service = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(signal);
    let too_late = async move {
        // The sender ends only with the server itself.
        if stopped.wait_for(|stopping| *stopping).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(STOP_WAIT).await;
    };
    tokio::select! {
        ended = served => ended,
        () = too_late => Ok(()),
    }
}
