//! The finder as a whole: every rule on every kind of curve, the presets on a network, and a loss whose answer is known.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Advice, Preset, Value, catalog, fit, lr_find, smooth, suggest};
use lr_lab::finder::suggest::{Curve, RULES, Rule};
use lr_lab::finder::{
    Against, FinderConfig, LrFindReport, LrFinder, RampConfig, RampShape, Smoother, Smoothing, StopReason, StopRule,
    bounds, clear_fall, is_smoothed_already,
};
use lr_lab::math::exp;
use lr_lab::named::Named;
use lr_lab::rng::{Rng, Stream};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

/// An exponential sweep of `count` rates from 1e-5 to 10.
fn lrs(count: usize) -> Vec<f64> {
    let shape = RampShape::Exponential;
    let config = RampConfig { start_lr: 1e-5, end_lr: 10.0, steps: count as u64, shape };
    lr_lab::finder::Ramp::new(config).unwrap().collect()
}

/// A plateau at 1, a fall to 0.1 around point 60 of 100, a minimum, and the explosion.
fn usual(i: usize) -> f64 {
    let i = i as f64;
    0.1 + 0.9 / (1.0 + exp((i - 60.0) / 4.0)) + exp((i - 95.0) / 3.0)
}

fn curve(count: usize, loss: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..count).map(loss).collect()
}

/// Gradient descent on λ·w²/2 in f64, one step a rate.
fn on_a_parabola(curvature: f64, start_lr: f64, end_lr: f64, steps: u64) -> LrFindReport {
    let mut finder = LrFinder::new(FinderConfig {
        sweep: RampConfig { start_lr, end_lr, steps, shape: RampShape::Exponential },
        smoothing: Smoothing::None,
        stop: StopRule::Never,
        lr_cap: None,
        rule: None,
        diverged_above: None,
    })
    .unwrap();
    let mut w = 1.0;
    while let Some(lr) = finder.next_lr() {
        finder.record(curvature * w * w / 2.0);
        w -= lr * curvature * w;
    }
    finder.report()
}

/// A step multiplies w by 1 − λ·lr: the loss falls up to the first rate above 2/λ, at which the last loss before the
/// rise is measured.
#[test]
fn the_minimum_on_a_parabola_is_the_first_rate_above_two_over_lambda() {
    for curvature in [1e-3, 0.3, 1.0, 7.7, 1234.5] {
        for steps in [37, 100, 251] {
            let report = on_a_parabola(curvature, 1e-3 / curvature, 30.0 / curvature, steps);
            let lowest = (0..report.losses.len()).min_by(|a, b| report.losses[*a].total_cmp(&report.losses[*b]));
            let first_above = report.lrs.iter().position(|lr| *lr > 2.0 / curvature);
            assert_eq!(lowest, first_above, "λ = {curvature}, {steps} steps");
        }
    }
}

