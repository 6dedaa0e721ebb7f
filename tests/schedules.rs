//! Schedules as they are asked for: refusals, properties, the linter's sentences, plateau in a run.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::api::{ScheduleFigure, Value, catalog, fit, lint_schedule, lr_at, sample_schedule};
use lr_lab::plot::{svg, text::estimate};
use lr_lab::schedule::{Expression, Horizon, SCHEDULES};
use lr_lab::sentence::Sentence;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

#[path = "common/schedules.rs"]
mod common;
use common::requests;

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn sample(schedule: &Json, options: &Json) -> Result<Vec<f64>, lr_lab::error::Error> {
    sample_schedule(&value(schedule), &value(options))
}

fn of_kind(kind: &str) -> Json {
    requests().into_iter().find(|request| request["kind"] == kind).unwrap()
}

/// What samples a request: plateau takes metrics.
fn options(request: &Json) -> Json {
    match request["kind"].as_str() {
        Some("plateau") => json!({ "metrics": vec![0.5; 30] }),
        _ => json!({ "steps": 30, "stepsPerEpoch": 3 }),
    }
}

#[test]
fn every_kind_of_the_catalog_is_asked_for_with_every_field() {
    let kinds = catalog().schedules;
    assert_eq!(kinds.len(), requests().len());
    for kind in kinds {
        let request = of_kind(kind.kind);
        assert!(sample(&request, &options(&request)).is_ok(), "{request}");
        for name in request.as_object().unwrap().keys() {
            let known = ["kind", "unit"].contains(&name.as_str()) || kind.fields.iter().any(|field| field.name == name);
            assert!(known, "{} lacks {name}", kind.kind);
        }
        for field in &kind.fields {
            // What only PyTorch's plateau has is not in Keras's request.
            let foreign = kind.kind == "plateau" && field.conventions == ["pytorch"];
            assert_eq!(request.get(field.name).is_none(), foreign, "{} {}", kind.kind, field.name);
            assert!(field.description.ends_with('.'), "{} {}", kind.kind, field.name);
        }
    }
}

/// The catalog's ranges and defaults are those that the constructors apply.
#[test]
fn the_catalog_says_what_is_accepted() {
    for kind in catalog().schedules {
        for field in &kind.fields {
            let mut request = of_kind(kind.kind);
            if field.conventions == ["pytorch"] {
                request["convention"] = json!("pytorch");
                request.as_object_mut().unwrap().remove("minDelta");
            }
            let name = format!("{} {}", kind.kind, field.name);
            let accepted = |new: Json| {
                let mut request = request.clone();
                request[field.name] = new;
                let refused = sample(&request, &options(&request)).err();
                // Another field may not go with this value; that is not this one's range.
                !refused.is_some_and(|error| error.field().starts_with(&format!("schedule.{}", field.name)))
            };
            if let ("number" | "whole", Some(min)) = (field.field_type, field.min) {
                // pctFinal must also lie behind pctStart.
                let ordered = field.name == "pctFinal";
                assert_eq!(accepted(json!(min)), field.min_accepted && !ordered, "{name} at {min}");
                assert!(!accepted(json!(min - 1.0)), "{name} below {min}");
                assert!(!accepted(json!("1")), "{name} as a text");
                if let Some(max) = field.max {
                    assert_eq!(accepted(json!(max)), field.max_accepted, "{name} at {max}");
                    assert!(!accepted(json!(max * 2.0)), "{name} above {max}");
                }
            }
            if field.field_type == "whole" {
                assert!(!accepted(json!(2.5)), "{name} as a fraction");
            }
            assert!(field.choices.iter().all(|choice| accepted(json!(choice))), "{name}");
            let default = serde_json::to_value(&field.default).unwrap();
            if !default.is_null() {
                let (mut left_out, mut given) = (request.clone(), request);
                // optax's default depends on the way between rates.
                if kind.kind == "one-cycle" {
                    for request in [&mut left_out, &mut given] {
                        request["convention"] = json!("pytorch");
                        request.as_object_mut().unwrap().remove("pctFinal");
                    }
                    if field.name == "pctFinal" {
                        continue;
                    }
                }
                left_out.as_object_mut().unwrap().remove(field.name);
                given[field.name] = default;
                let rates = |request: &Json| sample(request, &options(request));
                assert_eq!(rates(&left_out), rates(&given), "{name}");
            }
        }
    }
}

