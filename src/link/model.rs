//! `model` and `act`: `10-10-2`, `conv8x3-pool-flat-32-drop0.1-10`, as the Network field of the page has it, with the
//! output layer at the end; or the JSON of the layers.
//!
//! Each layer is the beginning of a word of its name in the catalog and its numbers in the catalog's order; a number
//! alone is a dense layer. `act` is applied by all layers but the last; the last has what the loss asks for. A layer with
//! another activation names it: `16:tanh-16-2`. Any other network is written as JSON.

use crate::catalog::{KindInfo, catalog};
use crate::error::{Error, Result};
use crate::model::Activation;
use crate::model::layer::{LayerSpec, MaxPool2d};
use crate::named::Named;
use crate::request::fields;
use crate::request::{Layer, Value};

use super::number;

/// The most digits that a share of dropped inputs has in the short form.
const MAX_DIGITS: usize = 20;

/// Layers as a link has them: `model`, and `act` where the short form has one that is not relu.
pub(super) fn write(layers: &[LayerSpec], output: Activation) -> (String, Option<Activation>) {
    let act = layers.iter().rev().skip(1).find_map(|layer| activation(*layer)).unwrap_or(Activation::Relu);
    let usual = |at: usize| if at + 1 == layers.len() { output } else { act };
    let short: Option<Vec<String>> = layers.iter().enumerate().map(|(at, layer)| word(*layer, usual(at))).collect();
    if let Some(short) = short.map(|words| words.join("-"))
        && read(&short, act, output).is_ok_and(|read| read == layers)
    {
        return (short, Some(act).filter(|act| *act != Activation::Relu));
    }
    let list = Value::List(layers.iter().map(|layer| value(*layer)).collect());
    (serde_json::to_string(&list).unwrap_or_default(), None)
}

/// The layers of a link.
///
/// # Errors
/// What is no layer, in words.
pub(super) fn read(text: &str, act: Activation, output: Activation) -> Result<Vec<LayerSpec>> {
    let text = text.trim();
    if text.starts_with('[') {
        let list = serde_json::from_str(text).map_err(|error| Error::new("", format!("no JSON: {error}")))?;
        return fields::list(&list, Layer::read);
    }
    let kinds = catalog().layers;
    let names = kinds.iter().map(|info| info.kind).chain(Activation::ALL.iter().map(|activation| activation.name()));
    let named = names.fold(text.to_lowercase(), |line, name| line.replace(name, &joined(name)));
    let items: Vec<&str> = named
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '–' | '→' | '-'))
        .filter(|item| !item.is_empty())
        .collect();
    let last = items.len().saturating_sub(1);
    let layer = |(at, item): (usize, &&str)| layer(item, &kinds, if at == last { output } else { act });
    items.iter().enumerate().map(layer).collect()
}

