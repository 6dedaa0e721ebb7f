//! The browser: exports and the canvas.

#[allow(dead_code, reason = "the exports that draw are not here yet")]
mod canvas;
