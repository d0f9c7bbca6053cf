"""What the platform is still at work on: segments, at most five at once (klaviyo-api.md section 1.2), and jobs.

Time runs on the stopwatch here: the account's clock stands still while a client waits.
"""

from typing import Final

from mktctl.sandbox.call import World
from mktctl.sandbox.jsonapi.errors import Refused, invalid

MOST_AT_ONCE: Final = 5
_REAL_SECONDS: Final = 2.0


def begin_processing(world: World, segment_id: str) -> None:
    """The segment is computed from now on. Refused (400) while five others are."""
    now = world.stopwatch.seconds()
    for other, until in list(world.busy_until.items()):
        if until <= now:
            del world.busy_until[other]
    if len(world.busy_until.keys() - {segment_id}) >= MOST_AT_ONCE:
        raise Refused(invalid(f"at most {MOST_AT_ONCE} segments are processed at once: try again in a moment"))
    world.busy_until[segment_id] = now + _seconds(world)


def is_processing(world: World, segment_id: str) -> bool:
    """Whether the segment is still computed."""
    return world.busy_until.get(segment_id, float("-inf")) > world.stopwatch.seconds()


def begin_job(world: World, job_id: str) -> None:
    """The job runs from now on."""
    world.jobs_until[job_id] = world.stopwatch.seconds() + _seconds(world)


def running_jobs(world: World) -> frozenset[str]:
    """Jobs that have not ended yet."""
    now = world.stopwatch.seconds()
    return frozenset(job_id for job_id, until in world.jobs_until.items() if until > now)


def _seconds(world: World) -> float:
    chosen = world.options.processing_seconds
    if chosen is not None:
        return chosen
    return _REAL_SECONDS if world.options.limits == "real" else 0.0
