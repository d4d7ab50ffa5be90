"""The museum's server answers as HTTP asks: validators, ranges, lengths, and a sentence where it cannot open."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from runs import PATIENCE

from artmeta.errors import ConfigError
from artmeta.sample.defects import DEFECTS
from artmeta.sample.museum import Museum
from artmeta.sample.server import serve
from artmeta.sample.visits import NOTICE
from artmeta.sample.works import TRAINING, works_of


@pytest.fixture(scope="module")
def museum() -> Museum:
    return Museum(works=60, small=True)


@pytest.fixture(scope="module")
def base(museum: Museum) -> Iterator[str]:
    with serve(museum, port=0) as url:
        yield url


def test_every_page_says_that_nothing_is_real(base: str):
    for path in ("/", "/?page=2", "/?page=nonsense", "/works/1", "/works/60"):
        answer = requests.get(base + path, timeout=PATIENCE)
        assert answer.status_code == 200
        assert NOTICE in answer.text
        assert "http" not in answer.text.replace("<!doctype html>", ""), "no page refers to another server"


def test_a_record_is_escaped_on_its_page(base: str, museum: Museum):
    quoted = next(record for record in museum.records() if "'" in record.title)
    page = requests.get(f"{base}/{quoted.page}", timeout=PATIENCE).text
    assert quoted.title.replace("'", "&#39;") in page


def test_lists_are_served_as_text(base: str):
    for path, lines in (("/collection.csv", 61), ("/truth.csv", 61), ("/truth-by-decade.csv", 151)):
        answer = requests.get(base + path, timeout=PATIENCE)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert len(answer.text.splitlines()) == lines
    assert "User-agent" in requests.get(f"{base}/robots.txt", timeout=PATIENCE).text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/works/0",
        "/works/61",
        "/works/x",
        "/works/01",
        "/images/w61.jpg",
        "/images/%2e%2e/collection.csv",
        "/images/w0008.jpg",
        "/works/²",
        "/thumbnails/1",
    ],
)
def test_what_is_not_there_is_a_404(base: str, path: str):
    assert requests.get(base + path, timeout=PATIENCE).status_code == 404


def test_the_museum_sends_what_it_has_of_each_work(base: str, museum: Museum):
    for number in (1, *(n for n, one in DEFECTS.items() if one.kind in ("truncated", "html_instead"))):
        answer = requests.get(f"{base}/images/w{number:04d}.jpg", timeout=PATIENCE)
        assert answer.content == museum.file(number).body
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert answer.headers["Content-Type"] == museum.file(number).headers["Content-Type"]


def test_a_known_picture_is_not_sent_again(base: str):
    url = f"{base}/images/w0002.jpg"
    first = requests.get(url, timeout=PATIENCE)
    for name, value, status in (
        ("If-None-Match", first.headers["ETag"], 304),
        ("If-None-Match", f'"other", W/{first.headers["ETag"]}', 304),
        ("If-None-Match", "*", 304),
        ("If-None-Match", '"other"', 200),
        ("If-Modified-Since", first.headers["Last-Modified"], 304),
        ("If-Modified-Since", "Wed, 01 Jan 2019 00:00:00 GMT", 200),
        ("If-Modified-Since", "not a date", 200),
    ):
        answer = requests.get(url, headers={name: value}, timeout=PATIENCE)
        assert answer.status_code == status, (name, value)
        assert bool(answer.content) == (status == 200)
        assert answer.headers["ETag"] == first.headers["ETag"]


def test_not_modified_draws_nothing():
    museum = Museum(works=3, small=True)
    with serve(museum, port=0) as base:
        tag = requests.get(f"{base}/images/w0003.jpg", timeout=PATIENCE).headers["ETag"]
    museum.file = None  # type: ignore[assignment, method-assign]  # drawing would fail now
    with serve(museum, port=0) as base:
        answer = requests.get(f"{base}/images/w0003.jpg", headers={"If-None-Match": tag}, timeout=PATIENCE)
    assert answer.status_code == 304


def test_a_list_changes_its_tag_when_the_museum_grows_but_a_picture_does_not():
    tags = []
    for works in (20, 27):
        with serve(Museum(works=works, small=True), port=0) as base:
            paths = ("/collection.csv", "/", "/images/w0001.jpg", "/works/1")
            tags.append([requests.get(base + path, timeout=PATIENCE).headers["ETag"] for path in paths])
    assert [one == other for one, other in zip(*tags, strict=True)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("requested", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-999999999", 10, None),
    ],
)
def test_part_of_a_picture(base: str, museum: Museum, requested: str, start: int, end: int | None):
    whole = museum.file(2).body
    answer = requests.get(f"{base}/images/w0002.jpg", headers={"Range": requested}, timeout=PATIENCE)
    assert answer.status_code == 206
    assert answer.content == whole[start:end]
    first = start % len(whole) if start < 0 else start
    last = len(whole) - 1 if end is None else end - 1
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"


def test_ranges_that_cannot_be_given(base: str, museum: Museum):
    url, length = f"{base}/images/w0002.jpg", len(museum.file(2).body)
    beyond = requests.get(url, headers={"Range": f"bytes={length}-"}, timeout=PATIENCE)
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{length}")
    for requested in ("bytes=0-1,5-6", "pages=1-2", "bytes=-"):
        assert requests.get(url, headers={"Range": requested}, timeout=PATIENCE).status_code == 200


def test_a_resumed_picture_must_be_the_same_one(base: str):
    url = f"{base}/images/w0002.jpg"
    tag = requests.head(url, timeout=PATIENCE).headers["ETag"]
    for condition, status in ((tag, 206), ('"another"', 200)):
        answer = requests.get(url, headers={"Range": "bytes=5-", "If-Range": condition}, timeout=PATIENCE)
        assert answer.status_code == status


def test_head_tells_the_length_without_the_body(base: str, museum: Museum):
    answer = requests.head(f"{base}/images/w0001.jpg", timeout=PATIENCE)
    assert int(answer.headers["Content-Length"]) == len(museum.file(1).body)
    assert answer.content == b""


def test_many_visitors_at_once_get_the_same_pictures(base: str, museum: Museum):
    def get(number: int) -> bytes:
        return requests.get(f"{base}/images/w{number:04d}.jpg", timeout=PATIENCE).content

    expected = [1, 2, 3, 4, 5, 6] * 4
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(get, expected)) == [museum.file(number).body for number in expected]


def test_the_archive_is_laid_out_as_in_the_lesson():
    museum = Museum(works=60, blended=True)
    with serve(museum, port=0) as base:
        content = requests.get(f"{base}/dataset.zip", timeout=PATIENCE).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        pictures = {archive.read(name) for name in names}
    for topic, count in TRAINING.items():
        assert sum(name.startswith(f"dataset/training/{topic}/") for name in names) == count
        assert 20 <= count <= 40
    assert sum(name.startswith("dataset/testing/") for name in names) == 10
    assert len(pictures) == len(names), "no picture comes twice"
    assert not pictures & {museum.file(number).body for number in range(1, 61)}


def test_the_archive_s_works_hang_in_no_museum():
    collection = {(w.seed, w.number) for w in (Museum().work(n) for n in range(1, 601))}
    for topic, count in TRAINING.items():
        works = list(works_of(1, topic, count))
        assert {work.topic for work in works} == {topic}
        assert not collection & {(work.seed, work.number) for work in works}


def test_a_taken_port_is_told_in_a_sentence():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with (
            pytest.raises(ConfigError, match=f"127.0.0.1:{port}.*another with --port"),
            serve(Museum(works=1), port=port),
        ):
            pass


def test_a_host_that_is_not_ours_is_told_in_a_sentence():
    with (
        pytest.raises(ConfigError, match=r"203\.0\.113\.5"),
        serve(Museum(works=1), host="203.0.113.5", port=0),
    ):
        pass
