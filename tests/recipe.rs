//! The recipes of CONTRIBUTING: whatever is declared once is everywhere.
//!
//! The feature `specimens` adds one more kind to each family, each in one place beside its list. No other code knows
//! their names; what is asserted here therefore follows from the declaration alone. To run it:
//! `cargo test --features specimens --test recipe`.
#![cfg(all(feature = "specimens", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

#[path = "docs/arguments.rs"]
mod arguments;

use lr_lab::api::{
    Advice, Value, catalog, decode_link, drag_schedule, encode_link, export_code, fit, lr_at, lr_find,
    schedule_handles, suggest, suited_schedule, types,
};
use serde_json::{Value as Json, from_value, json, to_value};

fn value(json: &Json) -> Value {
    from_value(json.clone()).unwrap()
}

/// A specimen wherever an experiment can name one.
fn experiment() -> Json {
    json!({
        "data": { "name": "iris", "validation": 0.2 },
        "model": {
            "layers": [
                { "kind": "dense", "units": 8, "activation": "specimen" },
                { "kind": "dense", "units": 3, "activation": "linear" },
            ],
            "init": "specimen",
        },
        "loss": "specimen",
        "optimizer": { "kind": "specimen", "gain": 2 },
        "batchSize": 16,
        "seed": 1,
    })
}

/// The experiment with another value at `path`.
fn with(path: &str, other: Json) -> Json {
    let mut experiment = experiment();
    *experiment.pointer_mut(path).unwrap() = other;
    experiment
}

fn schedule() -> Json {
    json!({ "kind": "specimen", "initLr": 0.1, "span": 20, "floor": 0.25 })
}

#[test]
fn the_catalog_has_each() {
    let catalog = to_value(catalog()).unwrap();
    for (family, name, sentence) in [
        ("/activations", "kind", "A test's own: z / (1 + |z|)."),
        ("/initializers", "kind", "A test's own: uniform with variance 1 / inputs."),
        ("/losses", "kind", "A test's own: half of the mean squared error."),
        ("/optimizers", "kind", "A test's own: the gradient, scaled."),
        ("/schedules", "kind", "A test's own: down in a straight line, to a floor."),
        ("/finder/presets", "kind", "A test's own: 1e-4 to 1 in 20 batches, its smoother, no stop, and its rule."),
        ("/finder/smoothers", "kind", "A test's own: halfway between the last average and the loss."),
        ("/finder/rules", "name", "A test's own: the rate in the middle of the sweep, whatever the losses are."),
    ] {
        let all = catalog.pointer(family).unwrap().as_array().unwrap();
        let specimen = all.iter().find(|entry| entry[name] == "specimen").unwrap_or_else(|| panic!("{family}"));
        assert_eq!(specimen["title"], "Specimen", "{family}");
        let said = if name == "name" { &specimen["sentence"] } else { &specimen["description"] };
        assert_eq!(said, sentence, "{family}");
    }
}

#[test]
fn the_docs_tables_have_the_settings() {
    let catalog = catalog();
    let schedule = catalog.schedules.iter().find(|info| info.kind == "specimen").unwrap();
    let optimizer = catalog.optimizers.iter().find(|info| info.kind == "specimen").unwrap();
    let preset = catalog.finder.presets.iter().find(|info| info.kind == "specimen").unwrap();
    assert_eq!(arguments::head(), ["argument", "accepted", "default", ""]);
    for (fields, want) in [
        (
            &schedule.fields,
            vec![
                ["`initLr`", "a number > 0", "", "The first rate."],
                ["`span`", "a number > 0", "100", "Steps after which a line without a floor is at 0."],
                ["`floor`", "a number > 0", "0.1", "The last rate is initLr times this."],
            ],
        ),
        (
            &optimizer.fields,
            vec![
                ["`convention`", "`keras`, `pytorch`", "`keras`", "Whose rule and whose defaults."],
                ["`gain`", "a number > 0", "0.5", "What the gradient is multiplied by."],
            ],
        ),
        (
            &preset.fields,
            vec![
                ["`startLr`", "a number > 0", "1e−4", "The first rate."],
                ["`endLr`", "a number > 0", "1", "The last rate."],
                [
                    "`steps`",
                    "a whole number ≥ 1",
                    "20",
                    "How many rates; if none is named, as many as the epochs of the system’s own sweep have.",
                ],
            ],
        ),
    ] {
        assert_eq!(arguments::rows(fields), want);
    }
}

