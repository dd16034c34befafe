//! Fellegi-Sunter: comparison levels, weights, explanations, calibration measures.
