"""A/B tests of a mail or text message: `data` of ab-test (klaviyo-api.md section 2; P2, P33, P36).

The main message is the control: what is sent while nothing is tested. It is the first variation once more.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import msgspec

from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.duration import Duration, Unit, from_minutes
from mktctl.model.flow import Email, Sms
from mktctl.wire.errors import UnreadableError

Tested = Email | Sms
Ends = Callable[[str, Duration], str]
"""The compiled key of an A/B test and its span to the instant at which it ends (ISO 8601); only the applier knows."""
MessageOf = Callable[[Tested], dict[str, Any]]
"""A message to the `data` of its action."""

_METRICS: Final[Mapping[Literal["clicks", "opens", "orders"], str]] = {
    "clicks": "unique-clicks",
    "opens": "unique-opens",
    "orders": "unique-placed-orders",
}
_READ_METRICS: Final = {word: metric for metric, word in _METRICS.items()}
_AFTER: Final = "{after:"
_UNITS: Final[tuple[Unit, ...]] = ("minute", "hour", "day", "week", "month")


def after_placeholder(key: str, span: Duration) -> str:
    """Stands for the end of a test wherever it is not worked out (P33), as in `{after:14 days}`."""
    del key
    return f"{_AFTER}{span}}}"


def main_key(key: str) -> str:
    """The compiled key of a test's main message; no step and no variation is called so."""
    return f"{key}.main"


def variation_key(key: str, name: str) -> str:
    """The compiled key of one variation."""
    return f"{key}:{name}"


def varied(step: Tested, variant: Variant) -> Tested:
    """The message of one variation: what it does not say it has from its step."""
    match step:
        case Email():
            return msgspec.structs.replace(
                step,
                template=variant.template or step.template,
                subject=variant.subject or step.subject,
                preview_text=variant.preview_text or step.preview_text,
                ab_test=None,
            )
        case Sms():
            return msgspec.structs.replace(step, content=variant.content or step.content, ab_test=None)


def encode_experiment(key: str, step: Tested, type_: str, message_of: MessageOf, ends: Ends) -> dict[str, Any]:
    """`data` of an ab-test; `type_` is the action that its messages are. `experiment_status` is not sent on create."""
    test = step.ab_test
    assert test is not None, "a message without a test"

    def action(own_key: str, variant: Variant, name: str) -> dict[str, Any]:
        message = msgspec.structs.replace(varied(step, variant), name=name)
        return {"temporary_id": own_key, "type": type_, "data": message_of(message)}

    keys = [variation_key(key, one.name) for one in test.variants]
    experiment = {
        "name": step.name,
        "variations": [action(own, one, one.name) for own, one in zip(keys, test.variants, strict=True)],
        "allocations": {own: share / 100 for own, share in zip(keys, test.shares, strict=True)},
        "winner_metric": _METRICS[test.metric],
        "automatic_winner_selection_settings": _winner(key, test.winner, ends),
    }
    main = action(main_key(key), test.variants[0], step.name)
    return {"status": step.status, "main_action": main, "current_experiment": experiment}


def decode_experiment(
    key: str,
    data: Mapping[str, Any],
    read: Callable[[Mapping[str, Any]], tuple[str, Tested]],
    where: str,
    made: str | None = None,
) -> Tested:
    """The message with its test; `read` gives an inner action's key and message. What is varied shows by comparing.

    A test that ends at an instant runs since it began, or before that since its flow was `made` (ISO 8601).
    """
    experiment = data.get("current_experiment") or {}
    read_all = [read(one) for one in experiment.get("variations") or ()]
    if len(read_all) < 2:
        raise UnreadableError(where, "a test without two versions")
    _, main = read(data.get("main_action") or {})
    versions = [version for _, version in read_all]
    step = _with_template(main, versions[0])
    names = [_name(key, own, version) for own, version in read_all]
    vary, variants = _variants(step, names, versions)
    for variant, version in zip(variants, versions, strict=True):
        if msgspec.structs.replace(version, name=step.name) != varied(step, variant):
            raise UnreadableError(where, f"a test whose version {variant.name} differs in more than its content")
    if data.get("experiment_status") != "completed" and varied(step, variants[0]) != step:
        raise UnreadableError(where, "a test whose main message is not its first version")
    metric = _READ_METRICS.get(str(experiment.get("winner_metric") or "unique-clicks"))
    if metric is None:
        raise UnreadableError(where, f"a test decided by {experiment.get('winner_metric')}")
    test = ABTest(
        vary=vary,
        variants=variants,
        shares=_shares(experiment, where),
        metric=metric,
        winner=_read_winner(experiment, made, where),
    )
    return msgspec.structs.replace(step, key=key, ab_test=test)