/// What a rule answers: a rate, or words that occur in its reason for none.
enum Want {
    Some,
    None(&'static str),
}

#[test]
fn every_rule_on_every_kind_of_curve() {
    use Want::{None as No, Some as Yes};
    let usual_100 = curve(100, usual);
    let nan_from = |from: usize| curve(100, |i| if i < from { usual(i) } else { f64::NAN });
    // In the order of RULES: fastai's valley, slide, minimum and steep, torch-lr-finder, Lightning, its older self,
    // ignite, ktrain, corrected, the Keras finder.
    let table: Vec<(&str, Vec<f64>, [Want; 11])> = vec![
        ("usual", usual_100.clone(), [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes]),
        (
            "below zero",
            usual_100.iter().map(|loss| loss - 5.0).collect(),
            [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes],
        ),
        (
            "falling to the end",
            curve(100, |i| 5.0 - i as f64 / 50.0),
            [Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes],
        ),
        (
            "constant",
            vec![0.7; 100],
            [Yes, Yes, Yes, Yes, Yes, Yes, Yes, No("it needs 3"), No("it needs 2"), No("it needs 2"), Yes],
        ),
        (
            "rising",
            curve(100, |i| 1.0 + i as f64),
            [Yes, Yes, Yes, Yes, Yes, Yes, Yes, No("it needs 3"), No("it needs 2"), No("it needs 2"), Yes],
        ),
        // Within the last points that are cut, except where a rule cuts none or one.
        ("NaN at the end", nan_from(99), [Yes, Yes, Yes, Yes, Yes, Yes, Yes, No("point 99 is NaN"), Yes, Yes, Yes]),
        (
            "NaN from the middle",
            nan_from(50),
            [
                Yes,
                Yes,
                Yes,
                Yes,
                No("point 50 is NaN"),
                Yes,
                Yes,
                No("point 50 is NaN"),
                Yes,
                Yes,
                No("point 50 is NaN"),
            ],
        ),
        (
            "NaN",
            vec![f64::NAN; 100],
            [
                No("0 of 100"),
                No("0 of 100"),
                No("0 of 100"),
                No("0 of 100"),
                No("point 10 is NaN"),
                No("0 finite"),
                No("0 finite"),
                No("point 0 is NaN"),
                No("0 of 100"),
                No("0 of 100"),
                No("point 0 is NaN"),
            ],
        ),
        (
            "infinite",
            vec![f64::INFINITY; 100],
            [
                No("is inf"),
                No("is inf"),
                No("is inf"),
                No("have a slope"),
                No("point 10 is inf"),
                No("0 finite"),
                No("0 finite"),
                No("point 0 is inf"),
                No("0 of 100"),
                No("0 of 100"),
                No("point 0 is inf"),
            ],
        ),
        (
            "one point",
            vec![1.0],
            [
                No("it needs 2"),
                No("it needs 16"),
                No("it needs 1"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 3"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 11"),
            ],
        ),
        (
            "no point",
            vec![],
            [
                No("it needs 2"),
                No("it needs 16"),
                No("it needs 1"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 3"),
                No("it needs 2"),
                No("it needs 2"),
                No("it needs 11"),
            ],
        ),
    ];
    for (name, losses, wants) in table {
        let lrs = lrs(losses.len().max(1));
        for (rule, want) in RULES.iter().zip(wants) {
            let got = rule.suggest(&Curve { lrs: &lrs[..losses.len()], losses: &losses, planned: losses.len() });
            match (got, want) {
                (Ok(suggestion), Want::Some) => {
                    assert!(suggestion.lr > 0.0 && suggestion.loss.is_finite(), "{name}: {suggestion:?}");
                    assert!(suggestion.index < losses.len() && !suggestion.reason.is_empty(), "{name}: {suggestion:?}");
                }
                (Err(none), Want::None(words)) => assert!(none.reason.contains(words), "{name}: {none:?}"),
                (got, _) => panic!("{name}: {got:?}"),
            }
        }
    }
}

/// The usual curve is steepest at point 60, whatever the slope is taken of.
#[test]
fn the_rules_on_the_usual_curve() {
    let (lrs, losses) = (lrs(100), curve(100, usual));
    let at = |rule: &str| {
        Rule::named(rule).unwrap().suggest(&Curve { lrs: &lrs, losses: &losses, planned: 100 }).unwrap().index
    };
    for (rule, index) in [
        ("torch-lr-finder-steepest", 60),
        ("lightning-steepest-2.5.2", 60),
        ("ignite-steepest", 60),
        ("ktrain-steepest-fixed", 60),
        ("ktrain-steepest", 28),       // 32 too early
        ("keras-finder-steepest", 70), // half of its 20 steps later
    ] {
        assert_eq!(at(rule), index, "{rule}");
    }
    // The slope in rate leans to the small end.
    assert!(at("lightning-steepest") < 60);
}

fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -3.0..3.0_f64,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, f64::MAX, f64::MIN, 5e-324]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_curves_never_panic(
        lrs in prop::collection::vec(anything(), 0..130),
        losses in prop::collection::vec(anything(), 0..130),
        planned in prop_oneof![0..200_usize, Just(usize::MAX)],
    ) {
        let curve = Curve { lrs: &lrs, losses: &losses, planned };
        for rule in RULES {
            match rule.suggest(&curve) {
                Ok(suggestion) => {
                    prop_assert!(suggestion.lr > 0.0 && suggestion.lr.is_finite());
                    prop_assert!(suggestion.loss.is_finite());
                }
                Err(none) => prop_assert!(!none.reason.is_empty()),
            }
        }
        let _ = (clear_fall(&losses), bounds(&lrs, &losses, &losses));
        let column = |numbers: &[f64]| Value::Numbers(numbers.to_vec());
        for preset in Preset::ALL {
            if let Ok(smoothed) = smooth(&column(&losses), &Value::Text(preset.name().to_owned())) {
                prop_assert_eq!(smoothed.len(), losses.len());
            }
        }
        for rule in RULES {
            let _ = suggest(&column(&lrs), &column(&losses), &Value::Text(rule.name.to_owned()), None);
        }
    }
}

