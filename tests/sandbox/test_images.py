"""Images over a socket: in a form, in the request, by their address; nothing is fetched."""

import base64
import contextlib
import struct
import urllib.request
import zlib
from pathlib import Path
from typing import Any

import klaviyo_api
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.sandbox.forms import read_form
from mktctl.sandbox.jsonapi.errors import Refused
from mktctl.sandbox.routes.images import IMAGE_BYTES_MAX
from tests.support.sandbox_api import Answer, Api, resource


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


PNG = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        chunk(b"IDAT", zlib.compress(b"\x00\x7f")),
        chunk(b"IEND", b""),
    )
)
DATA_URI = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
EDGE = "----edge"


def field(name: str, content: bytes, filename: str | None = None) -> bytes:
    more = "" if filename is None else f'; filename="{filename}"'
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def upload(api: Api, *fields: bytes, content_type: str = f"multipart/form-data; boundary={EDGE}") -> Answer:
    body = b"".join(fields) + f"--{EDGE}--\r\n".encode()
    return api.send("POST", "/api/image-upload", body, {"content-type": content_type})


def from_url(api: Api, source: str, **attributes: Any) -> Answer:
    return api.call("upload_image_from_url", body=resource("image", {"import_from_url": source, **attributes}))


def bytes_at(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read(), response.headers["content-type"]


def test_an_image_in_a_form_is_kept_and_served(api: Api) -> None:
    answer = upload(api, field("file", PNG, "höhe.png"), field("hidden", b"true"))
    assert answer.status == 201
    shown = api.call("get_image", answer.id).data["attributes"]
    assert {name: shown[name] for name in ("name", "format", "size", "hidden")} == {
        "name": "höhe.png",
        "format": "png",
        "size": len(PNG),
        "hidden": True,
    }
    assert bytes_at(shown["image_url"]) == (PNG, "image/png")


def test_an_image_in_the_request_is_kept_and_served(api: Api) -> None:
    shown = from_url(api, DATA_URI, name="dot").data["attributes"]
    assert (shown["name"], shown["size"], shown["hidden"]) == ("dot", len(PNG), False)
    assert bytes_at(shown["image_url"]) == (PNG, "image/png")


def test_an_image_of_another_host_stays_there(api: Api) -> None:
    shown = from_url(api, "https://cdn.example/a/Logo.JPG?v=2").data
    known = {name: shown["attributes"][name] for name in ("name", "image_url", "format", "size")}
    assert known == {
        "name": "Logo.JPG",
        "image_url": "https://cdn.example/a/Logo.JPG?v=2",
        "format": "jpeg",
        "size": 0,
    }
    assert api.send("GET", f"/sandbox/images/{shown['id']}").status == 404


def test_a_name_that_is_taken_gets_a_number(api: Api) -> None:
    made = [from_url(api, DATA_URI, name="logo") for _ in range(3)]
    assert [one.data["attributes"]["name"] for one in made] == ["logo", "logo (2)", "logo (3)"]
    same = resource("image", {"name": "logo"}, id=made[0].id)
    assert api.call("update_image", made[0].id, same).data["attributes"]["name"] == "logo"
    taken = resource("image", {"name": "logo", "hidden": True}, id=made[2].id)
    changed = api.call("update_image", made[2].id, taken).data["attributes"]
    assert (changed["name"], changed["hidden"]) == ("logo (3)", True)


@pytest.mark.parametrize(
    "source",
    [
        "https://cdn.example/logo",
        "https://cdn.example/logo.svg",
        "ftp://cdn.example/logo.png",
        "file:///etc/logo.png",
        "https:///logo.png",
        "https://[x/logo.png",
        "data:image/png;base64,!",
        "data:text/html;base64,PGI+",
        f"data:image/png;base64,{base64.b64encode(b'<svg>').decode()}",
    ],
)
def test_what_is_no_image_is_refused(api: Api, source: str) -> None:
    assert from_url(api, source).errors == [(400, "invalid", "/data/attributes/import_from_url")]
    assert api.call("get_images").data == []


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ((field("file", b"<svg>", "a.svg"),), "/file"),
        ((field("name", b"x"),), "/file"),
        ((field("file", PNG), field("hidden", b"perhaps")), "/hidden"),
        ((field("file", PNG), field("name", b"")), "/name"),
        ((field("file", PNG), field("colour", b"red")), "/colour"),
        ((field("file", PNG), field("file", PNG)), ""),
        ((b"preamble",), ""),
        (tuple(field(f"f{number}", b"") for number in range(25)), ""),
        ((field("file", PNG[:8] + bytes(IMAGE_BYTES_MAX)),), "/file"),
    ],
)
def test_a_wrong_form_is_refused(api: Api, fields: tuple[bytes, ...], pointer: str) -> None:
    assert upload(api, *fields).errors == [(400, "invalid", pointer)]
    assert api.call("get_images").data == []


