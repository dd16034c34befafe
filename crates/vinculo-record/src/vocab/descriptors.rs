//! What a person looks like: sex, hair, eyes, skin, build; how stature was found.

use super::vocabulary;

vocabulary! {
    /// Biological sex as recorded. `M` and `H` alone are ambiguous (mujer, masculino)
    /// and are read through a mapping file only.
    Sex {
        Male "male" "hombre" "male" ["masculino", "varón", "macho", "man", "boy", "niño", "homme", "mâle"];
        Female "female" "mujer" "female" ["femenino", "femenina", "hembra", "woman", "girl", "niña", "femme"];
        Undetermined "undetermined" "indeterminado" "undetermined" ["indeterminable", "no determinado", "sin determinar", "inconclusive"];
        Other "other" "otro" "other" ["intersex", "intersexual", "x"];
    }
}

vocabulary! {
    /// Hair colour. NCIC codes in brackets: BLK, BRO, BLN, SDY, RED, GRY, WHI.
    HairColour {
        Black "black" "negro" "black" ["blk", "negra", "negros", "azabache", "oscuro", "prieto"];
        DarkBrown "dark-brown" "castaño oscuro" "dark brown" ["café oscuro", "moreno"];
        Brown "brown" "castaño" "brown" ["bro", "café", "cafés", "marrón", "castaña", "castaños"];
        LightBrown "light-brown" "castaño claro" "light brown" ["café claro", "dark blond"];
        Blond "blond" "rubio" "blond" ["bln", "güero", "canche", "chele", "rubia", "blonde", "rubios", "blond strawberry"];
        Sandy "sandy" "arena" "sandy" ["sdy"];
        Red "red" "pelirrojo" "red" ["auburn", "red auburn", "rojizo", "colorado", "roja"];
        Grey "grey" "canoso" "grey" ["gry", "gray", "gris", "grisáceo"];
        PartlyGrey "partly-grey" "entrecano" "partly grey" ["salt and pepper", "gray or partially gray", "canas"];
        White "white" "blanco" "white" ["whi", "cano"];
        Dyed "dyed" "teñido" "dyed" ["pintado", "tinte", "decolorado", "mechas"];
        Bald "bald" "calvo" "bald" ["pelón", "calva", "sin cabello"];
    }
}

vocabulary! {
    /// Hair length.
    HairLength {
        Shaved "shaved" "rapado" "shaved" ["rasurado", "al rape"];
        Short "short" "corto" "short" ["corta", "cortos"];
        Medium "medium" "mediano" "medium" ["media", "a los hombros", "shoulder length"];
        Long "long" "largo" "long" ["larga", "largos"];
    }
}

vocabulary! {
    /// Eye colour. NCIC codes in brackets: BLK, BRO, HAZ, GRN, BLU, GRY, MAR, PNK, MUL.
    EyeColour {
        Black "black" "negros" "black" ["blk", "negro"];
        DarkBrown "dark-brown" "café oscuro" "dark brown" ["marrón oscuro", "cafés oscuros"];
        Brown "brown" "café" "brown" ["bro", "cafés", "marrón", "marrones", "castaños", "castaño"];
        LightBrown "light-brown" "café claro" "light brown" ["cafés claros"];
        Hazel "hazel" "miel" "hazel" ["haz", "avellana", "ámbar"];
        Green "green" "verdes" "green" ["grn", "verde"];
        Blue "blue" "azules" "blue" ["blu", "azul", "zarco", "zarcos"];
        Grey "grey" "grises" "grey" ["gry", "gris", "gray"];
        Maroon "maroon" "granate" "maroon" ["mar"];
        Pink "pink" "rosados" "pink" ["pnk"];
        Multi "multi" "varios colores" "multi" ["mul", "multicolor"];
        Prosthesis "prosthesis" "prótesis" "prosthesis" ["ojo de vidrio", "glass eye"];
    }
}

vocabulary! {
    /// Skin tone (tez). NCIC codes in brackets.
    SkinTone {
        Albino "albino" "albina" "albino" ["alb"];
        Fair "fair" "blanca" "fair" ["far", "blanco", "güera", "white"];
        Light "light" "clara" "light" ["lgt", "claro", "trigueña clara"];
        Yellow "yellow" "amarilla" "yellow" ["yel"];
        Olive "olive" "apiñonada" "olive" ["oly", "aceitunada", "trigueña", "trigueño"];
        Medium "medium" "media" "medium" ["med", "mediana"];
        Ruddy "ruddy" "rojiza" "ruddy" ["rud", "rubicunda"];
        Sallow "sallow" "cetrina" "sallow" ["sal"];
        LightBrown "light-brown" "morena clara" "light brown" ["lbr", "moreno claro"];
        MediumBrown "medium-brown" "morena" "medium brown" ["mbr", "moreno", "brown", "café"];
        DarkBrown "dark-brown" "morena oscura" "dark brown" ["dbr", "moreno oscuro", "prieta"];
        Dark "dark" "oscura" "dark" ["drk", "oscuro"];
        Black "black" "negra" "black" ["blk", "negro", "afrodescendiente"];
    }
}

vocabulary! {
    /// Build (complexión).
    Build {
        Thin "thin" "delgada" "thin" ["delgado", "flaca", "flaco", "slim", "slender", "small"];
        Medium "medium" "mediana" "medium" ["mediano", "regular", "media", "average", "normal"];
        Athletic "athletic" "atlética" "athletic" ["atlético", "muscular"];
        Robust "robust" "robusta" "robust" ["robusto", "fornida", "fornido", "gruesa", "grueso", "heavy", "large", "stocky"];
        Obese "obese" "obesa" "obese" ["obeso", "gorda", "gordo"];
    }
}

vocabulary! {
    /// How a stature was found; decides its error.
    StatureMethod {
        Measured "measured" "medida" "measured" ["medición", "medido"];
        Remembered "remembered" "recordada" "remembered" ["referida", "reportada", "reported", "estimada por familia", "memory"];
        Document "document" "documento" "document" ["licencia", "pasaporte", "licence", "license"];
        Bone "bone" "osteometría" "bone" ["huesos", "fórmula", "genovés", "del ángel y cisneros", "anthropology", "estimated"];
        Femur "bone-femur" "osteometría: fémur" "bone: femur" ["fémur", "femur", "genovés fémur", "fórmula de fémur", "longitud de fémur", "femur length"];
        Tibia "bone-tibia" "osteometría: tibia" "bone: tibia" ["tibia", "genovés tibia", "fórmula de tibia", "longitud de tibia", "tibia length"];
        Cadaver "cadaver" "cadáver" "cadaver length" ["talla de cadáver", "autopsia", "autopsy"];
    }
}
