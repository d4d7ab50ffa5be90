"""Every source has a page that names all its parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmeta import plugins
from artmeta.rights import RightsPolicy
from artmeta.web import WebPolicy

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", plugins.names("artmeta.sources"))
def test_every_parameter_is_on_its_page(name: str) -> None:
    page = (DOCS / "sources" / f"{name}.md").read_text(encoding="utf-8")
    fields = plugins.load("artmeta.sources", name).Params.model_fields
    assert [field for field in fields if f"`{field}`" not in page] == []
    assert "Not tried" in page or "Could not be tried" in page
    assert f"](sources/{name}.md)" in (DOCS / "sources.md").read_text(encoding="utf-8")


def test_manners_and_rights_are_documented() -> None:
    page = (DOCS / "sources.md").read_text(encoding="utf-8")
    fields = [*WebPolicy.model_fields, *RightsPolicy.model_fields]
    assert [field for field in fields if f"`{field}`" not in page and f"`{field}." not in page] == []
