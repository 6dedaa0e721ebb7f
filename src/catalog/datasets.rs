//! The data sets of the lab.

use crate::data::Table;
use crate::declare::{Datum, Setting};
use crate::error::Result;
use crate::range::Range;
use crate::rng::{Rng, Stream};
use crate::source::synthetic::Synthetic;
use crate::source::{GALLERIES, Gallery, Set};

use super::field::FieldInfo;
use super::texts::{Text, translate};
use crate::report::report;
use crate::request::{provide, provided};

report! {
    /// A data set, as a person reads about it.
    pub struct DatasetInfo {
        /// Name in an experiment's `data.name`.
        pub name: &'static str,
        /// Name for people.
        pub title: Text,
        /// Number of rows; of a synthetic set, where no number is asked for.
        pub rows: usize,
        /// Number of features.
        pub features: usize,
        /// What a row is: its number of features, or the height, width and channels of an image.
        pub input_shape: Vec<usize>,
        /// Number of classes; 0 for regression.
        pub classes: usize,
        /// `classification` or `regression`.
        pub task: &'static str,
        /// One sentence.
        pub description: Text,
        /// Source and licence.
        pub licence: Text,
        /// Whether it is computed, from the seed.
        pub synthetic: bool,
        /// Whether its rows are here. If not, `rows` is 0: give its files to `provideData` first.
        pub provided: bool,
        /// What an experiment's `data` may set besides: `samples` and `noise` of a synthetic set, `classes` where there
        /// are more than two.
        pub fields: Vec<FieldInfo>,
    }
}

/// Every data set of the lab.
///
/// # Errors
/// A damaged file, which a test of the crate would have found.
pub fn datasets() -> Result<Vec<DatasetInfo>> {
    let mut infos = in_english()?;
    infos.iter_mut().for_each(|info| info.texts(&mut translate));
    Ok(infos)
}

pub(super) fn in_english() -> Result<Vec<DatasetInfo>> {
    let table = |set: &Set| set.table(None, None, &mut Rng::new(0, Stream::Data));
    let here = Set::all().map(|set| Ok(describe(&set, &table(&set)?)));
    let rows = |gallery: &Gallery| provided(gallery).map(|pictures| pictures.labels().len());
    here.chain(GALLERIES.iter().map(|gallery| Ok(DatasetInfo::of_gallery(gallery, rows(gallery))))).collect()
}

/// Takes the pictures of a set from two IDX files, gzipped or not: `provideData(name, images, labels)`. Given again,
/// they replace the old ones.
///
/// # Errors
/// `name`: no such set; `images`, `labels`: a foreign or damaged file, or pictures of another size.
pub fn provide_data(name: &str, images: &[u8], labels: &[u8]) -> Result<DatasetInfo> {
    let (gallery, rows) = provide(name, images, labels)?;
    let mut info = DatasetInfo::of_gallery(gallery, Some(rows));
    info.texts(&mut translate);
    Ok(info)
}

impl DatasetInfo {
    /// A set of pictures, of which `rows` are here.
    fn of_gallery(gallery: &Gallery, rows: Option<usize>) -> Self {
        Self {
            name: gallery.name,
            title: gallery.title.into(),
            rows: rows.unwrap_or(0),
            features: gallery.side * gallery.side,
            input_shape: vec![gallery.side, gallery.side, 1],
            classes: gallery.classes,
            task: "classification",
            description: gallery.description.into(),
            licence: gallery.licence.into(),
            synthetic: false,
            provided: rows.is_some(),
            fields: class_fields(gallery.classes),
        }
    }
}

fn describe(set: &Set, table: &Table) -> DatasetInfo {
    let classes = table.classes().unwrap_or(0);
    let (title, description, licence, mut fields) = match set {
        Set::Bundled(set) => (set.title, set.description, set.licence, Vec::new()),
        Set::Synthetic(set) => (set.title, set.description, "Computed; none needed", synthetic_fields(set)),
    };
    fields.extend(class_fields(classes));
    DatasetInfo {
        name: set.name(),
        title: title.into(),
        rows: table.rows(),
        features: table.features().ncols(),
        input_shape: table.input_shape().to_vec(),
        classes,
        task: if classes == 0 { "regression" } else { "classification" },
        description: description.into(),
        licence: licence.into(),
        synthetic: matches!(set, Set::Synthetic(_)),
        provided: true,
        fields,
    }
}

fn synthetic_fields(set: &Synthetic) -> Vec<FieldInfo> {
    vec![
        FieldInfo::number("samples", Synthetic::SAMPLES, Synthetic::DEFAULT_SAMPLES as f64, "Number of rows."),
        FieldInfo::number("noise", Synthetic::NOISE, set.noise, "How far points lie off their shape (deviation)."),
    ]
}

/// Of two classes one alone would be nothing to tell apart.
fn class_fields(classes: usize) -> Vec<FieldInfo> {
    let range = Range::whole(0, classes.saturating_sub(1) as u64);
    let some = Setting::numbers(range, "The classes whose rows are taken, counted from 0; all if left out.");
    if classes > 2 { vec![FieldInfo::of(&some.named("classes").follows(), &Datum::None)] } else { Vec::new() }
}
