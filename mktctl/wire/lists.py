"""Lists: attributes of create_list and update_list."""

from typing import Any, Final

from mktctl.model.segment import ContactList

_OPT_IN: Final = {"double": "double_opt_in", "single": "single_opt_in"}


def encode_list(contact_list: ContactList) -> dict[str, Any]:
    """`{name, opt_in_process}` (klaviyo-api.md 1.2)."""
    return {"name": contact_list.name, "opt_in_process": _OPT_IN[contact_list.opt_in]}
