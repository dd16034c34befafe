//! What stands around every page of the console, and its small parts.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use serde_json::Value;
use vinculo_access::{Caller, Deed};
use vinculo_record::Lang;
use vinculo_record::vocab::{
    AgeMethod, Build, Condition, EyeColour, HairColour, HairLength, Sex, SkinTone, StatureMethod,
    Status,
};

use crate::problem::Problem;

/// Pages load their own style sheet and send their forms here; nothing runs.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// Who looks at a page.
pub(crate) struct Viewer<'a> {
    pub(crate) lang: Lang,
    /// `None` before signing in.
    pub(crate) caller: Option<&'a Caller>,
    /// What every form carries; empty where nobody signed in.
    pub(crate) form_key: &'a str,
}

/// The pages, each with the deeds of which one is needed.
const PAGES: [(&str, &str, &str, &[Deed]); 4] = [
    ("/console/queue", "Cola", "Queue", &[Deed::Compare]),
    ("/console/search", "Búsqueda", "Search", &[Deed::Search]),
    (
        "/console/batches",
        "Cargas",
        "Uploads",
        &[Deed::WriteNotice, Deed::WriteRemains, Deed::WriteShelter],
    ),
    ("/console/inbox", "Consulado", "Consulate", &[Deed::Notified]),
];

/// The first page that a caller may see.
pub(crate) fn first_page(caller: &Caller) -> Option<&'static str> {
    pages(caller).next().map(|(path, ..)| *path)
}

fn pages(
    caller: &Caller,
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str, &'static [Deed])> {
    PAGES.iter().filter(|(_, _, _, deeds)| deeds.iter().any(|deed| caller.may(*deed)))
}

/// A page of the console.
pub(crate) fn page(viewer: &Viewer<'_>, here: &str, title: &str, body: Markup) -> Response {
    answer(StatusCode::OK, viewer, here, title, body)
}

/// A problem as a page.
pub(crate) fn problem(viewer: &Viewer<'_>, problem: &Problem) -> Response {
    let told = problem.body(viewer.lang, "");
    let told = serde_json::to_value(&told).unwrap_or_default();
    let title = text(&told, "title").to_owned();
    let errors = list(&told, "errors");
    let body = html! {
        h1 { (title) }
        div.error role="alert" {
            p { (text(&told, "detail")) }
            @for error in errors {
                p { @for part in ["pointer", "message"] { (text(error, part)) " " } }
            }
        }
    };
    answer(problem.code.status(), viewer, "", &title, body)
}

fn answer(
    status: StatusCode,
    viewer: &Viewer<'_>,
    here: &str,
    title: &str,
    body: Markup,
) -> Response {
    let lang = viewer.lang;
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " — vínculo" }
                link rel="stylesheet" href="/console/console.css";
            }
            body {
                @if let Some(caller) = viewer.caller {
                    (bar(viewer, caller, here))
                    @if caller.token.is_none() {
                        p.banner {
                            (lang.pick(
                                "Demostración: sin tokens, cualquiera en esta máquina lee y escribe todo. Personas inventadas.",
                                "Demonstration: no tokens are set up, anyone on this machine reads and writes everything. Invented people.",
                            ))
                        }
                    }
                }
                main { (body) }
            }
        }
    };
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = (status, [(header::CONTENT_TYPE, html)], page.into_string()).into_response();
    let policy = HeaderValue::from_static(POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    let language = HeaderValue::from_static(lang.code());
    response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    let same = HeaderValue::from_static("same-origin");
    response.headers_mut().insert(HeaderName::from_static("cross-origin-opener-policy"), same);
    // A form without a referrer would have no origin to check.
    let referrer = HeaderValue::from_static("same-origin");
    response.headers_mut().insert(header::REFERRER_POLICY, referrer);
    response
}

