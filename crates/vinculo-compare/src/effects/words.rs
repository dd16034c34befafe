//! Words for things and colours, with how usual they are.

/// Sorts of things: words for it (field vocabulary with its regional false friends,
/// unverified), and the share of records that name one (judgement).
pub const SORTS: &[(&[&str], f64)] = &[
    (&["pantalon", "pants", "trousers", "slacks"], 0.5),
    (&["pantalon de mezclilla", "mezclilla", "jeans", "jean", "blue jeans", "vaqueros"], 0.4),
    (&["playera", "camiseta", "t shirt", "tshirt", "tee", "franela", "polo", "camisola"], 0.5),
    (&["camisa", "shirt", "guayabera"], 0.25),
    (&["blusa", "blouse"], 0.12),
    (&["sudadera", "sueter", "sweater", "hoodie", "buzo", "chompa", "pullover", "sweatshirt"], 0.2),
    (&["chamarra", "chumpa", "chaqueta", "jacket", "campera", "abrigo", "coat", "cazadora"], 0.2),
    (
        &[
            "tenis",
            "burros",
            "zapatillas",
            "sneakers",
            "zapatos deportivos",
            "deportivos",
            "trainers",
            "running shoes",
        ],
        0.45,
    ),
    (&["zapatos", "shoes", "calzado", "mocasines"], 0.2),
    (&["botas", "boots", "botines"], 0.2),
    (&["sandalias", "chanclas", "sandals", "flip flops", "huaraches", "caites"], 0.12),
    (&["gorra", "cap", "cachucha", "visera", "baseball cap"], 0.25),
    (&["sombrero", "hat"], 0.06),
    (&["short", "shorts", "calzoneta", "bermuda", "pantaloneta", "pantalon corto"], 0.15),
    (&["falda", "skirt", "corte", "enagua"], 0.08),
    (&["huipil", "guipil"], 0.03),
    (&["vestido", "dress"], 0.06),
    (&["cinturon", "belt", "cincho", "faja"], 0.25),
    (&["mochila", "bolson", "salveque", "backpack", "morral", "rucksack", "bulto"], 0.3),
    (&["bolsa", "bolso", "bag", "purse", "cartera de mano", "handbag"], 0.12),
    (&["cartera", "billetera", "wallet"], 0.15),
    (&["rosario", "rosary"], 0.06),
    (&["escapulario", "scapular"], 0.04),
    (&["collar", "cadena", "necklace", "chain", "dije", "pendant", "medalla", "medal"], 0.1),
    (&["anillo", "ring", "sortija", "alianza"], 0.08),
    (&["aretes", "aritos", "chapas", "chapa", "earrings", "earring", "arete", "pendientes"], 0.1),
    (&["pulsera", "bracelet", "brazalete"], 0.1),
    (&["reloj", "watch"], 0.08),
    (&["telefono", "celular", "cell phone", "phone", "movil", "cellphone"], 0.2),
    (&["biblia", "bible"], 0.03),
    (&["estampa", "imagen religiosa", "holy card", "prayer card", "estampita"], 0.05),
    (&["lentes", "anteojos", "gafas", "glasses", "eyeglasses"], 0.05),
    (&["cepillo de dientes", "toothbrush"], 0.05),
    (&["botella", "bottle", "garrafa", "water jug"], 0.12),
    (&["papel", "nota", "paper", "note", "carta", "letter", "libreta", "notebook"], 0.08),
    (&["dinero", "money", "billetes", "monedas", "coins", "cash"], 0.15),
    (&["ropa interior", "underwear", "boxer", "calzon", "brasier", "bra", "trusa"], 0.2),
    (&["calcetines", "calcetas", "socks", "medias"], 0.2),
    (&["juguete", "muneca", "peluche", "toy", "doll", "teddy bear"], 0.02),
    (&["cobija", "manta", "blanket", "poncho"], 0.06),
];

/// Families of colours: words for them, and their share among things of one sort
/// (judgement: dark and blue clothes are the rule).
pub const COLOURS: &[(&[&str], f64)] = &[
    (&["negro", "negra", "black"], 0.24),
    (&["blanco", "blanca", "white", "crema", "beige", "hueso"], 0.16),
    (&["azul", "blue", "celeste", "marino", "navy", "turquesa"], 0.2),
    (&["rojo", "roja", "red", "vino", "guinda", "tinto", "maroon"], 0.09),
    (&["verde", "green", "oliva", "militar"], 0.07),
    (&["gris", "grey", "gray", "plomo"], 0.1),
    (&["cafe", "marron", "brown", "castano", "tan", "khaki", "caqui"], 0.08),
    (&["amarillo", "amarilla", "yellow", "mostaza"], 0.04),
    (&["naranja", "anaranjado", "anaranjada", "orange"], 0.03),
    (&["rosa", "rosado", "rosada", "pink", "fucsia"], 0.05),
    (&["morado", "morada", "purple", "lila", "violeta"], 0.03),
    (&["dorado", "dorada", "gold", "golden", "oro"], 0.05),
    (&["plateado", "plateada", "silver", "plata"], 0.05),
];

/// Words that describe nothing.
pub const STOP_WORDS: &[&str] = &[
    "de", "del", "la", "el", "los", "las", "con", "y", "en", "un", "una", "al", "a", "of", "with",
    "and", "the", "talla", "size", "marca", "brand", "color", "tipo", "manga", "larga", "corta",
    "que", "por", "for", "in", "on", "no",
];
