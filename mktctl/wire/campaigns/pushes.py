"""A push message as `details` of a campaign's variation; flows have another shape."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.template import PushBadge, PushButton, PushLinks, PushTemplate

OPEN_HOME, OPEN_LINK, OPEN_URL = 0, 1, 2
"""`open_action` is a number without words; these follow the order of `on_open` in flows: home, link, open_url."""
PUSH_DEFAULTS: Final[Mapping[str, Any]] = {
    "title": "",
    "body": "",
    "sound": False,
    "badge": False,
    "badge_config": "increment-one",
    "badge_value": "1",
    "dynamic_media_template": "",
    "open_action": OPEN_HOME,
    "ios_deep_link": "",
    "android_deep_link": "",
    "web_url": "",
    "kv_pairs": {},
    "action_buttons": [],
}


def encode_push(content: PushTemplate) -> dict[str, Any]:
    """The built template; nothing of it is a template on the platform."""
    return {
        "channel": "push",
        "title": content.title,
        "body": content.body,
        "sound": content.sound,
        **_badge(content.badge),
        "dynamic_media_template": content.image,
        **_open(content.open),
        "kv_pairs": dict(content.data),
        "action_buttons": [_button(one) for one in content.buttons],
    }


def _badge(badge: PushBadge | None) -> dict[str, Any]:
    if badge is None:
        return {"badge": False}
    if badge.property is not None:
        return {"badge": True, "badge_config": "set-property", "badge_value": badge.property}
    if badge.count is not None:
        return {"badge": True, "badge_config": "set-count", "badge_value": str(badge.count)}
    return {"badge": True, "badge_config": "increment-one", "badge_value": "1"}


def _open(target: PushLinks | str) -> dict[str, Any]:
    if not isinstance(target, PushLinks):
        return {"open_action": OPEN_HOME}
    action = OPEN_LINK if target.ios or target.android else OPEN_URL
    return {
        "open_action": action,
        "ios_deep_link": target.ios,
        "android_deep_link": target.android,
        "web_url": target.web,
    }


def _button(button: PushButton) -> dict[str, Any]:
    """A button has one address, which is all that the language can write."""
    if isinstance(button.open, PushLinks):
        assert len({button.open.ios, button.open.android, button.open.web} - {None, ""}) == 1, "a button of one address"
        link = button.open.ios or button.open.android
        kind = "deep_link" if link else "open_url"
        return {"label": button.label, "action_type": kind, "url": link or button.open.web}
    return {"label": button.label, "action_type": {"app": "open_app", "dismiss": "dismiss"}[button.open]}
