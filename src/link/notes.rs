//! What a link said that was not taken at its word.

use crate::error::Error;
use crate::sentence;
use crate::sentence::{IntoValue, Sentence, Value};

/// The most sentences: a text that is no link at all would give one for every `&`.
const MOST: usize = 20;

/// Sentences for the reader of a link.
#[derive(Debug, Default)]
pub(super) struct Notes {
    sentences: Vec<Sentence>,
    left_out: usize,
}

impl Notes {
    /// That `key` was refused, why, and what is there instead.
    pub(super) fn instead(&mut self, key: &str, refused: &Error, taken: impl IntoValue) {
        let taken = match taken.value() {
            Value::Text(text) if text.is_empty() => sentence!("link.the-default", "the default").value(),
            Value::Text(text) => Value::Text(shown(&text)),
            other => other,
        };
        let problem = refused.told();
        self.add(key, &sentence!("link.instead", "{problem}. Taken instead: {taken}", problem, taken));
    }

    /// That a part of `key` was refused, and why; it is left out.
    pub(super) fn without(&mut self, key: &str, refused: &Error) {
        self.add(key, &sentence!("link.left-out", "{problem}. Left out", problem = refused.told()));
    }

    /// Anything else about `key`, without the point.
    pub(super) fn add(&mut self, key: &str, note: &Sentence) {
        if self.sentences.len() == MOST {
            self.left_out += 1;
        } else {
            self.sentences.push(sentence!("link.note", "{key}: {note}.", key = shown(key), note));
        }
    }

    /// The sentences.
    pub(super) fn into_sentences(mut self) -> Vec<Sentence> {
        if self.left_out > 0 {
            self.sentences.push(sentence!("link.more", "And {count} more of the kind.", count = self.left_out));
        }
        self.sentences
    }
}

/// What came from outside and may be long.
fn shown(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text.to_owned() }
}
