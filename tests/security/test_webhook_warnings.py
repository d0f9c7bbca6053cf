"""A reviewer sees every new address that a flow calls or mails, and each secret that is sent there, first."""

from mktctl.model.flow import Alert, SecretHeader, Webhook
from mktctl.model.workspace import Workspace
from mktctl.views.plan_markdown import plan_markdown
from mktctl.views.plan_text import plan_text
from tests.support.settled_account import Settled, settled
from tests.support.workspaces import SENDER, email, flow, template, workspace

SECRETS = {"SHOP_TOKEN": "one", "OTHER_TOKEN": "two"}


def hook(url: str, *headers: tuple[str, str | SecretHeader], key: str = "hook") -> Webhook:
    return Webhook(key=key, url=url, name="Hook", status="live", headers=headers)


def alert(*to: str, key: str = "alert") -> Alert:
    return Alert(key=key, to=to, subject="{{ person.email }}", sender=SENDER, name="Alert", status="live")


SHOP = hook("https://shop.example/hook", ("Authorization", SecretHeader(secret="SHOP_TOKEN")), ("X", "plain"))


def files(*hooks: Webhook | Alert) -> Workspace:
    return workspace(flow(email("mail"), *hooks), template("mail"))


def warned(one: Settled, *hooks: Webhook | Alert, secrets: dict[str, str] | None = None) -> list[str]:
    plan = one.plan(files(*hooks), secret=(SECRETS if secrets is None else secrets).get)
    return [
        line.removeprefix("flow/welcome ")
        for line in plan.warnings
        if any(word in line for word in ("calls", "secret", "mails"))
    ]


def before(*hooks: Webhook | Alert) -> Settled:
    return settled(files(*hooks), secret=SECRETS.get)


def nothing() -> Settled:
    return before().without("flow/welcome")


def test_a_new_flow_that_calls_out_is_named_with_its_secrets() -> None:
    assert warned(nothing(), SHOP) == [
        "calls an address that it did not call before and sends it the secret SHOP_TOKEN: shop.example"
    ]
    assert warned(nothing(), hook("https://Shop.Example:8443/a")) == [
        "calls an address that it did not call before: shop.example:8443"
    ]


def test_what_goes_where_it_went_before_is_not_repeated() -> None:
    assert warned(before(SHOP), SHOP) == []
    assert warned(before(SHOP), hook("https://shop.example/other", *SHOP.headers)) == []
    assert warned(before(SHOP), SHOP, secrets={}) == []


def test_the_same_step_with_another_address_is_named() -> None:
    assert warned(before(SHOP), hook("https://evil.example/hook", *SHOP.headers)) == [
        "calls an address that it did not call before and sends it the secret SHOP_TOKEN: evil.example"
    ]


def test_one_more_webhook_is_named() -> None:
    assert warned(before(SHOP), SHOP, hook("https://evil.example/", key="spy")) == [
        "calls an address that it did not call before: evil.example"
    ]


def test_another_secret_for_an_address_that_is_known_is_named() -> None:
    both = hook(SHOP.url, *SHOP.headers, ("X-Other", SecretHeader(secret="OTHER_TOKEN")))
    assert warned(before(SHOP), both) == ["sends the secret OTHER_TOKEN to shop.example"]
    swapped = hook(SHOP.url, ("Authorization", SecretHeader(secret="OTHER_TOKEN")), ("X", "plain"))
    assert warned(before(SHOP), swapped) == ["sends the secret OTHER_TOKEN to shop.example"]


def test_letters_that_look_alike_are_told_apart() -> None:
    assert warned(before(SHOP), hook("https://ѕhop.example/hook")) == [
        "calls an address that it did not call before: xn--hop-ehd.example"
    ]


def test_both_pages_say_it_before_the_changes() -> None:
    plan = before(SHOP).plan(files(hook("https://evil.example/hook", *SHOP.headers)), secret=SECRETS.get)
    for page in (plan_text(plan, width=200, colour=False), plan_markdown(plan)):
        assert page.index("evil.example") < page.index("flow/welcome  ")
        assert "SHOP" in page[: page.index("flow/welcome  ")]
        assert "one" not in page.replace("before", "").split()


def test_a_new_address_of_an_alert_is_named() -> None:
    colleague = alert("anna@shop.example")
    assert warned(nothing(), colleague) == ["mails alerts to an address that it did not mail before: anna@shop.example"]
    assert warned(before(colleague), colleague) == []
    assert warned(before(colleague), alert("anna@shop.example", "spy@evil.example", "z@evil.example")) == [
        "mails alerts to addresses that it did not mail before: spy@evil.example, z@evil.example"
    ]
    assert warned(before(colleague), colleague, alert("anna@\N{CYRILLIC SMALL LETTER DZE}hop.example", key="spy"))[
        0
    ].isascii()
