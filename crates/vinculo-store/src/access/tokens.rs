//! Creating, finding and revoking tokens.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use vinculo_access::Who;
use vinculo_record::vocab::Country;

use super::{Access, NewToken, Secret, Token};
use crate::Digest;
use crate::error::{Result, StoreError};

const COLUMNS: &str =
    "token_id, digest, who, organisation, roles, country, created_at, expires_at, revoked_at";

impl Access {
    /// Creates a token. The secret is given out here and never again.
    ///
    /// # Errors
    /// [`StoreError::Token`] when it breaks a rule; when it cannot be written.
    pub fn create_token(&self, new: &NewToken) -> Result<(Token, Secret)> {
        let now = Timestamp::now();
        new.check(now)?;
        let digits = Secret::random()?;
        let digest = Secret::digest_of(&digits);
        let connection = self.connection();
        connection.execute(
            "INSERT INTO tokens (digest, who, organisation, roles, country, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                digest.as_bytes(),
                new.who.to_string(),
                new.organisation,
                new.roles.to_string(),
                new.country.map(|country| country.code().to_owned()),
                now.as_millisecond(),
                new.expires_at.as_millisecond(),
            ],
        )?;
        let id = connection.last_insert_rowid();
        let (token, _) = read(&connection, id)?.ok_or_else(|| StoreError::corrupt("no token"))?;
        Ok((token, Secret::new(id, digits)))
    }

    /// The token of a secret, whatever its state; `None` if there is none. Takes the same
    /// time whichever part of the secret is wrong.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn token_of(&self, secret: &Secret) -> Result<Option<Token>> {
        let found = read(&self.connection(), secret.id())?;
        // A number that is not there is compared all the same.
        let digest = found.as_ref().map_or(Digest::from_bytes([0; 32]), |(_, digest)| *digest);
        let same = secret.has_digest(&digest);
        Ok(found.filter(|_| same).map(|(token, _)| token))
    }

    /// Whether tokens were ever set up.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_tokens(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM tokens)";
        Ok(self.connection().prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// All tokens by their number, the ended ones too.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn tokens(&self) -> Result<Vec<Token>> {
        let connection = self.connection();
        let sql = format!("SELECT {COLUMNS} FROM tokens ORDER BY token_id");
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map([], |row| Ok(token(row)))?;
        rows.map(|row| Ok(row??.0)).collect()
    }

    /// Revokes a token; one that is revoked stays so. `None` if there is none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn revoke_token(&self, id: i64) -> Result<Option<Token>> {
        let connection = self.connection();
        connection.execute(
            "UPDATE tokens SET revoked_at = ?2 WHERE token_id = ?1 AND revoked_at IS NULL",
            params![id, Timestamp::now().as_millisecond()],
        )?;
        Ok(read(&connection, id)?.map(|(token, _)| token))
    }
}

fn read(connection: &Connection, id: i64) -> Result<Option<(Token, Digest)>> {
    let sql = format!("SELECT {COLUMNS} FROM tokens WHERE token_id = ?1");
    let found =
        connection.prepare_cached(&sql)?.query_row([id], |row| Ok(token(row))).optional()?;
    found.transpose()
}

fn token(row: &Row<'_>) -> Result<(Token, Digest)> {
    let time = |column: &str| -> Result<Option<Timestamp>> {
        let millis: Option<i64> = row.get(column)?;
        let read = |ms| Timestamp::from_millisecond(ms).map_err(|_| StoreError::corrupt("a time"));
        millis.map(read).transpose()
    };
    let needed =
        |time: Option<Timestamp>| time.ok_or_else(|| StoreError::corrupt("a token's time"));
    let digest: [u8; 32] = row.get("digest")?;
    let (who, roles): (String, String) = (row.get("who")?, row.get("roles")?);
    let country: Option<String> = row.get("country")?;
    let token = Token {
        id: row.get("token_id")?,
        who: read_who(&who).ok_or_else(|| StoreError::corrupt("a token's holder"))?,
        organisation: row.get("organisation")?,
        roles: roles.parse().map_err(|_| StoreError::corrupt("a token's roles"))?,
        country: country.as_deref().and_then(Country::parse),
        created_at: needed(time("created_at")?)?,
        expires_at: needed(time("expires_at")?)?,
        revoked_at: time("revoked_at")?,
    };
    Ok((token, Digest::from_bytes(digest)))
}

fn read_who(text: &str) -> Option<Who> {
    match text.split_once(':')? {
        ("person", code) => Who::person(code).ok(),
        ("machine", code) => Who::machine(code).ok(),
        _ => None,
    }
}
