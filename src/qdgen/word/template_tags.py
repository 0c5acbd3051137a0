"""The tags of a template, read by Jinja's parser into steps. Nothing of Jinja is ever run.

What the steps cannot say is refused here: a template may print variables, repeat over a list and
choose. There are no filters and no functions, because they would work on text, and here there are
only tokens (see `slots`).
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from qdgen.errors import TemplateError
from qdgen.messages import text

# The whole language of templates: {{ a }}, {{ a.b }}, {% for a in b %}, {% if a == 'x' %}.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For,
    nodes.If, nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip


def steps_of(name: str, patched: str) -> list[object]:
    """The steps (see `steps`) of the template called `name`, its tags each in one piece.

    Raises TemplateError where a tag does what templates may not do, ValueError with the reason
    where one is not understood.
    """
    try:
        tree = Environment(autoescape=True).parse(patched)
        _refuse_code(tree, name)
        return _steps(tree.body)
    except (TemplateSyntaxError, RecursionError) as error:
        raise ValueError(str(error.args[0]) if error.args else "") from error


def _refuse_code(tree: nodes.Template, name: str) -> None:
    """A template may print variables, repeat over a list and choose; anything else is refused."""
    for node in tree.find_all(nodes.Node):
        if (
            not isinstance(node, _ALLOWED)
            or (isinstance(node, nodes.Output) and any(node.find_all(nodes.Const)))
            or (
                isinstance(node, nodes.For)
                and (node.recursive or node.test or any(True for _ in _loops_in(node)))
            )
        ):
            raise TemplateError(
                text(
                    "{path}: a tag does what templates may not do: {what}",
                    path=name,
                    what=type(node).__name__,
                ),
                text("tags may only print variables, repeat over a list, and choose with if"),
            )


def _loops_in(loop: nodes.For) -> Iterator[nodes.For]:
    for child in loop.iter_child_nodes():
        yield from child.find_all(nodes.For)
        if isinstance(child, nodes.For):
            yield child


def _steps(body: list[nodes.Node]) -> list[object]:
    steps: list[object] = []
    for node in body:
        match node:
            case nodes.Output():
                steps += [
                    part.data if isinstance(part, nodes.TemplateData) else ["print", _value(part)]
                    for part in node.nodes
                ]
            case nodes.For(target=nodes.Name(name=name)):
                over = _value(node.iter)
                steps.append(["repeat", name, over, _steps(node.body), _steps(node.else_)])
            case nodes.If():
                every = [node, *node.elif_]
                branches = [[_value(one.test), _steps(one.body)] for one in every]
                steps.append(["choose", branches, _steps(node.else_)])
            case _:
                raise ValueError(node)
    return steps


def _value(node: nodes.Node) -> list[object]:
    match node:
        case nodes.Name():
            return ["of", node.name]
        case nodes.Getattr():
            return [*_value(node.node), node.attr]
        case nodes.Const():
            return ["is", node.value]
        case nodes.Not():
            return ["not", _value(node.node)]
        case nodes.And():
            return ["and", _value(node.left), _value(node.right)]
        case nodes.Or():
            return ["or", _value(node.left), _value(node.right)]
        case nodes.Compare():
            return ["compare", _value(node.expr), [[o.op, _value(o.expr)] for o in node.ops]]
    raise ValueError(node)
