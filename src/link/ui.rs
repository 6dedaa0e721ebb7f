//! What a link says of the page: everything that is no experiment, no finder and no schedule.

use crate::declare::names;
use crate::error::{Error, Result};
use crate::finder::suggest::RULES;
use crate::range::Range;
use crate::request::fields::{a_flag, a_text, no_object};
use crate::request::{Ask, Line, Types, Under as _, Value, array, texts};
use crate::run::{MAX_RATES, MAX_SEEDS, MAX_STEPS, Search};
use crate::sentence;
use crate::sentence::Sentence;
use crate::train::Vary;

use super::config::LinkRun;
use super::keys::KEYS;
use super::kind::{self, Map, flag, get, nearest_name, set};
use super::number;
use super::presets::PRESETS;

/// What may be on the page.
pub(super) const VIEWS: &[&str] = &["finder", "truth", "schedule", "train", "compare", "full"];

/// What may be shown, in the order of the page.
const PARTS: &[&str] = &[
    "headline", "settings", "finder", "truth", "band", "edge", "rules", "schedule", "loss", "surface", "table", "code",
    "export",
];

/// The parts of a request that a link may have to leave out.
const PARTS_OF_OWN: &[&str] = &["data", "model", "weights", "schedule", "runs"];

/// Height of an element in CSS pixels.
const HEIGHT: Range = Range::whole(100, 10_000);

/// The longest title, in characters.
const MAX_TITLE: usize = 200;

/// What a field may be.
#[derive(Clone, Copy)]
enum Accepted {
    Number(Range),
    Flag,
    Choice(fn() -> Vec<&'static str>),
    /// Some of these, in their order.
    Some(fn() -> Vec<&'static str>),
    /// Pixels, or what is shown decides.
    Height,
    Text(Form),
}

/// A text of some form.
#[derive(Clone, Copy)]
struct Form {
    /// What it is.
    what: fn() -> Sentence,
    /// What it may be.
    accepted: fn() -> Sentence,
    /// Whether a text is that.
    fits: fn(&str) -> bool,
    /// The nearest to a text that may be.
    near: fn(&str) -> String,
}

/// The name of a lesson.
const LESSON: Form = Form {
    what: || sentence!("accepted.a-name", "a name"),
    accepted: || sentence!("accepted.letters", "small letters, digits and hyphens"),
    fits: is_name,
    near: |text| text.trim().to_lowercase().replace([' ', '_'], "-"),
};

const LANGUAGE: Form = Form {
    what: || sentence!("accepted.a-language", "a language"),
    accepted: || sentence!("accepted.language", "a language such as en or pt-BR"),
    fits: is_language,
    near: |text| text.trim().replace('_', "-"),
};

const TITLE: Form = Form {
    what: a_text,
    accepted: || sentence!("accepted.short-text", "a text of at most {most} characters", most = MAX_TITLE),
    fits: |text| text.chars().count() <= MAX_TITLE,
    near: |text| text.chars().take(MAX_TITLE).collect(),
};

/// A field that is read by itself.
pub(super) struct Field {
    /// Its name, which is also its key in a link.
    pub(super) name: &'static str,
    /// What version 1 has where a link says nothing; empty: nothing.
    pub(super) usual: &'static str,
    accepted: Accepted,
    about: &'static str,
}

const fn field(name: &'static str, usual: &'static str, accepted: Accepted, about: &'static str) -> Field {
    Field { name, usual, accepted, about }
}

/// What is on the page, which stands beside `ui`.
pub(super) const VIEW: Field = field("view", "", Accepted::Choice(|| VIEWS.to_vec()), "");

/// The starting point whose differences a link says.
pub(super) const PRESET: Field = field(
    "preset",
    "",
    Accepted::Choice(|| PRESETS.iter().map(|(name, _)| *name).collect()),
    "The starting point whose differences the link says; default none, which is version 1's.",
);

/// What no link carries.
pub(super) const OWN: Field =
    field("own", "", Accepted::Some(|| PARTS_OF_OWN.to_vec()), "What was the maker's own and is not in the link.");

/// The fields of `ui`, in the order of a link; `runs` are read with the schedule.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    PRESET,
    field("lesson", "", Accepted::Text(LESSON), "The lesson that is open: small letters, digits and hyphens."),
    field("rule", "", Accepted::Choice(|| ["answer", "sweep", "race", "truth"].into_iter().chain(RULES.iter().map(|rule| rule.name)).collect()),
        "Whose answer is picked: `answer`, the best there is at the moment, `sweep`, `race`, `truth`, or a rule of the catalog."),
    field("lr", "", Accepted::Number(Range::POSITIVE), "The picked rate; default what the rule says."),
    field("steps", "400", Accepted::Number(Range::whole(1, MAX_STEPS)),
        "Optimizer steps of a training run; default 400."),
    field("seeds", "8", Accepted::Number(Range::whole(1, MAX_SEEDS)),
        "Seeds of the band and of the truth; default 8."),
    field("vary", "both", Accepted::Choice(names::<Vary>),
        "What another seed of the band changes; default `both`."),
    field("edge", "yes", Accepted::Flag, "The edge of stability in the finder's figure; default true."),
    field("rates", "20", Accepted::Number(Range::whole(2, MAX_RATES)),
        "Number of rates that are trained for the truth; default 20."),
    field("search", "grid", Accepted::Choice(names::<Search>), "How those rates are chosen; default `grid`."),
    field("show", "", Accepted::Some(|| PARTS.to_vec()), "The parts that are shown; default all of the view."),
    field("lock", "", Accepted::Some(|| ["all"].into_iter().chain(KEYS.iter().map(|key| key.name)).collect()),
        "The keys of a link that the reader cannot change, or `all`."),
    field("autorun", "visible", Accepted::Choice(|| vec!["no", "visible", "yes"]),
        "Whether the finder starts by itself; default `visible`."),
    field("theme", "", Accepted::Choice(|| vec!["light", "dark"]), "Colours; default the system's."),
    field("lang", "", Accepted::Text(LANGUAGE), "Language of the texts, as in BCP 47."),
    field("height", "", Accepted::Height, "Height in CSS pixels."),
    field("backend", "", Accepted::Choice(|| vec!["cpu", "gpu"]), "What computes; default the lab's choice."),
    field("title", "", Accepted::Text(TITLE), "A title above the lab, of at most 200 characters."),
    OWN,
];

/// What a link says of the page, as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkUi(pub(super) Map);

impl Ask for LinkUi {
    fn ask(value: &Value) -> Result<Self> {
        if let Value::Map(fields) = value { Ok(Self(fields.clone())) } else { Err(no_object(value)) }
    }

