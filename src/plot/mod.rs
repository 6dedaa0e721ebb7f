//! Figures as pure data, and how they reach a plotters backend.
//!
//! ```text
//! report or trace ─ figure ─> Chart (marks, labels, Layout; CSS pixels) ─ draw ─> canvas (page) | SVG (tests, first paint)
//! ```
//!
//! A figure places what the report holds. It computes no suggestion and no smoothing.

pub mod axis;
pub mod chart;
pub mod figure;
pub mod geometry;

mod place;
pub mod svg;
pub mod text;
pub mod theme;
