//! The finder's figure: the losses of a sweep over its rates, and what each rule reads from them.

use super::super::axis::Axis;
use super::super::chart::{Chart, Ink, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::Tokens;
pub use super::behind::{Band, Ghost, Limit};
use super::behind::{band_color, behind, ghost_stroke, limit_stroke, median_stroke, raw_stroke, this_run};
use super::frame::{PX, ROW, Sheet, Spec, bold, diverged_stroke, hatch, plain};
use super::legend::{Entry, Sample, legend};
use super::names::named;
use super::range::{finite, of_part, of_sweep, rate_axis, seen};
use super::texts;
use super::words::{From, Words, diverged, zones};
use crate::finder::LrFindReport;
use crate::sentence;
use crate::sentence::Sentence;

figure_options! {
    /// How to draw a finder's report.
    pub struct LrFindOptions<'a> = 1060.0 by 330.0 {
        /// The user's own rate, drawn as a line.
        pub lr: Option<f64>,
        /// The axis's first rate: the first planned one, so that a running sweep keeps its axis, or where a closer look begins;
        /// else the first one recorded.
        pub from: Option<f64>,
        /// The axis's last rate; else the last one recorded.
        pub to: Option<f64>,
        /// What other seeds give.
        pub band: Option<Band<'a>>,
        /// Earlier sweeps, the oldest first.
        pub ghosts: &'a [Ghost<'a>],
        /// Rates beyond which training is not stable.
        pub limits: &'a [Limit<'a>],
        /// The lowest and the highest rate that training has shown to be as good as the best: the zones' borders. Else they
        /// are where the curve falls.
        pub as_good: Option<(f64, f64)>,
    }
}

/// The figure of a finished or running sweep.
///
/// ```
/// use lr_lab::finder::{LrFindReport};
/// use lr_lab::plot::{figure::lr_find, text::estimate};
/// use lr_lab::sentence::Sentence;
///
/// let report = LrFindReport {
///     lrs: vec![1e-3, 1e-2, 1e-1],
///     losses: vec![0.7, 0.5, 0.9],
///     smoothed: vec![0.7, 0.6, 0.8],
///     stop: None,
///     suggestions: vec![],
///     unanswered: vec![],
///     bounds: None,
///     held_out: vec![],
///     held_out_smoothed: vec![],
///     answer: Err(Sentence::given("")),
/// };
/// let chart = lr_find::figure(&report, &lr_find::LrFindOptions::default(), &estimate);
/// assert_eq!(chart.layout.x.max(), 0.1);
/// ```
pub fn figure(report: &LrFindReport, options: &LrFindOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let mut notes = notes(options, &sheet.tokens);
    loop {
        let (chart, unplaced) = drawn(report, options, &notes, sheet);
        // What finds no place in the plot goes to the legend, which takes from the plot's height.
        match unplaced {
            Some(index) => notes[index].titled = true,
            None => return chart,
        }
    }
}

/// An upright line, and words beside it.
struct Note {
    lr: f64,
    text: Sentence,
    ink: Ink,
    stroke: Stroke,
    from: From,
    /// Whether its words are in the legend instead.
    titled: bool,
}

/// The user's rate, and the limits.
fn notes(options: &LrFindOptions, tokens: &Tokens) -> Vec<Note> {
    let mine = options.lr.map(|lr| Note {
        lr,
        text: texts::my_rate(lr),
        ink: Ink { px: PX + 1.0, ..bold(tokens.rate_text) },
        stroke: Stroke::solid(tokens.rate, 2.0),
        from: From::Foot,
        titled: false,
    });
    let limits = options.limits.iter().map(|limit| Note {
        lr: limit.lr,
        text: Sentence::given(limit.label),
        ink: plain(tokens.stability_text),
        stroke: limit_stroke(tokens),
        from: From::Top,
        titled: false,
    });
    mine.into_iter().chain(limits).collect()
}

