"""What the tags of a template come to: words, and steps that print, repeat and choose.

Steps are plain data, as JSON has it, so that they can be kept; no step calls anything, and none
reads anything but the view.

    "words"                                     XML, printed as it is
    ["print", VALUE]
    ["repeat", NAME, VALUE, [STEP …], [STEP …]] for each item; the second list where there is none
    ["choose", [[VALUE, [STEP …]] …], [STEP …]] the first that holds; else the last list

and a VALUE is one of

    ["of", NAME, NAME …]                        a variable, or what stands in a group of them
    ["is", CONSTANT]
    ["not", VALUE], ["and", VALUE, VALUE], ["or", VALUE, VALUE]
    ["compare", VALUE, [[OPERATOR, VALUE] …]]
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping

Fill = Callable[[Mapping[str, object]], str]
_Value = Callable[[Mapping[str, object]], object]
_Step = Callable[[Mapping[str, object], list[str]], None]

_OPERATORS: dict[str, Callable[[object, object], object]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,  # type: ignore[dict-item]  # what cannot be compared raises TypeError
    "lteq": operator.le,  # type: ignore[dict-item]
    "gt": operator.gt,  # type: ignore[dict-item]
    "gteq": operator.ge,  # type: ignore[dict-item]
    "in": lambda a, b: operator.contains(b, a),  # type: ignore[arg-type]
    "notin": lambda a, b: not operator.contains(b, a),  # type: ignore[arg-type]
}
# A value may come to stand in an attribute, so quotes as well.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


class MissingVariableError(Exception):
    """The view has no variable `name`, of `there`."""

    def __init__(self, name: str, there: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.there = tuple(there)


class NoTextError(Exception):
    """What a tag would print is not one text of the view."""


def understood(steps: object) -> Fill:
    """The function from a view to the filled template. Raises ValueError where `steps` are none.

    The function raises MissingVariableError, NoTextError, and TypeError where values do not go
    together.
    """
    run = _steps(steps)

    def fill(view: Mapping[str, object]) -> str:
        printed: list[str] = []
        run(view, printed)
        return "".join(printed)

    return fill


def _steps(data: object) -> _Step:
    match data:
        case list():
            steps = [_step(step) for step in data]
        case _:
            raise ValueError(data)

    def run(view: Mapping[str, object], printed: list[str]) -> None:
        for step in steps:
            step(view, printed)

    return run


def _step(data: object) -> _Step:
    match data:
        case str():
            return _words(data)
        case ["print", value]:
            return _print(_value(value))
        case ["repeat", str(name), over, body, otherwise]:
            return _repeat(name, _value(over), _steps(body), _steps(otherwise))
        case ["choose", list(branches), otherwise]:
            return _choose([_branch(branch) for branch in branches], _steps(otherwise))
    raise ValueError(data)


def _branch(data: object) -> tuple[_Value, _Step]:
    match data:
        case [test, body]:
            return _value(test), _steps(body)
    raise ValueError(data)


def _words(words: str) -> _Step:
    return lambda _view, printed: printed.append(words)


def _print(value: _Value) -> _Step:
    def run(view: Mapping[str, object], printed: list[str]) -> None:
        words = value(view)
        if not isinstance(words, str):
            raise NoTextError
        printed.append(words.translate(_ESCAPES))

    return run


def _repeat(name: str, over: _Value, body: _Step, otherwise: _Step) -> _Step:
    def run(view: Mapping[str, object], printed: list[str]) -> None:
        among = over(view)
        if not isinstance(among, Iterable):
            raise TypeError(among)
        items = list(among)
        for index, item in enumerate(items):
            body({**view, "loop": _turn(index, len(items)), name: item}, printed)
        if not items:
            otherwise(view, printed)

    return run


def _turn(index: int, count: int) -> dict[str, object]:
    """What `loop` is within a repetition."""
    return {
        "index": index + 1,
        "index0": index,
        "revindex": count - index,
        "revindex0": count - index - 1,
        "first": index == 0,
        "last": index == count - 1,
        "length": count,
    }


def _choose(branches: list[tuple[_Value, _Step]], otherwise: _Step) -> _Step:
    def run(view: Mapping[str, object], printed: list[str]) -> None:
        for test, body in branches:
            if test(view):
                body(view, printed)
                return
        otherwise(view, printed)

    return run


def _value(data: object) -> _Value:
    match data:
        case ["of", *names] if names and all(isinstance(name, str) for name in names):
            return _variable([str(name) for name in names])
        case ["is", (str() | int() | float() | None) as constant]:
            return lambda _view: constant
        case ["not", inner]:
            value = _value(inner)
            return lambda view: not value(view)
        case ["and", left, right]:
            one, other = _value(left), _value(right)
            return lambda view: one(view) and other(view)
        case ["or", left, right]:
            one, other = _value(left), _value(right)
            return lambda view: one(view) or other(view)
        case ["compare", left, list(comparisons)]:
            return _compare(_value(left), [_comparison(c) for c in comparisons])
    raise ValueError(data)


def _variable(path: list[str]) -> _Value:
    def look(view: Mapping[str, object]) -> object:
        found: object = view
        for count, name in enumerate(path, 1):
            there = found if isinstance(found, Mapping) else {}
            if name not in there:
                raise MissingVariableError(".".join(path[:count]), there)
            found = there[name]
        return found

    return look


def _comparison(data: object) -> tuple[Callable[[object, object], object], _Value]:
    match data:
        case [str(name), value] if name in _OPERATORS:
            return _OPERATORS[name], _value(value)
    raise ValueError(data)


def _compare(
    left: _Value, comparisons: list[tuple[Callable[[object, object], object], _Value]]
) -> _Value:
    def compare(view: Mapping[str, object]) -> bool:
        one = left(view)
        for holds, right in comparisons:
            other = right(view)
            if not holds(one, other):
                return False
            one = other
        return True

    return compare