#[test]
fn refusals_name_the_field() {
    for (request, field) in [
        (json!(3), "schedule"),
        (json!({}), "schedule.kind"),
        (json!({ "kind": "cosin" }), "schedule.kind"),
        (json!({ "kind": "constant", "lr": 0 }), "schedule.lr"),
        (json!({ "kind": "constant", "lr": 0.1, "unit": "batch" }), "schedule.unit"),
        (json!({ "kind": "constant", "lr": 0.1, "initLr": 0.1 }), "schedule.initLr"),
        (json!({ "kind": "constant", "lr": null }), "schedule.lr"),
        (
            json!({ "kind": "multi-step", "initLr": 0.1, "factor": 0.1, "milestones": [1, 2.5] }),
            "schedule.milestones[1]",
        ),
        (json!({ "kind": "multi-step", "initLr": 0.1, "factor": 0.1, "milestones": [5, 2] }), "schedule.milestones[1]"),
        (json!({ "kind": "multi-step", "initLr": 0.1, "factor": 0.1, "milestones": [-1] }), "schedule.milestones[0]"),
        (json!({ "kind": "piecewise", "boundaries": [1], "values": [0.1] }), "schedule.values"),
        (json!({ "kind": "piecewise", "boundaries": [1], "values": [0.1, "x"] }), "schedule.values[1]"),
        (json!({ "kind": "cosine", "initLr": 0.1, "decaySteps": 5, "warmupSteps": 2 }), "schedule.warmupTarget"),
        (json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 5, "pctFinal": 0.9 }), "schedule.pctFinal"),
        (
            json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 5, "convention": "fastai", "threePhase": true }),
            "schedule.threePhase",
        ),
        (json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 5, "convention": "keras" }), "schedule.convention"),
        (json!({ "kind": "plateau", "initLr": 0.1, "threshold": 0.1 }), "schedule.threshold"),
        (json!({ "kind": "plateau", "initLr": 0.1, "thresholdMode": "abs" }), "schedule.thresholdMode"),
        (json!({ "kind": "plateau", "initLr": 0.1, "convention": "pytorch", "minDelta": 0.1 }), "schedule.minDelta"),
        (json!({ "kind": "plateau", "initLr": 0.1, "unit": "step" }), "schedule.unit"),
        (json!({ "kind": "plateau", "initLr": 0.1, "monitor": "accuracy" }), "schedule.monitor"),
        (json!({ "kind": "expression", "expression": "0.1 *" }), "schedule.expression"),
        (json!({ "kind": "expression", "expression": 0.1 }), "schedule.expression"),
        (json!({ "kind": "expression", "expression": "lr" }), "schedule.initLr"),
        (json!({ "kind": "expression", "expression": "0.05 - 0.01 * step" }), "schedule.expression"),
        (json!({ "kind": "expression", "expression": "1 / step" }), "schedule.expression"),
        (json!({ "kind": "join", "schedules": [], "boundaries": [] }), "schedule.schedules"),
        (json!({ "kind": "join", "schedules": { "kind": "constant" }, "boundaries": [] }), "schedule.schedules"),
        (
            json!({ "kind": "join", "schedules": [{ "kind": "constant", "lr": 1 }], "boundaries": [4] }),
            "schedule.boundaries",
        ),
        (
            json!({ "kind": "join", "boundaries": [4], "schedules": [
                { "kind": "constant", "lr": 1 }, { "kind": "step", "initLr": 0, "factor": 0.1, "stepSize": 5 },
            ] }),
            "schedule.schedules[1].initLr",
        ),
        (
            json!({ "kind": "join", "boundaries": [4], "schedules": [
                { "kind": "constant", "lr": 1 }, { "kind": "plateau", "initLr": 0.1 },
            ] }),
            "schedule.schedules[1].kind",
        ),
        (
            json!({ "kind": "product", "schedules": [
                { "kind": "constant", "lr": 1 },
                { "kind": "join", "boundaries": [2], "schedules": [
                    { "kind": "constant", "lr": 1 }, { "kind": "expression", "expression": "1 - step" },
                ] },
            ] }),
            "schedule.schedules[1].schedules[1].expression",
        ),
    ] {
        let error = sample(&request, &json!({ "steps": 20 })).unwrap_err();
        assert_eq!(error.field(), field, "{request}: {error}");
    }
}

