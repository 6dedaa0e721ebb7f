//! The lab's own answer to a range test: a first guess, or why there is none.

use super::fall::clear_fall;
use super::quantile::lowest;
use super::report::{Answer, Suggestion};
use super::smoothing::Smoother;
use crate::math::{log10, pow};
use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

/// The best of the rules on losses of batches.
const VALLEY: &str = "fastai-valley";

/// The average of the losses on held-out rows, where they are measured at every step.
pub(crate) const BETA: f64 = 0.9;

/// Below this many steps a decade the curve is too coarse to tell its minimum.
pub(crate) const COARSEST: f64 = 8.0;

/// The most rows that a loss is measured on.
const MOST_ROWS: usize = 256;

/// At least so many measurements fall into a decade, and no more than [`RAREST`] steps between two of them: on bundled data
/// with eight seeds each, the lowest loss alone gave 84.6 % right answers with a measurement at every step, 84.1 % at every
/// third and 78.4 % at every eighth of 33 steps a decade.
const LEAST_PER_DECADE: f64 = 4.0;
const RAREST: usize = 8;

/// A step costs as much as the loss of so many of its batches: forward, and back with respect to weights and inputs.
const PASSES: usize = 3;

/// On how many rows, of `rows` that there are, and after how many steps each, the loss is measured, so that it takes no
/// longer than the training.
pub(super) fn measurements(steps_per_decade: f64, rows: usize, batch: usize) -> (usize, usize) {
    let rarest = ((steps_per_decade / LEAST_PER_DECADE) as usize).clamp(1, RAREST);
    let rows = rows.min(MOST_ROWS).min(PASSES * batch * rarest);
    (rows, rows.div_ceil(PASSES * batch).max(1))
}

/// The losses of a range test on rows held out: measured at every few steps, since each costs as much as a batch or
/// more.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HeldOut {
    /// Steps from one measurement to the next.
    every: usize,
    /// Whether the rates rise by equal steps: no decade is as fine as the next.
    is_linear: bool,
    /// Whether the rows are held out; else they are a sample of those trained on.
    is_held_out: bool,
    smoother: Smoother,
    /// What was measured since the last step ended.
    now: Option<f64>,
    /// NaN at steps where it was not measured.
    losses: Vec<f64>,
    /// The corrected average, whatever smooths the losses of the batches.
    smoothed: Vec<f64>,
}

impl HeldOut {
    /// Of a loss that is measured at every so many steps.
    pub(super) fn new(every: usize, is_held_out: bool, is_linear: bool) -> Self {
        let smoother = Smoother::corrected(pow(BETA, every as f64));
        let (losses, smoothed) = (Vec::new(), Vec::new());
        Self { every, is_linear, is_held_out, smoother, now: None, losses, smoothed }
    }

    /// Whether the loss is to be measured after the step to come.
    pub(super) fn is_due(&self) -> bool {
        !self.is_linear && self.losses.len().is_multiple_of(self.every)
    }

    /// Takes what was measured.
    pub(super) fn measured(&mut self, loss: f64) {
        self.now = Some(loss);
    }

    /// Ends a step.
    pub(super) fn end_step(&mut self) {
        let now = self.now.take();
        self.losses.push(now.unwrap_or(f64::NAN));
        self.smoothed.push(now.map_or(f64::NAN, |loss| self.smoother.smooth(loss)));
    }

    pub(super) fn columns(&self) -> [&[f64]; 2] {
        [&self.losses, &self.smoothed]
    }
}

/// How far below the lowest held-out loss half of the answer lies: the finer the sweep, the sooner its minimum comes.
///
/// 10·(50 / d)^0.66 for d steps a decade, within 8 and 30: 10 at 50, 16 at 25, 25 at 12.5.
fn divisor(steps_per_decade: f64) -> f64 {
    (10.0 * pow(50.0 / steps_per_decade, 0.66)).clamp(8.0, 30.0)
}

/// [`divisor`] in Python, of `per_decade`.
pub(crate) const DIVISOR_PYTHON: &str = "min(max(10 * (50 / per_decade) ** 0.66, 8), 30)";

/// How much of the fall is done where the second half of an answer is read.
pub(crate) const FALLEN: f64 = 0.75;

/// An answer is at least the rate of the lowest loss divided by this, however early the loss has fallen.
pub(crate) const MOST_BELOW: f64 = 100.0;

