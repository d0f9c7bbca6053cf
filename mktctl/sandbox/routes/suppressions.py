"""Jobs that stop mail to many people, or allow it again (klaviyo-api.md section 1.8)."""

from typing import Any, Final

from mktctl.sandbox.call import Call, Handler, Reply, Routes
from mktctl.sandbox.consenting import USER_SUPPRESSED
from mktctl.sandbox.jsonapi.bodies import read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Identifier, Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Items, Record, Reference, Text, required
from mktctl.sandbox.people import EMAIL, document, upsert_profile
from mktctl.sandbox.processing import begin_job, running_jobs
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables.consent import lift_suppressions, suppress
from mktctl.sandbox.tables.jobs import add_job, end_jobs
from mktctl.sandbox.tables.lists import members_of_list
from mktctl.sandbox.tables.profiles import owners
from mktctl.sandbox.times import iso

EMAILS_MAX: Final = 100
_SUPPRESS: Final = "profile-suppression-bulk-create-job"
_UNSUPPRESS: Final = "profile-suppression-bulk-delete-job"
_PERSON: Final = Record(
    name="profile",
    fields={
        "type": required(Text(choices=("profile",))),
        "attributes": required(Record(name="profile", fields={"email": required(EMAIL)})),
    },
)
_PEOPLE: Final = Record(name="profiles", fields={"data": required(Items(of=_PERSON, at_least=1, at_most=EMAILS_MAX))})


def _group(kind: str) -> Record:
    fields = {"type": required(Text(choices=(kind,))), "id": required(Reference(kinds=(kind,)))}
    return document(Record(name=kind, fields=fields))


def _body(kind: str) -> Record:
    groups = {"list": Field(_group("list")), "segment": Field(_group("segment"))}
    return document(
        Record(
            name=kind,
            fields={
                "type": required(Text(choices=(kind,))),
                "attributes": required(Record(name=kind, fields={"profiles": Field(_PEOPLE)})),
                "relationships": Field(Record(name=kind, fields=groups)),
            },
        )
    )


_BODIES: Final = {kind: _body(kind) for kind in (_SUPPRESS, _UNSUPPRESS)}
_LISTINGS: Final = {
    kind: Listing(
        source=f"{kind.replace('-', '_')} WHERE 1",
        columns={
            "status": Column(sql="status"),
            "list_id": Column(sql="list_id"),
            "segment_id": Column(sql="segment_id"),
            "created": Column(sql="created", type="instant"),
        },
    )
    for kind in _BODIES
}


def bulk_suppress_profiles(call: Call) -> Reply:
    """No more mail to up to 100 addresses, or to all who are on a list now; unknown addresses become people."""
    emails, group = _read(call, _SUPPRESS)
    people = _members(call, group)
    for email in emails:
        profile_id, _ = upsert_profile(call.store, {"attributes": {"email": email}})
        people.append(profile_id)
    skipped = sum(not suppress(call.store, profile_id, USER_SUPPRESSED) for profile_id in people)
    return _accepted(call, _SUPPRESS, group, total=len(people), skipped=skipped)


def bulk_unsuppress_profiles(call: Call) -> Reply:
    """Takes back suppressions by hand, and no others; an address that nobody has is passed over."""
    emails, group = _read(call, _UNSUPPRESS)
    known = [owners(call.store, {"email": email}).get("email") for email in emails]
    people = [*_members(call, group), *(profile_id for profile_id in known if profile_id is not None)]
    lifted = sum(lift_suppressions(call.store, profile_id, (USER_SUPPRESSED,)) for profile_id in people)
    total = len(people) + known.count(None)
    return _accepted(call, _UNSUPPRESS, group, total=total, skipped=total - lifted)


def _read(call: Call, kind: str) -> tuple[list[str], dict[str, str]]:
    """The addresses in lower case, and the list; exactly one of the two."""
    findings = Findings()
    data = read_data(call.body, _BODIES[kind], findings)
    refuse_unknown_mentions(call.store, findings)
    profiles = data["attributes"].get("profiles")
    related: dict[str, Any] = data.get("relationships") or {}
    if (profiles is not None) + len(related) != 1:
        raise Refused(invalid("Exactly one of profiles, a list or a segment is required.", pointer="/data"))
    if "segment" in related:
        place = "/data/relationships/segment"
        raise Refused(invalid("The sandbox does not compute who is in a segment; name a list.", pointer=place))
    emails = [person["attributes"]["email"].lower() for person in (profiles or {"data": ()})["data"]]
    return list(dict.fromkeys(emails)), {name: group["data"]["id"] for name, group in related.items()}


def _members(call: Call, group: dict[str, str]) -> list[str]:
    return members_of_list(call.store, group["list"]) if group else []


def _accepted(call: Call, kind: str, group: dict[str, str], *, total: int, skipped: int) -> Reply:
    counts = {"total": total, "completed": total - skipped, "skipped": skipped}
    job_id = add_job(call.store, kind, list_id=group.get("list"), **counts)
    begin_job(call.world, job_id)
    return call.one(_resource(kind, call.require(kind, job_id)))


def _jobs(kind: str) -> Handler:
    def handler(call: Call) -> Reply:
        end_jobs(call.store, kind, running_jobs(call.world))
        return call.page(_LISTINGS[kind], lambda row: _resource(kind, row))

    return handler


def _job(kind: str) -> Handler:
    def handler(call: Call) -> Reply:
        end_jobs(call.store, kind, running_jobs(call.world))
        return call.one(_resource(kind, call.require(kind)))

    return handler


def _resource(kind: str, row: Row) -> Resource:
    """A job as Klaviyo shows it: what came of it only when it has ended."""
    ended = row["finished"] is not None
    return Resource(
        type=kind,
        id=row["id"],
        path=f"{kind}s",
        attributes={
            "status": row["status"],
            "created_at": iso(row["created"]),
            "total_count": row["total"],
            "completed_count": row["completed"] if ended else 0,
            "completed_at": iso(row["finished"]),
            "skipped_count": row["skipped"] if ended else 0,
        },
        relationships={
            f"{name}s": (Identifier(name, row[f"{name}_id"]),) if row[f"{name}_id"] else ()
            for name in ("list", "segment")
        },
    )


ROUTES: Routes = (
    ("bulk_suppress_profiles", bulk_suppress_profiles),
    ("get_bulk_suppress_profiles_jobs", _jobs(_SUPPRESS)),
    ("get_bulk_suppress_profiles_job", _job(_SUPPRESS)),
    ("bulk_unsuppress_profiles", bulk_unsuppress_profiles),
    ("get_bulk_unsuppress_profiles_jobs", _jobs(_UNSUPPRESS)),
    ("get_bulk_unsuppress_profiles_job", _job(_UNSUPPRESS)),
)