#[test]
fn refusals_of_the_options_name_the_field() {
    let constant = json!({ "kind": "constant", "lr": 0.1 });
    let plateau = json!({ "kind": "plateau", "initLr": 0.1 });
    for (schedule, options, field) in [
        (&constant, json!({}), "steps"),
        (&constant, json!({ "steps": 10_000_001 }), "steps"),
        (&constant, json!({ "steps": 1.5 }), "steps"),
        (&constant, json!({ "steps": 1, "stepsPerEpoch": 0 }), "stepsPerEpoch"),
        (&constant, json!({ "steps": 1, "metrics": [1.0] }), "metrics"),
        (&constant, json!({ "steps": 1, "epochs": 1 }), "epochs"),
        (&plateau, json!({ "steps": 5 }), "metrics"),
        (&plateau, json!({ "metrics": [1.0, "x"] }), "metrics[1]"),
    ] {
        assert_eq!(sample(schedule, &options).unwrap_err().field(), field, "{schedule} {options}");
    }
    let at = |schedule: &Json, step: f64, options: Json| lr_at(&value(schedule), step, &value(&options));
    for (schedule, step, field) in
        [(&constant, -1.0, "step"), (&constant, 0.5, "step"), (&constant, f64::NAN, "step"), (&plateau, 3.0, "step")]
    {
        assert_eq!(at(schedule, step, json!({ "steps": 9, "stepsPerEpoch": 3 })).unwrap_err().field(), field);
    }
    assert_eq!(at(&constant, 1e15, json!({ "steps": 0 })), Ok(0.1));
    assert_eq!(at(&plateau, 2.0, json!({ "steps": 9, "stepsPerEpoch": 3 })), Ok(0.1));
}

#[test]
fn what_is_no_rate_names_step_and_value() {
    let request = json!({ "kind": "expression", "expression": "1 - step / 4" });
    let error = sample(&request, &json!({ "steps": 20 })).unwrap_err();
    assert!(error.problem().starts_with("-0.25 at step 5 is no learning rate"), "{error}");
    assert_eq!(sample(&request, &json!({ "steps": 5 })).unwrap(), [1.0, 0.75, 0.5, 0.25, 0.0]);
    // A run is refused before its first step.
    let error = fit(&experiment(0.0), &value(&json!({ "schedule": request, "steps": 6 }))).unwrap_err();
    assert_eq!(error.field(), "schedule.expression");
    assert!(fit(&experiment(0.0), &value(&json!({ "schedule": request, "steps": 5 }))).is_ok());
}

#[test]
fn metrics_give_the_rate_after_each() {
    let plateau = json!({ "kind": "plateau", "initLr": 1, "factor": 0.5, "patience": 1 });
    assert_eq!(sample(&plateau, &json!({ "metrics": [3, 2, 2, 2] })).unwrap(), [1.0, 1.0, 0.5, 0.25]);
    assert_eq!(sample(&plateau, &json!({ "steps": 3, "metrics": [3, 2, 2, 2] })).unwrap(), [1.0, 1.0, 0.5]);
    assert_eq!(sample(&plateau, &json!({ "steps": 9, "metrics": [] })).unwrap(), [0.0; 0]);
}

