//! A kind and its fields, as the page's controls need them.

use crate::declare::{Accepts, Datum, Kind, Setting, library};
use crate::range::Range;
use crate::report::report;
use crate::request::{Line, Value, texts};

use super::texts::Text;

report! {
    /// A kind: an optimizer, a schedule, a layer, …
    pub struct KindInfo {
        /// Its name in a request.
        pub kind: &'static str,
        /// Its name for people.
        pub title: Text,
        /// One sentence.
        pub description: Text,
        /// Its settings.
        pub fields: Vec<FieldInfo>,
    }
}

impl KindInfo {
    /// A declared kind, with what holds where each of its settings is left out.
    pub(super) fn of(kind: &Kind, usual: &[Datum]) -> Self {
        Self {
            kind: kind.name,
            title: kind.title.into(),
            description: kind.sentence.into(),
            fields: kind.settings.iter().zip(usual).map(|(setting, usual)| FieldInfo::of(setting, usual)).collect(),
        }
    }
}

report! {
    /// A setting of a kind.
    pub struct FieldInfo {
        /// Its name in a request.
        pub name: &'static str,
        /// `number`, `whole`, `flag` or `choice`; of schedules also `text`, `numbers`, `wholes` and `schedules`, the last
        /// three being arrays.
        pub field_type["type"]: &'static str
            as (texts(&["number", "whole", "flag", "choice", "text", "numbers", "wholes", "schedules"])),
        /// What it is when it is left out, under the default convention where it depends on that; null: it must be given,
        /// or `description` says what its absence means.
        pub default: Value as ("number | boolean | string | null"),
        /// What it is when it is left out under each convention; null where the convention makes no difference.
        pub defaults: Option<ByConvention>,
        /// The conventions that have it; empty: all.
        pub conventions: Vec<&'static str>,
        /// The smallest and the largest accepted number; null where there is no end, or for other types.
        pub min: Option<f64>,
        /// See `min`.
        pub max: Option<f64>,
        /// Whether `min` itself is accepted.
        pub min_accepted: bool,
        /// Whether `max` itself is accepted.
        pub max_accepted: bool,
        /// What a `choice` may be.
        pub choices: Vec<&'static str>,
        /// One sentence.
        pub description: Text,
    } hidden {
        /// The letters that papers have for it.
        short: Option<&'static str>,
        /// Whether it must be given.
        required: bool,
        /// What `min` and `max` are of.
        range: Option<Range>,
    }
}

report! {
    /// A number of each library.
    #[derive(Copy)]
    pub struct ByConvention {
        /// Keras's.
        pub keras: f64,
        /// PyTorch's.
        pub pytorch: f64,
    }
}

/// As a person writes it: 2 and 1e-7.
fn short(number: f64) -> String {
    if number.fract() == 0.0 { number.to_string() } else { format!("{number:?}") }
}

/// A default as a person reads it.
fn words(default: &Value) -> Option<String> {
    match default {
        Value::Number(number) => Some(short(*number)),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Text(name) => Some(format!("`{name}`")),
        _ => None,
    }
}

impl FieldInfo {
    /// A number within `range`, which must be given where it has no default.
    pub(super) fn number(
        name: &'static str,
        range: Range,
        default: impl Into<Option<f64>>,
        description: &'static str,
    ) -> Self {
        let setting = Setting::number(range, description).named(name);
        match default.into() {
            Some(default) => Self::of(&setting, &Datum::Number(default)),
            None => Self::of(&setting.required(), &Datum::None),
        }
    }

    /// A declared setting, with what holds where it is left out.
    pub(super) fn of(setting: &Setting, usual: &Datum) -> Self {
        let (field_type, range) = match setting.accepts {
            Accepts::Number(range) => (if range.whole { "whole" } else { "number" }, Some(range)),
            Accepts::Numbers(range) => (if range.whole { "wholes" } else { "numbers" }, Some(range)),
            Accepts::Flag => ("flag", None),
            Accepts::Choice(_) => ("choice", None),
            Accepts::Text => ("text", None),
            Accepts::Kinds => ("schedules", None),
        };
        let end = |end: fn(Range) -> f64| range.map(end).filter(|end| end.is_finite());
        let is_shown = matches!(usual, Datum::Number(_) | Datum::Flag(_) | Datum::Name(_));
        let follows = setting.required || setting.follows;
        Self {
            name: setting.name,
            field_type,
            default: if is_shown && !follows { usual.clone().into() } else { Value::Null },
            defaults: None,
            conventions: setting.only.to_vec(),
            min: end(|range| range.min),
            max: end(|range| range.max),
            min_accepted: range.is_some_and(|range| range.min_accepted),
            max_accepted: range.is_some_and(|range| range.max_accepted),
            choices: if let Accepts::Choice(names) = setting.accepts { names() } else { Vec::new() },
            description: setting.sentence.into(),
            short: setting.short,
            required: setting.required,
            range,
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

    /// Its name in a link: the letters that papers have for it, where they have some.
    pub fn short(&self) -> &'static str {
        self.short.unwrap_or(self.name)
    }

    /// It in TypeScript, with its range and its default.
    pub(super) fn line(&self) -> Line {
        let mut docs = self.description.clone().into_owned();
        if let Some(range) = self.range {
            docs += &format!(" Accepted: {range}.");
        }
        if let Some(ByConvention { keras, pytorch }) = self.defaults {
            docs += &format!(" Default: {} as in Keras, {} as in PyTorch.", short(keras), short(pytorch));
        } else if let Some(default) = words(&self.default) {
            docs += &format!(" Default: {default}.");
        }
        if !self.conventions.is_empty() {
            let only: Vec<&str> = self.conventions.iter().map(|name| library(name)).collect();
            docs += &format!(" Only {} {} it.", only.join(" and "), if only.len() == 1 { "has" } else { "have" });
        }
        let is = match self.field_type {
            "number" | "whole" => "number".to_owned(),
            "flag" => "boolean".to_owned(),
            "choice" => texts(&self.choices),
            "text" => "string".to_owned(),
            "schedules" => "Schedule[]".to_owned(),
            _ => "ArrayLike<number>".to_owned(),
        };
        Line::new(self.name, &[&docs], is).optional(!self.required)
    }
}
