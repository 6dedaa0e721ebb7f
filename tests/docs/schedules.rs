//! One page for each schedule: its curve, its equation, its arguments and some of its rates come from the code, the rest
//! is written by hand. Curves and equations are those of the page's own examples.

use std::fs;

use lr_lab::api::{KindInfo, ScheduleFigure, catalog, lr_at, sample_schedule};
use lr_lab::declare::Given;
use lr_lab::error::Result;
use lr_lab::named::Named;
use lr_lab::number::number;
use lr_lab::plot::{text::estimate, theme::Theme};
use lr_lab::schedule::Policy;
use serde_json::{Value as Json, from_str, json};

use super::arguments;
use super::page::{Settings, blocks, hold, path, picture, renewed, table, value};

const SIZE: (f64, f64) = (640.0, 260.0);

#[test]
fn every_schedule_has_a_page_that_is_not_stale() {
    for kind in catalog().schedules {
        let name = format!("schedules/{}.md", kind.kind);
        let text = fs::read_to_string(path(&name)).unwrap_or_else(|_| panic!("docs/{name} is missing"));
        let examples = blocks(&text, "json");
        assert!(!examples.is_empty(), "docs/{name} has no example");
        let made = renewed(&text, |part, settings| match part {
            "curve" => curve(&kind, &examples, settings),
            "formula" => formulas(&examples),
            "arguments" => arguments(&kind),
            part => panic!("docs/{name}: no part is called {part}"),
        });
        for section in ["curve", "arguments", "## Equation", "## Example", "## Source"] {
            assert!(made.contains(section), "docs/{name} lacks {section}");
        }
        // A plateau follows a metric, and an expression's formula is the user's.
        assert!(made.contains("<!-- formula -->") || ["plateau", "expression"].contains(&kind.kind), "docs/{name}");
        hold(&name, &made);
    }
}

#[test]
fn the_index_has_every_schedule() {
    let name = "schedules/README.md";
    let made = renewed(&fs::read_to_string(path(name)).unwrap(), |_, _| {
        let row = |KindInfo { kind, title, description, .. }: KindInfo| {
            vec![format!("[{title}]({kind}.md)"), format!("`{kind}`"), description.into_owned()]
        };
        let head = ["schedule", "kind", ""].map(str::to_owned);
        table(&head, &catalog().schedules.into_iter().map(row).collect::<Vec<_>>())
    });
    hold(name, &made);
}

/// The examples drawn together, and what their rates are `at` some steps.
fn curve(kind: &KindInfo, examples: &[(&str, &str)], settings: &Settings) -> String {
    let number_of = |key: &str| settings.get(key).map(|text| text.parse::<u64>().unwrap());
    let steps = number_of("steps").expect("a curve has steps");
    let per_epoch = number_of("stepsPerEpoch").unwrap_or(1);
    let metrics: Option<Vec<f64>> =
        settings.get("metrics").map(|list| list.split(',').map(|metric| metric.parse().unwrap()).collect());
    let columns: Vec<Column> =
        examples.iter().map(|(label, text)| Column::new(label, text, steps, per_epoch, metrics.as_deref())).collect();
    let draw = |theme: Theme| {
        let curves: Vec<Json> =
            columns.iter().map(|column| json!({ "label": column.label, "lrs": column.rates })).collect();
        let options = value(&json!({ "theme": theme.name() }));
        let figure = ScheduleFigure::read(&value(&json!(curves)), Some(&options)).unwrap();
        vec![figure.chart(SIZE, &estimate)]
    };
    let picture = picture("schedules", kind.kind, &format!("The rate of each of {steps} steps"), draw);
    format!("{picture}\n{}", rates(&columns, settings["at"], per_epoch))
}

/// The equations of the examples, each once.
fn formulas(examples: &[(&str, &str)]) -> String {
    let mut formulas: Vec<(&str, String)> = Vec::new();
    for (label, text) in examples {
        let Policy::Schedule(schedule) = Policy::read(&mut Example(&from_str(text).unwrap())).unwrap() else {
            continue;
        };
        let formula = schedule.shape().formula().to_string();
        if formulas.iter().all(|(_, known)| *known != formula) {
            formulas.push((label, formula));
        }
    }
    let alone = formulas.len() == 1;
    let block = |(label, formula): &(&str, String)| {
        let head = if alone { String::new() } else { format!("{label}:\n\n") };
        format!("{head}```text\n{formula}\n```\n")
    };
    formulas.iter().map(block).collect::<Vec<_>>().join("\n")
}

