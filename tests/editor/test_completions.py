"""What the editor offers while somebody writes."""

import pytest

from tests.editor.language_server import LanguageServer

FLOW = "name: x\ntrigger: {metric: cart_abandoned}\nreentry: never\n"
CAMPAIGN = "name: x\nemail: hello\n"
VERBS = [
    "email", "sms", "push", "whatsapp", "wait", "if", "switch", "split", "exit_if", "update_profile", "add_to_list",
    "remove_from_list", "webhook", "alert", "raw", "exit",
]  # fmt: skip
BESIDE_EMAIL = [
    "subject", "preview_text", "from", "name", "status", "only_if", "smart_sending", "transactional", "utm", "ab_test",
    "id", "note",
]  # fmt: skip
EVERYWHERE = [
    "all", "any", "not", "property", "metric", "engaged", "list", "segment", "consent", "can_receive", "suppressed",
    "region", "distance", "predicted", "best_channel", "custom_object", "raw",
]  # fmt: skip
IN_FLOWS = [*EVERYWHERE, "sample", "not_sent"]
TIERS = ["bronze", "silver", "gold", "platinum"]
NUMBER_TESTS = ["is", "is_not", "at_least", "at_most", "more_than", "less_than", "between"]

EXACTLY: dict[str, tuple[str, str, list[str]]] = {
    "the verbs behind a dash": ("flows/a.yaml", FLOW + "steps:\n  - ‸", VERBS),
    "the verbs behind a later dash": ("flows/a.yaml", FLOW + "steps:\n  - email: hello\n  - ‸", VERBS),
    "the verbs while one is typed": ("flows/a.yaml", FLOW + "steps:\n  - em‸", VERBS),
    "what stands beside email": ("flows/a.yaml", FLOW + "steps:\n  - email: hello\n    ‸", BESIDE_EMAIL),
    "the verbs inside then": (
        "flows/a.yaml", FLOW + "steps:\n  - if: {consent: email}\n    then:\n      - ‸", VERBS,
    ),
    "what stands beside email inside then": (
        "flows/a.yaml",
        FLOW + "steps:\n  - if: {consent: email}\n    then:\n      - email: hello\n        ‸",
        BESIDE_EMAIL,
    ),
    "the branches of an if": (
        "flows/a.yaml", FLOW + "steps:\n  - if: {consent: email}\n    ‸", ["then", "else", "id", "note"],
    ),
    "the project's templates": ("flows/a.yaml", FLOW + "steps:\n  - email: ‸", ["hello", "order-update"]),
    "the project's segments": (
        "flows/a.yaml", FLOW + "only_if:\n  segment: ‸", ["buyers", "by-hand", "every-condition", "vip"],
    ),
    "the project's lists": ("flows/a.yaml", FLOW + "steps:\n  - add_to_list: ‸", ["newsletter", "customers"]),
    "spans for a wait": ("flows/a.yaml", FLOW + "steps:\n  - wait: ‸", ["2 days", "24 hours", "back_in_stock"]),
    "the forms of a wait": (
        "flows/a.yaml",
        FLOW + "steps:\n  - wait:\n      ‸",
        ["for", "from_start", "before_date", "at", "weekdays", "timezone"],
    ),
    "weekdays": (
        "flows/a.yaml",
        FLOW + "steps:\n  - wait:\n      for: 1 day\n      weekdays: [‸]",
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    ),
    "the templates that a test may expect": (
        "tests/flows/a.test.yaml",
        "flow: welcome\ncases:\n  - name: x\n    expect:\n      - at: 2 days\n        email: ‸",
        ["hello", "order-update"],
    ),
    "a date among the issues, not the word property": (
        "campaigns/a.yaml", CAMPAIGN + "issues:\n  ‸", ["2026-12-22"],
    ),
    "a name for a version": (
        "campaigns/a.yaml", CAMPAIGN + "ab_test:\n  vary: subject\n  variants:\n    ‸", ["plain"],
    ),
    "a name for a list": ("mktctl.yaml", "mktctl: 1\nlists:\n  ‸", ["newsletter"]),
    "the blocks of the layouts": (
        "templates/a.yaml", "channel: email\nsubject: x\nbase: layouts/base.mjml\nsections:\n  ‸", ["hero", "body"],
    ),
    "the keys of a text message": (
        "templates/a.yaml",
        "channel: sms\nbody: x\n‸",
        [
            "name", "description", "source", "image", "shorten_links", "contact_card", "prefix", "opt_out", "fallbacks",
            "tags", "protect", "moved_from", "ignore", "lint",
        ],
    ),
    "the keys of a push message": (
        "templates/a.yaml",
        "channel: push\nbody: x\n‸",
        [
            "name", "description", "title", "image", "open", "buttons", "badge", "sound", "data", "fallbacks", "tags",
            "protect", "moved_from", "ignore", "lint",
        ],
    ),
    "a block that is not filled yet": (
        "templates/a.yaml",
        "channel: email\nsubject: x\nbase: layouts/base.mjml\nsections:\n  hero: Hello\n  ‸",
        ["body"],
    ),
    "statuses": ("flows/a.yaml", "name: x\nstatus: ‸\n", ["draft", "manual", "live"]),
    "re-entry": ("flows/a.yaml", "name: x\nreentry: ‸\n", ["never", "always", "after 7 days"]),
    "triggers": (
        "flows/a.yaml",
        "name: x\ntrigger:\n  ‸\n",
        ["metric", "list", "segment", "date", "price_drop", "low_inventory", "raw"],
    ),
    "what belongs to a date": (
        "flows/a.yaml",
        "name: x\ntrigger:\n  date: birthday\n  ‸\n",
        ["before", "repeat", "at", "weekdays", "timezone"],
    ),
    "dates to start from": ("flows/a.yaml", "name: x\ntrigger:\n  date: ‸\n", ["birthday", "sunset_on"]),
    "what belongs to a price drop": (
        "flows/a.yaml", "name: x\ntrigger:\n  price_drop:\n    ‸\n", ["by", "audience", "within", "where"],
    ),
    "templates of text messages": (
        "flows/a.yaml", FLOW + "steps:\n  - sms: ‸", ["short", "shorter", "sms-of-every-word"],
    ),
    "templates of push messages": ("flows/a.yaml", FLOW + "steps:\n  - push: ‸", ["push", "push-of-every-word"]),
    "what stands beside sms": (
        "flows/a.yaml",
        FLOW + "steps:\n  - sms: short\n    ‸",
        [
            "name", "status", "only_if", "smart_sending", "quiet_hours", "transactional", "utm", "ab_test", "id",
            "note",
        ],
    ),
    "the ways of a switch": ("flows/a.yaml", FLOW + "steps:\n  - switch:\n      - ‸", ["if", "else"]),
    "what belongs to a way of a switch": (
        "flows/a.yaml", FLOW + "steps:\n  - switch:\n      - if: {segment: vip}\n        ‸", ["then", "name"],
    ),
    "verbs in a way of a switch": (
        "flows/a.yaml", FLOW + "steps:\n  - switch:\n      - if: {segment: vip}\n        then:\n          - ‸", VERBS,
    ),
    "what belongs to a way of a split": (
        "flows/a.yaml", FLOW + "steps:\n  - split:\n      - ‸", ["share", "steps", "name"],
    ),
    "the parts of a test": (
        "flows/a.yaml",
        FLOW + "steps:\n  - email: hello\n    ab_test:\n      ‸",
        ["vary", "variants", "shares", "metric", "winner"],
    ),
    "what is varied": (
        "flows/a.yaml", FLOW + "steps:\n  - email: hello\n    ab_test:\n      vary: ‸", ["subject", "content"],
    ),
    "how a test ends": (
        "flows/a.yaml", FLOW + "steps:\n  - email: hello\n    ab_test:\n      winner:\n        ‸", ["certain", "after"],
    ),
    "how a campaign is sent": ("campaigns/a.yaml", CAMPAIGN + "send:\n  ‸", ["at", "smart", "every", "cron"]),
    "what belongs to a time": (
        "campaigns/a.yaml", CAMPAIGN + "send:\n  at: 2026-11-27 09:00\n  ‸", ["timezone", "if_past", "spread"],
    ),
    "what belongs to what comes again": (
        "campaigns/a.yaml",
        CAMPAIGN + "send:\n  every: tuesday\n  ‸",
        ["at", "timezone", "from", "until", "except", "horizon"],
    ),
    "lists and segments of an audience": (
        "campaigns/a.yaml",
        CAMPAIGN + "audience:\n  include: [‸]\n",
        [
            "list/newsletter", "list/customers", "segment/buyers", "segment/by-hand", "segment/every-condition",
            "segment/vip",
        ],
    ),
    "what a campaign's test varies": (
        "campaigns/a.yaml", CAMPAIGN + "ab_test:\n  vary: ‸", ["subject", "content", "send_time"],
    ),
    "statuses of a campaign": ("campaigns/a.yaml", CAMPAIGN + "status: ‸", ["draft", "scheduled"]),
    "what an issue has of its own": (
        "campaigns/a.yaml",
        CAMPAIGN + "issues:\n  2026-12-22:\n    ‸",
        ["email", "sms", "push", "subject", "preview_text"],
    ),
    "subjects of a filter": ("flows/a.yaml", FLOW + "only_if:\n  ‸\n", IN_FLOWS),
    "subjects of a branch, its event among them": (
        "flows/a.yaml", FLOW + "steps:\n  - if:\n      ‸", [*IN_FLOWS, "event"],
    ),
    "subjects inside all": ("flows/a.yaml", FLOW + "only_if:\n  all:\n    - ‸", IN_FLOWS),
    "only what stays true for leaving": (
        "flows/a.yaml", FLOW + "exit_when:\n  ‸\n", ["all", "any", "not", "metric", "engaged", "segment"],
    ),
    "subjects of a segment, its path among them": ("segments/a.yaml", "name: x\nwho:\n  ‸\n", [*EVERYWHERE, "funnel"]),
    "times of a metric in a flow": (
        "flows/a.yaml",
        FLOW + "only_if:\n  metric: placed_order\n  ‸\n",
        ["count", "sum", "where", "since", "within", "before", "after", "between", "ever"],
    ),
    "times of what makes people leave, none that moves": (
        "flows/a.yaml",
        FLOW + "exit_when:\n  metric: placed_order\n  ‸\n",
        ["count", "sum", "where", "since", "before", "after", "between", "ever"],
    ),
    "times of a metric in a segment": (
        "segments/a.yaml",
        "name: x\nwho:\n  metric: placed_order\n  ‸\n",
        ["count", "sum", "where", "within", "before", "after", "between", "ever"],
    ),
    "tests of a number": ("segments/a.yaml", "name: x\nwho:\n  metric: placed_order\n  count:\n    ‸\n", NUMBER_TESTS),
    "values of a property": ("segments/a.yaml", "name: x\nwho:\n  property: tier\n  is: ‸\n", TIERS),
    "values in a list": ("segments/a.yaml", "name: x\nwho:\n  property: tier\n  in: [‸]\n", TIERS),
    "values of a property to set": (
        "flows/a.yaml", FLOW + "steps:\n  - update_profile:\n      set:\n        tier: ‸", TIERS,
    ),
    "properties to set": (
        "flows/a.yaml",
        FLOW + "steps:\n  - update_profile:\n      set:\n        ‸",
        ["tier", "birthday", "lifecycle", "sunset_on", "points", "member"],
    ),
    "lists to add to": (
        "flows/a.yaml",
        FLOW + "steps:\n  - update_profile:\n      add:\n        ‸",
        ["interests", "recommended_products"],
    ),
    "properties of the trigger's event": (
        "flows/a.yaml",
        "name: x\ntrigger:\n  metric: cart_abandoned\n  where:\n    ‸\n",
        ["$value", "CheckoutURL", "Categories", "Items"],
    ),
    "properties of a metric's events": (
        "segments/a.yaml",
        "name: x\nwho:\n  metric: cart_abandoned\n  where:\n    ‸\n",
        ["$value", "CheckoutURL", "Categories", "Items"],
    ),
    "channels of a template": ("templates/a.yaml", "channel: ‸\n", ["email", "sms", "push", "whatsapp"]),
    "where a button of a push message leads": (
        "templates/a.yaml",
        "channel: push\nbody: x\nbuttons:\n  - label: Buy\n    open: ‸\n",
        ["app", "dismiss", "https://shop.example/sale"],
    ),
    "where a push message leads": (
        "templates/a.yaml", "channel: push\nbody: x\nopen: ‸\n", ["home", "https://shop.example/sale"],
    ),
    "layouts": (
        "templates/a.yaml",
        "channel: email\nbase: ‸\n",
        ["layouts/base.mjml", "mails/order-update.html", "partials/body.mjml"],
    ),
    "platforms": ("mktctl.yaml", "store:\n  platform: ‸\n", ["shopify", "woocommerce", "magento", "custom"]),
    "types of a property": (
        "mktctl.yaml", "properties:\n  tier:\n    type: ‸\n", ["text", "number", "boolean", "date", "list"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", EXACTLY)
def test_the_editor_offers_exactly(what: str, editor: LanguageServer) -> None:
    path, text, expected = EXACTLY[what]
    assert sorted(editor.offers(path, text)) == sorted(expected)


AMONG_OTHERS: dict[str, tuple[str, str, set[str]]] = {
    "metrics, declared and built in": (
        "segments/a.yaml",
        "name: x\nwho:\n  metric: ‸\n",
        {"registered", "cart_abandoned", "placed_order", "opened_email"},
    ),
    "properties, declared and Klaviyo's own": ("segments/a.yaml", "name: x\nwho:\n  property: ‸\n", {"tier", "city"}),
    "what a project declares": ("mktctl.yaml", "mktctl: 1\n‸\n", {"brand", "metrics", "personas", "sandbox"}),
}


@pytest.mark.parametrize("what", AMONG_OTHERS)
def test_the_editor_offers_among_others(what: str, editor: LanguageServer) -> None:
    path, text, expected = AMONG_OTHERS[what]
    assert expected <= editor.offers(path, text).keys()


def test_each_offer_says_what_it_does(editor: LanguageServer) -> None:
    offers = editor.offers("flows/a.yaml", FLOW + "steps:\n  - email: hello\n    ‸")
    assert all(offer.documentation for offer in offers.values())
    assert "Klaviyo: Smart Sending" in offers["smart_sending"].documentation


def test_what_is_inserted_is_the_language(editor: LanguageServer) -> None:
    """Never `[object Object]`, and a key with its colon."""
    for where in (FLOW + "‸\n", FLOW + "steps:\n  - ‸", FLOW + "only_if:\n  ‸\n", FLOW + "trigger: ‸\n"):
        for offer in editor.offers("flows/a.yaml", where).values():
            assert "[object" not in offer.label + offer.inserts
            assert ":" in offer.inserts or offer.inserts == "exit"
