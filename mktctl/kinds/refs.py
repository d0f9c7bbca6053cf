"""References to other resources: the key names the kind, the value is the bare ref (P42)."""

from collections.abc import Collection, Mapping
from typing import Final, Literal

from mktctl.kinds.fields import Fields
from mktctl.kinds.names import Names
from mktctl.kinds.spelling import did_you_mean, listed, nearest, shown
from mktctl.model.address import REF_PATTERN
from mktctl.model.project import Metric

Channel = Literal["email", "sms", "push", "whatsapp"]
REF_WORDS: Final = "small letters, digits, single - or _"
_STEM_LETTERS: Final = 5
_A_MESSAGE: Final[dict[Channel, str]] = {
    "email": "a mail", "sms": "a text message", "push": "a push message", "whatsapp": "a WhatsApp message",
}  # fmt: skip
_WHERE: Final = {
    "template": "templates/",
    "segment": "segments/",
    "list": "lists: of mktctl.yaml",
    "metric": "metrics: of mktctl.yaml",
}


def segment_ref(fields: Fields, key: str, names: Names) -> str:
    """A file of segments/."""
    return _ref(fields, key, "segment", names.segments, names)


def template_ref(fields: Fields, key: str, names: Names, *, channel: Channel) -> str:
    """A file of templates/, of this channel; empty with an error. `key` may be a word of the author's own."""
    if isinstance(value := fields.values[key], str) and " " in value.strip():
        message = f"{shown(value)} is no name of a template: {REF_WORDS}"
        fields.error("REF003", key, message, _where_texts_stand(fields, key, names, channel))
        return ""
    ref = _ref(fields, key, "template", names.templates, names)
    found = names.templates.get(ref)
    if found is None or found.channel == channel:
        return ref
    message = f"the template {ref} is of channel {found.channel}, and this is {_A_MESSAGE[channel]}"
    meant = f"Write  {found.channel}: {ref}" if key == channel else f"Name a template with  channel: {channel}"
    fields.error("REF008", key, message, meant)
    return ""


def _where_texts_stand(fields: Fields, key: str, names: Names, channel: Channel) -> str:
    """The hint for a text where the name of a template is expected: those of the channel, and where texts stand."""
    value = str(fields.values[key])
    known = sorted(ref for ref, one in names.templates.items() if one is None or one.channel == channel)
    if close := nearest(value, known):
        return f"Did you mean {close}?"
    if key != channel and channel == "email":
        return "For subjects write  vary: subject"
    there = f"There is {listed(known)};  a" if known else "A"
    return f"{there} text of its own goes into a file of templates/, with  channel: {channel}"


def list_ref(fields: Fields, key: str, names: Names) -> str:
    """A list of mktctl.yaml."""
    value = fields.values[key]
    by_name = {one.name.casefold(): one.ref for one in names.project.lists.values()}
    if isinstance(value, str) and value not in names.project.lists and (ref := by_name.get(value.casefold())):
        fields.error("REF004", key, f"{value} is the list's name on Klaviyo", f"Write its short name:  {key}: {ref}")
        return ref
    return _ref(fields, key, "list", names.project.lists, names)


def metric_ref(fields: Fields, key: str, names: Names) -> Metric | None:
    """A metric of mktctl.yaml, of the store's platform, or of Klaviyo's own."""
    value = fields.values[key]
    metrics = names.project.metrics
    if isinstance(value, str) and value in metrics:
        return metrics[value]
    if isinstance(value, str) and (meant := names.metric_named(value)):
        hint = f"Write its short name:  {key}: {meant.ref}"
        fields.error("REF004", key, f"{value} is the metric's name on Klaviyo", hint)
        return meant
    ref = _ref(fields, key, "metric", metrics, names)
    return metrics.get(ref)


def _ref(fields: Fields, key: str, kind: str, known: Collection[str], names: Names) -> str:
    value = fields.values[key]
    if type(value) is str and value in known:
        return value
    if not isinstance(value, str):
        fields.text(key)
        if isinstance(value, list) and value:
            fields.report.problems.pop()
            hint = "Write one condition or step for each"
            fields.error("REF005", key, f"{key}: takes one name, not several", hint)
        if isinstance(value, dict) and value:
            fields.report.problems.pop()
            fields.error("KEY003", key, f"{key}: is the name of a {kind}, not a mapping", _unwrapped(key, kind, value))
        return ""
    bare = value.removeprefix(f"{kind}/").removeprefix(f"{kind}s/").removesuffix(".yaml")
    if bare != value and REF_PATTERN.fullmatch(bare):
        fields.error("REF002", key, f"{key}: says the kind already", f"Write  {key}: {bare}")
    elif not REF_PATTERN.fullmatch(value):
        hint = did_you_mean(value, known)
        fields.error("REF003", key, f"{shown(value)} is no name of a {kind}: {REF_WORDS}", hint)
    elif (twin := _twin(value, known)) is not None:
        fields.error("REF001", key, f"no {kind} is called {value}", f"Did you mean {twin}?")
    elif not (names.partial and kind in ("list", "metric")):
        hint = _other_kind(value, kind, names) or _where(value, kind, known)
        fields.error("REF001", key, f"no {kind} is called {value}", hint)
    return ""


def _unwrapped(key: str, kind: str, value: Mapping[str, object]) -> str:
    """`email: {template: welcome-1, subject: Hi}` the way it is written here."""
    inner = next((one for one in (kind, "template", "ref", "name", "id") if isinstance(value.get(one), str)), "")
    others = [f"{one}:" for one in value if one != inner]
    beside = f"  and beside it  {listed(others)}" if others else ""
    return f"Write  {key}: {value[inner] if inner else '…'}{beside}"


def _other_kind(value: str, kind: str, names: Names) -> str:
    """That something else is called so: the most likely reason in a condition or a trigger."""
    for other, known in (("segment", names.segments), ("list", names.project.lists), ("template", names.templates)):
        if other != kind and value in known:
            return f"A {other} is called so" + (f":  {other}: {value}" if "template" not in (kind, other) else "")
    return ""


def _related(value: str, known: Collection[str]) -> list[str]:
    """Names that share a word with `value`: `ordered` has placed_order and ordered_product."""
    stems = {word[:_STEM_LETTERS] for word in value.lower().replace("-", "_").split("_") if len(word) >= _STEM_LETTERS}
    return sorted(one for one in known if any(part[:_STEM_LETTERS] in stems for part in one.split("_")))


def _twin(value: str, known: Collection[str]) -> str | None:
    folded = value.replace("_", "-")
    return next((ref for ref in known if ref.replace("_", "-") == folded), None)


def _where(value: str, kind: str, known: Collection[str]) -> str:
    hint = did_you_mean(value, known)
    if hint.startswith("Did"):
        return hint
    if kind == "metric" and (related := _related(value, known)):
        return f"There is {listed(related)}; others are declared in mktctl.yaml, under metrics:"
    if kind in ("list", "metric"):
        name = value.replace("_", " ").replace("-", " ").title()
        return f"Declare it in mktctl.yaml, under {kind}s:  {value}: {{name: {name}}}"
    return f"{_WHERE[kind]} has {listed(sorted(known))}" if known else f"Write {_WHERE[kind]}{value}.yaml"
