//! For tests/recipe.rs: what an optimizer needs, and no more.

use super::method::{Method, Swing, Swings};
use super::setting::CONVENTION;
use super::update::{Update, number};
use super::{Convention, State};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

kind! {
    Specimen: SpecimenConfig::defaults(convention),
    "specimen", "Specimen", "A test's own: the gradient, scaled.",
    convention: CONVENTION,
    gain: Setting::number(Range::POSITIVE, "What the gradient is multiplied by.").short("g"),
}

/// Settings of [`Specimen`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpecimenConfig {
    /// The rule is the same under both.
    pub convention: Convention,
    /// What the gradient is multiplied by, above 0.
    pub gain: f64,
}

impl SpecimenConfig {
    /// Half of the gradient.
    pub const fn defaults(convention: Convention) -> Self {
        Self { convention, gain: 0.5 }
    }
}

/// w ← w − lr·gain·g
#[derive(Clone, Debug)]
pub struct Specimen(f32);

impl Specimen {
    /// The rule for any number of parameters.
    ///
    /// # Errors
    /// `gain`: not a finite number above 0.
    pub fn new(config: SpecimenConfig, _: usize) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config.gain as f32))
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let rate = lr as f32 * self.0;
        parameters.iter_mut().zip(gradients).for_each(|(w, g)| *w -= rate * g);
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        Vec::new()
    }
}

impl Method for Specimen {
    fn default_lr(_: Convention) -> f64 {
        0.02
    }

    fn is_common(_: &SpecimenConfig) -> bool {
        true
    }

    fn swing(config: &SpecimenConfig, _: u64) -> Swings {
        Ok(Swing::new(0.0, "0").gaining(config.gain, "gain"))
    }

    fn step_lines(config: &SpecimenConfig, _: &mut Update) -> String {
        format!("lr * {} * g", number(config.gain))
    }
}
