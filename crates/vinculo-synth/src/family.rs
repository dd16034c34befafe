//! Kin: two people in a row who may share home, surnames and way.

use crate::dice::{Dice, Stream};
use crate::journey::{Way, draw_way};
use crate::origin::{Origin, draw_origin, draw_surname};
use crate::rates::KIN;

/// What two kin have in common. Such people are the hardest to tell apart.
pub(crate) struct Family {
    pub(crate) origin: Origin,
    pub(crate) paternal: &'static str,
    pub(crate) maternal: &'static str,
    pub(crate) way: Way,
    /// Whether there are two of them on the way.
    pub(crate) together: bool,
}

/// The family of a person: shared with the neighbour in the numbering, or the
/// person's own.
pub(crate) fn draw_family(seed: u64, person: u32, own: &mut Dice) -> Family {
    let mut shared = Dice::new(seed, Stream::Family(person / 2));
    let together = shared.chance(KIN);
    let dice = if together { &mut shared } else { own };
    let origin = draw_origin(dice);
    let paternal = draw_surname(dice, &origin);
    let maternal = draw_surname(dice, &origin);
    let way = draw_way(dice, origin.country);
    Family { origin, paternal, maternal, way, together }
}
