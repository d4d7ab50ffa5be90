from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from scripted_server import Answer, Reply, Request, ranged, scripted

from artmeta.errors import SourceBusy, SourceTooLarge
from artmeta.web import DownloadedFile, Web, journal
from artmeta.web.journal import DownloadJournal

Visit = Callable[..., Web]
BODY = b"\xff\xd8\xff" + bytes(range(256)) * 4000
DIGEST = hashlib.sha256(BODY).hexdigest()


def of_file(answer: Answer) -> Answer:
    """Serve the file by `answer`, and no robots.txt."""
    return lambda request, count: (
        Reply(status=404) if request.path == "/robots.txt" else answer(request, count)
    )


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.parent.name == ".begun"]


def test_a_file_is_named_by_its_content(visit: Visit, tmp_path: Path) -> None:
    with scripted(of_file(lambda request, count: ranged(BODY, request))) as server, visit() as web:
        got = web.download(server.base + "/a.png", tmp_path / "images", 10**7)
        assert got.path == tmp_path / "images" / DIGEST[:2] / f"{DIGEST}.jpg"
        assert (got.sha256, got.bytes, got.mime, got.etag) == (DIGEST, len(BODY), "image/jpeg", '"a"')
        assert got.path.read_bytes() == BODY
        assert [path.suffix for path in parts(tmp_path / "images")] == [".jsonl"]
        assert web.download(server.base + "/a.png", tmp_path / "images", 10**7) == got
        assert len(server.requests_of("/a.png")) == 1, (
            "until somebody took note of it, it is not asked for again"
        )
        web.acknowledge(server.base + "/a.png", tmp_path / "images")
        assert parts(tmp_path / "images") == []
        again = web.download(server.base + "/a.png", tmp_path / "images", 10**7, previous=got)
        assert again.not_modified and again.path == got.path


def test_a_torn_body_is_resumed_and_no_byte_comes_twice(visit: Visit, tmp_path: Path) -> None:
    def answer(request: Request, count: int) -> Reply:
        return ranged(BODY, request, cut=100_000)

    with scripted(of_file(answer)) as server, visit(retries=1) as web:
        got = web.download(server.base + "/a", tmp_path / "images", 10**7)
        assert got.sha256 == DIGEST
        starts = [int(one.headers["Range"][6:-1]) for one in server.requests_of("/a")[1:]]
        assert starts == list(range(100_000, len(BODY), 100_000))


def test_a_killed_run_is_resumed(visit: Visit, tmp_path: Path) -> None:
    def answer(request: Request, count: int) -> Reply:
        return ranged(BODY, request, cut=100_000 if count == 0 else None)

    with scripted(of_file(answer)) as server:
        with visit(retries=0) as web, pytest.raises(SourceBusy, match=r"too early|broke off"):
            web.download(server.base + "/a", tmp_path / "images", 10**7)
        with visit() as web:
            assert web.download(server.base + "/a", tmp_path / "images", 10**7).sha256 == DIGEST
        assert server.requests_of("/a")[1].headers["Range"] == "bytes=100000-"
        assert server.requests_of("/a")[1].headers["If-Range"] == '"a"'


def test_a_changed_file_is_begun_anew(visit: Visit, tmp_path: Path) -> None:
    other = BODY[::-1]

    def answer(request: Request, count: int) -> Reply:
        return ranged(BODY, request, cut=100_000) if count == 0 else ranged(other, request, '"b"')

    with scripted(of_file(answer)) as server, visit() as web:
        got = web.download(server.base + "/a", tmp_path / "images", 10**7)
        assert got.path.read_bytes() == other


def test_without_validators_an_old_part_is_not_trusted(visit: Visit, tmp_path: Path) -> None:
    def answer(request: Request, count: int) -> Reply:
        return ranged(BODY, request, "", cut=100_000 if count == 0 else None)

    with scripted(of_file(answer)) as server:
        with visit(retries=0) as web, pytest.raises(SourceBusy):
            web.download(server.base + "/a", tmp_path / "images", 10**7)
        with visit() as web:
            assert web.download(server.base + "/a", tmp_path / "images", 10**7).sha256 == DIGEST
        assert "Range" not in server.requests_of("/a")[1].headers


