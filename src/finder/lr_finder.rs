//! The stepper.

use super::answer::{HeldOut, answer, from_batches, measurements};
use super::bounds::bounds;
use super::fall::clear_fall;
use super::ramp::{Ramp, RampConfig, above_start};
use super::report::{LrFindReport, Stop, StopReason, Suggestion};
use super::smoothing::{Smoother, Smoothing};
use super::stop::{StopRule, Watch, cancelled, not_finite, stopped};
use super::suggest::{Curve, suggest_all};
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;
use crate::thin;

/// Settings of an [`LrFinder`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FinderConfig {
    /// The rates to try.
    pub sweep: RampConfig,
    /// How the losses are smoothed.
    pub smoothing: Smoothing,
    /// When the loss has diverged.
    pub stop: StopRule,
    /// A rate above which the sweep ends.
    pub lr_cap: Option<f64>,
    /// The rule whose answer comes first in the report; the others follow in the order of
    /// [`RULES`](super::suggest::RULES).
    pub rule: Option<&'static str>,
    /// A loss up to which nothing has diverged: that of a network that has learned nothing. A good start, or the chance of a
    /// small batch, easily passes a multiple of the lowest.
    pub diverged_above: Option<f64>,
}

/// Runs a range test without knowing what is trained.
///
/// ```
/// use lr_lab::finder::{Against, FinderConfig, LrFinder, Smoothing, StopReason, StopRule, RampConfig, RampShape};
///
/// let mut finder = LrFinder::new(FinderConfig {
///     sweep: RampConfig { start_lr: 1e-3, end_lr: 10.0, steps: 60, shape: RampShape::Exponential },
///     smoothing: Smoothing::None,
///     stop: StopRule::Diverged { factor: 4.0, against: Against::BestSmoothed },
///     lr_cap: None,
///     rule: None,
///     diverged_above: None,
/// })?;
/// // Gradient descent on w²/2, which diverges above a rate of 2.
/// let mut w = 1.0;
/// while let Some(lr) = finder.next_lr() {
///     finder.record(w * w / 2.0);
///     w -= lr * w;
/// }
/// assert_eq!(finder.stop().map(|stop| stop.reason), Some(StopReason::Diverged));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct LrFinder {
    sweep: Ramp,
    smoother: Smoother,
    watch: Watch,
    lr_cap: Option<f64>,
    rule: Option<&'static str>,
    held_out: Option<HeldOut>,
    /// Whether the curve is known to its end.
    is_finished: bool,
    lr: Option<f64>,
    lrs: Vec<f64>,
    losses: Vec<f64>,
    smoothed: Vec<f64>,
    stop: Option<Stop>,
}

impl LrFinder {
    /// A finder at its first rate.
    ///
    /// # Errors
    /// `startLr`, `endLr`, `steps` as in [`Ramp::new`]; `smoothing.beta`; `stop.factor`; `lrCap`: not above the
    /// first rate.
    pub fn new(config: FinderConfig) -> Result<Self> {
        let FinderConfig { sweep, smoothing, stop, lr_cap, rule, diverged_above } = config;
        let mut finder = Self::over(Ramp::new(sweep)?, smoothing, stop)?;
        finder.watch.floor = diverged_above.unwrap_or(f64::NEG_INFINITY);
        let start = sweep.start_lr;
        if let Some(cap) = lr_cap
            && !(cap > start && cap.is_finite())
        {
            return Err(Error::not_accepted("lrCap", cap, above_start(start)));
        }
        Ok(Self { lr_cap, rule, ..finder })
    }

    /// A finder that tries the rates of `sweep`.
    ///
    /// # Errors
    /// `smoothing.beta`; `stop.factor`.
    pub fn over(mut sweep: Ramp, smoothing: Smoothing, stop: StopRule) -> Result<Self> {
        let smoother = Smoother::new(smoothing).map_err(|error| error.under("smoothing"))?;
        let watch = Watch::new(stop).map_err(|error| error.under("stop"))?;
        let lr = sweep.next();
        let (lrs, losses, smoothed) = (Vec::new(), Vec::new(), Vec::new());
        let (lr_cap, rule, held_out, is_finished, stop) = (None, None, None, false, None);
        Ok(Self { sweep, smoother, watch, lr_cap, rule, held_out, is_finished, lr, lrs, losses, smoothed, stop })
    }

