"""Codes about the text of YAML files (P52 to P54), and about the project file and folders."""

from typing import Final

FILE_CODES: Final[dict[str, tuple[str, ...]]] = {
    "YML001": ("YAML cannot be read", "The parser stops here; the mistake is often in the line above."),
    "YML002": ("Lines do not line up", "Keys of one mapping, and dashes of one list, begin in the same column."),
    "YML003": ("A tab in front of a line", "YAML takes only blanks there.", "steps:\n  - email: welcome-1"),
    "YML004": ("A control character", "An invisible character got into the file, often by copying."),
    "YML005": ("An empty file", "A file of the language holds one resource."),
    "YML006": ("Several documents", "One file is one resource; `---` would begin a second one."),
    "YML007": ("A directive", "The language is YAML 1.2; `%YAML` and `%TAG` are not read."),
    "YML008": ("Too deep or too large", "More levels, or more keys and values, than a resource has."),
    "YML009": (
        "A comment that was meant as text",
        "A `#` behind a blank begins a comment, and what follows is not sent. Quote the text; set real comments off "
        "with two blanks in front of the `#` and one behind it.",
        'subject: "Your basket #1 is still here"',
    ),
    "YML010": ("An anchor", "`&name` eats the word behind it. Anchors are not part of the language.",
               'subject: "&new Arrivals"'),
    "YML011": ("An alias", "`*name` stands for something else in YAML. Aliases are not part of the language.",
               'subject: "*Last chance*"'),
    "YML012": ("A tag", "`!name` eats the word behind it. Tags are not part of the language.", 'subject: "!sale now"'),
    "YML013": ("A merge key", "`<<:` merges another mapping. Write the keys out."),
    "YML014": ("A key twice", "Most tools keep the last one and say nothing."),
    "YML015": ("A key that is no word", "Keys are words; a list or a mapping cannot be one."),
    "YML020": (
        "Template marks without quotes",
        "`{{` begins a mapping and `[[` a list. A text that begins with them is quoted.",
        "subject: \"{{ person.first_name|default:'Hello' }}, welcome\"",
    ),
    "YML021": ("A decimal comma", "A comma separates entries; numbers have a point.", "sum: {at_least: 1.5}"),
    "YML022": ("A key without a value", "Between braces each entry is a key, a colon, a blank and a value.",
               "{metric: placed_order, count: 2}"),
    "YML023": ("A bracket in front of a text", "`[Last]` is a list, behind which no text can stand.",
               'subject: "[Last] chance"'),
    "YML024": ("A text goes on behind its quotes", "Quotes go round the whole text.", "subject: '\"Hi\" there'"),
    "YML025": ("A sign in front of a text", "`* & ! % @ \\` | > - ?` mean something to YAML there.",
               'subject: "@home"'),
    "YML026": ("A second colon", "A colon with a blank behind it begins a value. Quote a text that has one.",
               'subject: "50% off: today"'),
    "YML027": ("A line without a colon", "A key ends with a colon and a blank.", "name: Welcome"),
    "YML028": ("An unknown escape", "In double quotes a backslash begins an escape.", "matches: '\\d+'"),
    "YML029": ("A quote that is not closed", "The text begins here and never ends."),
    "YML030": ("A bracket that is not closed", "Or a comma is missing between two entries."),
    "YML031": ("A merge that was not finished", "git left both versions in the file, between lines of `<` and `>`."),
    "YML032": (
        "A sign that only looks right",
        "Blanks and dashes copied from a web page or a letter are often others than those that YAML takes.",
        "steps:\n  - email: welcome-1",
    ),
    "YML033": (
        "Typographic quotes round a text",
        "YAML takes only straight quotes for quotes; others are letters, and are sent.",
        'subject: "Welcome back"',
    ),
    "YML040": ("Not UTF-8", "Files of the language are UTF-8."),
}  # fmt: skip
"""Code to its title, what it means, and how it is written rightly."""

PROJECT_CODES: Final[dict[str, tuple[str, ...]]] = {
    "PRJ001": ("Another version of the language", "This program reads version 1.", "mktctl: 1"),
    "PRJ003": ("No account id", "Klaviyo's account ids are six letters and digits.", "production: {account: AbC123}"),
    "PRJ004": ("No day and time", "Year first, 24 hours, of the account's zone.", "start: 2026-11-02 09:00"),
    "PRJ005": ("No colour", "Three or six hexadecimal digits; quoted, because `#` begins a comment.",
               'colors: {primary: "#1b4d3e"}'),
    "PRJ006": ("No web address", "It begins with https:// or http://.", "url: https://shop.example"),
    "PRJ007": ("No currency", "Three capital letters (ISO 4217).", "currency: EUR"),
    "PRJ008": ("It does not fit the type", "`values:` is for texts, `items:` for lists."),
    "PRJ009": (
        "A property with the name of a field",
        "Klaviyo has a field of its own of that name; the bare word means that one.",
        "{property: properties.country, is: France}",
    ),
    "PRJ010": ("A link out of the project, or to a hidden file",
               "Nothing outside the project's folder is ever read, nor what is hidden in it: `.git`, `.env`."),
    "PRJ011": ("A link to a folder", "It is not followed: files would be read twice, or for ever."),
    "PRJ012": ("A file where a folder is expected", "`flows/`, `segments/` and `templates/` are folders."),
    "PRJ013": (
        "A file that cannot be read",
        "A permission, a broken link, a pipe, a name that is no text, or too many of them.",
    ),
    "PRJ014": ("Another ending", "Files of the language end in `.yaml`."),
    "PRJ015": ("A file too large", "A file of the language has at most 1 MB; a larger one is not even opened whole."),
    "PRJ016": ("A folder that is not read", "Its name looks like a slip of one that is."),
    "PRJ017": ("More findings", "A hundred of one file are shown; mend those first."),
    "PRJ018": ("The project is too large", "The files of one project have at most 64 MB together."),
    "PRJ020": ("A coupon without a code", "One text for everybody, or a pool that gives each person one of their own.",
               "coupons: {welcome: {code: WELCOME10}}"),
    "PRJ021": ("A freeze that ends before it begins", "`to:` is later than `from:`."),
    "PRJ022": ("No price", "An amount with a point, and a currency.", "sms: 0.065 EUR"),
    "PRJ023": (
        "No name of a pool",
        "A pool is called by one name on Klaviyo and by one here: letters, digits, `_` and `-`.",
        "coupons: {cart-10: {pool: CART10}}",
    ),
    "PRJ024": (
        "Nothing to top up from",
        "Codes come from a file of yours, one a line, or are made at random of a pattern, where each `#` is a letter "
        "or digit. Six of them at least, so that nobody guesses one.",
        'cart-10: {pool: CART10, top_up: {to: 500, pattern: "CART10-########"}}',
    ),
    "PRJ025": (
        "A line that is no code",
        "One code a line: letters, digits and signs without blanks, quotes or commas. The code itself is not shown: "
        "it is worth money.",
    ),
    "PRJ026": (
        "A universal block without content",
        "Its HTML stands in `mktctl.yaml`, or in an `.html` file below `templates/`.",
        "universal_content: {store-hours: {file: partials/store-hours.html}}",
    ),
    "PRJ027": (
        "A universal block that no mail embeds",
        "It is kept on Klaviyo all the same.",
    ),
}  # fmt: skip
"""Code to its title, what it means, and how it is written rightly."""
