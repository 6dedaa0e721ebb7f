//! Which rows train and which are held out.

use crate::error::{Error, Result};
use crate::range::Range;
use crate::rng::Rng;
use crate::sentence;

use super::{Table, Target};

/// Row numbers of the two parts, each ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Rows to train on.
    pub training: Vec<usize>,
    /// Rows held out; empty for a fraction of 0.
    pub validation: Vec<usize>,
}

/// Holds out a random `fraction` of the rows, of every class alike (rounded to the nearest row, halves up).
///
/// # Errors
/// `validation`: a fraction outside 0 ≤ f < 1, one that leaves no row to train on, or one above 0 that holds out none.
pub fn stratified_split(table: &Table, fraction: f64, rng: &mut Rng) -> Result<Split> {
    Range::FRACTION.check("validation", fraction)?;
    let groups: Vec<Vec<usize>> = match table.target() {
        Target::Classes { labels, count } => {
            (0..*count).map(|class| (0..labels.len()).filter(|&row| labels[row] == class).collect()).collect()
        }
        Target::Values(_) => vec![(0..table.rows()).collect()],
    };
    let (mut training, mut validation) = (Vec::new(), Vec::new());
    for mut group in groups {
        let held_out = (group.len() as f64 * fraction + 0.5).floor() as usize;
        if held_out > 0 {
            rng.shuffle(&mut group);
        }
        training.extend_from_slice(&group[held_out..]);
        validation.extend_from_slice(&group[..held_out]);
    }
    let rows = table.rows();
    if training.is_empty() {
        let problem =
            sentence!("error.nothing-to-train-on", "{fraction} of {rows} rows leaves none to train on", fraction, rows);
        return Err(Error::new("validation", problem));
    }
    if validation.is_empty() && fraction > 0.0 {
        let problem = sentence!(
            "error.nothing-held-out",
            "{fraction} of {rows} rows is less than one; use 0 or more",
            fraction,
            rows
        );
        return Err(Error::new("validation", problem));
    }
    training.sort_unstable();
    validation.sort_unstable();
    Ok(Split { training, validation })
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::stratified_split;
    use crate::data::{Table, Target};
    use crate::rng::{Rng, Stream};

    fn table(labels: &[usize]) -> Table {
        let target = Target::Classes { labels: labels.to_vec(), count: 2 };
        Table::new(Array2::zeros((labels.len(), 1)), target).unwrap()
    }

    #[test]
    fn classes_keep_their_shares() {
        let labels: Vec<usize> = (0..100).map(|row| usize::from(row % 4 == 0)).collect();
        let split = stratified_split(&table(&labels), 0.2, &mut Rng::new(1, Stream::Data)).unwrap();
        assert_eq!((split.training.len(), split.validation.len()), (80, 20));
        assert_eq!(split.validation.iter().filter(|&&row| labels[row] == 1).count(), 5);
        let mut all = [split.training, split.validation].concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..100), "every row once");
    }

    #[test]
    fn nothing_held_out_keeps_the_file_order() {
        let split = stratified_split(&table(&[1, 0, 1]), 0.0, &mut Rng::new(1, Stream::Data)).unwrap();
        assert_eq!((split.training, split.validation), (vec![0, 1, 2], vec![]));
    }

    #[test]
    fn refused_fractions() {
        for fraction in [-0.1, 1.0, 2.0, f64::NAN, f64::INFINITY, 0.9, 1e-9] {
            let error = stratified_split(&table(&[0, 1, 1]), fraction, &mut Rng::new(1, Stream::Data)).unwrap_err();
            assert_eq!(error.field(), "validation", "{fraction}");
        }
    }
}
