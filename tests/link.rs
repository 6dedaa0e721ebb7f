//! The whole state in a link: what it says, what it survives, and that the way back is the way there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

#[path = "common/schedules.rs"]
mod schedules;

use lr_lab::api::{Value, catalog, decode_link, encode_link, fit, link_keys, lr_find};
use lr_lab::sentence::Sentence;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value as Json, from_value, json, to_value};

fn value(json: &Json) -> Value {
    from_value(json.clone()).unwrap()
}

fn encode(json: &Json) -> String {
    encode_link(&value(json)).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// What a link says, where all of it is taken at its word.
fn decode(link: &str) -> Json {
    let (config, notes) = decode_link(link);
    assert!(notes.is_empty(), "{link}: {notes:?}");
    to_value(config).unwrap()
}

#[test]
fn nothing_is_version_1() {
    let config = json!({
        "experiment": {
            "data": { "name": "breast-cancer", "validation": 0.2 },
            "model": { "layers": [
                { "kind": "dense", "units": 10, "activation": "relu" },
                { "kind": "dense", "units": 10, "activation": "relu" },
                { "kind": "dense", "units": 2, "activation": "softmax" },
            ] },
            "loss": "categorical-crossentropy",
            "optimizer": { "kind": "sgd" },
            "batchSize": 32,
            "seed": 1,
        },
        "finder": {
            "startLr": 1e-5, "endLr": 10, "steps": 200, "sweep": "exponential",
            "smoothing": { "kind": "corrected", "beta": 0.95 },
            "stop": { "factor": 4, "against": "best-smoothed" },
        },
        "ui": {
            "steps": 400, "seeds": 8, "vary": "both", "edge": true, "rates": 20, "search": "grid", "autorun": "visible",
        },
    });
    assert_eq!(decode(""), config);
    assert_eq!(encode(&config), "");
    assert_eq!(encode(&json!({})), "");
}

/// A key, and the part of the configuration that it sets.
#[test]
fn what_the_keys_say() {
    for (link, path, said) in [
        ("view=finder", "/view", json!("finder")),
        (
            "data=moons&n=500&noise=0.3",
            "/experiment/data",
            json!({
                "name": "moons", "samples": 500, "noise": 0.3, "validation": 0.2,
            }),
        ),
        (
            "validation=0.5&standardize=no&encoding=label",
            "/experiment/data",
            json!({
                "name": "breast-cancer", "standardize": false, "validation": 0.5, "encoding": "label",
            }),
        ),
        (
            "data=digits&classes=5:6:9",
            "/experiment/data",
            json!({ "name": "digits", "classes": [5, 6, 9], "validation": 0.2 }),
        ),
        (
            "data=digits&model=conv4x3-pool-flat-10",
            "/experiment/model/layers",
            json!([
                { "kind": "conv2d", "filters": 4, "kernelSize": 3, "activation": "relu" },
                { "kind": "max-pool2d", "poolSize": 2 }, { "kind": "flatten" },
                { "kind": "dense", "units": 10, "activation": "softmax" },
            ]),
        ),
        (
            "model=5-drop0.1-2&act=tanh",
            "/experiment/model/layers",
            json!([
                { "kind": "dense", "units": 5, "activation": "tanh" }, { "kind": "dropout", "rate": 0.1 },
                { "kind": "dense", "units": 2, "activation": "softmax" },
            ]),
        ),
        (
            "data=line&model=5:leakyrelu-drop0.1-4-1:tanh&act=swish",
            "/experiment/model/layers",
            json!([
                { "kind": "dense", "units": 5, "activation": "leaky-relu" }, { "kind": "dropout", "rate": 0.1 },
                { "kind": "dense", "units": 4, "activation": "swish" },
                { "kind": "dense", "units": 1, "activation": "tanh" },
            ]),
        ),
        (
            "loss=binary-crossentropy",
            "/experiment/model/layers/2",
            json!({
                "kind": "dense", "units": 1, "activation": "sigmoid",
            }),
        ),
        ("init=he-normal", "/experiment/model/init", json!("he-normal")),
        (
            "data=line&model=1&weights=1x1:0.1;1:-2",
            "/experiment/model/weights",
            json!([
                { "shape": [1, 1], "values": [0.1] }, { "shape": [1], "values": [-2] },
            ]),
        ),
        ("data=sine", "/experiment/loss", json!("mse")),
        (
            "opt=sgd:m=0.9,nesterov",
            "/experiment/optimizer",
            json!({
                "kind": "sgd", "momentum": 0.9, "nesterov": true,
            }),
        ),
        (
            "opt=adam:pytorch,b1=0.8,eps=1e-6,amsgrad,wd=0.1",
            "/experiment/optimizer",
            json!({
                "kind": "adam", "convention": "pytorch", "beta1": 0.8, "epsilon": 1e-6, "amsgrad": true, "weightDecay": 0.1,
            }),
        ),
        ("batch=full", "/experiment/batchSize", json!("full")),
        ("shuffle=no", "/experiment/shuffle", json!(false)),
        ("seed=0", "/experiment/seed", json!(0)),
        (
            "finder=1e-6:1:2ep;lin;per=epoch;on=running-mean;beta=0.9:seeded;stop=5:initial;cap=0.5",
            "/finder",
            json!({
                "startLr": 1e-6, "endLr": 1, "epochs": 2, "sweep": "linear", "per": "epoch", "lossOn": "running-mean",
                "smoothing": { "kind": "seeded", "beta": 0.9 }, "stop": { "factor": 5, "against": "initial" }, "lrCap": 0.5,
            }),
        ),
        (
            "finder=fastai;:1:;beta=none;stop=never",
            "/finder",
            json!({
                "preset": "fastai", "endLr": 1, "smoothing": { "kind": "none" }, "stop": "never",
            }),
        ),
        ("lr=0.05", "/schedule", json!({ "kind": "constant", "lr": 0.05 })),
        (
            "lr=0.05&schedule=one-cycle&steps=300",
            "/schedule",
            json!({
                "kind": "one-cycle", "maxLr": 0.05, "totalSteps": 300,
            }),
        ),
        (
            "schedule=cosine(initLr=0.1,decaySteps=9,unit=epoch%29",
            "/schedule",
            json!({
                "kind": "cosine", "initLr": 0.1, "decaySteps": 9, "unit": "epoch",
            }),
        ),
        (
            "lr=1&schedule=expr(lr%2Apow(0.9,epoch)%29",
            "/schedule",
            json!({
                "kind": "expression", "expression": "lr*pow(0.9,epoch)", "initLr": 1,
            }),
        ),
        ("rule=fastai-valley", "/ui/rule", json!("fastai-valley")),
        (
            "lr=0.05&steps=300&runs=0.1;0.02:cosine",
            "/ui/runs",
            json!([
                { "lr": 0.1, "schedule": { "kind": "constant", "lr": 0.1 } },
                { "lr": 0.02, "schedule": { "kind": "cosine", "initLr": 0.02, "decaySteps": 300 } },
            ]),
        ),
        ("show=finder,truth&lock=data,model", "/ui/lock", json!(["data", "model"])),
        ("height=480", "/ui/height", json!(480)),
        ("edge=no", "/ui/edge", json!(false)),
        ("title=Batch%2032%3F", "/ui/title", json!("Batch 32?")),
    ] {
        let config = decode(link);
        assert_eq!(config.pointer(path), Some(&said), "{link}");
        assert_eq!(encode(&config), link);
    }
}

/// What people type, and what the lab writes instead.
#[test]
fn other_ways_to_say_it() {
    for (typed, link) in [
        ("#", ""),
        ("#v=1&batch=32", ""),
        ("?batch=16", "batch=16"),
        ("a=1&amp;batch=16", "batch=16"),
        ("batch=1.6e1&seed=07", "batch=16&seed=7"),
        ("model=10, 10, 2", ""),
        ("model=10%E2%86%9210%E2%86%922", ""),
        ("model=dense5-dropout10%25-2", "model=5-drop0.1-2"),
        ("model=5:leaky-relu-5:relu-2", "model=5:leakyrelu-5-2"),
        ("model=5:tanh-5:tanh-2:softmax", "model=5-5-2&act=tanh"),
        ("opt=sgd:momentum=0.9,nesterov=true,convention=keras", "opt=sgd:m=0.9,nesterov"),
        ("opt=adam:beta1=0.9", "opt=adam"),
        ("data=digits&classes=9:5:6:5", "data=digits&classes=5:6:9"),
        ("data=iris&classes=2:1:0", "data=iris"),
        ("finder=1e-6:10:200;exp;beta=0.98;stop=4", "finder=1e-6:10:200;beta=0.98"),
        ("finder=beta=0.98", "finder=1e-5:10:200;beta=0.98"),
        ("lr=1/128&schedule=constant(1/128)", "lr=0.0078125"),
        ("lr=0.1&schedule=one-cycle(0.3,25,1e4)", "lr=0.1&schedule=one-cycle"),
        (
            "lr=0.1&schedule=one-cycle(0.4,25,1e4,linear,threePhase)",
            "lr=0.1&schedule=one-cycle(pctStart=0.4,anneal=linear,threePhase=yes%29",
        ),
        ("schedule=step(0.5,100,0.1)", "schedule=step(initLr=0.1,factor=0.5,stepSize=100%29"),
        ("lr=1&schedule=expr(lr*pow(0.9,epoch)", "lr=1&schedule=expr(lr%2Apow(0.9,epoch)%29"),
        (
            "schedule=join(linear(0,0.1,20),constant(0.1),20)",
            "schedule=join(linear(startLr=0,endLr=0.1,steps=20),constant(lr=0.1),boundaries=20%29",
        ),
        ("schedule=piecewise(3:5,0.1:0.2:0.3", "schedule=piecewise(boundaries=3:5,values=0.1:0.2:0.3%29"),
        ("height=auto&theme=dark", "theme=dark&height=auto"),
        ("preset=document-001&batch=12", "preset=document-001"),
        ("preset=document-001&batch=32", "preset=document-001&batch="),
    ] {
        let notes = decode_link(typed).1;
        assert!(notes.len() <= usize::from(typed.starts_with("a=1")), "{typed}: {notes:?}");
        let config = to_value(decode_link(typed).0).unwrap();
        assert_eq!(encode(&config), link, "{typed}");
    }
}

/// What is not accepted, what is there instead, and what the note says.
#[test]
fn the_nearest_that_is_accepted() {
    for (link, taken, note) in [
        ("batchh=16", "", "batchh: \"batchh\" is unknown; did you mean batch?"),
        ("batch=16&batch=8", "batch=16", "batch: given twice; the first counts."),
        ("v=9", "", "v: \"9\" is not accepted"),
        ("view=finders", "view=finder", "view: \"finders\" is unknown"),
        ("data=breast_cancer", "", "data: \"breast_cancer\" is unknown; did you mean breast-cancer?"),
        ("data=zzz", "", "Taken instead: breast-cancer."),
        ("n=50", "", "n: breast-cancer has rows of its own"),
        (
            "data=moons&n=3",
            "data=moons&n=4&validation=0&batch=4",
            "n: 3 is not accepted; use a whole number from 4 to 100000. Taken instead: 4.",
        ),
        ("noise=abc&data=moons", "data=moons", "noise: \"abc\" is not accepted"),
        ("validation=1", "", "validation: 1 is not accepted"),
        ("validation=-1", "validation=0", "Taken instead: 0."),
        ("batch=0", "batch=1", "batch: 0 is not accepted; use a whole number from 1 to 100000. Taken instead: 1."),
        ("batch=457", "batch=456", "batch: 457 is not accepted"),
        ("batch=all", "", "batch: \"all\" is not accepted"),
        ("seed=-1", "seed=0", "Taken instead: 0."),
        ("seed=1.5", "seed=2", "Taken instead: 2."),
        (
            "model=10-tree-2",
            "",
            "model: \"tree\" is not a layer; use units, such as 10-10-2, and conv‹filters›x‹kernelSize›",
        ),
        ("model=5:tan-2", "", "model: \"5:tan\" is not a layer"),
        ("model=drop0.1:tanh-2", "", "model: \"drop0.1:tanh\" is not a layer"),
        ("model=16-16-5", "model=16-16-2", "Taken instead: 16-16-2."),
        ("data=iris&model=10-10-2", "data=iris", "Taken instead: 10-10-3."),
        (
            "data=iris&classes=0-1",
            "data=iris",
            "classes: \"0-1\" is not accepted; use whole numbers from 0 between colons",
        ),
        (
            "data=iris&classes=0:3",
            "data=iris",
            "classes: 3 is not accepted; use a class below 3. Taken instead: the default.",
        ),
        ("data=line&classes=0", "data=line", "classes: the targets are numbers to predict, not classes; leave it out"),
        ("model=0-2", "", "model: layers[0].units"),
        ("model=conv4x3-flat-2", "", "Taken instead: 10-10-2."),
        ("model=%5B%7B", "", "model: no JSON"),
        ("act=rellu", "", "Taken instead: relu."),
        ("loss=hubber", "loss=huber", "Taken instead: huber."),
        ("loss=sparse-categorical-crossentropy&encoding=label", "loss=sparse-categorical-crossentropy", "encoding: "),
        ("weights=1x1:0.5", "", "Taken instead: weights drawn by the seed."),
        ("opt=adamm", "opt=adam", "Taken instead: adam."),
        ("opt=zzz", "", "Taken instead: sgd."),
        ("opt=sgd:m=2", "", "opt: momentum: 2 is not accepted; use a number from 0 up to, not including, 1. Left out."),
        ("opt=sgd:m=-1", "", "Taken instead: 0."),
        ("opt=sgd:nesterov", "", "opt: nesterov"),
        ("opt=sgd:b1=0.9", "", "opt: \"b1=0.9\" is unknown"),
        ("opt=sgd:damp=0.5", "", "opt: \"damp=0.5\" is unknown"),
        ("opt=sgd:dampening=0.5", "", "only PyTorch has it"),
        ("finder=1:0.1:200", "finder=1:10:200", "finder: endLr"),
        ("finder=20", "", "finder: endLr"),
        ("finder=0:1:50", "finder=1e-5:1:50", "finder: startLr"),
        ("finder=fastay", "finder=fastai", "Taken instead: fastai."),
        ("finder=beta=2", "", "finder: smoothing.beta"),
        ("finder=on=validation&validation=0", "validation=0", "finder: lossOn"),
        ("lr=-1", "", "lr: -1 is not accepted"),
        ("steps=1e9", "steps=1e7", "Taken instead: 1e7."),
        ("schedule=one-cycle", "", "schedule: maxLr: missing. Taken instead: the constant rate."),
        ("lr=1&schedule=cosin", "lr=1&schedule=cosine", "Taken instead: cosine."),
        (
            "lr=1&schedule=cosine(alpha=-1)",
            "lr=1&schedule=cosine",
            "schedule: alpha: -1 is not accepted; use a finite number from 0. Taken instead: 0.",
        ),
        ("lr=1&schedule=expr(2*)", "lr=1", "schedule: expression: column 3"),
        ("lr=1&runs=0;0.5;1;2;3", "lr=1&runs=0.5;1;2", "runs: 0 is not accepted"),
        ("show=finder,thruth", "show=finder,truth", "Taken instead: finder,truth."),
        ("theme=black", "", "theme: \"black\" is unknown"),
        ("lang=pt_BR", "lang=pt-BR", "Taken instead: pt-BR."),
        ("height=5", "height=100", "Taken instead: 100."),
        ("preset=document-1", "preset=document-001", "Taken instead: document-001."),
        (
            "own=data",
            "own=data",
            "own: this link was made with something of the maker's own that no link carries (data).",
        ),
    ] {
        let (config, notes) = decode_link(link);
        assert!(notes.iter().any(|said| said.contains(note)), "{link}: {notes:?}");
        assert_eq!(encode(&to_value(config).unwrap()), taken, "{link}: {notes:?}");
    }
}

/// The most that a request may say, of every kind, survives.
#[test]
fn every_schedule_survives() {
    for schedule in schedules::requests() {
        let config = json!({ "schedule": schedule });
        let link = encode(&config);
        let run = |schedule: &Json| {
            let options = json!({ "schedule": schedule, "steps": 30 });
            let mut run = fit(&value(&decode("")["experiment"]), &value(&options)).unwrap();
            run.advance(usize::MAX);
            run.trace().lrs.clone()
        };
        let back = decode(&link);
        assert_eq!(run(&back["schedule"]), run(&schedule), "{link}");
        assert_eq!(encode(&back), link);
        // With the rate of the run picked, the link is shorter and says the same.
        let lr = ["lr", "initLr", "maxLr"].iter().find_map(|field| schedule[*field].as_f64()).unwrap_or(0.5);
        if lr > 0.0 {
            let picked = encode(&json!({ "schedule": schedule, "ui": { "lr": lr, "steps": 20 } }));
            assert_eq!(run(&decode(&picked)["schedule"]), run(&schedule), "{picked}");
            assert_eq!(encode(&decode(&picked)), picked);
        }
    }
}

#[test]
fn presets_are_links_in_their_shortest_form() {
    for (preset, data, loss) in
        [("document-001", "breast-cancer", "mse"), ("document-003", "mnist", "categorical-crossentropy")]
    {
        let link = format!("preset={preset}");
        let config = decode(&link);
        assert_eq!(
            (&config["experiment"]["data"]["name"], &config["experiment"]["loss"]),
            (&json!(data), &json!(loss))
        );
        assert_eq!(encode(&config), link);
        let without = encode(&with(config, "ui.preset", None));
        let said: Vec<&str> = without.split('&').collect();
        assert!(said.len() >= 5, "{without}");
        assert_eq!(encode(&decode(&without)), without);
    }
}

/// The user's own table does not travel, and the link says so.
#[test]
fn what_no_link_carries_is_named() {
    let own = json!({ "csv": "a,b,c\n1,2,x\n2,1,y\n3,3,z\n4,4,x\n5,1,y\n1,5,z\n", "target": "c", "validation": 0.0 });
    let layers = json!([{ "kind": "dense", "units": 7, "activation": "relu" },
                        { "kind": "dense", "units": 3, "activation": "softmax" }]);
    let config = with(decode(""), "experiment.data", Some(own));
    let config = with(config, "experiment.model.layers", Some(layers));
    let config = with(config, "experiment.batchSize", Some(json!(3)));
    let link = encode(&config);
    assert_eq!(link, "model=7-2&batch=3&own=data");
    let (back, notes) = decode_link(&link);
    assert!(notes.len() == 1 && notes[0].starts_with("own: "), "{notes:?}");
    assert_eq!(encode(&to_value(back).unwrap()), link);

    let rates: Vec<f64> = (1..5000).map(|step| 1.0 / f64::from(step)).collect();
    let link = encode(&json!({ "schedule": { "kind": "table", "values": rates }, "ui": { "lr": 0.5 } }));
    assert_eq!(link, "lr=0.5&own=schedule");
}

#[test]
fn refusals_name_the_field() {
    for (path, bad, field) in [
        ("veiw", json!("full"), "veiw"),
        ("view", json!("ful"), "view"),
        ("view", json!(3), "view"),
        ("experiment", json!(3), "experiment"),
        ("experiment.data.name", json!("irs"), "experiment.data.name"),
        ("experiment.model.layers.0.units", json!(0), "experiment.model.layers[0].units"),
        ("experiment.model.layers.2.units", json!(3), "experiment.model.layers[2].units"),
        ("experiment.optimizer.momentum", json!(1), "experiment.optimizer.momentum"),
        ("experiment.batchSize", json!(457), "experiment.batchSize"),
        ("experiment.sede", json!(1), "experiment.sede"),
        ("finder.startLr", json!(0), "finder.startLr"),
        ("finder.smoothing.beta", json!(1), "finder.smoothing.beta"),
        ("finder.steps", json!("many"), "finder.steps"),
        ("schedule", json!({ "kind": "cosine", "initLr": 0.1 }), "schedule.decaySteps"),
        ("schedule", json!({ "kind": "constant", "lr": -1 }), "schedule.lr"),
        ("ui", json!("dark"), "ui"),
        ("ui.theem", json!("dark"), "ui.theem"),
        ("ui.theme", json!("black"), "ui.theme"),
        ("ui.theme", json!(null), "ui.theme"),
        ("ui.lr", json!(0), "ui.lr"),
        ("ui.steps", json!(2.5), "ui.steps"),
        ("ui.seeds", json!(1001), "ui.seeds"),
        ("ui.show", json!("finder"), "ui.show"),
        ("ui.show", json!(["finder", "thruth"]), "ui.show[1]"),
        ("ui.lock", json!([1]), "ui.lock"),
        ("ui.title", json!("x".repeat(201)), "ui.title"),
        ("ui.lang", json!("english"), "ui.lang"),
        ("ui.height", json!(5), "ui.height"),
        ("ui.lesson", json!("One two"), "ui.lesson"),
        ("ui.preset", json!("document-002"), "ui.preset"),
        ("ui.runs", json!([{ "lr": 0 }]), "ui.runs[0].lr"),
        ("ui.runs", json!([{ "lr": 1, "schedule": { "kind": "constant" } }]), "ui.runs[0].schedule.lr"),
        ("ui.runs", json!([{ "lr": 1 }, { "lr": 1 }, { "lr": 1 }, { "lr": 1 }]), "ui.runs"),
    ] {
        let error = encode_link(&value(&with(decode(""), path, Some(bad.clone())))).unwrap_err();
        assert_eq!(error.field(), field, "{path} = {bad}: {error}");
    }
    let error = encode_link(&value(&json!({ "ui": { "them": "dark" } }))).unwrap_err();
    assert!(error.problem().contains("did you mean theme?"), "{error}");
}

/// Every key's example is taken at its word and written again as it was, beside what it needs.
#[test]
fn every_key_comes_back_as_it_was() {
    for key in link_keys() {
        let pair = format!("{}={}", key.name, key.example);
        let link = match key.name {
            // All that there is so far.
            "v" => String::new(),
            "n" | "noise" => format!("data=moons&{pair}"),
            "classes" => format!("data=digits&{pair}"),
            "weights" => format!("data=line&model=1&{pair}"),
            "schedule" => format!("lr=0.05&{pair}&steps=300"),
            "runs" => format!("lr=0.05&{pair}"),
            _ => pair.clone(),
        };
        let (config, notes) = decode_link(if link.is_empty() { &pair } else { &link });
        assert!(notes.is_empty() || key.name == "own", "{link}: {notes:?}");
        assert_eq!(encode(&to_value(config).unwrap()), link);
    }
}

/// `json` with the field at `path` set or removed.
fn with(mut json: Json, path: &str, replacement: Option<Json>) -> Json {
    let (parent, last) = path.rsplit_once('.').unwrap_or(("", path));
    let pointer: String = parent.split('.').filter(|part| !part.is_empty()).map(|part| format!("/{part}")).collect();
    match (json.pointer_mut(&pointer).unwrap(), replacement) {
        (Json::Array(items), Some(new)) => items[last.parse::<usize>().unwrap()] = new,
        (parent, Some(new)) => parent[last] = new,
        (parent, None) => drop(parent.as_object_mut().unwrap().remove(last)),
    }
    json
}

fn maybe(strategy: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    prop_oneof![Just(Json::Null), strategy]
}

/// Numbers of every size, with many digits or few.
fn positive() -> impl Strategy<Value = f64> {
    prop_oneof![
        1e-6..1.0,
        (1_u32..1000, -6_i32..3).prop_map(|(mantissa, power)| format!("{mantissa}e{power}").parse().unwrap())
    ]
}

fn whole(least: u64, most: u64) -> impl Strategy<Value = Json> {
    (least..=most).prop_map(|number| json!(number))
}

/// An object without its nulls.
fn object(fields: Vec<(&str, Json)>) -> Json {
    Json::Object(
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// Sets with the rows that a fit needs, and their outputs.
const SETS: [(&str, Option<u64>); 9] = [
    ("breast-cancer", Some(2)),
    ("iris", Some(3)),
    ("wine", Some(3)),
    ("moons", Some(2)),
    ("spirals", Some(2)),
    ("blobs", Some(3)),
    ("diabetes", None),
    ("sine", None),
    ("line", None),
];

fn experiment() -> impl Strategy<Value = Json> {
    let activations = || select(catalog().activations.iter().map(|kind| kind.kind).collect::<Vec<_>>());
    let hidden = || {
        let layer = prop_oneof![
            4 => (1_u64..12, activations()).prop_map(|(units, act)| json!({ "kind": "dense", "units": units, "activation": act })),
            1 => (0.0..0.9).prop_map(|rate| json!({ "kind": "dropout", "rate": rate })),
        ];
        let same = (prop::collection::vec(1_u64..12, 0..3), activations()).prop_map(|(units, act)| {
            units.into_iter().map(|units| json!({ "kind": "dense", "units": units, "activation": act })).collect()
        });
        prop_oneof![prop::collection::vec(layer, 0..3), same]
    };
    let data = (
        select(SETS.to_vec()),
        maybe(whole(100, 300)),
        maybe((0.0..2.0).prop_map(|noise| json!(noise))),
        maybe(any::<bool>().prop_map(Json::Bool)),
        maybe((0.05..0.5).prop_map(|share| json!(share))),
    );
    let options = (
        select(vec![json!(null), json!("one-hot"), json!("label")]),
        maybe(select(catalog().initializers.iter().map(|kind| json!(kind.kind)).collect::<Vec<_>>())),
        maybe(any::<bool>().prop_map(Json::Bool)),
        maybe(whole(0, 9_007_199_254_740_991)),
    );
    let batch = prop_oneof![Just(json!("full")), whole(1, 50)];
    (data, hidden(), 0_usize..6, activations(), optimizer(), batch, options).prop_map(
        |(
            (set, samples, noise, standardize, validation),
            hidden,
            loss,
            output,
            optimizer,
            batch,
            (encoding, init, shuffle, seed),
        )| {
            let (name, classes) = set;
            let synthetic = ["moons", "spirals", "blobs", "sine", "line"].contains(&name);
            let losses = catalog().losses;
            let fits = |loss: &&lr_lab::api::LossInfo| {
                classes.is_some() || (loss.output_activation.is_none() && !loss.class_targets)
            };
            let fitting: Vec<_> = losses.iter().filter(fits).collect();
            let loss = fitting[loss % fitting.len()];
            let encoding = if classes.is_none() || loss.class_targets { Json::Null } else { encoding };
            let units = classes.unwrap_or(1);
            let units = if units == 2 && loss.kind == "binary-crossentropy" { 1 } else { units };
            let last =
                json!({ "kind": "dense", "units": units, "activation": loss.output_activation.unwrap_or(output) });
            let layers: Vec<Json> = hidden.into_iter().chain([last]).collect();
            let of_set = |value: Json| if synthetic { value } else { Json::Null };
            object(vec![
                (
                    "data",
                    object(vec![
                        ("name", json!(name)),
                        ("samples", of_set(samples)),
                        ("noise", of_set(noise)),
                        ("standardize", standardize),
                        ("validation", validation),
                        ("encoding", encoding),
                    ]),
                ),
                ("model", object(vec![("layers", json!(layers)), ("init", init)])),
                ("loss", json!(loss.kind)),
                ("optimizer", optimizer),
                ("batchSize", batch),
                ("shuffle", shuffle),
                ("seed", seed),
            ])
        },
    )
}

/// Any kind with some of its settings.
fn optimizer() -> impl Strategy<Value = Json> {
    let share = || prop_oneof![0.0..0.999_f64, Just(0.9), Just(0.5)];
    (0_usize..10, select(vec!["keras", "pytorch"]), prop::collection::vec((any::<bool>(), share()), 8)).prop_map(
        |(kind, convention, settings): (usize, &str, Vec<(bool, f64)>)| {
            let info = &catalog().optimizers[kind];
            let mut request = json!({ "kind": info.kind, "convention": convention });
            for (field, (given, share)) in info.fields.iter().zip(settings) {
                if given
                    && field.name != "nesterov"
                    && (field.conventions.is_empty() || field.conventions.contains(&convention))
                {
                    match field.field_type {
                        "number" => request[field.name] = json!(share.max(1e-9)),
                        "flag" => request[field.name] = json!(share > 0.5),
                        _ => {}
                    }
                }
            }
            request
        },
    )
}

fn finder() -> impl Strategy<Value = Json> {
    let presets: Vec<Json> = catalog().finder.presets.iter().map(|preset| json!(preset.kind)).collect();
    let smoothing = prop_oneof![
        Just(json!({ "kind": "none" })),
        (select(vec!["corrected", "seeded", "lightning"]), maybe((0.0..0.999).prop_map(|beta| json!(beta))))
            .prop_map(|(kind, beta)| object(vec![("kind", json!(kind)), ("beta", beta)])),
    ];
    let stop = prop_oneof![
        Just(json!("never")),
        (
            maybe((1.5..9.0).prop_map(|factor| json!(factor))),
            maybe(select(vec![json!("best-smoothed"), json!("best-raw"), json!("initial")]))
        )
            .prop_map(|(factor, against)| object(vec![("factor", factor), ("against", against)])),
    ];
    let choice = |names: &'static [&'static str]| maybe(select(names.to_vec()).prop_map(|name| json!(name)));
    let length = prop_oneof![
        Just((Json::Null, Json::Null)),
        whole(2, 500).prop_map(|steps| (steps, Json::Null)),
        (0.5..4.0).prop_map(|epochs| (Json::Null, json!(epochs)))
    ];
    (
        (
            maybe(select(presets)),
            maybe((1e-9..1e-4).prop_map(|lr| json!(lr))),
            maybe((0.2..50.0).prop_map(|lr| json!(lr))),
            length,
        ),
        (choice(&["exponential", "linear"]), choice(&["batch", "epoch"]), choice(&["batch", "running-mean"])),
        (maybe(smoothing), maybe(stop), maybe((0.5..5.0).prop_map(|cap| json!(cap)))),
    )
        .prop_map(|((preset, start, end, (steps, epochs)), (sweep, per, loss_on), (smoothing, stop, cap))| {
            object(vec![
                ("preset", preset),
                ("startLr", start),
                ("endLr", end),
                ("steps", steps),
                ("epochs", epochs),
                ("sweep", sweep),
                ("per", per),
                ("lossOn", loss_on),
                ("smoothing", smoothing),
                ("stop", stop),
                ("lrCap", cap),
            ])
        })
}

fn ui() -> impl Strategy<Value = Json> {
    let keys: Vec<&str> = link_keys().iter().map(|key| key.name).collect();
    let run = (positive(), maybe(select(schedules::requests())))
        .prop_map(|(lr, schedule)| object(vec![("lr", json!(lr)), ("schedule", schedule)]));
    (
        (maybe(positive().prop_map(|lr| json!(lr))), maybe(whole(1, 1000)), maybe(whole(1, 50)), maybe(whole(2, 90))),
        (maybe(any::<bool>().prop_map(Json::Bool)), maybe(subsequence(keys, 0..4).prop_map(|keys| json!(keys)))),
        (
            maybe(any::<String>().prop_map(|title| json!(title.chars().take(200).collect::<String>()))),
            maybe(select(vec![json!("light"), json!("dark")])),
        ),
        (
            maybe(select(vec![json!("document-001"), json!("document-003")])),
            maybe(prop::collection::vec(run, 0..3).prop_map(|runs| json!(runs))),
        ),
        maybe(prop_oneof![Just(json!("auto")), whole(100, 900)]),
    )
        .prop_map(|((lr, steps, seeds, rates), (edge, lock), (title, theme), (preset, runs), height)| {
            object(vec![
                ("lr", lr),
                ("steps", steps),
                ("seeds", seeds),
                ("rates", rates),
                ("edge", edge),
                ("lock", lock),
                ("title", title),
                ("theme", theme),
                ("preset", preset),
                ("runs", runs),
                ("height", height),
            ])
        })
}

fn config() -> impl Strategy<Value = Json> {
    let view = maybe(select(vec![json!("finder"), json!("full")]));
    (view, maybe(experiment()), maybe(finder()), maybe(select(schedules::requests())), maybe(ui())).prop_map(
        |(view, experiment, finder, schedule, ui)| {
            object(vec![
                ("view", view),
                ("experiment", experiment),
                ("finder", finder),
                ("schedule", schedule),
                ("ui", ui),
            ])
        },
    )
}

/// The state after a few steps of training, and the first rates and losses of the finder.
fn bits(config: &Json) -> (String, Vec<u64>) {
    let options = json!({ "schedule": { "kind": "constant", "lr": 0.01 }, "steps": 3 });
    let mut run = fit(&value(&config["experiment"]), &value(&options)).unwrap();
    run.advance(usize::MAX);
    let finder = (!config["finder"].is_null()).then(|| value(&config["finder"]));
    let mut test = lr_find(&value(&config["experiment"]), finder.as_ref()).unwrap();
    test.advance(5);
    let report = test.report();
    let columns = [&report.lrs, &report.losses, &report.smoothed].into_iter().flatten();
    (run.trainer().fingerprint().to_string(), columns.map(|number| number.to_bits()).collect())
}

/// Every value within, the innermost too.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::List(items) => items.iter().map(places).sum(),
        Value::Map(fields) => fields.iter().map(|(_, field)| places(field)).sum(),
        _ => 0,
    }
}

