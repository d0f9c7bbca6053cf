"""Templates over a socket: the library, clones, rendering."""

from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.html_rewriting import rewritten
from mktctl.sandbox.options import Options, Switches
from mktctl.sandbox.routes.templates import MOST_TEMPLATES
from mktctl.sandbox.server import running
from mktctl.sandbox.tables.templates import add_template, copy_template
from tests.support.sandbox_api import Answer, Api, database, resource

DRAGGED = {
    "body": {"properties": {}, "styles": {"width": 600}, "sections": []},
    "styles": [],
}


def make(api: Api, html: str = "<p>Hello</p>", **attributes: Any) -> str:
    body = resource("template", {"name": "Hello", "editor_type": "CODE", "html": html, **attributes})
    return api.call("create_template", body=body).id


def change(api: Api, template_id: str, **attributes: Any) -> Answer:
    return api.call("update_template", template_id, resource("template", attributes, id=template_id))


def shown(api: Api, template_id: str, **query: Any) -> Any:
    return api.call("get_template", template_id, **query).data["attributes"]


def test_a_template_keeps_what_it_was_given(api: Api) -> None:
    made = make(api, text="Hello", amp=None)
    assert {key: shown(api, made)[key] for key in ("name", "editor_type", "html", "text", "amp")} == {
        "name": "Hello",
        "editor_type": "CODE",
        "html": "<p>Hello</p>",
        "text": "Hello",
        "amp": None,
    }
    assert change(api, made, html="<p>Bye</p>").status == 200
    assert (shown(api, made)["html"], shown(api, made)["text"]) == ("<p>Bye</p>", "Hello")
    assert change(api, made, text=None).data["attributes"]["text"] is None


def test_the_kind_of_editor_is_fixed(api: Api) -> None:
    assert change(api, make(api), editor_type="CODE").errors == [(400, "invalid", "/data/attributes/editor_type")]
    refused = api.call("create_template", body=resource("template", {"name": "x", "editor_type": "MJML"}))
    assert refused.errors == [(400, "invalid", "/data/attributes/editor_type")]


def test_html_and_definition_exclude_each_other(api: Api) -> None:
    dragged = make(api, html=None, editor_type="SYSTEM_DRAGGABLE", definition=DRAGGED)
    assert "definition" not in shown(api, dragged)
    assert shown(api, dragged, additional_fields_template=["definition"])["definition"] == DRAGGED
    assert change(api, dragged, html="<p>x</p>").errors == [(400, "invalid", "/data/attributes/html")]
    assert change(api, make(api), definition=DRAGGED).errors == [(400, "invalid", "/data/attributes/definition")]


REWRITTEN = {
    '<link rel="stylesheet" href="https://x.example/a.css">\n<p>a</p>': "<p>a</p>",
    "<style>/* note */ p {color: red}</style>": "<style>p {color: red}</style>",
    "<style>a{}</style>/* text */<style>/*\n*/</style>": "<style>a{}</style>/* text */<style></style>",
    "<p>5&nbsp;%</p>": "<p>5\u00a0%</p>",
    "<p>plain {{ person.first_name }}</p>": "<p>plain {{ person.first_name }}</p>",
}


@pytest.mark.parametrize("html", REWRITTEN)
def test_stored_html_is_rewritten_once(html: str) -> None:
    assert rewritten(html) == REWRITTEN[html]
    assert rewritten(rewritten(html)) == rewritten(html)


def test_rewriting_is_a_switch(tmp_path: Path) -> None:
    for switch, html in ((True, "\u00a0"), (False, "&nbsp;")):
        options = Options(limits="none", switches=Switches(rewrites_html=switch))
        with running(database(tmp_path), options) as sandbox, Api(sandbox) as api:
            assert shown(api, make(api, html="&nbsp;"))["html"] == html


def test_a_copy_is_a_template_of_its_own(api: Api) -> None:
    made = make(api)
    copy = api.call("clone_template", body=resource("template", {"name": "Second"}, id=made))
    assert (copy.status, copy.data["attributes"]["name"]) == (201, "Second")
    change(api, made, html="<p>new</p>")
    assert shown(api, copy.id)["html"] == "<p>Hello</p>"
    unnamed = api.call("clone_template", body={"data": {"type": "template", "id": made}})
    assert unnamed.data["attributes"]["name"] == "Clone of Hello"
    assert api.call("clone_template", body=resource("template", {}, id="absent")).status == 404


