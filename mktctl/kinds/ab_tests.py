"""AB: two to seven versions of one message, and how the better one is found (P1, P2, P30 to P36)."""

import re
from typing import Final, Literal

import msgspec

from mktctl.kinds.ab_winners import read_metric, read_sample, read_winner
from mktctl.kinds.fields import VALUE, Fields
from mktctl.kinds.names import Names
from mktctl.kinds.percents import read_percent
from mktctl.kinds.refs import Channel, template_ref
from mktctl.kinds.spelling import either, listed, quoted, shown
from mktctl.kinds.subjects import read_subject
from mktctl.kinds.times import read_time
from mktctl.model.ab_test import ABTest, Variant
from mktctl.model.address import REF_PATTERN
from mktctl.model.places import KEY
from mktctl.model.template import SmsTemplate

Varied = Literal["subject", "content", "send_time"]
Place = Literal["flow", "campaign"]
VARIANTS_MIN: Final = 2
VARIANTS_MAX: Final = 7
AB_TEST_KEYS: Final = frozenset({"vary", "variants", "shares", "metric", "winner", "sample"})
_VARIED: Final[tuple[Varied, ...]] = ("subject", "content", "send_time")
_INSTEAD: Final = {
    "variations": "Write variants:", "versions": "Write variants:", "options": "Write variants:",
    "weights": "Write shares:", "split": "Write shares:", "allocations": "Write shares:", "goal": "Write metric:",
    "winner_metric": "Write metric:", "test": "Write vary:", "confidence": "Write  winner: {certain: true}",
    **dict.fromkeys(("duration", "test_duration", "wait"), f"Write  winner: {{after: {VALUE}}}"),
    "after": f"It stands inside:  winner: {{after: {VALUE}}}",
    "certain": "It stands inside:  winner: {certain: true}",
    **dict.fromkeys(("sample_size", "test_size", "size", "percentage", "percent"), f"Write  sample: {VALUE}"),
    **dict.fromkeys(("winning_metric", "win_by", "criteria", "decided_by"), f"Write  metric: {VALUE}"),
    **dict.fromkeys(("subject", "subjects", "subject_lines"), "Write  vary: subject  with  variants: {a: …, b: …}"),
    **dict.fromkeys(("templates", "content"), "Write  vary: content  with  variants: {a: …, b: …}"),
}  # fmt: skip
_VARIED_WORDS: Final = {
    **dict.fromkeys(("subject_line", "subjects", "subject line"), "subject"),
    **dict.fromkeys(("template", "body", "email", "text", "html"), "content"),
    **dict.fromkeys(("time", "send time", "sendtime"), "send_time"),
}
_EXAMPLES: Final[dict[Varied, str]] = {
    "subject": '{plain: "10% off your cart", warm: "Still thinking about it?"}',
    "content": "{control: cart-10-percent, photos: cart-10-percent-photos}",
    "send_time": '{morning: "09:00", evening: "18:00"}',
}


class TriedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """The message that is tested, resolved: what its versions have where they do not differ.

    `template` is a ref, empty when it has mistakes. `content` is the built template of a text message.
    """

    channel: Channel
    template: str
    subject: str = ""
    preview_text: str = ""
    content: SmsTemplate | None = None


def read_ab_test(fields: Fields, key: str, message: TriedMessage, names: Names, *, place: Place) -> ABTest | None:
    """`key: AB` of a step or a campaign; None when there is no such key, or with an error.

    Every variant comes back whole: what it does not vary it has from `message`. What depends on when a campaign is
    sent (P1: no winner in recipients' zones) is for the caller to look at.
    """
    below = fields.below(key, 'a test, such as {vary: subject, variants: {plain: "10% off", warm: "Come back"}}')
    if below is None:
        return None
    below.only(AB_TEST_KEYS, instead=_INSTEAD, what=f"{key}:")
    vary = _varied(below, message, names, place)
    variants = _variants(below, vary, message, names) if vary is not None else ()
    shares = _shares(below, tuple(one.name for one in variants), place)
    metric = read_metric(below, message.channel)
    sample = read_sample(below, in_flow=place == "flow")
    winner = read_winner(below, in_flow=place == "flow", sampled="sample" in below)
    if vary is None or not variants or len(shares) != len(variants):
        return None
    return ABTest(vary=vary, variants=variants, shares=shares, metric=metric, winner=winner, sample=sample)