/// The first index from which `losses` stay below all but [`FALLEN`] of their fall, up to the lowest of them. The fall is
/// measured from the mean of the first tenth.
fn fallen(losses: &[f64], lowest: usize) -> usize {
    let head = (losses.len() / 10).max(1);
    let before = losses[..head].iter().sum::<f64>() / head as f64;
    let limit = before - FALLEN * (before - losses[lowest]);
    (0..lowest).rev().take_while(|at| losses[*at] <= limit).last().unwrap_or(lowest)
}

/// The geometric middle of two rates: that of the lowest loss on held-out rows, divided by [`divisor`], and that where three
/// quarters of its fall are done. A first guess for a race to start from. The first alone is too low where the loss falls
/// late and steeply, as after a plateau, and the second too high where it falls all along. `planned` is the number of steps
/// of the whole sweep, whose rates rise by equal factors.
///
/// Trained at for real on bundled data with eight seeds, it was right in 86 of 100 cases at 33 steps a decade and in 80 at
/// 12, the first alone in 80 and 74; fastai's valley in 66. docs/finder/truth.md has one seed of them.
///
/// # Errors
/// In words, why the curve gives no answer.
pub(super) fn answer(lrs: &[f64], held_out: &HeldOut, planned: usize) -> Result<Answer, Sentence> {
    if held_out.is_linear {
        return Err(sentence!(
            "answer.linear",
            "the rates rise by equal steps: where the held-out loss is lowest says little; take an exponential sweep"
        ));
    }
    let measured = |column: &[f64]| -> Vec<f64> { column.iter().copied().step_by(held_out.every).collect() };
    let (losses, smoothed) = (measured(&held_out.losses), measured(&held_out.smoothed));
    clear_fall(&losses)?;
    let lowest = lowest(&smoothed).unwrap_or(0);
    let index = lowest * held_out.every;
    if index * 10 < planned {
        return Err(sentence!(
            "answer.early",
            "the held-out loss is lowest in the first tenth of the sweep; begin at a lower rate"
        ));
    }
    let per_decade = steps_per_decade(lrs, index);
    if per_decade < COARSEST {
        return Err(sentence!(
            "answer.coarse",
            "{count} steps a decade are too few to tell where the held-out loss is lowest; it takes {least}",
            count = number(per_decade, 2),
            least = COARSEST
        ));
    }
    let (divisor, fallen) = (divisor(per_decade), lrs[fallen(&smoothed, lowest) * held_out.every]);
    let below = lrs[index] / divisor;
    let lr = (fallen * below).sqrt();
    let least = lrs[index] / MOST_BELOW;
    if lr < least {
        let reason = sentence!(
            "answer.long-bottom",
            "a hundredth of {at}, where the loss is lowest, since it fell long before",
            at = number(lrs[index], 2)
        );
        return Ok(Answer { lr: least, reason });
    }
    let shown = |rate| number(rate, 2);
    let reason = if held_out.is_held_out {
        sentence!(
            "answer.held-out",
            "the middle of two: {fallen}, where the loss on held-out rows has done three quarters of its fall, \
             and {below}, {by} times below where it is lowest",
            fallen = shown(fallen),
            below = shown(below),
            by = shown(divisor)
        )
    } else {
        sentence!(
            "answer.training-rows",
            "read on training rows, since none are held out; the middle of two: {fallen}, where their loss has \
             done three quarters of its fall, and {below}, {by} times below where it is lowest",
            fallen = shown(fallen),
            below = shown(below),
            by = shown(divisor)
        )
    };
    Ok(Answer { lr, reason })
}

/// What to begin with where only the losses of batches are known, as on a curve from elsewhere: fastai's valley, the best
/// of the rules on such losses.
///
/// # Errors
/// In words, why the curve gives no answer.
pub(super) fn from_batches(losses: &[f64], suggestions: &[Suggestion]) -> Result<Answer, Sentence> {
    clear_fall(losses)?;
    let valley = suggestions.iter().find(|suggestion| suggestion.rule == VALLEY);
    let none = || sentence!("answer.no-valley", "fastai's valley, the best rule on losses of batches, has no answer");
    let lr = valley.ok_or_else(none)?.lr;
    let reason = sentence!(
        "answer.valley",
        "fastai's valley, the best rule on losses of batches, which is right in six cases of ten"
    );
    Ok(Answer { lr, reason })
}

/// Steps a decade round a point of a sweep.
fn steps_per_decade(lrs: &[f64], index: usize) -> f64 {
    let (low, high) = (index.saturating_sub(4), (index + 4).min(lrs.len() - 1));
    (high - low) as f64 / log10(lrs[high] / lrs[low])
}

