//! Word lists of the project's own making (CC0): names that the bundled tables lack,
//! and what people write of bodies, clothes and journeys.

/// Frequent surnames where the public lists have none, most frequent first. Judgement.
pub(crate) const COUNTRY_SURNAMES: [(&str, &str); 5] = [
    (
        "HN",
        "López Hernández Martínez García Rodríguez Mejía Cruz Reyes Flores Ramírez Pineda Zelaya Maldonado Euceda Banegas Lara Paz Castro Alvarado Aguilar Bonilla Discua Funes Murillo Sabillón",
    ),
    (
        "NI",
        "López García Martínez Hernández González Pérez Rodríguez Gutiérrez Castillo Mendoza Sánchez Téllez Zeledón Rivas Espinoza Blandón Centeno Ruiz Cruz Altamirano Obando Rugama",
    ),
    (
        "CU",
        "Rodríguez Pérez González Hernández García Martínez Díaz Fernández López Álvarez Valdés Cabrera Leyva Batista Céspedes",
    ),
    (
        "VE",
        "González Rodríguez Pérez Hernández García Martínez Sánchez Rojas Díaz Ramírez Colmenares Urdaneta Chacín Bracho",
    ),
    (
        "EC",
        "Sánchez Zambrano García Torres Cedeño Vera Rodríguez Morales Guamán Quishpe Chiluisa Intriago Moreira Macías Mora",
    ),
];

/// Names of the young, respelt from English: domain.md §8. Girls, boys.
pub(crate) const MODERN: [&str; 2] = [
    "Yésica Katherin Jenifer Kimberly Ashly Estefany Wendy Heidy Yuleisy Sherlyn Brittany Nayeli Genesis Daniela Michelle Keily Leydi Yoselin Darling Emely",
    "Yeison Brayan Maikol Estiven Jhon Kevin Wilmer Edwin Darwin Selvin Elmer Denis Franklin Anderson Josué Axel Kenner Yordi Melvin Osman",
];

/// Names of Maya villages: saints' names, few and often repeated. Women, men.
pub(crate) const MAYA: [&str; 2] = [
    "María Juana Ana Catalina Magdalena Rosa Petrona Dominga Eulalia Candelaria Micaela Juana Marta Tomasa Isabela Elena Manuela Francisca Lucía Cristina",
    "Juan Pedro Tomás Diego Andrés Sebastián Pascual Gaspar Miguel Domingo Manuel Mateo Francisco Antonio Santiago Marcos Lucas Felipe Baltazar Mariano",
];

/// Haitian given names. Women, men.
pub(crate) const HAITIAN: [&str; 2] = [
    "Widelene Mirlande Myrlande Islande Lovely Judeline Angeline Esther Rose-Merline Marie Guerline Nadège Fabiola Roseline Marie-Ange Dieula Yolande Ketly Micheline Carline",
    "Stevenson Stanley Samuel Peterson Daniel Wilson Jameson Evens Ricardo Emmanuel Jean Wilner Jacques Frantz Dieudonné Reginald Wisly Jean-Robert Fritz Roodson",
];

