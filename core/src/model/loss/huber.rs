//! Huber's loss.

use super::criterion::{Calls, Criterion, Kind, Scalar, each, mean_of, of_columns, twin_mean, twin_sign};

/// Mean over rows and outputs of ½(p − y)² where |p − y| ≤ 1, of |p − y| − ½ beyond (Huber 1964; δ = 1).
pub struct Huber;

impl Huber {
    /// δ, the distance from its target up to which an output counts quadratically: Keras's and PyTorch's default.
    pub const DELTA: f32 = 1.0;
}

impl Criterion for Huber {
    const KIND: &'static Kind = &Kind::plain(
        "huber",
        "Huber",
        "The squared error within a distance of 1 and the absolute error beyond, so that outliers weigh little.",
    );
    const CALLS: Calls =
        Calls { keras: "keras.losses.Huber()", pytorch: "nn.HuberLoss()", jax: "optax.huber_loss({}, y)" };

    fn evaluate(outputs: &[f32], targets: &[f32], _: usize, gradient: Option<&mut [f32]>) -> f64 {
        let clamped = |p: f32, y: f32| (p - y).clamp(-Self::DELTA, Self::DELTA);
        each(gradient, outputs, targets, 1.0 / outputs.len() as f32, clamped);
        mean_of(outputs, targets, |p, y| {
            let distance = (p - y).abs();
            let quadratic = 0.5 * distance * distance;
            if distance > Self::DELTA { Self::DELTA * (distance - 0.5 * Self::DELTA) } else { quadratic }
        })
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        let (delta, half) = (T::from(f64::from(Self::DELTA)), T::from(0.5));
        let far = |d: T| (twin_sign(d) * d).value() > f64::from(Self::DELTA);
        let term = |p, y| {
            let d = p - y;
            if far(d) { delta * (twin_sign(d) * d - half * delta) } else { half * d * d }
        };
        twin_mean(outputs, targets, &term, &|p, y| if far(p - y) { delta * twin_sign(p - y) } else { p - y })
    }

    /// Where the clamped distances to the targets cancel out, found by halving the interval.
    fn best_constant(targets: &[f32], width: usize) -> Vec<f32> {
        let delta = f64::from(Self::DELTA);
        of_columns(targets, width, |column| {
            let slope = |p: f64| column.iter().map(|y| (p - f64::from(*y)).clamp(-delta, delta)).sum::<f64>();
            let (mut low, mut high) = column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| {
                (low.min(f64::from(*y)), high.max(f64::from(*y)))
            });
            // More halvings than an f32 has bits.
            for _ in 0..40 {
                let middle = 0.5 * (low + high);
                if slope(middle) > 0.0 { high = middle } else { low = middle }
            }
            low
        })
    }
}
