//! What each rule suggests over many seeds: one histogram a rule, on the finder's own axis.

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Label, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect};
use super::super::text::TextMeasure;
use super::super::theme::Color;
use super::frame::{Frame, ROW, Sheet, Spec, plain};
use super::legend::{Entry, Sample, legend};
use super::names::short;
use super::range::rate_axis;
use super::texts;
use super::words::Words;
use crate::finder::LrBandReport;
use crate::math::{log10, pow};
use crate::sentence;
use crate::sentence::Sentence;

figure_options! {
    /// How to draw the answers over seeds.
    pub struct LrBandOptions = 1060.0 by 360.0 {
        /// The user's own rate, drawn as a line.
        pub lr: Option<f64>,
        /// The axis's first rate; else the first one planned.
        pub from: Option<f64>,
        /// The axis's last rate; else the last one planned.
        pub to: Option<f64>,
        /// Where the plot begins; else where its tick labels would end.
        pub left: Option<f64>,
        /// Where the plot ends; else at the right of the figure.
        pub right: Option<f64>,
    }
}

/// Bars in a decade.
const BINS: f64 = 8.0;

/// The least height of a row with its words beside the bars.
const LOW_ROW: f64 = 17.0;

/// The least height of a row with its words above the bars.
const TALL_ROW: f64 = 25.0;

/// The figure of a finished or running band: one row a rule. A bar spans an eighth of a decade;
/// the highest of all rows fills its row. A row takes 26 pixels with ease on a wide screen, 36 on a narrow one.
///
/// ```
/// use lr_lab::finder::{BandRuns, LrBandReport};
/// use lr_lab::plot::{figure::lr_band, text::estimate};
///
/// let mut runs = BandRuns::empty(2, 3);
/// runs.steps = vec![2; 3];
/// runs.rules[0].lrs = vec![0.1, 0.1, f64::NAN];
/// let report = LrBandReport::new(vec![1e-3, 1.0], vec![1, 2, 3], runs, None)?;
/// let chart = lr_band::figure(&report, &lr_band::LrBandOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "no answer: 1 of 3"));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
pub fn figure(report: &LrBandReport, options: &LrBandOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let tokens = sheet.tokens;
    let x = rate_axis(options.from, options.to, &report.lrs);
    let mut rows = rows(report, &x);
    let made = report.runs.steps.iter().filter(|steps| **steps > 0).count();

    let seeds = report.seeds.len();
    let over = sentence!("figure.suggestions-over", "suggestions over {seeds}", seeds = texts::seeds(seeds));
    let sample = Sample::Area(tokens.accent.alpha(BAR), None);
    let mut entries = vec![Entry::new(over, sample)];
    if made < seeds {
        entries.push(Entry::optional(sentence!("figure.so-far", "{count} so far", count = made), Sample::Remark));
    }
    if let Some(lr) = options.lr {
        let stroke = Stroke::solid(tokens.rate, 2.0);
        entries.push(Entry::optional(texts::my_rate(lr), Sample::Line(stroke)));
    }
    // The rows are no axis.
    let spec = Spec {
        left: options.left,
        right: options.right,
        x,
        y_floor: f64::INFINITY,
        x_title: texts::log_rate(),
        ..Spec::default()
    };
    let laid_out = |entries: &[Entry]| {
        let legend = legend(entries, &sheet);
        let frame = Frame::new(sheet, legend.height, &spec);
        (legend, frame)
    };
    let (mut legend, mut frame) = laid_out(&entries);
    let most = ((frame.layout.plot.height() / LOW_ROW) as usize).max(1);
    if rows.len() > most {
        let kept = most.saturating_sub(1).max(1);
        let more = rows.len() - kept;
        let text = sentence!("figure.more-rows", "{count} more need more height", count = more);
        entries.push(Entry::new(text, Sample::Remark));
        rows.truncate(kept);
        (legend, frame) = laid_out(&entries);
    }
    let layout = frame.layout;
    let plot = layout.plot;
    let my_x = options.lr.and_then(|lr| layout.column(lr));

    let tall = plot.height() / rows.len() as f64 >= TALL_ROW;
    let beside = Drawn::new(&rows, &layout, my_x, false, sheet);
    // Beside the bars where there is room for all words, else above them.
    let drawn = if beside.complete || !tall { beside } else { Drawn::new(&rows, &layout, my_x, true, sheet) };

    let mut marks = frame.grid(&drawn.words);
    marks.extend(Stroke::solid(tokens.rule, 1.0).lines(drawn.bases));
    marks.extend(drawn.bars.into_iter().map(|(rect, color)| Mark::Area { rect, color }));
    marks.extend(Stroke::solid(tokens.rate, 2.0).lines(my_x.map(|x| plot.upright(x))));
    frame.chart(legend, marks, drawn.words)
}

