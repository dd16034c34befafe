//! The comparisons of the product, in the order in which they are shown.

use std::sync::Arc;

use vinculo_compare::{
    AgeComparison, BloodGroupComparison, BuildComparison, DentalComparison, DocumentsComparison,
    EffectsComparison, GivenNamesComparison, MarkFrequencies, MarksComparison, MedicalComparison,
    NameFrequencies, OriginComparison, PictureComparison, PigmentationComparison, PlaceComparison,
    RelativesComparison, SexComparison, SharedPictures, StatureComparison, SurnamesComparison,
    TimeComparison,
};
use vinculo_link::Suite;

/// All comparisons, with the frequencies of names and of marks, and the pictures that
/// records share.
pub(crate) fn suite(
    names: Arc<NameFrequencies>,
    marks: Arc<MarkFrequencies>,
    pictures: Arc<SharedPictures>,
) -> Suite {
    Suite::empty()
        .with(GivenNamesComparison::new(Arc::clone(&names)))
        .with(SurnamesComparison::new(Arc::clone(&names)))
        .with(DocumentsComparison)
        .with(RelativesComparison::new(names))
        .with(SexComparison)
        .with(AgeComparison)
        .with(OriginComparison)
        .with(TimeComparison)
        .with(PlaceComparison)
        .with(StatureComparison)
        .with(BuildComparison)
        .with(PigmentationComparison)
        .with(BloodGroupComparison)
        .with(MedicalComparison)
        .with(MarksComparison::new(marks))
        .with(DentalComparison)
        .with(EffectsComparison)
        .with(PictureComparison::new(pictures))
}

#[cfg(test)]
mod tests {
    use vinculo_model::Model;
    use vinculo_record::Link;

    use super::*;
    use crate::engine::DEFAULT_MODEL;

    #[test]
    fn explanations_speak_of_levels_that_exist() {
        let suite = suite(Arc::new(NameFrequencies::reference()), Arc::default(), Arc::default());
        let model = Model::from_toml(DEFAULT_MODEL).unwrap();
        let link = model.link(Link::NoticeRemains).unwrap();
        suite.check(link).unwrap();
        for (comparison, level) in vinculo_link::explained_levels() {
            let known = link.comparison(comparison).and_then(|c| c.level_index(level));
            assert!(
                known.is_some(),
                "{comparison} has no level {level}: explained.rs of vinculo-link"
            );
        }
    }

    #[test]
    fn the_default_model_fits_every_link() {
        let suite = suite(Arc::new(NameFrequencies::reference()), Arc::default(), Arc::default());
        let model = Model::from_toml(DEFAULT_MODEL).unwrap();
        for link in Link::ALL {
            suite.check(model.link(link).unwrap()).unwrap();
        }
    }
}
