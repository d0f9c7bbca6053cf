"""Right files pass, wrong ones fail, both validators say the same, and the message names the exact key."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.exceptions import best_match

from mktctl.kinds.schema_files import SCHEMA_KINDS, documents
from mktctl.kinds.schema_for_editor import for_editor
from mktctl.kinds.schema_names import ProjectNames, with_names
from tests.schemas.spoiling import spoilt
from tests.schemas.validators import CORPUS, ROOT, careful, fast, files, read

VALID = files(CORPUS / "valid")
INVALID = files(CORPUS / "invalid")
PROGRAMME = files(ROOT)
CAREFUL = {kind: careful(documents(), f"{kind}.schema.json") for kind in SCHEMA_KINDS}
FAST = {kind: fast(documents(), f"{kind}.schema.json") for kind in SCHEMA_KINDS}

EXPECTED = {
    "campaigns/audience-bare": "audience/include/0",
    "campaigns/audience-condition": "audience/include/0",
    "campaigns/audience-empty": "audience/include",
    "campaigns/audience-is-a-list": "audience",
    "campaigns/audience-missing": ": audience",
    "campaigns/audience-misspelt": "audience: exlude",
    "campaigns/cron-with-a-time": "send: at",
    "campaigns/every-weekday": "send/every/1",
    "campaigns/every-without-a-time": "send: at",
    "campaigns/every-word": "send/every",
    "campaigns/except": "send/except",
    "campaigns/horizon": "send/horizon",
    "campaigns/if-past": "send/if_past",
    "campaigns/issue-empty": "issues/2026-12-24",
    "campaigns/issue-misspelt": "issues/2026-12-24: subjet",
    "campaigns/moment": "send/at",
    "campaigns/no-message": ": email",
    "campaigns/one-variant": "ab_test/variants",
    "campaigns/sample": "ab_test/sample",
    "campaigns/sample-without-a-winner": "ab_test: winner",
    "campaigns/send-empty": "send",
    "campaigns/send-missing": ": send",
    "campaigns/send-misspelt": "send: att",
    "campaigns/send-now": "send",
    "campaigns/smart-with-a-zone": "send: timezone",
    "campaigns/spread": "send/spread",
    "campaigns/status": "status",
    "campaigns/subject-of-a-text": "subject",
    "campaigns/two-messages": "push",
    "campaigns/winner-in-days": "ab_test/winner/after",
    "campaigns/winner-without-a-sample": "ab_test: sample",
    "flows/ab-one-variant": "steps/0/ab_test/variants",
    "flows/ab-sample": "steps/0/ab_test: sample",
    "flows/ab-share": "steps/0/ab_test/shares/plain",
    "flows/ab-text-subject": "steps/0/ab_test/vary",
    "flows/ab-vary-missing": "steps/0/ab_test: vary",
    "flows/ab-winner": "steps/0/ab_test/winner: confidence",
    "flows/alert-address": "steps/0/alert/0",
    "flows/alert-subject-missing": "steps/0: subject",
    "flows/before-date-in-hours": "steps/0/wait/before_date",
    "flows/date-at-missing": "trigger: at",
    "flows/date-reentry-missing": ": reentry",
    "flows/date-repeat": "trigger/repeat",
    "flows/deep-in-branches": "steps/0/then/0/then/0/utm",
    "flows/event-in-a-filter": "only_if: event",
    "flows/exit-when-can-change-back": "exit_when: property",
    "flows/exit-when-is-a-list": "exit_when",
    "flows/funnel-in-a-flow": "only_if: funnel",
    "flows/header": "steps/0/headers/Authorization: secret",
    "flows/hours-until-a-time": "steps/0/wait/for",
    "flows/inventory-audience": "trigger/low_inventory/audience/0",
    "flows/kind-in-a-ref": "steps/0/email",
    "flows/misspelt-beside-verb": "steps/0: smart_sendin",
    "flows/misspelt-key": ": nmae",
    "flows/misspelt-verb": "steps/1: emial",
    "flows/misspelt-word": "steps/1",
    "flows/month-in-a-wait": "steps/0/wait",
    "flows/no-steps": "steps",
    "flows/price-in-euro": "trigger/price_drop/by",
    "flows/profile-unchanged": "steps/0/update_profile",
    "flows/profile-verb": "steps/0/update_profile: sett",
    "flows/push-quiet-hours": "steps/0: quiet_hours",
    "flows/raw-links": "steps/0/raw: links",
    "flows/raw-trigger-type": "trigger/raw: type",
    "flows/reentry-in-minutes": "reentry",
    "flows/reentry-missing": ": reentry",
    "flows/sender": "steps/0/from: email",
    "flows/split-alone": "steps/0/split",
    "flows/split-share": "steps/0/split/1/share",
    "flows/split-then": "steps/0/split/0: steps",
    "flows/status": "status",
    "flows/step-is-a-list": "steps/0",
    "flows/steps-missing": ": steps",
    "flows/switch-else-beside": "steps/0/switch/0: else",
    "flows/switch-then-missing": "steps/0/switch/0: then",
    "flows/switch-way": "steps/0/switch/0: case",
    "flows/text-is-a-number": "name",
    "flows/then-missing": "steps/0: then",
    "flows/time-of-day": "steps/0/wait/at",
    "flows/trigger-misspelt": "trigger: metrics",
    "flows/trigger-test": "trigger/where/$value: at_leats",
    "flows/trigger-twice": "trigger: list",
    "flows/two-verbs": "steps/0: wait",
    "flows/two-windows": "only_if/ever",
    "flows/wait-is-a-number": "steps/0/wait",
    "flows/wait-misspelt": "steps/0/wait: from_start",
    "flows/wait-two-ends": "steps/0/wait/before_date",
    "flows/wait-with-two-spans": "steps/0/wait/from_start",
    "flows/wait-without-a-span": "steps/0/wait: from_start",
    "flows/webhook-without-tls": "steps/0/webhook",
    "flows/weekday": "steps/0/wait/weekdays/0",
    "flows/window-in-months": "only_if/within",
    "flows/window-missing": "only_if: since",
    "flows/window-missing-in-a-branch": "steps/0/if/all/1: since",
    "flows/zone": "steps/0/wait/timezone",
    "segments/bare-list": "who",
    "segments/best-channel": "who: priority",
    "segments/channel": "who/consent",
    "segments/complete-within": "who/complete_within",
    "segments/count-and-sum": "who/count",
    "segments/count-is-half": "who/count",
    "segments/custom-object": "who/custom_object",
    "segments/date-test-on-an-event": "who/where/OrderId: within",
    "segments/deep": "who/any/0/not/all/0/count: at_leats",
    "segments/distance-at-most": "who/distance: more_than",
    "segments/empty-condition": "who",
    "segments/funnel-empty": "who/funnel",
    "segments/funnel-step": "who/funnel/1: didnt",
    "segments/list-in-a-list": "who/list",
    "segments/month": "who/month",
    "segments/postal-code": "who/distance/from",
    "segments/predicted": "who/predicted",
    "segments/property-as-key": "who/all/1: tier",
    "segments/raw": "who/raw: type",
    "segments/sample": "who: sample",
    "segments/since-start": "who: since",
    "segments/sum-is-a-number": "who/sum",
    "segments/suppressed": "who/suppressed",
    "segments/test-missing": "who: is",
    "segments/two-subjects": "who: list",
    "segments/two-tests": "who",
    "segments/two-windows": "who/after",
    "segments/where-is-a-list": "who/where",
    "segments/who-and-external": "who",
    "segments/who-missing": ": who",
    "segments/window-in-months": "who/within",
    "segments/yes-for-true": "starred",
    "templates/channel": "channel",
    "templates/channel-missing": ": channel",
    "templates/extension": "base",
    "templates/fallback": "fallbacks/person.first_name",
    "templates/library": "library",
    "templates/misspelt": ": prevew_text",
    "templates/no-mail": ": base",
    "templates/push-badge": "badge",
    "templates/push-body-missing": ": body",
    "templates/push-button": "buttons/0: open",
    "templates/push-button-home": "buttons/0/open",
    "templates/push-data": "data/a",
    "templates/push-dismiss": "open",
    "templates/push-four-buttons": "buttons",
    "templates/push-links": "open: url",
    "templates/section": "sections/hero: file",
    "templates/section-is-a-list": "sections/hero",
    "templates/sms-body-and-source": "source",
    "templates/sms-body-missing": ": source",
    "templates/sms-extension": "source",
    "templates/sms-subject": ": subject",
    "templates/source-and-base": "base",
    "templates/source-and-sections": "sections",
    "templates/subject-is-a-number": "subject",
    "templates/subject-missing": ": subject",
    "templates/whatsapp-body": ": body",
    "templates/whatsapp-vendor": ": vendor_id",
    "projects/brand-missing": ": brand",
    "projects/colour": "brand/colors/primary",
    "projects/cost": "costs/sms",
    "projects/coupon-empty": "coupons/ten: pool",
    "projects/coupon-twice": "coupons/ten/pool",
    "projects/coupon-pool": "coupons/ten/pool",
    "projects/coupon-code-top-up": "coupons/ten/top_up",
    "projects/top-up-to": "coupons/ten/top_up: to",
    "projects/top-up-pattern": "coupons/ten/top_up/pattern",
    "projects/top-up-file": "coupons/ten/top_up/file",
    "projects/top-up-nothing": "coupons/ten/top_up: pattern",
    "projects/top-up-twice": "coupons/ten/top_up/pattern",
    "projects/universal-empty": "universal_content/hours: file",
    "projects/universal-twice": "universal_content/hours/file",
    "projects/universal-mjml": "universal_content/hours/file",
    "projects/currency": "store/currency",
    "projects/environment": "environments/production: acount",
    "projects/event-field": "metrics/cart_abandoned/properties/Items/items/Name",
    "projects/freeze": "guards/freeze/0/from",
    "projects/list": "lists/newsletter/opt_in",
    "projects/metric-name": "metrics/cart_abandoned: name",
    "projects/metric-ref": "metrics",
    "projects/misspelt": ": segmnts",
    "projects/persona": "personas/anna: email",
    "projects/phone": "personas/anna/phone",
    "projects/platform": "store/platform",
    "projects/property": "properties/tier: type",
    "projects/property-type": "properties/tier",
    "projects/recommendation": "recommendations/for-you: property",
    "projects/sandbox-start": "sandbox/start",
    "projects/seed": "metrics/cart_abandoned/seed: profile",
    "projects/sender": "brand/sender/email",
    "projects/share": "guards/destructive_at_most",
    "projects/timezone": "store/timezone",
    "projects/version": "mktctl",
    "projects/version-missing": ": mktctl",
}
"""Wrong file → where the best match points: a path, and behind `: ` the key that is missing there or unknown."""


def place(error: Any) -> str:
    path = "/".join(str(part) for part in error.absolute_path)
    match error.validator:
        case "required":
            return f"{path}: {next(name for name in error.validator_value if name not in error.instance)}"
        case "additionalProperties":
            return f"{path}: {next(name for name in error.instance if name not in error.schema.get('properties', {}))}"
    return path


@pytest.mark.parametrize("name", [*VALID, *(f"programme {name}" for name in PROGRAMME)])
def test_a_right_file_passes_both(name: str) -> None:
    kind, path = VALID.get(name) or PROGRAMME[name.removeprefix("programme ")]
    data = read(path)
    assert [error.message for error in CAREFUL[kind].iter_errors(data)] == []
    assert FAST[kind].is_valid(data)


@pytest.mark.parametrize("name", INVALID)
def test_a_wrong_file_fails_both_and_the_message_names_the_key(name: str) -> None:
    kind, path = INVALID[name]
    data = read(path)
    assert not FAST[kind].is_valid(data)
    error = best_match(CAREFUL[kind].iter_errors(data))
    assert error is not None
    assert place(error) == EXPECTED[name]


def test_every_wrong_file_stands_in_the_table() -> None:
    assert set(EXPECTED) == set(INVALID)


@pytest.mark.parametrize("name", [*VALID, *INVALID])
def test_the_editors_copies_take_and_refuse_the_same(name: str) -> None:
    """`mktctl schema` moves examples about and adds names; without names, no verdict changes."""
    kind, path = VALID.get(name) or INVALID[name]
    assert EDITORS[kind].is_valid(read(path)) == (name in VALID)


def editors() -> dict[str, Any]:
    known = with_names(documents(), ProjectNames())
    for_editor(known)
    return {kind: fast(known, f"{kind}.schema.json") for kind in SCHEMA_KINDS}


EDITORS = editors()


@settings(max_examples=150)
@given(st.data())
def test_both_validators_agree_on_spoilt_files(data: st.DataObject) -> None:
    kind, path = VALID[data.draw(st.sampled_from(sorted(VALID)))]
    changed = spoilt(copy.deepcopy(read(path)), data)
    assert CAREFUL[kind].is_valid(changed) == FAST[kind].is_valid(changed) == EDITORS[kind].is_valid(changed)
