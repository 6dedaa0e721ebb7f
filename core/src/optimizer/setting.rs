//! The settings that several rules share.

use super::Convention;
use crate::declare::Setting;
use crate::range::Range;

/// The convention that has what Keras lacks.
pub(super) const PYTORCH: &[&str] = &["pytorch"];

pub(super) const CONVENTION: Setting = Setting::choice::<Convention>("Whose rule and whose defaults.");

pub(super) const MOMENTUM: Setting =
    Setting::number(Range::FRACTION, "Share of the last velocity that is kept: the steps gather speed downhill.")
        .short("m");

pub(super) const BETA1: Setting =
    Setting::number(Range::FRACTION, "Share of the mean gradient that is kept: Adam's momentum.").short("b1");

pub(super) const BETA2: Setting = RHO.short("b2");

pub(super) const RHO: Setting =
    Setting::number(Range::FRACTION, "Share of the mean squared gradient that is kept: near 1 the memory is long.");

pub(super) const EPSILON: Setting =
    Setting::number(Range::NOT_NEGATIVE, "Keeps the division apart from 0; a large one makes the rule more like SGD.")
        .short("eps");

pub(super) const AMSGRAD: Setting =
    Setting::flag("Divide by the largest mean square so far, so that no step grows again.");

pub(super) const WEIGHT_DECAY: Setting = Setting::number(
    Range::NOT_NEGATIVE,
    "Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it.",
)
.short("wd");
