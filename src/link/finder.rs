//! `finder`: `1e-6:10:200;beta=0.98;stop=4`, or a preset and what it leaves to say: `fastai;:1:`.
//!
//! First and last rate and their number (or `2ep`, epochs); then `exp` or `lin`, `per=epoch`, `on=validation`,
//! `beta=0.98` with the average's kind behind a colon (`beta=0.98:seeded`, `beta=none`), `stop=4` with what it compares
//! (`stop=4:best-raw`, `stop=never`) and `cap=1`.

use crate::declare::Datum;
use crate::error::Error;
use crate::finder::{Against, Smoothing, StopRule};
use crate::named::Named;
use crate::request::{FinderOptions, Preset, RampKind, Value};
use crate::run::{LossOn, Per};

use super::kind::{Map, get, mended, name, named, nearest_name, object, set};
use super::notes::Notes;
use super::number;

/// What stands behind a number of epochs.
const EPOCHS: &str = "ep";

/// What may stand by itself or before an `=`.
const ITEMS: [&str; 9] = ["exp", "lin", "per", "on", "beta", "stop", "cap", "epochs", "preset"];

/// The finder of version 1's defaults.
pub(super) fn usual() -> FinderOptions {
    FinderOptions {
        start_lr: Some(1e-5),
        end_lr: Some(10.0),
        steps: Some(200),
        sweep: Some(RampKind::Exponential),
        smoothing: Some(Smoothing::ALL[0]),
        stop: Some(StopRule::default()),
        ..FinderOptions::default()
    }
}

/// The same finder with what it leaves out as it is without a link; what a preset decides stays with the preset.
pub(super) fn normal(options: &FinderOptions) -> FinderOptions {
    filled(options, &FinderOptions { start_lr: Some(1e-7), steps: Some(100), ..usual() })
}

/// The same finder with what it leaves out as in version 1, where no preset decides.
fn complete(options: &FinderOptions) -> FinderOptions {
    filled(options, &usual())
}

fn filled(options: &FinderOptions, usual: &FinderOptions) -> FinderOptions {
    let options = options.clone();
    if options.preset.is_some() {
        return options;
    }
    FinderOptions {
        start_lr: options.start_lr.or(usual.start_lr),
        end_lr: options.end_lr.or(usual.end_lr),
        steps: if options.epochs.is_some() { options.steps } else { options.steps.or(usual.steps) },
        sweep: options.sweep.or(usual.sweep),
        smoothing: options.smoothing.or(usual.smoothing),
        stop: options.stop.or(usual.stop),
        per: options.per.filter(|per| *per != Per::Batch),
        loss_on: options.loss_on.filter(|loss_on| *loss_on != LossOn::Batch),
        ..options
    }
}

