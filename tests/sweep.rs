//! The truth and the band as whole runs: what is known in closed form, slices and parts that change nothing, and seeds
//! that change what they should.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Experiment, Value, lr_band, lr_find, lr_race, lr_sweep, sharpness};
use lr_lab::finder::{JudgedBy, LrBandReport, LrRaceReport, LrSweepReport, StopReason};
use lr_lab::train::Vary;
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn experiment() -> Json {
    json!({
        "data": { "name": "breast-cancer", "validation": 0.2 },
        "model": { "layers": [{ "kind": "dense", "units": 4, "activation": "relu" }, { "kind": "dropout", "rate": 0.1 },
                              { "kind": "dense", "units": 2, "activation": "softmax" }] },
        "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd", "momentum": 0.5 }, "batchSize": 32, "seed": 5,
    })
}

/// y = 2x + 1 at x = −1, 0, 1, 2, by gradient descent on the full batch.
fn regression() -> Json {
    json!({
        "data": { "features": [[-1.0], [0.0], [1.0], [2.0]], "targets": [[-1.0], [1.0], [3.0], [5.0]] },
        "model": { "layers": [{ "kind": "dense", "units": 1 }] },
        "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": "full",
    })
}

fn with(mut json: Json, field: &str, new: Json) -> Json {
    json[field] = new;
    json
}

fn swept(experiment: &Json, options: &Json) -> LrSweepReport {
    let mut sweep = lr_sweep(&value(experiment), &value(options)).unwrap();
    sweep.advance(usize::MAX);
    sweep.report()
}

/// The bits, in which NaN equals itself.
fn bits(report: &LrSweepReport) -> (Vec<u64>, String) {
    let columns = [
        &report.plan.lrs,
        &report.finals,
        &report.median,
        &report.lower,
        &report.upper,
        &report.gain,
        &report.points,
        &report.accuracies,
    ];
    let rest = format!("{:?} {:?} {:?} {:?}", report.plan.seeds, report.diverged, report.best, report.stop);
    (columns.into_iter().flatten().map(|x| x.to_bits()).collect(), rest)
}

fn band_bits(report: &LrBandReport) -> (Vec<u64>, String) {
    let runs = &report.runs;
    let columns = [&report.lower, &report.median, &report.upper, &runs.smoothed, &runs.bounds_lower];
    let columns = columns.into_iter().chain([&runs.bounds_upper]).chain(runs.rules.iter().map(|answers| &answers.lrs));
    let rest = format!("{:?} {:?} {:?} {:?}", report.seeds, report.counts, runs.steps, report.stop);
    (columns.flatten().map(|x| x.to_bits()).collect(), rest)
}

/// On a quadratic, gradient descent contracts below 2/λ and diverges above, whatever the seed.
#[test]
fn rates_above_two_over_the_curvature_diverge() {
    let lambda = sharpness(&value(&regression()), None).unwrap().lambda_max;
    let limit = 2.0 / lambda;
    let lrs = [0.3, 0.9, 0.99, 1.01, 1.1, 3.0].map(|share| share * limit);
    let report = swept(&regression(), &json!({ "lrs": lrs, "seeds": 3, "steps": 3000 }));
    assert_eq!(report.plan.judged_by, JudgedBy::Training);
    assert_eq!(report.diverged, [0, 0, 0, 3, 3, 3]);
    assert!(report.median[..3].iter().all(|loss| *loss < 1e-9), "{:?}", report.median);
    assert!(report.median[3..].iter().all(|loss| *loss == f64::INFINITY));
    assert!(report.best.unwrap().index < 3);
    let after = report.gain_at(1.05 * limit).unwrap();
    assert_eq!((after.gain, after.interpolated), (f64::NEG_INFINITY, true));
}

/// The final loss is the one that a training run at that rate validates after its last step.
#[test]
fn a_run_is_what_training_at_that_rate_does() {
    let report = swept(&experiment(), &json!({ "lrs": [0.01, 0.1], "seeds": [5, 9], "steps": 40 }));
    assert_eq!((report.plan.judged_by, report.plan.steps), (JudgedBy::Validation, 40));
    let options = json!({ "schedule": { "kind": "constant", "lr": 0.1 }, "steps": 40 });
    let mut fit = lr_lab::api::fit(&value(&experiment()), &value(&options)).unwrap();
    fit.advance(usize::MAX);
    assert_eq!(report.finals[2], *fit.trace().validation.losses.last().unwrap());
    assert_ne!(report.finals[2], report.finals[3]);
    let training = swept(&experiment(), &json!({ "lrs": [0.1], "steps": 40, "judgedBy": "training" }));
    assert!((training.finals[0] / report.finals[2] - 1.0).abs() > 1e-6);
}

