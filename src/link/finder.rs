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

use super::kind::{Map, get, mended, nearest_name, set};
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

/// The same finder with what it leaves out filled in; what a preset decides stays with the preset.
pub(super) fn normal(options: &FinderOptions) -> FinderOptions {
    let mut options = options.clone();
    if options.preset.is_none() {
        // The lab's own, without a link.
        options.start_lr.get_or_insert(1e-7);
        options.end_lr.get_or_insert(10.0);
        if options.epochs.is_none() {
            options.steps.get_or_insert(100);
        }
        fill(&mut options);
    }
    options
}

/// What is the same with and without a link.
fn fill(options: &mut FinderOptions) {
    let usual = usual();
    options.sweep = options.sweep.or(usual.sweep);
    options.smoothing = options.smoothing.or(usual.smoothing);
    options.stop = options.stop.or(usual.stop);
    options.per = options.per.filter(|per| *per != Per::Batch);
    options.loss_on = options.loss_on.filter(|loss_on| *loss_on != LossOn::Batch);
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
    let sweep = options.sweep.filter(|sweep| Some(*sweep) != usual.sweep).map(|sweep| match sweep {
        RampKind::Exponential => "exp".to_owned(),
        RampKind::Linear => "lin".to_owned(),
    });
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
    let check = |request: &Value| FinderOptions::read(Some(request)).map(drop);
    let map = mended("finder", map, &[], check, notes).unwrap_or_default();
    complete(FinderOptions::read(Some(&Value::Map(map))).unwrap_or_default())
}

/// What is left out is as in version 1, where no preset decides.
pub(super) fn complete(mut options: FinderOptions) -> FinderOptions {
    if options.preset.is_none() {
        let usual = usual();
        options.start_lr = options.start_lr.or(usual.start_lr);
        options.end_lr = options.end_lr.or(usual.end_lr);
        if options.epochs.is_none() {
            options.steps = options.steps.or(usual.steps);
        }
        fill(&mut options);
    }
    normal(&options)
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
            set(map, "smoothing", Value::Map(vec![("kind".to_owned(), text(first))]));
        }
        "beta" => {
            let kind = if second.is_empty() { text(Smoothing::ALL[0].kind().name) } else { text(second) };
            let fields = vec![("kind".to_owned(), kind), ("beta".to_owned(), number::value(first))];
            set(map, "smoothing", Value::Map(fields));
        }
        "stop" if first.trim() == StopRule::NEVER.name => set(map, "stop", text(first)),
        "stop" => {
            let against = (!second.is_empty()).then(|| ("against".to_owned(), text(second)));
            let factor = ("factor".to_owned(), number::value(first));
            set(map, "stop", Value::Map([factor].into_iter().chain(against).collect()));
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
    let number = |name: &str, number: Option<f64>| number.map(|number| (name.to_owned(), Value::Number(number)));
    let text = |name: &str, text: Option<&str>| text.map(|text| (name.to_owned(), Value::Text(text.to_owned())));
    let smoothing = options.smoothing.map(|smoothing| {
        let (kind, data) = (smoothing.kind(), smoothing.data());
        let settings = kind.settings.iter().map(|setting| setting.name).zip(data);
        ("smoothing".to_owned(), [("kind", Datum::Name(kind.name))].into_iter().chain(settings).collect())
    });
    let stop = options.stop.map(|stop| {
        let stop = match stop {
            StopRule::Diverged { factor, against } => {
                [("factor", Datum::Number(factor)), ("against", Datum::Name(against.name()))].into_iter().collect()
            }
            StopRule::Never => Value::Text(StopRule::NEVER.name.to_owned()),
        };
        ("stop".to_owned(), stop)
    });
    let fields = [
        text("preset", options.preset.map(Named::name)),
        number("startLr", options.start_lr),
        number("endLr", options.end_lr),
        number("steps", options.steps.map(|steps| steps as f64)),
        number("epochs", options.epochs),
        text("sweep", options.sweep.map(Named::name)),
        text("per", options.per.map(Named::name)),
        text("lossOn", options.loss_on.map(Named::name)),
        smoothing,
        stop,
        number("lrCap", options.lr_cap),
    ];
    Value::Map(fields.into_iter().flatten().collect())
}

/// The same options without the one that was refused, by its name under `finder`.
pub(super) fn without(options: &FinderOptions, field: &str) -> Option<FinderOptions> {
    let Value::Map(mut map) = value(options) else { return None };
    let name = field.split(['.', '[']).next().unwrap_or_default();
    get(&map, name)?;
    map.retain(|(field, _)| field != name);
    FinderOptions::read(Some(&Value::Map(map))).ok().map(complete).filter(|mended| mended != options)
}