fn bar(viewer: &Viewer<'_>, caller: &Caller, here: &str) -> Markup {
    let lang = viewer.lang;
    html! {
        header {
            strong { "vínculo" }
            nav aria-label=(lang.pick("Páginas", "Pages")) {
                @for (path, es, en, _) in pages(caller) {
                    a href=(path) aria-current=[(*path == here).then_some("page")] { (lang.pick(es, en)) }
                    " "
                }
            }
            @if caller.token.is_some() {
                form method="post" action="/console/leave" {
                    (form_key(viewer))
                    button.plain { (lang.pick("Salir", "Sign out")) }
                }
            }
        }
    }
}

/// What a form carries so that no other page can send it.
pub(crate) fn form_key(viewer: &Viewer<'_>) -> Markup {
    html! { input type="hidden" name="form_key" value=(viewer.form_key); }
}

/// A text of an answer; empty where there is none.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A list of an answer.
pub(crate) fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// A number of an answer, to one decimal.
pub(crate) fn bits(value: &Value, name: &str) -> String {
    value[name].as_f64().map_or_else(String::new, |number| format!("{number:+.1}"))
}

/// A record in one cell: its name, or that none is recorded, and its key.
pub(crate) fn summary(record: &Value, lang: Lang) -> Markup {
    let parts = ["sex", "age", "date", "place"].map(|part| text(record, part));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    html! {
        @match text(record, "name") {
            "" => span.missing { (lang.pick("sin nombre registrado", "no name recorded")) },
            name => bdi { (name) },
        }
        br;
        span.note { (reference(record)) " · " (parts.join(" · ")) }
    }
}

/// `kind:SOURCE/LOCAL_ID` of a record in one line.
pub(crate) fn reference(record: &Value) -> String {
    format!("{}:{}/{}", text(record, "kind"), text(record, "source"), text(record, "local_id"))
}

/// A query of an address, escaped.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| crate::address::encode(text);
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={}", escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The value of a column, for people: codes in words, everything else as it stands.
pub(crate) fn coded(column: &str, text: &str, lang: Lang) -> String {
    let words = match column {
        "sex" => Sex::parse(text).map(|value| value.label(lang)),
        "status" => Status::parse(text).map(|value| value.label(lang)),
        "build" => Build::parse(text).map(|value| value.label(lang)),
        "hair_colour" => HairColour::parse(text).map(|value| value.label(lang)),
        "hair_length" => HairLength::parse(text).map(|value| value.label(lang)),
        "eye_colour" => EyeColour::parse(text).map(|value| value.label(lang)),
        "skin_tone" => SkinTone::parse(text).map(|value| value.label(lang)),
        "condition" => Condition::parse(text).map(|value| value.label(lang)),
        "stature_method" => StatureMethod::parse(text).map(|value| value.label(lang)),
        "age_method" => AgeMethod::parse(text).map(|value| value.label(lang)),
        _ => None,
    };
    words.map_or_else(|| text.to_owned(), str::to_owned)
}

/// The name of a column, for people.
pub(crate) fn column(name: &str, lang: Lang) -> String {
    let found = COLUMNS.iter().find(|(column, ..)| *column == name);
    found.map_or_else(|| name.replace('_', " "), |(_, es, en)| lang.pick(es, en).to_owned())
}

