//! Requests from outside: what is refused, by which field, and that nothing traps.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::api::{
    LossFigure, LrFindFigure, Value, catalog, fit, lr_band, lr_find, lr_sweep, merge_lr_bands, merge_lr_sweeps,
    sample_schedule, sharpness, sharpness_run, surface, sweep_gain,
};
use lr_lab::finder::suggest::RULES;
use lr_lab::plot::{svg, text::estimate};
use lr_lab::sentence::Sentence;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn experiment() -> Json {
    json!({
        "data": { "name": "breast-cancer", "standardize": true, "validation": 0.2, "encoding": "one-hot" },
        "model": {
            "layers": [
                { "kind": "dense", "units": 4, "activation": "relu" },
                { "kind": "dense", "units": 2, "activation": "softmax" },
            ],
            "init": "glorot-uniform",
        },
        "loss": "categorical-crossentropy",
        "optimizer": { "kind": "sgd", "convention": "keras", "momentum": 0.9, "nesterov": true },
        "batchSize": 32,
        "shuffle": true,
        "seed": 1,
    })
}

fn given() -> Json {
    json!({
        "data": { "features": [[0.0, 1.0], [1.0, 0.5], [0.2, 0.1]], "targets": [[0.0], [1.0], [0.5]], "validation": 0.3 },
        "model": {
            "layers": [{ "kind": "dense", "units": 1, "activation": "tanh" }],
            "weights": [{ "shape": [2, 1], "values": [0.1, -0.2] }, { "shape": [1], "values": [0.0] }],
        },
        "loss": "mse",
        "optimizer": { "kind": "sgd" },
        "batchSize": "full",
    })
}

fn images() -> Json {
    json!({
        "data": { "name": "digits", "standardize": false, "validation": 0.97 },
        "model": { "layers": [
            { "kind": "conv2d", "filters": 2, "kernelSize": 3, "activation": "gelu" },
            { "kind": "max-pool2d", "poolSize": 2 },
            { "kind": "flatten" },
            { "kind": "dropout", "rate": 0.1 },
            { "kind": "dense", "units": 10, "activation": "softmax" },
        ] },
        "loss": "sparse-categorical-crossentropy",
        "optimizer": { "kind": "adam", "convention": "pytorch", "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-7,
                       "weightDecay": 0.1, "amsgrad": true },
        "batchSize": 16,
    })
}

fn synthetic() -> Json {
    json!({
        "data": { "name": "spirals", "samples": 40, "noise": 0.1, "validation": 0.25 },
        "model": { "layers": [
            { "kind": "dense", "units": 3, "activation": "swish" },
            { "kind": "dense", "units": 1, "activation": "sigmoid" },
        ] },
        "loss": "binary-crossentropy",
        "optimizer": { "kind": "rmsprop", "rho": 0.9, "momentum": 0.5, "centered": true, "epsilon": 1e-6 },
        "batchSize": 8,
    })
}

fn table() -> Json {
    json!({
        "data": { "csv": "age;weight;sick\n1,5;2;yes\n2;1;no\n3;4;yes\n4;4;no\n", "target": "sick", "validation": 0.5 },
        "model": { "layers": [{ "kind": "dense", "units": 2, "activation": "softmax" }] },
        "loss": "categorical-crossentropy",
        "optimizer": { "kind": "nadam", "convention": "pytorch", "momentumDecay": 0.004 },
        "batchSize": 2,
    })
}

fn finder() -> Json {
    json!({
        "startLr": 1e-4, "endLr": 10.0, "steps": 20, "sweep": "exponential",
        "smoothing": { "kind": "corrected", "beta": 0.9 }, "stop": { "factor": 4.0, "against": "best-smoothed" },
        "lrCap": 5.0, "per": "batch", "lossOn": "batch",
    })
}

fn sweep() -> Json {
    json!({
        "from": 1e-3, "to": 1.0, "count": 3, "search": "random", "also": [0.05, 0.2], "seeds": 2, "steps": 4,
        "judgedBy": "training", "part": { "index": 0, "of": 2 },
    })
}

fn band() -> Json {
    json!({ "seeds": [1, 2], "vary": "weights", "part": { "index": 1, "of": 2 } })
}

