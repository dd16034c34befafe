//! How a finding may come about although it seems to speak for the other
//! hypothesis: the table of what a careful colleague would say of each level.
//!
//! Sources: domain reference (names of two surnames, dates and ages, growth, bones,
//! teeth, marks, effects); where it is silent, judgement.

use vinculo_record::Lang;

use super::case::Case;

/// When an explanation applies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// One of the two may be a child.
    Minor,
    /// One record is of remains.
    Remains,
    /// … of which bones tell most.
    Bones,
    /// … of a child before puberty.
    ChildBones,
    /// Both records are of living people.
    Living,
}

/// Comparison, levels, when, Spanish, English.
type Explanation = (&'static str, &'static [&'static str], When, &'static str, &'static str);

use When::{Always, Bones, ChildBones, Living, Minor, Remains};

#[rustfmt::skip]
const EXPLANATIONS: &[Explanation] = &[
    ("given_names", &["spelling", "subset_spelling", "similar"], Always,
        "los nombres se anotan de oído, y con otra ortografía en cada país",
        "names are written down by ear, and spelt differently in each country"),
    ("given_names", &["subset", "subset_spelling"], Always,
        "quien tiene dos nombres suele usar uno solo",
        "people with two given names often use one"),
    ("given_names", &["nickname"], Always,
        "la familia usa el diminutivo y los papeles el nombre completo",
        "the family uses the short form, papers the full name"),
    ("given_names", &["reordered"], Always,
        "el orden de los nombres cambia de un papel a otro",
        "the order of given names changes from paper to paper"),
    ("given_names", &["partial"], Always,
        "los hermanos suelen compartir un nombre: comparar la edad y los otros nombres",
        "brothers and sisters often share a given name: look at age and at the other names"),
    ("given_names", &["disagree", "similar"], Living,
        "la persona puede viajar con otro nombre o con papeles prestados; revisar los alias",
        "the person may travel under another name or with borrowed papers; look at the aliases"),
    ("given_names", &["disagree"], Remains,
        "un nombre hallado con el cuerpo puede ser de quien dio o escribió el papel",
        "a name found with a body may be of whoever gave or wrote the paper"),
    ("surnames", &["swapped"], Always,
        "los apellidos se invierten al registrarse en otro país",
        "surnames are turned round when a person is registered in another country"),
    ("surnames", &["one", "one_spelling"], Always,
        "donde se usa un solo apellido, el materno se pierde",
        "where one surname is usual, the maternal one gets lost"),
    ("surnames", &["one_differs", "one_differs_spelling"], Always,
        "puede llevar solo los apellidos de la madre, el del padrastro o el de casada; también los medios hermanos comparten un apellido",
        "the person may bear the mother's surnames alone, a stepfather's or a husband's; half-siblings share one surname too"),
    ("surnames", &["both_spelling", "one_spelling", "one_differs_spelling", "similar"], Always,
        "los apellidos indígenas y extranjeros se escriben de varias maneras",
        "indigenous and foreign surnames are spelt in several ways"),
    ("surnames", &["disagree"], Living,
        "puede haber declarado el apellido de quien lo acompaña, o el de casada",
        "the person may have given the surname of a companion, or a married name"),
    ("surnames", &["both", "swapped", "both_spelling"], Always,
        "los hermanos tienen los dos apellidos iguales: no distinguen a uno de otro",
        "brothers and sisters have both surnames in common: they do not tell one from another"),
    ("documents", &["same"], Remains,
        "otra persona puede haber llevado el documento",
        "another person may have carried the document"),
    ("documents", &["one_off"], Always,
        "un carácter mal copiado; el dígito verificador dice cuál es el correcto",
        "a character copied wrongly; the check digit tells which is right"),
    ("documents", &["different"], Always,
        "los documentos se reponen con otro número, se prestan y se falsifican",
        "papers are replaced under another number, lent and forged"),
    ("relatives", &["two_or_more", "one_full", "one_given"], Always,
        "los hermanos tienen los mismos familiares: comparar edad y nombres",
        "brothers and sisters have the same relatives: look at age and given names"),
    ("relatives", &["none_alike"], Always,
        "una familia grande nombra a parientes distintos en cada registro",
        "a large family names other relatives in each record"),
    ("relatives", &["parent_differs", "in_part"], Always,
        "puede nombrarse como madre o padre a quien crió a la persona, o callarse un nombre para protegerlo",
        "who raised the person may be called mother or father, and a name may be withheld to protect someone"),
    ("sex", &["different"], ChildBones,
        "el sexo estimado en un esqueleto de niño no es confiable",
        "sex estimated from a child's skeleton is unreliable"),
    ("sex", &["different"], Bones,
        "el sexo estimado en huesos se equivoca, más si falta la pelvis",
        "sex estimated from bones errs, more so without the pelvis"),
    ("sex", &["different"], Living,
        "puede haberse anotado el género y no el sexo, o marcado la casilla equivocada",
        "gender may have been recorded for sex, or the wrong box ticked"),
    ("age", &["day_month_swap"], Always,
        "día y mes cambian de lugar entre formatos de Estados Unidos y de América Latina",
        "day and month change places between the formats of the United States and Latin America"),
    ("age", &["one_digit"], Always,
        "una cifra mal copiada, o la fecha de registro en vez de la de nacimiento",
        "a digit copied wrongly, or the date of registration for that of birth"),
    ("age", &["birth_close"], Always,
        "el 1 de enero y los días 1 y 15 suelen anotarse cuando no se sabe la fecha",
        "1 January, the 1st and the 15th are often written when the date is not known"),
    ("age", &["age_near", "age_far", "age_disagree"], Minor,
        "las edades declaradas cruzan los 18 años en ambos sentidos: adolescentes que dicen ser mayores y adultos que dicen ser menores",
        "declared ages cross 18 both ways: adolescents who say that they are adults, adults who say that they are minors"),
    ("age", &["age_near", "age_far", "age_disagree"], Bones,
        "la edad estimada en huesos de adulto con menos de diez años de margen es optimista, y la de un niño desnutrido sale baja",
        "an age from adult bones within less than ten years is optimistic, and that of a malnourished child comes out low"),
    ("age", &["age_near", "age_far", "age_disagree"], Always,
        "la edad puede ser la de hoy o la del día del reporte, y no la de la fecha del hecho",
        "the age may be today's or that on the day of the report, not at the event"),
    ("origin", &["other_admin1", "same_country", "different"], Living,
        "puede anotarse donde nació, donde vivía o donde creció; y declararse otra nacionalidad por temor a la deportación",
        "birthplace, residence or where the person grew up may be recorded; another nationality may be declared for fear of deportation"),
    ("origin", &["people_unlike"], Always,
        "un apellido no dice de dónde es una persona, y muchas familias viven lejos de su pueblo",
        "a surname does not say where a person is from, and many families live far from their people"),
    ("origin", &["different"], Remains,
        "el origen de restos suele suponerse por los objetos o el lugar",
        "the origin of remains is often inferred from effects or place"),
    ("time", &["long_gap"], Always,
        "un intervalo largo es normal si el estado de los restos o el viaje lo permiten",
        "a long gap is normal where the remains' condition or the journey allows it"),
    ("time", &["strained", "incompatible"], Remains,
        "el intervalo post mortem se estima con mucho error: el calor esqueletiza en semanas; o hay una fecha mal escrita",
        "the post-mortem interval is estimated with much error: heat skeletonises within weeks; or a date is mistyped"),
    ("time", &["strained", "incompatible"], Living,
        "un ingreso anterior al último contacto puede ser una parada del mismo viaje, o una fecha mal escrita",
        "an intake before the last contact may be an earlier stop of the same journey, or a date is mistyped"),
    ("place", &["behind"], Always,
        "a muchas personas las devuelven, o regresan por su cuenta, y vuelven a intentarlo",
        "many people are sent back, or return by themselves, and try again"),
    ("place", &["other_route"], Always,
        "los guías cambian de ruta sin avisar, y el destino que conoce la familia puede ser otro",
        "guides change the route without notice, and the family may know of another destination"),
    ("place", &["same_country", "elsewhere"], Always,
        "hay rodeos, regresos y lugares con el mismo nombre; la coordenada puede ser la de la morgue y no la del hallazgo",
        "there are detours, returns and places of one name; the coordinate may be the morgue's and not the finding's"),
    ("stature", &["near", "far", "disagree"], Minor,
        "un niño crece entre las dos fechas, y la estatura que recuerda la familia es la de antes",
        "a child grows between the two dates, and the family remembers the height before"),
    ("stature", &["far", "disagree"], Bones,
        "una fórmula de huesos largos tiene unos 7 cm de margen a cada lado, y no todas sirven para esta población",
        "a formula from long bones is uncertain by some 7 cm either way, and not all fit this population"),
    ("stature", &["far", "disagree"], Always,
        "las estaturas dichas de memoria exceden a las medidas, más en hombres",
        "heights told from memory exceed measured ones, men's more"),
    ("build", &["adjacent", "disagree"], Always,
        "se pierde peso en el camino, y la complexión depende de quien describe",
        "people lose weight on the way, and build is in the eye of who describes it"),
    ("pigmentation", &["near", "mixed", "disagree"], Always,
        "los colores dependen de quien describe; el cabello se tiñe y se aclara con el sol, y los ojos se enturbian después de la muerte",
        "colours depend on who describes them; hair is dyed and bleaches in the sun, and eyes cloud after death"),
    ("blood_group", &["abo_only"], Always,
        "el factor Rh a menudo no se anota",
        "the Rh factor is often not recorded"),
    ("blood_group", &["disagree"], Always,
        "el grupo dicho de memoria se equivoca a menudo, y el de restos se contamina",
        "a group told from memory is often wrong, and that of remains gets contaminated"),
    ("medical", &["nearby"], Always,
        "izquierda y derecha se confunden, y la familia nombra la región y no el hueso",
        "left and right are confused, and families name the region and not the bone"),
    ("medical", &["none_shared", "expected_missing"], Always,
        "una fractura de la infancia puede no dejar huella, y la familia puede no saber de una operación",
        "a childhood fracture may leave no trace, and the family may not know of an operation"),
    ("marks", &["moved", "nearby", "other_side", "type_only"], Always,
        "izquierda y derecha se confunden al describir de frente, y las regiones vecinas al describir de memoria",
        "left and right are confused when describing from the front, and adjacent regions when describing from memory"),
    ("marks", &["none_shared", "expected_missing", "several_missing"], Always,
        "la familia puede no conocer tatuajes recientes; las cicatrices se borran y los tatuajes se cubren con otros",
        "the family may not know recent tattoos; scars fade and tattoos are covered by others"),
    ("dental", &["explainable"], Always,
        "un diente se obtura o se pierde después de la ficha",
        "a tooth is filled or lost after the chart was made"),
    ("dental", &["one_discrepant", "discrepant"], Always,
        "error de odontograma: izquierda por derecha, otro cuadrante, o numeración corrida tras una extracción",
        "an error of charting: left for right, another quadrant, or numbers shifted after an extraction"),
    ("effects", &["none_shared"], Always,
        "la ropa se cambia, se presta y se regala en el camino",
        "clothes are changed, lent and given away on the journey"),
    ("effects", &["same_unique", "unique_one_off", "several_detailed", "same_detailed"], Remains,
        "los objetos también cambian de dueño",
        "objects change owners too"),
    ("picture", &["face_strong", "face_verified", "document_strong", "document_verified",
        "mark_strong", "mark_verified", "other_strong", "other_verified"], Always,
        "la misma imagen no prueba que sea la misma persona: las fotos se reenvían, se prestan y se adjuntan al registro equivocado",
        "the same picture does not prove the same person: photos are forwarded, lent and attached to the wrong record"),
    ("picture", &["effect_strong", "effect_verified"], Always,
        "la foto de una prenda puede venir de una tienda o de un catálogo",
        "a photo of a garment may come from a shop or a catalogue"),
    ("picture", &["place_strong", "place_verified"], Always,
        "en un mismo lugar ocurren varios casos",
        "several cases happen in one place"),
];

/// What may explain a level of a comparison in this case, in the table's order.
pub(super) fn explanations(comparison: &str, level: &str, case: &Case, lang: Lang) -> Vec<String> {
    EXPLANATIONS
        .iter()
        .filter(|(of, levels, when, ..)| {
            *of == comparison && levels.contains(&level) && applies(*when, case)
        })
        .map(|(.., es, en)| lang.pick(es, en).to_owned())
        .collect()
}

fn applies(when: When, case: &Case) -> bool {
    match when {
        Always => true,
        Minor => case.minor,
        Remains => case.has_remains(),
        Bones => case.bones,
        ChildBones => case.child_bones,
        Living => !case.has_remains(),
    }
}

/// Comparisons and levels that the table speaks of, to hold it against the code.
pub fn explained_levels() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXPLANATIONS.iter().flat_map(|(of, levels, ..)| levels.iter().map(move |level| (*of, *level)))
}
