//! A closed interval of numbers: what is known of a measure.

/// `min ..= max`, both finite, `min <= max`. The unit is the field's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    min: f64,
    max: f64,
}

impl Interval {
    /// The interval, or `None` when a bound is not finite or they are in the
    /// wrong order.
    pub fn new(min: f64, max: f64) -> Option<Self> {
        (min.is_finite() && max.is_finite() && min <= max).then_some(Self { min, max })
    }

    /// The lower bound.
    pub const fn min(self) -> f64 {
        self.min
    }

    /// The upper bound.
    pub const fn max(self) -> f64 {
        self.max
    }

    /// Half way between the bounds.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.min, self.max)
    }

    /// Upper minus lower bound.
    pub fn width(self) -> f64 {
        self.max - self.min
    }

    /// The distance between two intervals; 0 where they overlap.
    pub fn gap(self, other: Self) -> f64 {
        (self.min - other.max).max(other.min - self.max).max(0.0)
    }

    /// Both bounds moved apart by `below` and `above`.
    #[must_use]
    pub fn widened(self, below: f64, above: f64) -> Self {
        Self { min: self.min - below.max(0.0), max: self.max + above.max(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_checked_and_gap_is_symmetric() {
        assert_eq!(Interval::new(2.0, 1.0), None);
        assert_eq!(Interval::new(f64::NAN, 1.0), None);
        let (a, b) = (Interval::new(1.0, 2.0).unwrap(), Interval::new(5.0, 6.0).unwrap());
        assert_eq!((a.gap(b), b.gap(a), a.gap(a)), (3.0, 3.0, 0.0));
    }
}
