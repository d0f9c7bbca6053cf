"""`mktctl graph` for other programs: JSON, Mermaid (which GitHub draws in a pull request) and Graphviz."""

import json
from typing import Final

from mktctl.app.graph import Graph
from mktctl.model.address import Address
from mktctl.views.visible import json_page, visible

FORMAT_VERSION: Final = 1
_SHAPES: Final = {"metric": ("([", "])"), "list": ("[/", "/]"), "segment": ("{{", "}}"), "template": ("[[", "]]")}
"""How Mermaid draws each kind; flows, campaigns and the rest are boxes."""


def graph_json(graph: Graph) -> str:
    """`{"format_version": 1, "focus", "resources": [{"address", "name", "file"}], "references": [{"source", "role",
    "target"}]}`.
    """
    return json_page(
        {
            "format_version": FORMAT_VERSION,
            "focus": str(graph.focus) if graph.focus else None,
            "resources": [{"address": str(one.address), "name": one.name, "file": one.file} for one in graph.resources],
            "references": [
                {"source": str(one.source), "role": one.role, "target": str(one.target)} for one in graph.references
            ],
        }
    )


def graph_mermaid(graph: Graph) -> str:
    """A flowchart; nodes are named by their address, so that the text of two runs compares well."""
    lines = ["flowchart LR"]
    for one in graph.resources:
        opening, closing = _SHAPES.get(one.address.kind, ("[", "]"))
        lines.append(f"    {_id(one.address)}{opening}{mermaid_text(str(one.address))}{closing}")
    lines += [f"    {_id(one.source)} -->|{one.role}| {_id(one.target)}" for one in graph.references]
    return "\n".join(lines) + "\n"


def graph_dot(graph: Graph) -> str:
    """Graphviz's language."""
    lines = ["digraph mktctl {", "    rankdir=LR;", "    node [shape=box];"]
    lines += [f"    {_quoted(str(one.address))} [tooltip={_quoted(one.name)}];" for one in graph.resources]
    lines += [
        f"    {_quoted(str(one.source))} -> {_quoted(str(one.target))} [label={_quoted(one.role)}];"
        for one in graph.references
    ]
    return "\n".join([*lines, "}"]) + "\n"


def mermaid_text(text: str) -> str:
    """A label that Mermaid reads as text: quoted, with its own signs as entities."""
    safe = visible(text).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return f'"{safe}"'


def _id(address: Address) -> str:
    return f"{address.kind}_{address.ref}".replace("-", "_").replace("@", "_")


def _quoted(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False)