/// Puts `new` in the place that comes after `before` others.
fn put(value: &mut Value, before: &mut usize, new: &Value) {
    if *before == 0 {
        *value = new.clone();
    }
    *before = before.wrapping_sub(1);
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| put(item, before, new)),
        Value::Map(fields) => fields.iter_mut().for_each(|(_, field)| put(field, before, new)),
        _ => {}
    }
}

/// Values that do harm, or would in a careless program.
fn nasty() -> impl Strategy<Value = Value> {
    let numbers = [f64::NAN, f64::INFINITY, -0.0, 0.0, 1.0, -1.0, 0.5, 1e308, 5e-324, 4_294_967_296.0, 1e15];
    let texts = ["", "full", "never", "none", "&=#%", "(((", "a:b;c,d", "adam", "cosine", "data", "consensus"];
    prop_oneof![
        select(numbers.to_vec()).prop_map(Value::Number),
        any::<f64>().prop_map(Value::Number),
        select(texts.to_vec()).prop_map(|text| Value::Text(text.to_owned())),
        any::<String>().prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        Just(Value::Other(Sentence::name("a function"))),
        Just(Value::List(vec![])),
        Just(Value::Map(vec![])),
        Just(Value::Numbers(vec![1.0, f64::NAN])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Copy, open, copy gives the same bytes, and the same fingerprint.
    #[test]
    fn copy_open_copy(config in config()) {
        let Ok(link) = encode_link(&value(&config)) else { return Err(TestCaseError::reject("refused")) };
        let (back, notes) = decode_link(&link);
        prop_assert!(notes.is_empty(), "{link}: {notes:?}");
        let back = to_value(back).unwrap();
        prop_assert_eq!(&encode(&back), &link, "{} {}", config, back);
        if !config["experiment"].is_null() && !config["finder"].is_null() {
            prop_assert_eq!(bits(&back), bits(&config), "{}", link);
        }
    }

    /// Whatever a link has become on its way, something accepted comes of it.
    #[test]
    fn broken_links_open(config in config(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[ -~é]{0,4}"), 1..6)) {
        let Ok(link) = encode_link(&value(&config)) else { return Err(TestCaseError::reject("refused")) };
        let mut broken: Vec<char> = link.chars().collect();
        for (from, to, text) in edits {
            let (from, to) = (from.index(broken.len() + 1), to.index(broken.len() + 1));
            let end = (from + to % 6).min(broken.len());
            broken.splice(from..end, text.chars());
        }
        let broken: String = broken.into_iter().collect();
        let opened = to_value(decode_link(&broken).0).unwrap();
        let again = encode(&opened);
        prop_assert_eq!(encode(&to_value(decode_link(&again).0).unwrap()), again, "{}", broken);
    }

    /// Any text for any key.
    #[test]
    fn any_text_opens(pairs in prop::collection::vec((select(link_keys().iter().map(|key| key.name).collect::<Vec<_>>()), prop_oneof!["[a-z0-9.:;,=()x-]{0,20}", any::<String>()]), 0..5)) {
        let text: Vec<String> = pairs.iter().map(|(key, text)| format!("{key}={text}")).collect();
        let opened = to_value(decode_link(&text.join("&")).0).unwrap();
        let link = encode(&opened);
        prop_assert_eq!(encode(&to_value(decode_link(&link).0).unwrap()), link, "{:?}", text);
    }

    /// Whatever stands in a field is refused by its path or survives.
    #[test]
    fn any_value_is_refused_or_survives(config in config(), at in any::<prop::sample::Index>(), new in nasty()) {
        let full = value(&with(with(decode("lr=0.1"), "view", Some(json!("full"))), "ui.own", Some(json!(["data"]))));
        for mut config in [value(&config), full] {
            let mut before = at.index(places(&config));
            put(&mut config, &mut before, &new);
            match encode_link(&config) {
                Err(error) => prop_assert!(!error.problem().is_empty() && error.to_string().len() < 2000, "{}", error),
                Ok(link) => prop_assert_eq!(encode(&to_value(decode_link(&link).0).unwrap()), link),
            }
        }
    }
}