/// On given data nothing but the seed decides, so a reseeded trainer is the one built with that seed.
#[test]
fn a_reseeded_trainer_is_one_built_with_that_seed() {
    let features: Vec<[f64; 2]> = (0..40).map(|i| [f64::from(i) / 40.0, f64::from(i * i % 7)]).collect();
    let targets: Vec<[f64; 1]> = (0..40).map(|i| [f64::from(i % 3)]).collect();
    let given = with(
        with(experiment(), "data", json!({ "features": features, "targets": targets })),
        "model",
        json!({ "layers": [{ "kind": "dense", "units": 3, "activation": "tanh" }, { "kind": "dropout", "rate": 0.3 },
                           { "kind": "dense", "units": 1 }], "init": "he-normal" }),
    );
    let given = with(with(given, "loss", json!("mse")), "batchSize", json!(8));
    let trainer = |seed: u64| {
        let experiment = with(given.clone(), "seed", json!(seed));
        Experiment::read(&value(&experiment)).unwrap().trainer().unwrap()
    };
    let trained = |mut trainer: lr_lab::train::Trainer| {
        for _ in 0..12 {
            trainer.step(0.05);
        }
        trainer.fingerprint()
    };
    let reseeded = |vary| {
        let mut trainer = trainer(5);
        trainer.reseed(77, vary);
        trainer
    };
    assert_eq!(trained(reseeded(Vary::Both)), trained(trainer(77)));
    let [weights, order] = [Vary::Weights, Vary::Order].map(reseeded);
    assert_eq!(weights.parameters(), trainer(77).parameters());
    assert_eq!(order.parameters(), trainer(5).parameters());
    let ends = [weights, order, trainer(5), trainer(77)].map(trained);
    assert!((0..4).all(|i| (0..i).all(|j| ends[i] != ends[j])), "{ends:?}");
}

/// Data and split are the experiment's own, whatever the seed of a run.
#[test]
fn seeds_leave_data_and_given_weights_alone() {
    let mut spirals = experiment();
    spirals["data"] = json!({ "name": "spirals", "samples": 60, "validation": 0.25 });
    spirals["model"]["layers"][2] = json!({ "kind": "dense", "units": 1, "activation": "sigmoid" });
    spirals["loss"] = json!("binary-crossentropy");
    spirals["batchSize"] = json!(10);
    let mut trainer = Experiment::read(&value(&spirals)).unwrap().trainer().unwrap();
    let before = trainer.data().clone();
    trainer.reseed(99, Vary::Both);
    assert_eq!(*trainer.data(), before);

    let weights = json!([{ "shape": [1, 1], "values": [0.5] }, { "shape": [1], "values": [0.0] }]);
    let mut given = regression();
    given["model"]["weights"] = weights;
    let report = swept(&given, &json!({ "lrs": [0.1], "seeds": 4, "steps": 5 }));
    assert!(report.finals.iter().all(|loss| *loss == report.finals[0]), "a full batch has no order either");
    assert_ne!(swept(&regression(), &json!({ "lrs": [0.1], "seeds": 2, "steps": 5 })).lower[0], report.lower[0]);
}

#[test]
fn slices_and_parts_change_no_bit() {
    let options = json!({ "from": 1e-3, "to": 30.0, "count": 5, "also": [0.05], "seeds": 3, "steps": 12 });
    let whole = swept(&experiment(), &options);
    assert_eq!((whole.plan.lrs.len(), whole.plan.seeds.as_slice()), (6, &[5, 6, 7][..]));
    let mut sliced = lr_sweep(&value(&experiment()), &value(&options)).unwrap();
    let mut steps = 0;
    while !sliced.advance(5).done {
        assert!(sliced.progress().step >= steps, "progress goes forward");
        steps = sliced.progress().step;
    }
    assert_eq!(sliced.progress().step, sliced.progress().total);
    assert_eq!(bits(&sliced.report()), bits(&whole));
    for of in [1, 2, 3, 8, 20] {
        let mut parts: Vec<LrSweepReport> = (0..of)
            .map(|index| swept(&experiment(), &with(options.clone(), "part", json!({ "index": index, "of": of }))))
            .collect();
        parts.reverse();
        assert!(parts.iter().all(|part| part.stop.as_ref().unwrap().reason == StopReason::Completed));
        assert_eq!(bits(&LrSweepReport::merge(&parts).unwrap()), bits(&whole), "{of} parts");
    }
}

