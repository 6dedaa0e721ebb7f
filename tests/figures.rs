//! Figures as they are asked for: what is refused, by which field, and that nothing traps.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{
    DecisionFigure, LossFigure, LrBandFigure, LrEpochsFigure, LrFindFigure, LrSweepFigure, ScheduleFigure,
    SharpnessFigure, Value,
};
use lr_lab::error::Result;
use lr_lab::finder::suggest::RULES;
use lr_lab::plot::chart::Chart;
use lr_lab::plot::{svg, text::estimate};
use lr_lab::sentence::Sentence;
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

/// Reads what is to be drawn and its options, and draws.
type Draw = fn(&Value, Option<&Value>) -> Result<Chart>;

macro_rules! draws {
    ($figure:ident) => {
        |what, options| Ok($figure::read(what, options)?.chart((400.0, 200.0), &estimate))
    };
}

fn find() -> Json {
    json!({
        "lrs": [0.1, 0.2, 0.3], "losses": [1.0, 0.5, 9.0], "smoothed": [1.0, 0.7, 2.0],
        "stop": { "reason": "diverged", "step": 2, "lr": 0.3, "message": "Stopped." },
        "suggestions": [{ "rule": "fastai-valley", "system": "fastai", "lr": 0.1, "index": 1, "loss": 0.7, "reason": "" }],
        "bounds": { "lower": 0.1, "upper": 0.2, "reason": "" },
    })
}

fn band() -> Json {
    let rules: Vec<Json> = RULES.iter().map(|rule| json!({ "rule": rule.name, "lrs": [0.1, 0.15] })).collect();
    json!({
        "lrs": [0.1, 0.2, 0.3], "seeds": [1, 2], "steps": [3, 3], "smoothed": [1.0, 0.5, 0.9, 1.0, 0.6, 2.0],
        "counts": [2, 2, 2], "lower": [1.0, 0.5, 0.9], "median": [1.0, 0.55, 1.4], "upper": [1.0, 0.6, 2.0],
        "rules": rules, "bounds": { "lower": [0.1, 0.1], "upper": [0.2, 0.2] }, "stop": null,
    })
}

