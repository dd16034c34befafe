//! The state of a record, of remains, of samples, and how an age was found.

use super::vocabulary;

vocabulary! {
    /// The state of a case as its organisation reports it.
    Status {
        Open "open" "abierto" "open" ["activo", "activa", "vigente", "abierta", "missing", "desaparecido", "no localizado", "active"];
        Located "located" "localizado" "located" ["localizada", "localizado con vida", "found", "encontrado", "reunited"];
        Deceased "deceased" "localizado sin vida" "located deceased" ["fallecido", "fallecida", "dead"];
        Identified "identified" "identificado" "identified" ["identificada"];
        Released "released" "egresado" "released" ["egresada", "salió", "left", "trasladado"];
        Withdrawn "withdrawn" "retirado" "withdrawn" ["retirada", "cancelado", "cancelada"];
        Closed "closed" "cerrado" "closed" ["cerrada", "archivado"];
    }
}

vocabulary! {
    /// The condition of remains, after the terms of NamUs.
    Condition {
        Fresh "fresh" "reciente" "fresh" ["fresco", "rostro reconocible", "recognizable face", "recognisable", "cadáver reciente", "completo"];
        EarlyDecomposition "early-decomposition" "descomposición temprana" "early decomposition" ["not recognizable decomposing putrefaction", "putrefacción", "putrefacto", "enfisematoso", "descomposición"];
        AdvancedDecomposition "advanced-decomposition" "descomposición avanzada" "advanced decomposition" ["putrefacción avanzada", "avanzado estado de descomposición", "reducción esquelética"];
        Mummified "mummified" "momificado" "mummified" ["momificación", "not recognizable mummified", "momia"];
        SkeletalComplete "skeletal-complete" "esqueleto casi completo" "near complete skeleton" ["osamenta", "osamenta completa", "esqueleto", "esqueletizado", "esquelético", "not recognizable near complete or partial skeleton", "skeletal", "skeleton"];
        SkeletalPartial "skeletal-partial" "esqueleto parcial" "partial skeleton" ["osamenta incompleta", "osamenta parcial", "restos óseos", "fragmentos óseos", "not recognizable partial skeletal parts only", "partial remains", "segmento", "segmentos"];
        Burned "burned" "calcinado" "burned" ["carbonizado", "quemado", "charred", "not recognizable charred burned"];
        Traumatic "traumatic" "con lesiones traumáticas" "traumatic injuries" ["not recognizable traumatic injuries", "mutilado"];
    }
}

vocabulary! {
    /// A part of the body that was recovered.
    RecoveredPart {
        All "all" "todo" "all" ["completo", "complete", "all parts recovered"];
        Head "head" "cabeza" "head" ["cráneo", "skull", "cranium"];
        Mandible "mandible" "mandíbula" "mandible" ["maxilar inferior", "jaw"];
        Maxilla "maxilla" "maxilar" "maxilla" ["maxilar superior"];
        Teeth "teeth" "dientes" "teeth" ["piezas dentales"];
        Torso "torso" "tronco" "torso" ["tórax", "trunk"];
        Pelvis "pelvis" "pelvis" "pelvis" ["cadera"];
        Arms "arms" "brazos" "arms" ["miembros superiores", "extremidades superiores", "upper limbs"];
        Hands "hands" "manos" "hands" ["mano", "hand"];
        Legs "legs" "piernas" "legs" ["miembros inferiores", "extremidades inferiores", "lower limbs", "limbs"];
        Feet "feet" "pies" "feet" ["pie", "foot"];
        LongBone "long-bone" "hueso largo" "long bone" ["fémur", "tibia", "húmero", "femur", "humerus"];
    }
}

vocabulary! {
    /// What exists of a sample or print; never the profile itself.
    SampleStatus {
        Taken "taken" "muestra tomada" "sample taken" ["muestra", "sample", "tomada"];
        Typed "typed" "perfil obtenido" "profile typed" ["perfil", "profile", "con perfil"];
        InDatabase "in-database" "en base de datos" "in database" ["confronta", "codis", "afis", "confrontado"];
    }
}

vocabulary! {
    /// How an age was found.
    AgeMethod {
        Document "document" "documento" "document" ["acta", "acta de nacimiento", "birth certificate"];
        Declared "declared" "declarada" "declared" ["declaración", "referida", "self-reported"];
        Estimated "estimated" "estimada" "estimated" ["apariencia", "estimate", "visual"];
        Medical "medical" "dictamen médico" "medical assessment" ["médico", "rayos x", "dictamen"];
    }
}
