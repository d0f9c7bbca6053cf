"""Where a flow's data goes: addresses that its webhooks did not call and its alerts did not mail before, and secrets
that are sent there.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from mktctl.model.bindings import Binding
from mktctl.planning.desired import Desired, secret_headers
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject


def webhook_warnings(
    outcome: Outcome, desired: Desired, flow: SeenObject | None, binding: Binding | None
) -> Iterator[str]:
    """One line for each address of the flow that is new, or that gets a secret it did not get before.

    `flow` is what stands on the platform, `binding` what is remembered of it.
    """
    change = outcome.change
    if change.verdict not in ("create", "replace", "update"):
        return
    known = {_host(action) for action in (flow.actions.values() if flow else ()) if _is_webhook(action)}
    secrets: dict[str, list[str]] = {}
    for action in desired.document["definition"]["actions"]:
        if _is_webhook(action):
            host = _host(action)
            fresh = list(_fresh_secrets(action, desired, binding, everything=host not in known))
            if fresh or host not in known:
                secrets.setdefault(host, []).extend(name for name in fresh if name not in secrets.get(host, ()))
    for host, names in secrets.items():
        word = "secret" if len(names) == 1 else "secrets"
        sent = f" and sends it the {word} {', '.join(names)}" if names else ""
        if host not in known:
            yield f"{change.address} calls an address that it did not call before{sent}: {host}"
        else:
            yield f"{change.address} sends the {word} {', '.join(names)} to {host}"


def alert_warnings(outcome: Outcome, desired: Desired, flow: SeenObject | None) -> Iterator[str]:
    """One line with the addresses that the flow's alerts did not mail before: an alert may hold what is known of a
    person. `flow` is what stands on the platform.
    """
    if outcome.change.verdict not in ("create", "replace", "update"):
        return
    known = {to for action in (flow.actions.values() if flow else ()) for to in _mailed(action)}
    actions = desired.document["definition"]["actions"]
    fresh = dict.fromkeys(to for action in actions for to in _mailed(action) if to not in known)
    if fresh:
        word = "an address" if len(fresh) == 1 else "addresses"
        yield f"{outcome.change.address} mails alerts to {word} that it did not mail before: {', '.join(fresh)}"


def _mailed(action: Mapping[str, Any]) -> list[str]:
    """To whom an alert goes, in the form that shows letters beyond ASCII."""
    if action.get("type") != "send-internal-alert":
        return []
    addresses = ((action.get("data") or {}).get("message") or {}).get("to_emails") or ()
    return [_plain(str(one)) for one in addresses]


def _plain(address: str) -> str:
    try:
        return address if address.isascii() else address.encode("idna").decode()
    except UnicodeError:
        return address.encode("ascii", "backslashreplace").decode()


def _fresh_secrets(
    action: Mapping[str, Any], desired: Desired, binding: Binding | None, *, everything: bool
) -> Iterator[str]:
    """Names of the webhook's secrets that it did not send at the last apply, as far as their values are at hand."""
    key = action["temporary_id"]
    before = binding.actions[key].secrets if binding is not None and key in binding.actions else {}
    for header, name in secret_headers(action).items():
        value = desired.secrets.get(key, {}).get(header)
        if everything or header not in before or value not in (None, before[header]):
            yield name


def _is_webhook(action: Mapping[str, Any]) -> bool:
    return bool(action.get("type") == "send-webhook")


def _host(action: Mapping[str, Any]) -> str:
    """The host and port of a webhook's address; letters beyond ASCII in the form that shows what they are."""
    url = str(((action.get("data") or {}).get("message") or {}).get("url"))
    try:
        host = urlsplit(url).netloc.lower()
        return host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return url
