"""Workspaces of any size: segments, templates, flows and campaigns as a store would write them, the same for the same
seed.

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
    campaigns: int = 0

    @classmethod
    def mix(cls, files: int) -> "Counts":
        """A store's mix, `files` in all: a third each of flows, segments and templates, a tenth campaigns."""
        flows, segments, campaigns = files * 30 // 100, files * 27 // 100, files // 10
        return cls(flows=flows, segments=segments, templates=files - flows - segments - campaigns, campaigns=campaigns)

    def of_channel(self, channel: str) -> list[str]:
        """Refs of that channel's templates: every tenth is a text message, every tenth a push message."""
        return [f"template-{n:05}" for n in range(self.templates) if _channel(n) == channel]


def _channel(number: int) -> str:
    return {4: "sms", 9: "push"}.get(number % 10, "email")


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
    made += [
        _write(root / f"campaigns/campaign-{n:05}.yaml", _campaign(rng, n, counts)) for n in range(counts.campaigns)
    ]
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
    if number == 0:
        who = [{"consent": "sms"}]
    return {
        "name": f"{_people(rng).capitalize()} {number}",
        "description": f"The {_people(rng)} whom the {rng.choice(_CATEGORIES).lower()} team writes to in season.",
        "tags": [rng.choice(_CATEGORIES).lower()],
        "who": {"all": who},
    }


def _template(rng: random.Random, number: int, library: bool) -> Document:
    category = rng.choice(_CATEGORIES)
    name = f"{category} for {_people(rng)} {number}"
    match _channel(number):
        case "sms":
            return {"name": name, "channel": "sms", "body": f"{category.lower()} for you: [[ store.url ]]/{number}"}
        case "push":
            return {
                "name": name,
                "channel": "push",
                "title": category,
                "body": f"{category} for you, in the app first.",
            }
    paragraphs = [
        f"<p>{category} for {_people(rng)}, {{{{ person.first_name|default:'friend' }}}}: chosen by hand ({n}).</p>"
        for n in range(rng.randint(10, 30))
    ]
    kept: Document = {"library": True} if library else {}
    return {
        "name": name,
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
        {"trigger": {"metric": "cart_abandoned", "where": {"$value": {"at_least": 20}}}, "reentry": "after 180 days"},
        {"trigger": {"list": "newsletter"}},
        {"trigger": {"segment": segment}},
        {"trigger": {"date": "birthday", "before": "7 days", "repeat": "yearly", "at": "09:00"}, "reentry": "always"},
    )
    mails = counts.of_channel("email")
    mails = rng.sample(mails, min(len(mails), rng.randint(6, 12)))
    return {
        **head,
        **rng.choice(starts),
        "exit_when": {"metric": "placed_order"},
        "steps": _steps(rng, mails, segment, counts),
    }


def _steps(rng: random.Random, mails: list[str], segment: str, counts: Counts) -> list[Document]:
    """Mails with waits between them, a step or two of other kinds, and a branch at the end, where nothing is copied."""
    texts = counts.of_channel("sms")
    steps: list[Document] = [{"email": mails[0], "smart_sending": False}]
    for mail in mails[1:-2]:
        steps.append({"wait": f"{rng.randint(2, 9)} days"})
        if rng.random() < 0.3:
            steps.append({"exit_if": {"metric": "viewed_product", "since": "start"}})
        steps.append(_mail(rng, mail))
        if rng.random() < 0.2:
            steps.append({"update_profile": {"set": {"lifecycle": rng.choice(_ADJECTIVES)}}})
    if texts and rng.random() < 0.3:
        steps.append({"wait": "1 day"})
        steps.append({"sms": rng.choice(texts), "only_if": {"consent": "sms"}})
    if len(mails) > 2:
        steps.append({"wait": {"for": f"{rng.randint(2, 5)} days", "at": f"{rng.randint(6, 20):02}:00"}})
        by_tier = {"property": "tier", "is": rng.choice(_TIERS)}
        condition = {"segment": segment} if rng.random() < 0.2 else by_tier
        one, other = [{"email": mails[-2]}], [{"email": mails[-1]}]
        ends: tuple[Document, ...] = (
            {"if": condition, "then": one, "else": other},
            {"switch": [{"if": condition, "then": one}, {"if": {"consent": "sms"}, "then": ["exit"]}, {"else": other}]},
            {"split": [{"share": "40%", "steps": one}, {"share": "60%", "steps": other}]},
        )
        steps.append(rng.choice(ends))
    return steps


def _mail(rng: random.Random, template: str) -> Document:
    step: Document = {"email": template}
    if rng.random() < 0.5:
        step["subject"] = f"{rng.choice(_CATEGORIES)} for {_people(rng)}, this week only"
        step["preview_text"] = f"What {_people(rng)} liked"
    if rng.random() < 0.1:
        subjects = {"plain": f"{rng.choice(_CATEGORIES)} for you", "warm": f"Still thinking, {_people(rng)}?"}
        step["ab_test"] = {"vary": "subject", "variants": subjects, "winner": {"certain": True, "after": "14 days"}}
    if rng.random() < 0.4:
        step["only_if"] = {"metric": "placed_order", "count": 0, "within": rng.choice(_WINDOWS)}
    return step


_CAMPAIGN_CHANNELS: Final = ("push", "sms", "email", "email", "email")


def _campaign(rng: random.Random, number: int, counts: Counts) -> Document:
    """Of any channel. Half are drafts, the rest wait for a day that is far away."""
    channel = _CAMPAIGN_CHANNELS[number % len(_CAMPAIGN_CHANNELS)]
    known = counts.of_channel(channel)
    channel = channel if known else "email"
    day = f"2031-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    sends: tuple[Document, ...] = (
        {"at": f"{day} {rng.randint(8, 19):02}:00"},
        {"at": f"{day} 09:00", "timezone": "recipient"},
        {"smart": day} if channel == "email" else {"at": f"{day} 12:30"},
    )
    return {
        "name": f"{rng.choice(_CATEGORIES)} for {_people(rng)}, campaign {number}",
        "status": rng.choice(("draft", "scheduled")),
        channel: known[number // len(_CAMPAIGN_CHANNELS) % len(known)]
        if known
        else rng.choice(counts.of_channel("email")),
        "audience": {
            "include": ["segment/segment-00000" if channel == "sms" else "list/newsletter"],
            "exclude": [f"segment/segment-{1 + number % (counts.segments - 1):05}"],
        },
        "send": rng.choice(sends),
    }


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
