//! Reports and runs to draw, and what every figure must keep to.

use crate::finder::{Bounds, Consensus, LrFindReport, Stop, StopReason, Suggestion};
use crate::plot::chart::{Chart, Mark};
use crate::plot::geometry::Rect;
use crate::plot::text::SMALLEST;
use crate::train::{Trace, TraceStop, TraceStopReason, Validation};

/// Widths from the narrowest phone to a wide screen.
pub(super) const WIDTHS: [f64; 12] =
    [320.0, 340.0, 358.0, 390.0, 430.0, 520.0, 640.0, 768.0, 900.0, 1060.0, 1130.0, 1440.0];

/// Noise that is the same every time.
fn noise(index: usize) -> f64 {
    (index as u64).wrapping_mul(2_654_435_761).rotate_left(9) as u16 as f64 / 65_536.0 - 0.5
}

/// A sweep of 100 rates from 1e-5 to 10 with a plateau, a valley near 1, and the suggestions `at`.
pub(super) fn sweep(points: usize, at: &[(&'static str, f64)]) -> LrFindReport {
    let position = |index: usize| index as f64 / 99.0;
    let lrs: Vec<f64> = (0..points).map(|i| libm::pow(10.0, -5.0 + 6.0 * position(i))).collect();
    let loss = |lr: f64| 0.69 - 0.5 * lr / (lr + 0.05) + 0.02 * lr * lr;
    let smoothed: Vec<f64> = lrs.iter().map(|&lr| loss(lr)).collect();
    let losses = smoothed.iter().enumerate().map(|(i, &loss)| loss * (1.0 + 0.2 * noise(i))).collect();
    let suggestion = |&(rule, lr)| Suggestion { rule, system: "", lr, index: 0, loss: loss(lr), reason: String::new() };
    LrFindReport {
        lrs,
        losses,
        smoothed,
        stop: None,
        suggestions: at.iter().map(suggestion).collect(),
        unanswered: vec![],
        bounds: None,
        consensus: Consensus { lr: None, spread: 0.0, reason: String::new() },
    }
}

/// Every rule we know, close together as rules are.
pub(super) const RULES: [(&str, f64); 11] = [
    ("fastai-valley", 0.011),
    ("fastai-slide", 0.05),
    ("fastai-minimum", 0.08),
    ("fastai-steep", 0.013),
    ("torch-lr-finder-steepest", 0.03),
    ("lightning-steepest", 0.0005),
    ("lightning-steepest-2.5.2", 0.0006),
    ("ignite-steepest", 0.031),
    ("ktrain-steepest", 0.12),
    ("ktrain-steepest-fixed", 0.1201),
    ("keras-finder-steepest", 1.1),
];

/// Sweeps as they come: empty, live, plain, crowded, blown up.
pub(super) fn sweeps() -> Vec<(&'static str, LrFindReport)> {
    let stopped = |report: LrFindReport, reason| {
        let step = report.lrs.len() - 1;
        let stop = Stop { reason, step, lr: report.lrs[step], message: String::new() };
        LrFindReport { stop: Some(stop), ..report }
    };
    let bounded =
        |report, lower, upper| LrFindReport { bounds: Some(Bounds { lower, upper, reason: String::new() }), ..report };
    let mut broken = sweep(88, &RULES[..5]);
    broken.losses[87] = f64::NAN;
    broken.smoothed[87] = f64::NAN;
    broken.losses[86] = 1e30;
    let mut hopeless = sweep(5, &[("fastai-valley", f64::NAN), ("fastai-slide", -1.0)]);
    hopeless.losses.fill(f64::NAN);
    hopeless.smoothed.fill(f64::INFINITY);
    vec![
        ("empty", sweep(0, &[])),
        ("one point", sweep(1, &[])),
        ("live", bounded(sweep(60, &RULES[5..7]), 0.002, 0.03)),
        ("complete", bounded(stopped(sweep(100, &RULES[..6]), StopReason::Completed), 0.004, 0.9)),
        ("crowded", bounded(stopped(sweep(100, &RULES), StopReason::Completed), 0.004, 0.9)),
        ("diverged early", bounded(stopped(sweep(70, &RULES[..5]), StopReason::Diverged), 0.001, 0.02)),
        ("diverged late", bounded(stopped(broken, StopReason::NonFinite), 0.01, 0.5)),
        ("diverged, all rules", stopped(sweep(95, &RULES), StopReason::Diverged)),
        ("hopeless", stopped(hopeless, StopReason::NonFinite)),
    ]
}

/// A run of `steps` steps that falls to `floor`, with validation every 40 steps.
pub(super) fn run(steps: usize, floor: f64, diverges: bool) -> Trace {
    let clean = |step: usize| floor + (0.7 - floor) * libm::exp(-0.015 * step as f64);
    let epochs = 1..=steps / 40;
    let mut trace = Trace {
        steps: (0..steps).map(|step| step as f64).collect(),
        lrs: vec![0.1; steps],
        losses: (0..steps).map(|step| clean(step) * (1.0 + 0.4 * noise(step))).collect(),
        steps_per_epoch: 40,
        validation: Validation {
            epochs: epochs.clone().map(|epoch| epoch as f64).collect(),
            losses: epochs.clone().map(|epoch| clean(40 * epoch)).collect(),
            accuracies: epochs.map(|_| f64::NAN).collect(),
        },
        stop: None,
    };
    if diverges && steps > 0 {
        trace.losses[steps - 1] = f64::NAN;
        let (reason, step) = (TraceStopReason::NonFinite, steps - 1);
        trace.stop = Some(TraceStop { reason, step, lr: 0.1, message: String::new() });
    }
    trace
}

/// No two labels overlap, none leaves the figure or is too small, none is struck by a line, and everything is finite.
pub(super) fn check(chart: &Chart, name: &str) {
    let sheet = Rect::new((0.0, chart.width), (0.0, chart.height)).grown(1.0);
    for (index, label) in chart.labels.iter().enumerate() {
        assert!(label.px >= SMALLEST, "{name}: {label:?} is too small");
        assert!(sheet.contains(&label.rect), "{name}: {label:?} leaves {sheet:?}");
        for other in &chart.labels[index + 1..] {
            assert!(!label.rect.overlaps(&other.rect), "{name}: {label:?} overlaps {other:?}");
        }
    }
    for mark in &chart.marks {
        match mark {
            Mark::Line { points, .. } => {
                assert!(points.iter().all(|p| p.0.is_finite() && p.1.is_finite()), "{name}: {mark:?}");
                for label in &chart.labels {
                    assert!(!label.rect.grown(-0.5).struck_by(points), "{name}: {label:?} is struck by {mark:?}");
                }
            }
            Mark::Area { rect, .. } => assert!(rect.width() >= 0.0 && rect.height() >= 0.0, "{name}: {mark:?}"),
            Mark::Dot { center, .. } => assert!(center.0.is_finite() && center.1.is_finite(), "{name}: {mark:?}"),
        }
    }
    assert!(chart.layout.plot.width() > 0.0 && chart.layout.plot.height() > 0.0, "{name}: {:?}", chart.layout);
}
