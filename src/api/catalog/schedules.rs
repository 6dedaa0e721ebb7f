//! The schedules.

use crate::range::Range;
use crate::schedule::{
    Anneal, CosineConfig, CyclicConfig, ExponentialConfig, Fall, InverseSqrtConfig, InverseTimeConfig, Monitor, Noam,
    OneCycleConfig, OneCycleConvention, PlateauConfig, PlateauConvention, PlateauRule, PolynomialConfig, STEPS,
    STEPS_OR_NONE, ThresholdMode, WarmRestartsConfig, WarmupStableDecayConfig,
};

use super::field::{FieldInfo, KindInfo};

/// Any rate, where a required setting only serves to ask a configuration for its defaults.
const ANY: f64 = 1.0;

pub(super) fn schedules() -> Vec<KindInfo> {
    vec![
        kind("constant", "Constant", "The same rate for ever: the baseline.", vec![rate("lr", "The rate.")]),
        inverse_time(),
        kind(
            "step",
            "Step",
            "Multiplied by a factor every few steps.",
            vec![first(), factor(), required("stepSize", Range::POSITIVE, "Steps between two changes.")],
        ),
        kind(
            "multi-step",
            "Multi-step",
            "Multiplied by a factor at given steps.",
            vec![
                first(),
                factor(),
                FieldInfo::numbers(
                    "milestones",
                    STEPS_OR_NONE,
                    "Where the rate changes, ascending; the new one holds there.",
                ),
            ],
        ),
        kind(
            "piecewise",
            "Piecewise constant",
            "Given rates between given steps.",
            vec![
                FieldInfo::numbers("boundaries", STEPS_OR_NONE, "The last step of each rate but one, ascending."),
                FieldInfo::numbers("values", Range::NOT_NEGATIVE, "The rates, one more than boundaries."),
            ],
        ),
        exponential(),
        kind(
            "natural-exponential",
            "Natural exponential",
            "Falls by a factor of e in 1/k steps.",
            vec![first(), required("k", Range::NOT_NEGATIVE, "The speed of the decay.")],
        ),
        kind(
            "geometric",
            "Geometric",
            "From one rate to another by equal factors: the range test.",
            vec![
                rate("startLr", "The first rate."),
                rate("endLr", "The last rate."),
                required("steps", STEPS, "How many rates."),
            ],
        ),
        kind(
            "linear",
            "Linear",
            "A straight line from one rate to another: a warm-up, or a decay.",
            vec![
                required("startLr", Range::NOT_NEGATIVE, "The first rate."),
                required("endLr", Range::NOT_NEGATIVE, "The last rate."),
                required("steps", STEPS_OR_NONE, "Where the last rate is reached."),
            ],
        ),
        polynomial(),
        cosine(),
        warm_restarts(),
        cyclic(),
        one_cycle(),
        inverse_sqrt(),
        kind(
            "noam",
            "Noam",
            "The Transformer's own: up in a straight line, then down with 1/√t.",
            vec![
                required("modelSize", STEPS, "Features of the model; the more, the lower the rate."),
                required("warmupSteps", STEPS, "Steps of the warm-up."),
                FieldInfo::number("factor", Range::POSITIVE, Noam::FACTOR, "What all rates are multiplied by."),
            ],
        ),
        warmup_stable_decay(),
        kind(
            "join",
            "Join",
            "One schedule after another, each counting from its own beginning.",
            vec![
                FieldInfo::schedules("schedules", "The pieces; one without a unit has this one's."),
                FieldInfo::numbers("boundaries", STEPS_OR_NONE, "Where each piece but the first begins, ascending."),
            ],
        ),
        kind(
            "product",
            "Product",
            "Schedules multiplied: one carries the rate, the others are factors.",
            vec![FieldInfo::schedules("schedules", "The factors; one without a unit has this one's.")],
        ),
        plateau(),
        kind(
            "expression",
            "Expression",
            "A formula of step, epoch, lr, totalSteps, stepsPerEpoch, pi and e.",
            vec![
                FieldInfo::text("expression", "Such as epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch))."),
                required("initLr", Range::POSITIVE, "What the formula calls lr; needed only if it does."),
            ],
        ),
        kind(
            "table",
            "Table",
            "Given rates, one after another; the last one holds.",
            vec![FieldInfo::numbers("values", Range::NOT_NEGATIVE, "The rate of each step.")],
        ),
    ]
}

fn kind(kind: &'static str, title: &'static str, description: &'static str, fields: Vec<FieldInfo>) -> KindInfo {
    KindInfo { kind, title, description, fields }
}

fn required(name: &'static str, range: Range, description: &'static str) -> FieldInfo {
    FieldInfo::number(name, range, None, description)
}