def even_shares(count: int) -> tuple[int, ...]:
    """Whole percents, 100 together, the first ones one more where it does not divide: three are 34, 33, 33 (P30)."""
    share, left = divmod(100, count)
    return tuple(share + (index < left) for index in range(count))


def _varied(below: Fields, message: TriedMessage, names: Names, place: Place) -> Varied | None:
    possible = tuple(one for one in _VARIED if _fits(one, message.channel, place))
    likely = either(f"vary: {one}" for one in _likely(below, possible, names))
    if not below.require("vary", f"What differs? Write  {likely}"):
        return None
    value = below.values["vary"]
    if value in possible:
        return next(one for one in possible if one == value)
    if value == "send_time":
        hint = "In a flow make two ways with  - split:  and a wait in each"
        below.error("ABT001", "vary", "send times are tested in campaigns; in a flow everybody has a time", hint)
    elif value == "subject":
        what = "a text message" if message.channel == "sms" else "a push message"
        below.error("ABT001", "vary", f"{what} has no subject", f"Write  vary: {either(possible)}")
    elif value == "content":
        below.error("ABT001", "vary", "Klaviyo tests the content of mails and text messages only")
    else:
        below.choice("vary", possible, default="", instead=_VARIED_WORDS)
    return None


def _likely(below: Fields, possible: tuple[Varied, ...], names: Names) -> tuple[Varied, ...]:
    """What the variants that are written differ in; everything possible where they do not tell."""
    written = below.values.get("variants")
    values = list(written.values()) if isinstance(written, dict) else written if isinstance(written, list) else []
    if not values or not all(isinstance(one, str) for one in values):
        return possible
    meant: Varied = "content" if all(one in names.templates for one in values) else "subject"
    return (meant,) if meant in possible else possible


def _fits(vary: Varied, channel: Channel, place: Place) -> bool:
    if vary == "send_time":
        return place == "campaign"
    return channel == "email" or (channel == "sms" and vary == "content")


def _variants(below: Fields, vary: Varied, message: TriedMessage, names: Names) -> tuple[Variant, ...]:
    """Two to seven, the first the control; none when one has an error."""
    if not below.require("variants", f"The versions by name, the first is the control:  variants: {_EXAMPLES[vary]}"):
        return ()
    expected = f"a name for each version, such as {_EXAMPLES[vary]}"
    written = below.below("variants", expected, hint=_named(below.values["variants"]))
    if written is None:
        return ()
    count = len(written.values)
    if not VARIANTS_MIN <= count <= VARIANTS_MAX:
        counted = f"there {'is' if count == 1 else 'are'} {count or 'none'}"
        words = f"a test has {VARIANTS_MIN} to {VARIANTS_MAX} variants; {counted}"
        hint = "Take the weakest out" if count > VARIANTS_MAX else f"Such as  variants: {_EXAMPLES[vary]}"
        below.report.error("ABT002", (*below.at("variants"), KEY), words, hint)
    made = [_variant(written, name, vary, message, names) for name in written.values]
    variants = tuple(one for one in made if one is not None)
    if len(variants) != count or not VARIANTS_MIN <= count <= VARIANTS_MAX or not _differ(written, variants):
        return ()
    first = variants[0]
    if vary == "content" and message.template and first.template != message.template:
        words = f"{message.template} would be sent to nobody: the first variant is the control, the message as it is"
        hint = f"Put it first:  variants: {{control: {message.template}, {first.name}: {first.template}, …}}"
        written.error("ABT003", first.name, words, hint)
        return ()
    return variants


