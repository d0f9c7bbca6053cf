"""`universal_content:` of `mktctl.yaml`: blocks that many mails share and the platform keeps."""

from mktctl.kinds.fields import Fields
from mktctl.kinds.project_vocabulary import entries
from mktctl.kinds.spelling import shown
from mktctl.kinds.template_parts import check_inside
from mktctl.model.project import UniversalContent


def read_universal_content(fields: Fields) -> dict[str, UniversalContent]:
    """Every block by its ref, as written."""
    found: dict[str, UniversalContent] = {}
    expected = "blocks by short name, such as {store-hours: {file: partials/store-hours.html}}"
    for ref, below in entries(fields, "universal_content", expected):
        one = below.below(ref, "{html: …} or {file: partials/store-hours.html}")
        if one is None:
            continue
        one.only(frozenset({"name", "html", "file"}), what=f"the block {ref}")
        if ("html" in one) == ("file" in one):
            hint = "html: is the block itself, file: names one below templates/"
            below.error("PRJ026", ref, "a universal block has html: or file:, one of the two", hint)
        file = one.optional_text("file")
        if file:
            check_inside(one, "file", file)
            if not file.endswith(".html"):
                message = f"{shown(file)} is no .html file; mails embed the block as it stands, after MJML"
                one.error("PRJ026", "file", message, "Write it in HTML, such as  partials/store-hours.html")
        name = one.optional_text("name", longest=255)
        found[ref] = UniversalContent(ref=ref, name=name or ref, html=one.text("html"), file=file or None)
    return found
