"""Subscribing and unsubscribing over a socket, and the click that confirms."""

from typing import Any

import pytest

from tests.support.sandbox_api import Answer, Api, resource

START = "2026-01-01T00:00:00+00:00"
YES: dict[str, Any] = {"marketing": {"consent": "SUBSCRIBED"}}
NO: dict[str, Any] = {"marketing": {"consent": "UNSUBSCRIBED"}}
PEOPLE = "/data/attributes/profiles/data"


def person(email: str | None = "a@example.com", **more: Any) -> dict[str, Any]:
    """Someone whose `subscriptions` are to e-mail unless said otherwise."""
    own = {key: more.pop(key) for key in ("id",) if key in more}
    return {"type": "profile", **own, "attributes": {"email": email, "subscriptions": {"email": YES}, **more}}


def subscribe(api: Api, *people: dict[str, Any], audience: str | None = None, **attributes: Any) -> Answer:
    return _send(api, "bulk_subscribe_profiles", "profile-subscription-bulk-create-job", people, audience, attributes)


def unsubscribe(api: Api, *people: dict[str, Any], audience: str | None = None) -> Answer:
    return _send(api, "bulk_unsubscribe_profiles", "profile-subscription-bulk-delete-job", people, audience, {})


def _send(
    api: Api,
    operation: str,
    kind: str,
    people: tuple[dict[str, Any], ...],
    audience: str | None,
    attributes: dict[str, Any],
) -> Answer:
    related = {"relationships": {"list": {"data": {"type": "list", "id": audience}}}} if audience else {}
    return api.call(operation, body=resource(kind, {"profiles": {"data": list(people)}, **attributes}, **related))


def audience(api: Api, opt_in: str = "single_opt_in") -> str:
    return api.call("create_list", body=resource("list", {"name": "News", "opt_in_process": opt_in})).id


def found(api: Api, email: str = "a@example.com") -> str:
    ids: list[str] = [row["id"] for row in api.call("get_profiles", filter=f'equals(email,"{email}")').data]
    assert len(ids) == 1
    return ids[0]


def consents(api: Api, email: str = "a@example.com") -> Any:
    asked = api.call("get_profile", found(api, email), additional_fields_profile=["subscriptions"])
    return asked.data["attributes"]["subscriptions"]


def mail(api: Api, email: str = "a@example.com") -> Any:
    return consents(api, email)["email"]["marketing"]


def door(api: Api, email: str = "a@example.com") -> Any:
    return api.send("GET", f"/sandbox/ui/profiles/{found(api, email)}/consent").document


def members(api: Api, list_id: str) -> list[str]:
    return [row["attributes"]["email"] for row in api.call("get_profiles_for_list", list_id).data]


def test_a_subscription_keeps_time_method_and_source(api: Api) -> None:
    news = audience(api)
    answer = subscribe(api, person(), audience=news, custom_source="Shop door")
    assert (answer.status, answer.document) == (202, None)
    assert mail(api) == {
        "consent": "SUBSCRIBED",
        "consent_timestamp": START,
        "last_updated": START,
        "method": "api",
        "method_detail": "Shop door",
        "custom_method_detail": "Shop door",
        "double_optin": False,
        "can_receive_email_marketing": True,
        "suppression": [],
        "list_suppressions": [],
    }
    assert members(api, news) == ["a@example.com"]
    (record,) = door(api)["records"]
    assert (record["timestamp"], record["method"], record["source"], record["list_id"]) == (
        START,
        "api",
        "Shop door",
        news,
    )


def test_every_channel_is_its_own_answer(api: Api) -> None:
    token = {"token": "t", "platform": "ios", "vendor": "apns"}
    said = {
        "sms": YES,
        "whatsapp": {"transactional": {"consent": "SUBSCRIBED"}},
        "push": {**YES, "tokens": [token]},
        "email": {"open_tracking": {"consent": "SUBSCRIBED"}},
    }
    assert subscribe(api, person(phone_number="+33612345678", subscriptions=said)).status == 202
    shown = consents(api)
    assert shown["email"]["marketing"]["consent"] == "NEVER_SUBSCRIBED"
    assert shown["email"]["open_tracking"]["can_receive"] is True
    assert shown["sms"]["marketing"]["can_receive_sms_marketing"] is True
    assert shown["whatsapp"]["marketing"]["consent"] == "NEVER_SUBSCRIBED"
    assert shown["whatsapp"]["transactional"]["can_receive"] is True
    assert shown["mobile_push"]["marketing"]["can_receive_push_marketing"] is True


def test_a_list_with_double_opt_in_asks_first(api: Api) -> None:
    news = audience(api, "double_opt_in")
    subscribe(api, person(), audience=news, custom_source="Shop door")
    assert (mail(api)["consent"], members(api, news)) == ("NEVER_SUBSCRIBED", [])
    assert door(api)["pending"] == [{"channel": "email", "list_id": news, "asked": START}]
    confirmed = api.send("POST", f"/sandbox/ui/profiles/{found(api)}/confirmation", {}).document
    assert confirmed["lists"] == [news]
    assert (mail(api)["consent"], mail(api)["double_optin"], members(api, news)) == (
        "SUBSCRIBED",
        True,
        ["a@example.com"],
    )
    assert (mail(api)["custom_method_detail"], door(api)["pending"]) == ("Shop door", [])


def test_who_is_subscribed_is_not_asked_again(api: Api) -> None:
    subscribe(api, person())
    news = audience(api, "double_opt_in")
    subscribe(api, person(), audience=news)
    assert (door(api)["pending"], members(api, news)) == ([], ["a@example.com"])


