"""Universal blocks over a socket, and what templates that embed them render."""

from typing import Any

from tests.support.sandbox_api import Api, resource

KIND = "template-universal-content"


def block(content: str) -> dict[str, Any]:
    return {
        "content_type": "block",
        "type": "html",
        "data": {"content": content, "display_options": {"show_on": "all"}},
    }


def make(api: Api, content: str = "<p>Open</p>", name: str = "Hours") -> str:
    body = resource(KIND, {"name": name, "definition": block(content)})
    return api.call("create_universal_content", body=body).id


def template(api: Api, block_id: str, editor_type: str = "USER_DRAGGABLE") -> str:
    mark = f'<div data-klaviyo-universal-block="{block_id}">&nbsp;</div>'
    html = f'<html><body><div data-klaviyo-region="true">{mark}</div>{{% unsubscribe %}}</body></html>'
    body = resource("template", {"name": "Mail", "editor_type": editor_type, "html": html})
    return api.call("create_template", body=body).id


def rendered(api: Api, template_id: str) -> str:
    body = resource("template", {"context": {}}, id=template_id)
    html: str = api.call("render_template", body=body).data["attributes"]["html"]
    return html


def test_a_block_keeps_what_it_was_given(api: Api) -> None:
    made = make(api)
    assert api.call("get_universal_content", made).data["attributes"]["definition"] == block("<p>Open</p>")
    change = resource(KIND, {"name": "Opening hours"}, id=made)
    changed = api.call("update_universal_content", made, change).data["attributes"]
    assert (changed["name"], changed["definition"]) == ("Opening hours", block("<p>Open</p>"))
    listed = api.call("get_all_universal_content", filter='equals(name,"Opening hours")').data
    assert [row["id"] for row in listed] == [made]
    copy = api.call("clone_universal_content", body=resource(KIND, {}, id=made))
    assert (copy.status, copy.data["attributes"]["definition"]) == (201, block("<p>Open</p>"))
    assert api.call("delete_universal_content", made).status == 204
    assert api.call("get_universal_content", made).status == 404


def test_another_kind_of_block_is_refused(api: Api) -> None:
    body = resource(KIND, {"name": "x", "definition": {**block("x"), "type": "text"}})
    assert api.call("create_universal_content", body=body).errors == [
        (400, "invalid", "/data/attributes/definition/type")
    ]


def test_a_changed_block_shows_in_every_template(api: Api) -> None:
    made = make(api)
    mails = [template(api, made) for _ in range(2)]
    assert all("<p>Open</p>" in rendered(api, mail) for mail in mails)
    api.call("update_universal_content", made, resource(KIND, {"definition": block("<p>Shut</p>")}, id=made))
    assert all("<p>Shut</p>" in rendered(api, mail) for mail in mails)


def test_a_mark_in_a_template_of_code_is_no_block(api: Api) -> None:
    assert "<p>Open</p>" not in rendered(api, template(api, make(api), "CODE"))


def test_what_a_deleted_block_was_stays_in_its_templates(api: Api) -> None:
    made = make(api)
    mail = template(api, made)
    api.call("delete_universal_content", made)
    assert "<div><p>Open</p></div>" in rendered(api, mail)
