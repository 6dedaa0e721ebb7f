//! What the Python package has from the core.

use serde_json::{Value, json};

use crate::finder::excess::{AS_GOOD, LEAST_GAIN};
use crate::finder::race::LEARNED;
use crate::finder::{LrRacePlan, RaceLength};
use crate::link::link_keys;
use crate::named::Named as _;

/// The version, the keys of a link and the constants of race and truth, which the Python package reads rather than says
/// again. A rate of a race is the one that it starts from times one of `factors`, powers of ten in the core's own last
/// digits.
pub fn python_core() -> Value {
    let keys =
        link_keys().iter().map(|key| json!({ "name": key.name, "example": key.example, "about": key.description }));
    let lengths = RaceLength::ALL.iter().map(|length| {
        let plan = LrRacePlan { from: 1.0, length: *length, steps: 0, seeds: vec![], steps_before: 0, reference: 0.0 };
        let facts = json!({
            "factors": plan.lrs(), "seeds": length.seeds(), "share": length.share(), "bias": length.bias(),
        });
        (length.name().to_owned(), facts)
    });
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "keys": keys.collect::<Vec<_>>(),
        "race": { "lengths": lengths.collect::<serde_json::Map<_, _>>(), "learned": LEARNED },
        "gain": { "asGood": AS_GOOD, "least": LEAST_GAIN },
    })
}
