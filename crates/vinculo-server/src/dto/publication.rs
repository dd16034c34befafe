//! Publishing a notice.

use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use vinculo_engine::public::PublicNotice;
use vinculo_record::Publication;

use crate::problem::{Problem, Words};

/// What the family agreed to publish of a notice, until when, and who agreed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationRequest {
    /// The columns that may be published. Some are published coarser than they are: of a birth
    /// date the age, of a child's place the department; one mark is withheld.
    #[serde(default)]
    pub public_fields: Vec<String>,
    /// Publish only that somebody searches, and who is sought of what kin.
    #[serde(default)]
    pub searcher_only: bool,
    /// The last day of publication, `YYYY-MM-DD`.
    pub public_until: String,
    /// Who consented: `mother`, `guardian` … or a name, which is never published.
    pub consent_by: String,
    /// When they consented, `YYYY-MM-DD`.
    pub consent_date: String,
    /// The authority that authorised it: without one a child's notice is the search alone.
    pub consent_authority: Option<String>,
    /// The institution to write or call to; never a relative.
    pub contact: Option<String>,
}

impl PublicationRequest {
    pub(crate) fn read(self) -> Result<Publication, Problem> {
        if !PublicNotice::can_release(&self.public_fields) {
            let rule = Words::same(PublicNotice::FIELDS.join(", "));
            return Err(Problem::invalid("/public_fields", "word", rule));
        }
        let text = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let consent_by = text(Some(self.consent_by)).ok_or_else(|| {
            Problem::invalid(
                "/consent_by",
                "required",
                Words::new("quién consintió", "who consented"),
            )
        })?;
        Ok(Publication {
            public: true,
            public_fields: self.public_fields,
            public_until: Some(day(&self.public_until, "/public_until")?),
            searcher_only: self.searcher_only,
            consent_by: Some(consent_by),
            consent_date: Some(day(&self.consent_date, "/consent_date")?),
            consent_authority: text(self.consent_authority),
            contact: text(self.contact),
        })
    }
}

fn day(text: &str, pointer: &str) -> Result<Date, Problem> {
    text.parse().map_err(|_| Problem::invalid(pointer, "form", Words::same("YYYY-MM-DD")))
}