def test_the_largest_image_goes_and_a_larger_request_is_refused(api: Api) -> None:
    largest = PNG + bytes(IMAGE_BYTES_MAX - len(PNG))
    assert upload(api, field("file", largest, "x.png")).data["attributes"]["size"] == IMAGE_BYTES_MAX
    assert upload(api, field("file", largest + bytes(20_000))).status == 413


def test_a_form_is_a_form_and_json_is_none(api: Api) -> None:
    assert upload(api, field("file", PNG), content_type="application/json").status == 415
    assert upload(api, field("file", PNG), content_type="multipart/form-data").status == 400
    assert api.send("POST", "/api/image-upload").errors == [(400, "invalid", "/file")]
    body = resource("image", {"import_from_url": DATA_URI})
    form: dict[str, str | None] = {"content-type": f"multipart/form-data; boundary={EDGE}"}
    assert api.send("POST", "/api/images", body, form).status == 415


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('equals(format,"png")', ["dot"]),
        ("greater-than(size,0)", ["dot"]),
        ("equals(hidden,true)", ["logo.gif"]),
        ("any(hidden,[true,false])", ["dot", "logo.gif"]),
        ('starts-with(name,"lo")', ["logo.gif"]),
        ('any(id,["1"])', ["dot"]),
        ("greater-than(updated_at,2026-01-01T00:00:00Z)", []),
    ],
)
def test_images_are_found(api: Api, written: str, expected: list[str]) -> None:
    from_url(api, DATA_URI, name="dot")
    from_url(api, "https://cdn.example/logo.gif", hidden=True)
    found = api.call("get_images", filter=written).data
    assert [row["attributes"]["name"] for row in found] == expected


@pytest.mark.parametrize("digits", [12, 13, 20, 5_000])
def test_a_number_is_as_long_as_the_database_takes(api: Api, digits: int) -> None:
    answer = api.call("get_images", filter=f"less-than(size,{'9' * digits})")
    assert answer.status == (200 if digits == 12 else 400)
    assert api.call("get_events", filter=f"less-than(timestamp,{'9' * digits})").status == answer.status


def test_the_sdk_uploads_a_file(api: Api, tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PNG)
    front = klaviyo_api.KlaviyoAPI("pk_sandbox", max_retries=1, test_host=api.url)
    made = front.Images.upload_image_from_file(str(tmp_path / "dot.png"), name="Dot", hidden=True).data
    front.api_client.rest_client.pool_manager.clear()
    assert (made.attributes.name, made.attributes.size, made.attributes.hidden) == ("Dot", len(PNG), True)


@given(content=st.binary(max_size=200), name=st.text("abcé;", max_size=5))
def test_a_form_gives_back_the_bytes_that_went_in(content: bytes, name: str) -> None:
    body = field("file", content, f"{name}.png") + f"--{EDGE}--".encode()
    part = read_form(f"multipart/form-data; boundary={EDGE}", body)["file"]
    assert (part.content, part.filename) == (content, f"{name}.png")


@given(body=st.binary(max_size=80), boundary=st.text(max_size=8))
def test_no_body_breaks_the_reading_of_a_form(body: bytes, boundary: str) -> None:
    with contextlib.suppress(Refused):
        fields = read_form(f"multipart/form-data; boundary={boundary}", b"--" + boundary.encode() + body)
        assert all(part.content in body for part in fields.values())