    /// A finder that is shown losses on rows held out as well, and reads its own answer from them: on rows that are held
    /// out from training (`is_held_out`), or on some of those that are trained on. On how many of `rows`, with batches of
    /// `batch` rows, comes with it.
    #[must_use]
    pub fn with_held_out(self, rows: usize, batch: usize, is_held_out: bool) -> (usize, Self) {
        let measurements = self.measurements(rows, batch);
        let (rows, every) = measurements.unwrap_or((0, 1));
        let held_out = HeldOut::new(every, is_held_out, measurements.is_none());
        (rows, Self { held_out: Some(held_out), ..self })
    }

    /// On how many of `rows` a loss beside that of the batches is measured, and after how many steps each, so that with
    /// batches of `batch` rows it takes no longer than the training. Nowhere on rates that rise by equal steps.
    pub fn measurements(&self, rows: usize, batch: usize) -> Option<(usize, usize)> {
        let per_decade = self.sweep.steps_per_decade();
        (!per_decade.is_nan()).then(|| measurements(per_decade, rows, batch))
    }

    /// A finder on a curve that is known to its end: nothing stops it, and a loss in it that is no number is a gap. How it
    /// ends is what its last point says.
    #[must_use]
    pub fn on_finished_curve(self) -> Self {
        Self { is_finished: true, ..self }
    }

    /// Whether [`record_held_out`](Self::record_held_out) is to be called before the next loss is recorded.
    pub fn wants_held_out(&self) -> bool {
        self.lr.is_some() && self.held_out.as_ref().is_some_and(HeldOut::is_due)
    }

    /// Takes the loss on held-out rows after the update of the step at [`next_lr`](Self::next_lr).
    pub fn record_held_out(&mut self, loss: f64) {
        if let Some(held_out) = &mut self.held_out {
            held_out.measured(loss);
        }
    }

    /// The rate to train the next step at; `None` once the sweep has ended.
    pub fn next_lr(&self) -> Option<f64> {
        self.lr
    }

    /// Takes the loss of the step at [`next_lr`](Self::next_lr), measured before its update. After the end it does
    /// nothing.
    pub fn record(&mut self, loss: f64) {
        let Some(lr) = self.lr else { return };
        let is_gap = self.is_finished && !loss.is_finite();
        let smoothed = if is_gap { f64::NAN } else { self.smoother.smooth(loss) };
        self.lrs.push(lr);
        self.losses.push(loss);
        self.smoothed.push(smoothed);
        if let Some(held_out) = &mut self.held_out {
            held_out.end_step();
        }
        let next = self.sweep.next();
        let goes_on = self.is_finished && next.is_some();
        // Before any comparison: NaN passes none.
        if !loss.is_finite() || !smoothed.is_finite() {
            if goes_on {
                self.lr = next;
                return;
            }
            return self.end(StopReason::NonFinite, &not_finite(loss));
        }
        if let Some(why) = self.watch.passed(loss, smoothed)
            && !goes_on
        {
            return self.end(StopReason::Diverged, &why);
        }
        match (next, self.lr_cap) {
            (None, _) => self.end(StopReason::Completed, &sentence!("stop.completed", "every rate was tried")),
            (Some(next), Some(cap)) if next > cap => {
                let why = sentence!("stop.lr-cap", "the next rate would pass the cap of {cap}", cap);
                self.end(StopReason::LrCap, &why);
            }
            (next, _) => self.lr = next,
        }
    }

    /// Ends the sweep where it is. After the end it does nothing.
    pub fn cancel(&mut self) {
        if self.stop.is_none() {
            self.end(StopReason::Cancelled, &cancelled());
        }
    }

    fn end(&mut self, reason: StopReason, why: &Sentence) {
        let step = self.losses.len().saturating_sub(1);
        let lr = self.lrs.last().or(self.lr.as_ref()).copied().unwrap_or(f64::NAN);
        let message = stopped(self.losses.len(), self.sweep.steps(), lr, why);
        self.stop = Some(Stop { reason, step, lr, message });
        self.lr = None;
    }