/// Opacity of a bar.
const BAR: f64 = 0.75;

/// A rule's answers, counted.
struct Row {
    name: Sentence,
    /// The bins that hold answers, each with how many.
    bins: Vec<(f64, usize)>,
    /// How many answers there are against `most`, the highest bar of all rows.
    most: usize,
    /// What the bars don't show, and the same in fewer words.
    words: [Sentence; 2],
}

fn rows(report: &LrBandReport, axis: &Axis) -> Vec<Row> {
    let made: Vec<usize> = (0..report.seeds.len()).filter(|&seed| report.runs.steps[seed] > 0).collect();
    let row = |name: Sentence, lrs: &[f64]| {
        let mut bins: Vec<(f64, usize)> = Vec::new();
        let (mut none, mut outside) = (0, 0);
        for lr in made.iter().map(|&seed| lrs[seed]) {
            if !(lr.is_finite() && lr > 0.0) {
                none += 1;
            } else if !(-1e-9..=1.0 + 1e-9).contains(&axis.position(lr)) {
                outside += 1;
            } else {
                // A rate on an edge belongs to the bin that it begins, however its logarithm was rounded.
                let bin = (BINS * log10(lr) + 1e-9).floor();
                match bins.iter_mut().find(|(known, _)| *known == bin) {
                    Some((_, count)) => *count += 1,
                    None => bins.push((bin, 1)),
                }
            }
        }
        let of = made.len();
        let words = |long: bool| {
            let none = (none > 0).then(|| match long {
                true => sentence!("figure.no-answer", "no answer: {count} of {all}", count = none, all = of),
                false => sentence!("figure.none", "none: {count} of {all}", count = none, all = of),
            });
            let outside = (outside > 0).then(|| match long {
                true => sentence!("figure.not-shown", "not shown: {count} of {all}", count = outside, all = of),
                false => sentence!("figure.out", "out: {count} of {all}", count = outside, all = of),
            });
            match (none, outside) {
                (Some(none), Some(outside)) => {
                    sentence!("figure.both", "{none} · {outside}", none, outside)
                }
                (one, other) => one.or(other).unwrap_or_else(texts::nothing),
            }
        };
        Row { name, bins, most: 0, words: [words(true), words(false)] }
    };
    let runs = &report.runs;
    let mut rows: Vec<Row> =
        runs.rules.iter().map(|answers| row(Sentence::name(short(answers.rule)), &answers.lrs)).collect();
    let most = rows.iter().flat_map(|row| &row.bins).map(|(_, count)| *count).max().unwrap_or(1);
    rows.iter_mut().for_each(|row| row.most = most);
    rows
}

/// The rows in pixels.
struct Drawn {
    bases: Vec<Vec<Point>>,
    bars: Vec<(Rect, Color)>,
    words: Vec<Label>,
    /// Whether every word found its place.
    complete: bool,
}

impl Drawn {
    fn new(rows: &[Row], layout: &Layout, my_x: Option<f64>, above: bool, sheet: Sheet) -> Self {
        let (tokens, plot) = (sheet.tokens, layout.plot);
        let height = plot.height() / rows.len() as f64;
        let mut drawn = Self { bases: Vec::new(), bars: Vec::new(), words: Vec::new(), complete: true };
        for (index, row) in rows.iter().enumerate() {
            let top = plot.top + index as f64 * height;
            let base = (top + height).floor() + 0.5;
            if index + 1 < rows.len() {
                drawn.bases.push(vec![(plot.left, base), (plot.right, base)]);
            }
            let reach = height - 3.0 - if above { ROW } else { 0.0 };
            let color = tokens.accent.alpha(BAR);
            let bars: Vec<_> = row.bins.iter().map(|bin| bar(*bin, row.most, (base - 0.5, reach), layout)).collect();
            let outlines = bars.iter().map(|bar| {
                let (left, right) = (bar.left - 3.0, bar.right + 3.0);
                vec![(left, bar.bottom), (left, bar.top), (right, bar.top), (right, bar.bottom)]
            });
            let mut lines: Vec<_> = outlines.collect();
            lines.extend(my_x.map(|x| vec![(x - 2.0, plot.top), (x - 2.0, plot.bottom), (x + 2.0, plot.bottom)]));
            lines.extend(my_x.map(|x| plot.upright(x + 2.0)));
            let mut words = Words::new(sheet, plot, lines);
            let middle = if above { top + ROW / 2.0 } else { top + height / 2.0 };
            let names = std::slice::from_ref(&row.name);
            for (texts, ink, align) in
                [(names, plain(tokens.ink), Align::Start), (&row.words, plain(tokens.muted), Align::End)]
            {
                let steps = (0..((plot.width() - 12.0) / 6.0) as usize).map(|step| 6.0 + 6.0 * step as f64);
                let column = |step| if align == Align::Start { plot.left + step } else { plot.right - step };
                drawn.complete &= texts.iter().any(|text| {
                    let labels = steps.clone().map(|step| sheet.label(text, (column(step), middle), align, ink));
                    text.is_empty() || words.first_free(labels)
                });
            }
            drawn.words.extend(words.placed);
            drawn.bars.extend(bars.into_iter().map(|bar| (bar, color)));
        }
        drawn
    }
}