/// A join without units counts epochs where its pieces do not say otherwise.
#[test]
fn pieces_inherit_the_unit() {
    let join = json!({ "kind": "join", "unit": "epoch", "boundaries": [1], "schedules": [
        { "kind": "constant", "lr": 9 }, { "kind": "exponential", "initLr": 1, "decayRate": 0.5 },
    ] });
    let options = json!({ "steps": 6, "stepsPerEpoch": 2 });
    assert_eq!(sample(&join, &options).unwrap(), [9.0, 9.0, 1.0, 1.0, 0.5, 0.5]);
    let mut own = join;
    own["schedules"][1]["unit"] = json!("step");
    assert_eq!(sample(&own, &options).unwrap(), [9.0, 9.0, 1.0, 0.5, 0.25, 0.125]);
}

/// totalSteps is the length of the piece, so that a formula ends where its stretch does.
#[test]
fn an_expression_in_a_join_has_its_own_length() {
    let cosine = json!({ "kind": "expression", "expression": "(1 + cos(pi * step / totalSteps)) / 2" });
    let join = json!({ "kind": "join", "boundaries": [4], "schedules": [{ "kind": "constant", "lr": 1 }, cosine] });
    let rates = sample(&join, &json!({ "steps": 12 })).unwrap();
    assert!((rates[4] - 1.0).abs() < 1e-15 && (rates[8] - 0.5).abs() < 1e-15, "{rates:?}");
}

#[test]
fn documents_faults_are_found() {
    let lint = |schedule: Json, options: Json| -> Vec<(String, String)> {
        let findings = lint_schedule(&value(&schedule), &value(&options)).unwrap();
        findings.into_iter().map(|finding| (finding.rule.to_owned(), finding.message.to_string())).collect()
    };
    let custom = json!({
        "kind": "expression", "unit": "epoch", "expression": "epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch))",
    });
    let found = lint(custom, json!({ "steps": 1000, "stepsPerEpoch": 10 }));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("65 %") && found[0].1.contains("epoch 5"), "{found:?}");
    let adam = json!({ "kind": "plateau", "initLr": 0.001, "factor": 0.2, "patience": 3, "minLr": 0.001 });
    let found = lint(adam, json!({ "steps": 1000, "stepsPerEpoch": 10 }));
    assert_eq!(found[0].0, "plateau-floor");
    // A wrong setting is an error, a wrong rate a finding.
    let request = value(&json!({ "kind": "constant", "lr": -1 }));
    assert_eq!(lint_schedule(&request, &value(&json!({ "steps": 5 }))).unwrap_err().field(), "schedule.lr");
    let found = lint(json!({ "kind": "expression", "expression": "ln(step)" }), json!({ "steps": 5 }));
    assert_eq!(found[0].0, "not-a-rate");
}

fn experiment(validation: f64) -> Value {
    value(&json!({
        "data": { "features": [[0.0], [1.0], [2.0], [3.0], [4.0]], "targets": [[0.0], [1.0], [0.0], [1.0], [0.0]],
                  "validation": validation },
        "model": { "layers": [{ "kind": "dense", "units": 1 }], "init": "zeros",
                   "weights": [{ "shape": [1, 1], "values": [0.0] }, { "shape": [1], "values": [0.4] }] },
        "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": 2, "shuffle": false,
    }))
}

/// The rates of a run are those that plateau gives for the metrics that the run has seen.
#[test]
fn a_run_shows_plateau_its_metric() {
    for (validation, monitor) in [(0.0, "val-loss"), (0.0, "loss"), (0.4, "val-loss"), (0.4, "loss")] {
        let schedule = json!({
            "kind": "plateau", "initLr": 0.2, "factor": 0.5, "patience": 1, "minDelta": 0.01, "monitor": monitor,
        });
        let mut run = fit(&experiment(validation), &value(&json!({ "schedule": schedule, "epochs": 12 }))).unwrap();
        // Slices leave no trace.
        while !run.advance(1).done {}
        let trace = run.trace();
        let per_epoch = trace.steps_per_epoch;
        let metrics: Vec<f64> = if monitor == "val-loss" && validation > 0.0 {
            trace.validation.losses.clone()
        } else {
            let rows = if validation > 0.0 { vec![2.0, 1.0] } else { vec![2.0, 2.0, 1.0] };
            let epochs = trace.losses.chunks(per_epoch);
            let sum = |epoch: &[f64]| epoch.iter().zip(&rows).map(|(loss, rows)| loss * rows).sum::<f64>();
            epochs.map(|epoch| sum(epoch) / rows.iter().sum::<f64>()).collect()
        };
        let after = sample(&schedule, &json!({ "metrics": metrics })).unwrap();
        assert!(after[11] < 0.2, "{monitor} {validation}: nothing happened, {metrics:?}");
        for (epoch, rates) in trace.lrs.chunks(per_epoch).enumerate() {
            let want = if epoch == 0 { 0.2 } else { after[epoch - 1] };
            assert!(rates.iter().all(|lr| *lr == want), "epoch {epoch}: {rates:?}, not {want}");
        }
    }
}

