//! The loss figure.
