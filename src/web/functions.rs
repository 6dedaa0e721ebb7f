//! The functions of the contract that keep nothing: each reads its arguments, calls the crate and writes what it gives.

use js_sys::Float64Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;
use crate::report::Found;

use super::error::or_throw;
use super::report::{told, write};
use super::value::{self, given};

/// Each function by its two names, what it gives, with its TypeScript where that is more than the type, its arguments,
/// each read under a field, and what it makes of them. Docs are plain texts, as in `run`.
macro_rules! functions {
    ($(
        $($doc:literal)*
        $name:ident $js:ident: $gives:ty $(as $told:literal)?;
            ($($arg:ident: $($type:literal)? $([$optional:literal])?, $read:ident $under:literal);*) = $call:expr;
    )*) => {$(
        $(#[doc = $doc])*
        #[wasm_bindgen(js_name = $js $(, unchecked_return_type = $told)?)]
        pub fn $name($(
            #[wasm_bindgen($(unchecked_param_type = $type)? $(unchecked_optional_param_type = $optional)?)]
            $arg: &JsValue
        ),*) -> Result<$gives, JsValue> {
            $(let $arg = value::$read($under, $arg)?;)*
            $call
        }
    )*};
}

functions! {
    "Every data set of the lab."
    datasets datasets: JsValue as "DatasetInfo[]";
        () = told(api::datasets());
    "Every kind that an experiment can name, with its fields, defaults and ranges."
    catalog catalog: JsValue as "Catalog";
        () = write(api::catalog());
    "Takes the texts of another language, templates by their ids, for all that this instance says from now on; without"
    "them, English again. A worker needs them given to it."
    set_texts setTexts: ();
        (table: ["Record<string, string> | null"], optional "table") = or_throw(api::set_texts(table.as_ref()));
    "What a text with a table of the user's own is, where `target`, by default its last column, is to be predicted."
    describe_data describeData: JsValue as "DataDescription";
        (csv: "string", given "csv"; target: ["string"], optional "target")
        = told(api::describe_data(&csv, target.as_ref()));
    "Takes the pictures of a data set that is too large to come along, from two IDX files, gzipped or not. They stay"
    "with this instance: a worker needs them given to it."
    provide_data provideData: JsValue as "DatasetInfo";
        (name: "string", name "name"; images: "Uint8Array", bytes "images"; labels: "Uint8Array", bytes "labels")
        = told(api::provide_data(&name, &images, &labels));

    "The rates of the first steps of a schedule."
    sample_schedule sampleSchedule: Float64Array;
        (schedule: "Schedule", given "schedule"; options: "SampleOptions", given "")
        = or_throw(api::sample_schedule(&schedule, &options)).map(column);
    "What is odd about a schedule over a run, in one sentence each."
    lint_schedule lintSchedule: JsValue as "LintFinding[]";
        (schedule: "Schedule", given "schedule"; options: "RunLength", given "")
        = told(api::lint_schedule(&schedule, &options));
    "Where a schedule can be taken hold of; `t` is in its unit."
    schedule_handles scheduleHandles: JsValue as "ScheduleHandle[]";
        (schedule: "Schedule", given "schedule") = told(api::schedule_handles(&schedule));
    "The settings of a kind of schedule that suit a run where nothing is typed."
    suited_schedule suitedSchedule: JsValue as "Record<string, unknown>";
        (kind: "string", given "kind"; options: "SuitedOptions", given "")
        = told(api::suited_schedule(&kind, &options));
    "The defaults of a kind of schedule, by the choices that are given, such as the convention."
    schedule_defaults scheduleDefaults: JsValue as "Record<string, unknown>";
        (kind: "string", given "kind"; choices: ["Record<string, unknown>"], optional "given")
        = told(api::schedule_defaults(&kind, choices.as_ref()));

    "The losses as a preset's system smooths them: a number for every loss."
    smooth smooth: Float64Array;
        (losses: "ArrayLike<number>", given "losses"; preset: "NonNullable<FinderOptions[\"preset\"]>", given "preset")
        = or_throw(api::smooth(&losses, &preset)).map(column);
    "What the finder says of a range test that ran elsewhere: `{ lrs, losses }`, or a text with a column of rates and"
    "one of losses."
    read_lr_find readLrFind: JsValue as "LrFindReport";
        (table: "string | LrCurve", given "table"; options: ["CurveOptions"], optional "")
        = told(api::read_lr_find(&table, options.as_ref()).map(Found::from));
    "What a rule of the finder says of rates and smoothed losses."
    suggest suggest: JsValue as "Advice";
        (
            lrs: "ArrayLike<number>", given "lrs";
            losses: "ArrayLike<number>", given "losses";
            rule: "string", given "rule";
            options: ["SuggestOptions"], optional ""
        ) = told(api::suggest(&lrs, &losses, &rule, options.as_ref()));

    "The largest eigenvalue of the Hessian of an experiment's loss at its initial weights, and the rates that it"
    "allows."
    sharpness sharpness: JsValue as "SharpnessReport";
        (experiment: "Experiment", given ""; options: ["SharpnessOptions"], optional "")
        = told(api::sharpness(&experiment, options.as_ref()));
    "One report of several that made different parts of a sweep: the same however they were divided."
    merge_lr_sweeps mergeLrSweeps: JsValue as "LrSweepReport";
        (reports: "LrSweepReport[]", given "reports") = told(api::merge_lr_sweeps(&reports));
    "How much of the gain a rate keeps: 1 is the best of a sweep, 0 no better than not training; null outside of its rates."
    sweep_gain sweepGain: JsValue as "GainReport | null";
        (report: "LrSweepReport", given "report"; lr: "number", given "lr") = told(api::sweep_gain(&report, &lr));
    "One report of several that made different parts of a race: the same however they were divided."
    merge_lr_races mergeLrRaces: JsValue as "LrRaceReport";
        (reports: "LrRaceReport[]", given "reports") = told(api::merge_lr_races(&reports));
    "One report of several that made different parts of a band: the same however they were divided."
    merge_lr_bands mergeLrBands: JsValue as "LrBandReport";
        (reports: "LrBandReport[]", given "reports") = told(api::merge_lr_bands(&reports));

    "The run that `exportCode`'s script repeats, as JSON: the prepared data, the initial weights, and each step's row"
    "numbers, rate and loss."
    export_run exportRun: String;
        (experiment: "Experiment", given ""; options: ["ExportRunOptions"], optional "")
        = or_throw(api::export_run(&experiment, options.as_ref()));
    "A script that trains the experiment in another library. It reads what `exportRun` makes of the same experiment,"
    "schedule and steps from `lr-lab-run.json`."
    export_code exportCode: String;
        (experiment: "Experiment", given ""; options: "ExportCodeOptions", given "")
        = or_throw(api::export_code(&experiment, &options));

    "A configuration as the text behind the `#` of a link: short, readable, and the same for the same configuration."
    encode_link encodeLink: String;
        (config: "LinkConfig", given "") = or_throw(api::encode_link(&config));
    "What a link says, with or without its `#`. Never throws: what is not accepted becomes the nearest that is, with a"
    "note."
    decode_link decodeLink: JsValue as "DecodedLink";
        (hash: "string", text "") = write(api::decode_link(&hash));
    "Every key of a link, in its order; each is an attribute of the element too."
    link_keys linkKeys: JsValue as "LinkKey[]";
        () = write(api::link_keys().to_vec());
    "The layers that a text such as `conv8x3-pool-flat-32-drop0.1` names, with what it says of them and no more."
    read_network readNetwork: JsValue as "({ kind: Layer[\"kind\"] } & Record<string, unknown>)[]";
        (text: "string", text "") = told(api::read_network(&text));
    "Layers as such a text, each with its activation where that is not the usual one."
    write_network writeNetwork: String;
        (layers: "Layer[]", given "layers"; activation: "string", text "")
        = or_throw(api::write_network(&layers, &activation));
}

/// The rate of one step, from 0.
#[wasm_bindgen(js_name = lrAt)]
pub fn lr_at(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    step: f64,
    #[wasm_bindgen(unchecked_param_type = "RunLength")] options: &JsValue,
) -> Result<f64, JsValue> {
    or_throw(api::lr_at(&given("schedule", schedule)?, step, &given("", options)?))
}

/// The settings that change when the handle `index` goes to `t` and `lr`.
#[wasm_bindgen(js_name = dragSchedule, unchecked_return_type = "Record<string, number>")]
pub fn drag_schedule(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    index: usize,
    t: f64,
    lr: f64,
) -> Result<JsValue, JsValue> {
    told(api::drag_schedule(&given("schedule", schedule)?, index, t, lr))
}

fn column(numbers: Vec<f64>) -> Float64Array {
    Float64Array::from(numbers.as_slice())
}
