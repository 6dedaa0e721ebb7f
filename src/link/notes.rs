//! What a link said that was not taken at its word.

use std::fmt;

use crate::error::Error;

/// The most sentences: a text that is no link at all would give one for every `&`.
const MOST: usize = 20;

/// Sentences for the reader of a link.
#[derive(Debug, Default)]
pub(super) struct Notes {
    sentences: Vec<String>,
    left_out: usize,
}

impl Notes {
    /// That `key` was refused, why, and what is there instead.
    pub(super) fn instead(&mut self, key: &str, refused: &Error, taken: impl fmt::Display) {
        let taken = taken.to_string();
        let taken = if taken.is_empty() { "the default".to_owned() } else { shown(&taken) };
        self.add(key, &format!("{}. Taken instead: {taken}", said(refused)));
    }

    /// That a part of `key` was refused, and why; it is left out.
    pub(super) fn without(&mut self, key: &str, refused: &Error) {
        self.add(key, &format!("{}. Left out", said(refused)));
    }

    /// Anything else about `key`, without the point.
    pub(super) fn add(&mut self, key: &str, sentence: &str) {
        if self.sentences.len() == MOST {
            self.left_out += 1;
        } else {
            self.sentences.push(format!("{}: {sentence}.", shown(key)));
        }
    }

    /// The sentences.
    pub(super) fn into_sentences(mut self) -> Vec<String> {
        if self.left_out > 0 {
            self.sentences.push(format!("And {} more of the kind.", self.left_out));
        }
        self.sentences
    }
}

/// An error as a part of a sentence.
fn said(refused: &Error) -> String {
    refused.to_string().trim_end_matches('.').to_owned()
}

/// What came from outside and may be long.
fn shown(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text.to_owned() }
}
