//! The bundled synthetic region, loaded by the same path as any file.

use vinculo_exchange::Input;
use vinculo_record::{Kind, Lang};

use crate::engine::Engine;
use crate::error::Result;
use crate::import::{ImportRequest, ImportSummary};

/// The region's files: no person in them is real.
const REGION: [(Kind, &str, &[u8]); 3] = [
    (Kind::Notice, "notices.csv", include_bytes!("../../../data-fixtures/region/notices.csv")),
    (Kind::Remains, "remains.csv", include_bytes!("../../../data-fixtures/region/remains.csv")),
    (Kind::Shelter, "shelter.csv", include_bytes!("../../../data-fixtures/region/shelter.csv")),
];

impl Engine {
    /// Imports the bundled region. A second time it changes nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn load_region(&self, lang: Lang) -> Result<Vec<(Kind, ImportSummary)>> {
        REGION
            .into_iter()
            .map(|(kind, name, bytes)| {
                let request = ImportRequest::new(kind, lang);
                let input = Input::from_reader(name, bytes, &request.limits)?;
                Ok((kind, self.import(&input, &request, None, &mut |_| {})?))
            })
            .collect()
    }
}