def test_an_unsubscription_answers_what_was_asked(api: Api) -> None:
    subscribe(api, person(), audience=audience(api, "double_opt_in"))
    unsubscribe(api, person(subscriptions={"email": NO}))
    confirmed = api.send("POST", f"/sandbox/ui/profiles/{found(api)}/confirmation", {}).document
    assert (confirmed["lists"], mail(api)["consent"]) == ([], "UNSUBSCRIBED")


def test_a_historical_import_is_dated_and_asks_nobody(api: Api) -> None:
    news = audience(api, "double_opt_in")
    dated = {"marketing": {"consent": "SUBSCRIBED", "consented_at": "2024-05-06T07:08:09Z"}}
    subscribe(api, person(subscriptions={"email": dated}), audience=news, historical_import=True)
    assert (mail(api)["consent_timestamp"], mail(api)["last_updated"]) == ("2024-05-06T07:08:09+00:00", START)
    assert members(api, news) == ["a@example.com"]


@pytest.mark.parametrize(
    ("consented_at", "historical"),
    [
        (None, True),
        (START, True),
        ("2027-01-01T00:00:00Z", True),
        ("1989-12-31T00:00:00Z", True),
        ("2024-01-01T00:00:00Z", False),
    ],
)
def test_only_an_import_has_a_date_and_it_is_past(api: Api, consented_at: str | None, historical: bool) -> None:
    said = {"email": {"marketing": {"consent": "SUBSCRIBED", "consented_at": consented_at}}}
    refused = subscribe(api, person(subscriptions=said), historical_import=historical)
    place = f"{PEOPLE}/0/attributes/subscriptions/email/marketing/consented_at"
    assert refused.errors == [(400, "invalid", place)]
    assert api.call("get_profiles").data == []


def test_without_a_list_an_unsubscription_is_for_everything(api: Api) -> None:
    news = audience(api)
    subscribe(api, person(), audience=news)
    assert unsubscribe(api, person(subscriptions={"email": NO})).status == 202
    shown = mail(api)
    assert (shown["consent"], shown["can_receive_email_marketing"]) == ("UNSUBSCRIBED", False)
    assert shown["suppression"] == [{"reason": "UNSUBSCRIBE", "timestamp": START}]
    assert [record["consent"] for record in door(api)["records"]] == ["SUBSCRIBED", "UNSUBSCRIBED"]


def test_with_a_list_only_its_members_leave_it_alone(api: Api) -> None:
    news = audience(api)
    subscribe(api, person(), audience=news)
    subscribe(api, person("b@example.com"))
    no = {"email": NO}
    unsubscribe(api, person(subscriptions=no), person("b@example.com", subscriptions=no), audience=news)
    assert (mail(api)["consent"], members(api, news)) == ("SUBSCRIBED", [])
    assert mail(api)["list_suppressions"] == [{"list_id": news, "reason": "UNSUBSCRIBE", "timestamp": START}]
    assert mail(api, "b@example.com")["consent"] == "UNSUBSCRIBED"
    subscribe(api, person(), audience=news)
    assert (mail(api)["list_suppressions"], members(api, news)) == ([], ["a@example.com"])


def test_an_unsubscription_from_sms_is_for_every_list(api: Api) -> None:
    news = audience(api)
    subscribe(api, person(phone_number="+33612345678", subscriptions={"sms": YES}), audience=news)
    unsubscribe(api, person(phone_number="+33612345678", subscriptions={"sms": NO}), audience=news)
    assert consents(api)["sms"]["marketing"]["consent"] == "UNSUBSCRIBED"
    assert members(api, news) == ["a@example.com"]


def test_a_subscription_lifts_what_the_person_decided(api: Api) -> None:
    unsubscribe(api, person(subscriptions={"email": NO}))
    subscribe(api, person())
    assert (mail(api)["suppression"], mail(api)["can_receive_email_marketing"]) == ([], True)


def test_tokens_go_with_an_unsubscription_from_push(api: Api) -> None:
    token = {"token": "t", "platform": "ios", "vendor": "apns"}
    subscribe(api, person(subscriptions={"push": {**YES, "tokens": [token]}}))
    assert len(api.call("get_push_tokens").data) == 1
    unsubscribe(api, person(subscriptions={"push": {**NO, "tokens": [token]}}))
    assert api.call("get_push_tokens").data == []
    assert consents(api)["mobile_push"]["marketing"]["consent"] == "UNSUBSCRIBED"


def test_a_body_that_is_wrong_somewhere_changes_nobody(api: Api) -> None:
    sms = person("b@example.com", subscriptions={"sms": YES})
    refused = subscribe(api, person(), sms, person("c@example.com", subscriptions={}))
    assert refused.errors == [
        (400, "invalid", f"{PEOPLE}/1/attributes/phone_number"),
        (400, "invalid", f"{PEOPLE}/2/attributes/subscriptions"),
    ]
    assert api.call("get_profiles").data == []
    nowhere = subscribe(api, person(), audience="absent")
    assert nowhere.errors == [(400, "invalid", "/data/relationships/list/data/id")]


def test_how_many_at_once(api: Api) -> None:
    people = [person(f"a{number}@example.com") for number in range(1_001)]
    assert subscribe(api, *people).errors == [(400, "invalid", PEOPLE)]
    assert subscribe(api, *people[:1_000]).status == 202
    gone = [person(f"a{number}@example.com", subscriptions={"email": NO}) for number in range(101)]
    assert unsubscribe(api, *gone).errors == [(400, "invalid", PEOPLE)]
    assert unsubscribe(api, *gone[:100]).status == 202
