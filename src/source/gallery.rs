//! Data sets of pictures that are too large to come with the lab: their files are given to it.

use ndarray::Array2;

use super::Pictures;
use crate::data::{Table, Target};
use crate::error::{Error, Result};
use crate::sentence;

/// A data set of pictures, without its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gallery {
    /// Name in the contract.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Source and licence.
    pub licence: &'static str,
    /// Height and width of a picture.
    pub side: usize,
    /// Number of classes.
    pub classes: usize,
}

/// Every such set.
pub const GALLERIES: &[Gallery] = &[Gallery {
    name: "mnist",
    title: "MNIST",
    description: "Handwritten digits as grey pictures of 28×28 pixels: which digit it is.",
    licence: "LeCun, Cortes, Burges: MNIST, CC BY-SA 3.0",
    side: 28,
    classes: 10,
}];

impl Gallery {
    /// The set called `name`.
    ///
    /// # Errors
    /// `name`, if there is no such set; the error lists those there are.
    pub fn named(name: &str) -> Result<&'static Self> {
        let known = || GALLERIES.iter().map(|gallery| gallery.name);
        GALLERIES.iter().find(|gallery| gallery.name == name).ok_or_else(|| Error::unknown("name", name, known()))
    }

    /// Whether `pictures` are of this set's size.
    ///
    /// # Errors
    /// `images`, if they are not.
    pub fn check(&self, pictures: &Pictures) -> Result<()> {
        let (height, width) = pictures.size();
        if (height, width) == (self.side, self.side) {
            return Ok(());
        }
        let Self { name, side, .. } = self;
        let problem = sentence!(
            "error.other-pictures",
            "pictures of {height}×{width} pixels; {name} has {side}×{side}",
            height,
            width,
            name,
            side
        );
        Err(Error::new("images", problem))
    }

    /// `pictures` as rows of numbers from 0 to 1, each an image of one channel.
    ///
    /// # Errors
    /// Pictures of another size.
    pub fn table(&self, pictures: &Pictures) -> Result<Table> {
        self.check(pictures)?;
        let labels: Vec<usize> = pictures.labels().iter().map(|label| usize::from(*label)).collect();
        let pixels = pictures.pixels().iter().map(|pixel| f64::from(*pixel) / 255.0).collect();
        let features = Array2::from_shape_vec((labels.len(), self.side * self.side), pixels)
            .map_err(|error| Error::foreign("images", error))?;
        Table::new(features, Target::Classes { labels, count: self.classes })?
            .with_input_shape(vec![self.side, self.side, 1])
    }
}