def test_a_flows_clone_is_read_and_nothing_else(api: Api) -> None:
    made = make(api)
    store = api.sandbox.store
    with store.transaction():
        row = store.row("SELECT * FROM template WHERE id = ?", made)
        assert row is not None
        clone = copy_template(store, row, name="Hello", owner="MsG001")
    assert shown(api, clone)["html"] == "<p>Hello</p>"
    assert [item["id"] for item in api.call("get_templates").data] == [made]
    assert change(api, clone, html="x").errors == [(404, "not_found", "")]
    assert api.call("delete_template", clone).status == 404
    assert api.call("delete_template", made).status == 204
    assert shown(api, clone)["html"] == "<p>Hello</p>"


def test_an_account_has_1000_templates_at_most(api: Api) -> None:
    made = make(api)
    store = api.sandbox.store
    with store.transaction():
        for number in range(MOST_TEMPLATES - 1):
            add_template(store, name=f"template {number}", editor_type="CODE", html="")
    body = resource("template", {"name": "One more", "editor_type": "CODE", "html": ""})
    assert api.call("create_template", body=body).errors == [(400, "invalid", "")]
    assert api.call("clone_template", body=resource("template", {}, id=made)).status == 400
    assert api.call("delete_template", made).status == 204
    assert api.call("create_template", body=body).status == 201


CONTEXT = {"person": {"first_name": "Anna", "Shoe Size": 39}, "event": {"$value": 20, "Items": ["a", "b"]}}
RENDERED = {
    "{{ person.first_name }}": "Anna",
    "{{ first_name|default:'there' }}": "Anna",
    "{{ person.last_name }}|{{ person.last_name|default:'there' }}": "|there",
    "{{ person|lookup:'Shoe Size' }} {{ person|lookup:'Hat Size' }}": "39 None",
    "{{ event|lookup:'$value'|floatformat:2 }}": "20.00",
    "{% for item in event.Items %}{{ forloop.counter }}{{ item }}{% endfor %}": "1a2b",
    "{% if missing < 79 %}true{% endif %}": "true",
    "{% if person.first_name == 'Anna' %}yes{% elif 1 %}no{% else %}never{% endif %}": "yes",
    "{{ organization.name }}": "Sandbox",
    "{% current_year %}": "2026",
    "{% today '%d.%m.%Y' as day %}{{ day }}": "01.01.2026",
}
UNRENDERABLE = {
    "an unknown tag": "{% frobnicate %}",
    "a dollar": "{{ event.$value }}",
    "an open block": "{% if 1 %}",
    "another language's word": "{% if 1 %}{% elsif 2 %}{% endif %}",
    "two arguments": "{{ person.first_name|replace:'a','b' }}",
    "an unknown product": "{% catalog 'shoe-1' %}{{ catalog_item.title }}{% endcatalog %}",
    "a file": "{% include '/etc/passwd' %}",
}


def render(api: Api, html: str) -> Answer:
    made = make(api, html)
    return api.call("render_template", body=resource("template", {"context": CONTEXT}, id=made))


@pytest.mark.parametrize("html", RENDERED)
def test_a_template_renders(api: Api, html: str) -> None:
    answer = render(api, html)
    assert (answer.status, answer.data["attributes"]["html"]) == (201, RENDERED[html])


@pytest.mark.parametrize("what", UNRENDERABLE)
def test_what_does_not_render_is_a_400(api: Api, what: str) -> None:
    assert [error[:2] for error in render(api, UNRENDERABLE[what]).errors] == [(400, "invalid")]


def test_an_unsubscribe_tag_is_a_whole_anchor(api: Api) -> None:
    html = render(api, "{% unsubscribe 'Bye' %} {% unsubscribe_link %}").data["attributes"]["html"]
    assert html.startswith("<a ")
    assert ">Bye</a> http" in html


def test_html_escapes_values_and_text_does_not(api: Api) -> None:
    made = make(api, "{{ person.x }}", text="{{ person.x }}")
    body = resource("template", {"context": {"person": {"x": "<&>"}}}, id=made)
    attributes = api.call("render_template", body=body).data["attributes"]
    assert (attributes["html"], attributes["text"]) == ("&lt;&amp;&gt;", "<&>")


def test_templates_are_found_by_part_of_their_name(api: Api) -> None:
    first, second = make(api, name="Welcome 1"), make(api, name="Good bye")
    assert [item["id"] for item in api.call("get_templates", filter='contains(name,"come")').data] == [first]
    assert [item["id"] for item in api.call("get_templates", sort="name").data] == [second, first]
    assert api.call("get_templates", filter="less-or-equal(created,2026-01-01T00:00:00Z)").data != []
