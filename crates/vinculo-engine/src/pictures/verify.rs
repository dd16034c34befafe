//! Whether the pictures agree with the store.

use std::collections::BTreeMap;

use rayon::prelude::*;
use vinculo_image::verify;
use vinculo_record::RecordKey;
use vinculo_store::{PictureNo, RecordStore};

use super::likeness::{Likeness, Side};
use super::photo::asked_of;
use super::{Pictures, stored_form};
use crate::engine::Engine;
use crate::error::Result;

impl Engine {
    /// What is wrong with the pictures: those that follow the log from its first entry
    /// against those of `expected`, the pairs that are kept against a second look, and
    /// pictures that wait to be compared.
    pub(crate) fn verify_pictures(
        &self,
        expected: &BTreeMap<RecordKey, u32>,
    ) -> Result<(u64, Vec<String>)> {
        let mut findings = Vec::new();
        let mut pictures = Pictures::of_pairs(&self.store)?;
        pictures.follow(&self.store)?;
        let mut showing = BTreeMap::new();
        for (key, version) in expected {
            let Some(found) = self.get(key)? else { continue };
            if !self.store.pictures(found.stored.seq)?.is_empty() {
                showing.insert(key.clone(), *version);
            }
        }
        crate::verify::compare("pictures", &showing, &pictures.versions(), &mut findings);
        let waiting = pictures.waiting();
        if waiting > 0 {
            findings.push(format!("pictures: {waiting} not compared yet: run 'vinculo reindex'"));
        }
        findings.extend(self.verify_pairs(&pictures)?);
        Ok((pictures.borne_by.len() as u64, findings))
    }

    fn verify_pairs(&self, pictures: &Pictures) -> Result<Vec<String>> {
        let pairs: Vec<(PictureNo, PictureNo, &Likeness)> = pictures
            .meetings()
            .filter(|((first, second), _)| first != second)
            .map(|((first, second), likeness)| (first, second, likeness))
            .collect();
        let check = |(first, second, likeness): &(PictureNo, PictureNo, &Likeness)| -> Result<Option<String>> {
            let again = match likeness.asked {
                Side::First => self.look_again(*first, *second)?,
                Side::Second => self.look_again(*second, *first)?,
            };
            let same = again.as_ref() == Some(*likeness);
            Ok((!same).then(|| {
                format!(
                    "pictures: {} and {} are not what was found: run 'vinculo reindex'",
                    first.0, second.0
                )
            }))
        };
        let found = self.install(|| pairs.par_iter().map(check).collect::<Result<Vec<_>>>())?;
        Ok(found.into_iter().flatten().collect())
    }

    fn look_again(&self, asked: PictureNo, other: PictureNo) -> Result<Option<Likeness>> {
        let content = self.store.picture(asked)?;
        let asked_again = content.map(|content| asked_of(&self.store, &content)).transpose()?;
        let Some((_, query)) = asked_again.flatten() else { return Ok(None) };
        let Some(stored) = stored_form(&self.store, other)? else { return Ok(None) };
        Ok(Likeness::of(&verify(&query, &stored), asked, other))
    }
}
