//! Schedules as they are asked for: the types here, read in `read`, made in `build`.

mod build;
mod read;

use crate::schedule::{Anneal, CyclicMode, Fall, Monitor, OneCycleConvention, PlateauConvention, ThresholdMode, Unit};

/// A schedule: a shape over steps or epochs.
///
/// (In TypeScript it is an intersection: an interface cannot extend the union that a shape is, which `flatten` would
/// make it do.)
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(transparent))]
pub struct Schedule {
    /// What the shape's `t` counts; default `step`, and within a join or product what that counts.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    pub unit: Option<Unit>,
    /// The shape.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Shape & { unit?: \"step\" | \"epoch\" }"))]
    pub shape: Shape,
}

/// A shape of the rate over `t`. The pages of [`crate::schedule`]'s types have the equations.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Shape {
    /// The same rate for ever.
    Constant {
        /// The rate.
        lr: f64,
    },
    /// Decay in proportion to 1 / t: initLr / (1 + decayRate · t / decaySteps).
    InverseTime {
        /// The first rate.
        init_lr: f64,
        /// How much is added to the divisor for each `decaySteps`.
        decay_rate: f64,
        /// Default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        decay_steps: Option<f64>,
        /// Change in jumps; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        staircase: Option<bool>,
    },
    /// A factor every few steps: initLr · factor^⌊t / stepSize⌋.
    Step {
        /// The first rate.
        init_lr: f64,
        /// What the rate is multiplied by.
        factor: f64,
        /// Steps between two changes.
        step_size: f64,
    },
    /// A factor at given steps, from t = milestone on.
    MultiStep {
        /// The first rate.
        init_lr: f64,
        /// What the rate is multiplied by.
        factor: f64,
        /// Where, ascending.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
        milestones: Vec<u64>,
    },
    /// Given rates between given steps; the old rate still holds at t = boundary.
    Piecewise {
        /// Where one rate ends, ascending.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
        boundaries: Vec<u64>,
        /// The rates, one more than boundaries.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
        values: Vec<f64>,
    },
    /// Decay or growth by a factor.
    Exponential {
        /// The rate up to `begin`.
        init_lr: f64,
        /// The factor for each `decaySteps`.
        decay_rate: f64,
        /// Steps to one whole factor; default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        decay_steps: Option<f64>,
        /// Change in jumps; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        staircase: Option<bool>,
        /// Where the change begins; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        begin: Option<f64>,
        /// A floor when the rate falls, a ceiling when it rises.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        end_lr: Option<f64>,
    },
    /// Decay by a factor of e in 1 / k steps: initLr · e^(−k·t).
    NaturalExponential {
        /// The first rate.
        init_lr: f64,
        /// The speed of the decay.
        k: f64,
    },
    /// From one rate to another by equal factors.
    Geometric {
        /// The first rate.
        start_lr: f64,
        /// The last rate.
        end_lr: f64,
        /// How many rates.
        steps: u64,
    },
    /// From one rate to another by equal differences; endLr from t = steps on.
    Linear {
        /// The first rate.
        start_lr: f64,
        /// The last rate.
        end_lr: f64,
        /// Where the last rate is reached.
        steps: u64,
    },
    /// Decay along a power: endLr + (initLr − endLr) · (1 − t / decaySteps)^power.
    Polynomial {
        /// The first rate.
        init_lr: f64,
        /// The last rate; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        end_lr: Option<f64>,
        /// Where the last rate is reached.
        decay_steps: f64,
        /// The exponent; default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        power: Option<f64>,
        /// Begin again, longer each time; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        cycle: Option<bool>,
    },
    /// Half a cosine, after a straight warm-up if there is a `warmupTarget`.
    Cosine {
        /// The first rate.
        init_lr: f64,
        /// Steps of the decay, the warm-up not counted.
        decay_steps: f64,
        /// The last rate as a share of the highest; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        alpha: Option<f64>,
        /// The rate at the end of the warm-up.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        warmup_target: Option<f64>,
        /// Steps of the warm-up; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        warmup_steps: Option<f64>,
    },
    /// Cosines one after another.
    WarmRestarts {
        /// The first rate.
        init_lr: f64,
        /// Steps of the first cosine.
        first_decay_steps: f64,
        /// How much longer each cosine is than the last; default 2.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        t_mul: Option<f64>,
        /// How much higher each cosine begins than the last; default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        m_mul: Option<f64>,
        /// The lowest rate as a share of `initLr`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        alpha: Option<f64>,
    },
    /// Up and down for ever.
    Cyclic {
        /// The lowest rate.
        base_lr: f64,
        /// The highest rate.
        max_lr: f64,
        /// Steps up.
        step_size_up: f64,
        /// Steps down; default as up.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        step_size_down: Option<f64>,
        /// How the peaks go on; default `triangular`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"triangular\" | \"triangular2\" | \"exp-range\""))]
        mode: Option<CyclicMode>,
        /// The factor of each step in the mode `exp-range`; default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        gamma: Option<f64>,
    },
    /// Up once, then down below the beginning.
    OneCycle {
        /// The highest rate.
        max_lr: f64,
        /// Steps of the whole.
        total_steps: u64,
        /// Share of the steps before the peak; default 0.3, fastai 0.25.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        pct_start: Option<f64>,
        /// The first rate is `maxLr` divided by this; default 25.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        div_factor: Option<f64>,
        /// The last rate is the first (fastai: `maxLr`) divided by this; default 1e4, fastai 1e5.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        final_div_factor: Option<f64>,
        /// The way between two rates; default `cos`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"cos\" | \"linear\""))]
        anneal: Option<Anneal>,
        /// Back to the first rate, then on to the last; default false, true for optax's `linear`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        three_phase: Option<bool>,
        /// optax with three phases: share of the steps before the last one; default 0.85.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        pct_final: Option<f64>,
        /// Whose end points; default `pytorch`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"pytorch\" | \"optax\" | \"fastai\""))]
        convention: Option<OneCycleConvention>,
    },
    /// Decay in proportion to 1 / √t, after a straight warm-up.
    InverseSqrt {
        /// The highest rate.
        max_lr: f64,
        /// Steps of the warm-up from 0; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        warmup_steps: Option<f64>,
        /// The longer, the slower it falls; default `warmupSteps`, or 10000 without them.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        timescale: Option<f64>,
    },
    /// The Transformer's own: factor · modelSize^−½ · min(n^−½, n · warmupSteps^−³⁄₂), n = t + 1.
    Noam {
        /// Features of the model.
        model_size: u64,
        /// Steps of the warm-up.
        warmup_steps: u64,
        /// Default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        factor: Option<f64>,
    },
    /// Up, level, down.
    WarmupStableDecay {
        /// The level rate.
        max_lr: f64,
        /// Steps up.
        warmup_steps: u64,
        /// Steps level.
        stable_steps: u64,
        /// Steps down.
        decay_steps: u64,
        /// The first rate; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        start_lr: Option<f64>,
        /// The last rate; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        end_lr: Option<f64>,
        /// How it falls; default `linear`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"linear\" | \"cos\" | \"sqrt\""))]
        anneal: Option<Fall>,
    },
    /// Schedules one after another, each counting from its own boundary. A piece without a unit has this one's.
    Join {
        /// The pieces.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "Schedule[]"))]
        schedules: Vec<Schedule>,
        /// Where the second and every further piece begins, ascending.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
        boundaries: Vec<u64>,
    },
    /// Schedules multiplied. A factor without a unit has this one's.
    Product {
        /// The factors.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "Schedule[]"))]
        schedules: Vec<Schedule>,
    },
    /// Down by a factor when a metric has stopped falling; it acts at the ends of epochs.
    Plateau {
        /// The first rate.
        init_lr: f64,
        /// What the rate is multiplied by; default 0.1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        factor: Option<f64>,
        /// Epochs without improvement that are borne; default 10.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        patience: Option<u64>,
        /// keras: the least improvement; default 1e-4.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        min_delta: Option<f64>,
        /// pytorch: the least improvement; default 1e-4.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        threshold: Option<f64>,
        /// pytorch: a share of the best or a difference from it; default `rel`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"rel\" | \"abs\""))]
        threshold_mode: Option<ThresholdMode>,
        /// Epochs after a change in which none are counted; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        cooldown: Option<u64>,
        /// The rate never falls below this; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        min_lr: Option<f64>,
        /// Which metric a run watches; default `val-loss`, which without validation rows is the training loss.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"val-loss\" | \"loss\""))]
        monitor: Option<Monitor>,
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<PlateauConvention>,
    },
    /// A formula of step, epoch, lr, totalSteps, stepsPerEpoch, pi and e.
    Expression {
        /// Such as `epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch))`.
        expression: String,
        /// What the formula calls `lr`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        init_lr: Option<f64>,
    },
    /// Given rates.
    Table {
        /// One rate for each `t`.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
        values: Vec<f64>,
    },
}
