"""Codes about flows, waits and segments as they are written; what Klaviyo cannot express is in `codes_wire`."""

from typing import Final

FLOW_CODES: Final[dict[str, tuple[str, ...]]] = {
    "FLW001": ("No trigger, or several", "A flow starts from one thing.", "trigger: {metric: registered}"),
    "FLW002": ("An event's test without an event", "`where:` is about the event that starts the flow. Conditions about "
               "people stand in the segment, or in a first step.", "steps:\n  - exit_if: {not: {consent: email}}"),
    "FLW003": (
        "Re-entry is not said",
        "Where an event starts the flow, Klaviyo lets people in again each time, beside the run that goes on. Most "
        "flows do not mean that, so it has to be said.",
        "reentry: after 7 days",
    ),
    "FLW004": ("No re-entry", "never, always, or after a span in hours, days or weeks.", "reentry: after 7 days"),
    "FLW005": ("A metric that starts no flow", "Klaviyo starts no flow from what people do with messages."),
    "FLW006": ("No verb", "A step is the word `exit`, or begins with its verb.", "- email: welcome-1"),
    "FLW007": ("Two verbs in one step", "Each step does one thing; the next begins with a dash of its own."),
    "FLW008": ("exit with something behind it", "The word stands alone.", "- exit"),
    "FLW009": ("An if without then", "What happens for those who meet the condition?",
               "- if: {property: tier, is: gold}\n  then: [{email: gold-gift}]"),
    "FLW010": ("An id twice", "`id:` is a name that a step keeps for ever, so no other step has it."),
    "FLW011": ("A step goes further than its flow", "A step's status can hold it back, never send it ahead."),
    "FLW012": ("exit_when is a list", "Does one condition suffice, or must all hold? On Klaviyo it is OR at one place "
               "and AND at another, and confusing them is the most common mistake there.",
               "exit_when: {any: [{metric: placed_order}, {metric: waitlist_left}]}"),
    "FLW013": ("No address for a webhook", "Klaviyo calls only https.", "- webhook: https://shop.example/hook"),
    "FLW014": ("A secret in git", "Headers with secrets name them instead. `{secret: SHOP_TOKEN}` is read from the "
               "environment variable `MKTCTL_SECRET_SHOP_TOKEN` where apply runs; files can name no other variable.",
               "headers: {Authorization: {secret: SHOP_TOKEN}}"),
    "FLW015": ("No name of a secret", "Capital letters, digits and `_`, without the prefix `MKTCTL_SECRET_` that the "
               "environment variable has.", "headers: {Authorization: {secret: SHOP_TOKEN}}"),
    "FLW016": ("No change", "`update_profile` names at least one.", "- update_profile: {set: {lifecycle: sunset}}"),
    "FLW017": ("A change that does not fit the type", "`set` is for single values, `add` and `remove` are for lists."),
    "FLW018": ("No date", "A date property takes a date or the word `today`.", "set: {sunset_on: today}"),
    "FLW019": ("A field of Klaviyo's own", "A flow's step can set custom properties only."),
    "FLW020": ("Build marks in a step", "`[[ … ]]` is worked out in templates; in a step it would be sent as is."),
    "FLW021": ("No header", "A header's name is one word, and its text holds no line break.",
               "headers: {Content-Type: application/json}"),
    "FLW022": ("Ways of a switch", "Each begins with `if:` and has `then:`; `else:` is the last. The first whose "
               "condition holds is taken. At most 19 ways and the else.",
               "- switch:\n    - {if: {segment: vip}, then: [{email: gift}]}\n    - else: [exit]"),
    "FLW023": ("Shares of a split", "At least two ways by chance, 100 percent together.",
               "- split:\n    - {share: 50%, steps: [{email: gift}]}\n    - {share: 50%, steps: [exit]}"),
    "FLW024": ("Nobody to alert", "`alert:` is a list of your colleagues' addresses.",
               "- {alert: [anna@shop.example], subject: A large order}"),
    "FLW025": ("Not Klaviyo's JSON", "`raw:` is sent as it stands: one trigger, or one action with `type` and `data`. "
               "Its id and its links are made by mktctl.", "- raw: {type: send-webhook, data: {status: draft}}"),
    "FLW026": ("No date to start from", "A date flow starts from a custom property that mktctl.yaml declares as date.",
               'trigger: {date: birthday, before: 7 days, repeat: yearly, at: "09:00"}'),
    "FLW027": ("No drop of a price", "A percentage, or an amount in USD, the only currency that Klaviyo knows here.",
               "trigger: {price_drop: {by: 10%}}"),
    "FLW028": ("No span of days", "How far Klaviyo looks back for who saw the product: whole days or weeks.",
               "trigger: {price_drop: {by: 10%, within: 30 days}}"),
    "WAI001": ("No span", "A number and a unit: minutes, hours, days or weeks.", "- wait: 2 days"),
    "WAI002": ("How long?", "A wait needs `for:` or `from_start:`; in a date flow `before_date:`.",
               '- wait: {for: 1 day, at: "09:00"}'),
    "WAI003": ("Two lengths", "`for:` counts from the step above, `from_start:` from the beginning, "
               "`before_date:` back from the date that starts the flow."),
    "WAI005": ("No weekday", "mon, tue, wed, thu, fri, sat, sun.", "weekdays: [mon, thu]"),
    "WAI006": ("No time of day", "Two digits each, 00:00 to 23:59.", 'at: "09:00"'),
    "WAI007": ("Nothing to come back", "`wait: back_in_stock` is for flows that the metric "
               "`subscribed_to_back_in_stock` starts.", "- wait: back_in_stock"),
    "WAI008": ("No date to count from", "`before_date:` is for flows that a date starts.",
               "- wait: {before_date: 0 days}"),
    "WAI009": ("No span before a date", "Days, weeks or months; 0 days is the date itself.",
               "- wait: {before_date: 2 days}"),
}  # fmt: skip
"""Code to its title, what it means, and how it is written rightly."""

