//! Why somebody reads or writes.

use std::fmt;
use std::str::FromStr;

use vinculo_record::Lang;

macro_rules! purposes {
    ($($variant:ident $word:literal $es:literal $en:literal;)*) => {
        /// The stated purpose of a read or a write. A closed list: free text would carry
        /// names into the audit log, which must hold none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // `label` is the documentation
        pub enum Purpose { $($variant,)* }

        impl Purpose {
            /// All purposes, in their stable order.
            pub const ALL: &'static [Purpose] = &[$(Purpose::$variant,)*];

            /// The word used in interfaces.
            pub const fn as_str(self) -> &'static str {
                match self { $(Purpose::$variant => $word,)* }
            }

            /// The purpose, in words.
            pub const fn label(self, lang: Lang) -> &'static str {
                match self { $(Purpose::$variant => lang.pick($es, $en),)* }
            }
        }
    };
}

purposes! {
    Search "search" "búsqueda de una persona" "search for a person";
    Family "family" "consulta de una familia" "a family's inquiry";
    Review "review" "revisión de candidatos" "review of candidates";
    Forensic "forensic" "trabajo forense" "forensic work";
    Identification "identification" "identificación por la autoridad" "identification by the authority";
    Protection "protection" "protección de la niñez" "child protection";
    Consular "consular" "atención consular" "consular assistance";
    Intake "intake" "registro de ingresos y avisos" "registration of intakes and notices";
    Publication "publication" "publicación de avisos" "publication of notices";
    Correction "correction" "corrección de datos" "correction of data";
    Audit "audit" "auditoría" "audit";
    Administration "administration" "administración del sistema" "administration of the system";
    Evaluation "evaluation" "medición y entrenamiento del modelo" "measuring and training the model";
    Demonstration "demonstration" "demostración con datos sintéticos" "demonstration with synthetic data";
    Unstated "unstated" "no declarado (línea de órdenes)" "not stated (command line)";
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Purpose {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Purpose::ALL.iter().copied().find(|purpose| purpose.as_str() == text).ok_or_else(|| {
            let words: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.as_str()).collect();
            format!("purpose must be one of {}", words.join(", "))
        })
    }
}