def _winner(key: str, winner: Winner | None, ends: Ends) -> dict[str, Any]:
    return {
        "enabled": winner is not None,
        "automatic_end_date": ends(key, winner.after) if winner is not None and winner.after is not None else None,
        "automatic_end_statistical_certainty": winner is not None and winner.certain,
    }


def _with_template(main: Tested, control: Tested) -> Tested:
    """Messages of one template have copies of their own: of ids that nobody knows, the control's stands for both."""
    if not (isinstance(main, Email) and isinstance(control, Email)):
        return main
    is_known = not (main.template.startswith("id:") or control.template.startswith("id:"))
    return main if is_known else msgspec.structs.replace(main, template=control.template)


def _name(key: str, own_key: str, version: Tested) -> str:
    prefix = variation_key(key, "")
    return own_key.removeprefix(prefix) if own_key.startswith(prefix) else version.name


def _variants(
    step: Tested, names: list[str], versions: list[Tested]
) -> tuple[Literal["subject", "content"], tuple[Variant, ...]]:
    """Whole ones: each says everything that a version may have of its own."""
    mails = [one for one in versions if isinstance(one, Email)]
    if not isinstance(step, Email) or len(mails) < len(versions):
        contents = [one.content if isinstance(one, Sms) else None for one in versions]
        return "content", tuple(Variant(name=name, content=one) for name, one in zip(names, contents, strict=True))
    variants = tuple(
        Variant(name=name, template=one.template, subject=one.subject, preview_text=one.preview_text)
        for name, one in zip(names, mails, strict=True)
    )
    return "subject" if {one.template for one in mails} == {step.template} else "content", variants


def _shares(experiment: Mapping[str, Any], where: str) -> tuple[int, ...]:
    """Whole percents; said nothing, even ones."""
    variations = experiment["variations"]
    said = experiment.get("allocations") or {}
    if not said:
        each, rest = divmod(100, len(variations))
        return tuple(each + (index < rest) for index in range(len(variations)))
    found = [100 * float(said.get(one.get("id") or one.get("temporary_id")) or 0) for one in variations]
    shares = tuple(round(one) for one in found)
    if sum(shares) != 100 or any(abs(one - share) > 1e-6 for one, share in zip(found, shares, strict=True)):
        raise UnreadableError(where, f"a test with the shares {found}")
    return shares


def _read_winner(experiment: Mapping[str, Any], made: str | None, where: str) -> Winner | None:
    settings = experiment.get("automatic_winner_selection_settings") or {}
    certain = bool(settings.get("automatic_end_statistical_certainty"))
    ends = settings.get("automatic_end_date")
    if not settings.get("enabled") or not (certain or ends):
        return None
    since = experiment.get("started") or made
    return Winner(certain=certain, after=None if ends is None else _span(str(ends), since, where))


def _span(ends: str, since: Any, where: str) -> Duration:
    """Of a placeholder as it was written; of an instant whole hours, because an apply takes its time."""
    if ends.startswith(_AFTER):
        return _written_span(ends.removeprefix(_AFTER).removesuffix("}"))
    if since is None:
        raise UnreadableError(where, f"a test that ends on {ends}, and nobody knows since when it runs")
    hours = (datetime.fromisoformat(ends) - datetime.fromisoformat(str(since))) / timedelta(hours=1)
    return from_minutes(60 * max(1, round(hours)))


def _written_span(text: str) -> Duration:
    """What `str(Duration)` writes."""
    amount, unit, *minutes = text.split()
    (known,) = [one for one in _UNITS if unit in (one, f"{one}s")]
    return Duration(amount=int(amount), unit=known, minutes=int(minutes[0]) if minutes else 0)
