//! Where a record's person comes from, as far as it tells how frequent names are.

use vinculo_record::{Record, fold};

use super::token::hash_of;

/// Country and department of origin, as numbers; 0 where they are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Home {
    pub country: u32,
    pub admin1: u32,
}

impl Home {
    /// Of the origin; a country else of a single nationality.
    pub fn of(record: &Record) -> Self {
        let identity = &record.identity;
        let country = identity.origin.country.or(match identity.nationality.as_slice() {
            [one] => Some(*one),
            _ => None,
        });
        let Some(country) = country else { return Self::default() };
        let number = |text: &str| (hash_of(text) as u32).max(1);
        let admin1 = identity.origin.admin1.as_deref().map(fold).unwrap_or_default();
        Self {
            country: number(country.code()),
            admin1: match admin1.as_str() {
                "" => 0,
                text => number(&format!("{} {text}", country.code())),
            },
        }
    }

    /// How near two people's homes are: 2 in one department, 1 in one country, else 0.
    pub const fn near(self, other: Home) -> usize {
        if self.admin1 != 0 && self.admin1 == other.admin1 {
            2
        } else if self.country != 0 && self.country == other.country {
            1
        } else {
            0
        }
    }
}
