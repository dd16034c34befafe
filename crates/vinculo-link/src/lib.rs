//! Compiled profiles and exact ranking over all pairs.
