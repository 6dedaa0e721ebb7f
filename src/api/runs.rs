//! What the requests and reports of many runs share: seeds, parts, and how they ended.

use crate::error::{Error, Result};
use crate::finder::RunsStop;
use crate::range::Range;
use crate::report::read_sentence;
use crate::run::{MAX_SEEDS, Share};
use crate::sentence;

use crate::request::fields::{self, Fields};
use crate::request::{Under as _, Value, asks, options};

asks! {
    Seeds: Seeds::read, "number | ArrayLike<number>";
}

/// The seeds to run with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seeds {
    /// This many seeds, from the experiment's own upward.
    Count(u64),
    /// These.
    List(Vec<u64>),
}

impl Seeds {
    fn read(value: &Value) -> Result<Self> {
        match value {
            Value::Number(count) => Range::whole(1, MAX_SEEDS).check("", *count).map(|count| Self::Count(count as u64)),
            Value::Numbers(_) | Value::List(_) => fields::wholes(value).map(Self::List),
            other => {
                Err(Error::not_accepted("", other, sentence!("accepted.seeds", "how many seeds, or an array of them")))
            }
        }
    }

    /// The seeds, where an experiment's own is `first`.
    ///
    /// # Errors
    /// A seed that is too large for JavaScript.
    pub(super) fn list(self, first: u64) -> Result<Vec<u64>> {
        match self {
            Self::List(seeds) => Ok(seeds),
            Self::Count(count) => {
                let last = first + count.saturating_sub(1);
                let too_large = || {
                    sentence!(
                        "error.large-seeds",
                        "{count} from {first} upward pass 2^53 − 1; use a lower seed",
                        count,
                        first
                    )
                };
                fields::whole(&Value::Number(last as f64)).map_err(|_| Error::new("", too_large()))?;
                Ok((first..=last).collect())
            }
        }
    }
}

options! {
    /// One part of the runs: those whose number leaves `index` when divided by `of`. A pool of `of` workers makes
    /// them all.
    #[derive(Copy, Eq)]
    pub struct PartOptions {
        /// Which part, from 0.
        pub index: usize,
        /// How many parts there are.
        pub of: usize,
    }
}

impl From<PartOptions> for Share {
    fn from(PartOptions { index, of }: PartOptions) -> Self {
        Self { index, of }
    }
}

/// Why no further run was made.
pub(super) fn read_stop(value: &Value) -> Result<RunsStop> {
    let mut fields = Fields::of(value)?;
    Ok(RunsStop { reason: fields.required("reason", fields::named)?, message: read_sentence(&mut fields, "message")? })
}

/// The reports to merge.
pub(super) fn read_reports<T>(reports: &Value, read: impl Fn(&Value) -> Result<T>) -> Result<Vec<T>> {
    fields::list(reports, read).under("reports")
}
