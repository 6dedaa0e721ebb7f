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
use crate::sentence::Sentence;

/// A name over the plot, and the points of the curve that it names.
pub(super) struct Name {
    /// Absent where names are too many.
    pub(super) label: Option<Label>,
    /// Empty for a note.
    pub(super) marks: Vec<Point>,
}

impl Name {
    /// Where the leader in column `x` begins: under the name, or halfway up where it passes the name's side.
    pub(super) fn foot(&self, x: f64) -> Option<f64> {
        let label = self.label.as_ref()?;
        let beside = x < label.rect.left || x > label.rect.right;
        Some(if beside { label.at.1 } else { label.rect.bottom })
    }
}

/// The frame with as many rows over the plot, below the legend, as the names need; and the names.
pub(super) fn named<'a>(
    report: &LrFindReport,
    sheet: Sheet<'a>,
    legend_height: f64,
    spec: &Spec,
) -> (Frame<'a>, Vec<Name>) {
    let (tokens, ink) = (sheet.tokens, plain(sheet.tokens.ink));
    let most = (((0.34 * sheet.size.1 - legend_height) / ROW) as usize).clamp(1, 6);
    let mut rows = usize::from(!report.suggestions.is_empty());
    let (mut same, mut dropped) = (SAME, 0);
    loop {
        let frame = Frame::new(sheet, legend_height + rows as f64 * ROW, spec);
        let layout = frame.layout;
        let mut groups = groups(report, &layout, same);
        // A note that has no room beside the curve becomes one of the names.
        if let Some(stop) = diverged(report, &layout)
            && stop.text_lines(&sheet, &layout.plot).is_none()
        {
            groups.push(Group { text: stop.text(), marks: Vec::new(), x: stop.x });
        }
        groups.sort_by(|a, b| a.x.total_cmp(&b.x));
        let width = |group: &Group| sheet.width(&group.text, ink);
        for _ in 0..dropped {
            let named = groups.iter_mut().filter(|group| !group.text.is_empty());
            // The circle stays.
            if let Some(widest) = named.max_by(|a, b| width(a).total_cmp(&width(b))) {
                widest.text = texts::nothing();
            }
        }
        let (named, unnamed): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.text.is_empty());
        let items: Vec<_> =
            named.iter().map(|group| Item { x: group.x, reach: group.reach(), width: width(group) }).collect();
        let bounds = (layout.plot.left - 4.0, sheet.size.0 - 4.0);
        let Some(places) = place(&items, rows, bounds) else {
            // More rows while there is height for them, then fewer names: neighbours share one, and in the end a
            // circle has none.
            match () {
                () if rows < most => rows += 1,
                () if same < SAME_AT_MOST => same *= 1.6,
                () => dropped += 1,
            }
            continue;
        };
        let named = named.into_iter().zip(places).map(|(group, placed)| {
            let y = layout.plot.top - 4.0 - (placed.row as f64 + 0.5) * ROW;
            let ink = plain(if group.marks.is_empty() { tokens.muted } else { tokens.ink });
            let label = sheet.label(group.text, (placed.left, y), Align::Start, ink);
            Name { label: Some(label), marks: group.marks }
        });
        let unnamed = unnamed.into_iter().map(|group| Name { label: None, marks: group.marks });
        return (frame, named.chain(unnamed).collect());
    }
}

/// Pixels between marks that share a name, where there is room for all of them and where there is not.
const SAME: f64 = 6.0;
const SAME_AT_MOST: f64 = 36.0;

/// Suggestions that fall on the same pixels share a name.
struct Group {
    text: Sentence,
    marks: Vec<Point>,
    /// The leftmost mark's column.
    x: f64,
}

impl Group {
    /// From the leftmost mark to the rightmost.
    fn reach(&self) -> f64 {
        self.marks.last().map_or(0.0, |last| last.0 - self.x)
    }
}

fn groups(report: &LrFindReport, layout: &Layout, same: f64) -> Vec<Group> {
    let mut marks: Vec<(Point, String)> = report
        .suggestions
        .iter()
        .filter(|suggestion| (0.0..=1.0).contains(&layout.x.position(suggestion.lr)))
        .filter_map(|suggestion| {
            let loss = smoothed_at(report, suggestion.lr).or(suggestion.loss.is_finite().then_some(suggestion.loss))?;
            Some(((layout.x_of(suggestion.lr), layout.y_of(loss)), short(suggestion.rule).to_owned()))
        })
        .collect();
    marks.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut groups: Vec<(Group, Vec<String>)> = Vec::new();
    for (point, name) in marks {
        match groups.last_mut() {
            Some((group, names)) if point.0 - group.x < same => {
                if point.0 - group.marks.last().map_or(f64::NEG_INFINITY, |last| last.0) > 0.5 {
                    group.marks.push(point);
                }
                names.push(name);
            }
            _ => groups.push((Group { text: texts::nothing(), marks: vec![point], x: point.0 }, vec![name])),
        }
    }
    groups.into_iter().map(|(group, names)| Group { text: Sentence::name(joined(&names)), ..group }).collect()
}

/// Two names as they are, of more the first and how many others.
fn joined(names: &[String]) -> String {
    match names {
        [a, b] => format!("{a}, {b}"),
        [a, rest @ ..] if !rest.is_empty() => format!("{a} +{}", rest.len()),
        _ => names.concat(),
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