fn schedule() -> Json {
    json!({
        "kind": "exponential", "unit": "step", "initLr": 0.1, "decayRate": 0.9, "decaySteps": 5.0, "staircase": false,
        "begin": 2.0, "endLr": 0.01,
    })
}

fn measured() -> Json {
    json!({
        "schedule": { "kind": "constant", "lr": 0.1 }, "steps": 3, "points": 2, "rows": 2, "maxIterations": 4,
        "tolerance": 0.5, "warmup": 2,
    })
}

/// `json` with the value at `path` (fields and indices separated by dots) replaced; `None` removes it.
fn with(mut json: Json, path: &str, replacement: Option<Json>) -> Json {
    let (parent, last) = path.rsplit_once('.').unwrap_or(("", path));
    let pointer: String = parent.split('.').filter(|part| !part.is_empty()).map(|part| format!("/{part}")).collect();
    let parent = json.pointer_mut(&pointer).unwrap();
    match (parent, replacement) {
        (Json::Object(fields), Some(new)) => drop(fields.insert(last.to_owned(), new)),
        (Json::Object(fields), None) => drop(fields.remove(last)),
        (Json::Array(items), Some(new)) => items[last.parse::<usize>().unwrap()] = new,
        _ => panic!("no {path}"),
    }
    json
}

/// What the tests below mutate is accepted as it is.
#[test]
fn the_requests_are_accepted() {
    for json in [experiment(), given(), images(), synthetic(), table()] {
        let run = json!({ "schedule": schedule(), "steps": 3 });
        assert_eq!(lr_find(&value(&json), Some(&value(&finder()))).err(), None);
        assert_eq!(fit(&value(&json), &value(&run)).err(), None);
        assert_eq!(lr_sweep(&value(&json), &value(&sweep())).err(), None);
        assert_eq!(lr_band(&value(&json), Some(&value(&finder())), Some(&value(&band()))).err(), None);
        assert_eq!(sharpness_run(&value(&json), &value(&measured())).err(), None);
    }
}

