"""Codes of findings in templates: the build step (TPL101 to TPL108), markup, the platform's language, and the law."""

from typing import Final

TEMPLATE_CODES: Final[dict[str, tuple[str, str]]] = {
    "TPL101": (
        "The build step cannot be read",
        "A mark of the build step, `[[ … ]]` or `[% … %]`, is not closed, misspelled or not part of it. "
        "The build step is Jinja2 without assignments with a body, calls of methods and powers.",
    ),
    "TPL102": (
        "The build step cannot work this out",
        "A name is not there or a filter got what it cannot take. Templates see `brand`, `store`, `set`, "
        "`coupon(…)`, `products(…)` and `range(…)`; what depends on a person is the platform's: `{{ … }}`.",
    ),
    "TPL103": (
        "The build step goes on without end",
        "Loops, macros or files call each other too often, or write more than a mail can hold.",
    ),
    "TPL104": ("A file is missing", "Files are named relative to `templates/`, with `/`."),
    "TPL105": ("A section without a place", "Each key of `sections:` fills the block of that name in the base layout."),
    "TPL106": ("An unknown coupon", "`coupon('ref')` names one of `coupons:` in mktctl.yaml."),
    "TPL107": (
        "Unknown recommendations",
        "`products('ref', count)` names one of `recommendations:` in mktctl.yaml and shows 1 to 20 products.",
    ),
    "TPL109": (
        "A universal block that cannot stand here",
        "`universal('ref')` names one of `universal_content:` in mktctl.yaml, in the HTML of a mail. A universal block "
        "holds no other.",
    ),
    "TPL108": ("A fallback for nothing", "`fallbacks:` names a variable that the template does not print."),
    "TPL111": ("MJML cannot be read", "MJML is XML: elements are closed, attributes quoted, `<` in a text is `&lt;`."),
    "TPL112": ("An unknown MJML element", "Mail programs would get the element as it stands and show nothing."),
    "TPL113": ("MJML drops a tag", "The platform's tag stands where MJML shows nothing and would be lost."),
    "TPL121": ("A tag over several lines", "The platform sends a tag that is not closed on its line as plain text."),
    "TPL122": ("An unknown tag", "The platform refuses a mail with a tag that it does not know."),
    "TPL123": ("An unknown filter", "The platform refuses a mail with a filter that it does not know."),
    "TPL124": (
        "A tag that cannot be read",
        "A value, then filters behind `|`, each with one argument right behind `:`; no arithmetic and no calls. "
        "A name with spaces or `$` needs `lookup`.",
    ),
    "TPL125": ("A block that is not closed", "`{% if %}` needs `{% endif %}`, `{% for %}` needs `{% endfor %}`."),
    "TPL126": ("A link inside a link", "`{% unsubscribe %}` writes a whole link; in an attribute use the `_link` tag."),
    "TPL127": (
        "A gap for some people",
        "Who lacks the property reads nothing, or `None`. Give a default in the tag or under `fallbacks:`, or ask for "
        "it with `{% if %}`.",
    ),
    "TPL128": (
        "A name that the platform does not know",
        "It would print nothing. What the project knows, such as `brand` and `store`, stands in the build step's marks "
        "`[[ … ]]`; fields of a person are written as Klaviyo writes them, `{{ person.first_name }}`.",
    ),
    "TPL131": ("No way out", "A marketing mail must let people unsubscribe."),
    "TPL132": ("No postal address", "A marketing mail must say who sent it, with a postal address."),
    "TPL133": ("No way out in the text part", "Who reads the text part must be able to unsubscribe as well."),
    "TPL141": (
        "The event does not have that",
        "A mail can read `event.…` only in a flow that a metric starts, and only what that metric declares under "
        "`properties:`. Elsewhere it would print nothing.",
    ),
    "TPL151": (
        "An SMS of several text messages",
        "A text message holds 160 characters of the phones' own alphabet, and 153 in each part of a longer one; with a "
        "single letter of another alphabet 70 and 67. The brand's name in front and the way to unsubscribe count as "
        "well. Each one is paid for. Up to 4 are a note, more are a warning.",
    ),
    "TPL152": ("Two coupons in one SMS", "The platform puts one code into a text message."),
    "TPL153": (
        "A link of mails in a message",
        "`{% unsubscribe %}` and its like write links of mails. A text message says how to leave by `opt_out:`.",
    ),
    "TPL154": ("Who sends the SMS", "Each text message says who sends it, and says it once."),
    "TPL155": ("A push message that phones cut", "A locked phone shows some 65 characters of the title, 240 below."),
    "TPL156": (
        "No address",
        "Images are loaded over https. `open:` takes a web address, or one with the scheme of the app.",
    ),
    "TPL157": ("A badge without a number", "`badge: {property: …}` names a property of people that is a number."),
    "TPL158": (
        "An SMS without a way out",
        "Each marketing SMS says how to unsubscribe: by `opt_out: true`, or in its own words with STOP.",
    ),
}
"""Code to its title and its explanation in Markdown; `docs/diagnostics.md` shows both."""
