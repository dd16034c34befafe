//! Everything that an explanation advises to check: one table, in both languages.

use vinculo_record::Lang;

macro_rules! advice {
    ($($variant:ident $code:literal $es:literal $en:literal;)*) => {
        /// Something to check. `{0}` and `{1}` stand for what the case tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)] // the texts are the documentation
        pub(super) enum Advice { $($variant,)* }

        impl Advice {
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Advice::$variant => $code,)* }
            }

            const fn template(self, lang: Lang) -> &'static str {
                match self { $(Advice::$variant => lang.pick($es, $en),)* }
            }

            /// All, in the order of the table.
            #[cfg(test)]
            pub const ALL: &'static [Advice] = &[$(Advice::$variant,)*];
        }
    };
}

impl Advice {
    /// What to do, in the user's language.
    pub fn text(self, values: [&str; 2], lang: Lang) -> String {
        // In one pass: a value may hold braces.
        let mut out = String::new();
        let mut rest = self.template(lang);
        while let Some(at) = rest.find('{') {
            let (before, after) = rest.split_at(at);
            out.push_str(before);
            out.push_str(if after.starts_with("{0}") { values[0] } else { values[1] });
            rest = after.get(3..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

advice! {
    // Before anyone is contacted.
    ChildProtection "child_protection"
        "antes de hablar con la familia: la persona puede ser menor de edad, y el contacto va por la autoridad de protección de la niñez"
        "before speaking to the family: the person may be a minor, and contact goes through the child protection authority";
    ConsentFirst "consent_first"
        "antes de hablar con la familia: preguntar a la persona si quiere que se le diga dónde está"
        "before speaking to the family: ask the person whether they want it told where they are";
    // What makes the pair impossible.
    CheckDates "check_dates"
        "pedir a las dos fuentes que revisen las fechas que se excluyen: día y mes invertidos, año mal escrito, un viaje anterior"
        "ask both sources to check the dates that exclude each other: day and month turned round, a wrong year, an earlier journey";
    CheckChart "check_chart"
        "pedir a odontología que revise los dos odontogramas: izquierda por derecha, cuadrante, numeración corrida"
        "ask the dentist to check both charts: left for right, quadrant, shifted numbers";
    CheckPart "check_part"
        "pedir al servicio forense que revise el inventario: la parte amputada en vida consta como presente"
        "ask the forensic service to check the inventory: the part amputated in life is recorded as present";
    // Primary identifiers.
    ConfrontDna "confront_dna"
        "preguntar a los laboratorios si los dos perfiles de ADN pueden confrontarse: {0}; {1}"
        "ask the laboratories whether both DNA profiles can be confronted: {0}; {1}";
    TypeDna "type_dna"
        "preguntar a los laboratorios si las dos muestras de ADN pueden procesarse y confrontarse: {0}; {1}"
        "ask the laboratories whether both DNA samples can be typed and confronted: {0}; {1}";
    FamilySample "family_dna_sample"
        "proponer a la familia una muestra de referencia de ADN, con su consentimiento; la de los restos: {0}"
        "offer the family to give a DNA reference sample, with their consent; that of the remains: {0}";
    RemainsSample "remains_dna_sample"
        "preguntar al servicio forense si guarda muestra de ADN de los restos; la de la familia: {0}"
        "ask the forensic service whether a DNA sample of the remains is kept; that of the family: {0}";
    DnaBothSides "dna_both_sides"
        "preguntar si hay muestra de ADN: de referencia de la familia, con su consentimiento, y de los restos"
        "ask whether there are DNA samples: reference samples of the family, with their consent, and of the remains";
    ConfrontPrints "confront_prints"
        "preguntar si las huellas dactilares de ambos lados pueden confrontarse: {0}; {1}"
        "ask whether the fingerprints of both sides can be confronted: {0}; {1}";
    RegistryPrints "registry_prints"
        "preguntar si el registro civil del país de la persona tiene sus huellas ({0}), para confrontarlas con: {1}"
        "ask whether the civil registry of the person's country has their fingerprints ({0}), to confront them with: {1}";
    RemainsPrints "remains_prints"
        "preguntar al servicio forense si pudo tomar huellas dactilares; las de la persona: {0}"
        "ask the forensic service whether fingerprints could be taken; those of the person: {0}";
    FamilyDental "ask_family_dental_records"
        "pedir a la familia la ficha dental o el nombre del dentista, y qué se ve al sonreír (coronas, casquillos, huecos)"
        "ask the family for dental records or the dentist's name, and what a smile shows (crowns, gold caps, gaps)";
    SmilePhoto "ask_smile_photo"
        "pedir a la familia una foto en la que sonría: los dientes de adelante pueden compararse"
        "ask the family for a photo with a smile: the front teeth can be compared";
    LabDental "ask_lab_dental_chart"
        "pedir al servicio forense el odontograma de los restos (FDI), con fotos o radiografías"
        "ask the forensic service for the remains' dental chart (FDI), with photos or radiographs";
    // The rest, by what it could weigh.
    FamilyDocument "ask_family_document"
        "pedir a la familia el número de un documento de identidad ({0})"
        "ask the family for the number of an identity document ({0})";
    ShelterDocument "ask_shelter_document"
        "pedir al albergue el número del documento que la persona mostró o dijo tener ({0})"
        "ask the shelter for the number of the document that the person showed or said to have ({0})";
    RemainsDocument "ask_lab_document"
        "preguntar al servicio forense si con el cuerpo había documentos, teléfonos o números anotados"
        "ask the forensic service whether papers, telephones or written numbers were with the body";
    CheckDocument "check_document"
        "pedir a las dos fuentes que vuelvan a leer el número del documento: el dígito verificador dice cuál está mal"
        "ask both sources to read the document's number again: its check digit tells which is wrong";
    SameDocument "ask_same_document"
        "pedir el mismo tipo de documento a los dos lados: los que hay no se pueden confrontar"
        "ask both sides for a document of one type: those given cannot be compared";
    FamilyMarks "ask_family_marks"
        "preguntar a la familia por tatuajes, cicatrices, lunares, fracturas y operaciones, cada uno con lugar y lado"
        "ask the family for tattoos, scars, moles, fractures and operations, each with place and side";
    LabMarks "ask_lab_marks"
        "pedir al servicio forense la descripción y las fotos de señas, y de fracturas soldadas y prótesis"
        "ask the forensic service for the description and photos of marks, and of healed fractures and prostheses";
    ShelterMarks "ask_shelter_marks"
        "preguntar a la persona, con su consentimiento, por señas que quiera decir"
        "ask the person, with their consent, for marks that they wish to tell";
    MarkSide "ask_mark_side"
        "preguntar a {0} si la seña ({1}) estaba a la izquierda o a la derecha, vista desde la propia persona"
        "ask {0} whether the mark ({1}) was on the left or the right, from the person's own viewpoint";
    BirthCertificate "ask_birth_certificate"
        "pedir el acta de nacimiento: decide sobre {0}"
        "ask for the birth certificate: it decides on {0}";
    FullName "ask_full_name"
        "pedir a {0} el nombre completo, con los dos apellidos y los apodos"
        "ask {0} for the full name, with both surnames and nicknames";
    Parents "ask_parents_names"
        "preguntar a {0} los nombres de la madre, del padre y de los hermanos, y dónde viven"
        "ask {0} for the names of mother, father, brothers and sisters, and where they live";
    Age "ask_age"
        "preguntar a {0} la fecha de nacimiento, y de qué fecha es la edad anotada"
        "ask {0} for the date of birth, and of which date the recorded age is";
    LabAge "ask_lab_age"
        "pedir a antropología forense la edad estimada, con método y margen"
        "ask the anthropologist for the estimated age, with method and margin";
    Sex "check_sex"
        "revisar el sexo en las hojas originales; el de huesos, con qué método, y por ADN si hay"
        "check the sex on the original sheets; that of bones, by which method, and by DNA if there is any";
    Origin "ask_origin"
        "preguntar a {0} el lugar de origen: municipio, aldea y lengua"
        "ask {0} for the place of origin: municipality, village and language";
    LastContact "ask_last_contact"
        "preguntar a la familia por la última llamada o mensaje: fecha, lugar, con quién iba y a dónde"
        "ask the family for the last call or message: date, place, company and destination";
    FindingPlace "ask_finding"
        "pedir al servicio forense la fecha y el lugar del hallazgo, y el intervalo post mortem con su margen"
        "ask the forensic service for date and place of the finding, and the post-mortem interval with its margin";
    Intake "ask_intake"
        "pedir al albergue la fecha de ingreso y de dónde venía la persona"
        "ask the shelter for the date of intake and where the person came from";
    FamilyStature "ask_family_stature"
        "preguntar a la familia la estatura, según un documento o junto a un pariente medido"
        "ask the family for the height, by a document or beside a measured relative";
    LabStature "ask_lab_stature"
        "pedir a antropología forense la estatura, con hueso, fórmula y margen"
        "ask the anthropologist for the stature, with bone, formula and margin";
    FamilyEffects "ask_family_effects"
        "preguntar a la familia qué ropa y objetos llevaba: la última foto o videollamada los muestra"
        "ask the family what was worn and carried: the last photo or video call shows it";
    LabEffects "ask_lab_effects"
        "pedir al servicio forense la lista y las fotos de ropa y pertenencias, con marcas, tallas y textos"
        "ask the forensic service for the list and photos of clothing and effects, with brands, sizes and texts";
    FamilyMedical "ask_family_medical"
        "preguntar a la familia por fracturas, operaciones y prótesis, y por radiografías"
        "ask the family about fractures, operations and prostheses, and for X-rays";
    BloodGroup "ask_blood_group"
        "preguntar el grupo sanguíneo según un documento médico"
        "ask for the blood group by a medical document";
    FamilyPhoto "ask_family_photo"
        "pedir a la familia fotos recientes: cara, sonrisa, tatuajes, la ropa del viaje"
        "ask the family for recent photos: face, smile, tattoos, the clothes of the journey";
    ComparePhotos "compare_photos"
        "pedir a una persona capacitada que compare las fotos de ambos lados; el parecido de la cara no identifica"
        "ask a trained person to compare the photos of both sides; a similar face identifies no one";
    SameReporter "check_reporters"
        "preguntar a las dos instituciones quién hizo cada reporte: si es la misma familia, es la misma persona buscada"
        "ask both institutions who made each report: one family means one person sought";
    OneBody "check_one_body"
        "preguntar a los servicios forenses si las partes recuperadas se repiten o se completan"
        "ask the forensic services whether the parts recovered repeat or complete each other";
    SameGuest "check_shelters"
        "preguntar a los dos albergues si la persona pasó de uno al otro"
        "ask both shelters whether the person went from one to the other";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn advice_is_complete() {
        let codes: BTreeSet<&str> = Advice::ALL.iter().map(|advice| advice.code()).collect();
        assert_eq!(codes.len(), Advice::ALL.len());
        for advice in Advice::ALL {
            let [es, en] = [Lang::Es, Lang::En].map(|lang| advice.template(lang));
            for value in ["{0}", "{1}"] {
                assert_eq!(es.contains(value), en.contains(value), "{}", advice.code());
            }
            let both = format!("{es}{en}");
            assert_eq!(both.matches('{').count() % 2, 0, "{}", advice.code());
            assert!(!es.is_empty() && !en.is_empty() && !es.ends_with('.'));
        }
    }

    #[test]
    fn values_may_hold_braces() {
        let text = Advice::ConfrontDna.text(["{1}", "{0}"], Lang::En);
        assert!(text.ends_with("confronted: {1}; {0}"), "{text}");
    }
}
