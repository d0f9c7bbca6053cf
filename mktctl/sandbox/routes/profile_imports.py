"""Jobs that import up to 10,000 people (klaviyo-api.md section 1.8): accepted first, seen as done a little later."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import Call, Reply, Routes, related, related_ids
from mktctl.sandbox.jsonapi.bodies import read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import Refused
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Anything, Field, Findings, Items, Record, Reference, Text, check, required
from mktctl.sandbox.people import document, profile_shape, upsert_profile
from mktctl.sandbox.processing import begin_job, running_jobs
from mktctl.sandbox.routes.lists import list_resource
from mktctl.sandbox.routes.profiles import shown_profile
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import imports as tables
from mktctl.sandbox.tables.jobs import end_jobs
from mktctl.sandbox.times import iso

PROFILES_MAX: Final = 10_000
_KIND: Final = tables.IMPORT_JOB
_PLACE: Final = "/data/attributes/profiles/data"
_PERSON: Final = profile_shape(upsert=True)
# What is wrong with one person is an error of the job, not of the request.
_PEOPLE: Final = document(Items(of=Anything(), at_least=1, at_most=PROFILES_MAX))
_LIST: Final = Record(
    name="list", fields={"type": required(Text(choices=("list",))), "id": required(Reference(kinds=("list",)))}
)
_CREATE: Final = document(
    Record(
        name=_KIND,
        fields={
            "type": required(Text(choices=(_KIND,))),
            "attributes": required(Record(name=_KIND, fields={"profiles": required(_PEOPLE)})),
            "relationships": Field(Record(name=_KIND, fields={"lists": Field(document(Items(of=_LIST)))})),
        },
    )
)
_LISTING: Final = Listing(
    source="profile_bulk_import_job WHERE 1",
    columns={"status": Column(sql="status"), "created_at": Column(sql="created", type="instant")},
)
_ERRORS: Final = Listing(source="import_error WHERE job_id = ?", columns={})
_IMPORTED: Final = Listing(
    source="imported_profile JOIN profile ON profile.id = profile_id WHERE job_id = ?",
    select="profile.*",
    seq="imported_profile.seq",
    columns={},
)


def bulk_import_profiles(call: Call) -> Reply:
    """A job; each person is made or changed like a single import, and who cannot be is an error of the job."""
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    people = data["attributes"]["profiles"]["data"]
    related_lists = (data.get("relationships") or {}).get("lists") or {"data": ()}
    list_ids = [row["id"] for row in related_lists["data"]]
    job_id = tables.add_import(call.store, total=len(people), list_ids=list_ids)
    imported = sum(_imported(call.store, job_id, index, person, list_ids) for index, person in enumerate(people))
    tables.end_import(call.store, job_id, completed=imported, failed=len(people) - imported)
    begin_job(call.world, job_id)
    return call.one(_resource(call.require(_KIND, job_id)))


def _imported(store: Store, job_id: str, index: int, person: Any, list_ids: Sequence[str]) -> bool:
    pointer = f"{_PLACE}/{index}"
    findings = Findings()
    check(_PERSON, person, pointer, findings)
    problems = tuple(findings.problems)
    if not problems:
        try:
            profile_id, _ = upsert_profile(store, person, pointer)
        except Refused as refusal:  # it says so before it writes
            problems = refusal.problems
        else:
            tables.keep_imported(store, job_id, profile_id, list_ids)
            return True
    first = problems[0]
    place = first.pointer if first.pointer and first.pointer.startswith(pointer) else pointer
    tables.keep_error(
        store, job_id, code=first.code, title=first.title, detail=first.detail, pointer=place, payload=person
    )
    return False


def get_bulk_import_profiles_jobs(call: Call) -> Reply:
    """A page of jobs."""
    end_jobs(call.store, _KIND, running_jobs(call.world))
    return call.page(_LISTING, _resource)


def get_bulk_import_profiles_job(call: Call) -> Reply:
    """One job, and how far it is."""
    end_jobs(call.store, _KIND, running_jobs(call.world))
    return call.one(_resource(call.require(_KIND)))


def get_errors_for_bulk_import_profiles_job(call: Call) -> Reply:
    """A page of who could not be imported, and why. Errors have no address of their own, so no links."""
    call.require(_KIND)
    listed = call.page(_ERRORS, _error, call.id).document
    assert listed is not None, "a page has a body"
    plain = [{key: value for key, value in error.items() if key != "links"} for error in listed["data"]]
    return Reply(document={**listed, "data": plain})


def get_profiles_for_bulk_import_profiles_job(call: Call) -> Reply:
    """A page of the people that the job made or changed."""
    call.require(_KIND)
    return call.page(_IMPORTED, lambda row: shown_profile(call, row), call.id)


def get_profile_ids_for_bulk_import_profiles_job(call: Call) -> Reply:
    """The same page as ids."""
    call.require(_KIND)
    return call.page_of_ids(_IMPORTED, "profile", call.id)


def _resource(row: Row) -> Resource:
    """A job as Klaviyo shows it: what came of it only when it has ended."""
    ended = row["finished"] is not None
    return Resource(
        type=_KIND,
        id=row["id"],
        path=f"{_KIND}s",
        attributes={
            "status": row["status"],
            "created_at": iso(row["created"]),
            "total_count": row["total"],
            "completed_count": row["completed"] if ended else 0,
            "failed_count": row["failed"] if ended else 0,
            "completed_at": iso(row["finished"]),
            "expires_at": None,
            "started_at": None if row["status"] == "queued" else iso(row["created"]),
        },
        relationships={"lists": None, "profiles": None},
    )


def _error(row: Row) -> Resource:
    return Resource(
        type="import-error",
        id=row["id"],
        path="import-errors",
        attributes={
            "code": row["code"],
            "title": row["title"],
            "detail": row["detail"],
            "source": {"pointer": row["pointer"]},
            "original_payload": _object(msgspec.json.decode(row["payload"])),
        },
    )


def _object(payload: Any) -> dict[str, Any]:
    """What was sent, if it was an object."""
    return payload if isinstance(payload, dict) else {}


def _lists_of_jobs(store: Store, job_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {job_id: [list_resource(row) for row in tables.lists_of_job(store, job_id)] for job_id in job_ids}


RELATIONS: Final = {(_KIND, "lists"): Relation(many=True, load=_lists_of_jobs)}
ROUTES: Routes = (
    ("bulk_import_profiles", bulk_import_profiles),
    ("get_bulk_import_profiles_jobs", get_bulk_import_profiles_jobs),
    ("get_bulk_import_profiles_job", get_bulk_import_profiles_job),
    ("get_errors_for_bulk_import_profiles_job", get_errors_for_bulk_import_profiles_job),
    ("get_list_for_bulk_import_profiles_job", related(_KIND, "lists")),
    ("get_list_ids_for_bulk_import_profiles_job", related_ids(_KIND, "lists")),
    ("get_profiles_for_bulk_import_profiles_job", get_profiles_for_bulk_import_profiles_job),
    ("get_profile_ids_for_bulk_import_profiles_job", get_profile_ids_for_bulk_import_profiles_job),
)