def test_too_long_an_announcement_is_seen_through(visit: Visit, tmp_path: Path) -> None:
    def answer(request: Request, count: int) -> Reply:
        return (
            ranged(BODY, request, length=len(BODY) + 50)
            if "Range" not in request.headers
            else ranged(BODY, request)
        )

    with scripted(of_file(answer)) as server, visit() as web:
        assert web.download(server.base + "/a", tmp_path / "images", 10**7).sha256 == DIGEST
        assert len(server.requests_of("/a")) == 2


def test_a_server_without_ranges_sends_all_again(visit: Visit, tmp_path: Path) -> None:
    with (
        scripted(of_file(lambda request, count: Reply(BODY, cut=100_000 if count == 0 else None))) as server,
        visit() as web,
    ):
        assert web.download(server.base + "/a", tmp_path / "images", 10**7).sha256 == DIGEST


def test_limits_of_size(visit: Visit, tmp_path: Path) -> None:
    with scripted(of_file(lambda request, count: ranged(BODY, request))) as server, visit() as web:
        for url in (f"{server.base}/a", f"{server.base}/b"):
            with pytest.raises(SourceTooLarge, match="announces"):
                web.download(url, tmp_path / "images", 1000)


def test_a_foreign_note_is_ignored(visit: Visit, tmp_path: Path) -> None:
    with scripted(of_file(lambda request, count: ranged(BODY, request))) as server, visit() as web:
        name = hashlib.sha256(f"{server.base}/a".encode()).hexdigest()
        begun = tmp_path / "images" / ".begun"
        begun.mkdir(parents=True)
        (begun / f"{name}.part").write_bytes(b"rubbish")
        (begun / f"{name}.json").write_text(json.dumps([1]))
        assert web.download(server.base + "/a", tmp_path / "images", 10**7).sha256 == DIGEST


def test_many_threads_fetch_one_file_once_each_whole(visit: Visit, tmp_path: Path) -> None:
    with scripted(of_file(lambda request, count: ranged(BODY, request))) as server, visit() as web:
        with ThreadPoolExecutor(8) as pool:
            got = list(
                pool.map(lambda n: web.download(f"{server.base}/{n % 2}", tmp_path / "i", 10**7), range(16))
            )
        assert {one.sha256 for one in got} == {DIGEST}
        assert [path.name for path in (tmp_path / "i").rglob("*.jpg")] == [f"{DIGEST}.jpg"]


def test_a_ledger_that_a_fall_tore_is_read_as_far_as_it_is_sound(visit: Visit, tmp_path: Path) -> None:
    images = tmp_path / "images"
    with scripted(of_file(lambda request, count: ranged(BODY, request))) as server:
        with visit() as web:
            got = web.download(f"{server.base}/a", images, 10**7)
        with (images / ".begun" / "whole.jsonl").open("ab") as journal:
            journal.write(b'{"url": "http://torn')
        with visit() as web:
            assert web.download(f"{server.base}/a", images, 10**7) == got
            assert web.download(f"{server.base}/b", images, 10**7).sha256 == DIGEST
        with visit() as web:
            assert web.download(f"{server.base}/b", images, 10**7).sha256 == DIGEST
        assert [one.path for one in server.log if one.path != "/robots.txt"] == ["/a", "/b"]


def test_a_ledger_of_a_file_that_is_gone_is_not_believed(visit: Visit, tmp_path: Path) -> None:
    with scripted(of_file(lambda request, count: ranged(BODY, request))) as server, visit() as web:
        web.download(f"{server.base}/a", tmp_path / "images", 10**7).path.unlink()
        assert web.download(f"{server.base}/a", tmp_path / "images", 10**7).path.read_bytes() == BODY
        assert len(server.requests_of("/a")) == 2


def test_the_ledger_stays_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SLACK", 10)
    folder = tmp_path / "images"
    book = DownloadJournal(folder)
    for number in range(50):
        book.note(f"u{number}", DownloadedFile(folder / "aa" / f"{number}.jpg", "aa", 1, "image/jpeg"))
        if number > 2:
            book.acknowledge(f"u{number - 2}")
    book.close()
    assert len((folder / ".begun" / "whole.jsonl").read_text().splitlines()) < 30
    assert set(DownloadJournal(folder)._whole) >= {"u48", "u49"}
