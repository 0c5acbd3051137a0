"""The steps a template comes to say what Jinja would have said, and nothing more."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from qdgen.errors import TemplateError
from qdgen.word.steps import Fill, MissingVariableError, NoTextError, understood
from qdgen.word.template_tags import steps_of

TEMPLATES = [
    "chỉ chữ & <w:t/>",
    "{{ a }}|{{ b.c }}",
    "{% for x in d %}{{ x.k }}{% if not loop.last %};{% endif %}{% else %}không{% endfor %}",
    "{% for x in d %}{{ a }}{% if loop.first or loop.index == 3 %}!{% endif %}{% endfor %}",
    "{% if a == 'x' %}1{% elif a != b.c and a %}2{% elif not a %}3{% else %}4{% endif %}",
    "{% if a in b.c %}trong{% endif %}{% if a not in b.c %}ngoài{% endif %}",
    "{% if a < b.c <= 'm' %}giữa{% endif %}{% if a > b.c %}lớn{% endif %}",
    "{% if a >= 'b' %}sau{% endif %}{% if not (a or b.c) and 1 %}không{% endif %}",
    "{{ a or b.c }}{{ a and b.c }}",
    "{% raw %}{{ a }}{% endraw %}{# lời ghi #}",
    "{% for a in d %}{{ a.k }}{% endfor %}{{ a }}",
]


def _by_jinja(template: str, view: dict[str, object]) -> str:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(template).render(view)


def _filling(template: str) -> Fill:
    # By way of JSON, as steps are kept.
    return understood(json.loads(json.dumps(steps_of("thu.docx", template))))


_words = st.one_of(st.sampled_from(["", "x", "<b a='1'>&\"</b>"]), st.text(max_size=4))


@pytest.mark.parametrize("template", TEMPLATES)
@given(a=_words, c=_words, items=st.lists(_words, max_size=4))
def test_steps_say_what_jinja_says(template: str, a: str, c: str, items: list[str]) -> None:
    view: dict[str, object] = {"a": a, "b": {"c": c}, "d": [{"k": item} for item in items]}
    filled, expected = _filling(template)(view), _by_jinja(template, view)
    assert filled == expected


@pytest.mark.parametrize(
    "template",
    ["{{ e }}", "{{ b.e }}", "{{ a.e }}", "{% if e %}{% endif %}", "{% for x in e %}{% endfor %}",
     "{{ a.__class__ }}", "{{ loop.index }}", "{% for x in d %}{% endfor %}{{ x }}"],
)  # fmt: skip
def test_what_the_view_lacks_is_missing(template: str) -> None:
    with pytest.raises(MissingVariableError):
        _filling(template)({"a": "chữ", "b": {"c": "chữ"}, "d": ["chữ"]})


@pytest.mark.parametrize("template", ["{{ b }}", "{{ d }}", "{{ not a }}", "{{ a == a }}"])
def test_only_a_text_is_printed(template: str) -> None:
    with pytest.raises(NoTextError):
        _filling(template)({"a": "chữ", "b": {"c": "chữ"}, "d": ["chữ"]})


def test_what_is_not_needed_may_be_missing() -> None:
    template = "{% if a %}{{ a }}{% elif e %}{% else %}{{ e }}{% endif %}"
    assert _filling(template)({"a": "chữ"}) == "chữ"


@pytest.mark.parametrize(
    "template",
    [
        "{{ a|upper }}", "{{ a() }}", "{{ a[0] }}", "{{ a ~ a }}", "{{ 1 + 1 }}", "{{ [a] }}",
        "{% set b = a %}", "{% macro m() %}{% endmacro %}", "{% include 'khac.docx' %}",
        "{% import 'os' as os %}", "{% extends 'khac.docx' %}", "{% block b %}{% endblock %}",
        "{% if a is defined %}{% endif %}", "{{ a if a }}", "{% for x, y in d %}{% endfor %}",
        "{% for x in d if x %}{% endfor %}", "{% for x in d recursive %}{% endfor %}",
        "{% for x in d %}{% for y in d %}{% endfor %}{% endfor %}",
        "{% for x in (1, 2) %}{% endfor %}", "{% filter upper %}{% endfilter %}",
        "{% with %}{% endwith %}", "{% call a() %}{% endcall %}",
    ],
)  # fmt: skip
def test_whatever_does_more_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        steps_of("thu.docx", template)


@pytest.mark.parametrize("template", ["{{ a", "{% if a %}", "{% endif %}", "{% làm a %}", "{{ }}"])
def test_what_is_not_a_tag_is_not_understood(template: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        steps_of("thu.docx", template)


@pytest.mark.parametrize(
    "steps",
    [
        None, 7, "chữ", {}, [7], [None], [[]], ["chữ", ["print"]], [["print", "a"]],
        [["print", ["of"]]], [["print", ["of", 7]]], [["print", ["of", "a", None]]],
        [["call", ["of", "a"]]], [["print", ["call", ["of", "a"]]]],
        [["repeat", "x", ["of", "a"], []]], [["repeat", 7, ["of", "a"], [], []]],
        [["repeat", "x", ["of", "a"], "chữ", []]], [["choose", [[]], []]], [["choose", [], None]],
        [["choose", ["chữ"], []]], [["print", ["is", []]]], [["print", ["is", {}]]],
        [["print", ["compare", ["of", "a"], [["__import__", ["of", "a"]]]]]],
        [["print", ["compare", ["of", "a"], ["eq"]]]], [["print", ["not"]]],
    ],
    ids=str,
)  # fmt: skip
def test_data_that_is_no_steps_is_not_understood(steps: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # what is wrong with it is told to nobody
        understood(steps)


def test_a_filled_template_is_xml_whatever_the_words() -> None:
    filled = _filling("<t a=\"{{ a }}\" b='{{ a }}'>{{ a }}</t>")({"a": "<&>\"'"})
    root = etree.fromstring(filled)
    assert (root.text, root.get("a"), root.get("b")) == ("<&>\"'",) * 3
