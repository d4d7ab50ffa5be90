"""One museum shown in the shapes of four sites: each source reads the same works from it, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged
from artmeta.sample.defects import FaultPlan
from artmeta.sample.museum import Museum
from artmeta.sample.server import serve
from artmeta.sources import artuk, csv, iiif, wikidata
from artmeta.web import Web

WORKS = 48
TROUBLE = "busy=0.06,too_many=0.01,drip=0.01,truncate=0.04,wrong_length=0.04,reset=0.04"
COLUMNS = {name: name for name in ("id", "title", "artist", "date", "accession_number", "rights", "image")}

Reads = Callable[..., list[Artwork | Issue]]


@pytest.fixture(scope="module")
def museum() -> Museum:
    return Museum(1, WORKS, small=True, blended=True)


def read(source: ModuleType, params: dict[str, Any], web: Web) -> list[Artwork | Issue]:
    return list(source.artworks(source.Params.model_validate(params), web, "neutral"))


SHAPES: dict[str, Callable[[str], tuple[ModuleType, dict[str, Any]]]] = {
    "csv": lambda base: (csv, {"url": f"{base}/collection.csv", "columns": COLUMNS}),
    "artuk": lambda base: (artuk, {"terms_accepted": True, "base_url": base, "work_type": "painting"}),
    "iiif": lambda base: (iiif, {"url": f"{base}/iiif/collection.json"}),
    "wikidata": lambda base: (
        wikidata,
        {"endpoint": f"{base}/sparql", "having": "P1679", "page_size": 20, "batch": 15},
    ),
}


def numbers_and_artists(works: Iterator[Artwork]) -> list[tuple[str, str]]:
    return sorted((work.accession_number, work.artist) for work in works)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("faults", ["", TROUBLE, "invalid_utf8=0.3", "duplicate=0.4"])
def test_every_shape_tells_of_the_same_works(museum: Museum, web: Web, shape: str, faults: str) -> None:
    with serve(museum, port=0, plan=FaultPlan.read(faults)) as base:
        source, params = SHAPES[shape](base)
        result = read(source, params, web)
    works = [one for one in result if isinstance(one, Artwork)]
    assert len({work.id for work in works}) == WORKS
    assert numbers_and_artists(iter(works)) == sorted(
        (record.accession_number, record.artist) for record in museum.records()
    )
    assert {one.kind for one in result if isinstance(one, Issue)} <= {"duplicate"}


@pytest.mark.parametrize(("shape", "share"), [("artuk", 1), ("iiif", 0.1)])
def test_a_changed_shape_stops_and_names_page_and_field(
    museum: Museum, web: Web, shape: str, share: float
) -> None:
    with serve(museum, port=0, plan=FaultPlan.read(f"changed={share}")) as base:
        source, params = SHAPES[shape](base)
        if shape == "iiif":
            odd = [one for one in read(source, params, web) if isinstance(one, Issue)]
            assert odd and {one.kind for one in odd} == {"odd_manifest"}, (
                "an odd manifest ends no run by itself"
            )
            params = {**params, "odd_manifests": "stop"}
        with pytest.raises(SourceChanged, match=rf"{base}.*'.*'"):
            read(source, params, web)


@pytest.mark.parametrize("shape", ["artuk", "iiif"])
def test_holes_are_told_work_by_work(museum: Museum, web: Web, shape: str) -> None:
    plan = FaultPlan.read("hole=0.2")
    with serve(museum, port=0, plan=plan) as base:
        source, params = SHAPES[shape](base)
        result = read(source, params, web)
    holes = sum(plan.permanent(number) == "hole" for number in range(1, WORKS + 1))
    assert holes > 3
    assert [one.kind for one in result if isinstance(one, Issue)] == ["gone"] * holes
    assert len(result) == WORKS