/// Every figure with all of its own options.
fn figures() -> [(&'static str, Draw, Json, Json); 9] {
    let rates = json!({ "lr": 0.15, "from": 0.05, "to": 0.5 });
    let with = |base: &Json, more: Json| {
        let fields = [base, &more].into_iter().filter_map(Json::as_object).flatten();
        Json::Object(fields.map(|(name, field)| (name.clone(), field.clone())).collect())
    };
    let trace = json!({
        "steps": [0.0, 1.0], "lrs": [0.1, 0.1], "losses": [1.0, 0.5], "stepsPerEpoch": 1, "stop": null,
        "validation": { "epochs": [1.0], "losses": [0.4], "accuracies": [1.0] },
    });
    let sweep = json!({
        "lrs": [0.1, 0.2], "seeds": [1, 2], "steps": 5, "judgedBy": "validation", "finals": [1.0, 0.5, 2.0, 3.0],
            "accuracies": [0.9, 0.8, 0.7, 0.6], "reference": 4.0,
        "stop": { "reason": "completed", "message": "" },
    });
    let added = json!({
        "band": band(), "ghosts": [find(), { "lrs": [0.1, 0.4], "smoothed": [1.0, 0.9] }],
        "limits": [{ "lr": 0.31, "label": "2/λ = 0.31" }],
    });
    let limits = json!([{ "lr": 0.31, "label": "2/λ = 0.31" }]);
    let below = json!({ "left": 60.0, "right": 340.0 });
    let truth = json!({ "legendLeft": 70.0, "limits": limits, "suggestions": find()["suggestions"] });
    let run = json!({
        "steps": [0.0, 10.0, 20.0], "lambdaMax": [2.0, 4.0, 9.0], "limits": [1.0, 0.5, 0.22], "lrs": [0.4, 0.4, 0.4],
        "losses": [1.0, 0.5, 0.4], "formula": "2/λ",
    });
    let rows = |ys: Json| json!({ "xs": [0.1, 0.2], "ys": ys, "targets": [0.0, 1.0], "heldOut": [false, true] });
    let plane = json!({
        "classes": 2, "xs": [0.0, 0.5, 1.0], "ys": [-1.0, 1.0], "outputs": [0, 0, 1, 0, 1, 1],
        "probabilities": [0.9, 0.8, 0.6, 0.7, 0.8, 1.0], "points": rows(json!([0.0, 0.5])),
    });
    let predicted = json!({
        "classes": 0, "xs": [0.0, 0.5, 1.0], "ys": [], "outputs": [0.0, 0.4, 0.9], "probabilities": [],
        "points": rows(json!([])),
    });
    [
        ("finder", draws!(LrFindFigure), find(), with(&rates, added)),
        ("truth", draws!(LrSweepFigure), sweep, with(&with(&rates, below.clone()), truth)),
        ("rules", draws!(LrBandFigure), band(), with(&rates, below)),
        ("epochs", draws!(LrEpochsFigure), find(), json!({ "total": 9.0, "per": "epoch" })),
        ("loss", draws!(LossFigure), trace, json!({ "total": 9.0, "from": 0.5, "to": 3.0 })),
        (
            "schedule",
            draws!(ScheduleFigure),
            json!([0.1, 0.2]),
            json!({ "steps": 9, "stepsPerEpoch": 3, "from": 0.5, "to": 3.0 }),
        ),
        ("sharpness", draws!(SharpnessFigure), run, json!({ "total": 30.0 })),
        ("decision", draws!(DecisionFigure), plane, json!({ "features": ["a", "b"] })),
        ("predicted curve", draws!(DecisionFigure), predicted, json!({ "features": ["a"], "target": "b" })),
    ]
}

#[test]
fn every_figure_takes_its_own_options_and_those_of_all() {
    for (name, draw, what, own) in figures() {
        let what = value(&what);
        assert_eq!(draw(&what, None).map(|chart| (chart.width, chart.height)), Ok((400.0, 200.0)), "{name}");
        let chart = draw(&what, Some(&value(&own))).unwrap();
        assert!(svg::to_svg(&chart).unwrap().contains("<polyline"), "{name}");
        let mut options = own.clone();
        for (option, setting) in [("width", json!(500)), ("height", json!(300)), ("theme", json!("dark"))] {
            options[option] = setting;
        }
        let other = draw(&what, Some(&value(&options))).unwrap();
        assert_eq!((other.width, other.height), (500.0, 300.0), "{name}");
        assert_ne!(other.background, chart.background, "{name}");
        // An option of another figure is not one of this.
        for option in [
            "lr",
            "from",
            "to",
            "total",
            "per",
            "steps",
            "left",
            "right",
            "legendLeft",
            "band",
            "ghosts",
            "limits",
            "suggestions",
        ] {
            if own.get(option).is_none() {
                let refused = draw(&what, Some(&value(&json!({ option: 1 })))).unwrap_err();
                assert_eq!(refused.field(), format!("options.{option}"), "{name}");
            }
        }
    }
}

#[test]
fn refusals() {
    let wide = vec![json!({ "lr": 1, "label": "" }); 9];
    for (name, change, field) in [
        ("finder", json!({ "limits": wide }), "options.limits.length"),
        ("finder", json!({ "limits": [{ "lr": 1 }] }), "options.limits[0].label"),
        ("finder", json!({ "limits": [{ "lr": 1, "label": "", "color": "" }] }), "options.limits[0].color"),
        ("finder", json!({ "ghosts": [{ "lrs": [1], "smoothed": [1, 2] }] }), "options.ghosts[0].smoothed"),
        ("finder", json!({ "band": { "lrs": [1], "lower": [1], "median": [1, 2] } }), "options.band.median"),
        ("truth", json!({ "suggestions": [{ "rule": "fastai-valley" }] }), "options.suggestions[0].lr"),
        ("truth", json!({ "left": 0 }), "options.left"),
        ("truth", json!({ "right": "far" }), "options.right"),
        ("truth", json!({ "limits": wide }), "options.limits.length"),
        ("epochs", json!({ "per": "step" }), "options.per"),
        ("sharpness", json!({ "total": -1 }), "options.total"),
        ("decision", json!({ "features": ["a", 1] }), "options.features[1]"),
        ("decision", json!({ "features": ["a", "b", "c"] }), "options.features.length"),
        ("loss", json!({ "from": -1 }), "options.from"),
        ("loss", json!({ "from": 4, "to": 4 }), "options.to"),
        ("schedule", json!({ "from": "1" }), "options.from"),
        ("schedule", json!({ "to": 0 }), "options.to"),
    ] {
        let (_, draw, what, _) = figures().into_iter().find(|figure| figure.0 == name).unwrap();
        assert_eq!(draw(&value(&what), Some(&value(&change))).unwrap_err().field(), field, "{name}: {change}");
    }
    for (path, new, field) in [
        ("/classes", json!(-1), "surface.classes"),
        ("/classes", json!(0), "surface.ys.length"),
        ("/xs", json!(vec![0.0; 201]), "surface.xs.length"),
        ("/outputs", json!([0, 1]), "surface.outputs"),
        ("/probabilities", json!([0.5]), "surface.probabilities"),
        ("/points/ys", json!([0.5]), "surface.points.ys"),
        ("/points/targets", json!([]), "surface.points.targets"),
        ("/points/heldOut", json!([true]), "surface.points.heldOut"),
        ("/points/heldOut", json!([true, 1]), "surface.points.heldOut[1]"),
    ] {
        let (_, draw, mut what, _) = figures().into_iter().find(|figure| figure.0 == "decision").unwrap();
        *what.pointer_mut(path).unwrap() = new;
        assert_eq!(draw(&value(&what), None).unwrap_err().field(), field, "{what}");
    }
    let (_, draw, trace, _) = figures().into_iter().find(|figure| figure.0 == "loss").unwrap();
    for (letter, field) in [(json!("B"), ""), (json!("b"), "runs[0].letter"), (json!(2), "runs[0].letter")] {
        let drawn = draw(&value(&json!([{ "letter": letter, "trace": trace }])), None);
        assert_eq!(drawn.map_or_else(|error| error.field().to_owned(), |_| String::new()), field, "{letter}");
    }
    let sharpness = |columns: Json| SharpnessFigure::read(&value(&columns), None).map(|_| ());
    let short = json!({ "steps": [0, 1], "limits": [1], "lrs": [1, 1] });
    assert_eq!(sharpness(short).unwrap_err().field(), "report.limits");
    assert_eq!(sharpness(json!({ "steps": [0, 1], "limits": [], "lrs": [1, 1], "formula": null })), Ok(()));
}

/// `value` with each of `news` at each of its places in turn.
fn changed(value: &Value, news: &[Value]) -> Vec<Value> {
    let mut changed = news.to_vec();
    match value {
        Value::Map(fields) => {
            for (index, (_, field)) in fields.iter().enumerate() {
                changed.extend(self::changed(field, news).into_iter().map(|new| {
                    let mut fields = fields.clone();
                    fields[index].1 = new;
                    Value::Map(fields)
                }));
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                changed.extend(self::changed(item, news).into_iter().map(|new| {
                    let mut items = items.clone();
                    items[index] = new;
                    Value::List(items)
                }));
            }
        }
        Value::Numbers(numbers) => {
            let numbers: Vec<_> = numbers.iter().copied().map(Value::Number).collect();
            for index in 0..numbers.len() {
                changed.extend(news.iter().map(|new| {
                    let mut numbers = numbers.clone();
                    numbers[index] = new.clone();
                    Value::array(numbers)
                }));
            }
        }
        _ => {}
    }
    changed
}

/// Whatever stands wherever: a figure or an error that names a field, never a panic.
#[test]
fn nothing_traps() {
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0, 5e-324, 1e-300, f64::MAX, 0.2, 1e6];
    let mut news = numbers.map(Value::Number).to_vec();
    let others = [
        Value::Null,
        Value::Text("x".to_owned()),
        Value::List(vec![]),
        Value::Numbers(vec![f64::NAN, 0.1]),
        Value::Map(vec![]),
        Value::Other(Sentence::name("a function")),
    ];
    news.extend(others);
    for (name, draw, what, options) in figures() {
        let (what, options) = (value(&what), value(&options));
        let mut drawn = 0;
        for what in changed(&what, &news) {
            for options in [None, Some(&options)] {
                drawn += usize::from(draw(&what, options).is_ok_and(|chart| svg::to_svg(&chart).is_ok()));
            }
        }
        for options in changed(&options, &news) {
            drawn += usize::from(draw(&what, Some(&options)).is_ok_and(|chart| svg::to_svg(&chart).is_ok()));
        }
        assert!(drawn > 20, "{name}: {drawn} drawn");
    }
}