#[test]
fn refusals_of_an_experiment_name_the_field() {
    for (path, replacement, field) in [
        ("data", None, "data"),
        ("data", Some(json!(3)), "data"),
        ("data.name", Some(json!("breast_cancer")), "data.name"),
        ("data.name", Some(json!(null)), "data.name"),
        ("data.nmae", Some(json!("iris")), "data.nmae"),
        ("data.validation", Some(json!(1.0)), "data.validation"),
        ("data.validation", Some(json!(-0.1)), "data.validation"),
        ("data.standardize", Some(json!("yes")), "data.standardize"),
        ("data.encoding", Some(json!("onehot")), "data.encoding"),
        ("model.layers", Some(json!([])), "model.layers"),
        ("model.layers", Some(json!("dense")), "model.layers"),
        ("model.layers.0.kind", Some(json!("dens")), "model.layers[0].kind"),
        ("model.layers.0.units", Some(json!(0)), "model.layers[0].units"),
        ("model.layers.0.units", Some(json!(2.5)), "model.layers[0].units"),
        ("model.layers.0.units", Some(json!(-1)), "model.layers[0].units"),
        ("model.layers.0.units", Some(json!(1e15)), "model.layers[0].units"),
        ("model.layers.0.units", Some(json!(130_000)), "model.layers[0].units"), // above 4 million parameters
        ("model.layers.0.activation", Some(json!("reluu")), "model.layers[0].activation"),
        ("model.layers.1.units", Some(json!(3)), "model.layers[1].units"), // 2 classes
        ("model.layers.1.activation", Some(json!("relu")), "loss"),
        ("model.init", Some(json!("glorot")), "model.init"),
        ("model.weights", Some(json!([])), "model.weights"),
        ("loss", Some(json!("msee")), "loss"),
        ("optimizer.kind", Some(json!("adamm")), "optimizer.kind"),
        ("optimizer.momentum", Some(json!(1.0)), "optimizer.momentum"),
        ("optimizer.momentum", Some(json!(0.0)), "optimizer.nesterov"),
        ("optimizer.convention", Some(json!("jax")), "optimizer.convention"),
        ("optimizer.beta1", Some(json!(0.9)), "optimizer.beta1"), // sgd has none
        ("batchSize", Some(json!(0)), "batchSize"),
        ("batchSize", Some(json!(457)), "batchSize"), // 456 rows to train on
        ("batchSize", Some(json!(1e9)), "batchSize"),
        ("batchSize", Some(json!("all")), "batchSize"),
        ("shuffle", Some(json!(1)), "shuffle"),
        ("seed", Some(json!(-1)), "seed"),
        ("seed", Some(json!(0.5)), "seed"),
        ("sede", Some(json!(1)), "sede"),
    ] {
        let error = lr_find(&value(&with(experiment(), path, replacement.clone())), None).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
}

/// What an optimizer's declaration does not accept is refused, and so is what its convention lacks.
#[test]
fn an_optimizer_is_held_to_its_declaration() {
    let mut tried = 0;
    for info in catalog().optimizers {
        for (field, convention) in info.fields.iter().flat_map(|field| [(field, "keras"), (field, "pytorch")]) {
            let lacking = !field.conventions.is_empty() && !field.conventions.contains(&convention);
            let below = field.min.map(|min| if field.min_accepted { min - 0.1 } else { min });
            let above = field.max.map(|max| if field.max_accepted { max + 0.1 } else { max });
            let within = (lacking && field.field_type == "flag").then_some(Json::Bool(true));
            for refused in [below, above].into_iter().flatten().map(|number| json!(number)).chain(within) {
                let optimizer = json!({ "kind": info.kind, "convention": convention, field.name: refused });
                let error = lr_find(&value(&with(given(), "optimizer", Some(optimizer.clone()))), None).unwrap_err();
                assert_eq!(error.field(), format!("optimizer.{}", field.name), "{optimizer}: {error}");
                tried += 1;
            }
        }
    }
    assert!(tried > 80, "{tried} refusals");
}

#[test]
fn refusals_of_given_data_name_the_field() {
    for (path, replacement, field) in [
        ("data.features", Some(json!([])), "data.features"),
        ("data.features.1", Some(json!([1.0])), "data.features[1]"),
        ("data.features.1", Some(json!([1.0, "x"])), "data.features[1][1]"),
        ("data.targets", None, "data.targets"),
        ("data.targets", Some(json!([[0.0], [1.0]])), "data.targets"),
        ("data.targets", Some(json!([[0.0, 1.0], [1.0, 2.0], [1.0, 1.0]])), "model.layers[0].units"),
        ("data.validation", Some(json!(0.01)), "data.validation"), // less than a row
        ("model.weights.0.shape", Some(json!([1, 2])), "model.weights[0].shape"),
        ("model.weights.0.values", Some(json!([1.0])), "model.weights[0].values"),
        ("model.weights.0.values", Some(json!([1.0, 1e39])), "model.weights[0].values"), // infinite in f32
    ] {
        let error = lr_find(&value(&with(given(), path, replacement.clone())), None).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
}

#[test]
fn refusals_of_the_finder_name_the_field() {
    for (path, replacement, field) in [
        ("startLr", Some(json!(0)), "finder.startLr"),
        ("startLr", Some(json!(-1)), "finder.startLr"),
        ("startLr", Some(json!("1e-3")), "finder.startLr"),
        ("endLr", Some(json!(1e-5)), "finder.endLr"),
        ("steps", Some(json!(0)), "finder.steps"),
        ("steps", Some(json!(1e8)), "finder.steps"),
        ("steps", Some(json!(null)), "finder.steps"),
        ("epochs", Some(json!(1)), "finder.epochs"), // beside steps
        ("sweep", Some(json!("log")), "finder.sweep"),
        ("smoothing.beta", Some(json!(1)), "finder.smoothing.beta"),
        ("smoothing.kind", Some(json!("mean")), "finder.smoothing.kind"),
        ("stop", Some(json!("nevver")), "finder.stop"),
        ("stop.factor", Some(json!(1)), "finder.stop.factor"),
        ("stop.against", Some(json!("best")), "finder.stop.against"),
        ("lrCap", Some(json!(1e-5)), "finder.lrCap"),
        ("per", Some(json!("step")), "finder.per"),
        ("lossOn", Some(json!("train")), "finder.lossOn"),
        ("preset", Some(json!("document-1")), "finder.preset"),
        ("startLR", Some(json!(1)), "finder.startLR"),
    ] {
        let options = value(&with(finder(), path, replacement.clone()));
        let error = lr_find(&value(&experiment()), Some(&options)).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
    let epochs = with(finder(), "steps", None);
    for bad in [json!(0), json!(-1), json!(1e9)] {
        let options = value(&with(epochs.clone(), "epochs", Some(bad)));
        assert_eq!(lr_find(&value(&experiment()), Some(&options)).unwrap_err().field(), "finder.epochs");
    }
    // JSON cannot write these; JavaScript can.
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let options = Value::Map(vec![("startLr".to_owned(), Value::Number(bad))]);
        assert_eq!(lr_find(&value(&experiment()), Some(&options)).unwrap_err().field(), "finder.startLr");
    }
}

#[test]
fn refusals_of_a_run_name_the_field() {
    let run = json!({ "schedule": schedule(), "steps": 5 });
    for (path, replacement, field) in [
        ("steps", None, "steps"),
        ("steps", Some(json!(0)), "steps"),
        ("steps", Some(json!(1e8)), "steps"),
        ("epochs", Some(json!(1)), "epochs"),
        ("schedule", None, "schedule"),
        ("schedule.kind", Some(json!("expo")), "schedule.kind"),
        ("schedule.unit", Some(json!("batch")), "schedule.unit"),
        ("schedule.initLr", Some(json!(0)), "schedule.initLr"),
        ("schedule.decaySteps", Some(json!(0)), "schedule.decaySteps"),
        ("schedule.lr", Some(json!(0.1)), "schedule.lr"),
        ("schedule", Some(json!({ "kind": "table", "values": [] })), "schedule.values"),
        ("schedule", Some(json!({ "kind": "table", "values": [0.1, "x"] })), "schedule.values[1]"),
    ] {
        let error = fit(&value(&experiment()), &value(&with(run.clone(), path, replacement.clone()))).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
    for (options, field) in [
        (json!({ "steps": 1e8 }), "steps"),
        (json!({}), "steps"),
        (json!({ "steps": 3, "stepsPerEpoch": 0 }), "stepsPerEpoch"),
        (json!({ "steps": 3, "metrics": [] }), "metrics"),
    ] {
        assert_eq!(sample_schedule(&value(&schedule()), &value(&options)).unwrap_err().field(), field);
    }
}

#[test]
fn refusals_of_a_sweep_name_the_field() {
    for (path, replacement, field) in [
        ("from", None, "sweep.from"),
        ("from", Some(json!(0)), "sweep.from"),
        ("to", None, "sweep.to"),
        ("to", Some(json!(1e-3)), "sweep.to"),
        ("to", Some(json!(null)), "sweep.to"),
        ("count", None, "sweep.count"),
        ("count", Some(json!(1)), "sweep.count"),
        ("count", Some(json!(1001)), "sweep.count"),
        ("search", Some(json!("bayes")), "sweep.search"),
        ("lrs", Some(json!([0.1])), "sweep.from"), // beside from
        ("also.1", Some(json!(-0.2)), "sweep.also[1]"),
        ("also", Some(json!("0.2")), "sweep.also"),
        ("seeds", Some(json!(0)), "sweep.seeds"),
        ("seeds", Some(json!(1001)), "sweep.seeds"),
        ("seeds", Some(json!([1, 1])), "sweep.seeds"),
        ("seeds", Some(json!([])), "sweep.seeds"),
        ("seeds", Some(json!("two")), "sweep.seeds"),
        ("seeds", Some(json!([1, -1])), "sweep.seeds[1]"),
        ("steps", None, "sweep.steps"),
        ("steps", Some(json!(0)), "sweep.steps"),
        ("steps", Some(json!(1_000_001)), "sweep.steps"), // 10 runs
        ("judgedBy", Some(json!("test")), "sweep.judgedBy"),
        ("part", Some(json!(2)), "sweep.part"),
        ("part.of", None, "sweep.part.of"),
        ("part.of", Some(json!(0)), "sweep.part.of"),
        ("part.of", Some(json!(5000)), "sweep.part.of"),
        ("part.index", Some(json!(2)), "sweep.part.index"),
        ("rates", Some(json!([0.1])), "sweep.rates"),
    ] {
        let options = value(&with(sweep(), path, replacement.clone()));
        let error = lr_sweep(&value(&experiment()), &options).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
    for (options, field) in [
        (json!({ "steps": 5 }), "sweep.from"),
        (json!({ "steps": 5, "lrs": [] }), "sweep.lrs"),
        (json!({ "steps": 5, "lrs": [0.1, 0] }), "sweep.lrs[1]"),
        (json!({ "steps": 5, "lrs": [0.1], "search": "grid" }), "sweep.search"),
        (json!({ "steps": 5, "lrs": [0.1], "count": 3 }), "sweep.count"),
        (json!({ "steps": 5, "lrs": vec![0.1; 3] }), ""), // one rate, said three times
    ] {
        let refused = lr_sweep(&value(&experiment()), &value(&options)).err();
        assert_eq!(refused.as_ref().map_or("", lr_lab::error::Error::field), field, "{options}");
    }
    let none_held_out = with(experiment(), "data.validation", None);
    let options = with(sweep(), "judgedBy", Some(json!("validation")));
    assert_eq!(lr_sweep(&value(&none_held_out), &value(&options)).unwrap_err().field(), "sweep.judgedBy");
    let last_seed = with(experiment(), "seed", Some(json!(9_007_199_254_740_991_u64)));
    assert_eq!(lr_sweep(&value(&last_seed), &value(&sweep())).unwrap_err().field(), "sweep.seeds");
}

#[test]
fn refusals_of_a_band_name_the_field() {
    for (path, replacement, field) in [
        ("seeds", Some(json!(0)), "band.seeds"),
        ("seeds", Some(json!([7, 7])), "band.seeds"),
        ("seeds.0", Some(json!(0.5)), "band.seeds[0]"),
        ("vary", Some(json!("data")), "band.vary"),
        ("part.index", Some(json!(2)), "band.part.index"),
        ("parts", Some(json!(2)), "band.parts"),
    ] {
        let options = value(&with(band(), path, replacement.clone()));
        let error = lr_band(&value(&experiment()), None, Some(&options)).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
    for (options, field) in
        [(json!({ "steps": 2_000_000 }), "finder.steps"), (json!({ "endLr": 1e-9 }), "finder.endLr")]
    {
        assert_eq!(lr_band(&value(&experiment()), Some(&value(&options)), None).unwrap_err().field(), field);
    }
}

#[test]
fn refusals_of_reports_name_the_field() {
    let report = json!({ "lrs": [0.1, 0.2], "seeds": [1], "steps": 5, "judgedBy": "training", "finals": [1.0, 0.5],
        "accuracies": [0.6, 0.9], "reference": 1.2 });
    for (path, replacement, field) in [
        ("lrs", Some(json!([0.2, 0.1])), "reports[0].lrs[1]"),
        ("seeds", Some(json!(1)), "reports[0].seeds"),
        ("finals", Some(json!([1.0])), "reports[0].finals"),
        ("judgedBy", None, "reports[0].judgedBy"),
    ] {
        let reports = json!([with(report.clone(), path, replacement)]);
        assert_eq!(merge_lr_sweeps(&value(&reports)).unwrap_err().field(), field);
    }
    let other = with(report.clone(), "steps", Some(json!(6)));
    assert_eq!(merge_lr_sweeps(&value(&json!([report, other]))).unwrap_err().field(), "reports[1]");
    assert_eq!(merge_lr_sweeps(&value(&json!([]))).unwrap_err().field(), "reports");
    assert_eq!(merge_lr_sweeps(&value(&report)).unwrap_err().field(), "reports");
    assert_eq!(merge_lr_bands(&value(&json!([report]))).unwrap_err().field(), "reports[0].steps");
    assert_eq!(sweep_gain(&value(&json!({})), &value(&json!(0.1))).unwrap_err().field(), "report.lrs");
    assert_eq!(sweep_gain(&value(&report), &value(&json!("0.1"))).unwrap_err().field(), "lr");
    let between = sweep_gain(&value(&report), &value(&json!(0.15))).unwrap().unwrap();
    assert!(between.interpolated && (0.0..1.0).contains(&between.gain), "{between:?}");
    assert_eq!(sweep_gain(&value(&report), &value(&json!(0.3))), Ok(None));
}

#[test]
fn refusals_of_a_measurement_name_the_field() {
    for (path, replacement, field) in [
        ("schedule", None, "schedule"),
        ("schedule.lr", Some(json!(-1)), "schedule.lr"),
        ("steps", Some(json!(0)), "steps"),
        ("epochs", Some(json!(1)), "epochs"),
        ("points", Some(json!(1)), "points"),
        ("points", Some(json!(1e6)), "points"),
        ("rows", Some(json!(0)), "rows"),
        ("rows", Some(json!(457)), "rows"),
        ("maxIterations", Some(json!(0)), "maxIterations"),
        ("tolerance", Some(json!(1)), "tolerance"),
        ("warmup", Some(json!(0)), "warmup"),
        ("warmup", Some(json!(20_000)), "warmup"),
        ("tolerence", Some(json!(0.1)), "tolerence"),
    ] {
        let options = value(&with(measured(), path, replacement.clone()));
        let error = sharpness_run(&value(&experiment()), &options).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {replacement:?}: {error}");
    }
    for (options, field) in [
        (json!({ "momentum": 1 }), "momentum"),
        (json!({ "warmup": 0 }), "warmup"),
        (json!({ "rows": 457 }), "rows"),
        (json!({ "row": 4 }), "row"),
    ] {
        assert_eq!(sharpness(&value(&experiment()), Some(&value(&options))).unwrap_err().field(), field);
    }
}

/// Values that do harm, or would in a careless program.
fn nasty() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<f64>().prop_map(Value::Number),
        prop::sample::select(vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -0.0,
            0.0,
            f64::MIN_POSITIVE,
            5e-324,
            f64::MAX,
            1.0,
            2.0,
            9.007_199_254_740_991e15,
            4e6,
            1e5,
        ])
        .prop_map(Value::Number),
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        "\\PC{0,12}".prop_map(Value::Text),
        Just(Value::Other(Sentence::name("a function"))),
        prop::collection::vec(any::<f64>(), 0..4).prop_map(Value::Numbers),
        Just(Value::List(vec![Value::Null])),
        Just(Value::Map(vec![("kind".to_owned(), Value::Text("dense".to_owned()))])),
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

/// Puts `new` at the `at`-th place; with `rename` a field there gets another name instead.
fn mutate(value: &mut Value, at: &mut usize, new: &Value, rename: bool) {
    if *at == 0 {
        *at = usize::MAX;
        *value = new.clone();
        return;
    }
    *at -= 1;
    match value {
        Value::Map(fields) => {
            for (key, field) in fields {
                if *at == 0 && rename {
                    key.push('x');
                }
                mutate(field, at, new, rename);
                if *at == usize::MAX {
                    return;
                }
            }
        }
        Value::List(items) => {
            for item in items {
                mutate(item, at, new, rename);
                if *at == usize::MAX {
                    return;
                }
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is put wherever: a run or an error that names a field, never a panic.
    #[test]
    fn mutated_requests_never_panic(
        which in 0..10_usize,
        hits in prop::collection::vec((any::<prop::sample::Index>(), nasty(), prop::bool::weighted(0.1)), 1..3),
    ) {
        let base =
            [experiment(), given(), images(), synthetic(), table(), finder(), schedule(), sweep(), band(), measured()];
        let mut requests: Vec<Value> = base.iter().map(value).collect();
        for (place, new, rename) in hits {
            let mut at = place.index(places(&requests[which]));
            mutate(&mut requests[which], &mut at, &new, rename);
        }
        let (experiments, rest) = requests.split_at(5);
        let [finder, schedule, sweep, band, measured] = rest else { unreachable!() };
        let options = Value::Map(vec![("schedule".to_owned(), schedule.clone()), ("steps".to_owned(), Value::Number(3.0))]);
        // A mutated experiment is tried alone with all that takes one, a mutated option with every experiment.
        let tried = if which < experiments.len() { &experiments[which..=which] } else { experiments };
        let takes = |options: &[usize]| which < experiments.len() || options.contains(&which);
        for experiment in tried {
            if takes(&[5]) && let Ok(mut run) = lr_find(experiment, Some(finder)) {
                run.advance(3);
                run.cancel();
                let (before, after) = run.fingerprints();
                prop_assert_eq!(before, after);
                run.report();
            }
            if takes(&[6]) && let Ok(mut run) = fit(experiment, &options) {
                run.advance(3);
                prop_assert!(run.progress().step <= 3);
                if let Ok(surface) = surface(&mut run, Some(&value(&json!({ "resolution": 3 })))) {
                    prop_assert_eq!(surface.outputs.len(), surface.xs.len() * surface.ys.len().max(1));
                    prop_assert!(surface.xs.iter().chain(&surface.ys).all(|x| x.is_finite()));
                }
            }
            if takes(&[7]) && let Ok(mut run) = lr_sweep(experiment, sweep) {
                run.advance(3);
                run.cancel();
                prop_assert!(run.report().stop.is_some());
            }
            if takes(&[5, 8]) && let Ok(mut run) = lr_band(experiment, Some(finder), Some(band)) {
                run.advance(3);
                run.cancel();
                prop_assert!(run.report().stop.is_some());
            }
            if takes(&[9]) && let Ok(mut run) = sharpness_run(experiment, measured) {
                run.advance(20);
                run.cancel();
                prop_assert!(run.trace().stop.is_some());
            }
        }
        let _ = sample_schedule(schedule, &value(&json!({ "steps": 20, "stepsPerEpoch": 3 })));
    }

    /// A report that somebody made up is drawn or refused.
    #[test]
    fn mutated_reports_never_panic(place in any::<prop::sample::Index>(), new in nasty(), other in any::<prop::sample::Index>(), more in nasty()) {
        let mut report = value(&json!({
            "lrs": [0.1, 0.2, 0.3], "losses": [1.0, 0.5, 9.0], "smoothed": [1.0, 0.7, 4.0],
            "stop": { "reason": "diverged", "step": 2, "lr": 0.3, "message": "Stopped." },
            "suggestions": [{ "rule": "fastai-valley", "system": "fastai", "lr": 0.1, "index": 1, "loss": 0.7, "reason": "" }],
            "bounds": { "lower": 0.1, "upper": 0.2, "reason": "" },
        }));
        let mut trace = value(&json!({
            "steps": [0.0, 1.0], "lrs": [0.1, 0.1], "losses": [1.0, 0.5], "stepsPerEpoch": 1, "stop": null,
            "validation": { "epochs": [1.0], "losses": [0.4], "accuracies": [1.0] },
        }));
        let mut options = value(&json!({ "width": 300.0, "height": 200.0, "theme": "dark", "pixelRatio": 2.0 }));
        let mut swept = value(&json!({
            "lrs": [0.1, 0.2], "seeds": [1, 2], "steps": 5, "judgedBy": "validation", "finals": [1.0, 0.5, 2.0, 3.0],
            "accuracies": [0.9, 0.8, 0.7, 0.6], "reference": 4.0,
            "stop": { "reason": "completed", "message": "" },
        }));
        let rules: Vec<Json> = RULES.iter().map(|rule| json!({ "rule": rule.name, "lrs": [0.1] })).collect();
        let mut banded = value(&json!({
            "lrs": [0.1, 0.2], "seeds": [1], "steps": [2], "smoothed": [1.0, 0.5], "rules": rules,
            "bounds": { "lower": [0.1], "upper": [0.2] }, "stop": null,
        }));
        prop_assert!(merge_lr_sweeps(&Value::List(vec![swept.clone()])).is_ok());
        prop_assert!(merge_lr_bands(&Value::List(vec![banded.clone()])).is_ok());
        for request in [&mut report, &mut trace, &mut options, &mut swept, &mut banded] {
            for (place, new) in [(&place, &new), (&other, &more)] {
                let mut at = place.index(places(request));
                mutate(request, &mut at, new, false);
            }
        }
        let _ = sweep_gain(&swept, &new);
        let _ = merge_lr_sweeps(&Value::List(vec![swept.clone(), swept]));
        let _ = merge_lr_bands(&Value::List(vec![banded.clone(), banded]));
        for options in [None, Some(&options)] {
            if let Ok(figure) = LrFindFigure::read(&report, options) {
                svg::to_svg(&figure.chart((300.0, 200.0), &estimate)).unwrap();
            }
            if let Ok(figure) = LossFigure::read(&trace, options) {
                svg::to_svg(&figure.chart((300.0, 200.0), &estimate)).unwrap();
            }
        }
    }
}