    /// Where and why the sweep ended; `None` while it runs.
    pub fn stop(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Number of losses recorded.
    pub fn recorded(&self) -> usize {
        self.losses.len()
    }

    /// Planned number of steps.
    pub fn planned(&self) -> usize {
        self.sweep.steps() as usize
    }

    /// The last recorded (rate, loss).
    pub fn last(&self) -> Option<(f64, f64)> {
        self.lrs.last().copied().zip(self.losses.last().copied())
    }

    /// Rates, losses and smoothed losses so far, then those on held-out rows, at most about `most` of each, the extremes of
    /// the loss kept: for drawing the curve while it grows.
    pub fn curve(&self, most: usize) -> [Vec<f64>; 5] {
        let kept = thin::indices(&self.losses, most);
        let [lrs, losses, smoothed] = [&self.lrs, &self.losses, &self.smoothed].map(|column| thin::pick(column, &kept));
        let [held_out, held_out_smoothed] = match &self.held_out {
            Some(held_out) => held_out.columns().map(|column| latest(column, &kept)),
            None => [(); 2].map(|()| vec![f64::NAN; kept.len()]),
        };
        [lrs, losses, smoothed, held_out, held_out_smoothed]
    }

    /// What the curve says so far.
    pub fn report(&self) -> LrFindReport {
        let curve = Curve { lrs: &self.lrs, losses: &self.smoothed, planned: self.planned() };
        let (mut suggestions, mut unanswered) = suggest_all(&curve);
        if clear_fall(&self.losses).is_err() {
            suggestions.iter_mut().for_each(Suggestion::doubt);
        }
        let answer = match (&self.stop, &self.held_out) {
            (None, _) => Err(sentence!("answer.running", "the sweep is not over")),
            (Some(stop), _) if stop.reason == StopReason::Cancelled => {
                Err(sentence!("answer.cancelled", "the sweep was cancelled before its end"))
            }
            (_, Some(held_out)) => answer(&self.lrs, held_out, self.planned()),
            (_, None) => from_batches(&self.losses, &suggestions),
        };
        let [held_out, held_out_smoothed] = match &self.held_out {
            Some(held_out) => held_out.columns().map(<[f64]>::to_vec),
            None => [(); 2].map(|()| vec![f64::NAN; self.lrs.len()]),
        };
        put_first(&mut suggestions, |suggestion| Some(suggestion.rule) == self.rule);
        put_first(&mut unanswered, |unanswered| Some(unanswered.rule) == self.rule);
        LrFindReport {
            bounds: bounds(&self.lrs, &self.losses, &self.smoothed).ok(),
            held_out,
            held_out_smoothed,
            answer,
            suggestions,
            unanswered,
            lrs: self.lrs.clone(),
            losses: self.losses.clone(),
            smoothed: self.smoothed.clone(),
            stop: self.stop.clone(),
        }
    }
}

/// Puts the one that is meant before the others, which stay in order.
fn put_first<T>(items: &mut [T], is_meant: impl FnMut(&T) -> bool) {
    if let Some(at) = items.iter().position(is_meant) {
        items[..=at].rotate_right(1);
    }
}

/// At each of `kept` the last value that is there since the one before.
fn latest(column: &[f64], kept: &[usize]) -> Vec<f64> {
    let mut from = 0;
    let at = |&index: &usize| {
        let since = column.get(from..=index).unwrap_or_default();
        from = index + 1;
        since.iter().rfind(|value| !value.is_nan()).copied().unwrap_or(f64::NAN)
    };
    kept.iter().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::{FinderConfig, LrFinder};
    use crate::finder::{Against, RampConfig, RampShape, Smoothing, StopReason, StopRule};

    const CONFIG: FinderConfig = FinderConfig {
        sweep: RampConfig { start_lr: 0.1, end_lr: 1.0, steps: 10, shape: RampShape::Linear },
        smoothing: Smoothing::None,
        stop: StopRule::Diverged { factor: 4.0, against: Against::BestSmoothed },
        lr_cap: None,
        rule: None,
        diverged_above: None,
    };

    fn run(config: FinderConfig, losses: impl IntoIterator<Item = f64>) -> LrFinder {
        let mut finder = LrFinder::new(config).unwrap();
        for loss in losses {
            finder.record(loss);
        }
        finder
    }

    #[test]
    fn a_thinned_curve_keeps_what_was_measured_on_held_out_rows() {
        let sweep = RampConfig { steps: 1000, shape: RampShape::Exponential, ..CONFIG.sweep };
        let (_, mut finder) = LrFinder::new(FinderConfig { sweep, ..CONFIG }).unwrap().with_held_out(100, 32, true);
        while finder.stop().is_none() {
            if finder.wants_held_out() {
                finder.record_held_out(0.5);
            }
            finder.record(1.0);
        }
        let measured = |column: &[f64]| column.iter().filter(|loss| !loss.is_nan()).count();
        let whole = finder.report();
        for most in [2000, 200] {
            let [lrs, columns @ ..] = finder.curve(most);
            assert!(lrs.len() <= most && columns.iter().all(|column| column.len() == lrs.len()));
            assert!(measured(&columns[2]) >= measured(&whole.held_out).min(most / 3), "{most}");
            assert_eq!(measured(&columns[2]), measured(&columns[3]), "{most}");
        }
        assert_eq!(measured(&finder.curve(2000)[3]), measured(&whole.held_out_smoothed));
    }

    #[test]
    fn every_stop_names_its_step_and_rate() {
        let capped = FinderConfig { lr_cap: Some(0.35), ..CONFIG };
        for (config, losses, reason, step, lr) in [
            (CONFIG, vec![1.0; 12], StopReason::Completed, 9, 1.0),
            (CONFIG, vec![1.0, 0.5, 1.9, 2.1, 9.0], StopReason::Diverged, 3, 0.4),
            (CONFIG, vec![1.0, f64::NAN, 1.0], StopReason::NonFinite, 1, 0.2),
            (CONFIG, vec![f64::INFINITY], StopReason::NonFinite, 0, 0.1),
            (CONFIG, vec![1.0, 1.0, f64::NEG_INFINITY], StopReason::NonFinite, 2, 0.3),
            (capped, vec![1.0; 12], StopReason::LrCap, 2, 0.3),
        ] {
            let finder = run(config, losses);
            let stop = finder.stop().unwrap();
            assert_eq!((stop.reason, stop.step), (reason, step), "{stop:?}");
            assert!((stop.lr - lr).abs() < 1e-12, "{stop:?}");
            assert_eq!(finder.next_lr(), None);
            assert_eq!(finder.recorded(), step + 1, "the loss that stopped it is recorded");
        }
    }

    #[test]
    fn cancel_keeps_the_curve() {
        let mut finder = run(CONFIG, [1.0, 0.9]);
        assert_eq!(finder.report().stop, None);
        finder.cancel();
        finder.record(0.1);
        let report = finder.report();
        assert_eq!(report.losses, [1.0, 0.9]);
        assert_eq!(report.stop.map(|stop| (stop.reason, stop.step)), Some((StopReason::Cancelled, 1)));
    }

    #[test]
    fn the_own_rule_comes_first() {
        let falling = || (0..40).map(|i| 3.0 - f64::from(i) / 20.0);
        let config = FinderConfig { sweep: RampConfig { steps: 40, ..CONFIG.sweep }, ..CONFIG };
        let named = |rule| run(FinderConfig { rule, ..config }, falling()).report();
        let rules: Vec<&str> = named(None).suggestions.iter().map(|suggestion| suggestion.rule).collect();
        assert_eq!(rules[..2], ["fastai-valley", "fastai-slide"]);
        let report = named(Some("ignite-steepest"));
        let first: Vec<&str> = report.suggestions.iter().map(|suggestion| suggestion.rule).take(2).collect();
        assert_eq!(first, ["ignite-steepest", "fastai-valley"]);
        assert_eq!(report.suggestions.len(), rules.len());
    }
}