/// As a link has it.
pub(super) fn write(options: &FinderOptions) -> String {
    let usual = if options.preset.is_none() { usual() } else { FinderOptions::default() };
    let number = |number: Option<f64>| number.map(number::write).unwrap_or_default();
    let length = match options.epochs {
        Some(epochs) => format!("{}{EPOCHS}", number::write(epochs)),
        None => number(options.steps.map(|steps| steps as f64)),
    };
    let range = format!("{}:{}:{length}", number(options.start_lr), number(options.end_lr));
    let sweep = options.sweep.filter(|sweep| Some(*sweep) != usual.sweep).map(|sweep| sweep.name()[..3].to_owned());
    let smoothing = options.smoothing.filter(|smoothing| Some(*smoothing) != usual.smoothing).map(|smoothing| {
        let kind = smoothing.kind().name;
        match smoothing.data()[..] {
            [Datum::Number(beta)] if kind == Smoothing::ALL[0].kind().name => format!("beta={}", number::write(beta)),
            [Datum::Number(beta)] => format!("beta={}:{kind}", number::write(beta)),
            _ => format!("beta={kind}"),
        }
    });
    let stop = options.stop.filter(|stop| Some(*stop) != usual.stop).map(|stop| match stop {
        StopRule::Diverged { factor, against } if against == Against::default() => {
            format!("stop={}", number::write(factor))
        }
        StopRule::Diverged { factor, against } => format!("stop={}:{}", number::write(factor), against.name()),
        StopRule::Never => format!("stop={}", StopRule::NEVER.name),
    });
    [
        options.preset.map(|preset| preset.name().to_owned()),
        (range != "::").then_some(range),
        sweep,
        options.per.map(|per| format!("per={}", per.name())),
        options.loss_on.map(|loss_on| format!("on={}", loss_on.name())),
        smoothing,
        stop,
        options.lr_cap.map(|cap| format!("cap={}", number::write(cap))),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(";")
}

/// What a link says, or the nearest to it. What it leaves out is the preset's or version 1's.
pub(super) fn read(text: &str, notes: &mut Notes) -> FinderOptions {
    let mut map = Map::new();
    for item in text.split(';').map(str::trim).filter(|item| !item.is_empty()) {
        if !read_item(item, &mut map) {
            let presets = Preset::ALL.iter().map(|preset| preset.name());
            match nearest_name(item, presets.clone()) {
                Some(preset) => {
                    notes.instead("finder", &Error::unknown("", item, presets), preset);
                    set(&mut map, "preset", Value::Text(preset.to_owned()));
                }
                None => notes.without("finder", &Error::unknown("", item, ITEMS.into_iter().chain(presets))),
            }
        }
    }
    let check = |request: &Value| FinderOptions::read(Some(request));
    let map = mended("finder", map, &[], check, notes).unwrap_or_default();
    complete(&FinderOptions::read(Some(&Value::Map(map))).unwrap_or_default())
}

/// Takes an item into the request, if it is one.
fn read_item(item: &str, map: &mut Map) -> bool {
    if Preset::ALL.iter().any(|preset| preset.name() == item) {
        set(map, "preset", Value::Text(item.to_owned()));
        return true;
    }
    let text = |text: &str| Value::Text(text.trim().to_owned());
    let Some((name, value)) = item.split_once('=') else {
        match item {
            "exp" | "exponential" => set(map, "sweep", text("exponential")),
            "lin" | "linear" => set(map, "sweep", text("linear")),
            item if item.contains(':') || number::read(item).is_some() => read_range(item, map),
            _ => return false,
        }
        return true;
    };
    let (first, second) = value.split_once(':').unwrap_or((value, ""));
    match name.trim() {
        "per" => set(map, "per", text(value)),
        "on" => set(map, "lossOn", text(value)),
        "cap" => set(map, "lrCap", number::value(value)),
        "preset" => set(map, "preset", text(value)),
        "epochs" => set(map, "epochs", number::value(value)),
        "beta" if Smoothing::ALL.iter().any(|kind| kind.data().is_empty() && kind.kind().name == first.trim()) => {
            set(map, "smoothing", Value::Map(named(first.trim())));
        }
        "beta" => {
            let kind = if second.is_empty() { text(Smoothing::ALL[0].kind().name) } else { text(second) };
            set(map, "smoothing", object([("kind", Some(kind)), ("beta", Some(number::value(first)))]));
        }
        "stop" if first.trim() == StopRule::NEVER.name => set(map, "stop", text(first)),
        "stop" => {
            let against = (!second.is_empty()).then(|| text(second));
            set(map, "stop", object([("factor", Some(number::value(first))), ("against", against)]));
        }
        _ => return false,
    }
    true
}

/// `1e-6:10:200`; any of them may be left out.
fn read_range(item: &str, map: &mut Map) {
    for (name, text) in ["startLr", "endLr", "steps"].into_iter().zip(item.split(':').map(str::trim)) {
        match (name, text.strip_suffix(EPOCHS)) {
            (_, _) if text.is_empty() => {}
            ("steps", Some(epochs)) => set(map, "epochs", number::value(epochs)),
            _ => set(map, name, number::value(text)),
        }
    }
}

/// As a plain value.
pub(super) fn value(options: &FinderOptions) -> Value {
    let smoothing = |smoothing: Smoothing| {
        let settings = smoothing.kind().settings.iter().map(|setting| setting.name).zip(smoothing.data());
        [("kind", Datum::Name(smoothing.kind().name))].into_iter().chain(settings).collect()
    };
    let stop = |stop: StopRule| match stop {
        StopRule::Diverged { factor, against } => {
            [("factor", Datum::Number(factor)), ("against", Datum::Name(against.name()))].into_iter().collect()
        }
        StopRule::Never => Value::Text(StopRule::NEVER.name.to_owned()),
    };
    object([
        ("preset", options.preset.map(name)),
        ("startLr", options.start_lr.map(Value::Number)),
        ("endLr", options.end_lr.map(Value::Number)),
        ("steps", options.steps.map(|steps| Value::Number(steps as f64))),
        ("epochs", options.epochs.map(Value::Number)),
        ("sweep", options.sweep.map(name)),
        ("per", options.per.map(name)),
        ("lossOn", options.loss_on.map(name)),
        ("smoothing", options.smoothing.map(smoothing)),
        ("stop", options.stop.map(stop)),
        ("lrCap", options.lr_cap.map(Value::Number)),
    ])
}

/// The same options without the one that was refused, by its name under `finder`.
pub(super) fn without(options: &FinderOptions, field: &str) -> Option<FinderOptions> {
    let Value::Map(mut map) = value(options) else { return None };
    let name = field.split(['.', '[']).next().unwrap_or_default();
    get(&map, name)?;
    map.retain(|(field, _)| field != name);
    FinderOptions::read(Some(&Value::Map(map)))
        .ok()
        .map(|options| complete(&options))
        .filter(|mended| mended != options)
}
