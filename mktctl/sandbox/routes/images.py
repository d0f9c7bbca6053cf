"""Images (klaviyo-api.md section 1.7): kept in the account's file, or by their address alone.

Nothing is fetched: an image that is named by its address stays there, its format is what the address says, and its
size 0, because nobody looked.
"""

import base64
import binascii
import re
from typing import Any, Final
from urllib.parse import urlsplit

from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.forms import Part
from mktctl.sandbox.jsonapi.bodies import body_shape, read_attributes
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Flag, Text, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import images as tables
from mktctl.sandbox.times import iso

IMAGE_BYTES_MAX: Final = 5_000_000
FILES: Final = "/sandbox/images/"
"""Below it the bytes of each uploaded image are served, as Klaviyo's own host serves them: to whoever has the link."""
_NAME: Final = Text(min_length=1, max_length=500)
_FROM_URL: Final = body_shape(
    "image", {"name": nullable(_NAME), "import_from_url": required(Text(min_length=1)), "hidden": nullable(Flag())}
)
_UPDATE: Final = body_shape("image", {"name": nullable(_NAME), "hidden": nullable(Flag())}, with_id=True)
_FORM: Final = ("file", "name", "hidden")
_STARTS: Final = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
_SUFFIXES: Final = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif"}
_DATA: Final = re.compile(r"data:image/[a-z]+;base64,")
_URL_POINTER: Final = "/data/attributes/import_from_url"
_LISTING: Final = Listing(
    source="image WHERE 1",
    select="id, name, format, size, hidden, url, updated",  # not the bytes
    columns={
        "id": Column(sql="id"),
        "updated_at": Column(sql="updated", type="instant"),
        "format": Column(sql="format"),
        "name": Column(sql="name"),
        "size": Column(sql="size", type="number"),
        "hidden": Column(sql="hidden", type="flag"),
    },
)


def upload_image_from_url(call: Call) -> Reply:
    """An image that comes in the request as `data:image/…;base64,…`, or the address of one, which is kept."""
    given = read_attributes(call.body, _FROM_URL)
    source = given["import_from_url"]
    if source.startswith("data:"):
        content = _decoded(source)
        return _add(call, content=content, kind=_format(content, _URL_POINTER), name="image", given=given)
    filename, kind = _addressed(source)
    return _add(call, url=source, kind=kind, name=filename, given=given)


def upload_image_from_file(call: Call) -> Reply:
    """An image in a form: fields `file`, and if need be `name` and `hidden`."""
    form: dict[str, Part] = call.body if call.body is not None else {}
    for name in form:
        if name not in _FORM:
            raise Refused(invalid(f"'{name}' is not a valid field for the resource 'image'.", pointer=f"/{name}"))
    if "file" not in form:
        raise Refused(invalid("'file' is a required field for the resource 'image'.", pointer="/file"))
    file = form["file"]
    given = {"name": _form_name(form), "hidden": _form_flag(form)}
    kind = _format(file.content, "/file")
    return _add(call, content=file.content, kind=kind, name=file.filename or "image", given=given)


def get_images(call: Call) -> Reply:
    """A page of images, hidden ones too."""
    return call.page(_LISTING, lambda row: image_resource(row, call.base))


def get_image(call: Call) -> Reply:
    """One image."""
    return _one(call, call.id)


def update_image(call: Call) -> Reply:
    """Another name, which gets a number if it is taken; or hidden, or not."""
    call.require("image")
    given = read_attributes(call.body, _UPDATE, call.id)
    changes: dict[str, Any] = {}
    if given.get("name") is not None:
        changes["name"] = tables.free_name(call.store, given["name"], call.id)
    if given.get("hidden") is not None:
        changes["hidden"] = int(given["hidden"])
    call.store.update("image", call.id, **changes, updated=call.store.stamp())
    return _one(call, call.id)


def image_resource(row: Row, base: str) -> Resource:
    """An image as Klaviyo shows it."""
    return Resource(
        type="image",
        id=row["id"],
        path="images",
        attributes={
            "name": row["name"],
            "image_url": row["url"] or f"{base}{FILES}{row['id']}",
            "format": row["format"],
            "size": row["size"],
            "hidden": bool(row["hidden"]),
            "updated_at": iso(row["updated"]),
        },
    )


def _add(
    call: Call, *, kind: str, name: str, given: dict[str, Any], url: str | None = None, content: bytes | None = None
) -> Reply:
    name = given.get("name") or name
    hidden = bool(given.get("hidden"))
    return _one(call, tables.add_image(call.store, name=name, kind=kind, hidden=hidden, url=url, content=content))


def _one(call: Call, image_id: str) -> Reply:
    return call.one(image_resource(call.require("image", image_id), call.base))


def _decoded(source: str) -> bytes:
    found = _DATA.match(source)
    try:
        if found:
            return base64.b64decode(source[found.end() :], validate=True)
    except (binascii.Error, ValueError):
        pass
    raise Refused(invalid("A data-uri is 'data:image/…;base64,' and the image in base64.", pointer=_URL_POINTER))


def _addressed(source: str) -> tuple[str, str]:
    """The file's name and format, as the address has them."""
    try:
        parts = urlsplit(source)
        filename = parts.path.rpartition("/")[2]
        kind = _SUFFIXES.get(filename.rpartition(".")[2].lower())
        if parts.scheme in ("http", "https") and parts.hostname and kind:
            return filename, kind
    except ValueError:
        pass
    detail = "The sandbox fetches nothing: write an address that ends with .jpg, .jpeg, .png or .gif, or a data-uri."
    raise Refused(invalid(detail, pointer=_URL_POINTER))


def _format(content: bytes, pointer: str) -> str:
    if len(content) > IMAGE_BYTES_MAX:
        raise Refused(invalid(f"An image has at most {IMAGE_BYTES_MAX} bytes.", pointer=pointer))
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    raise Refused(invalid("An image is a jpeg, png or gif.", pointer=pointer))


def _form_name(form: dict[str, Part]) -> str | None:
    if "name" not in form:
        return None
    name = form["name"].content.decode("utf-8", "replace")
    if not 0 < len(name) <= (_NAME.max_length or 0):
        raise Refused(invalid(f"'name' has 1 to {_NAME.max_length} characters.", pointer="/name"))
    return name


def _form_flag(form: dict[str, Part]) -> bool:
    written = form["hidden"].content.lower() if "hidden" in form else b"false"
    if written not in (b"true", b"false"):
        raise Refused(invalid("'hidden' must be true or false.", pointer="/hidden"))
    return written == b"true"


ROUTES: Routes = (
    ("upload_image_from_url", upload_image_from_url),
    ("upload_image_from_file", upload_image_from_file),
    ("get_images", get_images),
    ("get_image", get_image),
    ("update_image", update_image),
)
