//! What partners call their columns.

use vinculo_record::vocab::MarkType;
use vinculo_record::{Column, Kind, fold};

/// What a column with a known header becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A canonical column.
    One(Column),
    /// Both bounds of an interval, by the name that mapping files use.
    Bounds(&'static str),
    /// Latitude and longitude in one cell.
    Coordinates,
    /// A part of the place, joined with the others, the smallest first.
    Place(u8),
    /// An identity document of that type.
    Document(&'static str),
    /// A relative of that kinship.
    Relative(&'static str),
    /// Marks described in words, of that kind if the text names none.
    Marks(Option<MarkType>),
    /// The organisation's id of the record.
    Id,
    /// A running number, which is no id: it changes when rows are added.
    Number,
    /// Known, and not to be mapped: `fecha de captura`.
    Leave,
}

/// A row of the table: the goal, the kind of sheet that it speaks for, and folded names
/// separated by `|`. Own compilation from public forms and registers (CC0), not reviewed
/// by officials.
type Term = (Goal, Option<Kind>, &'static str);

use {Column as C, Goal as G};
const N: Option<Kind> = Some(Kind::Notice);
const R: Option<Kind> = Some(Kind::Remains);
const S: Option<Kind> = Some(Kind::Shelter);

#[rustfmt::skip]
const TERMS: &[Term] = &[
    (G::Id, None, "folio|expediente|no expediente|numero de expediente|num expediente|clave|clave unica|id|identificador|folio unico|folio interno|caso|no caso|numero de caso|case number|case|case id|record id|registro"),
    (G::Id, R, "folio semefo|numero de cadaver|no de cadaver|codigo de cadaver|protocolo|numero de protocolo|no de necropsia|numero de necropsia"),
    (G::Id, N, "folio rnpdno|fub|id victima|numero de alerta|numero de ficha|ficha"),
    (G::Id, S, "numero de ingreso|folio de ingreso"),
    (G::Number, None, "no|num|numero|n|consecutivo|item|orden|row|fila"),
    (G::Leave, None, "carpeta de investigacion|averiguacion previa|nuc|fecha de captura|fecha de registro|fecha de reporte|fecha de denuncia|fecha de actualizacion|fecha de elaboracion|fecha de corte|date entered|report date|hora|hora de hallazgo|hora de ingreso|autoridad|agencia del ministerio publico|responsable"),
    (G::One(C::Status), None, "estatus|status|estatus de localizacion|situacion"),
    (G::One(C::PersonGroup), None, "grupo|grupo familiar"),
    // Who
    (G::One(C::GivenNames), None, "nombre de pila|nombres|given names|given name|first name|primer nombre"),
    (G::One(C::PaternalSurname), None, "apellido paterno|paterno|primer apellido|a paterno|ap paterno"),
    (G::One(C::MaternalSurname), None, "apellido materno|materno|segundo apellido|a materno|ap materno"),
    (G::One(C::FullName), None, "nombre completo|nombre y apellidos|nombres y apellidos|apellidos y nombres|nombre de la persona|nombre de la victima|full name|name|nombre del desaparecido|nombre de la persona desaparecida"),
    (G::One(C::Aliases), None, "alias|apodo|apodos|sobrenombre|also known as|nickname|otros nombres"),
    (G::Document("CURP"), None, "curp"),
    (G::Document("DPI"), None, "dpi|cui|dpi cui"),
    (G::Document("DUI"), None, "dui"),
    (G::Document("DNI"), None, "dni|numero de identidad|tarjeta de identidad"),
    (G::Document("CEDULA"), None, "cedula|cedula de identidad|cedula de ciudadania"),
    (G::Document("PASSPORT"), None, "pasaporte|numero de pasaporte|passport|passport number"),
    (G::Document("DOCUMENT"), None, "documento|documento de identidad|numero de documento|no de documento"),
    (G::One(C::Sex), None, "sexo|sex|genero|sexo biologico"),
    (G::One(C::Gender), None, "identidad de genero|gender identity|gender"),
    (G::One(C::BirthDate), None, "fecha de nacimiento|fecha nacimiento|f nacimiento|fec nac|fecha nac|nacimiento|date of birth|birth date|dob"),
    (G::Bounds("age"), None, "edad|edad aparente|edad estimada|edad aproximada|rango de edad|rango edad|grupo de edad|edad al desaparecer|edad al momento de la desaparicion|edad actual|age|age range|estimated age|edad anos|edad en anos"),
    (G::One(C::AgeMin), None, "edad minima|edad desde|edad min|age from|age min|minimum age|edad de"),
    (G::One(C::AgeMax), None, "edad maxima|edad hasta|edad max|age to|age max|maximum age|edad a"),
    (G::One(C::DeclaredAge), S, "edad declarada|edad referida|declared age"),
    (G::One(C::AgeMethod), S, "metodo de edad|forma de determinar la edad|age method"),
    (G::One(C::Nationality), None, "nacionalidad|nacionalidades|nationality|citizenship"),
    (G::One(C::Ethnicity), None, "etnia|pueblo|pueblo indigena|grupo etnico|ethnicity|race|race ethnicity|etnia o pueblo"),
    (G::One(C::Languages), None, "idioma|idiomas|lengua|lengua materna|lenguas|language|languages"),
    (G::One(C::OriginCountry), None, "pais de origen|pais de nacimiento|country of origin|pais origen"),
    (G::One(C::OriginAdmin1), None, "departamento de origen|estado de origen|departamento origen|entidad de origen|estado de nacimiento"),
    (G::One(C::OriginPlace), None, "lugar de origen|municipio de origen|comunidad de origen|origen|lugar de nacimiento|originario de|procedencia|aldea"),
    (G::Relative("padre"), None, "nombre del padre|padre|father|fathers name"),
    (G::Relative("madre"), None, "nombre de la madre|madre|mother|mothers name"),
    (G::Relative("familiar"), None, "familiar|familiares|parientes|nombre del familiar|denunciante"),
    // When and where
    (G::One(C::EventDate), None, "fecha|fecha de los hechos|date|fecha del evento"),
    (G::One(C::EventDate), N, "fecha de desaparicion|fecha desaparicion|desaparecido el|fecha de extravio|fecha en que fue visto|fecha de ultima vez visto|fecha de ultima vista|visto por ultima vez|fecha de percato|date missing|date last seen|last seen|fecha de los hechos de desaparicion"),
    (G::One(C::EventDate), R, "fecha de hallazgo|fecha del hallazgo|fecha hallazgo|fecha de levantamiento|fecha de localizacion|date found|date body found|fecha de descubrimiento"),
    (G::One(C::EventDate), S, "fecha de ingreso|fecha ingreso|fecha de recepcion|fecha de llegada|fecha de entrada|date received|intake date|arrival date"),
    (G::One(C::LastContactDate), N, "fecha de ultimo contacto|ultimo contacto|ultima llamada|fecha de ultima comunicacion|last contact|last contact date"),
    (G::One(C::LastContactPlace), N, "lugar de ultimo contacto|lugar de ultima comunicacion|last contact place"),
    (G::One(C::EventCountry), None, "pais|country|pais de desaparicion|pais de hallazgo"),
    (G::One(C::EventAdmin1), None, "estado|entidad|entidad federativa|departamento|provincia|state|estado de desaparicion|estado de hallazgo|entidad de desaparicion|entidad de hallazgo"),
    (G::Place(0), None, "lugar|lugar de los hechos|lugar de desaparicion|lugar de hallazgo|lugar del hallazgo|lugar exacto|paraje|sitio|direccion|domicilio|place|location|punto"),
    (G::Place(1), None, "localidad|colonia|comunidad|poblado|ejido|ciudad|city|localidad de hallazgo|localidad de desaparicion|localidad o colonia"),
    (G::Place(2), None, "municipio|municipio de hallazgo|municipio de desaparicion|county|alcaldia|delegacion"),
    (G::One(C::EventLat), None, "latitud|lat|latitude|coordenada y"),
    (G::One(C::EventLon), None, "longitud|lon|long|lng|longitude|coordenada x"),
    (G::Coordinates, None, "coordenadas|coordinates|georreferencia|ubicacion gps|gps"),
    (G::One(C::Destination), None, "destino|destination|lugar de destino|pais de destino|se dirigia a"),
    (G::One(C::TravellingWith), None, "viajaba con|acompanantes|acompanado por|travelling with"),
    (G::One(C::Circumstances), None, "circunstancias|hechos|narrativa|relato|descripcion de los hechos|circumstances|narrative|resumen|sintesis|causa de muerte|probable causa de muerte"),
    // The body
    (G::Bounds("stature_cm"), None, "estatura|talla|altura|estatura aproximada|estatura estimada|height|stature|estatura m|estatura cm|estatura en metros"),
    (G::One(C::StatureCmMin), None, "estatura minima|estatura desde|height from|height min|min height"),
    (G::One(C::StatureCmMax), None, "estatura maxima|estatura hasta|height to|height max|max height"),
    (G::Bounds("weight_kg"), None, "peso|peso aproximado|weight|peso kg"),
    (G::One(C::Build), None, "complexion|constitucion|build"),
    (G::One(C::HairColour), None, "color de cabello|color cabello|cabello|pelo|color de pelo|tipo y color de cabello|hair|hair color|hair colour"),
    (G::One(C::HairLength), None, "largo de cabello|longitud de cabello|largo del cabello|hair length"),
    (G::One(C::EyeColour), None, "color de ojos|color ojos|ojos|eyes|eye color|eye colour"),
    (G::One(C::SkinTone), None, "tez|color de piel|piel|color de tez|skin|skin tone|complexion color"),
    (G::One(C::BloodGroup), None, "tipo de sangre|grupo sanguineo|tipo sanguineo|blood type|blood group"),
    (G::Marks(None), None, "senas particulares|senas|senas individualizantes|marcas|marcas particulares|lunares y senas|rasgos particulares|distinguishing marks|marks|scars marks tattoos|senas particulares y tatuajes"),
    (G::Marks(Some(MarkType::Tattoo)), None, "tatuajes|tatuaje|tattoos|descripcion de tatuajes"),
    (G::Marks(Some(MarkType::Scar)), None, "cicatrices|cicatriz|scars"),
    (G::Marks(Some(MarkType::Mole)), None, "lunares|lunar|moles"),
    (G::Marks(Some(MarkType::Piercing)), None, "perforaciones|perforacion|piercings"),
    (G::Marks(Some(MarkType::Other)), None, "protesis|malformaciones|otras senas"),
    (G::One(C::Medical), None, "enfermedades|padecimientos|condicion medica|antecedentes medicos|medical|cirugias"),
    (G::One(C::Clothing), None, "ropa|vestimenta|prendas|prendas de vestir|vestia|clothing|ropa que vestia|indumentaria"),
    (G::One(C::Effects), None, "objetos|pertenencias|objetos personales|efectos|effects|belongings|accesorios|articulos"),
    (G::One(C::Photos), None, "foto|fotos|fotografia|photo|photos|archivo de foto"),
    // Remains
    (G::Bounds("pmi_days"), R, "intervalo post mortem|intervalo postmortem|ipm|tiempo de muerte|data de muerte|post mortem interval|pmi|cronotanatodiagnostico"),
    (G::One(C::Condition), R, "condicion|estado del cuerpo|estado del cadaver|estado de conservacion|condicion del cuerpo|estado de los restos|tipo de restos|condition|condition of remains"),
    (G::One(C::Inventory), R, "inventario|segmentos recuperados|partes recuperadas|elementos recuperados|inventory"),
    (G::One(C::Mni), R, "nmi|numero minimo de individuos|mni"),
    // Shelter
    (G::One(C::ShelterName), S, "albergue|casa del migrante|nombre del albergue|centro de asistencia|shelter|shelter name"),
    (G::One(C::Unaccompanied), S, "no acompanado|nna no acompanado|menor no acompanado|unaccompanied"),
    // Notice
    (G::One(C::Contact), N, "contacto|telefono de contacto|telefono|contact|phone"),
    (G::One(C::GivenNames), None, "nombre"),
    (G::One(C::PaternalSurname), None, "apellido|apellidos|last name|surname|family name"),
];

/// A goal and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The goal.
    pub goal: Goal,
    /// The kind of sheet that the header speaks for.
    pub kind: Option<Kind>,
    /// Whether the header is the term, and does not only contain it.
    pub exact: bool,
}

/// A term inside a longer header must have so many letters: `sexo de` is sex, `no` in
/// `no acompañado` is not a number.
const INSIDE_LETTERS: usize = 5;

/// What a header means. Both lines of a two-line header are joined by ` / `.
pub fn find(header: &str) -> Option<Found> {
    let parts: Vec<String> = header.split(" / ").map(folded).collect();
    let whole = parts.join(" ");
    if let Some(column) = Column::from_name(&whole.replace(' ', "_")) {
        let goal = if column == C::LocalId { G::Id } else { G::One(column) };
        let mut kinds = Kind::ALL.into_iter().filter(|kind| column.applies_to(*kind));
        let kind = kinds.next().filter(|_| kinds.next().is_none());
        return Some(Found { goal, kind, exact: true });
    }
    let mut forms = Vec::new();
    if let [group, .., last] = parts.as_slice() {
        forms.extend([format!("{last} de {group}"), format!("{last} del {group}")]);
        forms.push(format!("{last} {group}"));
    }
    forms.push(whole.clone());
    forms.extend(parts.last().cloned());
    for form in &forms {
        let exact = |(_, _, names): &&Term| names.split('|').any(|name| name == form);
        if let Some((goal, kind, _)) = TERMS.iter().find(exact) {
            return Some(Found { goal: *goal, kind: *kind, exact: true });
        }
    }
    let padded = format!(" {whole} ");
    let inside = TERMS.iter().flat_map(|(goal, kind, names)| {
        names.split('|').map(move |name| (name.len(), *goal, *kind, name))
    });
    inside
        .filter(|(length, .., name)| {
            *length >= INSIDE_LETTERS && padded.contains(&format!(" {name} "))
        })
        .max_by_key(|(length, ..)| *length)
        .map(|(_, goal, kind, _)| Found { goal, kind, exact: false })
        .or_else(|| {
            let is_id = whole.ends_with(" id") || whole.starts_with("id ");
            is_id.then_some(Found { goal: G::Id, kind: None, exact: false })
        })
}

/// A header without what stands in parentheses: `Nombre(s)`, `Estatura (m)`.
fn folded(header: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in header.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let out = fold(&out);
    if out.is_empty() { fold(header) } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_the_region_are_known() {
        let check = |header: &str, goal: Goal| {
            assert_eq!(find(header).map(|found| found.goal), Some(goal), "{header}");
        };
        check("NOMBRE(S)", G::One(C::GivenNames));
        check("Nombre / Apellido Paterno", G::One(C::PaternalSurname));
        check("Desaparición / Fecha", G::One(C::EventDate));
        check("Nacimiento / Fecha", G::One(C::BirthDate));
        check("Fecha de nacimiento (dd/mm/aaaa)", G::One(C::BirthDate));
        check("Media filiación / Estatura (m)", G::Bounds("stature_cm"));
        check("Señas particulares", G::Marks(None));
        check("Descripción de señas particulares visibles", G::Marks(None));
        check("Lugar de hallazgo / Municipio", G::Place(2));
        check("last_contact_date", G::One(C::LastContactDate));
        check("Fecha de captura", G::Leave);
        check("Folio", G::Id);
        check("N°", G::Number);
        check("web_id", G::Id);
        assert_eq!(find("Fecha de ingreso").unwrap().kind, S);
        assert_eq!(find("Zapatos favoritos"), None);
    }

    #[test]
    fn no_name_stands_twice_and_all_are_folded() {
        let mut seen = std::collections::BTreeSet::new();
        for name in TERMS.iter().flat_map(|(.., names)| names.split('|')) {
            assert_eq!(fold(name), name);
            assert!(seen.insert(name), "{name}");
        }
    }
}
