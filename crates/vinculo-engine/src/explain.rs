//! One pair, laid out as evidence.

use vinculo_model::{Account, Waterfall};
use vinculo_record::{Lang, Link, Record, RecordRef};

use crate::engine::{Engine, Found};
use crate::error::{EngineError, Result};

/// The explanation of a pair.
pub struct Explanation {
    /// The link.
    pub link: Link,
    /// The left record.
    pub left: Found,
    /// The right record.
    pub right: Found,
    /// The evidence.
    pub waterfall: Waterfall,
    /// The same in words, with what to check next.
    pub account: Account,
    /// The model and the frequencies that made it.
    pub model: String,
}

impl Engine {
    /// Explains two stored records, in whichever order they are named.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or [`EngineError::NoLink`].
    pub fn explain(&self, a: &RecordRef, b: &RecordRef, lang: Lang) -> Result<Explanation> {
        let (a, b) = (self.find(a)?, self.find(b)?);
        self.explain_found(a, b, lang)
    }

    pub(crate) fn explain_found(&self, a: Found, b: Found, lang: Lang) -> Result<Explanation> {
        let no_link =
            || EngineError::NoLink { left: a.record.key.clone(), right: b.record.key.clone() };
        if a.record.key == b.record.key {
            return Err(no_link());
        }
        let (link, swapped) =
            Link::between(a.record.key.kind, b.record.key.kind).ok_or_else(no_link)?;
        let swapped = swapped || (link.is_same_kind() && b.record.key < a.record.key);
        let (left, right) = if swapped { (b, a) } else { (a, b) };
        let (waterfall, model) = self.waterfall(link, &left.record, &right.record, lang)?;
        let of_link = self.model.link(link)?;
        let account = vinculo_link::account(of_link, &waterfall, &left.record, &right.record, lang);
        Ok(Explanation { link, left, right, waterfall, account, model })
    }

    /// Lays out two records under a link's model; also what made the numbers.
    ///
    /// # Errors
    /// When the model does not fit.
    pub fn waterfall(
        &self,
        link: Link,
        left: &Record,
        right: &Record,
        lang: Lang,
    ) -> Result<(Waterfall, String)> {
        let model = self.model.link(link)?;
        self.with_matching(|matching| {
            let prior = matching.prior(model)?;
            let suite = matching.suite();
            let waterfall = vinculo_link::explain(suite, model, &prior, left, right, lang)?;
            Ok((waterfall, self.model_id(matching)))
        })
    }
}
