"""The SDK costs a quarter of a second: only the first request pays it."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "mktctl"
HEAVY = ("klaviyo_api", "openapi_client", "urllib3", "pydantic")
BORDER = {"sdk", "foreign"}


def test_the_client_is_loaded_without_the_sdk() -> None:
    modules = sorted(
        f"mktctl.klaviyo.{file.stem}" for file in (PACKAGE / "klaviyo").glob("*.py") if file.stem not in BORDER
    )
    assert "mktctl.klaviyo.client" in modules
    program = f"import sys, {', '.join(modules)}; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ran.stdout.strip(), ran.returncode) == ("[]", 0), ran.stderr
