"""The repository's own programme, and projects and templates from the keys of their files."""

import functools
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from mktctl.app.load import load_workspace
from mktctl.model.address import Address
from mktctl.model.flow import MetricTrigger
from mktctl.model.project import (
    Brand,
    Coupon,
    Environment,
    Metric,
    MetricSeed,
    Project,
    Recommendation,
    SandboxSettings,
    Shop,
)
from mktctl.model.references import named_in
from mktctl.model.template import SectionSource, Sender, TemplateSource
from mktctl.model.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


@functools.cache
def workspace() -> Workspace:
    """Everything that the repository's files say; they are without mistakes."""
    loaded = load_workspace(ROOT)
    assert loaded.workspace is not None, loaded.diagnostics
    return loaded.workspace


def project() -> Project:
    """`mktctl.yaml`, presets included."""
    return workspace().project


def events_of(ref: str) -> tuple[str, ...]:
    """Metrics whose event starts a flow that sends the template; none for one that is sent without an event."""
    template = Address(kind="template", ref=ref)
    flows = workspace().flows.values()
    return tuple(
        flow.trigger.metric
        for flow in flows
        if isinstance(flow.trigger, MetricTrigger) and template in named_in(flow.steps)
    )


def project_from(written: dict[str, Any]) -> Project:
    """A project from the keys of `mktctl.yaml`; `brand` and `store` are required."""
    brand = written["brand"] | {"sender": Sender(**written["brand"]["sender"])}
    return Project(
        brand=Brand(**brand),
        shop=Shop(**written["store"]),
        sandbox=SandboxSettings(start=datetime.fromisoformat(str(written["sandbox"]["start"]))),
        environments={
            name: Environment(name=name, **environment) for name, environment in written["environments"].items()
        },
        coupons={ref: Coupon(ref=ref, **coupon) for ref, coupon in written["coupons"].items()},
        recommendations={
            ref: Recommendation(ref=ref, property=one["property"], fallback_feed=one["fallback"]["feed"])
            for ref, one in written["recommendations"].items()
        },
        personas=written["personas"],
        metrics={
            ref: Metric(ref=ref, name=metric["name"], seed=MetricSeed(**metric["seed"]))
            for ref, metric in written["metrics"].items()
        },
    )


@functools.cache
def template_files() -> dict[str, str]:
    """Every layout and partial, by path relative to `templates/`."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in (".mjml", ".html")
    }


def template_refs() -> list[str]:
    """The refs of all mails."""
    return sorted(workspace().templates)


def template_source(ref: str) -> TemplateSource:
    """`templates/<ref>.yaml`."""
    return source_from(ref, _read(TEMPLATES / f"{ref}.yaml"))


def source_from(ref: str, written: dict[str, Any]) -> TemplateSource:
    """A template from the keys of its file."""
    taken = {
        key: written[key]
        for key in ("name", "subject", "preview_text", "source", "base", "text", "fallbacks")
        if key in written
    }
    sections = {
        name: SectionSource(**section) if isinstance(section, dict) else SectionSource(text=section)
        for name, section in written.get("sections", {}).items()
    }
    return TemplateSource(ref=ref, sections=sections, **({"name": ref} | taken))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