#[test]
fn the_typescript_has_each() {
    let types = types();
    let of = |name: &str| {
        let from = types.find(name).unwrap_or_else(|| panic!("{name}"));
        let rest = &types[from..];
        &rest[..rest.find("\n\n").unwrap_or(rest.len())]
    };
    for (declaration, said) in [
        ("interface Experiment ", "| \"specimen\";"),
        ("interface Model ", "| \"specimen\";"),
        ("interface FinderOptions ", "| \"specimen\";"),
        ("type Layer ", "| \"specimen\";"),
        ("type Optimizer ", "kind: \"specimen\";"),
        ("type Optimizer ", "gain?: number;"),
        ("type Shape ", "kind: \"specimen\";"),
        ("type Shape ", "span?: number;"),
        ("type SmoothingOptions ", "kind: \"specimen\";"),
    ] {
        assert!(of(declaration).contains(said), "{declaration}: {said}\n{}", of(declaration));
    }
}

#[test]
fn a_run_trains_with_each() {
    let options = json!({ "schedule": schedule(), "steps": 20 });
    let mut run = fit(&value(&experiment()), &value(&options)).unwrap();
    run.advance(usize::MAX);
    let trace = run.trace();
    // By hand: 0.1 · max(1 − t / 20, 0.25).
    for (t, want) in [(0, 0.1), (10, 0.05), (15, 0.025), (19, 0.025)] {
        assert!((trace.lrs[t] - want).abs() < 1e-15, "{t}: {}", trace.lrs[t]);
        assert_eq!(lr_at(&value(&schedule()), t as f64, &value(&json!({ "steps": 20 }))), Ok(trace.lrs[t]));
    }
    assert!(trace.losses[19] < 0.8 * trace.losses[0], "{:?}", trace.losses);
    // Twice the gain is twice the rate.
    let plain = with("/optimizer", json!({ "kind": "specimen", "gain": 1 }));
    let twice = json!({ "schedule": { "kind": "specimen", "initLr": 0.2, "span": 20, "floor": 0.25 }, "steps": 20 });
    let mut other = fit(&value(&plain), &value(&twice)).unwrap();
    other.advance(usize::MAX);
    assert_eq!(other.trace().losses, trace.losses);
}

#[test]
fn a_finder_takes_the_preset_with_its_smoother_and_rule() {
    let find = |options: Json| {
        let mut run = lr_find(&value(&experiment()), Some(&value(&options))).unwrap();
        run.advance(usize::MAX);
        run.report()
    };
    let report = find(json!({ "preset": "specimen" }));
    assert_eq!((report.lrs.len(), report.lrs[0]), (20, 1e-4));
    assert!((report.lrs[19] - 1.0).abs() < 1e-12);
    let (raw, smoothed) = (&report.losses, &report.smoothed);
    assert_eq!(smoothed[0], raw[0]);
    assert_eq!(smoothed[1], 0.5 * (raw[0] + raw[1]));
    let first = &report.suggestions[0];
    assert_eq!((first.rule, first.index, first.lr), ("specimen", 10, report.lrs[10]));
    // The smoother by its own name.
    let smoothing =
        json!({ "startLr": 1e-4, "endLr": 1, "steps": 20, "stop": "never", "smoothing": { "kind": "specimen" } });
    assert_eq!(find(smoothing).smoothed, report.smoothed);
}

/// A mistake is answered with what would have been right.
#[test]
fn refusals_know_each() {
    let fitted = |path: &str, wrong: Json| {
        let options = json!({ "schedule": schedule(), "steps": 1 });
        fit(&value(&with(path, wrong)), &value(&options)).err()
    };
    let scheduled = |wrong: Json| lr_at(&value(&wrong), 0.0, &value(&json!({ "steps": 1 }))).err();
    let found = |wrong: Json| lr_find(&value(&experiment()), Some(&value(&wrong))).err();
    let (lrs, losses) = (value(&json!([0.1, 1])), value(&json!([2, 1])));
    for (refused, field) in [
        (fitted("/model/layers/0/activation", json!("specimens")), "model.layers[0].activation"),
        (fitted("/model/init", json!("specimens")), "model.init"),
        (fitted("/loss", json!("specimens")), "loss"),
        (fitted("/optimizer", json!({ "kind": "specimens" })), "optimizer.kind"),
        (scheduled(json!({ "kind": "specimens" })), "schedule.kind"),
        (found(json!({ "preset": "specimens" })), "finder.preset"),
        (found(json!({ "smoothing": { "kind": "specimens" } })), "finder.smoothing.kind"),
        (suggest(&lrs, &losses, &value(&json!("specimens")), None).err(), "rule"),
    ] {
        let refused = refused.unwrap().to_string();
        let guess = format!("{field}: \"specimens\" is unknown; did you mean specimen? Known: ");
        assert!(refused.starts_with(&guess) && refused.contains(", specimen"), "{refused}");
    }
    for (refused, want) in [
        (
            fitted("/optimizer", json!({ "kind": "specimen", "gian": 2 })),
            "optimizer.gian: \"gian\" is unknown; did you mean gain? Known: kind, convention, gain",
        ),
        (
            fitted("/optimizer", json!({ "kind": "specimen", "gain": 0 })),
            "optimizer.gain: 0 is not accepted; use a finite number above 0",
        ),
        (scheduled(json!({ "kind": "specimen" })), "schedule.initLr: missing"),
        (
            scheduled(json!({ "kind": "specimen", "initLr": 0.1, "spam": 2 })),
            "schedule.spam: \"spam\" is unknown; did you mean span? Known: unit, kind, initLr, span, floor",
        ),
        (
            scheduled(json!({ "kind": "specimen", "initLr": 0.1, "floor": 0 })),
            "schedule.floor: 0 is not accepted; use a finite number above 0",
        ),
    ] {
        assert_eq!(refused.unwrap().to_string(), want);
    }
}

