//! `model` and `act`: `10-10-2`, `conv8x3-pool-flat-32-drop0.1-10`, as the Network field of the page has it, with the
//! output layer at the end; or the JSON of the layers.
//!
//! Each layer is the beginning of a word of its name in the catalog and its numbers in the catalog's order; a number
//! alone is a dense layer. `act` is applied by all layers but the last; the last has what the loss asks for. A layer with
//! another activation names it: `16:tanh-16-2`. Any other network is written as JSON.

use crate::declare::{Accepts, Datum};
use crate::error::{Error, Result};
use crate::model::Activation;
use crate::model::layer::{LayerKind, LayerSpec};
use crate::named::Named;
use crate::request::{Under as _, Value, fields, read_layer};
use crate::sentence;

use super::kind::{Map, get, kind, named, set};
use super::number;

/// The longest word of the short form: beyond it, numbers have more digits than anyone reads.
const MAX_WORD: usize = 40;

/// The setting of layers that have one.
const ACTIVATION: &str = "activation";

/// Layers as a link has them: `model`, and `act` where the short form has one that is not relu.
pub(super) fn write(layers: &[LayerSpec], output: Activation) -> (String, Option<Activation>) {
    let act = layers.iter().rev().skip(1).find_map(|layer| activation(*layer)).unwrap_or(Activation::Relu);
    let usual = |at: usize| if at + 1 == layers.len() { output } else { act };
    let short: Vec<String> = layers.iter().enumerate().map(|(at, layer)| word(*layer, usual(at))).collect();
    let fits = short.iter().all(|word| word.len() <= MAX_WORD);
    let short = short.join("-");
    if fits && read(&short, act, output).is_ok_and(|read| read == layers) {
        return (short, Some(act).filter(|act| *act != Activation::Relu));
    }
    let list = Value::List(layers.iter().map(|layer| value(*layer)).collect());
    (serde_json::to_string(&list).unwrap_or_default(), None)
}

/// The layers of a link; refuses what is no layer, in words.
pub(super) fn read(text: &str, act: Activation, output: Activation) -> Result<Vec<LayerSpec>> {
    let text = text.trim();
    if text.starts_with('[') {
        let list = serde_json::from_str(text).map_err(|error| {
            Error::new("", sentence!("error.no-json", "no JSON: {words}", words = error.to_string()))
        })?;
        return fields::list(&list, read_layer);
    }
    let words = words(text)?;
    let last = words.len().saturating_sub(1);
    let layer = |(at, (word, mut map)): (usize, (String, Map))| {
        if is_activated(&map) && get(&map, ACTIVATION).is_none() {
            let usual = if at == last { output } else { act };
            set(&mut map, ACTIVATION, Value::Text(usual.name().to_owned()));
        }
        read_layer(&Value::Map(map)).map_err(|error| {
            let problem = sentence!("error.in-word", "\"{word}\": {problem}", word, problem = error.told());
            Error::new("", problem)
        })
    };
    words.into_iter().enumerate().map(layer).collect()
}

/// The layers that a text names, as plain values: `readNetwork("10-10")`. They have what the text says and no more; what
/// their numbers may be is the experiment's to check.
///
/// # Errors
/// `model.layers`: what is no layer, in words.
pub fn read_network(text: &str) -> Result<Value> {
    if matches!(text.trim(), "" | "none") {
        return Ok(Value::List(Vec::new()));
    }
    let words = words(text).under("model.layers")?;
    Ok(Value::List(words.into_iter().map(|(_, map)| Value::Map(map)).collect()))
}

/// Layers as a text, each with its activation where that is not the usual one: `writeNetwork(layers, "relu")`.
///
/// # Errors
/// `layers[i]`: no layer; `activation`: unknown.
pub fn write_network(layers: &Value, activation: &str) -> Result<String> {
    let layers = fields::list(layers, read_layer).under("layers")?;
    let usual = Activation::named("activation", activation)?;
    let words: Vec<String> = layers.into_iter().map(|layer| word(layer, usual)).collect();
    Ok(if words.is_empty() { "none".to_owned() } else { words.join("-") })
}

