"""PATCH of a flow action: read, change, send back whole (klaviyo-api.md section 0, "safe update", step 3)."""

import copy
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.sandbox.options import Switches
from tests.sandbox.flows.parts import SAMPLE, branches, delay, email, flow, groups, split
from tests.sandbox.flows.shop import Json, Shop, actions_of, open_shop

D = "/data/attributes/definition"


def make(shop: Shop) -> Json:
    return shop.flow(
        flow(
            {"type": "list", "id": shop.list_id},
            email("m1", "w", shop.template_id),
            delay("w", "s"),
            split("s", "b", "m2"),
            branches("b", "m3", None),
            email("m2"),
            email("m3"),
        )
    )


@pytest.fixture
def mail(shop: Shop) -> Json:
    """The first action of a flow, as it is read."""
    return actions_of(make(shop))[0]


def changed(definition: Json, path: str, value: Any) -> Json:
    """A copy with another value at `data/message/name`."""
    found = copy.deepcopy(definition)
    *inner, last = (int(key) if key.isdigit() else key for key in path.split("/"))
    target: Any = found
    for key in inner:
        target = target[key]
    target[last] = value
    return found


@pytest.mark.parametrize(
    ("index", "path", "value"),
    [
        (0, "data/message/subject_line", "New"),
        (0, "data/message/smart_sending_enabled", False),
        (0, "data/message/additional_filters", groups(SAMPLE)),
        (0, "data/status", "live"),
        (1, "data/value", 3),
        (1, "data/delay_until_time", "09:00:00"),
        (2, "data/profile_filter", groups(SAMPLE, SAMPLE)),
        (3, "data/branches/0/branch_filter", groups(SAMPLE, SAMPLE)),
        (3, "data/branches/0/name", "gold"),
    ],
)
def test_a_setting_is_changed_and_nothing_else(shop: Shop, index: int, path: str, value: Any) -> None:
    made = make(shop)
    wanted = changed(actions_of(made)[index], path, value)
    assert shop.patch_action(wanted).data["attributes"]["definition"] == wanted
    expected = copy.deepcopy(made)
    actions_of(expected)[index] = wanted
    assert shop.read_flow(made["id"]) == expected


def test_the_action_s_stamp_moves_and_the_flow_s_does_not(shop: Shop) -> None:
    """F:60366428229."""
    made = make(shop)
    mail = actions_of(made)[0]
    shop.sandbox.store.advance(timedelta(hours=1))
    answer = shop.patch_action(changed(mail, "data/message/subject_line", "New"))
    assert answer.data["attributes"]["updated"] == "2026-01-01T01:00:00+00:00"
    assert answer.data["attributes"]["created"] == "2026-01-01T00:00:00+00:00"
    assert shop.read_flow(made["id"])["attributes"]["updated"] == "2026-01-01T00:00:00+00:00"


def test_the_whole_definition_is_replaced_so_that_what_is_left_out_is_reset(shop: Shop, mail: Json) -> None:
    """Section 0: read-modify-write of the whole definition."""
    lean = {
        "id": mail["id"],
        "type": "send-email",
        "links": mail["links"],
        "data": {
            "message": {"id": mail["data"]["message"]["id"], "template_id": mail["data"]["message"]["template_id"]}
        },
    }
    shop.patch_action(changed(mail, "data/status", "live"))
    message = shop.patch_action(lean).data["attributes"]["definition"]["data"]["message"]
    assert (message["subject_line"], message["name"]) == (None, None)
    assert message["template_id"] == mail["data"]["message"]["template_id"]
    assert shop.action(mail["id"])["data"]["status"] == "draft"


