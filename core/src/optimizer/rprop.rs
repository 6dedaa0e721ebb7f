//! Rprop: only the signs of the gradients count.

use super::method::{Method, Swings};
use super::setting::CONVENTION;
use super::update::{Update, number};
use super::{Convention, State, sign};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;
use crate::sentence;

kind! {
    Rprop: RpropConfig::defaults(convention),
    "rprop", "Rprop", "Gives each weight a step of its own, which grows while its gradient keeps its sign: for the full batch. \
                       The rate is the first step alone, and the rule PyTorch's under both conventions.",
    convention: CONVENTION,
    eta_minus: Setting::number(
        Range { min_accepted: false, ..Range::FRACTION },
        "What a weight's step is multiplied by where its gradient has changed its sign.",
    ),
    eta_plus: Setting::number(Range::above(1.0), "What it is multiplied by where the sign is the same."),
    min_step: Setting::number(Range::NOT_NEGATIVE, "The smallest step."),
    max_step: Setting::number(Range::POSITIVE, "The largest step."),
}

/// Settings of [`Rprop`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RpropConfig {
    /// The rule is PyTorch's under both.
    pub convention: Convention,
    /// η⁻, 0 < η⁻ < 1.
    pub eta_minus: f64,
    /// η⁺ > 1.
    pub eta_plus: f64,
    /// The smallest step, at least 0.
    pub min_step: f64,
    /// The largest step.
    pub max_step: f64,
}

impl RpropConfig {
    /// PyTorch's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self { convention, eta_minus: 0.5, eta_plus: 1.2, min_step: 1e-6, max_step: 50.0 }
    }
}

/// Rprop (Riedmiller and Braun 1993): each weight has a step s, at first the rate, and remembers its gradient p, at first 0.
///
/// ```text
/// s ← min(max(s·η, minStep), maxStep)   with η = η⁺ where g·p > 0, η⁻ where g·p < 0, else 1
/// g ← 0                                 where g·p < 0
/// w ← w − s·sign(g),   p ← g
/// ```
///
/// It is meant for gradients of all rows: the signs of small batches' gradients change by chance. Later rates change
/// nothing, whatever the schedule. Keras has no Rprop; it has no weight decay.
///
/// Source: `torch/optim/rprop.py` (2.15).
#[derive(Clone, Debug)]
pub struct Rprop {
    eta_minus: f32,
    eta_plus: f32,
    min_step: f32,
    max_step: f32,
    started: bool,
    steps: Vec<f32>,
    gradients: Vec<f32>,
}

impl Rprop {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: RpropConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let RpropConfig { eta_minus, eta_plus, min_step, max_step, .. } = config;
        Ok(Self {
            eta_minus: eta_minus as f32,
            eta_plus: eta_plus as f32,
            min_step: min_step as f32,
            max_step: max_step as f32,
            started: false,
            steps: vec![0.0; parameters],
            gradients: vec![0.0; parameters],
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        if !self.started {
            self.started = true;
            self.steps.fill(lr as f32);
        }
        let (eta_minus, eta_plus, min_step, max_step) = (self.eta_minus, self.eta_plus, self.min_step, self.max_step);
        let all = parameters.iter_mut().zip(gradients).zip(self.steps.iter_mut().zip(&mut self.gradients));
        for ((w, g), (s, p)) in all {
            let turn = g * *p;
            let eta = if turn > 0.0 {
                eta_plus
            } else if turn < 0.0 {
                eta_minus
            } else {
                1.0
            };
            *s = (*s * eta).max(min_step).min(max_step);
            let g = if turn < 0.0 { 0.0 } else { *g };
            *w -= *s * sign(g);
            *p = g;
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.steps), State::Array(&self.gradients), State::Number(self.started.into())]
    }
}

impl Method for Rprop {
    fn default_lr(_: Convention) -> f64 {
        0.01
    }

    fn is_common(_: &RpropConfig) -> bool {
        true
    }

    fn swing(_: &RpropConfig, _: u64) -> Swings {
        Err(sentence!(
            "edge.own-steps",
            "Rprop takes the rate for its first step alone and then finds a step for each weight, so no rate makes it \
             unstable."
        ))
    }

    fn step_lines(config: &RpropConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [eta_minus, eta_plus, min_step, max_step] =
            [config.eta_minus, config.eta_plus, config.min_step, config.max_step].map(number);
        update.slot("s");
        update.slot("p");
        update.add("turn = g * p");
        update.add(format!("eta = {xp}.where(turn > 0, {eta_plus}, {xp}.where(turn < 0, {eta_minus}, 1.0))"));
        update.add(format!("s = {xp}.clip({xp}.where(t > 1, s, lr) * eta, {min_step}, {max_step})"));
        update.add(format!("g = {xp}.where(turn < 0, 0.0, g)"));
        update.add("p = g");
        format!("s * {xp}.sign(g)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Rprop, RpropConfig};

    /// Gradients 1, 2, −1, −1, −1 at a rate of 0.1: steps 0.1, 0.12, 0.06 without a move, 0.06, 0.072.
    #[test]
    fn steps_by_hand() {
        let mut rprop = Rprop::new(RpropConfig::defaults(Convention::Pytorch), 1).unwrap();
        let mut w = [1.0_f32];
        for (gradient, want) in [(1.0, 0.9), (2.0, 0.78), (-1.0, 0.78), (-1.0, 0.84), (-1.0, 0.912)] {
            rprop.update(&mut w, &[gradient], 0.1);
            assert!((w[0] - want).abs() < 1e-6, "{} against {want}", w[0]);
        }
    }

    #[test]
    fn steps_stay_between_their_ends() {
        let config = RpropConfig { min_step: 0.1, max_step: 0.3, ..RpropConfig::defaults(Convention::Keras) };
        let mut rprop = Rprop::new(config, 1).unwrap();
        let mut w = [0.0_f32];
        // The first rate is below the smallest step; later ones change nothing.
        for (gradient, moved) in [(1.0, 0.1), (1.0, 0.12), (1.0, 0.144)] {
            let before = w[0];
            rprop.update(&mut w, &[gradient], 1e-3);
            assert!((before - w[0] - moved).abs() < 1e-6);
        }
        (0..20).for_each(|_| rprop.update(&mut w, &[1.0], 7.0));
        let before = w[0];
        rprop.update(&mut w, &[1.0], 7.0);
        assert!((before - w[0] - 0.3).abs() < 1e-6);
    }
}
