//! Teeth: FDI two-digit notation and the states of a tooth.

use super::vocabulary;

/// Permanent or deciduous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dentition {
    /// Quadrants 1 to 4, positions 1 to 8.
    Permanent,
    /// Quadrants 5 to 8, positions 1 to 5.
    Deciduous,
}

/// A tooth by its FDI number: 11–18, 21–28, 31–38, 41–48 permanent, 51–55,
/// 61–65, 71–75, 81–85 deciduous (ISO 3950).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fdi(u8);

impl Fdi {
    /// The tooth of that number.
    pub const fn new(number: u8) -> Option<Fdi> {
        let positions = match number / 10 {
            1..=4 => 8,
            5..=8 => 5,
            _ => return None,
        };
        let position = number % 10;
        if position >= 1 && position <= positions { Some(Fdi(number)) } else { None }
    }

    /// The two-digit number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The quadrant, 1 to 8.
    pub const fn quadrant(self) -> u8 {
        self.0 / 10
    }

    /// The position from the midline, 1 to 8.
    pub const fn position(self) -> u8 {
        self.0 % 10
    }

    /// Permanent or deciduous.
    pub const fn dentition(self) -> Dentition {
        if self.0 < 50 { Dentition::Permanent } else { Dentition::Deciduous }
    }
}

vocabulary! {
    /// The state of a tooth. Time runs down the table, except for the last three.
    ToothState {
        Unerupted "unerupted" "sin erupcionar" "unerupted" ["u", "no erupcionado", "incluido"];
        Sound "sound" "sano" "sound" ["v", "virgin", "sana", "presente", "present"];
        Decayed "decayed" "caries" "decayed" ["cariado", "cariada", "caries dental", "decay"];
        Filled "filled" "obturado" "filled" ["amalgama", "resina", "restaurado", "obturada", "calza", "empaste", "filling", "relleno"];
        RootFilled "root-filled" "endodoncia" "root filled" ["tratamiento de conductos", "root canal"];
        Crown "crown" "corona" "crown" ["funda", "corona metálica", "casquillo", "gold crown", "corona de oro"];
        Extracted "extracted" "extraído" "missing ante-mortem" ["x", "ausente ante mortem", "ausente", "extraída", "perdido en vida", "missing"];
        Bridge "bridge" "puente" "bridge" ["póntico", "pontic"];
        Denture "denture" "prótesis removible" "denture" ["placa dental", "dentadura"];
        Implant "implant" "implante" "implant" ["implante dental"];
        LostPostMortem "lost-post-mortem" "perdido post mortem" "missing post-mortem" ["j", "ausente post mortem"];
        NotRecovered "not-recovered" "no recuperado" "not recovered" ["no recuperada", "sin recuperar"];
        NoInformation "no-information" "sin información" "no information" ["sin dato", "unknown"];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_two_teeth() {
        let teeth: Vec<Fdi> = (0..=99).filter_map(Fdi::new).collect();
        assert_eq!(teeth.len(), 52);
        assert_eq!(Fdi::new(55).unwrap().dentition(), Dentition::Deciduous);
        assert_eq!((Fdi::new(19), Fdi::new(56), Fdi::new(91)), (None, None, None));
    }
}
