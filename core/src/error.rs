//! The one error of the crate: which field, which value, what is accepted.

use std::fmt;

use crate::sentence;
use crate::sentence::{IntoValue, Sentence, Value};

/// Why a configuration was refused.
///
/// Constructors name the field as they know it (`startLr`); every layer above prefixes what it knows with
/// [`Error::under`], so that the page can point at the control (`finder.startLr`).
///
/// ```
/// use lr_lab_core::error::Error;
/// use lr_lab_core::range::Range;
///
/// let error = Error::not_accepted("startLr", -1.0, Range::POSITIVE).under("finder");
/// assert_eq!(error.field(), "finder.startLr");
/// assert_eq!(error.to_string(), "finder.startLr: -1 is not accepted; use a finite number above 0");
/// assert_eq!(error.problem().id(), "error.not-accepted");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Words>);

/// Apart from the error, so that a result is not larger for it: nearly every function hands one on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    field: String,
    problem: Sentence,
}

/// What every fallible function of the crate returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error about `field`, told in a sentence that names the value and what is accepted.
    #[cold]
    #[inline(never)]
    pub fn new(field: impl Into<String>, problem: impl Into<Sentence>) -> Self {
        Self(Box::new(Words { field: field.into(), problem: problem.into() }))
    }

    /// The usual sentence: "`value` is not accepted; use `accepted`".
    #[cold]
    #[inline(never)]
    pub fn not_accepted(field: impl Into<String>, value: impl IntoValue, accepted: impl Into<Sentence>) -> Self {
        Self::new(field, not_accepted(&value.value(), &accepted.into()))
    }

    /// Nothing where something must be given.
    pub fn missing(field: impl Into<String>) -> Self {
        Self::new(field, sentence!("error.missing", "missing"))
    }

    /// Nothing where one of `either` must be given.
    pub fn missing_either(field: impl Into<String>, either: impl Into<Sentence>) -> Self {
        Self::new(field, sentence!("error.missing-either", "missing; give {either}", either = either.into()))
    }

    /// What is given beside `other`, which says the same.
    pub fn given_beside(field: impl Into<String>, other: &str) -> Self {
        Self::new(field, sentence!("error.given-beside", "given beside {other}; give one of them", other))
    }

    /// An empty array where something must be in it.
    pub fn none(field: impl Into<String>) -> Self {
        Self::new(field, sentence!("error.none", "none; at least one"))
    }

    /// What another piece of software says of what it was given.
    pub fn foreign(field: impl Into<String>, words: impl fmt::Display) -> Self {
        Self::new(field, sentence!("error.foreign", "{words}", words = words.to_string()))
    }

    /// A name that is none of the `known` ones, with the nearest of them.
    ///
    /// ```
    /// use lr_lab_core::error::Error;
    ///
    /// let error = Error::unknown("loss", "msee", ["mse", "huber"]);
    /// assert_eq!(error.problem(), "\"msee\" is unknown; did you mean mse? Known: mse, huber");
    /// ```
    pub fn unknown<'a>(field: impl Into<String>, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        Self::new(field, unknown(name, &known))
    }

    /// The same error seen from one level further out.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn under(mut self, parent: &str) -> Self {
        let field = &mut self.0.field;
        if !parent.is_empty() {
            let between = if field.is_empty() || field.starts_with('[') { "" } else { "." };
            field.insert_str(0, between);
            field.insert_str(0, parent);
        }
        self
    }

    /// The path of the refused field, such as `finder.startLr` or `model.layers[1].units`.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// What is wrong with it, without the path.
    pub fn problem(&self) -> &Sentence {
        &self.0.problem
    }
}

#[cold]
#[inline(never)]
fn not_accepted(value: &Value, accepted: &Sentence) -> Sentence {
    sentence!("error.not-accepted", "{value} is not accepted; use {accepted}", value, accepted)
}

#[cold]
#[inline(never)]
fn unknown(name: &str, known: &[&str]) -> Sentence {
    /// Below this similarity a guess would mislead.
    const ALIKE: f64 = 0.75;
    let nearest = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(candidate, name), candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    // A name comes from outside and may be long.
    let name: String = name.chars().take(60).collect();
    let known = Value::list(known);
    match nearest {
        Some((_, nearest)) => sentence!(
            "error.unknown",
            "\"{name}\" is unknown; did you mean {nearest}? Known: {known}",
            name,
            nearest,
            known
        ),
        None => sentence!("error.unknown-far", "\"{name}\" is unknown; Known: {known}", name, known),
    }
}

impl Error {
    /// The problem, after the path of its field where there is one.
    pub fn told(&self) -> Sentence {
        let Words { field, problem } = &*self.0;
        match field.is_empty() {
            true => problem.clone(),
            false => sentence!("error.of-field", "{field}: {problem}", field, problem),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Words { field, problem } = &*self.0;
        if field.is_empty() { f.write_str(problem) } else { write!(f, "{field}: {problem}") }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn paths_grow_outward() {
        let error = Error::missing("units").under("[1]").under("layers").under("model");
        assert_eq!(error.field(), "model.layers[1].units");
        assert_eq!(Error::missing("").under("data").field(), "data");
        assert_eq!(Error::missing("lr").under("").field(), "lr");
    }
}
