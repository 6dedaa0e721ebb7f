//! A range test of a hundred rates that nothing smooths.

use lr_lab::finder::{Against, FinderConfig, RampConfig, RampShape, Smoothing, StopRule};

pub(crate) const CONFIG: FinderConfig = FinderConfig {
    sweep: RampConfig { start_lr: 1e-4, end_lr: 1.0, steps: 100, shape: RampShape::Exponential },
    smoothing: Smoothing::None,
    stop: StopRule::Diverged { factor: 4.0, against: Against::BestSmoothed },
    lr_cap: None,
    rule: None,
    diverged_above: None,
};
