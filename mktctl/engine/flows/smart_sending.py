"""Smart sending: one message of a channel in a window, which is fixed when something is sent (M1, M2)."""

from datetime import datetime, timedelta

from mktctl.engine.flows.setting import Setting
from mktctl.model.condition import Channel
from mktctl.model.profile import Profile, Sent


def window_of(channel: Channel, setting: Setting) -> timedelta:
    """The account's window now. No document names one for WhatsApp; it is a day, as of text messages."""
    match channel:
        case "email":
            return setting.email_window
        case "sms":
            return setting.sms_window
        case "push":
            return setting.push_window
        case "whatsapp":
            return setting.whatsapp_window


def attempt(channel: Channel, at: datetime, setting: Setting) -> Sent:
    """What is kept of a message that is handed over, whether it arrives or bounces; of a skip nothing is (M2)."""
    return Sent(channel=channel, time=at, until=at + window_of(channel, setting))


def last_attempt(channel: Channel, person: Profile, now: datetime, setting: Setting) -> Sent | None:
    """The latest, with its window's end: each one starts the window anew, so an earlier, longer one is over (M2)."""
    past = [one for one in person.sent if one.channel == channel and one.time <= now]
    if not past:
        return None
    last = max(reversed(past), key=lambda one: one.time)
    return last if last.until is not None else attempt(channel, last.time, setting)