/// An example as a request; what is wrong with it, the curve says.
struct Example<'a>(&'a Json);

impl Given for Example<'_> {
    fn number(&mut self, name: &'static str) -> Result<Option<f64>> {
        Ok(self.0[name].as_f64())
    }

    fn whole(&mut self, name: &'static str) -> Result<Option<u64>> {
        Ok(self.0[name].as_f64().map(|number| number as u64))
    }

    fn flag(&mut self, name: &'static str) -> Result<Option<bool>> {
        Ok(self.0[name].as_bool())
    }

    fn text(&mut self, name: &'static str) -> Result<Option<String>> {
        Ok(self.0[name].as_str().map(str::to_owned))
    }

    fn numbers(&mut self, name: &'static str) -> Result<Option<Vec<f64>>> {
        Ok(self.0[name].as_array().map(|numbers| numbers.iter().filter_map(Json::as_f64).collect()))
    }

    fn wholes(&mut self, name: &'static str) -> Result<Option<Vec<u64>>> {
        Ok(self.numbers(name)?.map(|numbers| numbers.into_iter().map(|number| number as u64).collect()))
    }

    fn list(&mut self, name: &'static str, each: &mut dyn FnMut(&mut dyn Given) -> Result<()>) -> Result<bool> {
        self.0[name].as_array().into_iter().flatten().try_for_each(|item| each(&mut Example(item)))?;
        Ok(self.0[name].is_array())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

/// An example, its rates, and how any one of them is asked for.
struct Column<'a> {
    label: &'a str,
    rates: Vec<f64>,
    at: Box<dyn Fn(u64) -> f64 + 'a>,
}

impl<'a> Column<'a> {
    fn new(label: &'a str, text: &str, steps: u64, per_epoch: u64, metrics: Option<&[f64]>) -> Self {
        let schedule = value(&from_str(text).unwrap_or_else(|error| panic!("{text}: {error}")));
        let Some(metrics) = metrics else {
            let length = value(&json!({ "steps": steps, "stepsPerEpoch": per_epoch }));
            let rates = sample_schedule(&schedule, &length).unwrap();
            return Self { label, rates, at: Box::new(move |step| lr_at(&schedule, step as f64, &length).unwrap()) };
        };
        // Plateau's rate after each epoch, so that the first epoch has the first rate of the request.
        let after = sample_schedule(&schedule, &value(&json!({ "metrics": metrics }))).unwrap();
        let first = from_str::<Json>(text).unwrap()["initLr"].as_f64().unwrap();
        let by_epoch: Vec<f64> = std::iter::once(first).chain(after).collect();
        let rates: Vec<f64> = (0..steps).map(|step| by_epoch[(step / per_epoch) as usize]).collect();
        let asked = rates.clone();
        Self { label, rates, at: Box::new(move |step| asked[step as usize]) }
    }
}

fn rates(columns: &[Column], at: &str, per_epoch: u64) -> String {
    let labels = columns.iter().map(|column| if column.label.is_empty() { "rate" } else { column.label }.to_owned());
    let head: Vec<String> = std::iter::once("step".to_owned()).chain(labels).collect();
    let row = |step: &str| {
        let step: u64 = step.parse().unwrap();
        let name = if per_epoch > 1 { format!("{step} (epoch {})", step / per_epoch) } else { step.to_string() };
        std::iter::once(name).chain(columns.iter().map(|column| number((column.at)(step), 6))).collect()
    };
    table(&head, &at.split(',').map(row).collect::<Vec<_>>())
}

fn arguments(kind: &KindInfo) -> String {
    let mut rows = arguments::rows(&kind.fields);
    // Plateau acts at the ends of epochs, whatever it is told.
    if kind.kind != "plateau" {
        rows.push(["`unit`", "`step`, `epoch`", "`step`", "What t and all lengths count."].map(str::to_owned).to_vec());
    }
    table(&arguments::head(), &rows)
}
