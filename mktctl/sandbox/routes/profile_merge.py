"""Two profiles of one person become one (klaviyo-api.md section 1.8)."""

from typing import Final

from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.jsonapi.bodies import read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Findings, Items, Record, Reference, Text, required
from mktctl.sandbox.people import document
from mktctl.sandbox.tables.people import merge_people

_PROFILE: Final = Reference(kinds=("profile",))
_SOURCE: Final = Record(name="profile", fields={"type": required(Text(choices=("profile",))), "id": required(_PROFILE)})
_MERGE: Final = document(
    Record(
        name="profile-merge",
        fields={
            "type": required(Text(choices=("profile-merge",))),
            "id": required(_PROFILE),
            "relationships": required(
                Record(
                    name="profile-merge",
                    fields={"profiles": required(document(Items(of=_SOURCE, at_least=1, at_most=1)))},
                )
            ),
        },
    )
)


def merge_profiles(call: Call) -> Reply:
    """One source goes into the destination, whose id the body has; answers 201 with that id and no attributes."""
    findings = Findings()
    data = read_data(call.body, _MERGE, findings)
    refuse_unknown_mentions(call.store, findings)
    (source,) = data["relationships"]["profiles"]["data"]
    if source["id"] == data["id"]:
        place = "/data/relationships/profiles/data/0/id"
        raise Refused(invalid("A profile cannot be merged into itself.", pointer=place))
    merge_people(call.store, call.require("profile", source["id"]), call.require("profile", data["id"]))
    links = {"self": f"{call.base}/api/profiles/{data['id']}/"}
    return Reply(document={"data": {"type": "profile", "id": data["id"], "links": links}, "links": links})


ROUTES: Routes = (("merge_profiles", merge_profiles),)