/// Column, Spanish, English; a test holds it to the schema.
#[rustfmt::skip]
pub(crate) const COLUMNS: &[(&str, &str, &str)] = &[
    ("local_id", "identificador", "id"), ("source", "organización", "organisation"), ("kind", "tipo", "kind"),
    ("status", "estado del caso", "status"), ("updated_at", "actualizado", "updated"), ("person_group", "grupo de una persona", "person group"),
    ("protection_hold", "reserva por protección", "protection hold"), ("hold_reason", "motivo de la reserva", "reason of the hold"), ("retain_until", "conservar hasta", "retain until"),
    ("given_names", "nombres", "given names"), ("paternal_surname", "primer apellido", "first surname"), ("maternal_surname", "segundo apellido", "second surname"),
    ("full_name", "nombre completo", "full name"), ("aliases", "otros nombres", "other names"), ("document_numbers", "documentos", "documents"),
    ("sex", "sexo", "sex"), ("gender", "género", "gender"), ("birth_date", "fecha de nacimiento", "birth date"),
    ("age_min", "edad mínima", "least age"), ("age_max", "edad máxima", "greatest age"), ("nationality", "nacionalidad", "nationality"),
    ("ethnicity", "pueblo o etnia", "ethnicity"), ("languages", "idiomas", "languages"), ("origin_country", "país de origen", "country of origin"),
    ("origin_admin1", "estado o departamento de origen", "state or department of origin"), ("origin_place", "lugar de origen", "place of origin"), ("relatives", "familiares", "relatives"),
    ("event_date", "fecha del hecho", "date of the event"), ("event_country", "país del hecho", "country of the event"), ("event_admin1", "estado o departamento del hecho", "state or department of the event"),
    ("event_place", "lugar del hecho", "place of the event"), ("event_lat", "latitud", "latitude"), ("event_lon", "longitud", "longitude"),
    ("event_precision_km", "precisión en km", "precision in km"), ("destination", "destino", "destination"), ("travelling_with", "viajaba con", "travelling with"),
    ("circumstances", "circunstancias", "circumstances"), ("last_contact_date", "fecha del último contacto", "date of the last contact"), ("last_contact_country", "país del último contacto", "country of the last contact"),
    ("last_contact_admin1", "estado o departamento del último contacto", "state or department of the last contact"), ("last_contact_place", "lugar del último contacto", "place of the last contact"),
    ("stature_cm_min", "estatura mínima (cm)", "least stature (cm)"), ("stature_cm_max", "estatura máxima (cm)", "greatest stature (cm)"), ("stature_method", "cómo se midió", "how it was measured"),
    ("stature_date", "fecha de la estatura", "date of the stature"), ("weight_kg_min", "peso mínimo (kg)", "least weight (kg)"), ("weight_kg_max", "peso máximo (kg)", "greatest weight (kg)"),
    ("build", "complexión", "build"), ("hair_colour", "color de cabello", "hair colour"), ("hair_length", "largo de cabello", "hair length"),
    ("eye_colour", "color de ojos", "eye colour"), ("skin_tone", "tez", "skin tone"), ("blood_group", "grupo sanguíneo", "blood group"),
    ("marks", "señas particulares", "marks"), ("dental", "dentadura", "teeth"), ("dental_date", "fecha de la dentadura", "date of the dental chart"),
    ("medical", "datos médicos", "medical facts"), ("dna", "ADN", "DNA"), ("fingerprints", "huellas dactilares", "fingerprints"),
    ("clothing", "ropa", "clothing"), ("effects", "pertenencias", "effects"), ("photos", "fotografías", "photos"), ("photo_date", "fecha de las fotografías", "date of the photos"),
    ("pmi_days_min", "días desde la muerte, mínimo", "days since death, least"), ("pmi_days_max", "días desde la muerte, máximo", "days since death, most"), ("condition", "estado de los restos", "condition"),
    ("inventory", "partes recuperadas", "parts recovered"), ("mni", "número mínimo de individuos", "minimum number of individuals"), ("shelter_name", "albergue", "shelter"),
    ("unaccompanied", "sin compañía", "unaccompanied"), ("declared_age", "edad declarada", "declared age"), ("age_method", "cómo se supo la edad", "how the age was found"),
    ("public", "público", "public"), ("public_fields", "campos públicos", "public fields"), ("public_until", "público hasta", "public until"),
    ("searcher_only", "solo quién busca", "searcher only"), ("consent_by", "consiente", "consent by"), ("consent_date", "fecha del consentimiento", "date of the consent"),
    ("consent_authority", "autoridad que autoriza", "authorising authority"), ("contact", "contacto", "contact"),
];

#[cfg(test)]
mod tests {
    use vinculo_record::Column;

    use super::*;

    #[test]
    fn every_column_has_a_name_for_people() {
        for known in Column::ALL {
            let times = COLUMNS.iter().filter(|(name, ..)| *name == known.name()).count();
            assert_eq!(times, 1, "{known}");
        }
        assert_eq!(COLUMNS.len(), Column::ALL.len());
    }
}