/// Tattoo motifs: each a set of ways in which people write it, and how often it is seen.
pub(crate) const TATTOOS: [(&[&str], f64); 26] = [
    (&["rosa", "rosa roja con espinas", "flor (rosa)"], 8.0),
    (&["nombre «María»", "letras que dicen María", "leyenda María"], 4.0),
    (&["nombre «Kevin»", "letras: Kevin"], 2.0),
    (&["nombre de la madre en letra cursiva", "letras cursivas, nombre de mujer"], 5.0),
    (&["corazón", "corazón con iniciales", "corazón pequeño"], 6.0),
    (&["cruz", "crucifijo", "cruz con rosario"], 7.0),
    (&["Virgen de Guadalupe", "guadalupana", "imagen de la virgen"], 6.0),
    (&["San Judas Tadeo", "imagen de san Judas"], 4.0),
    (&["Santa Muerte", "niña blanca"], 3.0),
    (&["rostro de Cristo", "divino rostro", "Jesucristo"], 3.0),
    (&["Virgen de Suyapa", "virgencita de Suyapa"], 1.5),
    (&["calavera", "cráneo", "catrina"], 3.5),
    (&["payasos «ríe ahora llora después»", "dos máscaras, risa y llanto"], 2.0),
    (&["tres puntos", "mi vida loca (tres puntos)"], 2.5),
    (&["estrella", "estrella de cinco picos", "estrellas"], 4.0),
    (&["águila", "águila con alas abiertas"], 2.0),
    (&["alacrán", "escorpión"], 3.0),
    (&["mariposa", "mariposa de colores"], 3.5),
    (&["tribal", "figura tribal"], 4.0),
    (&["búho", "tecolote"], 1.0),
    (&["bandera de Honduras", "mapa de Honduras, 100% catracho"], 1.0),
    (&["quetzal", "ave quetzal de Guatemala"], 0.8),
    (&["fecha 14-02-1998", "números 14 02 98"], 1.5),
    (&["infinito", "signo de infinito con plumas"], 1.5),
    (&["ancla", "ancla de barco"], 1.0),
    (&["reloj con números romanos", "reloj de bolsillo"], 1.2),
];

/// Where tattoos are: code, whether it has sides, how often.
pub(crate) const TATTOO_PLACES: [((&str, bool), f64); 10] = [
    (("forearm", true), 10.0),
    (("upper-arm", true), 9.0),
    (("chest", true), 5.0),
    (("upper-back", false), 4.0),
    (("shoulder-blade", true), 3.0),
    (("hand", true), 3.0),
    (("wrist", true), 3.0),
    (("calf", true), 3.0),
    (("neck", true), 2.0),
    (("ankle", true), 2.0),
];

/// Marks other than tattoos: type, place, whether sided, whether seen on bone, texts.
#[derive(Clone, Copy)]
pub(crate) struct MarkWords {
    pub(crate) kind: &'static str,
    pub(crate) place: &'static str,
    pub(crate) sided: bool,
    pub(crate) on_bone: bool,
    pub(crate) texts: &'static [&'static str],
}

const fn mark(
    kind: &'static str,
    place: &'static str,
    sided: bool,
    on_bone: bool,
    texts: &'static [&'static str],
) -> MarkWords {
    MarkWords { kind, place, sided, on_bone, texts }
}

