//! Tables from text: what is read, what is refused and where, and that no text panics.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::data::{Table, Target};
use lr_lab::source::csv::{MAX_BYTES, MAX_COLUMNS, MAX_ROWS, describe, read};
use proptest::prelude::*;

/// Features row by row, and targets: classes as whole numbers from 0, or the quantity.
type Read<'a> = (&'a [&'a [f64]], Result<&'a [usize], &'a [f64]>);

fn compare(table: &Table, want: Read<'_>, text: &str) {
    let rows: Vec<Vec<f64>> = table.features().rows().into_iter().map(|row| row.to_vec()).collect();
    assert_eq!(rows, want.0, "{text:?}");
    match (table.target(), want.1) {
        (Target::Classes { labels, count }, Ok(classes)) => {
            assert_eq!(labels, classes, "{text:?}");
            assert_eq!(*count, classes.iter().max().unwrap() + 1, "{text:?}");
        }
        (Target::Values(values), Err(quantity)) => assert_eq!(values.column(0).to_vec(), quantity, "{text:?}"),
        (got, want) => panic!("{text:?}: {got:?}, not {want:?}"),
    }
}

#[test]
fn what_is_read() {
    let two: &[&[f64]] = &[&[1.0, 2.0], &[3.0, 4.0]];
    let halves: &[&[f64]] = &[&[1.5, 2.5], &[3.0, 4.25]];
    let one: &[&[f64]] = &[&[1.0], &[2.0], &[3.0]];
    let cases: &[(&str, &str, Read<'_>)] = &[
        // delimiters and ends of lines
        ("a,b,y\n1,2,0\n3,4,1\n", "y", (two, Ok(&[0, 1]))),
        ("a;b;y\n1;2;0\n3;4;1\n", "y", (two, Ok(&[0, 1]))),
        ("a\tb\ty\n1\t2\t0\n3\t4\t1\n", "y", (two, Ok(&[0, 1]))),
        ("a|b|y\n1|2|0\n3|4|1\n", "y", (two, Ok(&[0, 1]))),
        ("a,b,y\r\n1,2,0\r\n3,4,1\r\n", "y", (two, Ok(&[0, 1]))),
        ("a,b,y\r1,2,0\r3,4,1", "y", (two, Ok(&[0, 1]))),
        ("\u{feff}a,b,y\n1,2,0\n3,4,1\n", "a", (&[&[2.0, 0.0], &[4.0, 1.0]], Ok(&[0, 1]))),
        ("\n\na,b,y\n\n1,2,0\n   \n3,4,1\n\n\n", "y", (two, Ok(&[0, 1]))),
        (" a , b , y \n 1 , 2 , 0 \n 3 , 4 , 1 \n", " y ", (two, Ok(&[0, 1]))),
        // decimals
        ("a;b;y\n1,5;2,5;0\n3;4,25;1\n", "y", (halves, Ok(&[0, 1]))),
        ("a;b;y\n1.5;2.5;0\n3;4.25;1\n", "y", (halves, Ok(&[0, 1]))),
        ("a,b,y\n1.5,2.5,0\n3,4.25,1\n", "y", (halves, Ok(&[0, 1]))),
        ("a,b,y\n15e-1,+2.5,0\n3.,4.25,1\n", "y", (halves, Ok(&[0, 1]))),
        // quotes
        ("\"a\",\"b\",\"the \"\"y\"\", at last\"\n\"1\",\"2\",0\n3,4,1\n", "the \"y\", at last", (two, Ok(&[0, 1]))),
        ("a,b,y\n1,2,\"x, or\ny\"\n3,4,z\n", "y", (two, Ok(&[0, 1]))),
        // no header
        ("1,2,0\n3,4,1\n", "3", (two, Ok(&[0, 1]))),
        ("1,2,x\n3,4,y\n", "3", (two, Ok(&[0, 1]))),
        ("0,1,2\n1,3,4\n", "1", (two, Ok(&[0, 1]))),
        // names
        ("a,,y\n1,2,0\n3,4,1\n", "2", (&[&[1.0, 0.0], &[3.0, 1.0]], Ok(&[0, 1]))),
        ("a,a,y\n1,2,0\n3,4,1\n", "y", (two, Ok(&[0, 1]))),
        // classes: in the order of the texts, or of the numbers
        ("a,y\n1,pear\n2,apple\n3,quince\n", "y", (one, Ok(&[1, 0, 2]))),
        ("a,y\n1,10\n2,9\n3,-1\n", "y", (one, Ok(&[2, 1, 0]))),
        ("a,y\n1,1.0\n2,1\n3,0\n", "y", (one, Ok(&[1, 1, 0]))),
        ("a,y\n1,-0\n2,0\n3,1\n", "y", (one, Ok(&[0, 0, 1]))),
        ("a,y\n1,none\n2,1\n3,-\n", "y", (one, Ok(&[2, 1, 0]))),
        // a quantity
        ("a,y\n1,0.5\n2,1\n3,2\n", "y", (one, Err(&[0.5, 1.0, 2.0]))),
    ];
    for (text, target, want) in cases {
        compare(&read(text, target).unwrap_or_else(|error| panic!("{text:?}: {error}")), *want, text);
    }
}

#[test]
fn whole_numbers_of_more_than_twenty_values_are_a_quantity() {
    let text = |values: usize| (0..60).fold("a,y\n".to_owned(), |text, i| text + &format!("{i},{}\n", i % values));
    assert_eq!(read(&text(20), "y").unwrap().classes(), Some(20));
    assert_eq!(read(&text(21), "y").unwrap().classes(), None);
}

#[test]
fn what_is_refused_and_where() {
    for (text, target, field, words) in [
        ("", "y", "csv", "no rows"),
        ("\n\n", "y", "csv", "no rows"),
        ("a,y\n", "y", "csv", "no rows below the header"),
        ("y\n1\n2\n", "y", "csv", "one column"),
        // missing values and texts, by line and column
        ("age,y\n1,0\n,1\n", "y", "csv", "line 3, column \"age\": empty"),
        ("age,y\n1,0\nNA,1\n", "y", "csv", "line 3, column \"age\": \"NA\" is a missing value"),
        ("age,y\n1,0\n?,1\n", "y", "csv", "line 3, column \"age\": \"?\" is a missing value"),
        ("age,y\n1,0\n2,\n", "y", "csv", "line 3, column \"y\": empty"),
        ("age,y\n1,0\nold,1\n", "y", "csv", "line 3, column \"age\": \"old\" is no number"),
        ("age,y\n1,0\ninf,1\n", "y", "csv", "line 3, column \"age\": \"inf\" is no number"),
        ("age,y\n1,0\n1e39,1\n", "y", "csv", "line 3, column \"age\": \"1e39\" is too large"),
        ("age,y\n1,0\n2,1e400\n", "y", "csv", "line 3, column \"y\": \"1e400\" is too large"),
        ("age\ty\n1\t0\n1,5\t1\n", "y", "csv", "decimals are written with a point"),
        ("1,0\n2,0\n,1\n", "2", "csv", "line 3, column \"1\": empty"),
        // the line is right whatever ends it, whatever comes between
        ("age,y\r\n1,0\r\n\r\n,1\r\n", "y", "csv", "line 4, column \"age\""),
        ("age,y\r1,0\r\r,1\r", "y", "csv", "line 4, column \"age\""),
        ("\u{feff}\n\nage,y\n1,0\n,1\n", "y", "csv", "line 5, column \"age\""),
        ("age,y\n1,\"a\nb\"\n,c\n", "y", "csv", "line 4, column \"age\""),
        // rows of another length
        ("a,b,y\n1,2,0\n3,1\n", "y", "csv", "line 3: 2 values; the first line has 3"),
        ("a,b,y\n1,2,0\n3,4,1,5\n", "y", "csv", "line 3: 4 values; the first line has 3"),
        ("a,b,y\n1,2,0\n3,\"4,1\n5,6,0\n", "y", "csv", "line 3: 2 values; the first line has 3; is a quote left open?"),
        // the target
        ("age,kind\n1,0\n2,1\n", "knid", "target", "\"knid\" is unknown; did you mean kind? Known: age, kind"),
        ("age,kind\n1,0\n2,1\n", "", "target", "Known: age, kind"),
        ("1,0\n2,1\n", "3", "target", "Known: 1, 2"),
        ("y,y\n1,0\n2,1\n", "y", "target", "more than one column is called \"y\""),
        ("a,y\n1,x\n2,x\n", "y", "target", "column \"y\" is \"x\" in every row"),
        ("a,y\n1,7\n2,7\n", "y", "target", "column \"y\" is \"7\" in every row"),
    ] {
        let error = read(text, target).unwrap_err();
        assert_eq!(error.field(), field, "{text:?}: {error}");
        assert!(error.problem().contains(words), "{text:?}: {error}");
        assert!(error.problem().chars().count() < 300, "{error}");
    }
}

/// Columns, target, rows, classes, delimiter, header, and how the problems begin.
type Described<'a> = (&'a [&'a str], &'a str, usize, usize, char, bool, &'a [&'a str]);

#[test]
fn descriptions() {
    let rows = |count: usize, row: fn(usize) -> String| (0..count).map(row).collect::<String>();
    let many = |header: &str, row| format!("{header}\n{}", rows(30, row));
    let halves = |i: usize| format!("{},{}\n", i * i, i % 2);
    let cases: &[(String, Option<&str>, Described<'_>)] = &[
        (many("size,kind", halves), None, (&["size", "kind"], "kind", 30, 2, ',', true, &[])),
        (
            many("size,kind", halves),
            Some(" size "),
            (
                &["size", "kind"],
                "size",
                30,
                0,
                ',',
                true,
                &["Column \"size\" has more than 20 different whole numbers"],
            ),
        ),
        (many("\u{feff}\r\nsize,kind\r", halves), None, (&["size", "kind"], "kind", 30, 2, ',', true, &[])),
        (rows(30, |i| format!("{},5;{},25\n", i * i, i)), None, (&["1", "2"], "2", 30, 0, ';', false, &[])),
        (
            rows(30, |i| format!("{}.5\t{}\n", i * i, if i < 9 { "a" } else { "b" })),
            None,
            (&["1", "2"], "2", 30, 2, '\t', false, &[]),
        ),
        (
            many("x||kind", |i| format!("{}|0.{i}1|{}\n", i * i, i % 3)),
            None,
            (&["x", "2", "kind"], "kind", 30, 3, '|', true, &[]),
        ),
        // what is seldom meant
        (
            many("id,a,b,y", |i| format!("{i},7,0,{}.5\n", i * i)),
            None,
            (
                &["id", "a", "b", "y"],
                "y",
                30,
                0,
                ',',
                true,
                &["Columns \"a\" and \"b\" are the same in every row", "Column \"id\" counts the rows"],
            ),
        ),
        (
            many("a,b,c,d,e,y", |i| format!("1,1,1,1,1,{}\n", i % 2)),
            None,
            (
                &["a", "b", "c", "d", "e", "y"],
                "y",
                30,
                2,
                ',',
                true,
                &["Columns \"a\", \"b\", \"c\", \"d\" and 1 more are the same"],
            ),
        ),
        (
            many("a,y", |i| format!("{},{}\n", i * i, if i == 4 { "odd" } else { ["even", "rest"][i % 2] })),
            None,
            (&["a", "y"], "y", 30, 3, ',', true, &["One class has a single row"]),
        ),
        ("a,y\n1,0.5\n".to_owned(), None, (&["a", "y"], "y", 1, 0, ',', true, &["1 row is little to learn from."])),
        (
            "a,y\n1,x\n9,z\n".to_owned(),
            None,
            (&["a", "y"], "y", 2, 2, ',', true, &["2 rows are little to learn from.", "2 classes have a single row"]),
        ),
    ];
    for (text, asked, (columns, target, rows, classes, delimiter, header, problems)) in cases {
        let description = describe(text, *asked).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(description.columns, *columns, "{text:?}");
        assert_eq!((description.target.as_str(), description.table.rows()), (*target, *rows), "{text:?}");
        assert_eq!(description.table.classes().unwrap_or(0), *classes, "{text:?}");
        assert_eq!((description.delimiter, description.header), (*delimiter, *header), "{text:?}");
        let found = &description.problems;
        assert_eq!(found.len(), problems.len(), "{text:?}: {found:?}");
        for (found, begin) in found.iter().zip(*problems) {
            assert!(found.starts_with(begin) && found.ends_with('.'), "{text:?}: {found}");
        }
        // It is what an experiment with this target trains on.
        assert_eq!(description.table, read(text, &description.target).unwrap(), "{text:?}");
    }
    for (text, target, field, words) in [
        ("", None, "csv", "no rows"),
        ("a,y\n", None, "csv", "no rows below the header"),
        ("y\n1\n2\n", None, "csv", "one column"),
        ("age,y\n1,0\nold,1\n", None, "csv", "line 3, column \"age\": \"old\" is no number"),
        ("kind,age\nx,1\ny,2\n", None, "csv", "line 2, column \"kind\": \"x\" is no number"),
        ("y,y\n1,0\n2,1\n", None, "target", "more than one column is called \"y\""),
        ("age,kind\n1,0\n2,1\n", Some("knid"), "target", "did you mean kind?"),
    ] {
        let error = describe(text, target).unwrap_err();
        assert_eq!((error.field(), error.problem().contains(words)), (field, true), "{text:?}: {error}");
    }
    assert_eq!(describe(&" ".repeat(MAX_BYTES + 1), None).unwrap_err().field(), "csv");
}

#[test]
fn a_slip_among_measurements_is_told_from_classes() {
    let mut text = String::from("a,y\n");
    (0..40).for_each(|i| text.push_str(&format!("{i},{i}.5\n")));
    text.push_str("40,4O.5\n");
    let error = read(&text, "y").unwrap_err();
    assert!(error.problem().starts_with("line 42, column \"y\": \"4O.5\" is no number"), "{error}");
    let texts: String = (0..101).map(|i| format!("{i},name {i}\n")).collect();
    let error = read(&texts, "2").unwrap_err();
    assert_eq!((error.field(), error.problem().contains("101 different texts")), ("target", true), "{error}");
}

#[test]
fn whatever_is_too_large_is_refused_in_few_words() {
    let long = "x".repeat(1_000_000);
    let columns = |count: usize| (0..count).map(|i| format!("column {i}")).collect::<Vec<_>>().join(",");
    for (text, target, field) in [
        (" ".repeat(MAX_BYTES + 1), "y", "csv"),
        (",".repeat(MAX_BYTES), "y", "csv"),
        (columns(MAX_COLUMNS + 1), "y", "csv"),
        ("1,2\n".repeat(MAX_ROWS + 1), "2", "csv"),
        (format!("{},y\n1,0\n", columns(MAX_COLUMNS - 1)), "column 70000", "target"),
        (format!("{long},y\n{long},0\n1,1\n"), "y", "csv"),
        (format!("{long},y\n1,0\n2,1\n"), "z", "target"),
        ("a,y\n1,0\n2,1\n".to_owned(), &long, "target"),
        (format!("a,y\n1,{long}\n2,{long}\n"), "y", "target"),
        (format!("a,{long}\n1,0\n2,0\n"), &long, "target"),
        ("a\u{7}\u{1b}[31m,y\nx,0\n1,0\n".to_owned(), "y", "csv"),
    ] {
        let error = read(&text, target).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
        assert!(error.problem().chars().count() < 700, "{} characters", error.problem().chars().count());
        assert!(!error.problem().contains(char::is_control), "{error:?}");
    }
    // Of many columns the most alike come first.
    let error = read(&format!("{},y\n1,0\n", columns(500)), "colum 321").unwrap_err();
    assert!(error.problem().contains("did you mean column 321?") && error.problem().contains("489 more"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text: a table or an error about one of the two fields.
    #[test]
    fn no_text_panics(
        text in prop_oneof![
            "\\PC{0,200}",
            any::<Vec<u8>>().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            // Close enough to a table to get far.
            "(([0-9]{1,2}|[ab]|-?[0-9]\\.[0-9]|NA|\"[a,\n]{0,3}\"?|\u{feff}|é)?[,;\t|\n\r\" ]{1,2}){0,40}",
            "(a,b,y\r?\n)?([0-9],[0-9],[xyz01]\r?\n){1,30}[0-9],?[0-9]?",
        ],
        target in prop_oneof![Just("y".to_owned()), Just("1".to_owned()), Just("2".to_owned()), "\\PC{0,5}"],
    ) {
        match read(&text, &target) {
            Ok(table) => prop_assert!(table.rows() > 0 && table.classes() != Some(1)),
            Err(error) => {
                prop_assert!(["csv", "target"].contains(&error.field()), "{}", error);
                prop_assert!(error.problem().chars().count() < 700);
            }
        }
        for target in [None, Some(target.as_str())] {
            match describe(&text, target) {
                Ok(description) => {
                    prop_assert_eq!(&description.table, &read(&text, &description.target).unwrap());
                    prop_assert_eq!(description.columns.len(), description.table.features().ncols() + 1);
                    prop_assert!(description.problems.iter().all(|problem| problem.chars().count() < 300));
                }
                Err(error) => prop_assert!(["csv", "target"].contains(&error.field()), "{}", error),
            }
        }
    }

    /// Whatever stands wherever in a table that can be read: a description or an error that says where.
    #[test]
    fn no_change_of_a_table_panics(
        at in any::<prop::sample::Index>(),
        length in 0..4_usize,
        new in prop_oneof!["\\PC{0,4}", "[,;\t|\n\r\" .0-9eNA-]{0,6}", Just("\u{feff}".to_owned()), Just("1e999".to_owned())],
    ) {
        let table = "height;width;kind\n1,5;2;tree\n0,2;\"2\";bush\n0,25;3;\"a; b\"\n1;1;tree\n";
        let mut chars: Vec<char> = table.chars().collect();
        let start = at.index(chars.len());
        let end = (start + length).min(chars.len());
        chars.splice(start..end, new.chars());
        let text: String = chars.into_iter().collect();
        for target in [None, Some("kind"), Some("3")] {
            if let Err(error) = describe(&text, target) {
                prop_assert!(["csv", "target"].contains(&error.field()), "{:?}: {}", text, error);
            }
        }
    }

    /// A table that is written comes back as it was.
    #[test]
    fn what_is_written_is_read(
        rows in prop::collection::vec((-1e30..1e30_f64, -1.0..1.0_f64, 0..3_usize), 3..30),
        delimiter in prop::sample::select(vec![",", ";", "\t", "|"]),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let classes = ["a", "b c", "d"];
        prop_assume!((0..3).all(|class| rows.iter().any(|row| row.2 == class)));
        let mut text = ["left", "right", "kind"].join(delimiter) + end;
        for (x, y, class) in &rows {
            text += &([x.to_string(), y.to_string(), classes[*class].to_owned()].join(delimiter) + end);
        }
        let table = read(&text, "kind").unwrap();
        let (x, y): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.0, row.1)).unzip();
        prop_assert_eq!(table.features().column(0).to_vec(), x);
        prop_assert_eq!(table.features().column(1).to_vec(), y);
        let labels = rows.iter().map(|row| row.2).collect();
        prop_assert_eq!(table.target(), &Target::Classes { labels, count: 3 });
    }
}

#[test]
fn classes_have_names() {
    for (text, names) in [
        ("x,y\n1,tree\n2,bush\n3,tree\n", &["bush", "tree"][..]),
        ("x,y\n1,3\n2,1\n3,1\n", &["1", "3"]),
        ("x,y\n1,0.5\n2,1\n3,1\n", &[]),
    ] {
        assert_eq!(describe(text, None).unwrap().class_names, names, "{text:?}");
    }
}
