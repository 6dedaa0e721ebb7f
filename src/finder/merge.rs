//! One report of several that made different parts of the same runs.

use super::runs::RunsStop;
use super::truth::nothing_given;
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;

/// A part of the runs of a plan: the plan, columns with an entry for each run, NaN where it has not ended, and how the
/// part ended.
pub(super) type Part<'a, P, const COLUMNS: usize> = (&'a P, [&'a [f64]; COLUMNS], &'a Option<RunsStop>);

/// What the parts make together, however they were divided. It has ended when every run of the first column has; it was
/// cancelled when a part was.
///
/// # Errors
/// `reports`: none; `reports[i]`: another plan than the first, or another result of the same run.
pub(super) fn merged<'a, P: PartialEq + Clone + 'a, const COLUMNS: usize>(
    parts: impl Iterator<Item = Part<'a, P, COLUMNS>> + Clone,
) -> Result<(P, [Vec<f64>; COLUMNS], Option<RunsStop>)> {
    let Some((plan, first, _)) = parts.clone().next() else {
        return Err(nothing_given("reports"));
    };
    let mut columns = first.map(<[f64]>::to_vec);
    for (i, (other, more, _)) in parts.clone().enumerate().skip(1) {
        let refused = |what: Sentence| Err(Error::new(format!("reports[{i}]"), what));
        if other != plan {
            return refused(sentence!("error.other-plan", "other rates, seeds, steps or rows than the first report's"));
        }
        for (known, new) in columns.iter_mut().zip(more).flat_map(|(column, more)| column.iter_mut().zip(more)) {
            if known.is_nan() {
                *known = *new;
            } else if !new.is_nan() && known.to_bits() != new.to_bits() {
                return refused(sentence!(
                    "error.other-loss",
                    "another loss than an earlier report's for the same rate and seed"
                ));
            }
        }
    }
    let runs = &columns[0];
    let ended = runs.iter().filter(|loss| !loss.is_nan()).count();
    let stop = RunsStop::of_parts(ended, runs.len(), parts.map(|(.., stop)| stop));
    Ok((plan.clone(), columns, stop))
}
