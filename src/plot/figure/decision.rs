//! What a network answers all over its features, with the rows of the data on top.

use super::super::axis::Axis;
use super::super::chart::{Chart, Layout, Mark, Stroke};
use super::super::geometry::{Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::Tokens;
use super::frame::{Frame, Spec, plain};
use super::legend::{Entry, Sample, legend, shortened};
use super::marker::Marker;
use super::range::{ends, extent};
use crate::sentence;
use crate::sentence::Sentence;
use crate::train::{DecisionPoints, DecisionSurface};

figure_options! {
    /// How to draw a decision surface.
    pub struct DecisionOptions<'a> = 480.0 by 400.0 {
        /// Names of the features, for the axes; those that are absent are counted.
        pub features: &'a [&'a str],
        /// Name of the quantity that is predicted.
        pub target: Option<&'a str>,
        /// Names of the classes, for the legend; those that are absent are counted from 0.
        pub classes: &'a [&'a str],
    }
}

/// The most rows that are marked: more would hide the surface, and what they lie on.
const MOST_MARKS: usize = 1000;

/// The most classes that the legend names.
const MOST_NAMED: usize = 6;

/// Steps of probability that are told apart, so that equal places of a row are one area.
const SHADES: f64 = 5.0;

/// The classes over the plane of two features, darker where they are surer, or the predicted curve over one feature. Rows
/// to train on are filled marks, those held out hollow ones.
///
/// ```
/// use lr_lab::plot::{figure::decision, text::estimate};
/// use lr_lab::train::{DecisionPoints, DecisionSurface};
///
/// let surface = DecisionSurface {
///     classes: 2,
///     xs: vec![-1.0, 1.0],
///     ys: vec![-1.0, 1.0],
///     outputs: vec![0.0, 1.0, 0.0, 1.0],
///     probabilities: vec![0.9; 4],
///     points: DecisionPoints { xs: vec![0.5], ys: vec![0.0], targets: vec![1.0], held_out: vec![true] },
/// };
/// let chart = decision::figure(&surface, &decision::DecisionOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "class 1"));
/// ```
pub fn figure(surface: &DecisionSurface, options: &DecisionOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let tokens = sheet.tokens;
    let is_curve = surface.classes == 0;
    let shown = shown(&surface.points, surface.classes);
    let predicted = Stroke::solid(tokens.accent, 2.25);

    let legend = legend(&entries(surface, options.classes, &tokens, &shown, predicted), &sheet);
    let (first, last) = ends(&surface.xs);
    let (x, y) = if is_curve {
        (Axis::linear(first, last), quantity_axis(surface))
    } else {
        (covered(&surface.xs), covered(&surface.ys))
    };
    let name = |given: Option<&str>, usual: Sentence, room: f64| {
        let text = given.filter(|name| !name.trim().is_empty()).map_or(usual, Sentence::given);
        shortened(&text, room, plain(tokens.muted), &sheet)
    };
    let feature = |index: usize| options.features.get(index).copied();
    // A name takes no more than half a side.
    let (wide, high) = (sheet.size.0 / 2.0, sheet.size.1 / 2.0);
    let numbered = |index: usize| sentence!("figure.feature-of-many", "feature {index}", index);
    let (x_title, y_title) = if is_curve {
        (
            name(feature(0), sentence!("figure.feature", "feature"), wide),
            name(options.target, sentence!("figure.target", "target"), high),
        )
    } else {
        (name(feature(0), numbered(1), wide), name(feature(1), numbered(2), high))
    };
    let spec = Spec { x, y: &|_| y, x_title, y_title, ..Spec::default() };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;
    let plot = layout.plot;

    let mut marks = if is_curve { Vec::new() } else { areas(surface, &layout, &tokens) };
    marks.extend(frame.grid(&[]));
    // The grid reaches past the rows by more than this, so that every mark lies inside.
    let radius = (0.05 * plot.width().min(plot.height())).clamp(1.0, 4.5);
    let heights = if is_curve { &surface.points.targets } else { &surface.points.ys };
    let room = plot.grown(-Marker::REACH * radius);
    let centers: Vec<_> = layout.points(&surface.points.xs, heights).collect();
    for row in shown {
        if let Some(center) = centers.get(row).filter(|center| room.holds(**center)) {
            marks.extend(marker(surface, row, &tokens).marks(*center, radius));
        }
    }
    if is_curve {
        let outputs: Vec<_> = surface.outputs.iter().copied().map(f64::from).collect();
        marks.extend(predicted.lines(curve(layout.points(&surface.xs, &outputs), &plot)));
    }
    frame.chart(legend, marks, Vec::new())
}