/// The figure, and the first note outside of the legend that found no place.
fn drawn(report: &LrFindReport, options: &LrFindOptions, notes: &[Note], sheet: Sheet) -> (Chart, Option<usize>) {
    let tokens = sheet.tokens;
    let x = rate_axis(options.from, options.to, &report.lrs);
    let (low, high) = range(report, options.band.as_ref(), &x);
    let legend = legend(&entries(options, notes, &sheet), &sheet);
    let spec = Spec {
        x,
        y: &|height| y_axis((low, high), height),
        y_floor: if low < 0.0 || report.losses.iter().any(|&loss| loss < 0.0) { f64::NEG_INFINITY } else { 0.0 },
        x_title: texts::log_rate(),
        y_title: texts::loss(),
        ..Spec::default()
    };

    let (frame, names) = named(report, sheet, legend.height, &spec);
    let layout = frame.layout;
    let plot = layout.plot;
    let raw = curve(layout.points(&report.lrs, &report.losses), &plot);
    let smoothed = curve(layout.points(&report.lrs, &report.smoothed), &plot);
    let behind = behind(options.band.as_ref(), options.ghosts, &tokens, &layout);
    let circles: Vec<_> = names.iter().flat_map(|name| &name.marks).map(|&at| circle_center(at, &plot)).collect();

    let mut words = Words::new(sheet, plot, raw.iter().chain(&smoothed).cloned().collect());
    words.lines.extend(behind.iter().filter_map(|mark| match mark {
        Mark::Line { points, .. } => Some(points.clone()),
        _ => None,
    }));
    let columns: Vec<_> = notes.iter().map(|note| layout.column(note.lr)).collect();
    words.lines.extend(columns.iter().flatten().map(|x| plot.upright(*x)));
    words.lines.extend(circles.iter().map(|&(x, y)| vec![(x, plot.top), (x, y + RADIUS)]));
    let mut unplaced = None;
    for (index, (note, column)) in notes.iter().zip(&columns).enumerate() {
        if let (Some(x), false) = (column, note.titled || note.text.is_empty()) {
            let placed = words.beside(*x, &note.text, note.ink, note.from);
            unplaced = unplaced.or((!placed).then_some(index));
        }
    }
    let zones = zones(report, options.as_good, &layout, &tokens);
    for zone in &zones {
        words.zone(zone);
    }
    let stop = diverged(report, &layout);
    if let (Some(stop), false) = (&stop, names.iter().any(|name| name.marks.is_empty())) {
        words.note(stop);
    }

    let mut marks: Vec<_> = zones.iter().map(|zone| Mark::Area { rect: zone.rect, color: zone.color }).collect();
    marks.extend(frame.grid(&words.placed));
    if let Some(stop) = &stop {
        let area = Rect { left: stop.x, ..plot };
        if zones.is_empty() {
            marks.push(Mark::Area { rect: area, color: tokens.hot });
        }
        marks.extend(hatch(&area, diverged_stroke(&tokens), &words.placed));
    }
    marks.extend(behind);
    marks.extend(raw_stroke(&tokens).lines(raw));
    marks.extend(this_run(&tokens).lines(smoothed));
    for (note, column) in notes.iter().zip(columns).rev() {
        marks.extend(note.stroke.lines(column.map(|x| plot.upright(x))));
    }
    let leader = Stroke::solid(tokens.muted, 1.0).dashed(Some((1.5, 2.5)));
    for name in &names {
        for &(x, y) in &name.marks {
            let end = circle_center((x, y), &plot).1 - RADIUS;
            if let Some(foot) = name.foot(x).filter(|foot| *foot < end) {
                marks.extend(leader.lines([vec![(x, foot), (x, end)]]));
            }
        }
    }
    let rim = Some(Stroke::solid(tokens.ink, 1.6));
    marks.extend(circles.into_iter().map(|center| Mark::Dot { center, radius: RADIUS, fill: tokens.panel, rim }));

    let labels = names.into_iter().filter_map(|name| name.label).chain(words.placed).collect();
    (frame.chart(legend, marks, labels), unplaced)
}

