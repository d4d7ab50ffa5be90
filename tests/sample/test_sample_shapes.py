"""The sources read the museum in the shapes of other people's sites, and find every work as its record has it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import requests
from runs import PATIENCE

from artmeta.dates import read_date
from artmeta.domain.artwork import Artwork
from artmeta.domain.rights import read_rights
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged
from artmeta.sample.defects import FaultPlan
from artmeta.sample.museum import Museum
from artmeta.sample.server import serve
from artmeta.sample.visits import NOTICE
from artmeta.sample.words import ARTUK_TOPICS, SUBJECTS, WIKIDATA_ITEMS
from artmeta.sources import artuk, csv, iiif, wikidata
from artmeta.web import Web

WORKS = 60
Visitor = Callable[..., Web]


@pytest.fixture(scope="module")
def museum() -> Museum:
    return Museum(works=WORKS, blended=True)


@pytest.fixture(scope="module")
def base(museum: Museum) -> Iterator[str]:
    with serve(museum, port=0) as url:
        yield url


def parted(result: Iterator[Artwork | Issue]) -> tuple[list[Artwork], list[Issue]]:
    both = list(result)
    return [one for one in both if isinstance(one, Artwork)], [one for one in both if isinstance(one, Issue)]


def by_artuk(base: str, web: Web, **given: object) -> Iterator[Artwork | Issue]:
    params = artuk.Params.model_validate(
        {"terms_accepted": True, "base_url": base, "work_type": "Painting", **given}
    )
    return artuk.artworks(params, web, "neutral")


def by_iiif(base: str, web: Web, **given: object) -> Iterator[Artwork | Issue]:
    params = iiif.Params.model_validate({"url": f"{base}/iiif/collection.json", **given})
    return iiif.artworks(params, web, "neutral")


def by_wikidata(base: str, web: Web, **given: object) -> Iterator[Artwork | Issue]:
    topics = {WIKIDATA_ITEMS[label]: topic for topic, label in SUBJECTS.items()}
    given = {
        "endpoint": f"{base}/sparql",
        "commons": f"{base}/commons",
        "having": "P1679",
        "topics": topics,
        **given,
    }
    return wikidata.artworks(wikidata.Params.model_validate(given), web, "neutral")


def test_art_uk_s_shape_holds_every_record(base: str, museum: Museum, visitor: Visitor):
    works, issues = parted(by_artuk(base, visitor()))
    assert issues == []
    assert len(works) == WORKS
    for record, work in zip(museum.records(), works, strict=True):
        assert work.id.endswith(f"-{record.number}")
        assert (work.title or "[untitled]") == (record.title or "[untitled]")
        assert (work.artist, work.venue, work.medium) == (record.artist, record.venue, record.medium)
        assert (work.date, work.accession_number) == (
            read_date(record.date, "neutral"),
            record.accession_number,
        )
        assert work.rights == read_rights(record.rights)


def test_art_uk_s_topics_venues_and_words(base: str, museum: Museum, visitor: Visitor):
    web = visitor()
    works, _ = parted(by_artuk(base, web, work_type="", topics=list(ARTUK_TOPICS), topic_ids=ARTUK_TOPICS))
    catalogued = Counter(record.subject for record in museum.records() if record.subject)
    assert Counter(SUBJECTS[work.given_topics[0]] for work in works) == catalogued
    held, _ = parted(by_artuk(base, web, venue="Thornholt Hall"))
    assert len(held) == sum(record.venue == "Thornholt Hall" for record in museum.records())
    named, _ = parted(by_artuk(base, web, keyword="angel"))
    assert {work.title for work in named} == {
        r.title for r in museum.records() if "angel" in r.title.casefold()
    }


def test_art_uk_s_cap_is_cut_by_period(base: str, museum: Museum, visitor: Visitor):
    works, issues = parted(by_artuk(base, visitor(), max_pages=2))
    dated = [record for record in museum.records() if read_date(record.date, "neutral").status == "read"]
    assert [issue.kind for issue in issues] == ["cut_by_period"]
    assert len({work.id for work in works}) == len(works) == len(dated)


def test_art_uk_s_pictures_are_the_museum_s(base: str, museum: Museum, visitor: Visitor):
    works, _ = parted(by_artuk(base, visitor(), keyword="angel"))
    number = int(works[0].id.rpartition("-")[2])
    address = works[0].images[0].url
    assert "/w800h800/collection/" in address
    assert requests.get(address, timeout=PATIENCE).content == museum.file(number).body


def test_art_uk_s_header_is_wrong_as_it_is_there(base: str, museum: Museum):
    record = next(one for one in museum.records() if "É" in one.artist)
    listing = f"{base}/discover/artworks/view_as/grid/search/makers:{record.artist}/page/1"
    page = requests.get(listing, timeout=PATIENCE)
    assert "ISO-8859-1" in page.headers["Content-Type"]
    assert record.artist in page.content.decode("utf-8") and NOTICE in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/discover/artworks/some-other-words-1",
        "/discover/artworks/x-9999",
        "/w800h800/collection/SMP/MUS/SMP_MUS_9999-001.jpg",
        "/discover/artworks/1",
    ],
)
def test_art_uk_s_pages_have_one_address_each(base: str, path: str):
    assert requests.get(base + path, timeout=PATIENCE).status_code == 404


def test_iiif_holds_every_record_in_both_versions(base: str, museum: Museum, visitor: Visitor):
    works, issues = parted(by_iiif(base, visitor()))
    assert issues == []
    records = {f"{base}/iiif/{record.number}/manifest.json": record for record in museum.records()}
    assert {work.id for work in works} == set(records)
    for work in works:
        record = records[work.id]
        assert work.title == (record.title or "[untitled]")
        assert (work.artist, work.venue, work.medium) == (record.artist, record.venue, record.medium)
        assert (work.date, work.accession_number) == (
            read_date(record.date, "neutral"),
            record.accession_number,
        )
        assert work.rights == read_rights(record.rights)
        assert work.given_topics == ((record.subject,) if record.subject else ())


def test_iiif_pictures_come_at_the_size_that_was_asked_for(museum: Museum, visitor: Visitor):
    large = Museum(works=3)
    with serve(large, port=0) as base:
        works, _ = parted(by_iiif(base, visitor(), image_size=256))
        for work in works:
            import io

            from PIL import Image

            answer = requests.get(work.images[0].url, timeout=PATIENCE)
            assert max(Image.open(io.BytesIO(answer.content)).size) == 256
        info = requests.get(f"{base}/iiif/image/w0001/info.json", timeout=PATIENCE).json()
        assert (info["width"], info["height"]) == large.picture(1).size


def test_wikidata_s_shape_holds_every_record(base: str, museum: Museum, visitor: Visitor):
    works, issues = parted(by_wikidata(base, visitor(), page_size=25, batch=20))
    assert issues == []
    assert [work.id for work in works] == [f"wikidata:Q{number}" for number in range(1, WORKS + 1)]
    for record, work in zip(museum.records(), works, strict=True):
        assert (work.title, work.artist, work.artist_gender) == (
            record.title,
            record.artist,
            record.artist_gender,
        )
        assert (work.venue, work.accession_number) == (record.venue, record.accession_number)
        span = read_date(record.date, "neutral")
        assert (work.date.earliest, work.date.latest) == (span.earliest, span.latest), record.date
        assert work.given_topics == tuple(t for t, label in SUBJECTS.items() if label == record.subject)
    picture = requests.get(works[0].images[0].url, timeout=PATIENCE)
    assert picture.content == museum.file(1).body


def test_the_list_itself_is_read_by_its_collection_file(base: str, museum: Museum, visitor: Visitor):
    from pathlib import Path

    from artmeta.collection import Collection

    path = Path(__file__).parents[2] / "data" / "collections" / "sample.toml"
    text = path.read_text("utf-8").replace("http://127.0.0.1:8607", base)
    collection = Collection.read(text, path)
    works, issues = parted(csv.artworks(collection.source.params, visitor(), "neutral"))  # type: ignore[arg-type]
    assert issues == []
    assert len(works) == WORKS
    assert works[0].images[0].url == f"{base}/images/w0001.jpg"
    assert Counter(topic for work in works for topic in work.given_topics) == Counter(
        topic for topic, label in SUBJECTS.items() for record in museum.records() if record.subject == label
    )


def test_holes_are_issues_and_repeated_pages_lose_nothing(museum: Museum, visitor: Visitor):
    plan = FaultPlan({"hole": 0.1, "duplicate": 0.3})
    holes = [number for number in range(1, WORKS + 1) if plan.permanent(number) == "hole"]
    assert holes
    with serve(museum, port=0, plan=plan) as base:
        works, issues = parted(by_artuk(base, visitor()))
        assert len(works) + len(holes) == WORKS
        assert Counter(issue.kind for issue in issues) == {"gone": len(holes)}
        manifests, odd = parted(by_iiif(base, visitor()))
    assert len(manifests) + len(holes) == WORKS
    kinds = Counter(issue.kind for issue in odd)
    assert kinds["gone"] == len(holes)
    assert kinds["duplicate"] == sum(plan.permanent(number) == "duplicate" for number in range(1, WORKS + 1))


@pytest.mark.parametrize("read", [by_artuk, by_iiif])
def test_some_changed_pages_are_issues(
    museum: Museum, visitor: Visitor, read: Callable[..., Iterator[Artwork | Issue]]
):
    plan = FaultPlan({"changed": 0.05})
    changed = sum(plan.permanent(number) == "changed" for number in range(1, WORKS + 1))
    with serve(museum, port=0, plan=plan) as base:
        works, issues = parted(read(base, visitor()))
    assert changed and (len(works), len(issues)) == (WORKS - changed, changed)


def test_where_all_pages_are_changed_art_uk_stops_and_iiif_names_each(museum: Museum, visitor: Visitor):
    with serve(museum, port=0, plan=FaultPlan({"changed": 1})) as base:
        with pytest.raises(SourceChanged, match=r"artwork-title|Title"):
            parted(by_artuk(base, visitor()))
        works, issues = parted(by_iiif(base, visitor()))
    assert (len(works), len(issues)) == (0, WORKS)
    assert all(re.search(r"/iiif/\d+/manifest\.json: .*'items'", issue.message) for issue in issues)


def test_bytes_that_are_no_utf8_do_not_lose_a_work(museum: Museum, visitor: Visitor):
    with serve(museum, port=0, plan=FaultPlan({"invalid_utf8": 0.2})) as base:
        works, issues = parted(by_artuk(base, visitor()))
        manifests, odd = parted(by_iiif(base, visitor()))
    assert len(works) + len(issues) == WORKS
    assert len(manifests) + len(odd) == WORKS


def test_every_source_reads_the_museum_through_trouble_that_passes(museum: Museum, visitor: Visitor):
    plan = FaultPlan({"busy": 0.06, "truncate": 0.06, "wrong_length": 0.04, "reset": 0.04})
    with serve(museum, port=0, plan=plan) as base:
        for read in (by_artuk, by_iiif, by_wikidata):
            works, issues = parted(read(base, visitor()))
            assert (len(works), issues) == (WORKS, []), read.__name__
