//! Features with mean 0 and standard deviation 1.

use ndarray::{Array2, ArrayView2};

/// (x − mean) / σ for each column, σ being the population's (divided by n), as scikit-learn's `StandardScaler` has
/// it. A constant column becomes 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardizer {
    columns: Vec<(f64, f64)>,
}

impl Standardizer {
    /// Means and deviations of `rows` [rows, columns]; fit it on the training part only, or the validation loss
    /// knows what it should not.
    pub fn fit(rows: ArrayView2<'_, f64>) -> Self {
        let count = rows.nrows() as f64;
        let columns = rows
            .columns()
            .into_iter()
            .map(|column| {
                let mean = column.iter().sum::<f64>() / count;
                let variance = column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
                (mean, if variance > 0.0 { variance.sqrt() } else { 1.0 })
            })
            .collect();
        Self { columns }
    }

    /// The standardized rows.
    pub fn apply(&self, mut rows: Array2<f64>) -> Array2<f64> {
        for (mut column, (mean, deviation)) in rows.columns_mut().into_iter().zip(&self.columns) {
            column.mapv_inplace(|x| (x - mean) / deviation);
        }
        rows
    }

    /// What became `standardized` in a column: standardized · σ + mean.
    pub fn restore(&self, column: usize, standardized: f64) -> f64 {
        self.columns.get(column).map_or(f64::NAN, |(mean, deviation)| standardized * deviation + mean)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::Standardizer;

    #[test]
    fn population_deviation_and_constant_columns() {
        let rows = array![[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]];
        let scaled = Standardizer::fit(rows.view()).apply(rows.clone());
        let root = 1.5_f64.sqrt(); // 1 / σ of 1, 2, 3
        assert_eq!(scaled, array![[-root, 0.0], [0.0, 0.0], [root, 0.0]]);
        let standardizer = Standardizer::fit(rows.view());
        assert!((standardizer.restore(0, root) - 3.0).abs() < 1e-12);
        assert_eq!(standardizer.restore(1, 0.0), 5.0);
    }
}