fn bar((bin, count): (f64, usize), most: usize, (base, reach): (f64, f64), layout: &Layout) -> Rect {
    let plot = layout.plot;
    let edge = |bin: f64| layout.x_of(pow(10.0, bin / BINS)).clamp(plot.left, plot.right);
    let (left, right) = (edge(bin), edge(bin + 1.0));
    // A gap keeps neighbours apart.
    let right = if right - left > 4.0 { right - 1.0 } else { right };
    let height = (reach * count as f64 / most.max(1) as f64).max(1.5);
    Rect::new((left, right), (base - height, base))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{areas, bands, check, check_absurd, check_words, named, sizes, texts};
    use super::{LrBandOptions, figure};
    use crate::plot::text::estimate;

    fn planned() -> LrBandOptions {
        LrBandOptions { from: Some(1e-5), to: Some(10.0), ..LrBandOptions::default() }
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines_and_bars() {
        for (name, report) in bands() {
            for (width, height) in sizes(&[120.0, 240.0, 360.0, 520.0]) {
                for lr in [None, Some(0.03), Some(1e-5), Some(99.0)] {
                    let chart = figure(&report, &LrBandOptions { width, height, lr, ..planned() }, &estimate);
                    let case = format!("{name} at {width} x {height}, {lr:?}");
                    check(&chart, &case);
                    for label in &chart.labels {
                        let covered = areas(&chart).into_iter().find(|bar| bar.overlaps(&label.rect));
                        assert_eq!(covered, None, "{case}: {label:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn all_words_find_room_at_the_heights_that_the_docs_name() {
        for (width, height) in [(1440.0, 26.0), (900.0, 26.0), (560.0, 36.0), (390.0, 36.0), (320.0, 36.0)] {
            for (name, report) in bands() {
                let height = 12.0 * height + 80.0;
                let chart = figure(&report, &LrBandOptions { width, height, lr: Some(0.1), ..planned() }, &estimate);
                let rules = ["valley", "torch-lr-finder", "Lightning 2.5.2", "keras-finder"];
                check_words(&chart, &rules, &format!("{name} at {width}"));
            }
        }
    }

    #[test]
    fn a_bar_is_an_eighth_of_a_decade_with_its_share_of_the_height() {
        let chart = figure(&named(bands(), "two bins"), &planned(), &estimate);
        let bars = areas(&chart);
        let [first, second, ..] = bars.as_slice() else { panic!("{bars:?}") };
        let eighth = chart.layout.plot.width() / 6.0 / 8.0;
        assert!((first.left - chart.layout.x_of(0.1)).abs() < 1e-9, "0.1 begins its bin");
        assert!((second.left - first.left - eighth).abs() < 1e-9, "the next bin holds 0.14");
        assert!((first.height() / second.height() - 3.0).abs() < 1e-9, "3 answers and 1");
    }

    #[test]
    fn seeds_without_an_answer_are_said_in_words() {
        for (name, words) in [
            ("two bins", "no answer: 1 of 4"),
            ("filling", "5 so far"),
            ("no answers", "no answer: 8 of 8"),
            ("beside the axis", "not shown: 16 of 16"),
        ] {
            check_words(&figure(&named(bands(), name), &planned(), &estimate), &[words], name);
        }
        let chart = figure(&named(bands(), "crowded"), &LrBandOptions { height: 160.0, ..planned() }, &estimate);
        assert!(texts(&chart).iter().any(|text| text.ends_with("more need more height")), "{:?}", texts(&chart));
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        check_absurd(|size, measure| {
            let options = LrBandOptions { width: size, height: size, left: Some(size), lr: Some(0.1), ..planned() };
            figure(&named(bands(), "crowded"), &options, measure)
        });
    }
}