/// A layer as a plain value.
pub(super) fn value(layer: LayerSpec) -> Value {
    let number = |number: usize| Value::Number(number as f64);
    let kind = ("kind", Value::Text(layer.kind().name().to_owned()));
    let activated = |activation: Activation| ("activation", Value::Text(activation.name().to_owned()));
    let fields = match layer {
        LayerSpec::Dense { units, activation } => vec![kind, ("units", number(units)), activated(activation)],
        LayerSpec::Conv2d { filters, kernel_size, activation } => {
            vec![kind, ("filters", number(filters)), ("kernelSize", number(kernel_size)), activated(activation)]
        }
        LayerSpec::MaxPool2d { pool_size } => vec![kind, ("poolSize", number(pool_size))],
        LayerSpec::Flatten => vec![kind],
        LayerSpec::Dropout { rate } => vec![kind, ("rate", Value::Number(rate))],
    };
    Value::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn activation(layer: LayerSpec) -> Option<Activation> {
    match layer {
        LayerSpec::Dense { activation, .. } | LayerSpec::Conv2d { activation, .. } => Some(activation),
        LayerSpec::MaxPool2d { .. } | LayerSpec::Flatten | LayerSpec::Dropout { .. } => None,
    }
}

/// A name in one word: hyphens part layers.
fn joined(name: &str) -> String {
    name.replace('-', "")
}

/// A layer's word, if it has one, with its activation where that is not the usual one.
fn word(layer: LayerSpec, usual: Activation) -> Option<String> {
    let own = activation(layer).filter(|own| *own != usual).map(|own| format!(":{}", joined(own.name())));
    let word = match layer {
        LayerSpec::Dense { units, .. } => units.to_string(),
        LayerSpec::Conv2d { filters, kernel_size, .. } => format!("conv{filters}x{kernel_size}"),
        LayerSpec::MaxPool2d { pool_size: MaxPool2d::DEFAULT_POOL_SIZE } => "pool".to_owned(),
        LayerSpec::MaxPool2d { pool_size } => format!("pool{pool_size}"),
        LayerSpec::Flatten => "flat".to_owned(),
        LayerSpec::Dropout { rate } => format!("drop{rate}"),
    };
    (word.len() <= MAX_DIGITS).then(|| word + &own.unwrap_or_default())
}

/// The layer that a word stands for.
fn layer(item: &str, kinds: &[KindInfo], activation: Activation) -> Result<LayerSpec> {
    // An item comes from outside and may be long.
    let shown = Value::Text(item.to_owned());
    let refused =
        || Error::new("", format!("{shown} is not a layer; use units, such as 10-10-2, and {}", forms(kinds)));
    let (item, own) = item.split_once(':').map_or((item, None), |(item, own)| (item, Some(own)));
    let letters = item.bytes().take_while(u8::is_ascii_lowercase).count();
    let name = if letters > 0 && item[letters..].starts_with("2d") { letters + 2 } else { letters };
    let (name, digits) = item.split_at(name);
    let info = match (name, digits) {
        ("", "") => None,
        ("", _) => kinds.first(),
        _ => kind_of(name, kinds),
    };
    let info = info.ok_or_else(refused)?;
    let given: Vec<&str> = if digits.is_empty() { Vec::new() } else { digits.split('x').collect() };
    let numbers = numbers(info);
    if given.len() > numbers.len() {
        return Err(refused());
    }
    let mut map = vec![("kind".to_owned(), Value::Text(info.kind.to_owned()))];
    for (field, text) in numbers.iter().zip(given) {
        map.push(((*field).to_owned(), Value::Number(number::read(text).ok_or_else(refused)?)));
    }
    if info.fields.iter().any(|field| field.name == "activation") {
        let named = own.map(|own| Activation::ALL.iter().find(|activation| joined(activation.name()) == own));
        let activation = named.map_or(Some(activation), |named| named.copied()).ok_or_else(refused)?;
        map.push(("activation".to_owned(), Value::Text(activation.name().to_owned())));
    } else if own.is_some() {
        return Err(refused());
    }
    Layer::read(&Value::Map(map)).map_err(|error| Error::new("", format!("{shown}: {error}")))
}

/// The only kind of which a word begins so.
fn kind_of<'k>(word: &str, kinds: &'k [KindInfo]) -> Option<&'k KindInfo> {
    let meant = |info: &&KindInfo| {
        info.kind.split('-').any(|part| part.starts_with(word)) || joined(info.kind).starts_with(word)
    };
    let mut found = kinds.iter().filter(meant);
    found.next().filter(|_| found.next().is_none())
}

fn numbers(info: &KindInfo) -> Vec<&'static str> {
    info.fields.iter().filter(|field| matches!(field.field_type, "number" | "whole")).map(|field| field.name).collect()
}

/// What a word may be, for a message.
fn forms(kinds: &[KindInfo]) -> String {
    let form = |info: &KindInfo| {
        let word = info.kind.split('-').next_back().unwrap_or_default().trim_end_matches("2d");
        let numbers: Vec<String> = numbers(info).iter().map(|name| format!("‹{name}›")).collect();
        format!("{word}{}", numbers.join("x"))
    };
    kinds.iter().skip(1).map(form).collect::<Vec<_>>().join(", ")
}
