"""What the documentation says is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from artmeta.expectations import Expectations
from flows import reference

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?artmeta ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)", re.MULTILINE)


def test_the_command_reference_is_what_help_says() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "stale: run 'make docs'"


def test_every_limit_of_the_data_checks_is_listed_with_its_default() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for key, field in Expectations.model_fields.items():
        assert f"| `{key}` | {field.default} |" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    broken = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_shown_exists(page: Path) -> None:
    known = {words[:1] for words in reference.commands()} | set(reference.commands())
    shown = [tuple(words.split()) for words in COMMAND.findall(page.read_text(encoding="utf-8"))]
    assert [words for words in shown if words[:1] not in known] == []


@pytest.mark.parametrize(
    ("committed", "packaged"),
    [
        ("data/collections/sample.toml", "collection.toml"),
        ("data/vocabularies/sample.toml", "vocabulary.toml"),
    ],
)
def test_the_sample_that_is_shown_is_the_one_the_demo_writes(committed: str, packaged: str) -> None:
    assert (ROOT / committed).read_text() == (ROOT / "artmeta" / "sample" / packaged).read_text()
