//! Requests of every kind of schedule, shared by the tests.

use serde_json::{Value as Json, json};

/// A request of every kind, with every field that it may have.
pub(crate) fn requests() -> Vec<Json> {
    vec![
        json!({ "kind": "constant", "lr": 0.1, "unit": "epoch" }),
        json!({ "kind": "inverse-time", "initLr": 0.1, "decayRate": 0.5, "decaySteps": 10, "staircase": true }),
        json!({ "kind": "step", "initLr": 0.1, "factor": 0.5, "stepSize": 10 }),
        json!({ "kind": "multi-step", "initLr": 0.1, "factor": 0.5, "milestones": [3, 5] }),
        json!({ "kind": "piecewise", "boundaries": [3, 5], "values": [0.1, 0.2, 0.3] }),
        json!({
            "kind": "exponential", "initLr": 0.1, "decayRate": 0.9, "decaySteps": 5, "staircase": false, "begin": 2,
            "endLr": 0.01,
        }),
        json!({ "kind": "natural-exponential", "initLr": 0.1, "k": 0.1 }),
        json!({ "kind": "geometric", "startLr": 0.001, "endLr": 1, "steps": 20 }),
        json!({ "kind": "linear", "startLr": 0, "endLr": 0.1, "steps": 5 }),
        json!({ "kind": "polynomial", "initLr": 0.1, "endLr": 0.01, "decaySteps": 10, "power": 2, "cycle": true }),
        json!({
            "kind": "cosine", "initLr": 0, "decaySteps": 10, "alpha": 0.1, "warmupTarget": 0.1, "warmupSteps": 3,
        }),
        json!({ "kind": "warm-restarts", "initLr": 0.1, "firstDecaySteps": 4, "tMul": 2, "mMul": 0.9, "alpha": 0.1 }),
        json!({
            "kind": "cyclic", "baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 3, "stepSizeDown": 5, "mode": "exp-range",
            "gamma": 0.99,
        }),
        json!({
            "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 20, "pctStart": 0.3, "divFactor": 25,
            "finalDivFactor": 1e4, "anneal": "linear", "threePhase": true, "pctFinal": 0.8, "convention": "optax",
        }),
        json!({ "kind": "flat-cosine", "initLr": 0.1, "totalSteps": 20, "pctStart": 0.6, "divFinal": 10 }),
        json!({ "kind": "inverse-sqrt", "maxLr": 0.1, "warmupSteps": 4, "timescale": 4 }),
        json!({ "kind": "noam", "modelSize": 64, "warmupSteps": 4, "factor": 2 }),
        json!({
            "kind": "warmup-stable-decay", "maxLr": 0.1, "warmupSteps": 4, "stableSteps": 10, "decaySteps": 6,
            "startLr": 0.01, "endLr": 0.001, "anneal": "sqrt",
        }),
        json!({ "kind": "join", "unit": "epoch", "boundaries": [2], "schedules": [
            { "kind": "linear", "startLr": 0.01, "endLr": 0.1, "steps": 2 },
            { "kind": "cosine", "initLr": 0.1, "decaySteps": 9, "unit": "step" },
        ] }),
        json!({ "kind": "product", "schedules": [
            { "kind": "constant", "lr": 0.1 },
            { "kind": "join", "boundaries": [2], "schedules": [
                { "kind": "constant", "lr": 1 }, { "kind": "step", "initLr": 1, "factor": 0.5, "stepSize": 3 },
            ] },
        ] }),
        json!({
            "kind": "plateau", "initLr": 0.1, "factor": 0.5, "patience": 2, "minDelta": 1e-3, "cooldown": 1,
            "minLr": 0.01, "monitor": "loss", "convention": "keras", "unit": "epoch",
        }),
        json!({
            "kind": "expression", "initLr": 0.1, "unit": "epoch",
            "expression": "epoch < 2 ? lr * (1 + step / totalSteps) : lr * exp(-0.1 * epoch) ^ 2",
        }),
        json!({ "kind": "table", "values": [0.1, 0.2, 0.3] }),
    ]
}
