//! What to verify before anyone acts on a claimed kinship: one table.

use vinculo_record::{Kind, Lang, MAJORITY_YEARS};

use super::person::Person;
use super::relation::Relation;
use super::{KinshipEffect, KinshipFinding};

/// Something to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KinshipStep {
    /// The stable code.
    pub code: &'static str,
    /// What to do, in the user's language.
    pub text: &'static str,
}

macro_rules! steps {
    ($($name:ident $code:literal $es:literal $en:literal;)*) => {
        $(const $name: (&str, &str, &str) = ($code, $es, $en);)*
    };
}

steps! {
    BEST_INTERESTS "best_interests"
        "antes de todo contacto: evaluar el interés superior de la niña o el niño con la autoridad de protección; no entregar a nadie por lo que consta aquí"
        "before any contact: assess the child's best interests with the child protection authority; hand no one over on what is recorded here";
    CONSENT "consent"
        "antes de todo contacto: preguntar a cada persona, por separado, si quiere que la otra sepa dónde está"
        "before any contact: ask each person, apart, whether the other may know where they are";
    INTERVIEWS "separate_interviews"
        "entrevistar a cada quien por separado: nombres, apodos, casa, escuela y fechas de la familia, sin sugerir respuestas"
        "interview each apart: the family's names, nicknames, home, school and dates, without suggesting answers";
    BIRTH_CERTIFICATE "birth_certificate"
        "pedir el acta de nacimiento: nombra a la madre y, si registró, al padre"
        "ask for the birth certificate: it names the mother and, if he registered, the father";
    BOTH_CERTIFICATES "both_birth_certificates"
        "pedir las dos actas de nacimiento: nombran a los padres de cada quien"
        "ask for both birth certificates: they name the parents of each";
    MARRIAGE "marriage_certificate"
        "pedir el acta de matrimonio o la constancia de unión"
        "ask for the marriage certificate or a statement of the union";
    CONSULATE "consular_verification"
        "pedir al consulado que verifique la nacionalidad y el parentesco en su registro civil"
        "ask the consulate to verify nationality and kinship in its civil registry";
    DNA "dna_with_consent"
        "si los documentos no alcanzan: prueba de ADN, con consentimiento informado y, si hay menores, autorización"
        "if papers do not suffice: a DNA test, with informed consent and, for minors, authorisation";
    DOCUMENTS "identity_documents"
        "pedir a la persona adulta su documento de identidad y compararlo con el acta"
        "ask the adult for an identity document and hold it against the certificate";
    AGES "check_ages"
        "revisar las fechas de nacimiento en papeles: las edades anotadas no permiten la relación"
        "check the dates of birth on paper: the recorded ages do not allow the relation";
    NAMES "ask_other_names"
        "preguntar por otros nombres, apodos y apellidos usados: los nombres declarados no coinciden"
        "ask for other names, nicknames and surnames used: the declared names do not agree";
}

/// What to verify of a relation with these findings.
pub(super) fn next(
    relation: Relation,
    findings: &[KinshipFinding],
    people: &[Person; 2],
    lang: Lang,
) -> Vec<KinshipStep> {
    let minor = people.iter().any(|person| {
        let age = person.record.age_at_event();
        age.is_none_or(|age| age.min() < MAJORITY_YEARS)
    });
    let contradicts = |aspects: &[&str]| {
        findings.iter().any(|finding| {
            aspects.contains(&finding.aspect)
                && matches!(finding.effect, KinshipEffect::Contradicts(_))
        })
    };
    let mut steps = vec![if minor { BEST_INTERESTS } else { CONSENT }];
    if contradicts(&["ages"]) {
        steps.push(AGES);
    }
    if contradicts(&["named_by_left", "named_by_right", "relatives_in_common", "surnames"]) {
        steps.push(NAMES);
    }
    steps.push(match relation {
        Relation::Parent(_) | Relation::Guardian(_) => BIRTH_CERTIFICATE,
        Relation::Spouses | Relation::InLaws => MARRIAGE,
        _ => BOTH_CERTIFICATES,
    });
    if people.iter().any(|person| person.numbers.is_empty()) {
        steps.push(DOCUMENTS);
    }
    steps.push(CONSULATE);
    if people.iter().any(|person| person.record.key.kind == Kind::Shelter) {
        steps.push(INTERVIEWS);
    }
    if !matches!(relation, Relation::Spouses | Relation::InLaws) {
        steps.push(DNA);
    }
    let say = |(code, es, en): (&'static str, &'static str, &'static str)| KinshipStep {
        code,
        text: lang.pick(es, en),
    };
    steps.into_iter().map(say).collect()
}
