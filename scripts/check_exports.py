"""Runs exported scripts with the real libraries and holds their losses and rates to the lab's.

    python scripts/check_exports.py FOLDER

`cargo test --test export` writes FOLDER, a subfolder for each script, and calls this; CONTRIBUTING.md says how. The
scripts are of one framework, since TensorFlow and PyTorch cannot be imported together. Losses must agree to 1e-3 of
max(|lab's|, 1e-6), rates to 1e-6 of the largest rate of the run, answers to 1e-6.
"""

import contextlib
import io
import json
import math
import pathlib
import runpy
import sys
import traceback

LOSS_TOLERANCE = 1e-3
RATE_TOLERANCE = 1e-6


def loss_error(got, wanted):
    """The largest of the relative differences; a loss that is no number here must be none there."""
    errors = [0.0]
    for a, b in zip(got, wanted):
        if b is None or not math.isfinite(a):
            errors.append(0.0 if b is None and not math.isfinite(a) else math.inf)
        else:
            errors.append(abs(a - b) / max(abs(b), 1e-6))
    return max(errors)


def rate_error(got, wanted):
    most = max(wanted)
    return max(abs(a - b) for a, b in zip(got, wanted)) / most


def parsed(line):
    """The numbers of a line that has nothing else."""
    try:
        return [float(number) for number in line.split()]
    except ValueError:
        return []


def compare_answer(what, got, wanted, random):
    agree = got is wanted if None in (got, wanted) else abs(got / wanted - 1) < RATE_TOLERANCE
    return [] if agree or random else [f"{what}: answers {got} instead of {wanted}"]


def compare(what, lrs, losses, wanted, random):
    if (len(lrs), len(losses)) != (len(wanted["lrs"]), len(wanted["losses"])):
        counts = f"{len(lrs)} rates and {len(losses)} losses instead of {len(wanted['lrs'])} and {len(wanted['losses'])}"
        return [f"{what}: {counts}"], ""
    rate, loss = rate_error(lrs, wanted["lrs"]), loss_error(losses, wanted["losses"])
    problems = []
    if rate > RATE_TOLERANCE:
        problems.append(f"{what}: rates differ by {rate:.2g}")
    if loss > LOSS_TOLERANCE and not random:
        problems.append(f"{what}: losses differ by {loss:.2g}")
    return problems, f"{what} losses {loss:.1e} rates {rate:.1e}"


def check(folder):
    wanted = json.loads((folder / "wanted.json").read_text())
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        script = runpy.run_path(str(folder / "script.py"), run_name="__main__")
    # What an answer is said with is no line of numbers.
    lines = [numbers for line in printed.getvalue().splitlines() if (numbers := parsed(line))]
    losses = [numbers[0] for numbers in lines if len(numbers) == 1]
    problems, report = compare("run", script["lrs"], losses, wanted, wanted["random"])
    if wanted["finder"]:
        lrs, tested = zip(*[numbers for numbers in lines if len(numbers) == 2])
        more, text = compare("range test", lrs, tested, wanted["finder"], wanted["random"])
        problems, report = problems + more, f"{report}, {text}"
        problems += compare_answer("range test", script["guess"], wanted["finder"]["answer"], wanted["random"])
    if wanted["race"]:
        race = wanted["race"]
        more, text = compare("race", script["race_lrs"], script["race_losses"], race, wanted["random"])
        problems, report = problems + more, f"{report}, {text}"
        problems += compare_answer("race", script["answer"], race["answer"], wanted["random"])
        if script["sure"] != race["sure"] and not wanted["random"]:
            problems.append(f"race: sure is {script['sure']} instead of {race['sure']}")
    return problems, report


def main():
    failed = 0
    folders = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir())
    for folder in folders:
        try:
            problems, report = check(folder)
        except Exception:
            problems, report = [traceback.format_exc()], ""
        print(f"{folder.name}: {report}", flush=True)
        failed += bool(problems)
        for problem in problems:
            print(f"{folder.name}: {problem}", file=sys.stderr, flush=True)
    print(f"{len(folders) - failed} of {len(folders)} agree")
    sys.exit(1 if failed or not folders else 0)


if __name__ == "__main__":
    main()
