"""Workspaces of any size: segments, templates and flows as a store would write them, the same for the same seed.

Every file is valid and gives no warning, so that a bench measures the road that most files take.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

Document = dict[str, Any]

_ADJECTIVES: Final = "early late loyal quiet new gold silver frequent weekend seasonal local returning curious".split()
_NOUNS: Final = "readers buyers visitors parents runners gardeners cooks travellers students collectors".split()
_CATEGORIES: Final = "Shoes Coats Kitchen Garden Books Toys Bags Lamps".split()
_TIERS: Final = ("bronze", "silver", "gold", "platinum")
_WINDOWS: Final = ("30 days", "60 days", "90 days", "26 weeks")

PROJECT: Final[Document] = {
    "mktctl": 1,
    "brand": {
        "name": "Bench",
        "colors": {"primary": "#1b4d3e", "text": "#222222"},
        "sender": {"name": "Bench", "email": "hello@bench.example"},
        "address": "Bench, 1 High Street, Paris",
    },
    "store": {"platform": "custom", "url": "https://bench.example", "currency": "EUR", "timezone": "Europe/Paris"},
    "environments": {"sandbox": {}},
    "properties": {
        "tier": {"type": "text", "values": list(_TIERS)},
        "points": "number",
        "birthday": "date",
        "tags": "list",
        "lifecycle": "text",
    },
    "metrics": {
        "registered": {"name": "Registered"},
        "viewed_product": {"name": "Viewed Product", "properties": {"ProductName": "text", "Price": "number"}},
        "cart_abandoned": {"name": "Cart Abandoned", "properties": {"$value": "number"}},
        "placed_order": {"name": "Placed Order", "properties": {"$value": "number", "Categories": "list"}},
    },
    "lists": {"newsletter": {"name": "Newsletter", "opt_in": "double"}},
}

LAYOUT: Final = """<!doctype html>
<html>
  <head><meta charset="utf-8"><title>[[ brand.name ]]</title></head>
  <body style="color: [[ brand.colors.text ]]">
    <h1>[% block hero %][% endblock %]</h1>
    <div>[% block body %][% endblock %]</div>
    <p>[[ brand.address ]] <a href="{% unsubscribe_link %}">Unsubscribe</a></p>
  </body>
</html>
"""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many files of each kind."""

    flows: int
    segments: int
    templates: int

    @classmethod
    def mix(cls, files: int) -> "Counts":
        """A store's mix: two flows to each segment and each one and a half templates, `files` in all."""
        flows, segments = files * 35 // 100, files * 30 // 100
        return cls(flows=flows, segments=segments, templates=files - flows - segments)


def generate(root: Path, counts: Counts, *, seed: int = 1, library: bool = False) -> list[Path]:
    """Write a workspace below `root` (made if absent). Returns the resources' YAML files, in order.

    `library` keeps every template in the platform's library: else it lives only in the messages that use it.
    """
    rng = random.Random(seed)
    _write(root / "mktctl.yaml", PROJECT)
    layout = root / "templates/layouts/base.html"
    layout.parent.mkdir(parents=True, exist_ok=True)
    layout.write_text(LAYOUT, encoding="utf-8")
    made = [_write(root / f"segments/segment-{n:05}.yaml", _segment(rng, n)) for n in range(counts.segments)]
    made += [
        _write(root / f"templates/template-{n:05}.yaml", _template(rng, n, library)) for n in range(counts.templates)
    ]
    made += [_write(root / f"flows/flow-{n:05}.yaml", _flow(rng, n, counts)) for n in range(counts.flows)]
    return made


def _people(rng: random.Random) -> str:
    return f"{rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)}"


def _ever(metric: str, where: Document) -> Document:
    return {"metric": metric, "where": where, "ever": True}


_PEOPLE_CONDITIONS: Final[tuple[Callable[[random.Random], Document], ...]] = (
    lambda rng: {"property": "tier", "in": rng.sample(_TIERS, 2)},
    lambda rng: {"property": "points", "at_least": rng.randrange(10, 5000, 10)},
    lambda rng: {"property": "tags", "contains": rng.choice(_CATEGORIES).lower()},
    lambda rng: {"metric": "placed_order", "count": {"at_least": rng.randint(1, 9)}, "within": rng.choice(_WINDOWS)},
    lambda rng: {"metric": "placed_order", "count": 0, "within": rng.choice(_WINDOWS)},
    lambda rng: {
        "metric": "placed_order",
        "where": {"Categories": {"contains": rng.choice(_CATEGORIES)}},
        "ever": True,
    },
    lambda rng: {"metric": "viewed_product", "where": {"Price": {"more_than": rng.randint(5, 500)}}, "ever": True},
    lambda rng: {"consent": rng.choice(("email", "sms"))},
    lambda rng: {"list": "newsletter"},
)


