//! The settings of a kind as the rows of a table.

use lr_lab::api::FieldInfo;
use lr_lab::number::number;
use serde_json::Value as Json;

pub(crate) fn head() -> [String; 4] {
    ["argument", "accepted", "default", ""].map(str::to_owned)
}

pub(crate) fn rows(fields: &[FieldInfo]) -> Vec<Vec<String>> {
    let row = |field: &FieldInfo| {
        let only = match &field.conventions[..] {
            [] => String::new(),
            conventions => format!(" Only with convention {}.", conventions.join(" and ")),
        };
        let description = format!("{}{only}", field.description);
        vec![format!("`{}`", field.name), accepted(field), default(field), description]
    };
    fields.iter().map(row).collect()
}

fn accepted(field: &FieldInfo) -> String {
    let choices = || field.choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
    match field.field_type {
        "flag" => "true, false".to_owned(),
        "choice" => choices(),
        "text" => "a text".to_owned(),
        "schedules" => "schedules".to_owned(),
        name => {
            let what = match name {
                "number" => "a number",
                "whole" => "a whole number",
                "numbers" => "numbers",
                "wholes" => "whole numbers",
                name => panic!("no words for {name}"),
            };
            let least =
                field.min.map(|min| format!(" {} {}", if field.min_accepted { "≥" } else { ">" }, number(min, 6)));
            // The whole numbers of a double end where nobody goes.
            let most = field.max.filter(|max| *max < 1e15);
            let most = most.map(|max| format!(" {} {}", if field.max_accepted { "≤" } else { "<" }, number(max, 6)));
            let ends: Vec<String> = [least, most].into_iter().flatten().collect();
            format!("{what}{}", ends.join(","))
        }
    }
}

fn default(field: &FieldInfo) -> String {
    let field = serde_json::to_value(field).unwrap();
    if let (Json::Number(keras), Json::Number(pytorch)) = (&field["defaults"]["keras"], &field["defaults"]["pytorch"]) {
        let [keras, pytorch] = [keras, pytorch].map(|default| number(default.as_f64().unwrap(), 6));
        return format!("{keras}, PyTorch {pytorch}");
    }
    match &field["default"] {
        Json::Null => String::new(),
        Json::String(choice) => format!("`{choice}`"),
        Json::Number(default) => number(default.as_f64().unwrap(), 6),
        default => default.to_string(),
    }
}
