//! The model: a readable TOML file, checked once, then cheap look-ups of weights.

mod check;
mod link_model;
mod path;
mod read;
mod spec;
mod write;

use std::collections::BTreeMap;

use vinculo_record::Link;

use crate::error::{ModelError, Problems};

pub use link_model::{ComparisonModel, ExpectedComparison, GroupModel, LevelModel, LinkModel};
pub use spec::{
    ComparisonSpec, FrequencySpec, GroupSpec, LevelSpec, LinkSpec, ModelSpec, PriorSpec,
};

/// Length of [`Model::id`], in hex digits.
const ID_DIGITS: usize = 16;

/// A checked model: a section per link, its weights computed.
///
/// ```
/// use vinculo_model::{Millibits, Model};
/// use vinculo_record::Link;
///
/// let model = Model::from_toml(r#"
///     format = 1
///     name = "example"
///     [links.notice-remains]
///     prior = { share = 0.3, source = "judgement" }
///     [[links.notice-remains.comparisons]]
///     name = "sex"
///     code_version = 1
///     source = "domain reference, 3.1"
///     levels = [
///       { level = "same", m = 0.98, u = 0.49, pseudo_count = 100 },
///       { level = "disagree", m = 0.02, u = 0.51, pseudo_count = 100 },
///     ]
/// "#).unwrap();
/// let link = model.link(Link::NoticeRemains).unwrap();
/// let sex = link.index_of("sex").unwrap();
/// let same = link.comparisons()[sex].level_index("same").unwrap();
/// assert_eq!(link.weight(sex, same), Millibits(1000)); // log2(0.98 / 0.49)
///
/// let error = Model::from_toml("format = 1\nname = \"empty\"").unwrap_err();
/// assert!(error.to_string().contains("links: no link"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    spec: ModelSpec,
    links: BTreeMap<Link, LinkModel>,
    canonical: String,
    digest: String,
}

impl Model {
    /// Checks a model made by code, for example by training.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] with every rule that it breaks.
    pub fn new(spec: ModelSpec) -> Result<Model, ModelError> {
        Model::checked(spec, Problems::default())
    }

    /// Reads and checks a model file.
    ///
    /// # Errors
    /// [`ModelError::Syntax`] if the text is not TOML; [`ModelError::Invalid`]
    /// with every problem of shape, type, range, sum and order.
    pub fn from_toml(text: &str) -> Result<Model, ModelError> {
        let (spec, problems) = read::read(text)?;
        Model::checked(spec, problems)
    }

    fn checked(spec: ModelSpec, mut problems: Problems) -> Result<Model, ModelError> {
        check::check(&spec, &mut problems);
        problems.or(())?;
        let links =
            spec.links.iter().map(|(link, section)| (*link, LinkModel::new(*link, section)));
        let links = links.collect();
        let canonical = write::canonical(&spec);
        let digest = write::digest(&canonical);
        Ok(Model { spec, links, canonical, digest })
    }

    /// The canonical text. Reading it gives an equal model; comments are not kept.
    pub fn to_toml(&self) -> &str {
        &self.canonical
    }

    /// SHA-256 of the canonical text: 64 hex digits. Layout and comments do not change it.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The first 16 digits of the digest: the `model` of a candidate.
    pub fn id(&self) -> &str {
        &self.digest[..ID_DIGITS]
    }

    /// A name for people.
    pub fn name(&self) -> &str {
        &self.spec.name
    }

    /// The content, to be changed and checked again by [`Model::new`].
    pub fn spec(&self) -> &ModelSpec {
        &self.spec
    }

    /// The links that it has a section for.
    pub fn links(&self) -> impl Iterator<Item = &LinkModel> {
        self.links.values()
    }

    /// The section of a link.
    ///
    /// # Errors
    /// [`ModelError::NoLink`], with those that there are.
    pub fn link(&self, link: Link) -> Result<&LinkModel, ModelError> {
        self.links.get(&link).ok_or_else(|| {
            let available: Vec<_> = self.links.keys().map(|link| link.as_str()).collect();
            ModelError::NoLink { link, available: available.join(", ") }
        })
    }
}

#[cfg(test)]
mod tests;
