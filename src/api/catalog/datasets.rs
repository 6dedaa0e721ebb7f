//! The data sets of the lab.

use serde::Serialize;

use crate::data::bundled::BUNDLED;
use crate::error::Result;

/// A data set, as a person reads about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DatasetInfo {
    /// Name in an experiment's `data.name`.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Number of rows.
    pub rows: usize,
    /// Number of features.
    pub features: usize,
    /// Number of classes; 0 for regression.
    pub classes: usize,
    /// `classification` or `regression`.
    pub task: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Source and licence.
    pub licence: &'static str,
}

/// Every data set of the lab.
///
/// # Errors
/// A damaged file, which a test of the crate would have found.
pub fn datasets() -> Result<Vec<DatasetInfo>> {
    BUNDLED
        .iter()
        .map(|set| {
            let table = set.table()?;
            let classes = table.classes().unwrap_or(0);
            Ok(DatasetInfo {
                name: set.name,
                title: set.title,
                rows: table.rows(),
                features: table.features().ncols(),
                classes,
                task: if classes == 0 { "regression" } else { "classification" },
                description: set.description,
                licence: set.licence,
            })
        })
        .collect()
}
