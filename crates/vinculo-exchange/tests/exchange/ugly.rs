//! The ugly fixtures and what makes them: sheets as offices send them, of people who
//! never were.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use crate::support::check_fixture;

/// A synthetic register of unidentified bodies: titles, a header of two lines with merged
/// cells, dates in four forms, words for 'no data', measures in words, a footer.
pub fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2022, 1, 10).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let cover = book.add_worksheet().set_name("Portada").unwrap();
    cover.set_column_width(0, 60).unwrap();
    let sheet = book.add_worksheet().set_name("PFSI 2021").unwrap();
    titles(sheet);
    header(sheet);
    let last = rows(sheet);
    footer(sheet, last + 2);
    book.save_to_buffer().unwrap()
}

const COLUMNS: u16 = 17;
const HEADER: u32 = 4;

fn titles(sheet: &mut Worksheet) {
    let title = Format::new().set_bold().set_font_size(14);
    sheet.merge_range(0, 0, 0, COLUMNS - 1, "FISCALÍA DEL ESTADO DE PRUEBA", &title).unwrap();
    let text = "REGISTRO DE PERSONAS FALLECIDAS SIN IDENTIFICAR (DATOS SINTÉTICOS)";
    sheet.merge_range(1, 0, 1, COLUMNS - 1, text, &title).unwrap();
    sheet.write_string(2, 0, "Fecha de corte:").unwrap();
    sheet.write_string(2, 2, "31/12/2021").unwrap();
}

fn header(sheet: &mut Worksheet) {
    let bold = Format::new().set_bold().set_text_wrap();
    let mut tall = |column: u16, text: &str| {
        sheet.merge_range(HEADER, column, HEADER + 1, column, text, &bold).unwrap();
    };
    tall(0, "No.");
    tall(1, "Folio SEMEFO");
    tall(2, "Fecha de\nhallazgo");
    tall(6, "Sexo");
    tall(7, "Edad estimada");
    tall(12, "Señas particulares");
    tall(13, "Tatuajes");
    tall(14, "Ropa");
    tall(15, "Estado del cuerpo");
    tall(16, "Observaciones internas");
    let mut group = |first: u16, last: u16, text: &str, below: &[&str]| {
        sheet.merge_range(HEADER, first, HEADER, last, text, &bold).unwrap();
        for (column, text) in (first..).zip(below) {
            sheet.write_string_with_format(HEADER + 1, column, *text, &bold).unwrap();
        }
    };
    group(3, 5, "Lugar de hallazgo", &["Estado", "Municipio", "Localidad"]);
    group(8, 11, "MEDIA FILIACIÓN", &["Estatura", "Complexión", "Tez", "Color de cabello"]);
}

/// So many bodies.
pub const BODIES: u32 = 40;