/// Lower figures have no room to explain what can be left unsaid.
const EXPLAINED: f64 = 220.0;

fn entries(options: &LrFindOptions, notes: &[Note], sheet: &Sheet) -> Vec<Entry> {
    let tokens = sheet.tokens;
    let titled = || notes.iter().filter(|note| note.titled);
    let mut entries: Vec<_> = titled().map(|note| Entry::new(note.text.clone(), Sample::Line(note.stroke))).collect();
    if sheet.size.1 < EXPLAINED {
        return entries;
    }
    let mut explain = |text: Sentence, sample| entries.push(Entry::optional(text, sample));
    if options.band.is_some() || !options.ghosts.is_empty() {
        explain(sentence!("figure.this-run", "this run"), Sample::Line(this_run(&tokens)));
    }
    if let Some(band) = &options.band {
        let sample = Sample::Area(band_color(&tokens), Some(median_stroke(&tokens)));
        explain(sentence!("figure.band", "{count} seeds: median, middle 80 %", count = band.seeds), sample);
    }
    if !options.ghosts.is_empty() {
        let text = match options.ghosts.len() {
            1 => sentence!("figure.run-before", "run before"),
            _ => sentence!("figure.earlier-runs", "earlier runs"),
        };
        explain(text, Sample::Line(ghost_stroke(&tokens, 0)));
    }
    // A limit that is in the legend by its own words needs no others.
    let by_name = titled().filter(|note| note.stroke == limit_stroke(&tokens)).count();
    if by_name < options.limits.len() {
        explain(sentence!("figure.stability-limit", "stability limit"), Sample::Line(limit_stroke(&tokens)));
    }
    entries
}

/// What is worth seeing, over the axis of the rates, of the sweep and of the median over seeds.
fn range(report: &LrFindReport, band: Option<&Band>, x: &Axis) -> (f64, f64) {
    let own = of_sweep(&report.losses, &report.smoothed);
    let median = band.map_or(&[][..], |band| band.median);
    let whole = if median.iter().any(|loss| loss.is_finite()) {
        let median = of_sweep(median, median);
        if report.smoothed.is_empty() { median } else { (own.0.min(median.0), own.1.max(median.1)) }
    } else {
        own
    };
    let part = seen(&report.lrs, x);
    if part.len() == report.lrs.len() {
        return whole;
    }
    let (losses, smoothed) = (&report.losses[part.clone()], &report.smoothed[part]);
    let median = band.map_or(&[][..], |band| &band.median[seen(band.lrs, x)]);
    let heights = [losses, smoothed, median].into_iter().flat_map(finite);
    of_part(whole, heights).unwrap_or_else(|| of_sweep(losses, smoothed))
}

const RADIUS: f64 = 4.5;

/// Room for the words under the curve.
const FOOT: f64 = 1.4 * ROW;

fn y_axis((low, high): (f64, f64), height: f64) -> Axis {
    let span = if high > low { high - low } else { low.abs().max(1e-3) * 0.5 };
    let free = (height - FOOT - 10.0).max(height * 0.4);
    let unit = span / free;
    Axis::linear(low - unit * FOOT.min(height * 0.4), high + unit * 10.0)
}