REFUSED: list[tuple[str, Callable[[Json], Json], dict[str, str]]] = [
    ("another id", lambda one: changed(one, "id", "1"), {f"{D}/id": "cannot be changed"}),
    ("no id", lambda one: {key: one[key] for key in one if key != "id"}, {f"{D}/id": "required"}),
    (
        "another type",
        lambda one: {**one, "type": "time-delay", "data": {"value": 1}},
        {f"{D}/type": "cannot be changed"},
    ),
    ("other links", lambda one: changed(one, "links/next", None), {f"{D}/links/next": "cannot be changed"}),
    ("no links", lambda one: {key: one[key] for key in one if key != "links"}, {f"{D}/links/next": "cannot be"}),
    (
        "another message",
        lambda one: changed(one, "data/message/id", "XXXXXX"),
        {f"{D}/data/message/id": "cannot be changed"},
    ),
    (
        "no message id (F:53188468312: a replacement)",
        lambda one: changed(one, "data/message", {"subject_line": "x"}),
        {f"{D}/data/message/id": "required"},
    ),
    (
        "a template that is not there",
        lambda one: changed(one, "data/message/template_id", "XXXXXX"),
        {f"{D}/data/message/template_id": "does not exist"},
    ),
    (
        "a temporary id",
        lambda one: {**one, "temporary_id": "m"},
        {f"{D}/temporary_id": "an existing object goes by its id"},
    ),
    (
        "a subject of 251 characters",
        lambda one: changed(one, "data/message/subject_line", "x" * 251),
        {f"{D}/data/message/subject_line": "250"},
    ),
    (
        "a key that is not the message's",
        lambda one: changed(one, "data/message/body", "x"),
        {f"{D}/data/message/body": "'body' is not a valid field for the resource 'FlowEmail'"},
    ),
]


