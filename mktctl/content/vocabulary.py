"""The words of the platform's template language: Django's, and its own (klaviyo-api.md section 5)."""

from typing import Final

BLOCK_TAGS: Final[dict[str, tuple[str, ...]]] = {
    "if": ("elif", "else"),
    "for": ("empty",),
    "with": (),
    "catalog": (),
    "customobject": (),
    "customobjects": (),
    "ifchanged": ("else",),
    "spaceless": (),
    "filter": (),
    "autoescape": (),
    "comment": (),
    "verbatim": (),
}
"""Tags that end with `end…`, and what may stand between."""

SINGLE_TAGS: Final = frozenset(
    "unsubscribe unsubscribe_link manage_preferences manage_preferences_link web_view web_view_link coupon_code "
    "currency_format today current_year current_month current_month_name current_day current_weekday barcode "
    "update_property_link render_variable has_category cycle firstof now regroup templatetag widthratio".split()
)

UNRENDERED_TAGS: Final = frozenset({"barcode", "customobject", "customobjects", "has_category"})
"""Tags that the platform has and the local renderer has not: they need data that only the account holds."""

UNSUBSCRIBE_TAGS: Final = frozenset(
    {"unsubscribe", "unsubscribe_link", "manage_preferences", "manage_preferences_link"}
)
ANCHOR_TAGS: Final = {
    "unsubscribe": "unsubscribe_link",
    "manage_preferences": "manage_preferences_link",
    "web_view": "web_view_link",
}
"""Tags that write a whole `<a>`, and the one that writes only the address."""

DJANGO_FILTERS: Final = frozenset(
    "add addslashes cut date default default_if_none dictsort dictsortreversed divisibleby escape escapejs "
    "filesizeformat first floatformat force_escape get_digit iriencode join last length linebreaks linebreaksbr "
    "linenumbers lower make_list phone2numeric pluralize safe safeseq slice slugify striptags time title "
    "truncatechars truncatechars_html truncatewords truncatewords_html unordered_list upper urlencode urlize "
    "urlizetrunc wordcount wordwrap yesno".split()
)
OWN_FILTERS: Final = frozenset(
    "abs append at_least at_most base64_decode base64_encode base64_url_safe_decode base64_url_safe_encode capfirst "
    "capitalize ceil compact concat count datetime_from_string days_later divide downcase escape_once find_replace "
    "floatadd floatsub floor format_date_string gt gte httpize list_to_string list_where lookup lstrip lt lte map "
    "md5_hash minus missing_image missing_product_image modulo multiply newline_to_br percentize plus prepend random "
    "remainder remove remove_first remove_last replace_first replace_last reverse round round_down round_up rstrip "
    "sha_1 sha_256 size sort sort_natural split stringformat strip strip_html strip_newlines sum_list trim_slash "
    "truncate uniq upcase urldecode urldecodeplus urlencodeplus".split()
)
UNRENDERED_FILTERS: Final = frozenset({"dictfilter", "httpsize", "resplit", "timesince", "timeuntil", "weeks_since"})
"""Filters that the platform has and the local renderer has not: regular expressions, and the machine's clock."""

FILTERS: Final = DJANGO_FILTERS | OWN_FILTERS | UNRENDERED_FILTERS

REFUSED_FILTERS: Final = {
    "float": "numbers need no conversion; for decimals write |floatformat:2",
    "int": "write |floatformat:0",
    "replace": "write |find_replace:'old|new'",
    "money": "write {% currency_format … %}",
    "date_format": "write |format_date_string|date:'F d, Y'",
}
"""Filters of other languages that people try, and what to write."""

REFUSED_TAGS: Final = {
    "elsif": "write {% elif … %}",
    "elseif": "write {% elif … %}",
    "assign": "write {% with name=value %} … {% endwith %}",
    "set": "write {% with name=value %} … {% endwith %}",
    "capture": "write {% with name=value %} … {% endwith %}",
    "unless": "write {% if not … %}",
    "include": "share parts with [% include 'partials/file.mjml' %]",
    "extends": "write base: and sections: in the template's YAML",
    "block": "blocks belong to the build step: [% block name %]",
    "load": "every filter and tag is there already",
    "raw": "write {% verbatim %} … {% endverbatim %}",
    "recommended_products": "write [[ products('for-you', 4) ]]",
}
"""Tags of other languages that people try, and what to write."""
