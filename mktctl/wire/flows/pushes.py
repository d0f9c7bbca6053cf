"""Push messages: `data` of send-mobile-push (klaviyo-api.md section 2; OpenAPI FlowPushNotification).

What a tap opens: `home`, `link` with the deep links of the two apps, `open_url` with an address on the web. Where an
app is missing, `link` falls back to the address on the web, which stands beside it.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from mktctl.model.flow import Push
from mktctl.model.template import PushBadge, PushButton, PushLinks, PushTemplate
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.message_parts import decode_filter, encode_filter, is_on, refuse_others
from mktctl.wire.flows.statuses import status_in
from mktctl.wire.ids import Ids

_KEYS: Final = frozenset(
    {"title", "body", "sound", "badge", "badge_options", "dynamic_image", "on_open", "ios_link", "android_link"}
    | {"web_url", "kv_pairs", "action_buttons", "smart_sending_enabled", "additional_filters", "name", "id"}
)
_DEFAULTS: Final = {"push_type": "standard"}
_BUTTON_KEYS: Final = frozenset({"label", "action_type", "url"})


def encode_push(step: Push, only_if: Groups, ids: Ids) -> dict[str, Any]:
    """The text stands in the message; an image is its address (`dynamic_image`)."""
    content = step.content
    message: dict[str, Any] = {
        "title": content.title or None,
        "body": content.body,
        "sound": content.sound,
        "badge": content.badge is not None,
        "dynamic_image": content.image,
        **_opening(content.open),
        "kv_pairs": content.data or None,
        "action_buttons": [_button(one) for one in content.buttons] or None,
        **_DEFAULTS,
        "smart_sending_enabled": step.smart_sending,
        "additional_filters": encode_filter(only_if, ids),
        "name": step.name,
    }
    if content.badge is not None:
        message["badge_options"] = _badge(content.badge)
    return {"message": message, "status": step.status}


def decode_push(key: str, data: Mapping[str, Any], ids: Ids, where: str) -> Push:
    """A push message whose template has no ref."""
    message = data.get("message") or {}
    refuse_others(message, _KEYS, f"{where}.message", _DEFAULTS)
    content = PushTemplate(
        ref="",
        name="",
        title=message.get("title") or "",
        body=message.get("body") or "",
        image=message.get("dynamic_image"),
        open=_read_opening(message, f"{where}.message"),
        buttons=tuple(_read_button(one, f"{where}.message") for one in message.get("action_buttons") or ()),
        badge=_read_badge(message, f"{where}.message"),
        sound=is_on(message, "sound", default=False),
        data=_read_data(message, f"{where}.message"),
    )
    return Push(
        key=key,
        template="",
        content=content,
        name=message.get("name") or "",
        status=status_in(data, where),
        smart_sending=is_on(message, "smart_sending_enabled", default=True),
        only_if=decode_filter(message, ids),
    )


def _opening(opens: PushLinks | Literal["home"]) -> dict[str, Any]:
    links = PushLinks() if opens == "home" else opens
    deep = links.ios or links.android
    return {
        "on_open": "home" if opens == "home" else "link" if deep else "open_url",
        "ios_link": links.ios,
        "android_link": links.android,
        "web_url": links.web,
    }


def _read_opening(message: Mapping[str, Any], where: str) -> PushLinks | Literal["home"]:
    links = PushLinks(ios=message.get("ios_link"), android=message.get("android_link"), web=message.get("web_url"))
    opens = str(message.get("on_open") or "home")
    said = "home" if links == PushLinks() else "link" if links.ios or links.android else "open_url"
    if opens != said:
        raise UnreadableError(f"{where}.on_open", f"{opens}, beside links for {said}")
    return "home" if opens == "home" else links


def _button(button: PushButton) -> dict[str, Any]:
    """A button has one address: that of the apps, or one on the web."""
    match button.open:
        case PushLinks(ios=ios, android=android, web=web):
            deep = ios or android
            return {
                "label": button.label,
                "action_type": "deep_link" if deep else "open_url",
                "url": deep or web,
            }
        case "app":
            return {"label": button.label, "action_type": "open_app"}
        case "dismiss":
            return {"label": button.label, "action_type": "dismiss"}


def _read_button(document: Mapping[str, Any], where: str) -> PushButton:
    refuse_others(document, _BUTTON_KEYS, f"{where}.action_buttons")
    label, url = str(document["label"]), document.get("url")
    match document["action_type"]:
        case "deep_link" if url:
            return PushButton(label=label, open=PushLinks(ios=url, android=url))
        case "open_url" if url:
            return PushButton(label=label, open=PushLinks(web=url))
        case "open_app" if not url:
            return PushButton(label=label, open="app")
        case "dismiss" if not url:
            return PushButton(label=label, open="dismiss")
        case other:
            raise UnreadableError(f"{where}.action_buttons", f"a button {other} to {url}")


def _read_data(message: Mapping[str, Any], where: str) -> dict[str, str]:
    pairs: dict[str, Any] = message.get("kv_pairs") or {}
    for name, value in pairs.items():
        if not isinstance(value, str):
            raise UnreadableError(f"{where}.kv_pairs.{name}", f"{value!r}, which is no text")
    return pairs


def _badge(badge: PushBadge) -> dict[str, Any]:
    if badge.count is not None:
        return {"badge_config": "set_count", "value": str(badge.count)}
    if badge.property is not None:
        return {"badge_config": "set_property", "set_from_property": badge.property}
    return {"badge_config": "increment_one"}


def _read_badge(message: Mapping[str, Any], where: str) -> PushBadge | None:
    if not message.get("badge"):
        return None
    match message.get("badge_options"):
        case None | {"badge_config": "increment_one"}:
            return PushBadge(increment=True)
        case {"badge_config": "set_count", "value": value} if str(value).isdecimal():
            return PushBadge(count=int(value))
        case {"badge_config": "set_property", "set_from_property": str(name)}:
            return PushBadge(property=name)
        case other:
            raise UnreadableError(f"{where}.badge_options", f"{other}")