/// Marks with how often they are seen.
pub(crate) const MARKS: [(MarkWords, f64); 24] = [
    (
        mark(
            "scar",
            "forehead",
            false,
            false,
            &["cicatriz de 3 cm", "cicatriz por caída de niño", "raya en la frente"],
        ),
        5.0,
    ),
    (mark("scar", "eyebrow", true, false, &["ceja partida", "cicatriz que corta la ceja"]), 5.0),
    (mark("scar", "chin", false, false, &["cicatriz pequeña", "puntos de sutura antiguos"]), 3.0),
    (
        mark(
            "scar",
            "forearm",
            true,
            false,
            &["cicatriz de machete", "cortada larga de machete", "cicatriz lineal de 8 cm"],
        ),
        5.0,
    ),
    (mark("scar", "knee", true, false, &["cicatriz por caída", "raspón antiguo"]), 4.0),
    (mark("scar", "hand", true, false, &["cortada con vidrio", "cicatriz en forma de V"]), 3.0),
    (
        mark(
            "burn",
            "forearm",
            true,
            false,
            &["quemadura de aceite", "quemadura con agua caliente"],
        ),
        2.5,
    ),
    (mark("burn", "chest", false, false, &["quemadura de la niñez"]), 1.0),
    (
        mark(
            "appendectomy",
            "abdomen",
            false,
            false,
            &["operación del apéndice", "cicatriz de apendicitis"],
        ),
        2.5,
    ),
    (
        mark(
            "surgical-scar",
            "abdomen",
            false,
            false,
            &["operación de vesícula", "cicatriz quirúrgica vertical"],
        ),
        1.5,
    ),
    (mark("mole", "cheek", true, false, &["lunar", "lunar café"]), 5.0),
    (mark("mole", "neck", true, false, &["lunar grande", "lunar con vello"]), 3.0),
    (mark("mole", "upper-back", false, false, &["lunar", "varios lunares"]), 2.5),
    (
        mark("birthmark", "thigh", true, false, &["mancha de nacimiento", "mancha café", "antojo"]),
        2.5,
    ),
    (
        mark("birthmark", "upper-back", false, false, &["mancha oscura", "mancha de nacimiento"]),
        1.5,
    ),
    (mark("piercing", "earlobe", true, false, &["oreja perforada", "usa un arete"]), 4.0),
    (mark("piercing", "eyebrow", true, false, &["perforación"]), 1.0),
    (
        mark(
            "fracture-healed",
            "forearm",
            true,
            true,
            &[
                "se quebró el brazo de niño",
                "fractura antigua soldada",
                "callo óseo en cúbito y radio",
            ],
        ),
        3.0,
    ),
    (
        mark(
            "fracture-healed",
            "clavicle",
            true,
            true,
            &["se quebró la clavícula", "fractura consolidada"],
        ),
        1.5,
    ),
    (
        mark(
            "fracture-healed",
            "leg",
            true,
            true,
            &["fractura de tibia jugando fútbol", "fractura antigua de tibia"],
        ),
        2.0,
    ),
    (
        mark(
            "plate-screws",
            "leg",
            true,
            true,
            &["placa y tornillos en el fémur", "clavo en la pierna por accidente de moto"],
        ),
        0.6,
    ),
    (
        mark(
            "amputation",
            "little-finger",
            true,
            true,
            &["le falta la punta del dedo", "amputación de falange distal"],
        ),
        0.6,
    ),
    (mark("bullet-wound", "thigh", true, false, &["balazo", "orificio cicatrizado"]), 0.8),
    (mark("vitiligo", "hand", true, false, &["manchas blancas", "jiote"]), 0.8),
];

/// Teeth that families see: type and texts.
pub(crate) const TOOTH_MARKS: [((&str, &[&str]), f64); 6] = [
    (
        ("gold-tooth", &["diente de oro arriba", "casquillo dorado", "corona de oro en incisivo"]),
        2.0,
    ),
    (("window-crown", &["corona con ventana en forma de estrella", "casquillo con estrella"]), 0.7),
    (("missing-tooth", &["le falta un diente de enfrente", "ausencia de incisivo superior"]), 3.0),
    (("diastema", &["dientes separados", "espacio entre los dientes de enfrente"]), 2.5),
    (("crowding", &["dientes encimados", "apiñamiento inferior"]), 2.0),
    (("metal-crown", &["corona metálica", "muela con casquillo plateado"]), 1.2),
];

/// Garments: words by which the same one is called, for whom (0 women, 1 men, 2 both).
pub(crate) const TOPS: [(&[&str], u8); 8] = [
    (&["playera", "camiseta"], 2),
    (&["camisa a cuadros", "camisa"], 1),
    (&["blusa"], 0),
    (&["sudadera", "suéter con gorro"], 2),
    (&["chamarra", "chumpa"], 2),
    (&["camisola de fútbol", "playera de fútbol"], 1),
    (&["güipil", "huipil"], 0),
    (&["suéter"], 2),
];

/// Lower garments.
pub(crate) const BOTTOMS: [(&[&str], u8); 6] = [
    (&["pantalón de mezclilla", "jeans"], 2),
    (&["pantalón"], 2),
    (&["pants deportivo", "buzo"], 2),
    (&["falda", "corte"], 0),
    (&["calzoneta", "short"], 1),
    (&["pantalón cargo", "pantalón con bolsas"], 1),
];

/// Shoes.
pub(crate) const SHOES: [&[&str]; 5] = [
    &["tenis", "zapatos deportivos"],
    &["botas", "botas de trabajo"],
    &["sandalias", "chanclas"],
    &["zapatos"],
    &["burros", "botines"],
];

