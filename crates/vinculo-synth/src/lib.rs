//! Seeded synthetic populations with known truth.
