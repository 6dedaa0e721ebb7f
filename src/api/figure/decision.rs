//! What a network answers all over its features as a figure.

use crate::error::Result;
use crate::plot::chart::Chart;
use crate::plot::figure::decision;
use crate::plot::text::TextMeasure;
use crate::range::Range;
use crate::train::DecisionSurface;

use super::super::surface::read_decision_surface;
use super::FigureOptions;
use crate::request::{Flat, Options as _, Value, options};

options! {
    /// How a decision surface is drawn.
    #[derive(Default)]
    pub struct DecisionFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// Names of the features, at most two, for the axes.
        pub features: Option<Vec<String>>,
        /// Name of the quantity that is predicted.
        pub target: Option<String>,
        /// Names of the classes, for the legend.
        pub classes: Option<Vec<String>>,
    }
}

fn two_features(options: DecisionFigureOptions) -> Result<DecisionFigureOptions> {
    let names = options.features.as_ref().map_or(0, Vec::len);
    Range::whole(0, 2).check("features.length", names as f64).map(|_| options)
}

figure! {
    /// What a network answers all over its features as a figure.
    DecisionFigure of surface: DecisionSurface = read_decision_surface, DecisionFigureOptions, two_features
}

impl DecisionFigure {
    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let DecisionFigureOptions { figure: Flat(figure), features, target, classes } = &self.options;
        let (width, height) = figure.size(size);
        let [features, classes] =
            [features, classes].map(|names| names.iter().flatten().map(String::as_str).collect::<Vec<_>>());
        let theme = figure.theme.unwrap_or_default();
        let options = decision::DecisionOptions {
            width,
            height,
            theme,
            features: &features,
            target: target.as_deref(),
            classes: &classes,
        };
        decision::figure(&self.surface, &options, measure)
    }
}
