//! Kinship between the living persons of two records.

use std::sync::Arc;

use vinculo_compare::{KinshipExaminer, KinshipReport};
use vinculo_record::{Kind, Lang, RecordRef};

use crate::engine::{Engine, Found};
use crate::error::{EngineError, Result};

/// What two records say of a kinship between their persons.
pub struct Kinship {
    /// The first record.
    pub left: Found,
    /// The second record.
    pub right: Found,
    /// Each relation that was examined, best supported first; never empty.
    pub reports: Vec<KinshipReport>,
}

impl Engine {
    /// Examines kinship between two stored records, in the order in which they are
    /// named.
    ///
    /// # Errors
    /// [`EngineError::NotFound`]; [`EngineError::NoLink`] for one record twice;
    /// [`EngineError::Request`] where one is of remains: only DNA tells their kin.
    pub fn kinship(&self, a: &RecordRef, b: &RecordRef, lang: Lang) -> Result<Kinship> {
        self.kinship_found(self.find(a)?, self.find(b)?, lang)
    }

    pub(crate) fn kinship_found(&self, left: Found, right: Found, lang: Lang) -> Result<Kinship> {
        if left.record.key == right.record.key {
            let (left, right) = (left.record.key, right.record.key);
            return Err(EngineError::NoLink { left, right });
        }
        if [&left, &right].into_iter().any(|found| found.record.key.kind == Kind::Remains) {
            let rule = "both records must be of living people: the kin of remains are told by DNA";
            return Err(EngineError::request("kinship", rule));
        }
        let names = self.with_matching(|matching| Ok(Arc::clone(matching.names())))?;
        let reports = KinshipExaminer::new(names).examine(&left.record, &right.record, lang);
        Ok(Kinship { left, right, reports })
    }
}
