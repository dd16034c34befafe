//! A model learnt from the store's own records, without labels.

use vinculo_model::training::settings::{LIKELY_ODDS_BITS, MAX_LIKELY_PAIRS, RANDOM_PAIRS, ROUNDS};
use vinculo_model::{LinkSpec, Model, TrainingData, TrainingReport, train_round};
use vinculo_record::Link;

use crate::engine::Engine;
use crate::error::{EngineError, Result};
use crate::matching::Matching;

/// A trained model.
pub struct Trained {
    /// The engine's model with the link's section learnt anew.
    pub model: Model,
    /// What each round did, from the first.
    pub rounds: Vec<TrainingReport>,
}

impl Engine {
    /// Learns the section of a link from all records: u from random pairs, m and the
    /// share of true pairs by EM on the likely ones, beside the values of the model
    /// in use. The other sections stay. The same records, model and seed give the
    /// same model, whatever the number of threads.
    ///
    /// # Errors
    /// When the store cannot be read, the model does not fit, or there are no pairs.
    pub fn train(&self, link: Link, seed: u64) -> Result<Trained> {
        self.with_matching(|matching| Training { engine: self, matching, link, seed }.run())
    }
}

struct Training<'a> {
    engine: &'a Engine,
    matching: &'a Matching,
    link: Link,
    seed: u64,
}

impl Training<'_> {
    fn run(&self) -> Result<Trained> {
        let published = &self.engine.model;
        let scorer = self.matching.scorer(published.link(self.link)?)?;
        let random = scorer.random_findings(self.seed, RANDOM_PAIRS);
        if random.is_empty() {
            return Err(EngineError::request(
                self.link.as_str(),
                "the store has no pair to learn from",
            ));
        }
        let section = &published.spec().links[&self.link];
        let mut model = published.clone();
        let mut rounds: Vec<TrainingReport> = Vec::new();
        while rounds.len() < ROUNDS as usize {
            let of_link = model.link(self.link)?;
            let prior = self.matching.prior(of_link)?;
            let scorer = self.matching.scorer(of_link)?;
            let likely = scorer.likely_findings(&prior, LIKELY_ODDS_BITS, MAX_LIKELY_PAIRS);
            let data = TrainingData {
                random: &random,
                likely: &likely,
                left_records: self.matching.profiles(self.link.left()).active_len() as u64,
                set_size: prior.set_size(),
            };
            let current = &model.spec().links[&self.link];
            let (trained, report) = train_round(self.link, section, current, &data)?;
            let settled = rounds.last().is_some_and(|before| before.is_near(&report));
            model = self.with_section(&model, trained, &report)?;
            rounds.push(report);
            if settled {
                break;
            }
        }
        Ok(Trained { model, rounds })
    }

    /// The model with the link's section in place and a note of what made it.
    fn with_section(
        &self,
        model: &Model,
        mut section: LinkSpec,
        report: &TrainingReport,
    ) -> Result<Model> {
        if let Some(frequencies) = &mut section.frequencies {
            self.matching.frequencies().clone_into(&mut frequencies.digest);
        }
        let mut spec = model.spec().clone();
        spec.links.insert(self.link, section);
        let published = &self.engine.model;
        let of_link = format!(
            "{} trained from model {} with seed {}: {} expected matches among {} records and {} each is compared with, {}",
            self.link,
            published.id(),
            self.seed,
            report.expected_matches.round(),
            self.matching.profiles(self.link.left()).active_len(),
            self.matching.profiles(self.link.right()).active_len(),
            if report.converged() { "converged" } else { "not converged" },
        );
        spec.note = [published.spec().note.trim(), &of_link]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("; ");
        Ok(Model::new(spec)?)
    }
}