def _named(value: object) -> str:
    """Versions without names, with names."""
    if not isinstance(value, list) or not 1 <= len(value) <= VARIANTS_MAX:
        return ""
    texts = [one if isinstance(one, str) and REF_PATTERN.fullmatch(one) else quoted(str(one)) for one in value]
    return f"Write  variants: {{{', '.join(f'{name}: {text}' for name, text in zip('abcdefg', texts, strict=False))}}}"


def _variant(written: Fields, name: str, vary: Varied, message: TriedMessage, names: Names) -> Variant | None:
    base = Variant(
        name=name, template=message.template, subject=message.subject, preview_text=message.preview_text,
        content=message.content,
    )  # fmt: skip
    value = written.values[name]
    if vary != "content" and isinstance(value, dict) and len(value) == 1:
        (inner,) = value.values()
        hint = f"Write  {name}: {quoted(str(inner))}"
        written.error("KEY003", name, f"{name}: is what differs, without a key in front of it", hint)
        return None
    if vary == "subject":
        text = read_subject(written, name)
        return msgspec.structs.replace(base, subject=text) if text else None
    if vary == "send_time":
        at = read_time(written.report, written.values[name], written.at(name))
        return msgspec.structs.replace(base, at=at) if at else None
    ref = template_ref(written, name, names, channel=message.channel)
    content = names.template(ref, SmsTemplate)
    return msgspec.structs.replace(base, template=ref, content=content) if ref else None


def _differ(written: Fields, variants: tuple[Variant, ...]) -> bool:
    """Whether no two are the same; an error at the second of two that are."""
    seen: dict[object, str] = {}
    for one in variants:
        value = written.values[one.name]
        first = seen.setdefault(value, one.name)
        if first != one.name:
            words = f"{one.name} is the same as {first}: there is nothing to compare"
            written.error("ABT003", one.name, words, "Write something else, or take one of the two out")
            return False
    return True


def _meant(value: object, names: tuple[str, ...]) -> str:
    """`70/30` and `[70, 30]` with the names of the versions; empty for anything else."""
    parts = [str(one) for one in value] if isinstance(value, list) else re.findall(r"[0-9]+", str(value))
    if len(parts) != len(names) or not all(one.isdigit() for one in parts) or sum(map(int, parts)) != 100:
        return ""
    return f"{{{', '.join(f'{name}: {one}%' for name, one in zip(names, parts, strict=True))}}}"


def _shares(below: Fields, names: tuple[str, ...], place: Place) -> tuple[int, ...]:
    """In the order of the variants; none with an error, or without variants."""
    even = even_shares(len(names)) if names else ()
    if below.values.get("shares", "even") == "even":
        return even
    value = below.values["shares"]
    if place == "campaign":
        hint = "Take shares: out; how many people take part says  sample: 20%"
        below.report.error("ABT004", (*below.at("shares"), KEY), "campaigns are split evenly by Klaviyo", hint)
        return ()
    example = f"{{{', '.join(f'{name}: {share}%' for name, share in zip(names, even, strict=True))}}}"
    if not isinstance(value, dict):
        words = f"shares: is even, or a percentage for each variant; not {shown(value)}"
        below.report.error(
            "ABT004",
            (*below.at("shares"), KEY),
            words,
            f"Write  shares: {_meant(value, names) or example}" if names else "",
        )
        return ()
    given = Fields(below.report, value, below.at("shares"))
    read = {name: read_percent(below.report, share, given.at(name)) for name, share in value.items()}
    if not names or None in read.values():
        return ()
    strange, missing = [name for name in read if name not in names], [name for name in names if name not in read]
    if strange:
        words = f"{strange[0]} is none of the variants, which are {listed(names)}"
        below.report.error("ABT004", (*given.at(strange[0]), KEY), words, f"Write  shares: {example}")
        return ()
    total = sum(share or 0 for share in read.values())
    if missing or total != 100:
        words = f"{listed(missing)} has no share" if missing else f"the shares make {total}% together, not 100%"
        below.report.error("ABT004", (*below.at("shares"), KEY), words, f"Such as  shares: {example}")
        return ()
    return tuple(read[name] or 0 for name in names)
