//! Every word of public pages, in every language, in one table. Own translations, not
//! reviewed by native speakers of each.

use vinculo_record::vocab::{Kinship, Sex};

use crate::PublicLang;

/// Declares the words: a language that is left out does not compile.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident [$es:literal, $en:literal, $fr:literal, $pt:literal, $ht:literal];)*) => {
        /// A word or sentence of public pages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the texts are the documentation
        pub enum Word { $($(#[$meta])* $name,)* }

        impl Word {
            /// All words.
            pub const ALL: &'static [Word] = &[$(Word::$name,)*];

            /// The text in a language.
            pub const fn text(self, lang: PublicLang) -> &'static str {
                let texts: [&'static str; 5] = match self { $(Word::$name => [$es, $en, $fr, $pt, $ht],)* };
                texts[lang as usize]
            }
        }
    };
}

words! {
    FeedTitle ["Personas migrantes desaparecidas", "Missing migrants", "Personnes migrantes disparues", "Pessoas migrantes desaparecidas", "Migran ki disparèt"];
    FeedSubtitle ["Avisos que las familias aceptaron publicar", "Notices that families agreed to publish", "Avis que les familles ont accepté de publier", "Avisos que as famílias aceitaram publicar", "Avi fanmi yo dakò pibliye"];
    Missing ["Se busca", "Missing", "Personne disparue", "Pessoa desaparecida", "N ap chèche"];
    SearchOnlyTitle ["Una familia busca a un familiar", "A family is searching for a relative", "Une famille cherche un proche", "Uma família procura um parente", "Yon fanmi ap chèche yon manm fanmi li"];
    SearchOnlyNote ["La familia prefiere que solo se sepa que busca.", "The family wishes only its search to be known.", "La famille souhaite que seule sa recherche soit connue.", "A família prefere que apenas a sua busca seja conhecida.", "Fanmi an vle pou moun konnen sèlman l ap chèche."];
    Withdrawn ["Este aviso ya no se publica", "This notice is no longer published", "Cet avis n’est plus publié", "Este aviso não está mais publicado", "Avi sa a pa pibliye ankò"];
    WithdrawnNote ["Borre las copias que tenga.", "Please delete any copies you hold.", "Veuillez supprimer toute copie.", "Por favor, apague as cópias que tiver.", "Tanpri efase tout kopi ou genyen."];
    Minor ["Niña, niño o adolescente", "Child or adolescent", "Enfant ou adolescent·e", "Criança ou adolescente", "Timoun oswa adolesan"];
    GivenNames ["Nombres", "Given names", "Prénoms", "Nomes", "Non"];
    PaternalSurname ["Primer apellido", "First surname", "Premier nom de famille", "Primeiro sobrenome", "Premye siyati"];
    MaternalSurname ["Segundo apellido", "Second surname", "Deuxième nom de famille", "Segundo sobrenome", "Dezyèm siyati"];
    FullName ["Nombre completo", "Full name", "Nom complet", "Nome completo", "Non konplè"];
    Sex ["Sexo", "Sex", "Sexe", "Sexo biológico", "Sèks"];
    Age ["Edad cuando se le vio por última vez", "Age when last seen", "Âge lors de la dernière fois vu·e", "Idade quando foi vista pela última vez", "Laj lè yo te wè li dènye fwa"];
    Years ["años", "years", "ans", "anos", "an"];
    Nationality ["Nacionalidad", "Nationality", "Nationalité", "Nacionalidade", "Nasyonalite"];
    LastSeen ["Fecha en que se le vio por última vez", "Date last seen", "Date de la dernière fois vu·e", "Data em que foi vista pela última vez", "Dat yo te wè li dènye fwa"];
    LastCountry ["País donde se le vio por última vez", "Country where last seen", "Pays où elle a été vue la dernière fois", "País onde foi vista pela última vez", "Peyi kote yo te wè li dènye fwa"];
    LastRegion ["Estado o departamento", "State or department", "État ou département", "Estado ou departamento", "Eta oswa depatman"];
    LastPlace ["Municipio", "Municipality", "Municipalité", "Município", "Minisipalite"];
    Stature ["Estatura", "Stature", "Taille", "Estatura (altura)", "Wotè"];
    Build ["Complexión", "Build", "Corpulence", "Compleição", "Kò"];
    Hair ["Color de cabello", "Hair colour", "Couleur des cheveux", "Cor do cabelo", "Koulè cheve"];
    Eyes ["Color de ojos", "Eye colour", "Couleur des yeux", "Cor dos olhos", "Koulè je"];
    Skin ["Tez", "Skin tone", "Teint", "Tom de pele", "Koulè po"];
    Mark ["Seña particular", "Distinguishing mark", "Signe particulier", "Sinal particular", "Mak patikilye"];
    Clothing ["Ropa", "Clothing", "Vêtements", "Roupa", "Rad"];
    WhoSearches ["Quién busca", "Who is searching", "Qui cherche", "Quem procura", "Kiyès k ap chèche"];
    KinSought ["A quién busca", "Who is sought", "Qui est recherché", "Quem é procurado", "Kiyès y ap chèche"];
    Contact ["Contacto", "Contact", "Contact (institution)", "Contato", "Kontak"];
    ContactNote ["Si sabe algo, avise a esta institución, no a la familia.", "If you know anything, tell this institution, not the family.", "Si vous savez quelque chose, prévenez cette institution, pas la famille.", "Se souber de algo, avise esta instituição, não a família.", "Si ou konnen yon bagay, avize enstitisyon sa a, pa fanmi an."];
    Extortion ["Nadie debe pedir dinero por información. Si se lo piden, denúncielo.", "Nobody may ask money for information. If somebody does, report it.", "Personne ne doit demander d’argent contre une information. Si on vous en demande, signalez-le.", "Ninguém deve pedir dinheiro por informação. Se pedirem, denuncie.", "Pèsonn pa dwe mande lajan pou enfòmasyon. Si yo mande ou, denonse sa."];
    Institution ["Institución", "Institution", "Institution responsable", "Instituição", "Enstitisyon"];
    PublishedUntil ["Publicado hasta", "Published until", "Publié jusqu’au", "Publicado até", "Pibliye jiska"];
    Updated ["Actualizado", "Updated", "Mis à jour", "Atualizado", "Mete ajou"];
    Help ["Quién puede ayudar", "Who can help", "Qui peut aider", "Quem pode ajudar", "Ki moun ki ka ede"];
    HelpNote ["Según la nacionalidad; no dice dónde está la persona.", "By nationality; it does not say where the person is.", "Selon la nationalité ; n’indique pas où se trouve la personne.", "Segundo a nacionalidade; não diz onde a pessoa está.", "Dapre nasyonalite; li pa di kote moun nan ye."];
    Consulate ["Consulado", "Consulate", "Consulat", "Consulado (representação)", "Konsila"];
    Shelter ["Albergue", "Shelter", "Refuge", "Abrigo", "Abri"];
    RedCross ["Cruz Roja", "Red Cross", "Croix-Rouge", "Cruz Vermelha", "Lakwa Wouj"];
    CivilSociety ["Organización civil", "Civil-society organisation", "Organisation de la société civile", "Organização da sociedade civil", "Òganizasyon sosyete sivil"];
    Immigration ["Dirección de migración", "Directorate of immigration", "Direction de l’immigration", "Direção de migração", "Direksyon imigrasyon"];
    Verified ["verificado", "verified", "vérifié", "verificado em", "verifye"];
    All ["Todos los avisos", "All notices", "Tous les avis", "Todos os avisos", "Tout avi yo"];
    Where ["Lugar donde se le vio por última vez", "Place where last seen", "Lieu où elle a été vue la dernière fois", "Lugar onde foi vista pela última vez", "Kote yo te wè li dènye fwa"];
    Unavailable ["Los avisos no se pueden mostrar ahora.", "The notices cannot be shown now.", "Les avis ne peuvent pas être affichés maintenant.", "Os avisos não podem ser mostrados agora.", "Avi yo pa ka parèt kounye a."];
    Next ["Más avisos", "More notices", "Plus d’avis", "Mais avisos", "Plis avi"];
    None ["No hay avisos publicados.", "There are no published notices.", "Aucun avis publié.", "Não há avisos publicados.", "Pa gen avi ki pibliye."];
    Language ["Idioma", "Language", "Langue", "Idioma (língua)", "Lang"];
    Withheld ["Una seña se reserva para comprobar información.", "One mark is withheld to test what is told.", "Un signe est réservé pour vérifier les informations.", "Um sinal é reservado para verificar informações.", "Yo kenbe yon mak pou verifye enfòmasyon."];
    Photo ["Fotografía", "Photograph", "Photographie", "Fotografia", "Foto"];
    Lead ["Este aviso no afirma nada sobre lo que le pasó a la persona.", "This notice says nothing of what happened to the person.", "Cet avis n’affirme rien sur ce qui est arrivé à la personne.", "Este aviso não afirma nada sobre o que aconteceu à pessoa.", "Avi sa a pa di anyen sou sa ki te rive moun nan."];
}

/// What somebody's kinship is called: French, Portuguese, Haitian Creole; Spanish and
/// English are the vocabulary's.
pub(crate) fn kinship(kinship: Kinship, lang: PublicLang) -> &'static str {
    let others: [&'static str; 3] = match kinship {
        Kinship::Mother => ["mère", "mãe", "manman"],
        Kinship::Father => ["père", "pai", "papa"],
        Kinship::Parent => ["père ou mère", "pai ou mãe", "papa oswa manman"],
        Kinship::StepParent => {
            ["beau-père ou belle-mère", "padrasto ou madrasta", "bòpè oswa bèlmè"]
        }
        Kinship::Sibling => ["frère ou sœur", "irmão ou irmã", "frè oswa sè"],
        Kinship::Spouse => ["conjoint·e", "cônjuge", "mari oswa madanm"],
        Kinship::Child => ["fils ou fille", "filho ou filha", "pitit"],
        Kinship::Grandparent => ["grand-parent", "avô ou avó", "granpapa oswa grann"],
        Kinship::Grandchild => ["petit-fils ou petite-fille", "neto ou neta", "pitit pitit"],
        Kinship::UncleAunt => ["oncle ou tante", "tio ou tia", "tonton oswa matant"],
        Kinship::NieceNephew => ["neveu ou nièce", "sobrinho ou sobrinha", "neve oswa nyès"],
        Kinship::Cousin => ["cousin·e", "primo ou prima", "kouzen oswa kouzin"],
        Kinship::InLaw => ["parent par alliance", "parente por afinidade", "fanmi pa alyans"],
        Kinship::Guardian | Kinship::Other | Kinship::Relative => ["proche", "parente", "fanmi"],
    };
    match lang {
        PublicLang::Fr => others[0],
        PublicLang::Pt => others[1],
        PublicLang::Ht => others[2],
        PublicLang::Es | PublicLang::En => kinship.label(lang.terms()),
    }
}

/// What a sex is called.
pub(crate) fn sex(sex: Sex, lang: PublicLang) -> &'static str {
    match (sex, lang) {
        (Sex::Female, PublicLang::Fr) => "femme",
        (Sex::Female, PublicLang::Pt) => "mulher",
        (Sex::Female, PublicLang::Ht) => "fi",
        (Sex::Male, PublicLang::Fr) => "homme",
        (Sex::Male, PublicLang::Pt) => "homem",
        (Sex::Male, PublicLang::Ht) => "gason",
        _ => sex.label(lang.terms()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_word_is_missing_in_any_language() {
        for word in Word::ALL {
            for lang in PublicLang::ALL {
                assert!(!word.text(lang).trim().is_empty(), "{word:?} {lang}");
            }
        }
    }

    #[test]
    fn labels_are_told_apart_within_each_language_and_across_them() {
        // A line of a description is read back by its label: the same label must mean the
        // same word in every language.
        let mut meanings: BTreeMap<&str, Word> = BTreeMap::new();
        for word in crate::describe::LABELS {
            for lang in PublicLang::ALL {
                let known = *meanings.entry(word.text(lang)).or_insert(*word);
                assert_eq!(known, *word, "{} in {lang}", word.text(lang));
            }
        }
    }
}
