//! Searching, within what the caller sees.

use vinculo_access::{FieldGroup, Reach};
use vinculo_record::Kind;
use vinculo_search::{Hit, Part, Query};

use super::Desk;
use crate::engine::Found;
use crate::error::Result;
use crate::search::SearchPage;

impl Desk<'_> {
    /// Searches as [`Engine::search`](crate::Engine::search) does; totals and facets count
    /// what the caller sees and nothing else.
    ///
    /// # Errors
    /// As there.
    pub fn search(&self, query: &Query) -> Result<SearchPage> {
        let mut query = query.clone();
        query.scope = self.scope();
        let mut page = self.engine.search(&query)?;
        let hits = std::mem::take(&mut page.hits).into_iter();
        page.hits = hits.filter_map(|(hit, found)| Some(seen_hit(hit, self.see(found)?))).collect();
        page.hits.iter().for_each(|(_, found)| self.trail.shown(found));
        Ok(page)
    }

    /// The parts of the index that the caller sees; `None` is all of it.
    fn scope(&self) -> Option<Vec<Part>> {
        let reaches = self.caller.reaches()?;
        let part = |(kind, reach): &(Kind, Reach)| {
            let all = Part { kind: *kind, source: None, nationality: None, adults: false };
            let country = self.caller.country;
            Some(match reach {
                Reach::All => all,
                Reach::Own => Part { source: Some(self.caller.organisation.clone()), ..all },
                Reach::Nationals => Part { nationality: Some(country?.code().to_owned()), ..all },
                Reach::Adults => Part { adults: true, ..all },
                // Seen otherwise, too: it widens the fields, not the records.
                Reach::Received => return None,
            })
        };
        Some(reaches.iter().filter_map(part).collect())
    }
}

/// A hit without what it quotes of fields that are not seen.
fn seen_hit(mut hit: Hit, found: Found) -> (Hit, Found) {
    let hidden = |group| found.withheld.iter().any(|column| FieldGroup::of(*column) == group);
    // The text that is searched of a shelter's row has none of these for anybody.
    let groups = [FieldGroup::Place, FieldGroup::Story, FieldGroup::Health];
    if found.record.key.kind != Kind::Shelter && groups.into_iter().any(hidden) {
        hit.snippet = None;
    }
    (hit, found)
}
