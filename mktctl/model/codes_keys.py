"""Codes about keys, values and references, wherever they stand."""

from typing import Final

KEY_CODES: Final[dict[str, tuple[str, ...]]] = {
    "KEY001": ("An unknown key", "The word is not part of the language at this place. Nothing is skipped silently."),
    "KEY002": ("A missing key", "The resource means nothing without it.", "name: Cart recovery"),
    "KEY003": ("The wrong shape", "A text, a list or a mapping is expected, and another of the three is there."),
    "KEY004": ("The wrong value", "The value is none of those that this key takes.", "smart_sending: false"),
    "KEY005": (
        "Not supported yet",
        "The word belongs to the language, but this version does not read it. Leave it out until a later one.",
    ),
    "KEY006": ("Another word is meant", "The language has a word for this, and it is another one."),
    "KEY007": ("A text too long", "Klaviyo would refuse it."),
    "KEY008": (
        "A number instead of a text",
        "Unquoted, YAML reads `2026` as a number and `true` as a truth value. A text that looks like one is quoted.",
        'name: "2026"',
    ),
    "KEY009": ("A text that is empty", "There is nothing behind the colon.", "name: Welcome"),
    "KEY010": (
        "No address, no number",
        "An e-mail address or a phone number is expected.",
        "email: hello@shop.example",
    ),
    "KEY011": ("No percentage", "Percentages are whole, from 1% to 100%, with their sign.", "sample: 20%"),
    "KEY012": (
        "Refused by the schema",
        "The JSON Schema of the language, which editors use too, refuses what stands here.",
    ),
}
"""Code to its title, what it means, and how it is written rightly."""

REF_CODES: Final[dict[str, tuple[str, ...]]] = {
    "REF001": (
        "Nothing is called so",
        "A reference names a file below `templates/` or `segments/`, or an entry of mktctl.yaml.",
        "email: welcome-1        # templates/welcome-1.yaml",
    ),
    "REF002": ("The kind is said twice", "The key says the kind; the value is the bare name.", "segment: vip"),
    "REF003": (
        "No name",
        "Names are small letters and digits, with single `-` or `_` between them; never a path.",
        "email: welcome-1",
    ),
    "REF004": (
        "The name on Klaviyo",
        "Files refer to each other by short names, which stay when somebody renames things on Klaviyo.",
        "metric: placed_order",
    ),
    "REF005": ("A list of references", "One reference is expected.", "any: [{list: newsletter}, {list: vip-club}]"),
    "REF006": ("One name twice", "Folders do not count, and `-` and `_` are equal: each kind has each name once."),
    "REF007": (
        "A file name that is no name",
        "The file's name without `.yaml` is how the project calls the resource.",
        "flows/cart-recovery.yaml",
    ),
    "REF008": (
        "A template of another channel",
        "Each message takes a template of its own channel: `email:` a mail, `sms:` a text message, and so on.",
        "sms: cart-15-percent-sms",
    ),
    "REF009": (
        "Two of one name",
        "Klaviyo takes two flows, segments or campaigns of one name, but the name is all by which an object is found "
        "again when the state is lost.",
        "name: Welcome, second part",
    ),
}
"""Code to its title, what it means, and how it is written rightly."""