fn raced(experiment: &Json, options: &Json) -> LrRaceReport {
    let mut race = lr_race(&value(experiment), &value(options)).unwrap();
    race.advance(usize::MAX);
    race.report()
}

/// From its own range test or from a rate, whole, in slices and in parts.
#[test]
fn slices_and_parts_of_a_race_change_no_bit() {
    for options in [json!({ "steps": 24, "from": 0.05 }), json!({ "steps": 24, "length": "short" })] {
        let text = |report: &LrRaceReport| format!("{report:?}");
        let whole = raced(&experiment(), &options);
        assert!(whole.stop.is_some() && whole.finals.iter().all(|loss| !loss.is_nan()));
        let mut sliced = lr_race(&value(&experiment()), &value(&options)).unwrap();
        while !sliced.advance(7).done {}
        assert_eq!(text(&sliced.report()), text(&whole), "{options}");
        for of in [2, 3, 20] {
            let part =
                |index| raced(&experiment(), &with(options.clone(), "part", json!({ "index": index, "of": of })));
            let parts: Vec<LrRaceReport> = (0..of).rev().map(part).collect();
            assert_eq!(text(&LrRaceReport::merge(&parts).unwrap()), text(&whole), "{options} in {of} parts");
        }
    }
}

/// The second seed of a race varies the split as well: its run is that of an experiment with that seed.
#[test]
fn the_seeds_of_a_race_are_experiments_of_their_own() {
    let report = raced(&experiment(), &json!({ "steps": 20, "from": 0.1 }));
    assert_eq!(report.plan.seeds, [5, 6]);
    for (column, seed) in [(0, 5), (1, 6)] {
        let options = json!({ "lrs": [report.lrs[3]], "seeds": [seed], "steps": 10 });
        let alone = swept(&with(experiment(), "seed", json!(seed)), &options);
        assert_eq!(alone.finals[0], report.finals[3 * 2 + column], "seed {seed}");
    }
}

/// Half as many steps go through the schedule twice as fast, and its peak is the rate of the race.
#[test]
fn a_schedule_is_multiplied_and_compressed() {
    let cosine = json!({ "kind": "cosine", "initLr": 7.0, "decaySteps": 20 });
    let race = raced(&experiment(), &json!({ "steps": 20, "from": 0.1, "schedule": cosine }));
    let compressed = json!({ "kind": "cosine", "initLr": race.lrs[3], "decaySteps": 10 });
    let options = json!({ "schedule": compressed, "steps": 10 });
    let mut alone = lr_lab::api::fit(&value(&experiment()), &value(&options)).unwrap();
    alone.advance(usize::MAX);
    let last = *alone.trace().validation.losses.last().unwrap();
    assert!((race.finals[6] / last - 1.0).abs() < 1e-5, "{} {last}", race.finals[6]);
    let sweep =
        swept(&experiment(), &json!({ "lrs": [race.lrs[3]], "seeds": [5], "steps": 10, "schedule": compressed }));
    assert!((sweep.finals[0] / last - 1.0).abs() < 1e-5, "{} {last}", sweep.finals[0]);
}

#[test]
fn judged_at_the_best_so_far() {
    let options = json!({ "lrs": [0.1, 1e30], "seeds": [5], "steps": 60 });
    let last = swept(&experiment(), &options);
    let best = swept(&experiment(), &with(options, "judgedBy", json!("validation-best")));
    assert!(best.finals[0] <= last.finals[0] && best.finals[1] == f64::INFINITY);
    assert!((0.5..=1.0).contains(&best.accuracies[0]) && best.accuracies[1].is_nan());
}

#[test]
fn a_cancelled_sweep_spans_the_axis_already() {
    let options = json!({ "from": 1e-4, "to": 1.0, "count": 9, "seeds": 3, "steps": 10 });
    let mut sweep = lr_sweep(&value(&experiment()), &value(&options)).unwrap();
    assert_eq!(sweep.report().best, None);
    let progress = sweep.advance(35);
    assert_eq!((progress.done, progress.step, progress.total), (false, 35, 270));
    assert!(progress.loss.is_finite() && sweep.report().stop.is_none());
    sweep.cancel();
    let report = sweep.report();
    let stop = report.stop.clone().unwrap();
    assert_eq!((stop.reason, &*stop.message), (StopReason::Cancelled, "Stopped after 3 of 27 runs: it was cancelled."));
    // The first seed at both ends and in the middle.
    let trained: Vec<usize> = (0..27).filter(|run| !report.finals[*run].is_nan()).collect();
    assert_eq!(trained, [0, 4 * 3, 8 * 3]);
    assert!(sweep.advance(100).done);
    assert_eq!(bits(&sweep.report()), bits(&report), "nothing moves after the end");
}

