//! How large a rate may be where the loss has a given curvature.

use crate::number::number;
use crate::optimizer::{OptimizerSpec, Swing};
use crate::sentence;
use crate::sentence::Sentence;

/// The rates below which gradient descent and its two momenta are stable on a quadratic of curvature λ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StabilityLimits {
    /// 2 / λ
    pub gradient_descent: f64,
    /// (2 + 2β) / λ, heavy ball.
    pub momentum: f64,
    /// (2 + 2β) / ((1 + 2β)·λ)
    pub nesterov: f64,
}

/// The limits for curvature `lambda` and momentum `beta`; infinite where the loss does not curve up, NaN where it is not
/// finite.
///
/// ```
/// let limits = lr_lab_core::curvature::stability_limits(4.0, 0.9);
/// assert_eq!((limits.gradient_descent, limits.momentum), (0.5, 0.95));
/// ```
pub fn stability_limits(lambda: f64, beta: f64) -> StabilityLimits {
    StabilityLimits {
        gradient_descent: over(2.0, lambda),
        momentum: over(2.0 + 2.0 * beta, lambda),
        nesterov: over(2.0 + 2.0 * beta, (1.0 + 2.0 * beta) * lambda),
    }
}

/// A quotient of two numbers above 0; infinite where the lower one is not above 0.
fn over(numerator: f64, denominator: f64) -> f64 {
    if denominator <= 0.0 { f64::INFINITY } else { numerator / denominator }
}

/// The rate up to which a rule is stable.
#[derive(Clone, Debug, PartialEq)]
pub enum Stability {
    /// Up to an edge.
    Below(Edge),
    /// No rate is stable, or every one is, whatever the curvature; one sentence says why.
    NoEdge(Sentence),
}

/// The edge of a rule on a quadratic whose curvature, as the rule sees it, is λ at most:
///
/// ```text
/// lr < (2 + 2β) / (gain·λ + (1 + β)·δ)
/// ```
///
/// Each rule is linear in weight and velocity there, with its division by the size of the gradients held fixed. Of the
/// polynomial of that step, z² − …, one root passes −1 first: the weight swings from side to side and further out each
/// time. At z = −1 the polynomial is linear in lr, which gives the equation. λ is
///
/// | rule | of | β | gain |
/// |---|---|---|---|
/// | sgd | the Hessian H | momentum | 1; 1 − dampening; Nesterov: 1 + 2β |
/// | adagrad, adadelta | P⁻¹·H | 0 | 1 |
/// | rmsprop | P⁻¹·H | momentum | 1 |
/// | adam, adamw, adamax, radam | P⁻¹·H | β₁ | 1 − β₁ |
/// | nadam | P⁻¹·H | β₁ | 1 + β₁ − 2·μₜ·β₁, with μₜ its momentum at the step; it ends at (1 − β₁)·(1 + 2β₁) |
///
/// with P of [`Optimizer::preconditioner`](crate::optimizer::Optimizer::preconditioner). A weight decay that is added to
/// the gradient adds to the Hessian ([`Edge::pull`]); a decoupled one is δ.
///
/// P changes with every step, so for the adaptive rules the edge is where they would be stable if it did not. In the
/// first steps the corrections of Adam's biases make its steps up to ten times larger: it may then overshoot below the
/// edge, and comes back.
///
/// Sources: Cohen et al. (2021, arXiv:2103.00065) for both momenta; Cohen et al. (2022, arXiv:2207.14484) for Adam, with
/// the measurement that full-batch training comes to rest at its edge. The other adaptive rules follow by the same
/// algebra; `tests/curvature.rs` trains with each of them just below and just above its edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// β.
    beta: f64,
    gain: f64,
    /// δ of a decoupled weight decay.
    decay: f64,
    /// δ of a weight decay that the rule adds to the gradient, and so to every eigenvalue of the Hessian.
    pub pull: f64,
    /// Whether λ is of P⁻¹·H.
    pub preconditioned: bool,
    /// The equation, in λ, β and δ.
    pub formula: String,
}

