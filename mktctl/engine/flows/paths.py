"""Where each node stands, told by the shape of the flow alone: the same for files and every account."""

from mktctl.model.flow_graph import BranchesNode, FlowGraph, SplitNode


def path_of(graph: FlowGraph) -> dict[str, str]:
    """Node id to its place: `1`, `2` down the line, `3/then/1` and `3/else/1` behind a split that is the third.

    Ways of a multi-branch split are numbered, the one for the rest is `else`. Where paths were joined in Klaviyo's
    editor, the way that is listed first names a node. Nodes that nothing leads to are left out.
    """
    found: dict[str, str] = {}
    waiting: list[tuple[str | None, str]] = [(graph.first, "")]
    while waiting:
        at, above = waiting.pop()
        position = 1
        while at is not None and at in graph.nodes and at not in found:
            node = graph.nodes[at]
            found[at] = f"{above}{position}"
            if isinstance(node, SplitNode | BranchesNode):
                ways = [(following, f"{found[at]}/{word}/") for word, following in ways_of(node)]
                waiting.extend(reversed(ways))
                break
            at, position = node.next, position + 1
    return found


def ways_of(node: SplitNode | BranchesNode) -> tuple[tuple[str, str | None], ...]:
    """The ways out of a split by their word in paths, each with the node that it leads to."""
    if isinstance(node, SplitNode):
        return (("then", node.if_true), ("else", node.if_false))
    return tuple(
        ("else" if branch.condition is None else str(number), branch.next)
        for number, branch in enumerate(node.branches, start=1)
    )
