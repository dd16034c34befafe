//! Where on the body a mark is, and on which side.

use super::vocabulary;

vocabulary! {
    /// A place on the body. Own compilation (CC0), united with NCIC's locations.
    BodyLocation {
        Head "head" "cabeza" "head" [];
        Face "face" "cara" "face" ["rostro"];
        Forehead "forehead" "frente" "forehead" [];
        Eyebrow "eyebrow" "ceja" "eyebrow" [];
        Eye "eye" "ojo" "eye" [];
        Eyelid "eyelid" "párpado" "eyelid" [];
        Nose "nose" "nariz" "nose" [];
        Cheek "cheek" "mejilla" "cheek" ["pómulo", "cachete", "cheekbone"];
        Mouth "mouth" "boca" "mouth" [];
        Lip "lip" "labio" "lip" [];
        Chin "chin" "barbilla" "chin" ["mentón"];
        Ear "ear" "oreja" "ear" [];
        Earlobe "earlobe" "lóbulo" "earlobe" [];
        Temple "temple" "sien" "temple" [];
        Scalp "scalp" "cuero cabelludo" "scalp" [];
        Nape "nape" "nuca" "nape" ["back of neck"];
        Neck "neck" "cuello" "neck" [];
        Throat "throat" "garganta" "throat" [];
        Shoulder "shoulder" "hombro" "shoulder" [];
        Clavicle "clavicle" "clavícula" "clavicle" ["collarbone"];
        Armpit "armpit" "axila" "armpit" ["sobaco"];
        Arm "arm" "brazo" "arm" [];
        UpperArm "upper-arm" "parte superior del brazo" "upper arm" [];
        Elbow "elbow" "codo" "elbow" [];
        Forearm "forearm" "antebrazo" "forearm" [];
        Wrist "wrist" "muñeca" "wrist" [];
        Hand "hand" "mano" "hand" [];
        Palm "palm" "palma" "palm" [];
        HandBack "hand-back" "dorso de la mano" "back of hand" ["dorso mano", "dorsum of hand"];
        Finger "finger" "dedo" "finger" ["dedo de la mano"];
        Thumb "thumb" "pulgar" "thumb" ["dedo gordo de la mano"];
        IndexFinger "index-finger" "índice" "index finger" ["dedo índice"];
        MiddleFinger "middle-finger" "dedo medio" "middle finger" ["dedo corazón"];
        RingFinger "ring-finger" "anular" "ring finger" ["dedo anular"];
        LittleFinger "little-finger" "meñique" "little finger" ["dedo meñique", "pinky"];
        Knuckle "knuckle" "nudillo" "knuckle" [];
        Fingernail "fingernail" "uña" "fingernail" [];
        Chest "chest" "pecho" "chest" ["tórax", "pectoral", "thorax"];
        Breast "breast" "seno" "breast" ["mama"];
        Nipple "nipple" "pezón" "nipple" ["tetilla"];
        Rib "rib" "costilla" "rib" ["costado", "parrilla costal", "ribs", "flank"];
        Abdomen "abdomen" "abdomen" "abdomen" ["vientre", "estómago", "barriga", "panza", "belly", "stomach"];
        Navel "navel" "ombligo" "navel" ["belly button"];
        Waist "waist" "cintura" "waist" [];
        Hip "hip" "cadera" "hip" [];
        Groin "groin" "ingle" "groin" [];
        Pubis "pubis" "pubis" "pubis" [];
        Back "back" "espalda" "back" [];
        UpperBack "upper-back" "espalda alta" "upper back" ["parte alta de la espalda"];
        LowerBack "lower-back" "espalda baja" "lower back" ["zona lumbar", "región lumbar", "lumbar"];
        ShoulderBlade "shoulder-blade" "omóplato" "shoulder blade" ["omoplato", "escápula", "paleta", "scapula"];
        Buttock "buttock" "glúteo" "buttock" ["nalga"];
        Leg "leg" "pierna" "leg" [];
        Thigh "thigh" "muslo" "thigh" [];
        Knee "knee" "rodilla" "knee" [];
        Calf "calf" "pantorrilla" "calf" ["chamorro"];
        Shin "shin" "espinilla" "shin" ["canilla", "tibia"];
        Ankle "ankle" "tobillo" "ankle" [];
        Foot "foot" "pie" "foot" [];
        Instep "instep" "empeine" "instep" [];
        Heel "heel" "talón" "heel" [];
        Sole "sole" "planta del pie" "sole" ["planta"];
        Toe "toe" "dedo del pie" "toe" [];
        BigToe "big-toe" "dedo gordo del pie" "big toe" ["dedo gordo"];
        Genitals "genitals" "genitales" "genitals" [];
        Trunk "trunk" "tronco" "trunk" ["torso", "torso"];
        WholeBody "whole-body" "todo el cuerpo" "whole body" [];
    }
}

impl BodyLocation {
    /// The larger region that it lies in, if any.
    pub const fn parent(self) -> Option<BodyLocation> {
        use BodyLocation as L;
        match self {
            L::Head | L::Neck | L::Arm | L::Leg | L::Trunk | L::WholeBody => None,
            L::Face | L::Ear | L::Temple | L::Scalp => Some(L::Head),
            L::Forehead
            | L::Eyebrow
            | L::Eye
            | L::Eyelid
            | L::Nose
            | L::Cheek
            | L::Mouth
            | L::Lip
            | L::Chin => Some(L::Face),
            L::Earlobe => Some(L::Ear),
            L::Nape | L::Throat => Some(L::Neck),
            L::Shoulder | L::Armpit | L::UpperArm | L::Elbow | L::Forearm | L::Wrist | L::Hand => {
                Some(L::Arm)
            }
            L::Clavicle | L::Breast | L::Nipple => Some(L::Chest),
            L::Palm | L::HandBack | L::Finger | L::Knuckle => Some(L::Hand),
            L::Thumb
            | L::IndexFinger
            | L::MiddleFinger
            | L::RingFinger
            | L::LittleFinger
            | L::Fingernail => Some(L::Finger),
            L::Chest
            | L::Rib
            | L::Abdomen
            | L::Waist
            | L::Hip
            | L::Groin
            | L::Pubis
            | L::Back
            | L::Buttock
            | L::Genitals => Some(L::Trunk),
            L::Navel => Some(L::Abdomen),
            L::UpperBack | L::LowerBack | L::ShoulderBlade => Some(L::Back),
            L::Thigh | L::Knee | L::Calf | L::Shin | L::Ankle | L::Foot => Some(L::Leg),
            L::Instep | L::Heel | L::Sole | L::Toe => Some(L::Foot),
            L::BigToe => Some(L::Toe),
        }
    }
}

vocabulary! {
    /// The side, from the person's own viewpoint. Families often give the observer's.
    Side {
        Left "left" "izquierdo" "left" ["izquierda", "izq", "izq.", "izdo", "izda", "siniestro", "l", "lt"];
        Right "right" "derecho" "right" ["derecha", "der", "der.", "dcho", "dcha", "diestro", "r", "rt"];
        Both "both" "ambos" "both" ["ambas", "bilateral", "bilateral"];
        Midline "midline" "central" "midline" ["medio", "línea media", "center"];
    }
}
