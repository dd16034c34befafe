//! The numbers of the comparison of medical statements. All judgement.

/// Most statements of one record that are compared; the first count.
pub const MOST_STATEMENTS: usize = 8;
/// Share of fractures, plates and operations at the same place, where both tell one.
pub const SAME_PLACE: f32 = 0.12;
/// … at a neighbouring place or on the other side.
pub const NEARBY: f32 = 0.3;
/// Share on the same side, where both tell one. Closed form.
pub const SAME_SIDE: f32 = 0.5;
/// What a further statement that agrees adds of its bits: who is operated on has a
/// fracture and a plate, of one accident.
pub const FURTHER: f32 = 0.5;
/// The least frequency.
pub const MIN_FREQUENCY: f32 = 1e-6;