    fn ts(types: &mut Types) -> String {
        types.interface("LinkUi", &["What a link says of the page."], |types| {
            let about = "Up to three runs to compare with.";
            let runs = Line::asked::<Option<Vec<LinkRun>>>(types, "runs", &[about]);
            let mut lines: Vec<Line> = FIELDS.iter().map(Field::line).collect();
            lines.insert(1 + FIELDS.iter().take_while(|field| field.name != "steps").count(), runs);
            lines
        })
    }
}

/// The accepted fields of `ui`, in a link's order, and what version 1 has where they say nothing.
///
/// # Errors
/// An unknown field, or one with a value that is not accepted, by its name.
pub(super) fn normal(map: &Map) -> Result<Map> {
    let known = || FIELDS.iter().map(|field| field.name).chain(["runs"]);
    if let Some((name, _)) = map.iter().find(|(name, _)| !known().any(|known| known == name)) {
        let shown: String = name.chars().take(60).collect();
        return Err(Error::unknown(shown, name, known()));
    }
    let mut normal = Map::new();
    for field in FIELDS {
        if let Some(value) = get(map, field.name)
            && let Some(value) = field.checked(value).under(field.name)?
        {
            set(&mut normal, field.name, value);
        }
    }
    for field in FIELDS {
        if get(&normal, field.name).is_none()
            && let Some(value) = field.usual()
        {
            set(&mut normal, field.name, value);
        }
    }
    Ok(normal)
}

impl Field {
    /// An accepted value; none for an empty list or text, which says nothing.
    pub(super) fn checked(&self, value: &Value) -> Result<Option<Value>> {
        let text = |what: fn() -> Sentence| match value {
            Value::Text(text) => Ok(text.as_str()),
            other => Err(Error::not_accepted("", other, what())),
        };
        match self.accepted {
            Accepted::Number(range) => number_of(value, &range).map(Some),
            Accepted::Flag => match value {
                Value::Bool(_) => Ok(Some(value.clone())),
                other => Err(Error::not_accepted("", other, a_flag())),
            },
            Accepted::Choice(choices) => {
                let name = text(a_text)?;
                if choices().contains(&name) {
                    Ok(Some(value.clone()))
                } else {
                    Err(Error::unknown("", name, choices()))
                }
            }
            Accepted::Some(choices) => {
                let Value::List(items) = value else {
                    return Err(Error::not_accepted("", value, sentence!("accepted.texts", "an array of texts")));
                };
                let choices = choices();
                for (at, item) in items.iter().enumerate() {
                    let refused = match item {
                        Value::Text(name) if choices.contains(&name.as_str()) => continue,
                        Value::Text(name) => Error::unknown("", name, choices),
                        other => Error::not_accepted("", other, a_text()),
                    };
                    return Err(refused.under(&format!("[{at}]")));
                }
                let chosen = choices.into_iter().map(typed).filter(|choice| items.contains(choice));
                Ok(Some(chosen.collect::<Vec<_>>()).filter(|chosen| !chosen.is_empty()).map(Value::List))
            }
            Accepted::Height if *value == typed("auto") => Ok(Some(value.clone())),
            Accepted::Height => number_of(value, &HEIGHT).map(Some),
            Accepted::Text(form) => match text(form.what)? {
                text if !(form.fits)(text) => Err(Error::not_accepted("", value, (form.accepted)())),
                text => Ok((!text.is_empty()).then(|| value.clone())),
            },
        }
    }

