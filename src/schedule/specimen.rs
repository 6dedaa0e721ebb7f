//! For tests/recipe.rs: what a schedule needs, and no more.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, INIT_LR, Moment, share, whole};

kind! {
    Specimen: SpecimenConfig::new(init_lr),
    "specimen", "Specimen", "A test's own: down in a straight line, to a floor.",
    init_lr: INIT_LR,
    span: Setting::number(Range::POSITIVE, "Steps after which a line without a floor is at 0.")
        .length()
        .suits(|run| Datum::Number(run.length)),
    floor: Setting::number(Range::POSITIVE, "The last rate is initLr times this."),
}

/// Settings of [`Specimen`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpecimenConfig {
    /// The first rate.
    pub init_lr: f64,
    /// Steps (or epochs) after which a line without a floor is at 0.
    pub span: f64,
    /// What the last rate is `init_lr` times.
    pub floor: f64,
}

impl SpecimenConfig {
    /// Down to a tenth, on the way to 0 after 100.
    pub fn new(init_lr: f64) -> Self {
        Self { init_lr, span: 100.0, floor: 0.1 }
    }
}

/// lr(t) = initLr · max(1 − t / span, floor)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Specimen(SpecimenConfig);

impl Curve for Specimen {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "Floor",
            |config| (config.span, config.init_lr * config.floor),
            |config, t, lr| (config.span, config.floor) = (whole(t), share(lr, config.init_lr)),
        ),
    ];

    fn make(config: Self::Config) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    fn config(&self) -> &Self::Config {
        &self.0
    }

    fn formula(&self) -> String {
        "initLr * max(1 - t / span, floor)".to_owned()
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        let SpecimenConfig { init_lr, span, floor } = self.0;
        super::finite(init_lr * (1.0 - now.t as f64 / span).max(floor))
    }

    fn timing(&self) -> Timing {
        Timing { end: Some(self.0.span), ..Timing::default() }
    }
}
