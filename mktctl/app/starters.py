"""The commented files that `mktctl new` writes: small, true to this project's names, and valid as they stand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from mktctl.kinds.spelling import quoted

_AHEAD: Final = timedelta(days=7)
"""A new campaign is a week away: time to write it."""
_COMMENT_COLUMN: Final = 46


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a starter may name: refs of the project, first come first; `templates` by channel, `blocks` by layout."""

    metrics: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    templates: Mapping[str, tuple[str, ...]] = {}
    layouts: Mapping[str, tuple[str, ...]] = {}
    today: date


def flow(name: str, ref: str, channel: str, known: Known) -> dict[str, str]:
    """Path to text; `channel` is that of its first message."""
    trigger = f"metric: {known.metrics[0]}" if known.metrics else f"list: {known.lists[0]}"
    template = _nearest(ref, known.templates[channel])
    lines = [
        "# A flow: what starts it, who leaves it, and what happens when.  More: mktctl explain flow",
        f"name: {quoted(name)}",
        "description: One sentence for whoever reviews this file.",
        _noted("status: draft", "draft sends nothing; manual; live"),
        _noted(
            f"trigger: {{{trigger}}}",
            "or list:, segment:, date:, price_drop: …" if known.metrics else "or metric:, segment:, date: …",
        ),
        _noted("reentry: never", "or  always,  after 30 days"),
        _noted("# exit_when: {metric: placed_order}", "whoever does it leaves for good"),
        "steps:",
        _noted(f"  - {channel}: {template}", f"templates/{template}.yaml"),
        _noted("  # - wait: {from_start: 2 days}", "day 2, whatever stands above"),
        "  # - exit_if: {metric: placed_order, since: start}",
        f"  # - {channel}: …",
    ]
    return {f"flows/{ref}.yaml": _text(lines)}


def segment(name: str, ref: str, channel: str, known: Known) -> dict[str, str]:
    """Path to text; `channel` is the one that its people said yes to."""
    lines = [
        "# A segment: who belongs to it, kept up to date by Klaviyo.  More: mktctl explain segment",
        f"name: {quoted(name)}",
        "description: One sentence for whoever reviews this file.",
        "who:",
        _noted("  all:", "all: every line must hold; any: one suffices"),
        _noted(f"    - {{consent: {channel}}}", "said yes to it"),
    ]
    if known.metrics:
        lines.append(_noted(f"    - {{metric: {known.metrics[0]}, within: 90 days}}", "did it at least once"))
    lines += [
        "    # - {property: city, is: Paris}",
        "    # - not: {engaged: email, within: 30 days}",
    ]
    return {f"segments/{ref}.yaml": _text(lines)}


def campaign(name: str, ref: str, channel: str, known: Known) -> dict[str, str]:
    """Path to text; a week ahead, and a draft."""
    template = _nearest(ref, known.templates[channel])
    audience = f"list/{known.lists[0]}" if known.lists else f"segment/{known.segments[0]}"
    lines = [
        "# A campaign: one message, to whom, and when.  More: mktctl explain campaign",
        f"name: {quoted(name)}",
        "description: One sentence for whoever reviews this file.",
        _noted("status: draft", "scheduled sends it at its time"),
        _noted(f"{channel}: {template}", f"templates/{template}.yaml"),
        _noted(f"audience: {{include: [{audience}]}}", "exclude: takes people out again"),
        _noted(f"send: {{at: {known.today + _AHEAD} 09:00}}", "the account's time; timezone: recipient"),
        _noted('# send: {every: tuesday, at: "09:00"}', "again each week"),
    ]
    return {f"campaigns/{ref}.yaml": _text(lines)}


def template(name: str, ref: str, channel: str, known: Known) -> dict[str, str]:
    """Path to text; a mail of a project without layouts comes with a layout of its own."""
    head = [
        "# A template: what a message says.  More: mktctl explain template",
        f"name: {quoted(name)}",
        f"channel: {channel}",
    ]
    return {**_TEMPLATES[channel](head, name, ref, known)}


def _email(head: list[str], name: str, ref: str, known: Known) -> dict[str, str]:
    lines = [*head, f"subject: {quoted(name)}", "preview_text: What the inbox shows behind the subject."]
    if not known.layouts:
        source = f"mails/{ref}.mjml"
        files = {f"templates/{ref}.yaml": _text([*lines, _noted(f"source: {source}", "the whole mail, in MJML")])}
        return files | {f"templates/{source}": _MAIL}
    base = next(iter(known.layouts))
    lines += [_noted(f"base: {base}", "a layout; its blocks are filled below"), "sections:"]
    lines += [f"  # {block}: …" for block in known.layouts[base][1:]]
    first = known.layouts[base][:1]
    lines += [f"  {block}: {quoted(name)}" for block in first] or ["  {}"]
    return {f"templates/{ref}.yaml": _text(lines)}


def _sms(head: list[str], name: str, ref: str, known: Known) -> dict[str, str]:
    lines = [
        *head,
        _noted(f"body: {quoted(name)}", "160 plain characters are one message"),
        _noted("# prefix: true", "the brand's name in front"),
        _noted("# opt_out: true", "how to unsubscribe, behind it"),
    ]
    return {f"templates/{ref}.yaml": _text(lines)}


def _push(head: list[str], name: str, ref: str, known: Known) -> dict[str, str]:
    lines = [
        *head,
        f"title: {quoted(name)}",
        "body: What the phone shows below the title.",
        _noted("# open: https://shop.example/new", "where a tap leads; home is the app's start"),
        "# buttons: [{label: Look, open: https://shop.example/new}, {label: Not now, open: dismiss}]",
    ]
    return {f"templates/{ref}.yaml": _text(lines)}


_TEMPLATES: Final[Mapping[str, Callable[[list[str], str, str, Known], dict[str, str]]]] = {
    "email": _email, "sms": _sms, "push": _push,
}  # fmt: skip
_MAIL: Final = """\
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text>Hello {{ first_name|default:'there' }},</mj-text>
        <mj-text>{{ organization.full_address }}</mj-text>
        <mj-text>{% unsubscribe 'Unsubscribe' %}</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""


def _nearest(ref: str, templates: Sequence[str]) -> str:
    """The template that is called as the file, or begins as it: welcome-1 for welcome; else the first."""
    alike = [one for one in templates if one == ref or one.startswith(f"{ref}-") or ref.startswith(f"{one}-")]
    return ref if ref in alike else next(iter(sorted(alike)), templates[0])


def _noted(text: str, comment: str) -> str:
    return f"{text:{_COMMENT_COLUMN}} # {comment}"


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