fn entries(
    surface: &DecisionSurface,
    classes: &[&str],
    tokens: &Tokens,
    shown: &[usize],
    predicted: Stroke,
) -> Vec<Entry> {
    let points = &surface.points;
    let mut entries = Vec::new();
    let mut entry = |text, sample| entries.push(Entry::new(text, sample));
    if surface.classes == 0 {
        entry(sentence!("figure.predicted", "predicted"), Sample::Line(predicted));
        entry(sentence!("figure.training-rows", "training"), Sample::Marker(Marker::plain(false, tokens)));
    }
    for class in 0..surface.classes.min(MOST_NAMED) {
        let name = classes.get(class).map_or_else(|| class.to_string(), |name| (*name).to_owned());
        // A number alone would not say what it is.
        let text = match name.parse::<f64>() {
            Ok(_) => sentence!("figure.class", "class {name}", name),
            Err(_) => Sentence::given(name),
        };
        entry(text, Sample::Marker(Marker::of_class(class, false, tokens)));
    }
    if surface.classes > MOST_NAMED {
        let text = sentence!("figure.more-classes", "and {count} more", count = surface.classes - MOST_NAMED);
        entry(text, Sample::Remark);
    }
    if points.held_out.contains(&true) {
        entry(sentence!("figure.rows-held-out", "held out"), Sample::Marker(Marker::plain(true, tokens)));
    }
    let without = surface.outputs.iter().filter(|output| !output.is_finite()).count();
    if without > 0 {
        let what = if without == surface.outputs.len() {
            sentence!("figure.no-finite-answer", "no finite answer")
        } else {
            sentence!("figure.blank", "blank: no finite answer")
        };
        entry(what, Sample::Remark);
    }
    let rows = points.targets.len();
    if shown.len() < rows {
        entry(sentence!("figure.some-rows", "{shown} of {rows} rows", shown = shown.len(), rows), Sample::Remark);
    }
    entries
}

fn marker(surface: &DecisionSurface, row: usize, tokens: &Tokens) -> Marker {
    let hollow = surface.points.held_out.get(row) == Some(&true);
    match surface.points.targets.get(row) {
        Some(class) if surface.classes > 0 => Marker::of_class(*class as usize, hollow, tokens),
        _ => Marker::plain(hollow, tokens),
    }
}

/// The rows that are marked: all, or of each class and part of the data the same share, evenly along its rows. (Rows of
/// the classes often take turns, so that every second row may be of one class.)
fn shown(points: &DecisionPoints, classes: usize) -> Vec<usize> {
    let rows = points.targets.len();
    if rows <= MOST_MARKS {
        return (0..rows).collect();
    }
    let class = |target: &f64| if classes == 0 { 0 } else { *target as usize };
    let marks = points.targets.iter().zip(&points.held_out).enumerate();
    let mut marks: Vec<_> = marks.map(|(row, (target, held_out))| (class(target), *held_out, row)).collect();
    marks.sort_unstable();
    // So many that a group has less than one mark: the figure says how many rows it leaves out.
    let even = |group: &[(usize, bool, usize)]| {
        let shown = MOST_MARKS * group.len() / rows;
        (0..shown).map(|i| group[i * group.len() / shown].2).collect::<Vec<_>>()
    };
    marks.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).flat_map(even).collect()
}

