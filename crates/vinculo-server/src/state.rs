//! What all requests share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;
use vinculo_engine::{Desk, Engine, EngineError};
use vinculo_exchange::Limits;
use vinculo_record::Lang;

use crate::asked::Asked;
use crate::batches::Queue;
use crate::console::Sessions;
use crate::lanes::{Lane, Lanes};
use crate::leads::Leads;
use crate::limits::UPLOAD_BYTES;
use crate::mappings::Mappings;
use crate::matchings::Matchings;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::publishing::{PublicOptions, Publishing};
use crate::rate::{RateLimits, Rates};
use crate::rendered::Rendered;
use crate::upload_key::RunningKeys;
use crate::uploads::Uploads;

/// How those who ask are told apart and bounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessOptions {
    /// How much a token may ask and see.
    pub limits: RateLimits,
    /// A proxy in front sets `X-Forwarded-For`, and nobody reaches the server but through it.
    pub behind_proxy: bool,
}

/// What all requests share. Cloning is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The parts, for this crate alone.
pub struct Shared {
    pub(crate) engine: Arc<Engine>,
    /// The language of a client that names none of ours.
    pub(crate) lang: Lang,
    /// Limits on uploaded files.
    pub(crate) limits: Limits,
    pub(crate) metrics: Metrics,
    pub(crate) uploads: Uploads,
    pub(crate) mappings: Mappings,
    pub(crate) queue: Queue,
    pub(crate) matchings: Matchings,
    pub(crate) leads: Leads,
    pub(crate) rates: Rates,
    pub(crate) access: AccessOptions,
    pub(crate) publishing: Publishing,
    pub(crate) rendered: Rendered,
    /// Who has signed in to the console.
    pub(crate) sessions: Sessions,
    /// Tokens are asked for, whatever the store says of them.
    tokens: AtomicBool,
    pub(crate) upload_keys: RunningKeys,
    /// Held while a record is written under a condition.
    pub(crate) writes: Mutex<()>,
    pub(crate) lanes: Lanes,
    /// Whether the profiles are compiled, or will be at first use.
    warm: watch::Sender<bool>,
}

impl AppState {
    /// The state over an engine that writes. Nothing runs in the background yet:
    /// see [`start`](crate::start).
    pub fn new(engine: Arc<Engine>, lang: Lang) -> Self {
        Self::with_upload_limit(engine, lang, UPLOAD_BYTES)
    }

    /// The same, taking files of at most that many bytes.
    pub fn with_upload_limit(engine: Arc<Engine>, lang: Lang, bytes: u64) -> Self {
        Self::with_options(engine, lang, bytes, AccessOptions::default())
    }

    /// The same, with other limits for those who ask.
    pub fn with_options(
        engine: Arc<Engine>,
        lang: Lang,
        bytes: u64,
        access: AccessOptions,
    ) -> Self {
        Self::with_public(engine, lang, bytes, access, PublicOptions::default())
    }

    /// The same, with what the public pages are served with.
    pub fn with_public(
        engine: Arc<Engine>,
        lang: Lang,
        bytes: u64,
        access: AccessOptions,
        public: PublicOptions,
    ) -> Self {
        let limits = Limits { file_bytes: bytes.min(UPLOAD_BYTES), ..Limits::default() };
        let uploads = Uploads::new(engine.store().layout().dir());
        let mappings = Mappings::new(engine.store().layout().dir());
        let publishing = Publishing::new(public, engine.store().layout().dir());
        Self(Arc::new(Shared {
            engine,
            lang,
            limits,
            metrics: Metrics::default(),
            uploads,
            mappings,
            queue: Queue::default(),
            matchings: Matchings::default(),
            leads: Leads::default(),
            rates: Rates::new(access.limits),
            access,
            publishing,
            rendered: Rendered::default(),
            sessions: Sessions::default(),
            tokens: AtomicBool::new(false),
            upload_keys: RunningKeys::default(),
            writes: Mutex::new(()),
            lanes: Lanes::new(),
            warm: watch::Sender::new(true),
        }))
    }

    /// Does work with the engine on a blocking thread.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&Shared) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let shared = Arc::clone(&self.0);
        self.0.lanes.run(lane, move || work(&shared)).await
    }

    /// Does work at the desk of who asks.
    pub(crate) async fn at_desk<T: Send + 'static>(
        &self,
        lane: Lane,
        asked: Asked,
        work: impl FnOnce(&Shared, &Desk<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.run(lane, move |it| work(it, &it.engine.desk(&asked.caller, &asked.trail))).await
    }

    /// Does work that compares at the desk of who asks.
    pub(crate) async fn match_at_desk<T: Send + 'static>(
        &self,
        asked: Asked,
        work: impl FnOnce(&Desk<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.run_matching(move |it| work(&it.engine.desk(&asked.caller, &asked.trail))).await
    }

    /// Whether whoever asks needs a token: once tokens were set up, and always where other
    /// machines can ask.
    ///
    /// # Errors
    /// When it cannot be found out: then nobody is answered.
    pub fn asks_for_tokens(&self) -> Result<bool, EngineError> {
        if self.0.tokens.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let has_tokens = self.0.engine.store().access()?.has_tokens()?;
        if has_tokens {
            self.always_ask_for_tokens();
        }
        Ok(has_tokens)
    }

    /// Asks for tokens from now on.
    pub fn always_ask_for_tokens(&self) {
        self.0.tokens.store(true, Ordering::Relaxed);
    }

    /// Does work that compares, once the profiles are compiled: waiting for them
    /// takes no thread.
    pub(crate) async fn run_matching<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        // The sender lives in this state: waiting cannot fail.
        let _ = self.0.warm.subscribe().wait_for(|warm| *warm).await;
        self.run(Lane::Compare, work).await
    }

    /// Whether comparisons can be answered without compiling first.
    pub(crate) fn is_warm(&self) -> bool {
        *self.0.warm.borrow()
    }

    pub(crate) fn set_warm(&self, warm: bool) {
        self.0.warm.send_replace(warm);
    }
}

impl std::ops::Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
