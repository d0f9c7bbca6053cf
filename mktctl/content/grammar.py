"""What of Jinja2's grammar a template may use, and where its work is counted."""

from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

_ALLOWED: Final = frozenset((
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Block, nodes.Extends, nodes.Include,
    nodes.Import, nodes.FromImport, nodes.Macro, nodes.Assign, nodes.With, nodes.Name, nodes.Const, nodes.Tuple,
    nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call,
    nodes.Getitem, nodes.Getattr, nodes.Slice, nodes.Concat, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
))  # fmt: skip
_WRITTEN: Final = {
    "AssignBlock": "[% set name %] with a body",
    "CallBlock": "[% call %]",
    "FilterBlock": "[% filter %]",
    "Pow": "**",
    "ScopedEvalContextModifier": "[% autoescape %]",
    "NSRef": "namespace()",
}

ROUNDS: Final = "_rounds"
JOINED: Final = "_joined"
SCALAR: Final = "_scalar"
"""Functions of the environment that pay for a loop and for `~`, and keep lists out of lists; no template names them.

A list that holds a list twice, made again and again, is exponential to print or compare.
"""

_LITERAL: Final = (nodes.Const, nodes.List, nodes.Tuple, nodes.Dict)


def check_and_meter(tree: nodes.Template, name: str | None) -> None:
    """Refuse what content does not need, at its line, and let every loop and every `~` pay for its work.

    Raises jinja2's TemplateSyntaxError.
    """
    rewrites = False
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if type(node) not in _ALLOWED:
            written = _WRITTEN.get(type(node).__name__, type(node).__name__.lower())
            raise TemplateSyntaxError(f"{written} is not part of the build step", node.lineno, name)
        if isinstance(node, nodes.Name | nodes.Macro) and node.name.startswith("_"):
            raise TemplateSyntaxError(f"names of the build step do not start with _: {node.name}", node.lineno, name)
        waiting += node.iter_child_nodes()
        rewrites = rewrites or isinstance(node, nodes.Concat | nodes.List | nodes.Tuple | nodes.Dict)
        if isinstance(node, nodes.For):
            node.iter = _call(ROUNDS, [node.iter], node.lineno)
    if rewrites:
        _rewrite(tree)


def _rewrite(node: nodes.Node) -> None:
    for field, value in node.iter_fields():
        if isinstance(value, list):
            setattr(node, field, [_rewritten(one) for one in value])
        else:
            setattr(node, field, _rewritten(value))
    if isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load"):
        node.items = [_kept_flat(item) for item in node.items]
    elif isinstance(node, nodes.Pair):
        node.value = _kept_flat(node.value)


def _rewritten(value: object) -> object:
    if isinstance(value, nodes.Node):
        _rewrite(value)
        if isinstance(value, nodes.Concat):
            return _call(JOINED, value.nodes, value.lineno)
    return value


def _kept_flat(item: nodes.Expr) -> nodes.Expr:
    return item if isinstance(item, _LITERAL) else _call(SCALAR, [item], item.lineno)


def _call(function: str, arguments: list[Any], line: int) -> nodes.Call:
    name = nodes.Name(function, "load", lineno=line)
    return nodes.Call(name, arguments, [], None, None, lineno=line)