AB_TEST_CODES: Final[dict[str, tuple[str, ...]]] = {
    "ABT001": ("What cannot be tested", "`vary: subject` is for mails, `content` for mails and text messages, "
               "`send_time` for campaigns.",
               "ab_test: {vary: subject, variants: {plain: Ten percent, warm: Come back}}"),
    "ABT002": ("Too few variants, or too many", "A test has 2 to 7, each with a name; the first is the control."),
    "ABT003": ("Nothing to compare", "Variants differ from each other. Of a test of contents the first is the "
               "message's own template.",
               "- email: hello\n  ab_test: {vary: content, variants: {control: hello, photos: hello-photos}}"),
    "ABT004": ("Shares that do not add up", "Each variant of a flow's test has a whole percentage, 100 together; left "
               "out they are even. Klaviyo splits campaigns evenly.", "shares: {plain: 70%, warm: 30%}"),
    "ABT005": ("No way to decide", "In flows a winner is taken when it is certain, after a span, or whichever comes "
               "first; in campaigns with a sample after whole hours. `manual` leaves it to you.",
               "winner: {certain: true, after: 14 days}"),
    "ABT006": ("A sample that cannot be", "10% to 50% of a campaign's people get the test, the rest gets the winner. "
               "In a flow everybody takes part.", "sample: 20%"),
}  # fmt: skip
"""The same of A/B tests, of flows and of campaigns."""

SEGMENT_CODES: Final[dict[str, tuple[str, ...]]] = {
    "SEG001": ("Who is in it?", "A segment has a condition, or is made by somebody else on Klaviyo.",
               "who: {property: tier, is: gold}"),
    "SEG002": ("External, and defined", "`external: true` says that Klaviyo has the definition."),
    "TPL002": ("No mail, or two",
               "`base:` with `sections:` builds the mail from a layout; `source:` is the whole mail.",
               "base: layouts/base.mjml"),
    "TPL003": ("No layout", "A file that ends in .mjml or .html.", "base: layouts/base.mjml"),
    "TPL004": ("A file outside templates/", "Paths are relative to `templates/` and stay below it.",
               "sections: {body: {file: partials/cart-items.mjml}}"),
    "TPL005": ("A template that nobody sends", "A template becomes part of each message that uses it. Without one, and "
               "without `library: true`, nothing is made of it.", "library: true"),
}  # fmt: skip
"""Code to its title, what it means, and how it is written rightly."""
