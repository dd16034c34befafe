//! Kinds of marks on a body.

use super::vocabulary;

vocabulary! {
    /// The kind of a mark, after NCIC's families of scars, marks and tattoos, united
    /// with the project's own compilation of words of the region (CC0).
    MarkType {
        Tattoo "tattoo" "tatuaje" "tattoo" ["tatuado", "tatoo"];
        Scar "scar" "cicatriz" "scar" ["cicatrices", "cicatrix"];
        SurgicalScar "surgical-scar" "cicatriz quirúrgica" "surgical scar" ["herida quirúrgica", "cicatriz de operación", "cicatriz por cirugía"];
        Cesarean "cesarean" "cesárea" "cesarean scar" ["cicatriz de cesárea", "c-section scar"];
        Appendectomy "appendectomy" "apendicectomía" "appendectomy scar" ["cicatriz de apendicitis", "apéndice"];
        Burn "burn" "quemadura" "burn" ["cicatriz por quemadura", "burn scar"];
        Mole "mole" "lunar" "mole" ["nevus"];
        Birthmark "birthmark" "mancha de nacimiento" "birthmark" ["marca de nacimiento", "antojo", "mancha", "paño", "discoloration"];
        Wart "wart" "verruga" "wart" ["mezquino"];
        Piercing "piercing" "perforación" "piercing" ["arete"];
        Amputation "amputation" "amputación" "amputation" ["mutilado", "le falta", "miembro faltante", "missing part"];
        Deformity "deformity" "deformidad" "deformity" ["malformación"];
        FractureHealed "fracture-healed" "fractura antigua" "healed fracture" ["fractura consolidada", "fractura soldada", "old fracture"];
        Prosthesis "prosthesis" "prótesis" "prosthesis" ["artificial part"];
        PlateScrews "plate-screws" "placa" "surgical plate" ["clavo", "tornillos", "clavos", "material de osteosíntesis", "screws", "orthopedic hardware"];
        VaccinationScar "vaccination-scar" "vacuna" "vaccination scar" ["cicatriz de vacuna", "BCG"];
        StretchMarks "stretch-marks" "estrías" "stretch marks" [];
        Vitiligo "vitiligo" "vitiligo" "vitiligo" ["jiote"];
        BulletWound "bullet-wound" "herida por arma de fuego" "gunshot scar" ["balazo"];
        Strabismus "strabismus" "bizco" "strabismus" ["estrabismo"];
        MissingTooth "missing-tooth" "diente faltante" "missing tooth" ["le falta un diente", "chimuelo", "cholco"];
        GoldTooth "gold-tooth" "diente de oro" "gold tooth" ["corona de oro", "casquillo", "incrustación de oro", "gold crown"];
        MetalCrown "metal-crown" "corona metálica" "metal crown" ["casquillo de metal", "corona de acero", "steel crown"];
        Filling "filling" "amalgama" "filling" ["resina", "relleno", "calza", "empaste", "amalgam", "composite"];
        Crown "crown" "corona" "crown" ["funda"];
        Bridge "bridge" "puente" "bridge" [];
        Denture "denture" "dentadura postiza" "denture" ["placa dental", "prótesis dental", "partial plate"];
        Braces "braces" "brackets" "braces" ["frenos", "ortodoncia"];
        Diastema "diastema" "diastema" "diastema" ["dientes separados", "gap"];
        Crowding "crowding" "apiñamiento" "crowding" ["dientes encimados"];
        Overbite "overbite" "mordida profunda" "overbite" ["dientes salidos"];
        WindowCrown "window-crown" "ventana" "open-face crown" ["corona ventana", "corona en forma de ventana"];
        RemovedTattoo "removed-tattoo" "tatuaje removido" "removed tattoo" ["tatuaje borrado"];
        Implant "implant" "implante" "implant" ["marcapasos", "DIU", "pacemaker", "device"];
        RecentFracture "recent-fracture" "fractura reciente" "recent fracture" [];
        EyeDisorder "eye-disorder" "defecto del ojo" "eye disorder" ["catarata", "carnosidad", "cataract"];
        Deafness "deafness" "sordera" "deafness" ["sordo", "sorda", "deaf"];
        MedicalCondition "medical-condition" "padecimiento" "medical condition" ["enfermedad"];
        NeedleMarks "needle-marks" "marcas de aguja" "needle marks" ["venopunciones"];
        Freckles "freckles" "pecas" "freckles" [];
        Other "other" "otro" "other" ["otra", "seña particular"];
    }
}