@pytest.mark.parametrize(("change", "errors"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_identity_and_wiring_stay(
    shop: Shop, mail: Json, change: Callable[[Json], Json], errors: dict[str, str]
) -> None:
    answer = shop.patch_action(change(mail), mail["id"])
    assert answer.status == 400
    found = dict(answer.errors)
    assert found.keys() == errors.keys(), found
    assert all(part in found[pointer] for pointer, part in errors.items())
    assert shop.action(mail["id"]) == mail


def test_a_status_beside_the_definition_is_refused(shop: Shop, mail: Json) -> None:
    """F:66495826079: the status is inside `definition.data`."""
    body = {"data": {"type": "flow-action", "id": mail["id"], "attributes": {"status": "live"}}}
    answer = shop.call("PATCH", f"/api/flow-actions/{mail['id']}", body)
    assert {pointer for pointer, _ in answer.errors} == {"/data/attributes/status", D}


def test_branches_cannot_be_added(shop: Shop) -> None:
    wanted = copy.deepcopy(actions_of(make(shop))[3])
    extra = {**wanted["data"]["branches"][0], "branch_id": "new", "links": {"next": None}}
    wanted["data"]["branches"].insert(0, extra)
    answer = shop.patch_action(wanted)
    assert f"{D}/data/branches" in {pointer for pointer, _ in answer.errors}


def test_a_time_of_day_with_hours_is_refused_on_update_too(shop: Shop) -> None:
    wait = actions_of(make(shop))[1]
    answer = shop.patch_action(changed(changed(wait, "data/unit", "hours"), "data/delay_until_time", "09:00:00"))
    assert {pointer for pointer, _ in answer.errors} == {f"{D}/data/delay_until_time"}


def test_transactional_is_silently_false(shop: Shop, mail: Json) -> None:
    answer = shop.patch_action(changed(mail, "data/message/transactional", True))
    assert answer.data["attributes"]["definition"]["data"]["message"]["transactional"] is False


def test_what_the_browser_made_transactional_stays_so_when_it_is_sent_back(shop: Shop, mail: Json) -> None:
    message = mail["data"]["message"]["id"]
    assert shop.in_browser("PATCH", f"flow-messages/{message}", {"transactional": True}).status == 200
    seen = shop.action(mail["id"])
    shop.patch_action(changed(seen, "data/message/subject_line", "New"))
    assert shop.action(mail["id"])["data"]["message"]["transactional"] is True


def test_a_library_template_becomes_a_new_clone_each_time(shop: Shop, mail: Json) -> None:
    """F:58079109133: clones get a new id each time."""
    clones = [mail["data"]["message"]["template_id"]]
    for template in (shop.other_template_id, shop.other_template_id):
        shop.patch_action(changed(mail, "data/message/template_id", template))
        clones.append(shop.action(mail["id"])["data"]["message"]["template_id"])
    assert len({*clones, shop.other_template_id}) == 4
    shown = shop.call("GET", f"/api/flow-messages/{mail['data']['message']['id']}/template").data
    assert (shown["id"], shown["attributes"]["html"]) == (clones[-1], "<p>Other</p>")


def test_the_clone_that_a_message_has_is_kept(shop: Shop, mail: Json) -> None:
    shop.patch_action(changed(mail, "data/message/subject_line", "New"))
    seen = shop.action(mail["id"])["data"]["message"]
    assert seen["template_id"] == mail["data"]["message"]["template_id"]


@pytest.fixture
def slow_shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path, clone_lag_seconds=2.0) as opened:
        yield opened


def test_for_a_moment_reads_name_the_old_clone(slow_shop: Shop) -> None:
    """F:63169654860: the answer and what is read at once are old; two seconds later reads are right."""
    shop = slow_shop
    made = make(shop)
    mail = actions_of(made)[0]
    old = mail["data"]["message"]["template_id"]
    message = mail["data"]["message"]["id"]
    answer = shop.patch_action(changed(mail, "data/message/template_id", shop.other_template_id))

    def seen() -> set[str]:
        included = shop.call("GET", "/api/flows", None, include="flow-actions").document["included"]
        return {
            shop.action(mail["id"])["data"]["message"]["template_id"],
            actions_of(shop.read_flow(made["id"]))[0]["data"]["message"]["template_id"],
            included[0]["attributes"]["definition"]["data"]["message"]["template_id"],
            shop.call("GET", f"/api/flow-messages/{message}").data["attributes"]["definition"]["template_id"],
            shop.call("GET", f"/api/flow-messages/{message}/template").data["id"],
            shop.call("GET", f"/api/flow-messages/{message}/relationships/template").data["id"],
        }

    assert answer.data["attributes"]["definition"]["data"]["message"]["template_id"] == old
    assert seen() == {old}
    shop.stopwatch.sleep(2.0)
    (new,) = seen()
    assert new not in (old, shop.other_template_id)


def test_the_answer_is_old_even_without_a_lag(shop: Shop, mail: Json) -> None:
    answer = shop.patch_action(changed(mail, "data/message/template_id", shop.other_template_id))
    shown = answer.data["attributes"]["definition"]["data"]["message"]["template_id"]
    assert shown == mail["data"]["message"]["template_id"] != shop.action(mail["id"])["data"]["message"]["template_id"]


def test_a_sandbox_that_starts_again_has_no_lag_left(tmp_path: Path) -> None:
    with open_shop(tmp_path, clone_lag_seconds=3600.0) as shop:
        mail = actions_of(make(shop))[0]
        shop.patch_action(changed(mail, "data/message/template_id", shop.other_template_id))
    with open_shop(tmp_path, clone_lag_seconds=3600.0) as again:
        seen = again.action(mail["id"])["data"]["message"]["template_id"]
    assert seen != mail["data"]["message"]["template_id"]


@pytest.mark.parametrize("old", [True, False])
def test_the_switch_of_the_old_clone(tmp_path: Path, *, old: bool) -> None:
    with open_shop(tmp_path, Switches(patch_answers_old_clone=old)) as shop:
        mail = actions_of(make(shop))[0]
        answer = shop.patch_action(changed(mail, "data/message/template_id", shop.other_template_id))
        shown = answer.data["attributes"]["definition"]["data"]["message"]["template_id"]
        assert (shown == mail["data"]["message"]["template_id"]) is old


def test_links_are_patchable_where_the_switch_says_so_as_long_as_a_tree_remains(tmp_path: Path) -> None:
    """F:57560225754 says patchable."""
    with open_shop(tmp_path, Switches(links_patchable=True)) as shop:
        made = make(shop)
        _, _, one, _, two, _ = actions_of(made)
        swapped = msgspec.json.decode(msgspec.json.encode(one))
        swapped["links"] = {"next_if_true": two["id"], "next_if_false": one["links"]["next_if_true"]}
        assert shop.patch_action(swapped).data["attributes"]["definition"]["links"] == swapped["links"]
        joined = {**swapped, "links": {"next_if_true": two["id"], "next_if_false": two["id"]}}
        answer = shop.patch_action(joined)
        assert answer.status == 400
        assert {pointer for pointer, _ in answer.errors} == {f"{D}/links/next_if_false"}
