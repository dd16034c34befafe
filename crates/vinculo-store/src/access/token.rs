//! A token: what is stored of it, and the secret that its holder alone has.

use std::fmt;

use jiff::Timestamp;
use subtle::ConstantTimeEq;
use vinculo_access::{Purpose, Roles, Who};
use vinculo_record::vocab::Country;

use crate::Digest;
use crate::error::{Result, StoreError};

/// What a secret begins with, so that one that leaked is recognised by scanners.
const PREFIX: &str = "vinculo";
/// Random bytes of a secret: 256 bits cannot be guessed, so a plain digest keeps them.
const SECRET_BYTES: usize = 32;

/// A token to be created.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The person or machine.
    pub who: Who,
    /// The organisation.
    pub organisation: String,
    /// The roles.
    pub roles: Roles,
    /// The country it acts for.
    pub country: Option<Country>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl NewToken {
    /// Why no such token can be: what is checked wherever one is made.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check(&self, now: Timestamp) -> Result<(), BadToken> {
        if self.roles.is_empty() {
            return Err(BadToken::NoRole);
        }
        if let Some(alone) = self.roles.iter().find(|role| role.stands_alone())
            && self.roles.iter().count() > 1
        {
            return Err(BadToken::StandsAlone(alone.as_str()));
        }
        if let Some(role) = self.roles.iter().find(|role| role.needs_country())
            && self.country.is_none()
        {
            return Err(BadToken::NeedsCountry(role.as_str()));
        }
        if self.expires_at <= now {
            return Err(BadToken::Past);
        }
        let days = self.expires_at.duration_since(now).as_hours() / 24;
        if days > MAX_TOKEN_DAYS {
            return Err(BadToken::TooLong(MAX_TOKEN_DAYS));
        }
        Ok(())
    }
}

/// Longest life of a token in days: a year and a day of grace. Judgement.
const MAX_TOKEN_DAYS: i64 = 366;

/// Why a token cannot be created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// It would have no role.
    #[error("a token needs a role")]
    NoRole,
    /// The role sees no content, which another would undo.
    #[error("role {0} stands alone: create a token of its own for it")]
    StandsAlone(&'static str),
    /// The role acts for a country.
    #[error("role {0} needs a country: --country CC")]
    NeedsCountry(&'static str),
    /// It would have ended already.
    #[error("a token must end in the future")]
    Past,
    /// It would live too long.
    #[error("a token lives at most {0} days: name an earlier day")]
    TooLong(i64),
}

/// What is stored of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// The person or machine.
    pub who: Who,
    /// The organisation.
    pub organisation: String,
    /// The roles.
    pub roles: Roles,
    /// The country it acts for.
    pub country: Option<Country>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// Whether a token is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// It is.
    Valid,
    /// It has ended.
    Expired,
    /// It was revoked.
    Revoked,
}

impl TokenState {
    /// The word used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            TokenState::Valid => "valid",
            TokenState::Expired => "expired",
            TokenState::Revoked => "revoked",
        }
    }
}

impl Token {
    /// Whether it is good at a moment.
    pub fn state(&self, now: Timestamp) -> TokenState {
        match self.revoked_at {
            Some(_) => TokenState::Revoked,
            None if self.expires_at <= now => TokenState::Expired,
            None => TokenState::Valid,
        }
    }

    /// The caller that comes with it.
    pub fn caller(&self, purpose: Purpose) -> vinculo_access::Caller {
        let mut caller = vinculo_access::Caller::new(
            self.who.clone(),
            self.organisation.clone(),
            self.roles,
            self.country,
            purpose,
        );
        caller.token = Some(self.id);
        caller
    }
}

/// The secret of a token: `vinculo_NUMBER_64 hexadecimal digits`. It is shown once and
/// stored nowhere; it neither prints itself nor compares itself but by digest.
pub struct Secret {
    id: i64,
    digits: String,
}

impl Secret {
    /// Digits from the system's source of randomness; the number comes when it is stored.
    pub(super) fn random() -> Result<String> {
        let mut bytes = [0u8; SECRET_BYTES];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::Io {
            what: "draw random bytes",
            source: std::io::Error::other("the system gives none"),
        })?;
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub(super) fn new(id: i64, digits: String) -> Self {
        Self { id, digits }
    }

    /// Reads what a client sent; `None` if it has not the form.
    pub fn parse(text: &str) -> Option<Secret> {
        let rest = text.strip_prefix(PREFIX)?.strip_prefix('_')?;
        let (id, digits) = rest.split_once('_')?;
        let hexadecimal = digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let fits = digits.len() == 2 * SECRET_BYTES && hexadecimal;
        let id = id.parse().ok().filter(|id: &i64| *id > 0)?;
        fits.then(|| Secret::new(id, digits.to_owned()))
    }

    /// The number of the token that it claims to be of.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The text to hand over, once.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}_{}_{}", self.id, self.digits)
    }

    pub(super) fn digest_of(digits: &str) -> Digest {
        Digest::of(digits.as_bytes())
    }

    /// Whether it is the secret of this digest, in the same time whatever differs.
    pub(super) fn has_digest(&self, digest: &Digest) -> bool {
        let own = Self::digest_of(&self.digits);
        own.as_bytes().ct_eq(digest.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({}, withheld)", self.id)
    }
}
