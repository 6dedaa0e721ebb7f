//! Exported scripts and runs: what is in them, that every kind has one in every framework, and that the real libraries
//! train as the lab does.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lr_lab::api::{Value, catalog, export_code, export_run, fit, lr_find, lr_race};
use lr_lab::finder::{LrFindReport, LrRaceReport};
use serde_json::{Value as Json, json};

const FRAMEWORKS: [&str; 3] = ["keras", "pytorch", "optax"];

fn request(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

/// Document 001's network on its data.
fn document_001() -> Json {
    let dense = |units: usize, activation: &str| json!({ "kind": "dense", "units": units, "activation": activation });
    json!({
        "data": { "name": "breast-cancer", "encoding": "label" },
        "model": { "layers": [dense(10, "relu"), dense(10, "relu"), dense(2, "sigmoid")] },
        "loss": "mse",
        "optimizer": { "kind": "sgd" },
        "batchSize": 12,
        "seed": 1,
    })
}

fn iris(optimizer: &Json) -> Json {
    let dense = |units: usize, activation: &str| json!({ "kind": "dense", "units": units, "activation": activation });
    json!({
        "data": { "name": "iris", "validation": 0.2 },
        "model": { "layers": [dense(16, "tanh"), dense(3, "softmax")] },
        "loss": "categorical-crossentropy",
        "optimizer": optimizer,
        "batchSize": 16,
        "seed": 2,
    })
}

fn sine() -> Json {
    let dense = |units: usize, activation: &str| json!({ "kind": "dense", "units": units, "activation": activation });
    json!({
        "data": { "name": "sine", "samples": 120, "noise": 0.1, "validation": 0.25 },
        "model": { "layers": [dense(16, "tanh"), dense(16, "tanh"), dense(1, "linear")] },
        "loss": "mse",
        "optimizer": { "kind": "sgd", "momentum": 0.9 },
        "batchSize": 15,
        "seed": 3,
    })
}

/// A network on small images with every kind of layer but dropout.
fn digits(layers: &Json) -> Json {
    json!({
        "data": { "name": "digits" },
        "model": { "layers": layers },
        "loss": "sparse-categorical-crossentropy",
        "optimizer": { "kind": "sgd" },
        "batchSize": 64,
        "seed": 4,
    })
}

fn code(experiment: &Json, options: &Json) -> String {
    export_code(&request(experiment), &request(options)).unwrap_or_else(|error| panic!("{options}: {error}"))
}

fn run(experiment: &Json, options: &Json) -> Json {
    let text = export_run(&request(experiment), Some(&request(options))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn a_run_is_what_the_lab_trained() {
    let experiment = iris(&json!({ "kind": "adam" }));
    let options = json!({ "schedule": { "kind": "exponential", "initLr": 0.01, "decayRate": 0.99 }, "steps": 20 });
    let file = run(&experiment, &options);
    let mut trained = fit(&request(&experiment), &request(&options)).unwrap();
    assert_eq!(file["fingerprints"]["before"], trained.trainer().fingerprint().to_string());
    let weights = trained.trainer().weights();
    trained.advance(usize::MAX);
    assert_eq!(file["fingerprints"]["after"], trained.trainer().fingerprint().to_string());
    assert_eq!(numbers(&file["lrs"]), trained.trace().lrs);
    assert_eq!(numbers(&file["losses"]), trained.trace().losses);
    for (tensor, weight) in file["initialWeights"].as_array().unwrap().iter().zip(weights) {
        assert_eq!(tensor["shape"], json!(weight.shape));
        let values: Vec<f32> = numbers(&tensor["values"]).iter().map(|value| *value as f32).collect();
        assert_eq!(values, weight.values, "every bit comes back");
    }
    let data = trained.trainer().data();
    for (row, want) in file["training"]["features"].as_array().unwrap().iter().zip(data.training.features.rows()) {
        let row: Vec<f32> = numbers(row).iter().map(|value| *value as f32).collect();
        assert_eq!(row, want.to_vec());
    }
    assert_eq!(file["validation"]["targets"].as_array().unwrap().len(), 30);
    assert_eq!(file["evaluations"]["epochs"], json!([1.0, 2.0, 2.5]));
    assert_eq!((&file["inputShape"], &file["stepsPerEpoch"]), (&json!([4]), &json!(8)));
    assert_eq!((&file["experiment"], &file["schedule"]), (&experiment, &options["schedule"]));
    assert_eq!(file["stop"]["reason"], "completed");
    assert_eq!(file["otherStarts"], json!([]));
}

#[test]
fn a_race_has_another_start_for_each_of_its_seeds() {
    let experiment = iris(&json!({ "kind": "adam" }));
    for (length, others) in [("long", 1), ("short", 0)] {
        let file = run(&experiment, &json!({ "race": { "length": length }, "steps": 20 }));
        let starts = file["otherStarts"].as_array().unwrap();
        assert_eq!(starts.len(), others, "{length}");
        for start in starts {
            let mut next = experiment.clone();
            next["seed"] = 3.into();
            let want = run(&next, &json!({ "steps": 20 }));
            for part in ["training", "validation", "initialWeights", "batches", "bestConstantLoss"] {
                assert_eq!(start[part], want[part], "{part}");
                // Every split has the same share of each class.
                assert!(part == "bestConstantLoss" || start[part] != file[part], "{part}");
            }
        }
    }
}

#[test]
fn batches_are_those_of_the_run() {
    // With a single weight of 0 and a rate of next to nothing a loss is the mean square of its batch's targets.
    let targets: Vec<f64> = (0..10).map(f64::from).collect();
    for shuffle in [false, true] {
        let experiment = json!({
            "data": { "features": vec![[1.0]; 10], "targets": targets.iter().map(|y| [*y]).collect::<Vec<_>>() },
            "model": { "layers": [{ "kind": "dense", "units": 1 }], "init": "zeros" },
            "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": 4, "shuffle": shuffle,
        });
        let file = run(&experiment, &json!({ "schedule": { "kind": "constant", "lr": 1e-30 }, "steps": 6 }));
        let batches: Vec<Vec<f64>> = file["batches"].as_array().unwrap().iter().map(numbers).collect();
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4, 2, 4, 4, 2]);
        let mut epoch = batches[..3].concat();
        assert_eq!(epoch == targets, !shuffle);
        epoch.sort_by(f64::total_cmp);
        assert_eq!(epoch, targets);
        for (rows, loss) in batches.iter().zip(numbers(&file["losses"])) {
            let want = rows.iter().map(|row| row * row).sum::<f64>() / rows.len() as f64;
            assert!((loss - want).abs() < 1e-5, "{loss} against {want}");
        }
    }
}

#[test]
fn a_run_that_blows_up_ends_with_null() {
    let experiment = json!({
        "data": { "name": "line" }, "model": { "layers": [{ "kind": "dense", "units": 1 }] },
        "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": "full",
    });
    let file = run(&experiment, &json!({ "schedule": { "kind": "constant", "lr": 1e6 } }));
    let losses = file["losses"].as_array().unwrap();
    assert!(losses.len() < 400 && losses.last().unwrap().is_null());
    assert_eq!(file["batches"].as_array().unwrap().len(), 400, "a race is longer");
    assert_eq!(file["stop"]["reason"], "non-finite");
}

#[test]
fn what_is_left_out_is_400_steps_at_the_library_s_own_rate() {
    let text = export_run(&request(&iris(&json!({ "kind": "adadelta", "convention": "pytorch" }))), None).unwrap();
    let file: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(file["schedule"], json!({ "kind": "constant", "lr": 1 }));
    assert_eq!(file["lrs"], json!(vec![1.0; 400]));
}

#[test]
fn refusals_name_their_field() {
    let experiment = document_001();
    for (options, field) in [
        (json!({ "framework": "kears" }), "framework"),
        (json!({}), "framework"),
        (json!({ "framework": "keras", "steps": 0 }), "steps"),
        (json!({ "framework": "keras", "step": 5 }), "step"),
        (json!({ "framework": "keras", "schedule": { "kind": "constant", "lr": 0 } }), "schedule.lr"),
        (json!({ "framework": "keras", "finder": { "startLr": -1 } }), "finder.startLr"),
        (json!({ "framework": "keras", "finder": { "steps": 500 } }), "steps"),
        (json!({ "framework": "keras", "race": {}, "steps": 100 }), "steps"),
        (json!({ "framework": "keras", "race": { "length": "medium" } }), "race.length"),
        (json!({ "framework": "keras", "race": { "from": 0 } }), "race.from"),
        (
            json!({ "framework": "keras", "race": { "from": 1 },
                    "schedule": { "kind": "linear", "startLr": 0, "endLr": 0, "steps": 9 } }),
            "schedule",
        ),
        (
            json!({ "framework": "keras", "schedule": { "kind": "expression", "expression": "1 - step" } }),
            "schedule.expression",
        ),
    ] {
        let error = export_code(&request(&experiment), &request(&options)).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
    }
    for (options, field) in [
        (json!({ "steps": 10_000_000 }), "steps"),
        (json!({ "steps": 0 }), "steps"),
        (json!({ "framework": "keras" }), "framework"),
        (json!({ "schedule": { "kind": "step" } }), "schedule.initLr"),
        (json!({ "race": { "from": -1 } }), "race.from"),
    ] {
        let error = export_run(&request(&experiment), Some(&request(&options))).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
    }
    let wide = json!({
        "data": { "name": "line" },
        "model": { "layers": [{ "kind": "dense", "units": 1_000_000 }, { "kind": "dense", "units": 1 }] },
        "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": 1,
    });
    let error = export_run(&request(&wide), Some(&request(&json!({ "steps": 1 })))).unwrap_err();
    assert_eq!(error.field(), "data", "{error}");
}

/// Every optimizer under both conventions, with settings that are not its defaults.
fn optimizers() -> Vec<Json> {
    let mut all = Vec::new();
    for convention in ["keras", "pytorch"] {
        for settings in [
            json!({ "kind": "sgd" }),
            json!({ "kind": "sgd", "weightDecay": 0.01 }),
            json!({ "kind": "sgd", "momentum": 0.9 }),
            json!({ "kind": "sgd", "momentum": 0.9, "nesterov": true, "weightDecay": 0.01 }),
            json!({ "kind": "adagrad", "weightDecay": 0.01 }),
            json!({ "kind": "adadelta" }),
            json!({ "kind": "adadelta", "weightDecay": 0.01 }),
            json!({ "kind": "rmsprop" }),
            json!({ "kind": "rmsprop", "momentum": 0.5, "centered": true, "weightDecay": 0.01 }),
            json!({ "kind": "adam" }),
            json!({ "kind": "adam", "amsgrad": true, "weightDecay": 0.01 }),
            json!({ "kind": "adamw" }),
            json!({ "kind": "nadam", "weightDecay": 0.01 }),
            json!({ "kind": "adamax", "weightDecay": 0.01 }),
            json!({ "kind": "radam" }),
            json!({ "kind": "radam", "weightDecay": 0.01, "beta2": 0.95 }),
            json!({ "kind": "lion", "weightDecay": 0.01 }),
            json!({ "kind": "rprop", "etaMinus": 0.4, "maxStep": 0.1 }),
        ] {
            let mut settings = settings;
            settings["convention"] = convention.into();
            all.push(settings);
        }
    }
    all.push(json!({ "kind": "sgd", "convention": "pytorch", "momentum": 0.8, "dampening": 0.3 }));
    all.push(json!({ "kind": "adagrad", "convention": "pytorch", "lrDecay": 0.1 }));
    all.push(json!({ "kind": "nadam", "convention": "pytorch", "momentumDecay": 0.1 }));
    all
}

/// Every schedule, with and without what is rarely asked for.
fn schedules() -> Vec<Json> {
    let warmup = json!({ "kind": "linear", "startLr": 0.0, "endLr": 0.05, "steps": 10 });
    let cosine = json!({ "kind": "cosine", "initLr": 0.05, "decaySteps": 50 });
    let halving = json!({ "kind": "step", "initLr": 1, "factor": 0.5, "stepSize": 2, "unit": "epoch" });
    let mut all = vec![
        json!({ "kind": "constant", "lr": 0.05 }),
        json!({ "kind": "inverse-time", "initLr": 0.1, "decayRate": 0.5, "decaySteps": 7, "staircase": true }),
        json!({ "kind": "inverse-time", "initLr": 0.1, "decayRate": 0.02 }),
        json!({ "kind": "step", "initLr": 0.1, "factor": 0.5, "stepSize": 15 }),
        json!({ "kind": "step", "initLr": 0.1, "factor": 0.5, "stepSize": 7.5 }),
        json!({ "kind": "multi-step", "initLr": 0.1, "factor": 0.5, "milestones": [10, 30] }),
        json!({ "kind": "piecewise", "boundaries": [10, 30], "values": [0.1, 0.05, 0.01] }),
        json!({ "kind": "piecewise", "boundaries": [], "values": [0.1] }),
        json!({ "kind": "exponential", "initLr": 0.1, "decayRate": 0.97 }),
        json!({ "kind": "exponential", "initLr": 0.1, "decayRate": 0.5, "decaySteps": 10, "staircase": true,
                "begin": 5, "endLr": 0.02 }),
        json!({ "kind": "natural-exponential", "initLr": 0.1, "k": 0.05 }),
        json!({ "kind": "geometric", "startLr": 0.001, "endLr": 0.1, "steps": 40 }),
        json!({ "kind": "linear", "startLr": 0.1, "endLr": 0.01, "steps": 40 }),
        warmup.clone(),
        json!({ "kind": "polynomial", "initLr": 0.1, "decaySteps": 40, "power": 2 }),
        json!({ "kind": "polynomial", "initLr": 0.1, "endLr": 0.01, "decaySteps": 15, "cycle": true }),
        json!({ "kind": "cosine", "initLr": 0.1, "decaySteps": 80, "alpha": 0.1 }),
        json!({ "kind": "cosine", "initLr": 0.01, "decaySteps": 30, "alpha": 0.1, "warmupTarget": 0.1,
                "warmupSteps": 10 }),
        json!({ "kind": "warm-restarts", "initLr": 0.1, "firstDecaySteps": 10 }),
        json!({ "kind": "warm-restarts", "initLr": 0.1, "firstDecaySteps": 10, "tMul": 1.5, "mMul": 0.8,
                "alpha": 0.1 }),
        json!({ "kind": "cyclic", "baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 8 }),
        json!({ "kind": "cyclic", "baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 8, "mode": "triangular2" }),
        json!({ "kind": "cyclic", "baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 8, "stepSizeDown": 4,
                "mode": "exp-range", "gamma": 0.99 }),
        json!({ "kind": "flat-cosine", "initLr": 0.1, "totalSteps": 60 }),
        json!({ "kind": "inverse-sqrt", "maxLr": 0.1, "warmupSteps": 10 }),
        json!({ "kind": "noam", "modelSize": 64, "warmupSteps": 10 }),
        json!({ "kind": "join", "schedules": [warmup.clone(), cosine.clone()], "boundaries": [10] }),
        json!({ "kind": "join", "schedules": [warmup, halving.clone()], "boundaries": [10] }),
        json!({ "kind": "product", "schedules": [cosine, halving] }),
        json!({ "kind": "plateau", "initLr": 0.1, "factor": 0.5, "patience": 2, "cooldown": 1, "minDelta": 0.05 }),
        json!({ "kind": "plateau", "initLr": 0.1, "factor": 0.5, "patience": 1, "monitor": "loss", "threshold": 0.2,
                "cooldown": 1, "convention": "pytorch" }),
        json!({ "kind": "plateau", "initLr": 0.1, "factor": 0.5, "patience": 1, "threshold": 0.1,
                "thresholdMode": "abs", "convention": "pytorch" }),
        json!({ "kind": "expression", "initLr": 0.1,
                "expression": "epoch < 5 ? lr : lr * exp(-0.1 * (epoch - 5)) + round(step / 7 % 1) * 1e-3" }),
        json!({ "kind": "expression", "expression": "min(0.1, 1 / step, max(0.01, 2 ^ -epoch)) * (step != 3)" }),
        json!({ "kind": "table", "values": [0.1, 0.05, 0.02] }),
        json!({ "kind": "step", "initLr": 0.1, "factor": 0.5, "stepSize": 2, "unit": "epoch" }),
        json!({ "kind": "expression", "expression": "0.1 / (1 + step / totalSteps)", "unit": "epoch" }),
    ];
    for anneal in ["linear", "cos", "sqrt"] {
        all.push(json!({ "kind": "warmup-stable-decay", "maxLr": 0.1, "warmupSteps": 10, "stableSteps": 20,
            "decaySteps": 20, "anneal": anneal, "endLr": 0.001 }));
    }
    for convention in ["pytorch", "optax", "fastai"] {
        for anneal in ["cos", "linear"] {
            all.push(json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 60, "anneal": anneal,
                "convention": convention }));
        }
    }
    all.push(json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 60, "threePhase": true }));
    all
}

/// Every loss with every activation and layer somewhere.
fn experiments() -> Vec<Json> {
    let dense = |units: usize, activation: &str| json!({ "kind": "dense", "units": units, "activation": activation });
    let of = |layers: Json, loss: &str| {
        let mut experiment = iris(&json!({ "kind": "sgd" }));
        experiment["model"]["layers"] = layers;
        experiment["loss"] = loss.into();
        experiment
    };
    let conv = json!({ "kind": "conv2d", "filters": 4, "kernelSize": 3, "activation": "relu" });
    let pool = json!({ "kind": "max-pool2d" });
    vec![
        of(json!([dense(8, "leaky-relu"), dense(3, "linear")]), "mse"),
        of(json!([dense(8, "gelu"), dense(3, "softmax")]), "mae"),
        of(json!([dense(8, "swish"), dense(3, "tanh")]), "huber"),
        of(json!([dense(8, "sigmoid"), dense(3, "sigmoid")]), "binary-crossentropy"),
        of(json!([dense(8, "relu"), dense(3, "softmax")]), "categorical-crossentropy"),
        of(json!([dense(8, "tanh"), dense(3, "softmax")]), "sparse-categorical-crossentropy"),
        of(
            json!([dense(8, "tanh"), { "kind": "dropout", "rate": 0.5 }, dense(3, "softmax")]),
            "categorical-crossentropy",
        ),
        digits(&json!([conv, pool, conv, { "kind": "flatten" }, dense(10, "softmax")])),
    ]
}

/// Every script with a name: each kind once, for each framework.
fn every_script() -> Vec<(String, Json, Json)> {
    let schedule = json!({ "kind": "step", "initLr": 0.01, "factor": 0.5, "stepSize": 20 });
    let mut cases: Vec<(String, Json, Json)> = Vec::new();
    for (i, optimizer) in optimizers().into_iter().enumerate() {
        let title = format!("optimizer_{i}_{}", optimizer["kind"].as_str().unwrap());
        cases.push((title, iris(&optimizer), json!({ "schedule": schedule, "steps": 30 })));
    }
    for (i, schedule) in schedules().into_iter().enumerate() {
        let title = format!("schedule_{i}_{}", schedule["kind"].as_str().unwrap());
        cases.push((title, iris(&json!({ "kind": "sgd" })), json!({ "schedule": schedule, "steps": 60 })));
    }
    for (i, experiment) in experiments().into_iter().enumerate() {
        let title = format!("model_{i}_{}", experiment["loss"].as_str().unwrap());
        cases.push((title, experiment, json!({ "schedule": schedule, "steps": 20 })));
    }
    for (i, finder) in [
        json!({}),
        json!({ "preset": "document-001" }),
        json!({ "sweep": "linear", "startLr": 0.01, "endLr": 5, "steps": 60, "smoothing": { "kind": "seeded" },
                "stop": { "factor": 2, "against": "initial" } }),
        json!({ "smoothing": { "kind": "none" }, "stop": { "against": "best-raw" }, "lrCap": 1 }),
    ]
    .into_iter()
    .enumerate()
    {
        let options = json!({ "schedule": schedule, "finder": finder, "steps": 100 });
        cases.push((format!("finder_{i}"), document_001(), options));
    }
    let cosine =
        json!({ "kind": "cosine", "initLr": 0.01, "decaySteps": 240, "warmupSteps": 20, "warmupTarget": 0.05 });
    let plateau = json!({ "kind": "plateau", "initLr": 0.05, "factor": 0.5, "patience": 3, "minLr": 1e-3 });
    let watching_loss = json!({ "kind": "plateau", "initLr": 0.05, "factor": 0.5, "patience": 1, "monitor": "loss",
        "convention": "pytorch" });
    let halving = json!({ "kind": "step", "initLr": 0.01, "factor": 0.5, "stepSize": 4, "unit": "epoch" });
    // Where rates are too high, losses are chaotic, and no two libraries round alike.
    for (i, (experiment, schedule, race)) in [
        (sine(), cosine, json!({ "length": "short" })),
        (sine(), plateau, json!({ "from": 0.02 })),
        (document_001(), watching_loss, json!({ "length": "short", "from": 0.05 })),
        (iris(&json!({ "kind": "adam" })), halving, json!({ "length": "short", "from": 0.001 })),
    ]
    .into_iter()
    .enumerate()
    {
        let options = json!({ "schedule": schedule, "race": race, "steps": 240 });
        cases.push((format!("race_{i}"), experiment, options));
    }
    cases
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn with_framework(options: &Json, framework: &str) -> Json {
    let mut options = options.clone();
    options["framework"] = framework.into();
    options
}

/// Nothing is left out of what is exported here.
#[test]
fn every_kind_has_its_row() {
    let kinds = |all: &mut dyn Iterator<Item = &str>| all.map(str::to_owned).collect::<BTreeSet<_>>();
    let rows = |all: &[Json]| kinds(&mut all.iter().map(|one| one["kind"].as_str().unwrap()));
    let catalog = catalog();
    assert_eq!(rows(&optimizers()), kinds(&mut catalog.optimizers.iter().map(|info| info.kind)));
    assert_eq!(rows(&schedules()), kinds(&mut catalog.schedules.iter().map(|info| info.kind)));
}

#[test]
fn every_kind_has_a_script_that_python_reads() {
    let folder = folder("scripts");
    let mut files = Vec::new();
    for (title, experiment, options) in every_script() {
        for framework in FRAMEWORKS {
            let text = code(&experiment, &with_framework(&options, framework));
            assert!(text.lines().all(|line| line == line.trim_end()), "{title}, {framework}");
            let file = folder.join(format!("{title}_{framework}.py").replace('-', "_"));
            fs::write(&file, text).unwrap();
            files.push(file);
        }
    }
    match Command::new("python3").args(["-m", "py_compile"]).args(&files).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => eprintln!("skipped: the syntax of the scripts, since python3 is not here ({error})"),
    }
}

/// What a script must come to: rates and losses of the run, and of the range test in front of it.
fn wanted(experiment: &Json, options: &Json, framework: &str, file: &Json) -> Json {
    let race = options.get("race");
    // What a race starts from that is given no rate.
    let for_race = json!({ "startLr": 1e-5, "endLr": 10, "steps": 200 });
    let finder = options.get("finder").or_else(|| race.filter(|race| race.get("from").is_none()).map(|_| &for_race));
    let test = finder.map(|finder| {
        let mut test = lr_find(&request(experiment), Some(&request(finder))).unwrap();
        test.advance(usize::MAX);
        test.report()
    });
    let race = race.map(|race| {
        let mut race = race.clone();
        race["steps"] = options["steps"].clone();
        race["schedule"] = options["schedule"].clone();
        if let Some(answer) =
            test.as_ref().and_then(|test| test.answer.as_ref().ok()).filter(|_| race.get("from").is_none())
        {
            race["from"] = answer.lr.into();
        }
        let mut race = lr_race(&request(experiment), &request(&race)).unwrap();
        race.advance(usize::MAX);
        let LrRaceReport { lrs, losses, answer, .. } = race.report();
        let sure = answer.as_ref().is_ok_and(|answer| answer.is_sure);
        json!({ "lrs": lrs, "losses": losses, "answer": answer.ok().map(|answer| answer.answer.lr), "sure": sure })
    });
    let finder = test.map(|LrFindReport { lrs, losses, answer, .. }| {
        json!({ "lrs": lrs, "losses": losses, "answer": answer.ok().map(|answer| answer.lr) })
    });
    let random = experiment["model"]["layers"].as_array().unwrap().iter().any(|layer| layer["kind"] == "dropout");
    json!({ "framework": framework, "lrs": file["lrs"], "losses": file["losses"], "finder": finder, "race": race,
        "random": random })
}

/// Writes a case for `scripts/check_exports.py`: the script, the run beside it, and what it must come to.
fn write_case(folder: &Path, (title, experiment, options): &(String, Json, Json), framework: &str) {
    let folder = folder.join(title);
    fs::create_dir_all(&folder).unwrap();
    let mut without_finder = options.clone();
    without_finder.as_object_mut().unwrap().remove("finder");
    let text = export_run(&request(experiment), Some(&request(&without_finder))).unwrap();
    let file: Json = serde_json::from_str(&text).unwrap();
    fs::write(folder.join("lr-lab-run.json"), text).unwrap();
    fs::write(folder.join("script.py"), code(experiment, &with_framework(options, framework))).unwrap();
    let wanted = wanted(experiment, options, framework, &file);
    fs::write(folder.join("wanted.json"), wanted.to_string()).unwrap();
}

/// The cases that every session with the libraries runs; the rest takes minutes and is asked for.
fn usual_cases() -> Vec<(String, Json, Json)> {
    let one_cycle = json!({ "kind": "one-cycle", "maxLr": 0.5, "totalSteps": 144 });
    let cosine =
        json!({ "kind": "cosine", "initLr": 0.001, "warmupTarget": 0.02, "warmupSteps": 20, "decaySteps": 100 });
    let warmup = json!({ "kind": "linear", "startLr": 0.0, "endLr": 0.02, "steps": 20 });
    let decay = json!({ "kind": "cosine", "initLr": 0.02, "decaySteps": 100 });
    let joined = json!({ "kind": "join", "schedules": [warmup, decay], "boundaries": [20] });
    let plateau = |convention: &str| json!({ "kind": "plateau", "initLr": 0.05, "factor": 0.5, "patience": 1, "convention": convention });
    // Keras's own, compiled by JAX, begins a cycle at a step beside the right one: 45 / 15 comes out above 3.
    let cycle = json!({ "kind": "polynomial", "initLr": 0.1, "endLr": 0.01, "decaySteps": 15, "cycle": true });
    let constant = json!({ "kind": "constant", "lr": 0.1 });
    let hot = json!({ "kind": "constant", "lr": 1e30 });
    let case = |title: &str, experiment: Json, options: Json| (title.to_owned(), experiment, options);
    vec![
        case("document_001_one_cycle", document_001(), json!({ "schedule": one_cycle, "steps": 144 })),
        case("iris_adam_cosine", iris(&json!({ "kind": "adam" })), json!({ "schedule": cosine, "steps": 120 })),
        case("iris_adam_join", iris(&json!({ "kind": "adam" })), json!({ "schedule": joined, "steps": 120 })),
        case(
            "iris_pytorch_adam_join",
            iris(&json!({ "kind": "adam", "convention": "pytorch" })),
            json!({ "schedule": joined, "steps": 120 }),
        ),
        case("iris_jumping", iris(&json!({ "kind": "sgd" })), json!({ "schedule": cycle, "steps": 60 })),
        case("sine_plateau_keras", sine(), json!({ "schedule": plateau("keras"), "steps": 240 })),
        case("sine_plateau_pytorch", sine(), json!({ "schedule": plateau("pytorch"), "steps": 240 })),
        case(
            "document_001_finder",
            document_001(),
            json!({ "finder": { "startLr": 1e-3, "endLr": 10, "steps": 100 }, "steps": 100 }),
        ),
        case("iris_race", iris(&json!({ "kind": "sgd" })), json!({ "schedule": constant, "race": {}, "steps": 240 })),
        case("iris_diverges", iris(&json!({ "kind": "sgd" })), json!({ "schedule": hot, "steps": 60 })),
        case("document_001_notebook", document_001(), json!({ "finder": { "preset": "document-001" }, "steps": 48 })),
    ]
}

/// The interpreter that a variable names, or `python3`, if it has the modules.
fn interpreter(variable: &str, modules: &[&str]) -> Result<PathBuf, String> {
    let python = env::var_os(variable).map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let shown = python.display();
    let found = Command::new(&python)
        .args(["-c", &format!("import {}", modules.join(", "))])
        .env("KERAS_BACKEND", "jax")
        .output();
    match found {
        Ok(output) if output.status.success() => Ok(python),
        Ok(_) => Err(format!("{shown} has not all of {}; {variable} may name one that has", modules.join(", "))),
        Err(error) => Err(format!("{shown}: {error}; {variable} may name an interpreter")),
    }
}

/// What docs/finder/own-network.md puts in front of an exported race, with what it keeps of it.
fn own_network(framework: &str) -> String {
    let page = include_str!("../docs/finder/own-network.md");
    let (_, rest) = page.split_once(&format!("<!-- {framework} -->\n```python\n")).unwrap();
    let (training, _) = rest.split_once("```").unwrap();
    let script = code(&iris(&json!({ "kind": "adam" })), &json!({ "race": {}, "steps": 400, "framework": framework }));
    let (_, kept) = script.split_once("def sweep():").unwrap();
    let (kept, _) = kept.split_once("# The run.").unwrap();
    format!("{training}\n\ndef sweep():{kept}")
}

/// Finds a rate for a network that is not the lab's.
fn check_own_network(python: &Path, framework: &str) {
    let file = folder(&format!("own_{framework}")).join("script.py");
    fs::write(&file, own_network(framework)).unwrap();
    let output = Command::new(python).arg(&file).env("KERAS_BACKEND", "jax").output().unwrap();
    let (printed, problems) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{problems}");
    let answer = printed.lines().find_map(|line| line.strip_prefix("The race answers ")).unwrap();
    println!("own network: {answer}");
    let (lr, sure) = answer.split_once(' ').unwrap();
    assert!((1e-4..1.0).contains(&lr.parse::<f64>().unwrap()) && sure == "sure", "{answer}");
}

/// Runs the scripts of a framework with the real library, if it is here. `LR_LAB_EXPORTS=all` runs those of every kind.
fn check(framework: &str, variable: &str, modules: &[&str]) {
    let python = match interpreter(variable, modules) {
        Ok(python) => python,
        Err(reason) => return eprintln!("skipped: {framework}'s scripts, since {reason}"),
    };
    check_own_network(&python, framework);
    let folder = folder(framework);
    let all = env::var("LR_LAB_EXPORTS").is_ok_and(|which| which == "all");
    let more = if all { every_script() } else { Vec::new() };
    usual_cases().iter().chain(&more).for_each(|case| write_case(&folder, case, framework));
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join("check_exports.py");
    let output = Command::new(python).arg(checker).arg(&folder).env("KERAS_BACKEND", "jax").output().unwrap();
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn keras_trains_as_the_lab_does() {
    check("keras", "LR_LAB_PYTHON_KERAS", &["jax", "keras"]);
}

#[test]
fn pytorch_trains_as_the_lab_does() {
    check("pytorch", "LR_LAB_PYTHON_TORCH", &["torch", "numpy"]);
}

#[test]
fn optax_trains_as_the_lab_does() {
    check("optax", "LR_LAB_PYTHON_OPTAX", &["jax", "optax"]);
}