/// Against Python, which evaluated the same random trees (scripts/expressions.py).
#[test]
fn expressions_agree_with_python() {
    let table: Json = serde_json::from_str(include_str!("fixtures/expressions.json")).unwrap();
    let variables = &table["variables"];
    let whole = |name: &str| variables[name].as_f64().unwrap() as u64;
    let horizon = Horizon::new(whole("totalSteps"), whole("stepsPerEpoch"));
    let cases = table["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 400);
    for case in cases {
        let (source, want) = (case["expression"].as_str().unwrap(), case["value"].as_f64().unwrap());
        let expression =
            Expression::new(source, variables["lr"].as_f64()).unwrap_or_else(|error| panic!("{source}: {error}"));
        let got = expression.lr_at(whole("step"), &horizon);
        assert!((got - want).abs() <= 1e-9 * want.abs(), "{source}: {got} against {want}");
    }
}

#[test]
fn figures_of_schedules() {
    let draw = |what: &Json, options: &Json| -> Result<String, lr_lab::error::Error> {
        let figure = ScheduleFigure::read(&value(what), Some(&value(options)))?;
        svg::to_svg(&figure.chart((400.0, 200.0), &estimate))
    };
    let one = json!({ "kind": "cosine", "initLr": 0.1, "decaySteps": 20 });
    let two = json!([{ "label": "cosine", "schedule": one }, { "lrs": [0.1, 0.2] }]);
    for what in [&one, &two] {
        let svg = draw(what, &json!({ "steps": 30, "stepsPerEpoch": 3, "theme": "dark" })).unwrap();
        assert!(svg.contains("<polyline") && svg.contains("learning rate"), "{what}");
    }
    assert!(draw(&json!([0.1, 0.2, 0.3]), &json!({})).is_ok(), "rates need no steps");
    for (what, options, field) in [
        (&one, json!({}), "options.steps"),
        (&one, json!({ "steps": 1e8 }), "options.steps"),
        (&two, json!({ "steps": 6e6 }), "options.steps"), // 10 million in all
        (&one, json!({ "steps": 3, "stepsPerEpoch": 0 }), "options.stepsPerEpoch"),
        (&one, json!({ "steps": 3, "themee": "dark" }), "options.themee"),
        (&json!({ "kind": "cosine" }), json!({ "steps": 3 }), "schedule.initLr"),
        (&json!([{ "schedule": { "kind": "cosine" } }]), json!({ "steps": 3 }), "schedules[0].schedule.initLr"),
        (&json!([{ "label": "x" }]), json!({ "steps": 3 }), "schedules[0].schedule"),
        (&json!([{ "schedule": one, "lrs": [1] }]), json!({ "steps": 3 }), "schedules[0].lrs"),
        (&json!([{ "lr": [1] }]), json!({ "steps": 3 }), "schedules[0].lr"),
        (&of_kind("plateau"), json!({ "steps": 3 }), "schedule.kind"),
        (&json!({ "kind": "expression", "expression": "-step" }), json!({ "steps": 3 }), "schedule.expression"),
    ] {
        assert_eq!(draw(what, &options).unwrap_err().field(), field, "{what} {options}");
    }
}

/// Values that do harm, or would in a careless program.
fn nasty() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<f64>().prop_map(Value::Number),
        prop::sample::select(vec![
            f64::NAN,
            f64::INFINITY,
            -0.0,
            0.0,
            f64::MIN_POSITIVE,
            5e-324,
            f64::MAX,
            1.0,
            1.0 + f64::EPSILON,
            9.007_199_254_740_991e15,
        ])
        .prop_map(Value::Number),
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        "[-+*/%^()<>=!?:,. 0-9a-z]{0,20}".prop_map(Value::Text),
        prop::sample::select(SCHEDULES.iter().map(|kind| kind.name).chain(["epoch", "fastai"]).collect::<Vec<_>>())
            .prop_map(|name| Value::Text(name.to_owned())),
        Just(Value::Other(Sentence::name("a function"))),
        prop::collection::vec(any::<f64>(), 0..4).prop_map(Value::Numbers),
        prop::collection::vec((0..20_u32).prop_map(f64::from), 0..4).prop_map(Value::Numbers),
        Just(Value::List(vec![Value::Null])),
        any::<prop::sample::Index>().prop_map(|index| value(index.get(&requests()))),
    ]
}