impl Edge {
    /// The largest stable rate where the largest eigenvalue, the pull included, is `lambda`: infinite where nothing
    /// curves up, NaN where the loss is not finite.
    pub fn lr(&self, lambda: f64) -> f64 {
        let curvature = if lambda > 0.0 || lambda.is_nan() { self.gain * lambda } else { 0.0 };
        over(2.0 + 2.0 * self.beta, curvature + (1.0 + self.beta) * self.decay)
    }

    /// What λ, and δ where there is one, stand for: one sentence for a person.
    pub fn meaning(&self) -> Sentence {
        let of = if self.preconditioned {
            sentence!(
                "edge.curvature-as-seen",
                "the largest curvature of the loss as the optimizer sees it, divided by its own sizes of the gradients"
            )
        } else {
            sentence!("edge.curvature", "the largest curvature of the loss")
        };
        let decay = self.pull + self.decay;
        if decay > 0.0 {
            let decay = number(decay, 3);
            sentence!("edge.meaning-decayed", "λ is {of}; δ = {decay} is the weight decay.", of, decay)
        } else {
            sentence!("edge.meaning", "λ is {of}.", of)
        }
    }

    /// Why [`Edge::lr`] of `lambda` is what it is: a sentence or two for a person.
    pub fn reason(&self, lambda: f64) -> Sentence {
        let lr = self.lr(lambda);
        if lr.is_nan() {
            return sentence!(
                "edge.not-finite",
                "The loss, or what the optimizer divides by, is not finite here, so there is no curvature."
            );
        }
        let lambda = number(lambda - if self.preconditioned { 0.0 } else { self.pull }, 3);
        if lr.is_infinite() {
            return sentence!(
                "edge.flat",
                "λ = {lambda}: the loss curves up in no direction here, so no rate is too large for it.",
                lambda
            );
        }
        sentence!(
            "edge.above",
            "Above {formula} = {lr}, with λ = {lambda}, each step swings further out than the last. {meaning}",
            formula = self.formula,
            lr = number(lr, 3),
            lambda,
            meaning = self.meaning()
        )
    }
}

impl Stability {
    /// The equation of the edge.
    pub fn formula(&self) -> Option<&str> {
        match self {
            Self::Below(edge) => Some(&edge.formula),
            Self::NoEdge(_) => None,
        }
    }

    /// What λ stands for in it, or why there is none: a sentence for a person.
    pub fn meaning(&self) -> Sentence {
        match self {
            Self::Below(edge) => edge.meaning(),
            Self::NoEdge(why) => why.clone(),
        }
    }

    /// The edge of `rule` at optimizer step `step`, from 0.
    ///
    /// ```
    /// use lr_lab_core::curvature::Stability;
    /// use lr_lab_core::optimizer::{AdamConfig, Convention, OptimizerSpec};
    ///
    /// let adam = OptimizerSpec::Adam(AdamConfig::defaults(Convention::Keras));
    /// let Stability::Below(edge) = Stability::of(&adam, 0) else { panic!() };
    /// assert_eq!(edge.formula, "(2+2β₁)/((1−β₁)λ)");
    /// assert!((edge.lr(1.0) - 38.0).abs() < 1e-12);
    /// ```
    pub fn of(rule: &OptimizerSpec, step: u64) -> Self {
        match rule.swing(step) {
            Ok(swing) => Self::Below(Edge::of(swing, rule)),
            Err(why) => Self::NoEdge(why),
        }
    }
}