#[cfg(test)]
mod tests {
    use super::{HeldOut, answer, divisor, fallen, measurements};
    use crate::math::{log10, pow};

    /// 10^(−5 + 6·i/(n−1)): the page's rates.
    fn lrs(count: usize) -> Vec<f64> {
        (0..count).map(|i| 1e-5 * pow(1e6, i as f64 / (count - 1) as f64)).collect()
    }

    /// Lowest at 0.1, over the logarithm of the rate.
    fn valley(x: f64) -> f64 {
        0.2 + (x + 1.0) * (x + 1.0) / 16.0
    }

    fn over(lrs: &[f64], loss: impl Fn(f64) -> f64) -> HeldOut {
        let (_, every) = measurements((lrs.len() - 1) as f64 / 6.0, 114, 32);
        let mut held_out = HeldOut::new(every, true, false);
        for lr in lrs {
            if held_out.is_due() {
                held_out.measured(loss(log10(*lr)));
            }
            held_out.end_step();
        }
        held_out
    }

    #[test]
    fn divisors() {
        for (per_decade, want) in [(50.0, 10.0), (33.2, 13.1), (25.0, 15.8), (12.5, 25.0), (8.0, 30.0), (400.0, 8.0)] {
            assert!((divisor(per_decade) - want).abs() < 0.05, "{per_decade}: {}", divisor(per_decade));
        }
    }

    #[test]
    fn measuring_takes_no_longer_than_training() {
        for (per_decade, rows, batch, want) in [
            (33.2, 114, 32, (114, 2)),
            (33.2, 5000, 32, (256, 3)),
            (12.4, 5000, 32, (256, 3)),
            (33.2, 5000, 1, (24, 8)),
            (33.2, 5000, 5000, (256, 1)),
            (8.0, 114, 4, (24, 2)),
            (8.0, 2, 1, (2, 1)),
        ] {
            let (rows, every) = measurements(per_decade, rows, batch);
            assert_eq!((rows, every), want, "{per_decade} {batch}");
            assert!(rows <= 3 * batch * every);
        }
    }

    #[test]
    fn a_valley_is_answered_below_its_minimum() {
        for count in [50, 100, 200, 301] {
            let lrs = lrs(count);
            let held_out = over(&lrs, valley);
            let lr = answer(&lrs, &held_out, count).unwrap().lr;
            // The fall from −5 to −1 begins at about −4.7, so that three quarters of it are done half way, at −2.9.
            let middle = (0.1 / divisor((count - 1) as f64 / 6.0) * pow(10.0, -2.9)).sqrt();
            // The average lags by up to ten steps.
            let lag = pow(10.0, 60.0 / (count - 1) as f64);
            assert!((middle / 1.1..middle * lag).contains(&lr), "{count}: {lr}, not {middle}");
        }
    }

    #[test]
    fn a_long_flat_bottom_keeps_the_answer_near_its_lowest_loss() {
        let lrs = lrs(200);
        let held_out = over(&lrs, |x| if x < -4.0 { 1.0 } else { 0.2 - 0.01 * (x + 4.0) });
        let found = answer(&lrs, &held_out, 200).unwrap();
        assert!((found.lr / 0.1 - 1.0).abs() < 0.3, "{found:?}");
        assert_eq!(found.reason.id(), "answer.long-bottom");
    }

    #[test]
    fn where_most_of_the_fall_is_done() {
        for (losses, lowest, want) in [
            (&[1.0, 0.9, 0.5, 0.25, 0.1, 0.0, 0.3][..], 5, 3),
            (&[1.0, 0.2, 0.9, 0.1, 0.0], 4, 3),
            (&[1.0, 1.0, 0.0], 2, 2),
            (&[0.5], 0, 0),
        ] {
            assert_eq!(fallen(losses, lowest), want, "{losses:?}");
        }
    }

    #[test]
    fn reasons_for_no_answer() {
        let fine = lrs(200);
        for (what, lrs, loss, want) in [
            ("constant", &fine, (|_| 0.693) as fn(f64) -> f64, "fall.none"),
            ("rising", &fine, |x| 1.0 + (x + 5.0), "fall.none"),
            ("no numbers", &fine, |_| f64::NAN, "fall.few-losses"),
            ("coarse", &lrs(40), valley, "answer.coarse"),
        ] {
            let none = answer(lrs, &over(lrs, loss), lrs.len()).unwrap_err();
            assert_eq!(none.id(), want, "{what}: {none}");
        }
    }
}
