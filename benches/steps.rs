//! Whole steps of the workloads W1 to W5, natively. `cargo xtask bench` times them as wasm, against other libraries.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a failed unwrap ends the run; criterion writes undocumented functions"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lr_lab::api::{Value, fit, provide_data};
use serde_json::{Value as Json, json};

const WORKLOADS: &str = include_str!("workloads.json");
const IMAGES: &[u8] = include_bytes!("../data/mnist-3000-images.idx3-ubyte.gz");
const LABELS: &[u8] = include_bytes!("../data/mnist-3000-labels.idx1-ubyte.gz");

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn steps(criterion: &mut Criterion) {
    provide_data("mnist", IMAGES, LABELS).unwrap();
    let workloads: Vec<Json> = serde_json::from_str(WORKLOADS).unwrap();
    for workload in workloads {
        let options = json!({ "schedule": { "kind": "constant", "lr": workload["lr"] }, "steps": 1 });
        let mut run = fit(&value(&workload["experiment"]), &value(&options)).unwrap();
        let (name, lr) = (workload["name"].as_str().unwrap(), workload["lr"].as_f64().unwrap());
        criterion.bench_function(name, |bencher| bencher.iter(|| black_box(run.trainer_mut().step(lr))));
    }
}

criterion_group!(benches, steps);
criterion_main!(benches);
