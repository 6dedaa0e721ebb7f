//! Stochastic gradient descent, with momentum.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::setting::{CONVENTION, MOMENTUM, PYTORCH, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State};
use crate::declare::{Declared, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::range::Range;
use crate::sentence;

kind! {
    Sgd: SgdConfig::defaults(convention),
    "sgd", "SGD", "Gradient descent, with momentum if you like: the rate is the size of the step.",
    convention: CONVENTION,
    momentum: MOMENTUM,
    nesterov: Setting::flag("Look ahead along the velocity; needs momentum."),
    dampening: Setting::number(Range { max_accepted: true, ..Range::FRACTION }, "Share of a new gradient that the velocity leaves out.").only(PYTORCH),
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Sgd`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SgdConfig {
    /// Whose rule.
    pub convention: Convention,
    /// μ, share of the last velocity that is kept: 0 ≤ μ < 1.
    pub momentum: f64,
    /// Look ahead along the velocity (Nesterov 1983).
    pub nesterov: bool,
    /// d, share of a new gradient that the velocity leaves out: 0 ≤ d ≤ 1. PyTorch only, there 0 where absent.
    pub dampening: Option<f64>,
    /// λ ≥ 0, decoupled in Keras, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl SgdConfig {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self {
            convention,
            momentum: 0.0,
            nesterov: false,
            dampening: convention.choose(None, Some(0.0)),
            weight_decay: 0.0,
        }
    }
}

/// Gradient descent: w ← w − lr·g; with momentum μ and dampening d
///
/// | | Keras | PyTorch |
/// |---|---|---|
/// | velocity | v ← μ·v − lr·g | v ← μ·v + (1 − d)·g; the first v is g |
/// | momentum | w ← w + v | w ← w − lr·v |
/// | Nesterov | w ← w + μ·v − lr·g | w ← w − lr·(g + μ·v) |
/// | weight decay λ | w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// Keras's velocity holds the rate, so a change of the rate reaches it slowly; PyTorch's does not.
///
/// Sources: `keras/src/optimizers/sgd.py` (3.15), `torch/optim/sgd.py` (2.15).
#[derive(Clone, Debug)]
pub struct Sgd {
    momentum: f32,
    nesterov: bool,
    convention: Convention,
    /// None: no dampening, so the first step is like the others. Otherwise 1 − d.
    gain: Option<f32>,
    decay: Decay,
    started: bool,
    /// Empty without momentum.
    velocity: Vec<f32>,
}

impl Sgd {
    /// The rule for `parameters` parameters, its velocity 0.
    ///
    /// # Errors
    /// A setting out of its range; `dampening` in Keras; `nesterov` without momentum, which PyTorch refuses and
    /// which does nothing in Keras, or with dampening, which PyTorch refuses.
    pub fn new(config: SgdConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let SgdConfig { convention, momentum, nesterov, dampening, weight_decay } = config;
        let dampening = dampening.unwrap_or(0.0);
        if nesterov && momentum == 0.0 {
            let problem = sentence!(
                "error.nesterov-without-momentum",
                "true without momentum does nothing; set momentum above 0"
            );
            return Err(Error::new("nesterov", problem));
        }
        if nesterov && dampening != 0.0 {
            let problem =
                sentence!("error.nesterov-with-dampening", "true with dampening is not defined; set dampening to 0");
            return Err(Error::new("nesterov", problem));
        }
        Ok(Self {
            momentum: momentum as f32,
            nesterov,
            convention,
            gain: (dampening != 0.0).then_some((1.0 - dampening) as f32),
            decay: Decay::new(convention, weight_decay),
            started: false,
            velocity: if momentum > 0.0 { vec![0.0; parameters] } else { Vec::new() },
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        let (mu, nesterov, lr) = (self.momentum, self.nesterov, lr as f32);
        // The first velocity is 0, so a whole gradient makes it g.
        let gain = self.gain.filter(|_| self.started).unwrap_or(1.0);
        self.started = true;
        let all = parameters.iter_mut().zip(gradients);
        if self.velocity.is_empty() {
            return all.for_each(|(w, g)| {
                let (from, g) = decay.apply(*w, *g);
                *w = from - lr * g;
            });
        }
        let all = all.zip(&mut self.velocity);
        match self.convention {
            Convention::Keras => all.for_each(|((w, g), v)| {
                let (from, g) = decay.apply(*w, *g);
                *v = mu * *v - lr * g;
                *w = from + if nesterov { mu * *v - lr * g } else { *v };
            }),
            Convention::Pytorch => all.for_each(|((w, g), v)| {
                let (from, g) = decay.apply(*w, *g);
                *v = mu * *v + gain * g;
                *w = from - lr * if nesterov { g + mu * *v } else { *v };
            }),
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        let started = self.gain.map(|_| State::Number(self.started.into()));
        [State::Array(&self.velocity)].into_iter().chain(started).collect()
    }
}

impl Method for Sgd {
    fn default_lr(convention: Convention) -> f64 {
        convention.choose(0.01, 0.001)
    }

    fn is_common(config: &SgdConfig) -> bool {
        // Without momentum a decay that is added to the gradient is the same as one beside it.
        config.momentum == 0.0
    }

    fn swing(config: &SgdConfig, _: u64) -> Swings {
        let dampening = config.dampening.unwrap_or(0.0);
        if config.momentum > 0.0 && dampening == 1.0 {
            return Err(sentence!(
                "edge.dampened",
                "With a dampening of 1 the rule takes no gradient after its first, so no rate makes it unstable."
            ));
        }
        let swing = Swing::new(config.momentum, "β");
        Ok(match (config.nesterov, config.momentum > 0.0 && dampening > 0.0) {
            (true, _) => swing.gaining(1.0 + 2.0 * config.momentum, "(1+2β)"),
            (false, true) => swing.gaining(1.0 - dampening, "(1−d)"),
            (false, false) => swing,
        })
    }

    fn step_lines(config: &SgdConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let mu = number(config.momentum);
        if config.momentum == 0.0 {
            return "lr * g".to_owned();
        }
        update.slot("v");
        match (config.convention, config.nesterov) {
            (Convention::Keras, nesterov) => {
                update.add(format!("v = {mu} * v - lr * g"));
                if nesterov { format!("lr * g - {mu} * v") } else { "-v".to_owned() }
            }
            (Convention::Pytorch, nesterov) => {
                match config.dampening.filter(|dampening| *dampening != 0.0) {
                    Some(dampening) => {
                        update.add(format!("v = {mu} * v + {xp}.where(t > 1, {}, 1.0) * g", number(1.0 - dampening)));
                    }
                    None => update.add(format!("v = {mu} * v + g")),
                }
                if nesterov { format!("lr * (g + {mu} * v)") } else { "lr * v".to_owned() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Sgd, SgdConfig};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// From the table above by hand.
    #[test]
    fn two_steps_by_hand() {
        for (momentum, nesterov, dampening, weight_decay, convention, want) in [
            (0.0, false, None, 0.0, Keras, [0.9, 0.3]),
            (0.5, false, None, 0.0, Keras, [0.9, 0.25]),   // v = −0.1, −0.65
            (0.5, true, None, 0.0, Keras, [0.85, -0.075]), // + 0.5·v − lr·g
            (0.0, false, None, 0.5, Keras, [0.85, 0.165]), // 0.95 − 0.1; 0.85·0.9 − 0.6
            (0.5, false, None, 0.0, Pytorch, [0.9, 0.2]),  // v = 1, 3.5
            (0.5, true, None, 0.0, Pytorch, [0.85, -0.1]), // − lr·(g + 0.5·v)
            (0.5, false, Some(0.5), 0.0, Pytorch, [0.9, 0.5]), // v = 1, 2
            (0.0, false, None, 0.5, Pytorch, [0.85, 0.165]), // g = 1.5, 3.425
            (0.5, false, None, 0.5, Pytorch, [0.85, 0.015]), // v = 1.5, 4.175
        ] {
            let config = SgdConfig { convention, momentum, nesterov, dampening, weight_decay };
            let mut sgd = Sgd::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| sgd.update(w, g, lr)), want, &config);
        }
    }

    #[test]
    fn nesterov_needs_momentum_without_dampening() {
        let keras = SgdConfig::defaults(Keras);
        let pytorch = SgdConfig::defaults(Pytorch);
        for (config, field) in [
            (SgdConfig { nesterov: true, ..keras }, "nesterov"),
            (SgdConfig { nesterov: true, momentum: 0.9, dampening: Some(0.1), ..pytorch }, "nesterov"),
        ] {
            assert_eq!(Sgd::new(config, 1).unwrap_err().field(), field, "{config:?}");
        }
    }
}
