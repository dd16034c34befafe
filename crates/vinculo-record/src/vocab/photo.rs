//! What a photo shows.

use super::vocabulary;

vocabulary! {
    /// What a photo shows, by the label that its uploader gave. The same picture means
    /// different things for each.
    PhotoSubject {
        Face "face" "rostro" "face" ["cara", "retrato", "portrait", "foto de frente", "frente", "selfie", "persona", "person", "headshot", "mugshot", "perfil"];
        Tattoo "tattoo" "tatuaje" "tattoo" ["tatuajes", "tattoos"];
        Mark "mark" "seña particular" "mark" ["seña", "marca", "cicatriz", "scar", "lunar", "mole", "birthmark", "mancha", "amputación", "marks", "señas"];
        Teeth "teeth" "dientes" "teeth" ["dental", "sonrisa", "smile", "dentadura", "radiografía dental", "odontograma"];
        Garment "garment" "prenda" "garment" ["ropa", "vestimenta", "clothing", "clothes", "playera", "camisa", "shirt", "pantalón", "zapatos", "calzado", "shoes"];
        Effect "effect" "objeto" "effect" ["objetos", "pertenencia", "pertenencias", "effects", "belongings", "item", "joya", "jewellery", "mochila", "teléfono"];
        Document "document" "documento" "document" ["identificación", "credencial", "pasaporte", "passport", "id", "id card", "cédula", "acta", "dpi", "dni", "ine"];
        Place "place" "lugar" "place" ["sitio", "site", "escena", "scene", "hallazgo", "mapa", "map"];
        Page "page" "ficha o cartel" "notice or poster" ["ficha", "cartel", "volante", "boletín", "flyer", "poster", "notice", "alerta"];
    }
}