fn rows(sheet: &mut Worksheet) -> u32 {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let first = HEADER + 2;
    for i in 0..BODIES {
        let row = first + i;
        let pick =
            |values: &[&str], step: u32| values[((i * step) as usize) % values.len()].to_owned();
        sheet.write_number(row, 0, i + 1).unwrap();
        sheet.write_string(row, 1, format!("SMF/{:03}/2021", i + 1)).unwrap();
        match i % 5 {
            // A date that the sheet types, one that lost its format, and three written ones.
            0 => sheet.write_number_with_format(row, 2, 44_200 + i * 7, &date).unwrap(),
            1 => sheet.write_number(row, 2, 44_200 + i * 7).unwrap(),
            2 => sheet
                .write_string(row, 2, format!("{:02}/{:02}/2021", 28 - i % 16, i % 12 + 1))
                .unwrap(),
            3 => sheet
                .write_string(row, 2, pick(&["marzo de 2021", "5 de abril de 2021"], 1))
                .unwrap(),
            _ => sheet.write_string(row, 2, pick(&["S/D", "03/02/2021", "N/D"], 1)).unwrap(),
        };
        let words = [
            pick(&["Hombre", "Mujer", "H", "M", "Masculino", "INDETERMINADO", "S/D"], 3),
            pick(
                &[
                    "25-35 años",
                    "30 a 40 años",
                    "aprox. 30 años",
                    "S/D",
                    "mayor de 40 años",
                    "18",
                    "entre 20 y 25 años",
                    "35 ± 5",
                    "N/D",
                    "menor de 15 años",
                ],
                1,
            ),
            pick(&["1.65 m", "1,70 m", "165 cm", "1.60-1.70 m", "S/D", "1 m 58 cm", "NP"], 1),
            pick(&["Delgada", "Mediana", "Robusta", "S/D"], 1),
            pick(&["Morena clara", "Morena", "Blanca", "S/D", "No observable"], 1),
            pick(&["Negro", "Castaño oscuro", "Canoso", "S/D"], 3),
            pick(
                &[
                    "Cicatriz en antebrazo izquierdo de 3 cm",
                    "Ninguna",
                    "S/D",
                    "Lunar en mejilla derecha. Cicatriz quirúrgica en abdomen",
                    "Prótesis dental",
                ],
                1,
            ),
            pick(
                &[
                    "Rosa en hombro derecho",
                    "Ninguno",
                    "S/D",
                    "Letras en mano izq.; cruz en espalda",
                ],
                1,
            ),
            pick(
                &[
                    "playera roja, pantalón de mezclilla azul",
                    "S/D",
                    "chamarra negra, botas café",
                    "Sin prendas: desnudo",
                ],
                1,
            ),
            pick(
                &["Osamenta", "Putrefacción avanzada", "Momificado", "Cadáver reciente", "S/D"],
                1,
            ),
            pick(&["", "pendiente de dictamen", "revisar con el área 2"], 1),
        ];
        for (column, text) in [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].into_iter().zip(words) {
            if !text.is_empty() {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        sheet.write_string(row, 5, pick(&["La Ceiba", "El Mirador", "S/D"], 1)).unwrap();
    }
    // Whoever typed it merged the cells that are the same.
    let plain = Format::new();
    for (begin, municipality) in
        [(0, "San Prueba"), (10, "Villa Ejemplo"), (20, "Tuxtla Ficticia"), (30, "Ánimas")]
    {
        let (top, bottom) = (first + begin, first + begin + 9);
        sheet.merge_range(top, 4, bottom, 4, municipality, &plain).unwrap();
    }
    sheet.merge_range(first, 3, first + BODIES - 1, 3, "Estado de Prueba", &plain).unwrap();
    first + BODIES - 1
}

fn footer(sheet: &mut Worksheet, row: u32) {
    sheet.write_string(row, 0, format!("Total de registros: {BODIES}")).unwrap();
    sheet.write_string(row + 1, 0, "Fuente: servicio médico forense de prueba").unwrap();
    sheet.write_string(row + 3, 0, "Elaboró: área de estadística").unwrap();
}

/// So many notices.
pub const NOTICES: usize = 30;

/// Synthetic notices as an old desktop program exports them: `;`, Windows-1252, CR LF,
/// the day first.
pub fn notices() -> Vec<u8> {
    const GIVEN: [&str; 8] = [
        "José Ángel",
        "María Inés",
        "Iván",
        "Begoña",
        "Óscar Raúl",
        "Nicolás",
        "Ana Lucía",
        "Íñigo",
    ];
    const SURNAMES: [&str; 9] =
        ["Núñez", "Güitrón", "Peña", "Xol", "Cajal", "López", "Ordóñez", "Tzoc", "Muñoz"];
    let mut text = String::from(
        "Ficha;Nombre(s);Primer apellido;Segundo apellido;Sexo;Fecha de nacimiento;Edad;\
         Nacionalidad;País;Estado;Municipio;Fecha de desaparición;Estatura (m);Color de ojos;\
         Señas particulares;Vestimenta;Destino;Fecha de captura\r\n",
    );
    for i in 0..NOTICES {
        let of = |words: &[&str]| words[i % words.len()].to_owned();
        let (year, day) = (1_960 + i * 7 % 45, 1 + i * 11 % 28);
        let cells = [
            format!("F-{:04}", i + 1),
            GIVEN[i % 8].to_owned(),
            SURNAMES[i % 9].to_owned(),
            if i % 6 == 0 { "S/D".to_owned() } else { SURNAMES[(i * 5 + 2) % 9].to_owned() },
            of(&["F", "M", "M"]),
            if i % 5 == 4 {
                format!("{year}")
            } else {
                format!("{day:02}/{:02}/{year}", i % 12 + 1)
            },
            format!("{} años", 2_019 - year),
            of(&["Guatemala", "Honduras", "El Salvador", "México"]),
            "México".to_owned(),
            of(&["Chiapas", "Tabasco", "Veracruz"]),
            of(&["Tapachula", "Tenosique", "Acayucan"]),
            format!("{:02}/{:02}/2019", 28 - i % 20, i % 12 + 1),
            of(&["1,65", "1,70", "S/D", "1,58"]),
            of(&["café", "negros", "miel", "S/D"]),
            of(&[
                "\"Tatuaje de rosa en antebrazo derecho; lunar en la mejilla\"",
                "Ninguna",
                "S/D",
            ]),
            of(&["playera azul, pantalón", "gorra roja, tenis", "S/D"]),
            of(&["Houston, Texas", "Monterrey", "S/D"]),
            "02/01/2020".to_owned(),
        ];
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!lost, "a character that Windows-1252 has not");
    bytes.into_owned()
}

#[test]
fn the_workbook_is_what_its_generator_makes() {
    check_fixture("ugly/fiscalia_ugly.xlsx", &workbook());
}

#[test]
fn the_notices_are_what_their_generator_makes() {
    check_fixture("ugly/notices_cp1252.csv", &notices());
}