/// 0.693 ± 1.4 %, normal: the sum of twelve uniform numbers less six.
#[test]
fn noise_does_not_fall() {
    for points in [60, 100, 200] {
        let falls = |seed: &u64| {
            let mut rng = Rng::new(*seed, Stream::Rates);
            let mut normal = || (0..12).map(|_| f64::from(rng.uniform())).sum::<f64>() - 6.0;
            let losses: Vec<f64> = (0..points).map(|_| 0.693 * (1.0 + 0.014 * normal())).collect();
            clear_fall(&losses).is_ok()
        };
        let count = (0..2000).filter(falls).count();
        assert!(count <= 5, "{count} of 2000 curves of {points} points");
    }
}

/// A range test of a hundred steps with noise, by chance.
fn noisy(seed: u64, noise: f64) -> Vec<f64> {
    let mut rng = Rng::new(seed, Stream::Rates);
    let mut normal = || (0..12).map(|_| f64::from(rng.uniform())).sum::<f64>() - 6.0;
    (0..100).map(|i| 0.7 - 0.5 / (1.0 + exp((60.0 - f64::from(i)) / 7.0)) + noise * normal()).collect()
}

#[test]
fn averages_are_told_from_losses_of_batches() {
    let count = |smoothing: Smoothing, noise: f64| {
        let smoothed = |seed: &u64| {
            let mut smoother = Smoother::new(smoothing).unwrap();
            let losses: Vec<f64> = noisy(*seed, noise).into_iter().map(|loss| smoother.smooth(loss)).collect();
            is_smoothed_already(&losses)
        };
        (0..200).filter(smoothed).count()
    };
    for noise in [0.01, 0.05] {
        let raw = count(Smoothing::None, noise);
        assert!(raw <= 5, "{raw} of 200 raw curves");
        for smoothing in [Smoothing::Corrected { beta: 0.98 }, Smoothing::Seeded { beta: 0.95 }] {
            let smoothed = count(smoothing, noise);
            assert!(smoothed >= 170, "{smoothed} of 200 by {smoothing:?}");
        }
    }
    // Without noise nothing is said.
    for losses in [noisy(1, 0.0), vec![0.693; 60], vec![1.0, 0.5, 0.7]] {
        assert!(!is_smoothed_already(&losses));
    }
}

#[test]
fn smoothing_by_preset() {
    let losses = json!([4.0, 2.0, 3.0]);
    for (preset, want) in [
        ("document-000", [4.0, 2.0, 3.0]),
        ("document-001", [4.0, 2.0, 3.0]),
        ("torch-lr-finder", [4.0, 3.9, 3.855]),
        ("ignite", [4.0, 3.9, 3.855]),
        ("van-wyk", [4.0, 0.56 / 0.19, 0.804 / 0.271]),
        ("fastai", [4.0, 0.1184 / 0.0396, 0.176_032 / 0.058_808]),
        ("ktrain", [4.0, 0.1184 / 0.0396, 0.176_032 / 0.058_808]),
        ("pyimagesearch", [4.0, 0.1184 / 0.0396, 0.176_032 / 0.058_808]),
        ("lightning", [0.08 / 0.0396, 0.1184 / 0.058_808, 0.176_032 / 0.077_631_84]),
    ] {
        let got = smooth(&value(&losses), &value(&json!(preset))).unwrap();
        assert!(got.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-9), "{preset}: {got:?}");
    }
    let got = smooth(&Value::Numbers(vec![1.0, f64::NAN, 1.0]), &value(&json!("fastai"))).unwrap();
    assert!((got[0] - 1.0).abs() < 1e-12 && got[1].is_nan() && got[2].is_nan(), "{got:?}");
}