/// Colours.
pub(crate) const COLOURS: [&str; 10] = [
    "negro",
    "azul",
    "azul marino",
    "blanco",
    "gris",
    "rojo",
    "verde",
    "café",
    "amarillo",
    "morado",
];

/// Brands; blank where nobody noticed.
pub(crate) const BRANDS: [(&str, f64); 8] = [
    ("", 12.0),
    ("Nike", 2.0),
    ("Adidas", 2.0),
    ("Converse", 1.0),
    ("Puma", 1.0),
    ("Levi's", 1.0),
    ("Jordan", 0.7),
    ("Caterpillar", 0.5),
];

/// Effects: words by which the same thing is called, and how often.
pub(crate) const EFFECTS: [(&[&str], f64); 16] = [
    (&["rosario", "rosario de madera"], 5.0),
    (&["escapulario", "medalla de la virgen"], 3.0),
    (&["mochila", "morral"], 6.0),
    (&["celular", "teléfono"], 6.0),
    (&["papel con número de teléfono", "número de teléfono cosido en la ropa"], 3.0),
    (&["cincho", "cinturón"], 5.0),
    (&["gorra", "cachucha"], 5.0),
    (&["pulsera tejida", "esclava tejida"], 3.0),
    (&["anillo", "argolla"], 2.0),
    (&["cadena con dije", "collar con dije"], 2.5),
    (&["reloj"], 2.0),
    (&["Biblia pequeña", "Nuevo Testamento"], 1.5),
    (&["fotografía de una niña", "foto de niña"], 1.0),
    (&["boleto de autobús", "pasaje de bus"], 1.0),
    (&["estampa de san Judas", "oración impresa"], 1.5),
    (&["aretes", "aritos"], 2.5),
];

/// What families tell of health.
pub(crate) const MEDICAL: [(&[&str], f64); 7] = [
    (&["asma", "usa inhalador"], 3.0),
    (&["epilepsia", "convulsiones"], 1.5),
    (&["diabetes", "azúcar en la sangre"], 2.0),
    (&["embarazo de cuatro meses", "embarazada"], 1.0),
    (&["usa lentes", "miopía"], 3.0),
    (&["sordera parcial", "oye poco"], 0.6),
    (&["presión alta", "hipertensión"], 1.2),
];

/// The word for a husband or wife, of women and men, and the share of adults whose
/// relative that is.
pub(crate) const SPOUSE: ([&str; 2], f64) = (["esposo", "esposa"], 0.18);

/// Where people say they are going.
pub(crate) const DESTINATIONS: [(&str, f64); 16] = [
    ("Houston, Texas", 8.0),
    ("Los Ángeles, California", 8.0),
    ("Nueva York", 5.0),
    ("Virginia", 3.0),
    ("Maryland", 3.0),
    ("Atlanta, Georgia", 3.0),
    ("Miami, Florida", 4.0),
    ("Charlotte, Carolina del Norte", 2.0),
    ("Chicago, Illinois", 2.0),
    ("Dallas, Texas", 3.0),
    ("Nueva Jersey", 2.0),
    ("Nashville, Tennessee", 1.5),
    ("Monterrey, Nuevo León", 2.0),
    ("Ciudad de México", 1.5),
    ("Tijuana", 1.5),
    ("Estados Unidos", 6.0),
];

/// Who files a notice or is travelled to, with the word for the relative.
pub(crate) const KINSHIP: [(&str, f64); 7] = [
    ("madre", 10.0),
    ("padre", 4.0),
    ("hermana", 5.0),
    ("hermano", 4.0),
    ("tía", 2.5),
    ("abuela", 2.0),
    ("prima", 1.5),
];

/// Work at home, in narratives.
pub(crate) const WORK: [&str; 10] = [
    "trabajaba en el cafetal",
    "vendía en el mercado",
    "era albañil",
    "estudiaba",
    "trabajaba en una maquila",
    "sembraba maíz y frijol",
    "manejaba un mototaxi",
    "ayudaba en una panadería",
    "trabajaba en el corte de caña",
    "cuidaba a sus hermanos",
];
