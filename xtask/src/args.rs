//! The command line. Seven tasks and five flags do not pay for an argument parser's compile time.

pub(crate) const USAGE: &str = "\
Usage: cargo xtask <task>

  serve [--port N] [--csp]   build pkg/ and serve the page (port 8080, or the next free one)
                             --csp sends the strict content security policy that the page must bear
  build                      build pkg/ alone
  dist                       dist/: the folder to deploy, the npm package, the widget of notebooks, the single file
  check                      formatting, lints, docs, types, sizes: cheapest first
  test [PART] [--allow-skips]
                             every test: native, wasm in Node, wasm in Chromium, the page, the Python package;
                             or one part: native, node, chromium, page, python
  test --pages               every view of the page in every width and theme, with a picture of each in target/e2e
                             a part that cannot run fails the run unless --allow-skips is given
  test --hosts               what dist has, in a Vite and a webpack project, in Node, and as npm and TypeScript see it
  bench                      the speed of the wasm against TensorFlow.js and ConvNetJS in Chromium
                             LR_LAB_PYTHON_TORCH names a Python with PyTorch to compare with, LR_LAB_BEFORE a folder
                             with an earlier pkg/, LR_LAB_TURNS how often all take their turn (15)
  help                       this text

A task installs what it lacks, or says exactly what to install.";

/// What to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    Help,
    Serve { port: Option<u16>, csp: bool },
    Build,
    Dist,
    Check,
    Bench,
    Test { part: Option<String>, allow_skips: bool },
}

/// Reads the arguments after the program's name.
///
/// # Errors
///
/// A sentence for the user, when a task or flag is missing, unknown or has a bad value.
pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Task, String> {
    let mut args = args.into_iter();
    let name = args.next().ok_or("Which task?")?;
    let mut task = match name.as_str() {
        "help" | "-h" | "--help" => Task::Help,
        "serve" => Task::Serve { port: None, csp: false },
        "build" => Task::Build,
        "dist" => Task::Dist,
        "check" => Task::Check,
        "bench" => Task::Bench,
        "test" => Task::Test { part: None, allow_skips: false },
        _ => return Err(format!("Unknown task `{name}`.")),
    };
    while let Some(flag) = args.next() {
        match (&mut task, flag.as_str()) {
            (Task::Serve { port, .. }, "--port") => {
                let value = args.next().ok_or("`--port` needs a number.")?;
                *port = Some(value.parse().map_err(|_| format!("`--port {value}`: expected a number up to 65535."))?);
            }
            (Task::Serve { csp, .. }, "--csp") => *csp = true,
            (Task::Test { allow_skips, .. }, "--allow-skips") => *allow_skips = true,
            (Task::Test { part: part @ None, .. }, "--pages" | "--hosts") => {
                *part = Some(flag.trim_start_matches('-').to_owned());
            }
            (Task::Test { part: part @ None, .. }, "native" | "node" | "chromium" | "page" | "python") => {
                *part = Some(flag)
            }
            _ => return Err(format!("`{name}` does not know `{flag}`.")),
        }
    }
    Ok(task)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn reads_tasks_and_their_flags() {
        assert_eq!(parsed("build"), Ok(Task::Build));
        assert_eq!(parsed("bench"), Ok(Task::Bench));
        assert_eq!(parsed("dist"), Ok(Task::Dist));
        assert_eq!(parsed("serve"), Ok(Task::Serve { port: None, csp: false }));
        assert_eq!(parsed("serve --csp --port 9000"), Ok(Task::Serve { port: Some(9000), csp: true }));
        assert_eq!(parsed("test --allow-skips"), Ok(Task::Test { part: None, allow_skips: true }));
        assert_eq!(parsed("test --pages"), Ok(Task::Test { part: Some("pages".to_owned()), allow_skips: false }));
        assert_eq!(parsed("test --hosts"), Ok(Task::Test { part: Some("hosts".to_owned()), allow_skips: false }));
        assert_eq!(parsed("test page"), Ok(Task::Test { part: Some("page".to_owned()), allow_skips: false }));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "",
            "deploy",
            "build --csp",
            "check now",
            "test pages",
            "test page node",
            "serve --port",
            "serve --port x",
            "serve --port 70000",
        ] {
            assert!(parsed(line).is_err(), "`{line}` was accepted");
        }
    }
}