/// A circle on the curve, or at the edge of the plot where the curve has left it.
fn circle_center((x, y): Point, plot: &Rect) -> Point {
    // A plot may be lower than a circle.
    (x, y.max(plot.top + RADIUS).min(plot.bottom - RADIUS))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{
        RULES, WIDTHS, areas, check, check_absurd, check_words, dots, lines, named, sizes, sweep, sweeps, texts,
    };
    use super::{Band, Ghost, Limit, LrFindOptions, figure};
    use crate::plot::axis::Axis;
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;
    use crate::plot::theme::Theme;

    fn planned<'a>() -> LrFindOptions<'a> {
        LrFindOptions { from: Some(1e-5), to: Some(10.0), ..LrFindOptions::default() }
    }

    /// The sample sweep with 20 % around it; most runs have ended before the last rates.
    fn others() -> [Vec<f64>; 4] {
        let report = sweep(100, &[]);
        let times = |factor| report.smoothed.iter().map(|loss| factor * loss).collect::<Vec<_>>();
        let mut columns = [report.lrs.clone(), times(0.8), times(1.05), times(1.2)];
        columns[3][93..96].fill(f64::INFINITY);
        columns[1..].iter_mut().for_each(|column| column[96..].fill(f64::NAN));
        columns
    }

    fn band([lrs, lower, median, upper]: &[Vec<f64>; 4]) -> Band<'_> {
        Band { lrs, lower, median, upper, seeds: 8 }
    }

    fn my_rate(chart: &Chart) -> bool {
        texts(chart).iter().any(|text| text.starts_with("my rate"))
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        for (name, report) in sweeps() {
            for (width, height) in sizes(&[200.0, 230.0, 300.0, 330.0]) {
                let case = format!("{name} at {width} x {height}");
                // On a mark, between marks, at the edges, and outside the plot.
                for lr in [None, Some(0.011), Some(0.12), Some(1e-5), Some(10.0), Some(99.0), Some(f64::NAN)] {
                    let chart = figure(&report, &LrFindOptions { width, height, lr, ..planned() }, &estimate);
                    check(&chart, &format!("{case}, {lr:?}"));
                    assert_eq!(my_rate(&chart), lr.is_some_and(|lr| (1e-5..=10.0).contains(&lr)), "{case}, {lr:?}");
                    assert_eq!(chart.layout.x, Axis::log(1e-5, 10.0), "{case}: the axis is not that of the plan");
                }
                for (from, to) in [(1e-5, 2e-5), (0.01, 0.0102), (0.02, 0.5), (0.9, 10.0), (9.0, 10.0)] {
                    let closer = LrFindOptions { from: Some(from), to: Some(to), ..planned() };
                    let options = LrFindOptions { width, height, lr: Some(0.12), ..closer };
                    check(&figure(&report, &options, &estimate), &format!("{case}, from {from} to {to}"));
                }
            }
        }
    }

    #[test]
    fn the_height_is_that_of_what_is_seen() {
        let report = sweep(100, &[("fastai-valley", 0.011)]);
        let whole = figure(&report, &planned(), &estimate).layout.y;
        let plateau = figure(&report, &LrFindOptions { to: Some(1e-4), ..planned() }, &estimate);
        assert!(plateau.layout.y.min() > whole.min() + 0.3, "{:?} in {whole:?}", plateau.layout.y);
        assert!(!texts(&plateau).contains(&"valley"), "a mark beside the axis is named");
    }

    #[test]
    fn labels_keep_clear_of_bands_ghosts_and_limits() {
        let others = others();
        let curves = [100, 40, 80, 99].map(|points| sweep(points, &[]));
        let ghosts: Vec<_> = curves.iter().map(|ghost| Ghost { lrs: &ghost.lrs, smoothed: &ghost.smoothed }).collect();
        let limit = |lr, label| Limit { lr, label };
        let limits = [
            limit(0.31, "2/λ = 0.31"),
            limit(0.589, "heavy ball: 3.8/λ = 0.589"),
            limit(0.33, "at the end: 2/λ = 0.33"),
            limit(f64::INFINITY, "2/λ = ∞"),
            limit(1e-5, "a limit at the very edge of the plot"),
        ];
        for (name, report) in sweeps() {
            for width in WIDTHS {
                for (count, height) in [(0, 200.0), (1, 230.0), (2, 330.0), (5, 200.0), (5, 330.0)] {
                    for lr in [None, Some(0.32)] {
                        let options = LrFindOptions {
                            width,
                            height,
                            lr,
                            band: (count != 1).then(|| band(&others)),
                            ghosts: &ghosts[..count.min(4)],
                            limits: &limits[..count],
                            ..planned()
                        };
                        let chart = figure(&report, &options, &estimate);
                        let case = format!("{name} at {width} x {height}, {count} limits");
                        check(&chart, &case);
                        let shown = limits[..count].iter().filter(|limit| limit.lr.is_finite() && width >= 520.0);
                        check_words(&chart, &shown.map(|limit| limit.label).collect::<Vec<_>>(), &case);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_added_is_explained() {
        let others = others();
        let report = sweep(100, &[]);
        let ghost = Ghost { lrs: &report.lrs, smoothed: &report.smoothed };
        let limits = [Limit { lr: 0.31, label: "2/λ = 0.31" }];
        let options = LrFindOptions { band: Some(band(&others)), ghosts: &[ghost; 2], limits: &limits, ..planned() };
        let chart = figure(&report, &options, &estimate);
        let words = ["this run", "8 seeds: median, middle 80 %", "earlier runs", "stability limit", "2/λ = 0.31"];
        check_words(&chart, &words, "");
        assert!(chart.marks.iter().any(|mark| matches!(mark, Mark::Patch { .. })));
        let (column, color) = (chart.layout.x_of(0.31), Theme::Light.tokens().stability);
        assert!(
            lines(&chart)
                .any(|(points, stroke)| { points[0].0 == column && stroke.dash.is_some() && stroke.color == color })
        );
        let ghosts =
            lines(&chart).filter(|(points, stroke)| stroke.width == 1.25 && stroke.dash.is_none() && points.len() > 9);
        let alphas: Vec<_> = ghosts.map(|(_, stroke)| stroke.color.alpha).collect();
        assert!(alphas[0] < alphas[1], "the older is fainter");
    }

    #[test]
    fn before_the_first_loss_the_band_sets_the_height() {
        let others = others();
        let options = LrFindOptions { band: Some(band(&others)), ..planned() };
        let y = figure(&sweep(0, &[]), &options, &estimate).layout.y;
        assert!(y.max() < 1.0 && y.max() > 0.69, "{y:?}");
    }

    #[test]
    fn every_suggestion_has_a_circle_on_the_curve() {
        let report = sweep(100, &RULES);
        for width in WIDTHS {
            let chart = figure(&report, &LrFindOptions { width, ..planned() }, &estimate);
            for (rule, lr) in RULES {
                let x = chart.layout.x_of(lr);
                assert!(dots(&chart).iter().any(|center| (center.0 - x).abs() <= 0.5), "{rule} at {width}");
            }
        }
    }

    #[test]
    fn the_words_of_a_complete_figure() {
        let report = named(sweeps(), "diverged early");
        let chart = figure(&report, &LrFindOptions { lr: Some(0.12), ..planned() }, &estimate);
        check_words(&chart, &["valley", "minimum ÷10", "my rate 0.12", "flat", "falls", "rises"], "");
        check_words(&chart, &["diverged at step 69", "1e−5", "loss", "learning rate, log scale"], "");
    }

    #[test]
    fn what_training_has_shown_goes_before_the_curve() {
        let report = named(sweeps(), "diverged early");
        let chart = figure(&report, &LrFindOptions { as_good: Some((1e-3, 1e-1)), ..planned() }, &estimate);
        check_words(&chart, &["too cold", "useful", "too hot"], "");
        assert!(!texts(&chart).iter().any(|text| ["flat", "falls", "rises"].contains(text)), "{:?}", texts(&chart));
    }

    #[test]
    fn what_a_report_lacks_is_not_drawn() {
        let chart = figure(&sweep(100, &[]), &planned(), &estimate);
        let unsaid = |text: &&str| ["flat", "falls", "rises"].contains(text) || text.starts_with("diverged");
        assert!(!texts(&chart).iter().any(unsaid) && !my_rate(&chart), "{:?}", texts(&chart));
        assert!(areas(&chart).is_empty() && dots(&chart).is_empty());
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        let report = sweep(100, &RULES);
        check_absurd(|size, measure| {
            figure(&report, &LrFindOptions { width: size, height: size, ..planned() }, measure)
        });
    }
}