fn rate(name: &'static str, description: &'static str) -> FieldInfo {
    required(name, Range::POSITIVE, description)
}

fn first() -> FieldInfo {
    rate("initLr", "The first rate.")
}

fn factor() -> FieldInfo {
    required("factor", Range::POSITIVE, "What the rate is multiplied by.")
}

fn staircase(default: bool) -> FieldInfo {
    FieldInfo::flag("staircase", default, "Change in jumps, at whole multiples of decaySteps.")
}

fn inverse_time() -> KindInfo {
    let usual = InverseTimeConfig::new(ANY, ANY);
    kind(
        "inverse-time",
        "Inverse time",
        "Time-based decay: divided by 1 + decayRate · t.",
        vec![
            first(),
            required("decayRate", Range::NOT_NEGATIVE, "How much the divisor grows in decaySteps."),
            FieldInfo::number("decaySteps", Range::POSITIVE, usual.decay_steps, "Steps to one decayRate."),
            staircase(usual.staircase),
        ],
    )
}

fn exponential() -> KindInfo {
    let usual = ExponentialConfig::new(ANY, ANY);
    kind(
        "exponential",
        "Exponential",
        "Multiplied by decayRate in every decaySteps, smoothly.",
        vec![
            rate("initLr", "The rate up to begin."),
            required("decayRate", Range::POSITIVE, "The factor; above 1 the rate rises."),
            FieldInfo::number("decaySteps", Range::POSITIVE, usual.decay_steps, "Steps to one whole factor."),
            staircase(usual.staircase),
            FieldInfo::number("begin", Range::NOT_NEGATIVE, usual.begin, "Where the change begins."),
            FieldInfo::number(
                "endLr",
                Range::POSITIVE,
                usual.end_lr,
                "A floor, or a ceiling if it rises; none if left out.",
            ),
        ],
    )
}

fn polynomial() -> KindInfo {
    let usual = PolynomialConfig::new(ANY, ANY);
    kind(
        "polynomial",
        "Polynomial",
        "Down along a power; with power 1 a straight line.",
        vec![
            first(),
            FieldInfo::number("endLr", Range::NOT_NEGATIVE, usual.end_lr, "The last rate."),
            required("decaySteps", Range::POSITIVE, "Where the last rate is reached."),
            FieldInfo::number("power", Range::POSITIVE, usual.power, "The exponent: above 1 the rate falls early."),
            FieldInfo::flag("cycle", usual.cycle, "Begin again, longer each time, whenever the end is reached."),
        ],
    )
}

fn cosine() -> KindInfo {
    let usual = CosineConfig::new(ANY, ANY);
    let target = "The rate at the end of the warm-up; without it there is none.";
    kind(
        "cosine",
        "Cosine",
        "Down along half a cosine, after a warm-up if you like.",
        vec![
            required("initLr", Range::NOT_NEGATIVE, "The first rate."),
            required("decaySteps", Range::POSITIVE, "Steps of the decay, the warm-up not counted."),
            FieldInfo::number("alpha", Range::NOT_NEGATIVE, usual.alpha, "The last rate as a share of the highest."),
            FieldInfo::number("warmupTarget", Range::NOT_NEGATIVE, usual.warmup_target, target),
            FieldInfo::number("warmupSteps", Range::NOT_NEGATIVE, usual.warmup_steps, "Steps of the warm-up."),
        ],
    )
}

fn warm_restarts() -> KindInfo {
    let usual = WarmRestartsConfig::new(ANY, ANY);
    kind(
        "warm-restarts",
        "Warm restarts",
        "Cosines one after another, each beginning at the top again.",
        vec![
            first(),
            required("firstDecaySteps", Range::POSITIVE, "Steps of the first cosine."),
            FieldInfo::number("tMul", WarmRestartsConfig::T_MUL, usual.t_mul, "How much longer each is than the last."),
            FieldInfo::number("mMul", Range::POSITIVE, usual.m_mul, "How much higher each begins than the last."),
            FieldInfo::number("alpha", WarmRestartsConfig::ALPHA, usual.alpha, "The lowest rate as a share of initLr."),
        ],
    )
}

fn cyclic() -> KindInfo {
    let usual = CyclicConfig::new(ANY, ANY, ANY);
    kind(
        "cyclic",
        "Cyclic",
        "Up and down between two rates for ever.",
        vec![
            required("baseLr", Range::NOT_NEGATIVE, "The lowest rate."),
            rate("maxLr", "The highest rate."),
            required("stepSizeUp", Range::POSITIVE, "Steps up."),
            required("stepSizeDown", Range::POSITIVE, "Steps down; if left out, as many as up."),
            FieldInfo::choice("mode", usual.mode, "How the peaks go on."),
            FieldInfo::number("gamma", CyclicConfig::GAMMA, usual.gamma, "Mode exp-range: the factor of each step."),
        ],
    )
}