/// A layer as a plain value.
pub(super) fn value(layer: LayerSpec) -> Value {
    let kind = layer.kind().kind();
    let settings = kind.settings.iter().map(|setting| setting.name).zip(layer.data());
    [("kind", Datum::Name(kind.name))].into_iter().chain(settings).collect()
}

fn activation(layer: LayerSpec) -> Option<Activation> {
    layer.data().into_iter().find_map(|datum| match datum {
        Datum::Name(name) => Activation::named("", name).ok(),
        _ => None,
    })
}

/// A name in one word: hyphens part layers.
fn joined(name: &str) -> String {
    name.replace('-', "")
}

/// A layer's word, with its activation where that is not the usual one. Numbers at the end that are as usual are left
/// out.
fn word(layer: LayerSpec, usual: Activation) -> String {
    let own = activation(layer).filter(|own| *own != usual).map(|own| format!(":{}", joined(own.name())));
    let kind = layer.kind();
    let numbers = |data: Vec<Datum>| {
        let number = |datum| if let Datum::Number(number) = datum { Some(number.to_string()) } else { None };
        data.into_iter().filter_map(number).collect::<Vec<_>>()
    };
    let mut numbers_of = numbers(layer.data());
    if kind.kind().settings.iter().all(|setting| !setting.required) && numbers_of == numbers(kind.usual()) {
        numbers_of.clear();
    }
    format!("{}{}{}", kind.word(), numbers_of.join("x"), own.unwrap_or_default())
}

/// The words of a text, each with what it says of its layer.
fn words(text: &str) -> Result<Vec<(String, Map)>> {
    let names = LayerKind::ALL.iter().map(|kind| kind.name()).chain(Activation::ALL.iter().map(|own| own.name()));
    let line = names.fold(text.to_lowercase().replace('×', "x"), |line, name| line.replace(name, &joined(name)));
    let words = line.split_whitespace().fold(String::new(), |line, part| {
        let space = if goes_on(line.rsplit(SEPARATORS).next().unwrap_or_default(), part) { "" } else { " " };
        line + space + part
    });
    let words = words.split(SEPARATORS).filter(|word| !word.is_empty());
    words.map(|word| layer(word).map(|map| (word.to_owned(), map))).collect()
}

/// What stands between layers.
const SEPARATORS: &[char] = &[' ', ',', ';', '–', '→', '-'];

/// Whether a word continues after a space: `conv 8 x 3`, `10 : tanh`.
fn goes_on(word: &str, part: &str) -> bool {
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let name = word.trim_end_matches("2d").bytes().all(|byte| byte.is_ascii_lowercase());
    let takes_numbers = || name && kind_of(word).is_some_and(|kind| numbers(kind).next().is_some());
    match (word.chars().last(), part.chars().next()) {
        (None, _) => false,
        (Some(':'), _) | (_, Some(':')) => true,
        (Some('x'), _) if !name => digits(part),
        (Some(last), Some('x')) => last.is_ascii_digit(),
        _ => digits(part) && takes_numbers(),
    }
}