/// Number of places in a request that a mutation can hit.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::Map(fields) => fields.iter().map(|(_, field)| places(field)).sum(),
        Value::List(items) => items.iter().map(places).sum(),
        _ => 0,
    }
}

/// The `at`-th place.
fn place<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    let inner: Vec<&mut Value> = match value {
        Value::Map(fields) => fields.iter_mut().map(|(_, field)| field).collect(),
        Value::List(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    inner.into_iter().find_map(|inner| place(inner, at))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is put wherever: rates or an error that names a field, never a panic and never a NaN.
    #[test]
    fn mutated_requests_never_panic(
        which in any::<prop::sample::Index>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), nasty()), 0..4),
        step in prop::sample::select(vec![0.0, 1.0, 7.0, 1e6, 9.007_199_254_740_991e15]),
    ) {
        let mut request = value(which.get(&requests()));
        for (index, new) in hits {
            let mut at = index.index(places(&request));
            *place(&mut request, &mut at).unwrap() = new;
        }
        let length = value(&json!({ "steps": 40, "stepsPerEpoch": 3 }));
        let metrics = value(&json!({ "metrics": [0.5, 0.4, 0.4, 0.4, 0.4, 0.4] }));
        for options in [&length, &metrics] {
            match sample_schedule(&request, options) {
                Ok(rates) => prop_assert!(rates.iter().all(|lr| lr.is_finite() && *lr >= 0.0), "{request:?}: {rates:?}"),
                Err(error) => prop_assert!(!error.field().is_empty(), "{error}"),
            }
        }
        if let Ok(lr) = lr_at(&request, step, &length) {
            prop_assert!(lr.is_finite() && lr >= 0.0, "{request:?} at {step}: {lr}");
        }
        if let Ok(findings) = lint_schedule(&request, &length) {
            prop_assert!(findings.iter().all(|finding| finding.message.ends_with(['.', '?'])), "{findings:?}");
        }
        if let Ok(figure) = ScheduleFigure::read(&request, Some(&length)) {
            svg::to_svg(&figure.chart((300.0, 200.0), &estimate)).unwrap();
        }
    }

    /// A schedule has no memory: asked in any order, and one by one, it gives what it gives in order.
    #[test]
    fn any_order_gives_the_same_rates(which in any::<prop::sample::Index>(), steps in prop::collection::vec(0..60_u32, 1..20)) {
        let request = value(which.get(&requests()));
        let length = value(&json!({ "steps": 60, "stepsPerEpoch": 7 }));
        if let Ok(rates) = sample_schedule(&request, &length) {
            for step in steps {
                prop_assert_eq!(lr_at(&request, f64::from(step), &length), Ok(rates[step as usize]));
            }
        }
    }

    /// No text makes the parser panic.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", formula in "[-+*/%^()<>=!?:,. 0-9a-z]{0,60}") {
        for text in [text, formula] {
            if let Err(error) = Expression::new(&text, Some(0.1)) {
                prop_assert!(error.problem().starts_with("column "), "{}", error);
            }
        }
    }
}