#[test]
fn everything_diverges_and_a_single_run() {
    let report = swept(&regression(), &json!({ "lrs": [100.0, 1e300], "seeds": 2, "steps": 400 }));
    assert_eq!((report.diverged.as_slice(), report.best), (&[2, 2][..], None));
    assert!(report.gain.iter().all(|gain| gain.is_nan()) && report.gain_at(100.0).is_none());
    let one = swept(&regression(), &json!({ "lrs": [0.1], "steps": 1 }));
    assert_eq!((one.finals.len(), one.gain.as_slice()), (1, &[1.0][..]));
    assert_eq!((one.lower[0], one.upper[0]), (one.median[0], one.median[0]));
    // A diverged run is left at once: the last loss is the first that is no number.
    let mut sweep = lr_sweep(&value(&regression()), &value(&json!({ "lrs": [1e30], "steps": 1000 }))).unwrap();
    let progress = sweep.advance(5);
    assert!(progress.done && !progress.loss.is_finite() && progress.step == 1000, "{progress:?}");
}

#[test]
fn random_search_is_the_experiments_own() {
    let options = json!({ "from": 1e-3, "to": 1.0, "count": 6, "search": "random", "steps": 1 });
    let rates = |seed: u64| swept(&with(experiment(), "seed", json!(seed)), &options).plan.lrs;
    assert_eq!(rates(1), rates(1));
    assert_ne!(rates(1), rates(2));
}

#[test]
fn a_band_is_the_finder_over_and_over() {
    let finder = json!({ "startLr": 1e-4, "endLr": 10.0, "steps": 40 });
    let band = |options: Json| {
        let mut band = lr_band(&value(&experiment()), Some(&value(&finder)), Some(&value(&options))).unwrap();
        while !band.advance(7).done {}
        assert_eq!(band.progress().step, band.progress().total);
        band.report()
    };
    let whole = band(json!({ "seeds": 4 }));
    let mut find = lr_find(&value(&experiment()), Some(&value(&finder))).unwrap();
    find.advance(usize::MAX);
    let found = find.report();
    assert_eq!(whole.runs.smoothed[..found.smoothed.len()], found.smoothed, "the first seed is the experiment's own");
    assert_eq!(whole.lrs[..found.lrs.len()], found.lrs);
    assert_eq!((whole.runs.steps[0], whole.seeds.as_slice()), (found.lrs.len(), &[5, 6, 7, 8][..]));
    for suggestion in &found.suggestions {
        let answers = whole.runs.rules.iter().find(|answers| answers.rule == suggestion.rule).unwrap();
        assert_eq!(answers.lrs[0], suggestion.lr);
    }
    assert_eq!(whole.counts[0], 4);
    for of in [2, 3, 8] {
        let part = |index: usize| band(json!({ "seeds": 4, "part": { "index": index, "of": of } }));
        let parts: Vec<LrBandReport> = (0..of).rev().map(part).collect();
        assert_eq!(band_bits(&LrBandReport::merge(&parts).unwrap()), band_bits(&whole), "{of} parts");
    }
    // The first loss hangs on the weights and on the first batch.
    let first = |vary: &str| {
        let report = band(json!({ "seeds": [5, 6], "vary": vary }));
        [report.runs.smoothed[0], report.runs.smoothed[40]]
    };
    let [weights, order, both] = ["weights", "order", "both"].map(first);
    assert!(weights[0] == order[0] && order[0] == both[0]);
    assert!(weights[1] != order[1] && order[1] != both[1] && both[1] != weights[1]);
}

#[test]
fn a_cancelled_band_leaves_the_run_at_work_out() {
    let mut band =
        lr_band(&value(&experiment()), Some(&value(&json!({ "steps": 30, "stop": "never" }))), None).unwrap();
    assert_eq!(band.advance(70).step, 70);
    band.cancel();
    let report = band.report();
    assert_eq!(report.stop.unwrap().message, "Stopped after 2 of 8 runs: it was cancelled.");
    assert_eq!(report.runs.steps, [30, 30, 0, 0, 0, 0, 0, 0]);
    assert_eq!(report.counts, [2; 30]);
    assert!(band.advance(1).done);
}
