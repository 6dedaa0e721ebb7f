"""Random formulas and their values, computed by Python: tests/fixtures/expressions.json.

    python3 scripts/expressions.py > tests/fixtures/expressions.json

An independent check of the parser: a random tree is printed twice, once in our notation with as few parentheses as its
rules of precedence allow (or, at random, more), once as a Python expression with all of them. Python evaluates the
latter; where it raises, or the value is not finite or so large that rounding decides, the tree is thrown away.
"""

import json
import math
import random

VARIABLES = {"step": 37.0, "epoch": 3.0, "lr": 0.05, "totalSteps": 200.0, "stepsPerEpoch": 10.0}
CONSTANTS = {"pi": "math.pi", "e": "math.e"}
BINARY = {"+": 3, "-": 3, "*": 4, "/": 4, "%": 4, "^": 6}
COMPARISON = ["<", "<=", ">", ">=", "==", "!="]
FUNCTIONS = {
    "exp": "math.exp", "ln": "math.log", "log10": "math.log10", "sqrt": "math.sqrt", "abs": "abs",
    "floor": "math.floor", "ceil": "math.ceil", "round": "half_away", "sin": "math.sin", "cos": "math.cos",
    "tanh": "math.tanh",
}
CHOICE, COMPARE, SIGN, ATOM = 1, 2, 5, 7


def half_away(x):
    return math.copysign(math.floor(abs(x) + 0.5), x)


def modulo(a, b):
    return math.fmod(a, b)


def wrap(text, strength, least):
    """`text` as it stands beside an operator that needs at least `least`."""
    return text if strength >= least and RANDOM.random() < 0.85 else f"({text})"


def tree(depth):
    """(our text, how strongly it holds together, Python's text)"""
    if depth == 0 or RANDOM.random() < 0.15:
        pick = RANDOM.random()
        if pick < 0.45:
            text = RANDOM.choice(["0", "1", "2", "3", "10", "0.5", ".25", "1e-3", "7.", "0.01", "2.5e0"])
            return text, ATOM, f"float({text})"
        if pick < 0.9:
            name = RANDOM.choice(list(VARIABLES))
            return name, ATOM, name
        name = RANDOM.choice(list(CONSTANTS))
        return name, ATOM, CONSTANTS[name]
    kind = RANDOM.random()
    if kind < 0.5:
        operator = RANDOM.choice(list(BINARY))
        (a, sa, pa), (b, sb, pb) = tree(depth - 1), tree(depth - 1)
        strength = BINARY[operator]
        if operator == "^":
            # To the right, and a sign may stand there.
            ours = f"{wrap(a, sa, ATOM)}^{wrap(b, sb, SIGN)}"
            return ours, strength, f"math.pow({pa}, {pb})"
        space = RANDOM.choice(["", " "])
        ours = f"{wrap(a, sa, strength)}{space}{operator}{space}{wrap(b, sb, strength + 1)}"
        return ours, strength, f"modulo({pa}, {pb})" if operator == "%" else f"({pa} {operator} {pb})"
    if kind < 0.6:
        a, sa, pa = tree(depth - 1)
        return f"-{wrap(a, sa, SIGN)}", SIGN, f"(-({pa}))"
    if kind < 0.7:
        operator = RANDOM.choice(COMPARISON)
        (a, sa, pa), (b, sb, pb) = tree(depth - 1), tree(depth - 1)
        ours = f"{wrap(a, sa, COMPARE + 1)} {operator} {wrap(b, sb, COMPARE + 1)}"
        return ours, COMPARE, f"float(({pa}) {operator} ({pb}))"
    if kind < 0.8:
        (a, sa, pa), (b, sb, pb), (c, sc, pc) = tree(depth - 1), tree(depth - 1), tree(depth - 1)
        ours = f"{wrap(a, sa, COMPARE)} ? {wrap(b, sb, CHOICE)} : {wrap(c, sc, CHOICE)}"
        return ours, CHOICE, f"(({pb}) if ({pa}) != 0 else ({pc}))"
    if kind < 0.9:
        name = RANDOM.choice(list(FUNCTIONS))
        a, _, pa = tree(depth - 1)
        return f"{name}({a})", ATOM, f"{FUNCTIONS[name]}({pa})"
    name = RANDOM.choice(["min", "max", "pow"])
    arguments = [tree(depth - 1) for _ in range(2 if name == "pow" else RANDOM.choice([2, 2, 3]))]
    ours = f"{name}({', '.join(a for a, _, _ in arguments)})"
    python = f"{'math.pow' if name == 'pow' else name}({', '.join(p for _, _, p in arguments)})"
    return ours, ATOM, python


def value(python):
    """The value, if rounding does not decide it: small changes of the variables must change it little."""
    def at(shift):
        scope = {name: number * (1 + shift) for name, number in VARIABLES.items()}
        return float(eval(python, {"math": math, "half_away": half_away, "modulo": modulo, **scope}))
    number = at(0.0)
    if not math.isfinite(number) or not 0 < abs(number) < 1e9:
        return None
    if any(abs(at(shift) - number) > 1e-8 * abs(number) for shift in (1e-12, -1e-12)):
        return None
    return number


RANDOM = random.Random(216)


def main():
    cases = {}
    while len(cases) < 400:
        ours, _, python = tree(RANDOM.randint(1, 5))
        if len(ours) > 300:
            continue
        try:
            number = value(python)
        except (ArithmeticError, ValueError, TypeError):
            continue
        if number is not None:
            cases[ours] = number
    table = {"variables": VARIABLES, "cases": [{"expression": text, "value": cases[text]} for text in cases]}
    print(json.dumps(table, indent=0))


main()