#[test]
fn refusals_of_a_curve_name_the_field() {
    for (losses, preset, field) in [
        (json!([]), json!("fastai"), "losses"),
        (json!("1, 2"), json!("fastai"), "losses"),
        (json!([1.0, "x"]), json!("fastai"), "losses[1]"),
        (json!([1.0]), json!("fast.ai"), "preset"),
        (json!([1.0]), json!(null), "preset"),
    ] {
        assert_eq!(smooth(&value(&losses), &value(&preset)).unwrap_err().field(), field, "{losses} {preset}");
    }
    let valley = "fastai-valley";
    for (lrs, losses, rule, options, field) in [
        (json!([]), json!([]), json!(valley), json!({}), "lrs"),
        (json!([0.1]), json!([]), json!(valley), json!({}), "losses"),
        (json!([0.1, 0.2]), json!([1.0]), json!(valley), json!({}), "losses"),
        (json!([0.1, 0.0]), json!([1.0, 1.0]), json!(valley), json!({}), "lrs[1]"),
        (json!([0.1, null]), json!([1.0, 1.0]), json!(valley), json!({}), "lrs[1]"),
        (json!([0.1]), json!([1.0]), json!("valley"), json!({}), "rule"),
        (json!([0.1]), json!([1.0]), json!(3), json!({}), "rule"),
        (json!([0.1, 0.2]), json!([1.0, 1.0]), json!(valley), json!({ "steps": 1 }), "steps"),
        (json!([0.1]), json!([1.0]), json!(valley), json!({ "steps": 1e9 }), "steps"),
        (json!([0.1]), json!([1.0]), json!(valley), json!({ "step": 1 }), "step"),
    ] {
        let got = suggest(&value(&lrs), &value(&losses), &value(&rule), Some(&value(&options)));
        assert_eq!(got.unwrap_err().field(), field, "{lrs} {losses} {rule} {options}");
    }
}

#[test]
fn suggest_answers_or_says_why_not() {
    let (lrs, losses) = (Value::Numbers(lrs(100)), Value::Numbers(curve(100, usual)));
    let rule = value(&json!("torch-lr-finder-steepest"));
    let Advice::Answer { index, loss, .. } = suggest(&lrs, &losses, &rule, None).unwrap() else { panic!("no answer") };
    assert_eq!((index, loss), (60, usual(60)));
    // The share that fastai cuts is of the planned steps.
    let minimum = value(&json!("fastai-minimum"));
    let advice = suggest(&lrs, &losses, &minimum, Some(&value(&json!({ "steps": 1000 })))).unwrap();
    assert!(matches!(&advice, Advice::None { none } if none.contains("the first 100")), "{advice:?}");
}

fn experiment_on(data: &Json, activation: &str, batch: &Json) -> Value {
    value(&json!({
        "data": data,
        "model": { "layers": [{ "kind": "dense", "units": 4, "activation": activation },
                              { "kind": "dense", "units": 2, "activation": "softmax" }] },
        "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": batch, "seed": 1,
    }))
}

/// 456 rows to train on: 15 batches of 32, the last of 8.
fn experiment(batch: &Json) -> Value {
    experiment_on(&json!({ "name": "breast-cancer", "validation": 0.2 }), "relu", batch)
}

fn find(batch: &Json, options: &Json) -> LrFindReport {
    let mut run = lr_find(&experiment(batch), Some(&value(options))).unwrap();
    while !run.advance(7).done {}
    let (before, after) = run.fingerprints();
    assert_eq!(before, after);
    run.report()
}