/// One area for each stretch of equal places in a row of the grid.
fn areas(surface: &DecisionSurface, layout: &Layout, tokens: &Tokens) -> Vec<Mark> {
    let (columns, rows) = (surface.xs.len(), surface.ys.len());
    // On whole pixels neighbours neither overlap nor leave a gap.
    let edges = |count: usize, from: f64, to: f64| -> Vec<f64> {
        (0..=count).map(|i| (from + (to - from) * i as f64 / count.max(1) as f64).round()).collect()
    };
    let (lefts, bottoms) =
        (edges(columns, layout.plot.left, layout.plot.right), edges(rows, layout.plot.bottom, layout.plot.top));
    let least = 1.0 / surface.classes.max(1) as f64;
    // The class and how sure it is, in steps.
    let shade = |at: usize| {
        let class = surface.outputs.get(at).filter(|class| class.is_finite() && **class >= 0.0)?;
        let probability = surface.probabilities.get(at).copied().map_or(1.0, f64::from);
        let sure = ((probability - least) / (1.0 - least).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        Some((*class as usize, (sure * SHADES) as usize))
    };
    let mut areas = Vec::new();
    for row in 0..rows {
        let mut start = 0;
        while start < columns {
            let shown = shade(row * columns + start);
            let end = (start + 1..columns).find(|at| shade(row * columns + at) != shown).unwrap_or(columns);
            if let Some((class, sure)) = shown {
                let rect = Rect::new((lefts[start], lefts[end]), (bottoms[row + 1], bottoms[row]));
                let color = tokens.run(class).alpha(0.1 + 0.2 * sure as f64 / SHADES);
                areas.push(Mark::Area { rect, color });
            }
            start = end;
        }
    }
    areas
}

/// The axis that places around `values`, in even steps, cover: half a step more at either end.
fn covered(values: &[f64]) -> Axis {
    let (first, last) = ends(values);
    let half = (last - first) / values.len().saturating_sub(1).max(1) as f64 / 2.0;
    Axis::linear(first - half, last + half)
}

/// The quantities of the rows and what is predicted of them, with a little room; of predictions far beside every row only
/// those that come near.
fn quantity_axis(surface: &DecisionSurface) -> Axis {
    const ROOM: f64 = 0.08;
    let finite = |value: &f64| value.is_finite();
    let outputs = extent(surface.outputs.iter().map(|output| f64::from(*output)).filter(finite));
    let rows = extent(surface.points.targets.iter().copied().filter(finite));
    let (low, high) = match (rows, outputs) {
        (Some((low, high)), Some((least, most))) => {
            let reach = (high - low) / 2.0;
            (low.min(least.max(low - reach)), high.max(most.min(high + reach)))
        }
        (some, None) | (None, some) => some.unwrap_or((f64::NAN, f64::NAN)),
    };
    Axis::linear(low, high).with_room(ROOM, ROOM)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{check, check_absurd, check_words, dots, named, sizes, texts};
    use super::{DecisionOptions, MOST_MARKS, Rect, figure};
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;
    use crate::plot::theme::Theme;
    use crate::train::{DecisionPoints, DecisionSurface};

    /// `classes` sectors around the middle of a grid, with `rows` rows on a spiral, every fourth held out.
    fn plane(classes: usize, resolution: usize, rows: usize) -> DecisionSurface {
        let axis: Vec<f64> = (0..resolution).map(|i| -1.2 + 2.4 * i as f64 / (resolution - 1) as f64).collect();
        let turn = |x: f64, y: f64| (libm::atan2(y, x) / std::f64::consts::TAU + 1.0) % 1.0;
        let sector = |x: f64, y: f64| ((turn(x, y) * classes as f64) as usize).min(classes - 1) as f64;
        let places = || axis.iter().flat_map(|y| axis.iter().map(move |x| (*x, *y)));
        let spiral = |row: usize| (row as f64 / rows as f64, 0.7 * row as f64);
        let (xs, ys): (Vec<f64>, Vec<f64>) =
            (0..rows).map(spiral).map(|(r, a)| (r * libm::cos(a), r * libm::sin(a))).unzip();
        DecisionSurface {
            classes,
            outputs: places().map(|(x, y)| sector(x, y) as f32).collect(),
            probabilities: places().map(|(x, y)| (0.5 + 0.4 * libm::hypot(x, y)) as f32).collect(),
            points: DecisionPoints {
                targets: xs.iter().zip(&ys).map(|(x, y)| sector(*x, *y)).collect(),
                held_out: (0..rows).map(|row| row % 4 == 3).collect(),
                xs,
                ys,
            },
            ys: axis.clone(),
            xs: axis,
        }
    }

    fn sine(output: impl Fn(f64) -> f64) -> DecisionSurface {
        let xs: Vec<f64> = (0..200).map(|i| -3.5 + 7.0 * f64::from(i) / 199.0).collect();
        let rows: Vec<f64> = (0..40).map(|i| -3.0 + 6.0 * f64::from(i) / 39.0).collect();
        DecisionSurface {
            classes: 0,
            outputs: xs.iter().map(|x| output(*x) as f32).collect(),
            probabilities: vec![],
            xs,
            ys: vec![],
            points: DecisionPoints {
                targets: rows.iter().map(|x| libm::sin(*x)).collect(),
                held_out: (0..40).map(|row| row % 5 == 0).collect(),
                xs: rows,
                ys: vec![],
            },
        }
    }

    fn surfaces() -> Vec<(&'static str, DecisionSurface)> {
        let mut diverged = plane(2, 20, 30);
        diverged.outputs.fill(f32::NAN);
        diverged.probabilities.fill(f32::NAN);
        let mut holed = plane(3, 20, 30);
        holed.outputs[..50].fill(f32::NAN);
        let mut far = plane(2, 20, 30);
        far.xs.iter_mut().for_each(|x| *x = 1e30 + *x * 1e29);
        far.points.xs.iter_mut().for_each(|x| *x = 1e30 + *x * 1e29);
        vec![
            ("two classes", plane(2, 80, 200)),
            ("three classes", plane(3, 80, 200)),
            ("many classes", plane(100, 40, 300)),
            ("coarse", plane(2, 2, 4)),
            ("no rows", plane(2, 10, 0)),
            ("many rows", plane(3, 80, 100_000)),
            ("diverged", diverged),
            ("holed", holed),
            ("far away", far),
            ("a curve", sine(libm::sin)),
            ("a steep curve", sine(|x| 50.0 * x)),
            ("a curve that breaks", sine(|x| if x > 0.0 { f64::INFINITY } else { x })),
            ("a flat curve", sine(|_| 0.0)),
            ("no answer", sine(|_| f64::NAN)),
        ]
    }

    fn draw(surface: &DecisionSurface, options: DecisionOptions) -> Chart {
        figure(surface, &options, &estimate)
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        let long = "mean distance from the centre to points on the perimeter, in micrometres";
        for (name, surface) in surfaces() {
            for (width, height) in sizes(&[120.0, 200.0, 320.0, 480.0]) {
                for theme in [Theme::Light, Theme::Dark] {
                    let options = DecisionOptions { width, height, theme, ..Default::default() };
                    check(&draw(&surface, options), &format!("{name} at {width} x {height}"));
                    let options = DecisionOptions { features: &[long, long], target: Some(long), ..options };
                    check(&draw(&surface, options), &format!("{name} with long names at {width} x {height}"));
                }
            }
        }
    }

    #[test]
    fn the_classes_cover_the_plot_without_gaps_in_few_areas() {
        let surface = plane(2, 80, 50);
        let chart = draw(&surface, DecisionOptions::default());
        let plot = chart.layout.plot;
        // Those of a mark are solid.
        let shades = |chart: &Chart| -> Vec<Rect> {
            let shade = |mark: &Mark| match mark {
                Mark::Area { rect, color } if color.alpha < 1.0 => Some(*rect),
                _ => None,
            };
            chart.marks.iter().filter_map(shade).collect()
        };
        let areas = shades(&chart);
        assert!(areas.iter().all(|rect| plot.contains(rect)));
        let covered: f64 = areas.iter().map(|rect| rect.width() * rect.height()).sum();
        assert_eq!(covered, plot.width().round() * plot.height().round());
        assert!(areas.len() < 80 * 16, "{} areas for 6400 places", areas.len());
        let blank = draw(&named(surfaces(), "diverged"), DecisionOptions::default());
        assert!(shades(&blank).is_empty());
        check_words(&blank, &["no finite answer"], "");
    }

    #[test]
    fn the_axes_bear_the_names_of_the_columns() {
        let (plane, curve) = (plane(2, 10, 9), sine(libm::sin));
        for (surface, features, target, titles) in [
            (&plane, &["height", "width"][..], Some("price"), ["height", "width"]),
            (&curve, &["height"], Some("price"), ["height", "price"]),
            (&plane, &["height", " "], None, ["height", "feature 2"]),
            (&plane, &[], None, ["feature 1", "feature 2"]),
            (&curve, &[], None, ["feature", "target"]),
        ] {
            let chart = draw(surface, DecisionOptions { features, target, ..Default::default() });
            let mut found = texts(&chart);
            let known = ["height", "width", "price", "feature", "feature 1", "feature 2", "target"];
            found.retain(|text| known.contains(text));
            assert_eq!(found, titles);
        }
    }

    #[test]
    fn rows_lie_where_their_features_are() {
        let mut surface = plane(2, 11, 1);
        let points = &mut surface.points;
        (points.xs, points.ys, points.targets) = (vec![0.5], vec![-0.5], vec![0.0]);
        let chart = draw(&surface, DecisionOptions::default());
        // The grid reaches from -1.2 to 1.2 and half a place beyond.
        let end = 1.2 + 0.12;
        assert!((chart.layout.x.min() + end).abs() < 1e-9 && (chart.layout.y.max() - end).abs() < 1e-9);
        let (plot, share) = (chart.layout.plot, (0.5 + end) / (2.0 * end));
        let want = (plot.left + plot.width() * share, plot.top + plot.height() * share);
        let [(x, y)] = dots(&chart)[..] else { panic!("{:?}", dots(&chart)) };
        assert!((x - want.0).abs() + (y - want.1).abs() < 1e-9, "{want:?}");
    }

    #[test]
    fn of_too_many_rows_every_class_and_part_keeps_its_share() {
        let surface = plane(2, 10, 100_000);
        let shown = super::shown(&surface.points, 2);
        assert!((MOST_MARKS - 4..=MOST_MARKS).contains(&shown.len()), "{}", shown.len());
        let DecisionPoints { targets, held_out, .. } = &surface.points;
        for (class, held, share) in [(0.0, false, 0.375), (1.0, false, 0.375), (0.0, true, 0.125), (1.0, true, 0.125)] {
            let of = shown.iter().filter(|row| (targets[**row], held_out[**row]) == (class, held));
            let marked = of.count() as f64 / shown.len() as f64;
            assert!((marked - share).abs() < 0.01, "class {class}, held out {held}: {marked}");
        }
        let words = format!("{} of 100000 rows", shown.len());
        check_words(&draw(&surface, DecisionOptions::default()), &[&words], "");
    }

    #[test]
    fn classes_differ_by_shape_as_well_as_colour_and_held_out_rows_are_hollow() {
        let tokens = Theme::Light.tokens();
        let marks = |class, hollow| super::Marker::of_class(class, hollow, &tokens).marks((0.0, 0.0), 4.0);
        let shape = |mark: &Mark| match mark {
            Mark::Dot { radius, fill, .. } => (format!("circle {radius}"), *fill),
            Mark::Area { rect, color } => (format!("{rect:?}"), *color),
            Mark::Patch { points, color } => (format!("{points:?}"), *color),
            Mark::Line { .. } => panic!("{mark:?}"),
        };
        // Its outline and the colour inside.
        let look = |class, hollow| {
            let marks = marks(class, hollow);
            (shape(&marks[0]).0, shape(&marks[marks.len() - 1]).1)
        };
        for class in 0..20 {
            assert_eq!(look(class, true).1, tokens.paper);
            assert_ne!(look(class, false).1, tokens.paper);
            for other in 0..class {
                assert_ne!(look(class, false), look(other, false), "classes {class} and {other}");
            }
        }
        assert_ne!(look(0, false).0, look(1, false).0);
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        check_absurd(|size, measure| {
            figure(&plane(2, 5, 9), &DecisionOptions { width: size, height: size, ..Default::default() }, measure)
        });
    }

    #[test]
    fn classes_bear_their_names() {
        for (classes, named) in
            [(&[][..], ["class 0", "class 1", "class 2"]), (&["bush", "4"], ["bush", "class 4", "class 2"])]
        {
            let options = DecisionOptions { classes, ..DecisionOptions::default() };
            check_words(&draw(&plane(3, 20, 30), options), &named, "");
        }
    }
}
