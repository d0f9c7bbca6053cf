"""The words of the platform's template language: Django's, and its own (klaviyo-api.md section 5)."""

from typing import Final

BLOCK_TAGS: Final[dict[str, tuple[str, ...]]] = {
    "if": ("elif", "else"),
    "for": ("empty",),
    "with": (),
    "catalog": (),
    "ifchanged": ("else",),
    "spaceless": (),
    "filter": (),
    "autoescape": (),
    "comment": (),
    "verbatim": (),
}
"""Tags that end with `end…`, and what may stand between."""

OPTIONAL_BLOCKS: Final = frozenset({"has_category", "customobject", "customobjects"})
"""Tags seen with and without an end; neither form is refused."""

SINGLE_TAGS: Final = frozenset(
    "unsubscribe unsubscribe_link manage_preferences manage_preferences_link web_view web_view_link coupon_code "
    "currency_format today current_year current_month current_month_name current_day current_weekday "
    "current_timestamp barcode update_property_link render_variable cycle firstof resetcycle now regroup templatetag "
    "widthratio".split()
)

UNSUBSCRIBE_TAGS: Final = frozenset(
    {"unsubscribe", "unsubscribe_link", "manage_preferences", "manage_preferences_link"}
)
ANCHOR_TAGS: Final = {
    "unsubscribe": "unsubscribe_link",
    "manage_preferences": "manage_preferences_link",
    "web_view": "web_view_link",
}
"""Tags that write a whole `<a>`, and the one that writes only the address."""

FILTERS: Final = frozenset(
    # Django's
    "add addslashes capfirst cut date default default_if_none dictsort dictsortreversed divisibleby escape escapejs "
    "filesizeformat first floatformat force_escape get_digit iriencode join last length length_is linebreaks "
    "linebreaksbr linenumbers lower make_list phone2numeric pluralize random safe safeseq slice slugify "
    "stringformat striptags time timesince timeuntil title truncatechars truncatechars_html truncatewords "
    "truncatewords_html unordered_list upper urlencode urlize urlizetrunc wordcount wordwrap yesno "
    # the platform's
    "abs append at_least at_most base64_decode base64_encode base64_url_safe_decode base64_url_safe_encode "
    "capitalize ceil compact concat count days_ago days_later find_replace floatadd floor format_date_string "
    "hours_later lookup missing_product_image multiply round_up split trim_slash".split()
)

REFUSED_FILTERS: Final = {
    "float": "numbers need no conversion; for decimals write |floatformat:2",
    "int": "write |floatformat:0",
    "round": "write |floatformat:2, or |round_up",
    "replace": "filters take one argument here; write |find_replace:'old, new'",
    "money": "write {% currency_format … %}",
}
"""Filters of other languages that people try, and what to write (measured with the render endpoint)."""

REFUSED_TAGS: Final = {
    "elsif": "write {% elif … %}",
    "elseif": "write {% elif … %}",
    "assign": "write {% with name=value %} … {% endwith %}",
    "set": "write {% with name=value %} … {% endwith %}",
    "unless": "write {% if not … %}",
    "capture": "write {% with name=value %} … {% endwith %}",
    "include": "share parts with [% include 'partials/file.mjml' %]",
    "extends": "write base: and sections: in the template's YAML",
    "block": "blocks belong to the build step: [% block name %]",
    "load": "every filter and tag is there already",
    "raw": "write {% verbatim %} … {% endverbatim %}",
}

ROOTS: Final = frozenset({"person", "event", "organization", "feeds", "catalog_item", "product"})
"""What dotted names start with, beside the profile's own fields and the variables of loops."""
