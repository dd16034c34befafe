//! `vinculo token`

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use vinculo_access::{Caller, Who};
use vinculo_engine::store::{NewToken, Outcome, Token};
use vinculo_engine::{Engine, Trail};
use vinculo_record::Lang;

use crate::args::{TokenCommand, TokenCreate};
use crate::command::Done;
use crate::output::{Usage, print, print_json, table};

/// Creates, lists and revokes tokens, beside a running server or without one.
pub fn run(command: &TokenCommand, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    match command {
        TokenCommand::Create(args) => create(args, caller, lang),
        TokenCommand::List { store, json } => list(&Engine::open_reader(store)?, *json, lang),
        TokenCommand::Revoke { store, id } => {
            revoke(&Engine::open_reader(store)?, *id, caller, lang)
        }
    }
}

fn create(args: &TokenCreate, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_reader(&args.store)?;
    let who = match (&args.person, &args.machine) {
        (Some(code), _) => Who::person(code),
        (None, Some(code)) => Who::machine(code),
        (None, None) => return Err(Usage("--person CODE or --machine CODE".to_owned()).into()),
    };
    let new = NewToken {
        who: who.map_err(|error| Usage(error.to_string()))?,
        organisation: args.org.clone(),
        roles: args.role.iter().copied().collect(),
        country: args.country,
        expires_at: args.expires.moment(Timestamp::now()),
    };
    new.check(Timestamp::now()).map_err(|error| Usage(error.to_string()))?;
    // Recorded first: no token is without its event.
    engine.record(caller, "create_token", Outcome::Done, &Trail::default(), None)?;
    let (token, secret) = engine.store().access()?.create_token(&new)?;
    let said = lang.pick(
        "token creado; esta es la única vez que se muestra:",
        "token created; this is the only time that it is shown:",
    );
    eprintln!("{said} {} {} ({})", token.id, token.who, token.roles);
    eprintln!("{} {:.0}", lang.pick("vence", "ends"), token.expires_at);
    print(&format!("{}\n", secret.reveal()))?;
    Ok(Done::Whole)
}

fn list(engine: &Engine, json: bool, lang: Lang) -> anyhow::Result<Done> {
    let tokens = engine.store().access()?.tokens()?;
    let now = Timestamp::now();
    if json {
        let tokens = tokens.iter().map(|token| token_json(token, now));
        print_json(&tokens.collect())?;
        return Ok(Done::Whole);
    }
    let header: [&str; 7] = match lang {
        Lang::Es => ["token", "de", "organización", "roles", "país", "vence", "estado"],
        Lang::En => ["token", "of", "organisation", "roles", "country", "ends", "state"],
    };
    let mut out = table(&header);
    for token in &tokens {
        out.add_row([
            token.id.to_string(),
            token.who.to_string(),
            token.organisation.clone(),
            token.roles.to_string(),
            token.country.map(|country| country.code().to_owned()).unwrap_or_default(),
            format!("{:.0}", token.expires_at),
            token.state(now).as_str().to_owned(),
        ]);
    }
    print(&format!("{out}\n"))?;
    Ok(Done::Whole)
}

fn token_json(token: &Token, now: Timestamp) -> serde_json::Value {
    serde_json::json!({
        "id": token.id,
        "who": token.who.to_string(),
        "organisation": token.organisation,
        "roles": token.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>(),
        "country": token.country.map(|country| country.code().to_owned()),
        "created_at": token.created_at.to_string(),
        "expires_at": token.expires_at.to_string(),
        "state": token.state(now).as_str(),
    })
}

fn revoke(engine: &Engine, id: i64, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let token = engine.store().access()?.revoke_token(id)?;
    engine.record(caller, "revoke_token", Outcome::Done, &Trail::default(), None)?;
    match token {
        Some(token) => {
            eprintln!("{} {}", token.id, lang.pick("revocado", "revoked"));
            Ok(Done::Whole)
        }
        None => anyhow::bail!("{} {id}", lang.pick("no existe el token", "there is no token")),
    }
}

/// When a token ends.
#[derive(Clone, Copy, Debug)]
pub enum Expiry {
    /// At the end of this day, at Greenwich.
    On(Date),
    /// After so many days.
    After(i64),
}

impl std::str::FromStr for Expiry {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let days = text.strip_suffix('d').and_then(|days| days.parse().ok());
        let day = || text.parse().ok().map(Expiry::On);
        days.map(Expiry::After)
            .or_else(day)
            .ok_or_else(|| "must be a day, as 2027-01-31, or a number of days, as 90d".to_owned())
    }
}

impl Expiry {
    fn moment(self, now: Timestamp) -> Timestamp {
        let after = |days: i64| now.saturating_add((24 * days.clamp(-999, 9_999)).hours());
        match self {
            Expiry::After(days) => after(days).unwrap_or(now),
            Expiry::On(day) => {
                let zone = jiff::tz::TimeZone::UTC;
                let end = day.tomorrow().and_then(|day| zone.to_timestamp(day.at(0, 0, 0, 0)));
                end.unwrap_or(now)
            }
        }
    }
}