#[test]
fn a_link_carries_each() {
    for (config, path, want) in [
        (
            json!({ "experiment": experiment() }),
            "/experiment",
            "data=iris&model=8-3:linear&act=specimen&init=specimen&loss=specimen&opt=specimen:g=2&batch=16",
        ),
        (json!({ "schedule": schedule() }), "/schedule", "schedule=specimen(initLr=0.1,span=20,floor=0.25%29"),
        // What the run says already, a link doesn't say again.
        (
            json!({ "schedule": schedule(), "ui": { "lr": 0.1, "steps": 20 } }),
            "/schedule",
            "lr=0.1&schedule=specimen(floor=0.25)&steps=20",
        ),
        (json!({ "finder": { "preset": "specimen" } }), "/finder", "finder=specimen"),
        (
            json!({ "finder": { "smoothing": { "kind": "specimen" } } }),
            "/finder/smoothing",
            "finder=1e-7:10:100;beta=specimen",
        ),
        (json!({ "ui": { "rule": "specimen" } }), "/ui/rule", "rule=specimen"),
    ] {
        let link = encode_link(&value(&config)).unwrap_or_else(|error| panic!("{config}: {error}"));
        assert_eq!(link, want);
        let (back, notes) = decode_link(&link);
        assert!(notes.is_empty(), "{link}: {notes:?}");
        assert_eq!(to_value(back).unwrap().pointer(path), config.pointer(path), "{link}");
    }
}

#[test]
fn a_form_is_given_what_suits_a_run() {
    let options = json!({ "lr": 0.03, "steps": 400, "stepsPerEpoch": 10 });
    let suited = |options: &Json| to_value(suited_schedule(&value(&json!("specimen")), &value(options)).unwrap());
    assert_eq!(suited(&options).unwrap(), json!({ "initLr": 0.03, "span": 400 }));
    let by_epochs = json!({ "lr": 0.03, "steps": 400, "stepsPerEpoch": 10, "unit": "epoch" });
    assert_eq!(suited(&by_epochs).unwrap(), json!({ "initLr": 0.03, "span": 40 }));

    let handles = schedule_handles(&value(&schedule())).unwrap();
    let handles: Vec<_> = handles.iter().map(|place| (place.label, place.t, place.lr)).collect();
    assert_eq!(handles, [("Rate", 0.0, 0.1), ("Floor", 20.0, 0.025)]);
    let dragged = drag_schedule(&value(&schedule()), 1, 30.2, 0.05).unwrap();
    assert_eq!(to_value(dragged).unwrap(), json!({ "span": 30, "floor": 0.5 }));
}

#[test]
fn a_curve_is_read_by_the_rule() {
    let (lrs, losses) = (json!([0.001, 0.01, 0.1, 1]), json!([4, 3, 2, 1]));
    let advice = suggest(&value(&lrs), &value(&losses), &value(&json!("specimen")), None).unwrap();
    let Advice::Answer { lr, index, loss, reason } = advice else { panic!("{advice:?}") };
    assert_eq!((lr, index, loss, &*reason), (0.1, 2, 2.0, "the middle of the sweep"));
}

#[test]
fn each_framework_has_a_script() {
    let rate = "def learning_rate(step):
    init_lr, span, floor = 0.1, 20, 0.25
    return init_lr * max(1 - step / span, floor)
";
    let sweep = "20 rates from 0.0001 towards 1.0, by equal factors.";
    let smoothed = "smoothed = self.average = loss if count == 1 else (self.average + loss) / 2";
    let rule = "delta = lr * 2.0 * g";
    for (framework, activation, loss) in [
        ("keras", "Dense(8, activation=\"softsign\")", "lambda y, p: 0.5 * keras.losses.mean_squared_error(y, p)"),
        ("pytorch", "nn.Softsign()", "lambda p, y: 0.5 * nn.functional.mse_loss(p, y)"),
        ("optax", "jax.nn.soft_sign(x @ params[0] + params[1])", "0.5 * (forward(params, x) - y) ** 2"),
    ] {
        let options = json!({
            "framework": framework, "schedule": schedule(), "steps": 20, "finder": { "preset": "specimen" },
        });
        let script = export_code(&value(&experiment()), &value(&options)).unwrap();
        for part in [rate, sweep, smoothed, rule, activation, loss] {
            assert!(script.contains(part), "{framework} lacks {part}:\n{script}");
        }
    }
}
