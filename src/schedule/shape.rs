//! Every shape there is, under one name.

use super::{
    Constant, Cosine, Cyclic, Exponential, Expression, Geometric, InverseSqrt, InverseTime, Join, Linear, MultiStep,
    NaturalExponential, Noam, OneCycle, Piecewise, Polynomial, Product, StepDecay, Table, Timing, WarmRestarts,
    WarmupStableDecay,
};

/// A shape of the rate over `t`.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The same rate for ever.
    Constant(Constant),
    /// Decay in proportion to 1 / t.
    InverseTime(InverseTime),
    /// A factor every few steps.
    StepDecay(StepDecay),
    /// A factor at given steps.
    MultiStep(MultiStep),
    /// Given rates between given steps.
    Piecewise(Piecewise),
    /// Decay or growth by a factor.
    Exponential(Exponential),
    /// Decay by e^−k each step.
    NaturalExponential(NaturalExponential),
    /// From one rate to another by equal factors.
    Geometric(Geometric),
    /// From one rate to another by equal differences.
    Linear(Linear),
    /// Decay along a power.
    Polynomial(Polynomial),
    /// Half a cosine.
    Cosine(Cosine),
    /// Cosines one after another.
    WarmRestarts(WarmRestarts),
    /// Up and down for ever.
    Cyclic(Cyclic),
    /// Up once, then down below the beginning.
    OneCycle(OneCycle),
    /// Decay in proportion to 1 / √t.
    InverseSqrt(InverseSqrt),
    /// The Transformer's own.
    Noam(Noam),
    /// Up, level, down.
    WarmupStableDecay(WarmupStableDecay),
    /// Schedules one after another.
    Join(Join),
    /// Schedules multiplied.
    Product(Product),
    /// A formula.
    Expression(Expression),
    /// Given rates.
    Table(Table),
}

impl Shape {
    /// Its name in a request.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Constant(_) => "constant",
            Self::InverseTime(_) => "inverse-time",
            Self::StepDecay(_) => "step",
            Self::MultiStep(_) => "multi-step",
            Self::Piecewise(_) => "piecewise",
            Self::Exponential(_) => "exponential",
            Self::NaturalExponential(_) => "natural-exponential",
            Self::Geometric(_) => "geometric",
            Self::Linear(_) => "linear",
            Self::Polynomial(_) => "polynomial",
            Self::Cosine(_) => "cosine",
            Self::WarmRestarts(_) => "warm-restarts",
            Self::Cyclic(_) => "cyclic",
            Self::OneCycle(_) => "one-cycle",
            Self::InverseSqrt(_) => "inverse-sqrt",
            Self::Noam(_) => "noam",
            Self::WarmupStableDecay(_) => "warmup-stable-decay",
            Self::Join(_) => "join",
            Self::Product(_) => "product",
            Self::Expression(_) => "expression",
            Self::Table(_) => "table",
        }
    }

    /// The rate at `t` of a shape that needs to know no more; NaN for the others.
    pub(super) fn lr_at(&self, t: u64) -> f64 {
        match self {
            Self::Constant(shape) => shape.lr_at(t),
            Self::InverseTime(shape) => shape.lr_at(t),
            Self::StepDecay(shape) => shape.lr_at(t),
            Self::MultiStep(shape) => shape.lr_at(t),
            Self::Piecewise(shape) => shape.lr_at(t),
            Self::Exponential(shape) => shape.lr_at(t),
            Self::NaturalExponential(shape) => shape.lr_at(t),
            Self::Geometric(shape) => shape.lr_at(t),
            Self::Linear(shape) => shape.lr_at(t),
            Self::Polynomial(shape) => shape.lr_at(t),
            Self::Cosine(shape) => shape.lr_at(t),
            Self::WarmRestarts(shape) => shape.lr_at(t),
            Self::Cyclic(shape) => shape.lr_at(t),
            Self::OneCycle(shape) => shape.lr_at(t),
            Self::InverseSqrt(shape) => shape.lr_at(t),
            Self::Noam(shape) => shape.lr_at(t),
            Self::WarmupStableDecay(shape) => shape.lr_at(t),
            Self::Table(shape) => shape.lr_at(t),
            Self::Join(_) | Self::Product(_) | Self::Expression(_) => f64::NAN,
        }
    }

    pub(super) fn timing(&self) -> Timing {
        match self {
            Self::Constant(shape) => shape.timing(),
            Self::InverseTime(shape) => shape.timing(),
            Self::StepDecay(shape) => shape.timing(),
            Self::MultiStep(shape) => shape.timing(),
            Self::Piecewise(shape) => shape.timing(),
            Self::Exponential(shape) => shape.timing(),
            Self::NaturalExponential(shape) => shape.timing(),
            Self::Geometric(shape) => shape.timing(),
            Self::Linear(shape) => shape.timing(),
            Self::Polynomial(shape) => shape.timing(),
            Self::Cosine(shape) => shape.timing(),
            Self::WarmRestarts(shape) => shape.timing(),
            Self::Cyclic(shape) => shape.timing(),
            Self::OneCycle(shape) => shape.timing(),
            Self::InverseSqrt(shape) => shape.timing(),
            Self::Noam(shape) => shape.timing(),
            Self::WarmupStableDecay(shape) => shape.timing(),
            Self::Table(shape) => shape.timing(),
            Self::Join(_) | Self::Product(_) | Self::Expression(_) => Timing::default(),
        }
    }

    /// Whether rises after falls belong to it.
    pub(super) fn rises_again(&self) -> bool {
        match self {
            Self::WarmRestarts(_) | Self::Cyclic(_) => true,
            Self::Polynomial(shape) => shape.cycles(),
            _ => false,
        }
    }
}