/// What a word says of its layer.
fn layer(item: &str) -> Result<Map> {
    // An item comes from outside and may be long.
    let shown = Value::Text(item.to_owned());
    let refused = || {
        let problem = sentence!(
            "error.no-layer",
            "{word} is not a layer; use units, such as 10-10-2, and {forms}",
            word = shown,
            forms = forms()
        );
        Error::new("", problem)
    };
    let (item, own) = item.split_once(':').map_or((item, None), |(item, own)| (item, Some(own)));
    let letters = item.bytes().take_while(u8::is_ascii_lowercase).count();
    let name = if letters > 0 && item[letters..].starts_with("2d") { letters + 2 } else { letters };
    let (name, digits) = item.split_at(name);
    let kind = match (name, digits) {
        ("", "") => None,
        ("", _) => LayerKind::ALL.iter().find(|kind| kind.word().is_empty()).copied(),
        _ => kind_of(name),
    };
    let kind = kind.ok_or_else(refused)?;
    let given: Vec<&str> = if digits.is_empty() { Vec::new() } else { digits.split('x').collect() };
    if given.len() > numbers(kind).count() {
        return Err(refused());
    }
    let mut map = named(kind.name());
    for (field, text) in numbers(kind).zip(given) {
        map.push((field.to_owned(), Value::Number(number::read(text).ok_or_else(refused)?)));
    }
    if let Some(own) = own {
        let activation = Activation::ALL.iter().find(|activation| joined(activation.name()) == own);
        let activation = activation.filter(|_| is_activated(&map)).ok_or_else(refused)?;
        set(&mut map, ACTIVATION, Value::Text(activation.name().to_owned()));
    }
    Ok(map)
}

/// Whether layers of this kind have an activation.
fn is_activated(map: &Map) -> bool {
    let kind = LayerKind::named("", kind(map)).map(LayerKind::kind);
    kind.is_ok_and(|kind| kind.settings.iter().any(|setting| setting.name == ACTIVATION))
}

/// The only kind whose word begins like this.
fn kind_of(word: &str) -> Option<LayerKind> {
    let meant = |kind: &&LayerKind| {
        kind.name().split('-').any(|part| part.starts_with(word)) || joined(kind.name()).starts_with(word)
    };
    let mut found = LayerKind::ALL.iter().filter(meant);
    found.next().filter(|_| found.next().is_none()).copied()
}

/// The names of a kind's numbers.
fn numbers(kind: LayerKind) -> impl Iterator<Item = &'static str> {
    let settings = kind.kind().settings.iter().filter(|setting| matches!(setting.accepts, Accepts::Number(_)));
    settings.map(|setting| setting.name)
}

/// What a word may be, for a message.
fn forms() -> String {
    let form = |kind: &LayerKind| {
        let numbers: Vec<String> = numbers(*kind).map(|name| format!("‹{name}›")).collect();
        format!("{}{}", kind.word(), numbers.join("x"))
    };
    LayerKind::ALL.iter().filter(|kind| !kind.word().is_empty()).map(form).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{ACTIVATION, Value, get, read_network, set, write_network};

    #[test]
    fn networks_as_people_type_them() {
        for (typed, written) in [
            ("10-10", "10-10"),
            ("", "none"),
            ("none", "none"),
            ("10 : tanh-2", "10:tanh-2"),
            ("conv 8×3-pool2-flat-32-dropout 10%", "conv8x3-pool-flat-32-drop0.1"),
            ("conv2d 8 x 3, max-pool2d 3; flatten → 32 leaky-relu", ""),
            ("conv2d 8 x 3, max-pool2d 3; flatten → 32:leaky-relu", "conv8x3-pool3-flat-32:leakyrelu"),
            ("16 16", "16-16"),
            ("flat 32", "flat-32"),
            ("dense 4 – 4", "4-4"),
        ] {
            let read = read_network(typed).and_then(|layers| {
                // What has no activation has the usual one.
                write_network(&with_usual(layers), "relu")
            });
            match read {
                Ok(text) => assert_eq!(text, written, "{typed}"),
                Err(error) => assert_eq!(("model.layers", ""), (error.field(), written), "{typed}: {error}"),
            }
        }
    }

    fn with_usual(layers: Value) -> Value {
        let Value::List(mut layers) = layers else { return layers };
        for layer in &mut layers {
            if let Value::Map(map) = layer
                && super::is_activated(map)
                && get(map, ACTIVATION).is_none()
            {
                set(map, ACTIVATION, Value::Text("relu".to_owned()));
            }
        }
        Value::List(layers)
    }
}
