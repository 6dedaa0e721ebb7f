//! From a link to a configuration.

use crate::error::Error;
use crate::request::Value;
use crate::sentence;
use crate::sentence::Sentence;

use super::keys::Texts;
use super::notes::Notes;
use super::state::{State, base, texts};
use super::ui;

/// The only version of the defaults so far.
const VERSION: &str = "1";

/// The longest text that is looked at, in bytes: more than any link that the lab writes.
const MAX_LENGTH: usize = 1 << 16;

/// What a link says, and what of it was not taken at its word: `decodeLink(hash)`. Any text gives a configuration that
/// every other function accepts.
pub fn decode_link(hash: &str) -> (Value, Vec<Sentence>) {
    let mut notes = Notes::default();
    let state = read(hash, &mut notes);
    (state.value(), notes.into_sentences())
}

/// What a link says, or the nearest to it.
pub(super) fn read(hash: &str, notes: &mut Notes) -> State {
    let given = if hash.len() <= MAX_LENGTH {
        texts(hash, notes)
    } else {
        notes.add(
            "link",
            &sentence!(
                "link.too-long",
                "{count} bytes are not accepted; use at most {most}. Taken instead: the defaults",
                count = hash.len(),
                most = MAX_LENGTH
            ),
        );
        Texts::default()
    };
    if !["", VERSION].contains(&given.get("v")) {
        let version = Value::Text(given.get("v").to_owned());
        let accepted = sentence!("accepted.version", "1, the only version of the defaults so far");
        notes.instead("v", &Error::not_accepted("", version, accepted), VERSION);
    }
    if let (Some(own), _) = ui::OWN.read(given.get("own")) {
        let note = sentence!(
            "link.own",
            "this link was made with something of the maker's own that no link carries ({own}). Taken instead: the \
             defaults",
            own = ui::write(&own)
        );
        notes.add("own", &note);
    }
    // What a preset says is read under its nearest name, as every other field is.
    let preset = ui::PRESET.read(given.get("preset")).0.as_ref().map(ui::write).unwrap_or_default();
    State::read(&given.over(base(&preset)), notes)
}
