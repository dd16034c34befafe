//! What people decide about a pair of records, and why.

use super::vocabulary;

vocabulary! {
    /// What a pair of records is, by the last decision on it. A pair without a decision is
    /// unreviewed, which is no state of this table: nothing is stored of it.
    DecisionState {
        Possible "possible" "posible" "possible" [];
        Unsure "unsure" "dudosa" "unsure" [];
        RuledOut "ruled_out" "descartada" "ruled out" [];
        Referred "referred" "remitida a confirmación forense" "referred for forensic confirmation" ["remitida"];
        Signed "signed" "firmada por una autoridad" "signed by one authority" ["firmada"];
        Identified "identified" "identificada por la autoridad" "identified by the authority" ["identificada"];
        Premature "premature" "prematura" "premature" [];
        SamePerson "same_person" "la misma persona" "the same person" [];
        Located "located" "localizada con vida" "located alive" ["localizada"];
        Released "released" "localizada, y puede decirse a quien busca" "located, and may be told to who searches" [];
        Reopened "reopened" "reabierta" "reopened" [];
    }
}

vocabulary! {
    /// Why a decision was taken. Which of them a state takes is a rule of the decisions.
    DecisionReason {
        Names "names" "nombres" "names" [];
        Documents "documents" "documentos" "documents" [];
        Relatives "relatives" "familiares" "relatives" [];
        Sex "sex" "sexo" "sex" [];
        Age "age" "edad" "age" [];
        Stature "stature" "estatura" "stature" [];
        Marks "marks" "señas particulares" "marks" [];
        Effects "effects" "ropa y pertenencias" "clothing and effects" [];
        Dental "dental" "dentadura" "teeth" ["dentition"];
        Dna "dna" "ADN" "DNA" [];
        Fingerprints "fingerprints" "huellas dactilares" "fingerprints" ["huellas"];
        Medical "medical" "datos médicos" "medical facts" [];
        Photo "photo" "fotografía" "photo" [];
        Dates "dates" "fechas" "dates" [];
        Place "place" "lugar" "place" [];
        Duplicate "duplicate" "registro duplicado" "duplicate record" [];
        IdentifiedElsewhere "identified_elsewhere" "identificada en otra parte" "identified elsewhere" [];
        ContactAccepted "contact_accepted" "acepta el contacto" "contact accepted" [];
        ContactRefused "contact_refused" "no acepta el contacto" "contact refused" [];
        GuardianToBeAssessed "guardian_to_be_assessed" "se evaluará a quien tenga la tutela" "guardian to be assessed" [];
        NewEvidence "new_evidence" "hay datos nuevos" "new evidence" [];
        EvidenceLacking "evidence_lacking" "falta un identificador primario" "a primary identifier is lacking" [];
        Mistake "mistake" "fue un error" "it was a mistake" ["error"];
        Contested "contested" "la familia o una institución la impugna" "contested by the family or an institution" [];
        Other "other" "otra" "other" [];
    }
}
