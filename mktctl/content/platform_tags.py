"""The platform's own tags, and Django's where it behaves otherwise. Loaded only by `render`: it imports Django.

Tags that open files or templates, read the clock or need a web framework are not there at all.
"""

from typing import Any, Final, NoReturn

from django.template import Library
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.template.defaultfilters import date as format_date
from django.template.defaulttags import IfNode, TemplateIfParser, do_for
from django.template.defaulttags import register as django_tags
from django.template.smartif import infix
from django.utils.html import format_html

from mktctl.content.refusals import RenderRefusal
from mktctl.content.setting import Setting
from mktctl.content.vocabulary import ANCHOR_TAGS, UNRENDERED_TAGS

SETTING: Final = "_setting"
"""The context's key of the Setting; a template cannot name it, because it starts with `_`."""

METER: Final = "_meter"
ROUNDS_MAX: Final = 20_000
CHARACTERS_MAX: Final = 5_000_000

_DJANGO: Final = (
    "autoescape comment cycle filter firstof ifchanged regroup spaceless templatetag verbatim widthratio with".split()
)

register = Library()
for _name in _DJANGO:
    register.tags[_name] = django_tags.tags[_name]


class Meter:
    """What the loops of one rendering may still do."""

    def __init__(self) -> None:
        self.rounds = ROUNDS_MAX
        self.characters = CHARACTERS_MAX

    def spend(self, characters: int) -> None:
        """One round that writes about so many characters. Raises RenderRefusal when the bound is reached."""
        self.rounds -= 1
        self.characters -= characters
        if self.rounds < 0 or self.characters < 0:
            raise RenderRefusal(f"loops run more than {ROUNDS_MAX:,} times or write too much")


class _Round(Node):  # type: ignore[misc]
    """Stands first in a loop's body and counts."""

    def __init__(self, characters: int) -> None:
        self.characters = characters

    def render(self, context: Context) -> str:
        context[METER].spend(self.characters)
        return ""


def metered_for(parser: Parser, token: Token) -> Node:
    """Django's loop, counted."""
    loop = do_for(parser, token)
    characters = sum(len(text.s) for text in loop.nodelist_loop.get_nodes_by_type(TextNode))
    loop.nodelist_loop = NodeList([_Round(characters), *loop.nodelist_loop])
    return loop


def _compared(operator: str) -> Any:
    """A comparison as the platform makes it: what is missing is below every number (measured)."""

    def compare(context: Context, left: Any, right: Any) -> bool:
        first, second = left.eval(context), right.eval(context)
        if first is None or second is None:
            order = (first is not None) - (second is not None)
        else:
            order = (first > second) - (first < second)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]

    return infix(10, compare)


_COMPARISONS: Final = {operator: _compared(operator) for operator in ("<", "<=", ">", ">=")}


class _IfParser(TemplateIfParser):  # type: ignore[misc]
    def translate_token(self, token: str) -> Any:
        return _COMPARISONS[token]() if token in _COMPARISONS else super().translate_token(token)


def platform_if(parser: Parser, token: Token) -> Node:
    """Django's `if` with the platform's comparisons."""
    branches: list[tuple[Any, NodeList]] = []
    name, *bits = token.split_contents()
    while name != "endif":
        condition = _IfParser(parser, bits).parse() if name in ("if", "elif") else None
        body = parser.parse(("endif",) if condition is None else ("elif", "else", "endif"))
        branches.append((condition, body))
        name, *bits = parser.next_token().split_contents()
    return IfNode(branches)


class _CatalogNode(Node):  # type: ignore[misc]
    def __init__(self, item: Any, body: NodeList) -> None:
        self.item = item
        self.body = body

    def render(self, context: Context) -> str:
        ref = str(self.item.resolve(context))
        found = _setting(context).catalog_item(ref)
        if found is None:
            raise RenderRefusal(f"the catalog has no item {ref}")
        with context.push(catalog_item=dict(found)):
            return str(self.body.render(context))


def catalog(parser: Parser, token: Token) -> Node:
    """`{% catalog id %}…{% endcatalog %}`: an item that is not there makes the mail unsendable."""
    bits = token.split_contents()
    body = parser.parse(("endcatalog",))
    parser.delete_first_token()
    return _CatalogNode(parser.compile_filter(bits[1] if len(bits) > 1 else "''"), body)


def _setting(context: Context) -> Setting:
    setting = context[SETTING]
    assert isinstance(setting, Setting), "render() puts the setting there"
    return setting


def _add_links(tag: str, said: str) -> None:
    """`{% unsubscribe 'text' %}` writes a whole anchor, `{% unsubscribe_link %}` its address."""

    def anchor(context: Context, text: str = said) -> str:
        return str(format_html('<a href="{}">{}</a>', _setting(context).link(tag), text))

    def link(context: Context) -> str:
        return _setting(context).link(tag)

    register.simple_tag(anchor, takes_context=True, name=tag)
    register.simple_tag(link, takes_context=True, name=ANCHOR_TAGS[tag])


def coupon_code(context: Context, name: str, **options: object) -> str:
    """The person's own code of the coupon `name`; `cut=` is accepted and does nothing here."""
    code = _setting(context).coupon_code(str(name))
    if code is None:
        raise RenderRefusal(f"no code of {name} is left")
    return code


def currency_format(context: Context, amount: object) -> str:
    """A number with the account's currency; what is no number stays as it is."""
    try:
        return _setting(context).money(float(str(amount)))
    except ValueError:
        return str(amount)


def today(context: Context, form: str = "%Y-%m-%d") -> str:
    """`{% today '%Y-%m-%d' as day %}`: the account's day."""
    return _setting(context).now.strftime(form)


def now(context: Context, form: str) -> str:
    """Django's `now`, at the account's instant."""
    return str(format_date(_setting(context).now, form))


def render_variable(context: Context, value: object = "") -> object:
    """The value of a variable of the message, such as `preview_text`."""
    return value


def update_property_link(context: Context, name: str, value: object, url: str) -> str:
    """A link that writes a property of the person and goes on to `url`."""
    return f"{_setting(context).link('update_property')}?{name}={value}&to={url}"


def _add_date_part(tag: str, form: str) -> None:
    def part(context: Context) -> str:
        return str(format_date(_setting(context).now, form))

    register.simple_tag(part, takes_context=True, name=tag)


def _unrendered(parser: Parser, token: Token) -> NoReturn:
    raise parser.error(token, f"{token.contents.split()[0]} needs data that only the platform holds")


_LINK_TEXTS: Final = {
    "unsubscribe": "Unsubscribe",
    "manage_preferences": "Manage preferences",
    "web_view": "View in browser",
}
_DATE_PARTS: Final = {
    "current_year": "Y",
    "current_month": "n",
    "current_month_name": "F",
    "current_day": "j",
    "current_weekday": "l",
}

register.tag("for", metered_for)
register.tag("if", platform_if)
register.tag("catalog", catalog)
for _function in (coupon_code, currency_format, today, now, render_variable, update_property_link):
    register.simple_tag(_function, takes_context=True)
for _name, _said in _LINK_TEXTS.items():
    _add_links(_name, _said)
for _name, _form in _DATE_PARTS.items():
    _add_date_part(_name, _form)
for _name in sorted(UNRENDERED_TAGS):
    register.tag(_name, _unrendered)
