//! Who acts by the command line.

use jiff::Timestamp;
use vinculo_access::{Caller, Purpose, Role, Roles, Who};

use crate::engine::Engine;
use crate::error::{EngineError, Result};

impl Engine {
    /// The person in whose name somebody at the command line acts: with the roles of the
    /// person's tokens that hold. Where no tokens are set up, with the rights of who holds the
    /// store's files; where they are, somebody without one may review and no more.
    ///
    /// # Errors
    /// When the code is none of a person, or the tokens cannot be read.
    pub fn person_here(&self, code: &str, purpose: Purpose) -> Result<Caller> {
        let who =
            Who::person(code).map_err(|error| EngineError::request("--by", error.to_string()))?;
        let now = Timestamp::now();
        let tokens = self.store.access()?.tokens()?;
        if tokens.is_empty() {
            return Ok(Caller::system(code, purpose));
        }
        let holds = |token: &&vinculo_store::Token| {
            token.who == who && token.revoked_at.is_none() && token.expires_at > now
        };
        let own: Vec<_> = tokens.iter().filter(holds).collect();
        let roles: Roles = own.iter().flat_map(|token| token.roles.iter()).collect();
        let Some(first) = own.first() else {
            return Ok(Caller::new(who, "local", [Role::Reviewer].into(), None, purpose));
        };
        Ok(Caller::new(who, first.organisation.clone(), roles, first.country, purpose))
    }
}
