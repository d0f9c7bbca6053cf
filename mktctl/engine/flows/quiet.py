"""Quiet hours: no text message of a flow goes out at night; it is held until the morning (M4)."""

from datetime import datetime, timedelta

from mktctl.engine.flows.phone_zones import zone_of_number
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.zones import instant_at, zone_for
from mktctl.model.flow_graph import EmailNode, TextNode
from mktctl.model.profile import Profile

_DAY = timedelta(days=1)
_SWITCH = "sms_quiet_hours_enabled"


def held_until(message: EmailNode | TextNode, person: Profile, *, now: datetime, setting: Setting) -> datetime | None:
    """When the quiet hours end in which `now` lies; None where the message may go out.

    They begin with `quiet_from`, are over at `quiet_until`, may hold a midnight (T16), are the same on all days, and
    are none if both are the same. Transactional messages keep them: only the message's own switch frees it.
    """
    if not isinstance(message, TextNode) or message.channel != "sms" or message.settings.get(_SWITCH) is False:
        return None
    if setting.quiet_from == setting.quiet_until:
        return None
    zone = zone_for(quiet_zone(person, setting), None, setting)
    local = now.astimezone(zone).replace(tzinfo=None, fold=0)
    begun, over = local.time() >= setting.quiet_from, local.time() >= setting.quiet_until
    is_quiet = (begun or not over) if setting.quiet_from > setting.quiet_until else (begun and not over)
    if not is_quiet:
        return None
    day = local.date() + _DAY if over else local.date()
    end = instant_at(datetime.combine(day, setting.quiet_until), zone, setting.options)
    return end if end > now else None


def quiet_zone(person: Profile, setting: Setting) -> str:
    """The zone whose clock tells the night: the phone number's, else the person's own, else the account's."""
    known = person.fields.get("timezone")
    own = known if isinstance(known, str) else setting.zone
    if setting.options.quiet_zone == "profile":
        return own
    number = person.fields.get("phone_number")
    return (zone_of_number(number) if isinstance(number, str) else None) or own