impl Edge {
    fn of(swing: Swing, rule: &OptimizerSpec) -> Self {
        let Swing { beta: (beta, name), gain: (gain, gain_name), preconditioned } = swing;
        let rate = rule.weight_decay();
        let (pull, decay) = if rule.is_decoupled() { (0.0, rate) } else { (rate, 0.0) };
        let numerator = if beta > 0.0 { format!("(2+2{name})") } else { "2".to_owned() };
        let lambda = if pull > 0.0 { "(λ+δ)" } else { "λ" };
        let gained = if beta > 0.0 { gain_name } else { "" };
        let decayed = match (decay > 0.0, beta > 0.0) {
            (false, _) => String::new(),
            (true, false) => "+δ".to_owned(),
            (true, true) => format!("+(1+{name})δ"),
        };
        let denominator = format!("{gained}{lambda}{decayed}");
        let formula = if gained.is_empty() && decayed.is_empty() {
            format!("{numerator}/{denominator}")
        } else {
            format!("{numerator}/({denominator})")
        };
        Edge { beta, gain, decay, pull, preconditioned, formula }
    }
}

#[cfg(test)]
mod tests {
    use super::{Stability, stability_limits};
    use crate::optimizer::{AdamConfig, Adamw, Convention, NadamConfig, OptimizerSpec, RmspropConfig, SgdConfig};
    use Convention::{Keras, Pytorch};

    /// `tests/curvature.rs` trains just below and above the edge of every rule.
    #[test]
    fn rates_to_the_last_digit() {
        let sgd = |convention| SgdConfig { momentum: 0.5, weight_decay: 2.0, ..SgdConfig::defaults(convention) };
        let adam = AdamConfig { weight_decay: 1.0, ..AdamConfig::defaults(Pytorch) };
        for (rule, want) in [
            (OptimizerSpec::Sgd(sgd(Keras)), 3.0 / 7.0),
            (OptimizerSpec::Sgd(sgd(Pytorch)), 3.0 / 6.0),
            (OptimizerSpec::Sgd(SgdConfig { dampening: Some(0.75), weight_decay: 0.0, ..sgd(Pytorch) }), 3.0),
            (OptimizerSpec::Rmsprop(RmspropConfig::defaults(Pytorch)), 0.5),
            (OptimizerSpec::Adam(adam), 38.0 / 5.0),
            (OptimizerSpec::Adam(AdamConfig { beta1: 0.0, weight_decay: 0.0, ..adam }), 0.5),
            (OptimizerSpec::Adamw(Adamw::defaults(Pytorch)), 3.8 / (0.4 + 1.9 * 0.01)),
            // Keras's momentum is β₁ after a few hundred steps: (2 + 2β₁)/((1 − β₁)(1 + 2β₁)λ).
            (OptimizerSpec::Nadam(NadamConfig::defaults(Keras)), 3.8 / (0.1 * 2.8 * 4.0)),
        ] {
            let Stability::Below(edge) = Stability::of(&rule, 999) else { panic!("{rule:?}") };
            assert!((edge.lr(4.0 + edge.pull) - want).abs() < 1e-9 * want, "{rule:?}: {}", edge.lr(4.0 + edge.pull));
        }
        let deaf = OptimizerSpec::Sgd(SgdConfig { dampening: Some(1.0), ..sgd(Pytorch) });
        assert!(matches!(Stability::of(&deaf, 0), Stability::NoEdge(why) if why.contains("dampening")));
    }

    #[test]
    fn a_loss_that_does_not_curve_up_has_no_limit_and_no_number_has_none() {
        let Stability::Below(edge) = Stability::of(&OptimizerSpec::Sgd(SgdConfig::defaults(Keras)), 0) else {
            panic!()
        };
        for lambda in [0.0, -0.0, -3.0, f64::NEG_INFINITY] {
            assert_eq!(edge.lr(lambda), f64::INFINITY);
            assert_eq!(stability_limits(lambda, 0.9).nesterov, f64::INFINITY);
        }
        assert!(edge.lr(f64::NAN).is_nan() && stability_limits(f64::NAN, 0.9).momentum.is_nan());
    }
}
