"""A template of the platform's language rendered for one person, with Django's engine and the platform's words.

Django is imported here and nowhere else, on the first call: validate never pays for it.
"""

import copy
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from mktctl.content.refusals import RenderRefusal
from mktctl.content.setting import Setting

if TYPE_CHECKING:
    from django.template import Engine

SOURCE_MAX: Final = 2_000_000
"""Characters of a source."""


class Unrenderable(msgspec.Struct, frozen=True, kw_only=True):
    """Why the platform would refuse the template, or skip the message; `line` counts from 1, 0 is unknown."""

    message: str
    line: int = 0


def render(source: str, context: Mapping[str, Any], setting: Setting, *, escape: bool = True) -> str | Unrenderable:
    """The text for `context`: JSON data under `person`, `event`, `organization`, `feeds` and the profile's own fields.

    A missing variable prints nothing, one missing from `lookup` prints "None", as measured on the platform.
    `escape` is right for HTML and wrong for subjects and text parts.
    """
    from django.template import Context, TemplateSyntaxError

    from mktctl.content.platform_tags import METER, SETTING, Meter

    if len(source) > SOURCE_MAX:
        return Unrenderable(message=f"the template is longer than {SOURCE_MAX:,} characters")
    # A copy, because a template can call a mapping's own methods, `{{ event.clear }}` among them.
    known = copy.deepcopy(dict(context)) | {SETTING: setting, METER: Meter()}
    try:
        template = _engine().from_string(source)
        marked = template.render(Context(known, autoescape=escape, use_l10n=False, use_tz=False))
        return "".join((marked,))  # plain text: the engine's own kind of str is no JSON
    except TemplateSyntaxError as error:
        token = getattr(error, "token", None)
        return Unrenderable(message=str(error), line=getattr(token, "lineno", None) or 0)
    except RenderRefusal as refusal:
        return Unrenderable(message=str(refusal))
    except RecursionError:
        return Unrenderable(message="blocks stand in each other without end")
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        return Unrenderable(message=f"a filter or tag cannot take what it got: {error}")


@functools.cache
def _engine() -> "Engine":
    """Django's engine without files, loaders and its own words; settings are configured once in the process."""
    from django.conf import settings
    from django.template import Engine

    if not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=False)

    class PlatformEngine(Engine):  # type: ignore[misc]
        default_builtins: ClassVar = ["mktctl.content.platform_filters", "mktctl.content.platform_tags"]

    return PlatformEngine(dirs=[], app_dirs=False, loaders=[], debug=False)
