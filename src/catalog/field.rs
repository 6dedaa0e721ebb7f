//! A kind and its fields, as the page's controls need them.

use serde::Serialize;

use crate::declare::{Accepts, Datum, Kind, Setting};
use crate::range::Range;

/// A kind: an optimizer, a schedule, a layer, …
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct KindInfo {
    /// Its name in a request.
    pub kind: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Its settings.
    pub fields: Vec<FieldInfo>,
}

impl KindInfo {
    /// A declared kind, with what holds where each of its settings is left out.
    pub(super) fn of(kind: &Kind, usual: &[Datum]) -> Self {
        Self {
            kind: kind.name,
            title: kind.title,
            description: kind.sentence,
            fields: kind.settings.iter().zip(usual).map(|(setting, usual)| FieldInfo::of(setting, usual)).collect(),
        }
    }
}

/// A setting of a kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FieldInfo {
    /// Its name in a request.
    pub name: &'static str,
    /// `number`, `whole`, `flag` or `choice`; of schedules also `text`, `numbers`, `wholes` and `schedules`, the last
    /// three being arrays.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = "\"number\" | \"whole\" | \"flag\" | \"choice\" | \"text\" | \"numbers\" | \"wholes\" | \"schedules\""
        )
    )]
    #[serde(rename = "type")]
    pub field_type: &'static str,
    /// What it is when it is left out, under the default convention where it depends on that; null: it must be given,
    /// or `description` says what its absence means.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | boolean | string | null"))]
    pub default: DefaultValue,
    /// What it is when it is left out under each convention; null where the convention makes no difference.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "ByConvention | null"))]
    pub defaults: Option<ByConvention>,
    /// The conventions that have it; empty: all.
    pub conventions: Vec<&'static str>,
    /// The smallest and the largest accepted number; null where there is no end, or for other types.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub min: Option<f64>,
    /// See `min`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub max: Option<f64>,
    /// Whether `min` itself is accepted.
    pub min_accepted: bool,
    /// Whether `max` itself is accepted.
    pub max_accepted: bool,
    /// What a `choice` may be.
    pub choices: Vec<&'static str>,
    /// One sentence.
    pub description: &'static str,
}

/// A number of each library.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ByConvention {
    /// Keras's.
    pub keras: f64,
    /// PyTorch's.
    pub pytorch: f64,
}

/// A default of any type.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DefaultValue {
    /// None.
    None(()),
    /// A number.
    Number(f64),
    /// A flag.
    Flag(bool),
    /// One of the choices.
    Choice(&'static str),
}

impl DefaultValue {
    fn of(datum: &Datum) -> Self {
        match datum {
            Datum::Number(number) => Self::Number(*number),
            Datum::Flag(flag) => Self::Flag(*flag),
            Datum::Name(name) => Self::Choice(name),
            _ => Self::None(()),
        }
    }
}

impl FieldInfo {
    /// A number within `range`.
    pub(super) fn number(
        name: &'static str,
        range: Range,
        default: impl Into<Option<f64>>,
        description: &'static str,
    ) -> Self {
        Self {
            field_type: if range.whole { "whole" } else { "number" },
            default: default.into().map_or(DefaultValue::None(()), DefaultValue::Number),
            min: range.min.is_finite().then_some(range.min),
            max: range.max.is_finite().then_some(range.max),
            min_accepted: range.min_accepted,
            max_accepted: range.max_accepted,
            ..Self::plain(name, description)
        }
    }

    /// A declared setting, with what holds where it is left out.
    pub(super) fn of(setting: &Setting, usual: &Datum) -> Self {
        let plain = Self { conventions: setting.only.to_vec(), ..Self::plain(setting.name, setting.sentence) };
        let default =
            if setting.required || setting.follows { DefaultValue::None(()) } else { DefaultValue::of(usual) };
        let within = |range: Range| Self {
            min: range.min.is_finite().then_some(range.min),
            max: range.max.is_finite().then_some(range.max),
            min_accepted: range.min_accepted,
            max_accepted: range.max_accepted,
            ..plain.clone()
        };
        match setting.accepts {
            Accepts::Number(range) => {
                Self { field_type: if range.whole { "whole" } else { "number" }, default, ..within(range) }
            }
            Accepts::Numbers(range) => {
                Self { field_type: if range.whole { "wholes" } else { "numbers" }, ..within(range) }
            }
            Accepts::Flag => Self { field_type: "flag", default, ..plain },
            Accepts::Choice(names) => Self { field_type: "choice", default, choices: names(), ..plain },
            Accepts::Text => Self { field_type: "text", ..plain },
            Accepts::Kinds => Self { field_type: "schedules", ..plain },
        }
    }

    /// A declared setting of an optimizer, with what holds under Keras's convention and under PyTorch's.
    pub(super) fn by_convention(setting: &Setting, (keras, pytorch): (Datum, Datum)) -> Self {
        match (keras, pytorch) {
            (Datum::Number(keras), Datum::Number(pytorch)) if keras != pytorch => {
                Self { defaults: Some(ByConvention { keras, pytorch }), ..Self::of(setting, &Datum::Number(keras)) }
            }
            (Datum::None, pytorch) => Self::of(setting, &pytorch),
            (keras, _) => Self::of(setting, &keras),
        }
    }

    fn plain(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            field_type: "",
            default: DefaultValue::None(()),
            defaults: None,
            conventions: Vec::new(),
            min: None,
            max: None,
            min_accepted: false,
            max_accepted: false,
            choices: Vec::new(),
            description,
        }
    }
}
