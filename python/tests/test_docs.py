"""Every program of the docs runs as it stands, and prints what stands below it."""

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys

import pytest
from conftest import REPOSITORY

import lr_lab

PROGRAM = re.compile(r"```python\n(?P<code>.*?)```(?:\n\n```text\n(?P<text>.*?)```)?", re.DOTALL)
PAGES = ["docs/python.md", "python/README.md"]
PROGRAMS = [(page, match) for page in PAGES for match in PROGRAM.finditer((REPOSITORY / page).read_text("utf-8"))]


@pytest.mark.parametrize(("page", "match"), PROGRAMS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_program_of_the_docs(page, match, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(match["code"], "utf-8")
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert match["text"] is None or done.stdout == match["text"]


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(lr_lab.__path__)])
def test_the_examples_of_a_docstring(name):
    module = importlib.import_module(f"lr_lab.{name}")
    failed, _ = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0