#[test]
fn presets_as_their_systems_ship_them() {
    // Preset, planned rates, the first two and the last, and the rule that comes first.
    for (preset, planned, [first, second, last], rule) in [
        ("fastai", 100, [1e-7, 1.202_264_434_617_413e-7, 8.317_637_711_026_71], "fastai-valley"),
        ("lightning", 100, [1e-8, 1.445_439_770_745_927_5e-8, 1.0], "lightning-steepest"),
        ("torch-lr-finder", 100, [1e-7, 1.204_503_540_258_782_4e-7, 10.0], "torch-lr-finder-steepest"),
        ("ignite", 100, [1.202_264_434_617_413e-7, 1.445_439_770_745_928e-7, 10.0], "ignite-steepest"),
        ("ktrain", 1852, [1e-7, 1.01e-7, 9.974_65], "ktrain-steepest"),
        ("van-wyk", 101, [1e-7, 1.202_264_434_617_413e-7, 10.0], "fastai-valley"),
        ("pyimagesearch", 2055, [1e-10, 1.012_395_6e-10, 9.877_5], "fastai-valley"),
        ("document-000", 10, [1e-3, 2.154_434_690_031_884e-3, 1.0], "fastai-valley"),
        ("document-001", 15, [0.05, 0.085_235, 87.516], "fastai-valley"),
    ] {
        let options = json!({ "preset": preset, "stop": "never" });
        // tanh and softmax keep every loss finite.
        let data = json!({ "name": "breast-cancer", "validation": 0.2 });
        let mut run = lr_find(&experiment_on(&data, "tanh", &json!(32)), Some(&value(&options))).unwrap();
        assert_eq!(run.progress().total, planned, "{preset}");
        run.advance(usize::MAX);
        let report = run.report();
        let close =
            |got: f64, want: f64| (got / want - 1.0).abs() < if preset == "pyimagesearch" { 1e-3 } else { 1e-4 };
        assert!(close(report.lrs[0], first) && close(report.lrs[1], second), "{preset}: {:?}", &report.lrs[..2]);
        assert_eq!(report.stop.as_ref().unwrap().reason, StopReason::Completed, "{preset}");
        assert!(close(*report.lrs.last().unwrap(), last), "{preset}: {:?}", report.lrs.last());
        // Every rule answers or says why not; the preset's own is the first of those that do.
        assert_eq!(report.suggestions.len() + report.unanswered.len(), RULES.len());
        let names: Vec<&str> = report.suggestions.iter().map(|suggestion| suggestion.rule).collect();
        let silent: Vec<&str> = report.unanswered.iter().map(|unanswered| unanswered.rule).collect();
        assert!(names.first() == Some(&rule) || silent.first() == Some(&rule), "{preset}: {names:?} {silent:?}");
        let smoothed = smooth(&Value::Numbers(report.losses), &value(&json!(preset))).unwrap();
        assert_eq!(smoothed, report.smoothed, "{preset}");
    }
}

