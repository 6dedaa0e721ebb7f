//! The data sets that have a name.

use super::GALLERIES;
use super::bundled::{BUNDLED, Bundled};
use super::synthetic::{SYNTHETIC, Synthetic};
use crate::data::Table;
use crate::error::{Error, Result};
use crate::rng::Rng;
use crate::sentence;
use crate::sentence::Value;

/// A data set of the lab.
#[derive(Clone, Copy, Debug)]
pub enum Set {
    /// One that comes with it.
    Bundled(&'static Bundled),
    /// One that it computes.
    Synthetic(&'static Synthetic),
}

impl Set {
    /// Every data set, in the order in which a person is shown them.
    pub fn all() -> impl Iterator<Item = Self> {
        BUNDLED.iter().map(Self::Bundled).chain(SYNTHETIC.iter().map(Self::Synthetic))
    }

    /// The data set called `name`.
    ///
    /// ```
    /// use lr_lab::source::Set;
    ///
    /// assert_eq!(Set::named("iris")?.name(), "iris");
    /// assert!(Set::named("irises").unwrap_err().problem().contains("did you mean iris?"));
    /// # Ok::<(), lr_lab::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `name`, if it is unknown; the error lists the known ones.
    pub fn named(name: &str) -> Result<Self> {
        Self::all().find(|set| set.name() == name).ok_or_else(|| {
            let galleries = GALLERIES.iter().map(|gallery| gallery.name);
            Error::unknown("name", name, Self::all().map(|set| set.name()).chain(galleries))
        })
    }

    /// Its name in the contract.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Bundled(set) => set.name,
            Self::Synthetic(set) => set.name,
        }
    }

    /// Number of classes; `None` for numbers to predict.
    pub fn classes(&self) -> Option<usize> {
        match self {
            Self::Bundled(set) => set.classes,
            Self::Synthetic(set) => set.classes(),
        }
    }

    /// Its rows. Only a synthetic set draws from `rng`, and only it takes `samples` and `noise`; what is left out
    /// has its default.
    ///
    /// # Errors
    /// `samples` and `noise` as in [`Synthetic::table`], or given for a set that has its own rows.
    pub fn table(&self, samples: Option<usize>, noise: Option<f64>, rng: &mut Rng) -> Result<Table> {
        match self {
            Self::Bundled(set) => {
                own_rows(set.name, samples, noise)?;
                set.table()
            }
            Self::Synthetic(set) => {
                set.table(samples.unwrap_or(Synthetic::DEFAULT_SAMPLES), noise.unwrap_or(set.noise), rng)
            }
        }
    }
}

/// Refuses what is asked of a synthetic set alone, for a set `name` whose rows are its own.
///
/// # Errors
/// `samples` or `noise`: given.
pub(crate) fn own_rows(name: &str, samples: Option<usize>, noise: Option<f64>) -> Result<()> {
    let given = [("samples", samples.is_some()), ("noise", noise.is_some())];
    let Some((field, _)) = given.into_iter().find(|(_, given)| *given) else { return Ok(()) };
    let known: Vec<_> = SYNTHETIC.iter().map(|set| set.name).collect();
    let problem = sentence!(
        "error.rows-of-its-own",
        "{set} has rows of its own: this belongs to the synthetic sets ({known}); leave it out",
        set = name,
        known = Value::list(known)
    );
    Err(Error::new(field, problem))
}

#[cfg(test)]
mod tests {
    use super::Set;
    use crate::rng::{Rng, Stream};

    #[test]
    fn classes_are_those_of_the_rows() {
        for set in Set::all() {
            let table = set.table(None, None, &mut Rng::new(0, Stream::Data)).unwrap();
            assert_eq!(set.classes(), table.classes(), "{}", set.name());
        }
    }
}
