//! What a relative is to the person of a record.

use super::vocabulary;

vocabulary! {
    /// A kinship as it stands in `relatives`: what the other is to the person.
    /// *Relative* is whoever the sheet names without saying what they are.
    Kinship {
        Mother "mother" "madre" "mother" ["mamá", "mama", "mom", "mum", "mother's name", "mère", "maman", "manman", "mãe", "nan", "progenitora", "madre biológica", "amá"];
        Father "father" "padre" "father" ["papá", "papa", "dad", "father's name", "père", "pai", "tat", "progenitor", "padre biológico", "apá"];
        Parent "parent" "padre o madre" "parent" ["padres", "parents", "progenitores"];
        StepParent "step-parent" "padrastro o madrastra" "step-parent" ["padrastro", "madrastra", "stepfather", "stepmother", "beau père", "belle mère"];
        Sibling "sibling" "hermano o hermana" "sibling" ["hermano", "hermana", "hermanos", "hermanas", "brother", "sister", "hermanito", "hermanita", "medio hermano", "media hermana", "half brother", "half sister", "frère", "soeur", "frè", "sè", "irmão", "irmã", "gemelo", "gemela", "twin"];
        Spouse "spouse" "cónyuge o pareja" "spouse or partner" ["esposo", "esposa", "cónyuge", "pareja", "compañero", "compañera", "conviviente", "concubino", "concubina", "marido", "mujer", "husband", "wife", "spouse", "partner", "novio", "novia", "boyfriend", "girlfriend", "mari", "femme", "esposo a", "unión libre"];
        Child "child" "hijo o hija" "child" ["hijo", "hija", "hijos", "hijas", "son", "daughter", "children", "hijastro", "hijastra", "stepson", "stepdaughter", "fils", "fille", "filho", "filha"];
        Grandparent "grandparent" "abuelo o abuela" "grandparent" ["abuelo", "abuela", "abuelos", "abuelito", "abuelita", "bisabuelo", "bisabuela", "grandfather", "grandmother", "grandpa", "grandma", "grann", "grand mère", "grand père", "avó", "avô"];
        Grandchild "grandchild" "nieto o nieta" "grandchild" ["nieto", "nieta", "grandson", "granddaughter", "bisnieto", "bisnieta"];
        UncleAunt "uncle-aunt" "tío o tía" "uncle or aunt" ["tío", "tía", "tios", "uncle", "aunt", "tonton", "matant", "oncle", "tante", "tio", "tia"];
        NieceNephew "niece-nephew" "sobrino o sobrina" "nephew or niece" ["sobrino", "sobrina", "nephew", "niece", "neveu", "nièce"];
        Cousin "cousin" "primo o prima" "cousin" ["primo", "prima", "primo hermano", "prima hermana", "cousine", "kouzen", "kouzin"];
        InLaw "in-law" "pariente político" "in-law" ["cuñado", "cuñada", "suegro", "suegra", "yerno", "nuera", "brother in law", "sister in law", "mother in law", "father in law", "son in law", "daughter in law", "concuño", "concuña"];
        Guardian "guardian" "persona encargada" "guardian" ["tutor", "tutora", "encargado", "encargada", "cuidador", "cuidadora", "responsable", "tutor legal", "legal guardian", "caregiver", "madre de crianza", "padre de crianza"];
        Other "other" "otra persona" "other person" ["amigo", "amiga", "friend", "vecino", "vecina", "neighbour", "neighbor", "compadre", "comadre", "padrino", "madrina", "ahijado", "ahijada", "godfather", "godmother", "conocido", "conocida", "patrón", "employer"];
        Relative "relative" "familiar" "relative" ["familiares", "pariente", "parientes", "denunciante", "reportante", "contacto", "contact", "next of kin", "family", "familia"];
    }
}

impl Kinship {
    /// Reads what stands before a relative's name: a term, else the first of its
    /// words that is one (*hermana mayor*, *abuela materna*, *madre del menor*).
    /// Anything else is a relative of unknown kinship.
    pub fn read(text: &str) -> Self {
        Self::parse(text)
            .or_else(|| text.split(|c: char| !c.is_alphanumeric()).find_map(Self::parse))
            .unwrap_or(Self::Relative)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinships_are_read() {
        for (text, expected) in [
            ("madre", Kinship::Mother),
            ("MAMÁ", Kinship::Mother),
            ("mother (reported)", Kinship::Mother),
            ("hermana mayor", Kinship::Sibling),
            ("abuela materna", Kinship::Grandparent),
            ("brother-in-law", Kinship::InLaw),
            ("Tío paterno", Kinship::UncleAunt),
            ("esposo(a)", Kinship::Spouse),
            ("padrastro", Kinship::StepParent),
            ("madre de crianza", Kinship::Guardian),
            ("primo hermano", Kinship::Cousin),
            ("denunciante", Kinship::Relative),
            ("", Kinship::Relative),
            ("xyz", Kinship::Relative),
        ] {
            assert_eq!(Kinship::read(text), expected, "{text}");
        }
    }
}
