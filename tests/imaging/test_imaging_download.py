from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from scripted_server import Answer, Reply, pages, ranged, scripted

from artmeta.domain.artwork import ImageAsset
from artmeta.errors import BudgetSpent, ImageError
from artmeta.imaging.download import FetchedImage, fetch_image
from artmeta.web import Web, WebPolicy

LIMIT = 1_000_000
QUICK = {"allow_private_addresses": True, "requests_per_second": 10_000, "backoff": 0.01, "retries": 1}


def jpeg(size: tuple[int, int] = (64, 48)) -> bytes:
    to = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(to, "JPEG")
    return to.getvalue()


def fetched(
    tmp_path: Path, answer: Answer, known: FetchedImage | None = None, **policy: object
) -> FetchedImage:
    with (
        scripted(answer) as server,
        Web(WebPolicy.model_validate({**QUICK, **policy}), tmp_path / "c", "") as web,
    ):
        return fetch_image(ImageAsset(server.base + "/a.jpg"), web, tmp_path / "images", LIMIT, known)


def only(reply: Reply | bytes) -> Answer:
    return pages({"/a.jpg": reply})


def test_a_picture_is_fetched_and_seen(tmp_path: Path) -> None:
    result = fetched(tmp_path, only(jpeg()))
    digest = hashlib.sha256(jpeg()).hexdigest()
    assert (result.sha256, result.mime, result.width, result.height) == (digest, "image/jpeg", 64, 48)
    assert result.path == tmp_path / "images" / digest[:2] / f"{digest}.jpg"


def test_what_has_not_changed_is_not_fetched(tmp_path: Path) -> None:
    def answer(requested: object, count: int) -> Reply:
        return ranged(jpeg(), requested)  # type: ignore[arg-type]

    known = fetched(tmp_path, answer)
    again = fetched(tmp_path, answer, known)
    assert again.not_modified and again.sha256 == known.sha256
    known.path.unlink()
    assert not fetched(tmp_path, answer, known).not_modified, "a file that was lost is fetched again"


@pytest.mark.parametrize(
    ("reply", "kind", "sentence"),
    [
        (Reply(status=404), "gone", "404"),
        (Reply(status=403), "refused", "403"),
        (Reply(status=503), "busy", "503"),
        (Reply(b"x" * (LIMIT + 1)), "too_large", "announces"),
        (Reply(b""), "busy", "an empty file"),
        (Reply(b"<!doctype html><p>Sorry"), "busy", "a web page"),
        (Reply(b"sorry"), "busy", "plain text"),
        (Reply("<!-- Störung -->".encode()), "busy", "not a picture"),
        (Reply(status=204), "busy", "204"),
        (Reply("Störung".encode("latin-1")), "busy", "not a picture"),
        (Reply(status=400), "busy", "400"),
        (Reply(status=302, headers={"Location": "/a.jpg"}), "busy", "in a loop"),
        (Reply(status=418), "busy", "418"),
        (Reply(b"%PDF-1.7"), "unreadable", "a PDF document"),
        (Reply(b"\0\1\2\3" * 9), "unreadable", "not known"),
        (Reply(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "unreadable", "SVG"),
        (Reply(jpeg(), length=300), "busy", "damaged|unusual"),
        (Reply(jpeg((640, 480))[:2000]), "busy", "damaged"),
        (Reply(jpeg()[:20] + b"\xff\xd9"), "unreadable", "damaged"),
        (Reply(jpeg(), cut=100), "busy", "too early|broke off"),
        (Reply(jpeg(), headers={"X-Robots-Tag": "noimageai"}), "refused", "noimageai"),
    ],
)
def test_each_fault_has_its_kind(tmp_path: Path, reply: Reply, kind: str, sentence: str) -> None:
    with pytest.raises(ImageError, match=sentence) as raised:
        fetched(tmp_path, only(reply))
    assert raised.value.kind == kind
    passing = kind in ("busy", "refused")
    assert ("in the next run" in raised.value.hint, "after 7 days" in raised.value.hint) == (
        passing,
        not passing,
    )
    kept = [
        path for path in (tmp_path / "images").rglob("*") if path.is_file() and ".begun" not in path.parts
    ]
    assert kept == []


def test_a_spent_budget_is_no_fault_of_the_picture(tmp_path: Path) -> None:
    with pytest.raises(BudgetSpent):
        fetched(tmp_path, only(jpeg()), budget={"max_hours": 1e-12})


def local(tmp_path: Path, content: bytes | None, known: FetchedImage | None = None) -> FetchedImage:
    path = tmp_path / "näme #1 100%.jpg"
    if content is not None:
        path.write_bytes(content)
    with Web(WebPolicy(), tmp_path / "c", "") as web:
        return fetch_image(
            ImageAsset(path.resolve().as_uri()), web, tmp_path / "images", LIMIT, known, tmp_path
        )


def test_a_local_file_stays_where_it_lies(tmp_path: Path) -> None:
    result = local(tmp_path, jpeg())
    assert result.path == (tmp_path / "näme #1 100%.jpg").resolve()
    assert result.sha256 == hashlib.sha256(jpeg()).hexdigest()
    assert not (tmp_path / "images").exists()
    assert local(tmp_path, None, result).not_modified
    assert not local(tmp_path, jpeg((32, 32)), result).not_modified


@pytest.mark.parametrize(
    ("content", "kind"), [(None, "gone"), (b"hello", "unreadable"), (b"x" * (LIMIT + 1), "too_large")]
)
def test_local_faults(tmp_path: Path, content: bytes | None, kind: str) -> None:
    with pytest.raises(ImageError) as raised:
        local(tmp_path, content)
    assert raised.value.kind == kind


def test_links_in_a_ring_and_names_too_long_are_faults_of_the_picture(tmp_path: Path) -> None:
    (tmp_path / "ring.jpg").symlink_to(tmp_path / "ring.jpg")
    with Web(WebPolicy(), tmp_path / "c", "") as web:
        for name, kind in {"ring.jpg": "refused", f"{'a' * 300}.jpg": "unreadable"}.items():
            with pytest.raises(ImageError) as raised:
                fetch_image(ImageAsset((tmp_path / name).as_uri()), web, tmp_path, LIMIT, root=tmp_path)
            assert raised.value.kind == kind


def test_a_second_address_on_the_web_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "private.jpg"
    path.write_bytes(jpeg())
    with (
        scripted(pages({})) as server,
        Web(WebPolicy.model_validate(QUICK), tmp_path / "c", "") as web,
        pytest.raises(ImageError, match="a source on the web may not name a file") as raised,
    ):
        asset = ImageAsset(server.base + "/a.jpg", fallback=path.as_uri())
        fetch_image(asset, web, tmp_path / "images", LIMIT)
    assert raised.value.kind == "gone" and "404" in str(raised.value)


def test_a_local_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is exchanged after it was checked is not the one that is read."""
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg())
    read = hashlib.file_digest

    def exchanged(file: io.BufferedReader, name: str) -> object:
        digest = read(file, name)  # type: ignore[arg-type]
        path.unlink()
        path.write_bytes(jpeg((8, 8)))
        return digest

    monkeypatch.setattr("artmeta.imaging.download.hashlib.file_digest", exchanged)
    with Web(WebPolicy(), tmp_path / "c", "") as web:
        result = fetch_image(ImageAsset(path.as_uri()), web, tmp_path / "images", LIMIT, root=tmp_path)
    assert (result.sha256, result.width) == (hashlib.sha256(jpeg()).hexdigest(), 64)
