//! Comparisons: two values in, an agreement level with a reason out.
