//! A probability, its range checked once.

use std::fmt;

use crate::error::ModelError;

/// A number from 0 to 1.
///
/// ```
/// use vinculo_model::Probability;
/// assert_eq!(Probability::new(0.25).unwrap().get(), 0.25);
/// assert!(Probability::new(1.01).is_err());
/// assert!(Probability::new(f64::NAN).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// Impossible.
    pub const ZERO: Probability = Probability(0.0);

    /// Certain.
    pub const ONE: Probability = Probability(1.0);

    /// Takes a number from 0 to 1.
    ///
    /// # Errors
    /// [`ModelError::OutOfRange`] for any other number, NaN included.
    pub fn new(value: f64) -> Result<Probability, ModelError> {
        if (0.0..=1.0).contains(&value) {
            Ok(Probability(value))
        } else {
            Err(ModelError::OutOfRange { what: "a probability", value, rule: "from 0 to 1" })
        }
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// 1 minus this.
    pub fn complement(self) -> Probability {
        Probability(1.0 - self.0)
    }

    /// For results of arithmetic that can leave the range by rounding alone.
    pub(crate) fn rounded_into_range(value: f64) -> Probability {
        Probability(value.clamp(0.0, 1.0))
    }
}

impl fmt::Display for Probability {
    /// Six decimals, or as many as the formatter asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = f.precision().unwrap_or(6);
        write!(f, "{:.decimals$}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_is_closed() {
        let check = |value: f64, accepted: bool| {
            assert_eq!(Probability::new(value).is_ok(), accepted, "{value}");
        };
        check(0.0, true);
        check(1.0, true);
        check(0.5, true);
        check(-f64::EPSILON, false);
        check(1.0 + f64::EPSILON, false);
        check(f64::NAN, false);
        check(f64::INFINITY, false);
    }

    #[test]
    fn error_names_rule_and_value() {
        let message = Probability::new(1.5).unwrap_err().to_string();
        assert_eq!(message, "a probability must be from 0 to 1, not 1.5");
    }
}