def _conditions(rng: random.Random, count: int) -> list[Document]:
    return [make(rng) for make in rng.sample(_PEOPLE_CONDITIONS, count)]


def _segment(rng: random.Random, number: int) -> Document:
    who: list[Document] = _conditions(rng, rng.randint(3, 6))
    who.append({"any": _conditions(rng, rng.randint(2, 4))})
    return {
        "name": f"{_people(rng).capitalize()} {number}",
        "description": f"The {_people(rng)} whom the {rng.choice(_CATEGORIES).lower()} team writes to in season.",
        "tags": [rng.choice(_CATEGORIES).lower()],
        "who": {"all": who},
    }


def _template(rng: random.Random, number: int, library: bool) -> Document:
    category = rng.choice(_CATEGORIES)
    paragraphs = [
        f"<p>{category} for {_people(rng)}, {{{{ person.first_name|default:'friend' }}}}: chosen by hand ({n}).</p>"
        for n in range(rng.randint(10, 30))
    ]
    kept: Document = {"library": True} if library else {}
    return {
        "name": f"{category} for {_people(rng)} {number}",
        **kept,
        "channel": "email",
        "subject": f"{{{{ person.first_name|default:'Hello' }}}}, {category.lower()} for you ({number})",
        "preview_text": f"What {_people(rng)} liked this week",
        "base": "layouts/base.html",
        "sections": {"hero": f"{category} of [[ brand.name ]]\n", "body": "\n".join(paragraphs) + "\n"},
    }


def _flow(rng: random.Random, number: int, counts: Counts) -> Document:
    segment = f"segment-{rng.randrange(counts.segments):05}"
    head: Document = {
        "name": f"{rng.choice(_CATEGORIES)} for {_people(rng)} {number}",
        "description": f"Writes to {_people(rng)} until they order.",
        "status": "draft",
    }
    starts: tuple[Document, ...] = (
        {"trigger": {"metric": "registered"}, "reentry": "never"},
        {"trigger": {"metric": "cart_abandoned", "where": {"$value": {"at_least": 20}}}, "reentry": "after 7 days"},
        {"trigger": {"list": "newsletter"}},
        {"trigger": {"segment": segment}},
    )
    numbers = rng.sample(range(counts.templates), min(counts.templates, rng.randint(6, 12)))
    mails = [f"template-{index:05}" for index in numbers]
    return {**head, **rng.choice(starts), "exit_when": {"metric": "placed_order"}, "steps": _steps(rng, mails, segment)}


def _steps(rng: random.Random, mails: list[str], segment: str) -> list[Document]:
    """Mails with waits between them, a step or two of other kinds, and a branch at the end, where nothing is copied."""
    steps: list[Document] = [{"email": mails[0], "smart_sending": False}]
    for mail in mails[1:-2]:
        steps.append({"wait": f"{rng.randint(2, 9)} days"})
        if rng.random() < 0.3:
            steps.append({"exit_if": {"metric": "viewed_product", "since": "start"}})
        steps.append(_mail(rng, mail))
        if rng.random() < 0.2:
            steps.append({"update_profile": {"set": {"lifecycle": rng.choice(_ADJECTIVES)}}})
    if len(mails) > 2:
        steps.append({"wait": {"for": f"{rng.randint(2, 5)} days", "at": f"{rng.randint(6, 20):02}:00"}})
        by_tier = {"property": "tier", "is": rng.choice(_TIERS)}
        condition = {"segment": segment} if rng.random() < 0.2 else by_tier
        steps.append({"if": condition, "then": [{"email": mails[-2]}], "else": [{"email": mails[-1]}]})
    return steps


def _mail(rng: random.Random, template: str) -> Document:
    step: Document = {"email": template}
    if rng.random() < 0.5:
        step["subject"] = f"{rng.choice(_CATEGORIES)} for {_people(rng)}, this week only"
        step["preview_text"] = f"What {_people(rng)} liked"
    if rng.random() < 0.4:
        step["only_if"] = {"metric": "placed_order", "count": 0, "within": rng.choice(_WINDOWS)}
    return step


class _PlainDumper(yaml.CSafeDumper):
    """Block style, keys in the order given, no anchors: the language has none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _literal(dumper: _PlainDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_PlainDumper.add_representer(str, _literal)


def _write(path: Path, document: Document) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(text, encoding="utf-8")
    return path