fn one_cycle() -> KindInfo {
    let usual = OneCycleConfig::new(ANY, 1, OneCycleConvention::default(), Anneal::default());
    let positive = |name, default, description| FieldInfo::number(name, Range::POSITIVE, default, description);
    let share = |name, default, description| FieldInfo::number(name, OneCycleConfig::SHARE, default, description);
    let last = "The last rate is the first (fastai: maxLr) divided by this; fastai's default is 100000.";
    kind(
        "one-cycle",
        "One-cycle",
        "Up once, then down far below the beginning.",
        vec![
            rate("maxLr", "The highest rate."),
            required("totalSteps", STEPS, "Steps of the whole."),
            FieldInfo::choice("convention", usual.convention, "Whose end points and whose defaults."),
            share("pctStart", usual.pct_start, "Share of the steps before the peak; fastai's default is 0.25."),
            positive("divFactor", usual.div_factor, "The first rate is maxLr divided by this."),
            positive("finalDivFactor", usual.final_div_factor, last),
            FieldInfo::choice("anneal", usual.anneal, "The way between two rates."),
            FieldInfo::flag("threePhase", usual.three_phase, "Back to the first rate first; optax does so if linear.")
                .only_with(&[OneCycleConvention::Pytorch, OneCycleConvention::Optax]),
            share("pctFinal", usual.pct_final, "Share of the steps before the third phase.")
                .only_with(&[OneCycleConvention::Optax]),
        ],
    )
}

fn inverse_sqrt() -> KindInfo {
    let usual = InverseSqrtConfig::new(ANY, 0.0);
    let timescale = "The longer, the slower it falls; if left out, warmupSteps, or 10000 without them.";
    kind(
        "inverse-sqrt",
        "Inverse square root",
        "Down with 1/√t after a warm-up: Transformer practice.",
        vec![
            rate("maxLr", "The highest rate."),
            FieldInfo::number("warmupSteps", Range::NOT_NEGATIVE, usual.warmup_steps, "Steps of the warm-up from 0."),
            required("timescale", Range::POSITIVE, timescale),
        ],
    )
}

fn warmup_stable_decay() -> KindInfo {
    let usual = WarmupStableDecayConfig::new(ANY, 0, 0, 0);
    kind(
        "warmup-stable-decay",
        "Warm-up, stable, decay",
        "Up, level for most of the run, then down.",
        vec![
            rate("maxLr", "The level rate."),
            required("warmupSteps", STEPS_OR_NONE, "Steps up."),
            required("stableSteps", STEPS_OR_NONE, "Steps level."),
            required("decaySteps", STEPS_OR_NONE, "Steps down."),
            FieldInfo::number("startLr", Range::NOT_NEGATIVE, usual.start_lr, "The first rate."),
            FieldInfo::number("endLr", Range::NOT_NEGATIVE, usual.end_lr, "The last rate."),
            FieldInfo::choice::<Fall>("anneal", usual.anneal, "How it falls."),
        ],
    )
}

fn plateau() -> KindInfo {
    use PlateauConvention::{Keras, Pytorch};
    let usual = PlateauConfig::new(ANY, PlateauConvention::default());
    let whole = |name, default: u64, description| FieldInfo::number(name, STEPS_OR_NONE, default as f64, description);
    let least = |name, description| FieldInfo::number(name, Range::NOT_NEGATIVE, PlateauRule::LEAST, description);
    let cooldown = "Epochs after a change in which none are counted.";
    let monitor = "Which metric a run watches; without validation rows it is the training loss.";
    kind(
        "plateau",
        "Plateau",
        "Down by a factor when the loss has stopped falling, at the end of an epoch.",
        vec![
            first(),
            FieldInfo::choice("convention", PlateauConvention::default(), "Whose rule."),
            FieldInfo::number("factor", PlateauConfig::FACTOR, usual.factor, "What the rate is multiplied by."),
            whole("patience", usual.patience, "Epochs without improvement that are borne."),
            least("minDelta", "The least improvement.").only_with(&[Keras]),
            least("threshold", "The least improvement.").only_with(&[Pytorch]),
            FieldInfo::choice(
                "thresholdMode",
                ThresholdMode::default(),
                "A share of the best, or a difference from it.",
            )
            .only_with(&[Pytorch]),
            whole("cooldown", usual.cooldown, cooldown),
            FieldInfo::number("minLr", Range::NOT_NEGATIVE, usual.min_lr, "The rate never falls below this."),
            FieldInfo::choice("monitor", Monitor::default(), monitor),
        ],
    )
}
