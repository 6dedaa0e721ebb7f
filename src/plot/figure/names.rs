//! The names of the rules, in rows over the finder's plot.

use super::super::axis::Axis;
use super::super::chart::{Align, Label, Layout};
use super::super::geometry::Point;
use super::super::place::{Item, place};
use super::frame::{Frame, ROW, Sheet, Spec, plain};
use super::texts;
use super::words::diverged;
use crate::finder::LrFindReport;
use crate::finder::suggest::Rule;
use crate::sentence;
use crate::sentence::Sentence;

/// A name over the plot, and the points of the curve that it names.
pub(super) struct Name {
    /// Absent where names are too many.
    pub(super) label: Option<Label>,
    /// Empty for a note.
    pub(super) marks: Vec<Point>,
    /// The leftmost mark's column.
    x: f64,
    /// Empty where there is no label.
    text: Sentence,
}

impl Name {
    /// Where the leader in column `x` begins: under the name, or halfway up where it passes the name's side.
    pub(super) fn foot(&self, x: f64) -> Option<f64> {
        let label = self.label.as_ref()?;
        let beside = x < label.rect.left || x > label.rect.right;
        Some(if beside { label.at.1 } else { label.rect.bottom })
    }

    /// From the leftmost mark to the rightmost.
    fn reach(&self) -> f64 {
        self.marks.last().map_or(0.0, |last| last.0 - self.x)
    }
}

/// What is over the plot.
#[derive(Clone, Copy)]
pub(super) struct NamesRoom {
    /// The height of what is over the names.
    pub(super) header: f64,
    /// The most that both may take of the figure's height.
    pub(super) share: f64,
}

/// The frame with as many rows over the plot, below the legend, as the names need; and the names.
pub(super) fn named<'a>(
    report: &LrFindReport,
    sheet: Sheet<'a>,
    NamesRoom { header, share }: NamesRoom,
    with_stop: bool,
    spec: &Spec,
) -> (Frame<'a>, Vec<Name>) {
    let (tokens, ink) = (sheet.tokens, plain(sheet.tokens.ink));
    let most = (((share * sheet.size.1 - header) / ROW) as usize).clamp(1, 6);
    let mut rows = usize::from(!report.suggestions.is_empty());
    let (mut brief, mut same, mut dropped) = (false, SAME, 0);
    loop {
        let frame = Frame::new(sheet, header + rows as f64 * ROW, spec);
        let layout = frame.layout;
        let mut names = names(report, &layout, same, brief);
        // A note that has no room beside the curve becomes one of the names.
        if let Some(stop) = diverged(report, &layout).filter(|_| with_stop)
            && stop.text_lines(&sheet, &layout.plot).is_none()
        {
            names.push(Name { text: stop.text(), label: None, marks: Vec::new(), x: stop.x });
        }
        names.sort_by(|a, b| a.x.total_cmp(&b.x));
        let width = |name: &Name| sheet.width(&name.text, ink);
        for _ in 0..dropped {
            let named = names.iter_mut().filter(|name| !name.text.is_empty());
            // The circle stays.
            if let Some(widest) = named.max_by(|a, b| width(a).total_cmp(&width(b))) {
                widest.text = texts::nothing();
            }
        }
        // Those without a name come last.
        names.sort_by_key(|name| name.text.is_empty());
        let named = names.iter().filter(|name| !name.text.is_empty());
        let items: Vec<_> = named.map(|name| Item { x: name.x, reach: name.reach(), width: width(name) }).collect();
        let bounds = (layout.plot.left - 4.0, sheet.size.0 - 4.0);
        let Some(places) = place(&items, rows, bounds) else {
            // More rows while there is height for them, then shorter names, then fewer: neighbours share one, and in the
            // end a circle has none.
            match () {
                () if rows < most => rows += 1,
                () if !brief => brief = true,
                () if same < SAME_AT_MOST => same *= 1.6,
                () => dropped += 1,
            }
            continue;
        };
        for (name, placed) in names.iter_mut().zip(places) {
            let y = layout.plot.top - 4.0 - (placed.row as f64 + 0.5) * ROW;
            let ink = plain(if name.marks.is_empty() { tokens.muted } else { tokens.ink });
            name.label = Some(sheet.label(&name.text, (placed.left, y), Align::Start, ink));
        }
        return (frame, names);
    }
}

/// Pixels between marks that share a name, where there is room for all of them and where there is not.
const SAME: f64 = 6.0;
const SAME_AT_MOST: f64 = 36.0;

/// Names without their labels: suggestions that fall on the same pixels share one.
fn names(report: &LrFindReport, layout: &Layout, same: f64, brief: bool) -> Vec<Name> {
    let on_axis = |lr: f64| (0.0..=1.0).contains(&layout.x.position(lr));
    let suggestions = report.suggestions.iter().filter(|suggestion| on_axis(suggestion.lr));
    let marks = suggestions.filter_map(|suggestion| {
        let loss = smoothed_at(report, suggestion.lr).or(suggestion.loss.is_finite().then_some(suggestion.loss))?;
        Some(((layout.x_of(suggestion.lr), layout.y_of(loss)), short(suggestion.rule)))
    });
    let mut marks: Vec<(Point, &str)> = marks.collect();
    marks.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut names: Vec<(Name, Vec<&str>)> = Vec::new();
    for (point, rule) in marks {
        match names.last_mut() {
            Some((name, rules)) if point.0 - name.x < same => {
                if name.marks.last().is_some_and(|last| point.0 - last.0 > 0.5) {
                    name.marks.push(point);
                }
                rules.push(rule);
            }
            _ => {
                let name = Name { text: texts::nothing(), label: None, marks: vec![point], x: point.0 };
                names.push((name, vec![rule]));
            }
        }
    }
    names.into_iter().map(|(name, rules)| Name { text: joined(&rules, brief), ..name }).collect()
}

/// Names as one: the first one or two and how many others.
fn joined(names: &[&str], brief: bool) -> Sentence {
    match names {
        [a, b] => Sentence::name(format!("{a}, {b}")),
        [a, rest @ ..] if brief && !rest.is_empty() => Sentence::name(format!("{a} +{}", rest.len())),
        [a, b, rest @ ..] => {
            sentence!(
                "figure.more-names",
                "{first}, {second} and {count} more",
                first = *a,
                second = *b,
                count = rest.len()
            )
        }
        _ => Sentence::name(names.concat()),
    }
}

/// A rule's name in as few letters as tell it from the others.
pub(super) fn short(rule: &str) -> &str {
    Rule::named(rule).map_or(rule, |rule| rule.short)
}

/// The smoothed curve where it is drawn: between two of its points, on the line that joins them.
fn smoothed_at(report: &LrFindReport, lr: f64) -> Option<f64> {
    let points = || report.lrs.iter().copied().zip(report.smoothed.iter().copied());
    points().zip(points().skip(1)).find_map(|((lr0, loss0), (lr1, loss1))| {
        let within = (lr0 <= lr && lr <= lr1) || (lr1 <= lr && lr <= lr0);
        let share = if lr0 == lr1 { 0.0 } else { Axis::log(lr0, lr1).position(lr) };
        let share = if lr0 > lr1 { 1.0 - share } else { share };
        let loss = loss0 + share * (loss1 - loss0);
        (within && loss.is_finite()).then_some(loss)
    })
}