#[test]
fn options_go_before_the_preset() {
    let report = find(
        &json!(32),
        &json!({ "preset": "fastai", "startLr": 1e-3, "endLr": 1.0, "steps": 20, "sweep": "linear",
                 "smoothing": { "kind": "lightning", "beta": 0.5 } }),
    );
    assert_eq!((report.lrs[0], report.lrs[19]), (1e-3, 1.0));
    assert!((report.smoothed[0] / report.losses[0] - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn a_rate_for_every_epoch() {
    let sweep = |more: Json| {
        let mut options = json!({ "startLr": 1e-3, "endLr": 1.0, "steps": 6, "smoothing": { "kind": "none" },
                                  "stop": "never", "per": "epoch" });
        options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        options
    };
    // On the full batch an epoch is a batch.
    let epochs = find(&json!("full"), &sweep(json!({})));
    assert_eq!(epochs.losses, find(&json!("full"), &sweep(json!({ "per": "batch" }))).losses);
    assert_eq!(epochs.losses, find(&json!("full"), &sweep(json!({ "lossOn": "running-mean" }))).losses);

    // The same training at given rates, batch by batch.
    let report = find(&json!(32), &sweep(json!({})));
    let schedule = json!({ "schedule": { "kind": "table", "unit": "epoch", "values": report.lrs }, "epochs": 6 });
    let mut run = fit(&experiment(&json!(32)), &value(&schedule)).unwrap();
    run.advance(usize::MAX);
    let rows = |i: usize| if i % 15 == 14 { 8.0 } else { 32.0 };
    for (epoch, loss) in report.losses.iter().enumerate() {
        let mean: f64 = (15 * epoch..15 * (epoch + 1)).map(|i| run.trace().losses[i] * rows(i) / 456.0).sum();
        assert!((loss / mean - 1.0).abs() < 1e-12, "epoch {epoch}: {loss} against {mean}");
    }
    let validation = find(&json!(32), &sweep(json!({ "lossOn": "validation" })));
    assert_eq!(validation.losses, run.trace().validation.losses);
    assert_eq!(
        lr_find(&experiment(&json!(32)), Some(&value(&sweep(json!({ "epochs": 2 }))))).unwrap_err().field(),
        "finder.epochs"
    );
}

#[test]
fn the_running_mean_begins_anew_with_every_epoch() {
    let options = |loss_on: &str| json!({ "startLr": 1e-3, "endLr": 0.1, "epochs": 2, "smoothing": { "kind": "none" }, "lossOn": loss_on });
    let (raw, mean) = (find(&json!(32), &options("batch")).losses, find(&json!(32), &options("running-mean")).losses);
    assert_eq!((raw.len(), mean.len()), (30, 30));
    assert_eq!((mean[0], mean[15]), (raw[0], raw[15]));
    assert!((mean[1] - (raw[0] + raw[1]) / 2.0).abs() < 1e-12);
    let last = (raw[15..29].iter().sum::<f64>() * 32.0 + raw[29] * 8.0) / 456.0;
    assert!((mean[29] - last).abs() < 1e-12);
    // Each loss after its update, and there must be rows to measure it on.
    let validation = find(&json!(32), &options("validation")).losses;
    assert!(validation.len() == 30 && validation != raw);
    let none_held_out = experiment_on(&json!({ "name": "breast-cancer" }), "relu", &json!(32));
    let error = lr_find(&none_held_out, Some(&value(&options("validation")))).unwrap_err();
    assert_eq!(error.field(), "finder.lossOn");
}

#[test]
fn van_wyk_stops_against_the_lowest_raw_loss() {
    let mut finder = LrFinder::new(FinderConfig {
        sweep: RampConfig { start_lr: 1e-3, end_lr: 1.0, steps: 50, shape: RampShape::Exponential },
        smoothing: Smoothing::Corrected { beta: 0.9 },
        stop: StopRule::Diverged { factor: 4.0, against: Against::BestRaw },
        lr_cap: None,
        rule: None,
        diverged_above: None,
    })
    .unwrap();
    // One low loss by chance ends it, though the smoothed loss never rises.
    for loss in [1.0, 1.0, 0.1, 1.0, 1.0] {
        finder.record(loss);
    }
    assert_eq!(finder.stop().map(|stop| (stop.reason, stop.step)), Some((StopReason::Diverged, 3)));
}

#[test]
fn the_catalog_has_every_name() {
    let finder = catalog().finder;
    assert_eq!(finder.rules.len(), 11);
    assert!(finder.rules.iter().all(|rule| rule.sentence.ends_with('.') && !rule.title.is_empty()));
    let kinds = |list: &[lr_lab::api::KindInfo]| list.iter().map(|info| info.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&finder.smoothers), ["corrected", "seeded", "lightning", "none"]);
    assert_eq!(kinds(&finder.stops), ["best-smoothed", "best-raw", "initial", "never"]);
    let experiment = experiment(&json!(32));
    for preset in &finder.presets {
        let kind = preset.kind;
        let run = lr_find(&experiment, Some(&value(&json!({ "preset": kind })))).unwrap();
        let mut defaults = json!({ "preset": kind });
        for field in &preset.fields {
            let default = serde_json::to_value(field).unwrap()["default"].clone();
            if !default.is_null() {
                defaults[field.name] = default;
            }
        }
        let told = lr_find(&experiment, Some(&value(&defaults))).unwrap();
        assert_eq!(told.progress().total, run.progress().total, "{kind}: {defaults}");
    }
    for smoother in kinds(&finder.smoothers) {
        assert!(lr_find(&experiment, Some(&value(&json!({ "smoothing": { "kind": smoother } })))).is_ok());
    }
    for stop in kinds(&finder.stops) {
        let stop = if stop == "never" { json!(stop) } else { json!({ "against": stop }) };
        assert!(lr_find(&experiment, Some(&value(&json!({ "stop": stop })))).is_ok());
    }
}