    /// What a link says, or the nearest to it, and why it is not what it said.
    pub(super) fn read(&self, text: &str) -> (Option<Value>, Vec<Error>) {
        let near_number = |range: &Range| Some(Value::Number(number::nearest(range, number::read(text)?)));
        let (value, near) = match self.accepted {
            Accepted::Number(range) => (number::value(text), near_number(&range)),
            Accepted::Flag => (flag(text).map_or_else(|| typed(text), Value::Bool), None),
            Accepted::Choice(choices) => (typed(text), nearest_name(text, choices()).map(typed)),
            Accepted::Some(choices) => return self.some_of(text, &choices()),
            Accepted::Height if text == "auto" => (typed(text), None),
            Accepted::Height => (number::value(text), near_number(&HEIGHT)),
            Accepted::Text(form) => (typed(text), Some(typed(&(form.near)(text)))),
        };
        match self.checked(&value) {
            Ok(value) => (value, Vec::new()),
            Err(error) => {
                let near = near.and_then(|near| self.checked(&near).ok().flatten());
                (near.or_else(|| self.usual()), vec![error])
            }
        }
    }

    /// The items of a list that exist.
    fn some_of(&self, text: &str, choices: &[&'static str]) -> (Option<Value>, Vec<Error>) {
        let (mut items, mut errors) = (Vec::new(), Vec::new());
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            if choices.contains(&name) {
                items.push(typed(name));
            } else {
                errors.push(Error::unknown("", name, choices.iter().copied()));
                items.extend(nearest_name(name, choices.iter().copied()).map(typed));
            }
        }
        (self.checked(&Value::List(items)).ok().flatten(), errors)
    }

    /// What version 1 has.
    fn usual(&self) -> Option<Value> {
        if self.usual.is_empty() { None } else { self.read(self.usual).0 }
    }

    /// It in TypeScript. Rules and keys are names that grow in number.
    fn line(&self) -> Line {
        let is = match self.accepted {
            Accepted::Number(_) => "number".to_owned(),
            Accepted::Flag => "boolean".to_owned(),
            Accepted::Choice(_) if self.name == "rule" => "string".to_owned(),
            Accepted::Choice(choices) => texts(&choices()),
            Accepted::Some(_) if self.name == "lock" => "string[]".to_owned(),
            Accepted::Some(choices) => array(&texts(&choices())),
            Accepted::Height => "number | \"auto\"".to_owned(),
            Accepted::Text(_) => "string".to_owned(),
        };
        Line::new(self.name, &[self.about], is).optional(true)
    }
}

fn typed(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number_of(value: &Value, range: &Range) -> Result<Value> {
    match value {
        Value::Number(number) => range.check("", *number).map(Value::Number),
        other => Err(Error::not_accepted("", other, range)),
    }
}

fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 60 && text.bytes().all(plain)
}

/// As in BCP 47: letters, then subtags.
fn is_language(text: &str) -> bool {
    let mut tags = text.split('-');
    let first = tags.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && text.len() <= 35
        && tags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// As a link has it.
pub(super) fn write(value: &Value) -> String {
    match value {
        Value::List(items) => items.iter().map(kind::text).collect::<Vec<_>>().join(","),
        value => kind::text(value),
    }
}
