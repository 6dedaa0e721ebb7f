//! What a network answers all over its features as a figure.

use crate::error::Result;
use crate::plot::figure::decision;
use crate::range::Range;
use crate::request::{Flat, options};
use crate::train::DecisionSurface;

use super::super::surface::read_decision_surface;
use super::FigureOptions;

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
    DecisionFigure of surface: DecisionSurface = read_decision_surface, DecisionFigureOptions, two_features;
    |surface, options, (width, height, theme), measure| {
        let [features, classes] = [&options.features, &options.classes]
            .map(|names| names.iter().flatten().map(String::as_str).collect::<Vec<_>>());
        let target = options.target.as_deref();
        let (features, classes) = (features.as_slice(), classes.as_slice());
        decision::figure(
            surface,
            &decision::DecisionOptions { width, height, theme, features, target, classes },
            measure,
        )
    }
}
