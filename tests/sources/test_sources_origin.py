"""What a server says opens no file of this machine; a local source opens those of its own folder alone.

Every file that Python opens is watched by an audit hook, so that a detour in any library is seen too.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Answer, Reply, Request, scripted
from test_sources_artuk import PAGE, listing
from test_sources_iiif import manifest2, manifest3
from test_sources_wikidata import Service, row

from artmeta import plugins
from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError, ImageError
from artmeta.imaging.download import fetch_image
from artmeta.sources._locations import Origin
from artmeta.sources._records import validated_records
from artmeta.web import Web

Jpeg = Callable[[str], bytes]
_watched: list[set[str]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and _watched and isinstance(args[0], (str, bytes, os.PathLike)):
        _watched[-1].add(os.path.realpath(os.fsdecode(args[0])))


@cache
def install_hook() -> None:
    """Add the hook, once it is needed: it cannot be removed, and is called for every `id()` of the process."""
    sys.addaudithook(_watch)


@contextmanager
def opened() -> Iterator[set[str]]:
    """Collect the paths of all files that are opened, links resolved."""
    install_hook()
    _watched.append(set())
    try:
        yield _watched[-1]
    finally:
        _watched.pop()


@pytest.fixture
def secret(tmp_path: Path, jpeg: Jpeg) -> Path:
    """Lay a picture where no source may look; it would be read if it were looked for."""
    path = tmp_path / "private" / "secret.jpg"
    path.parent.mkdir()
    path.write_bytes(jpeg("red"))
    return path


def harvest(kind: str, given: dict[str, Any], web: Web, tmp_path: Path) -> list[Artwork | Issue]:
    """Read a source and fetch every picture that it names, as a run does; hosts of the web are not there."""
    source = plugins.load("artmeta.sources", kind)
    params = source.Params.model_validate(given)
    root = source.local_root(params, web.cache_dir) if hasattr(source, "local_root") else None
    result: list[Artwork | Issue] = list(source.artworks(params, web, "neutral"))
    for work in result:
        for image in local_images(work):
            with suppress(ImageError):
                fetch_image(image, web, tmp_path / "images", 1_000_000, root=root)
    return result


def local_images(work: Artwork | Issue) -> list[ImageAsset]:
    images = work.images if isinstance(work, Artwork) else ()
    return [image for image in images if not image.url.lower().startswith("http")]


def names_of(secret: Path) -> list[str]:
    return [
        secret.as_uri(),
        f"FILE://{secret}",
        f"file:{secret}",
        f"file://localhost{secret}",
        str(secret),
        f"//localhost{secret}",
        f"\\\\localhost{secret}",
        f"../private/{secret.name}",
        f"/x/..{secret}",
        secret.as_uri().replace("secret", "%73ecret"),
    ]


def table(names: list[str]) -> bytes:
    return "\n".join(["id,image", *(f"{number},{name}" for number, name in enumerate(names))]).encode()


def tar(*members: tuple[str, bytes, str]) -> bytes:
    to = io.BytesIO()
    with tarfile.open(fileobj=to, mode="w") as file:
        for name, kind, target in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            file.addfile(info)
    return to.getvalue()


def linked_zip(name: str, target: str) -> bytes:
    to = io.BytesIO()
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(to, "w") as file:
        file.writestr(info, target)
    return to.getvalue()


def pages(content: dict[str, bytes]) -> Answer:
    def answer(request: Request, count: int) -> Reply:
        result = content.get(request.path.partition("?")[0])
        return Reply(result) if result is not None else Reply(status=404)

    return answer


def iiif_of(name: str) -> dict[str, bytes]:
    """Name a file as picture, as image service, beside one, as manifest, as next page and as a choice's part."""
    choice = {"type": "Choice", "items": [{"id": name, "type": "Image"}]}
    service = {"id": name, "type": "ImageService3", "profile": "level2"}
    items = [
        manifest3("https://m.example/1", {"id": name, "service": []}),
        manifest3("https://m.example/2", {"id": name, "service": [service]}),
        manifest3("https://m.example/5", {"id": name}),
        manifest3("https://m.example/3", choice),
        {"id": name, "type": "Manifest"},
        {"id": name, "type": "Collection"},
        manifest2("https://m.example/4", thumbnail=name),
        manifest3(name, {"id": name, "service": []}),
    ]
    return {
        "/c": json.dumps(
            {"id": "https://m.example/c", "type": "Collection", "items": items, "next": name}
        ).encode()
    }


def test_what_an_iiif_server_names_opens_no_file(web: Web, tmp_path: Path, secret: Path) -> None:
    for name in names_of(secret):
        with scripted(pages(iiif_of(name))) as server, opened() as paths:
            result = harvest("iiif", {"url": f"{server.base}/c"}, web, tmp_path)
        assert len(result) >= 7 and str(secret) not in paths, name
        own = f"https:{name}" if name.startswith("//") else "https://img.example/1/full/max/0/default.jpg"
        beside = [work.images[0] for work in result if work_id(work) == "https://m.example/5"]
        assert [
            (image.url.startswith("https://img.example/1/full/!"), image.fallback) for image in beside
        ] == [(True, own)], name


def work_id(result: Artwork | Issue) -> str:
    return result.id if isinstance(result, Artwork) else ""


def test_a_second_address_is_checked_as_the_first_is(secret: Path) -> None:
    def read(fallback: str) -> Artwork | Issue:
        image = ImageAsset("https://img.example/1.jpg", fallback=fallback)
        (result,) = validated_records([("row 1", Artwork("w", images=(image,)))], origin=Origin())
        return result

    refused = read(secret.as_uri())
    assert isinstance(refused, Issue) and refused.kind == "refused_image"
    sound = read("https://img.example/2.jpg")
    assert isinstance(sound, Artwork) and sound.images[0].fallback == "https://img.example/2.jpg"


def test_what_wikidata_answers_opens_no_file(web: Web, tmp_path: Path, secret: Path) -> None:
    names = names_of(secret)
    items = {
        f"Q{number}": [row(f"Q{number}", "title", "A"), row(f"Q{number}", "image", name)]
        for number, name in enumerate(names, 1)
    }
    with scripted(Service(items)) as server, opened() as paths:
        given = {"endpoint": f"{server.base}/sparql", "having": "P1679"}
        result = harvest("wikidata", given, web, tmp_path)
    assert len([one for one in result if isinstance(one, Artwork) or one.artwork_id]) == len(names)
    assert str(secret) not in paths


def test_what_art_uk_shows_opens_no_file(web: Web, tmp_path: Path, secret: Path) -> None:
    names = names_of(secret)
    works = [f"/discover/artworks/work-{number}" for number in range(len(names))]
    links = [*works, f"{secret.as_uri()}?/discover/artworks/"]
    was = "https://images.example/w944h944/collection/NFK/AM/NFK_AM_1923_45-001.jpg"
    content = {work: PAGE.replace(was, name).encode() for work, name in zip(works, names, strict=True)}

    def answer(request: Request, count: int) -> Reply:
        if "/view_as/" in request.path:
            return Reply(listing(links, False))
        return pages(content)(request, count)

    with scripted(answer) as server, opened() as paths:
        given = {"terms_accepted": True, "keyword": "a", "base_url": server.base}
        result = harvest("artuk", given, web, tmp_path)
    assert len([one for one in result if isinstance(one, Artwork) or one.artwork_id]) == len(links)
    assert str(secret) not in paths


def test_what_a_list_on_a_server_names_opens_no_file(web: Web, tmp_path: Path, secret: Path) -> None:
    names = names_of(secret)
    with scripted(pages({"/list.csv": table(names)})) as server, opened() as paths:
        given = {"url": f"{server.base}/list.csv", "columns": {"id": "id", "image": "image"}}
        result = harvest("csv", given, web, tmp_path)
    assert len(result) == len(names) and str(secret) not in paths


def test_what_an_archive_links_to_is_not_opened(web: Web, tmp_path: Path, secret: Path, jpeg: Jpeg) -> None:
    links = tar(
        ("a.jpg", tarfile.SYMTYPE, str(secret)),
        ("b.jpg", tarfile.LNKTYPE, str(secret)),
        ("../private/c.jpg", tarfile.REGTYPE, ""),
        ("d.jpg", tarfile.REGTYPE, ""),
    )
    content = {"/a.tar": links, "/a.zip": linked_zip("a.jpg", str(secret))}
    for name in content:
        with scripted(pages(content)) as server, opened() as paths:
            try:
                harvest("archive", {"url": server.base + name}, web, tmp_path)
            except ArtmetaError as fault:
                assert "no pictures" in str(fault)
        assert str(secret) not in paths


def test_a_list_on_this_machine_reads_its_own_folder_alone(
    web: Web, tmp_path: Path, secret: Path, jpeg: Jpeg
) -> None:
    place = tmp_path / "lists"
    (place / "inner").mkdir(parents=True)
    (place / "inner" / "a.jpg").write_bytes(jpeg("navy"))
    (place / "link.jpg").symlink_to(secret)
    names = [*names_of(secret), "link.jpg", "inner/a.jpg"]
    (place / "list.csv").write_bytes(table(names))
    given = {"path": place / "list.csv", "columns": {"id": "id", "image": "image"}}
    with opened() as paths:
        result = harvest("csv", given, web, tmp_path)
    assert len(result) == len(names) and str(secret) not in paths
    works = [one for one in result if isinstance(one, Artwork) and local_images(one)]
    assert {work.rights for work in works} == {"own"} and str(place / "inner" / "a.jpg") in paths
    assert all("/lists/" in work.images[0].url for work in works)
    assert all("refused" in one.kind for one in result if isinstance(one, Issue))
    given["root"] = tmp_path  # the house's own word that pictures lie elsewhere
    (place / "list.csv").write_bytes(table([f"private/{secret.name}"]))
    with opened() as paths:
        harvest("csv", given, web, tmp_path)
    assert str(secret) in paths


def test_a_folder_reads_no_link_that_leads_out(web: Web, tmp_path: Path, secret: Path, jpeg: Jpeg) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(jpeg("navy"))
    (folder / "link.jpg").symlink_to(secret)
    (folder / "within.jpg").symlink_to(folder / "a.jpg")
    (folder / "list.csv").write_bytes(table(["a.jpg", *names_of(secret)]))
    with opened() as paths:
        result = harvest("folder", {"path": folder}, web, tmp_path)
    assert [(one.id, one.rights) for one in result if isinstance(one, Artwork)] == [
        ("a.jpg", "own"),
        ("within.jpg", "own"),
    ]
    with opened() as more:
        columns = {"id": "id", "image": "image"}
        harvest(
            "folder", {"path": folder, "metadata": folder / "list.csv", "columns": columns}, web, tmp_path
        )
    assert str(secret) not in paths | more


def test_devices_and_pipes_are_refused_at_once(web: Web, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "list.csv").write_bytes(table(["pipe.jpg", "."]))
    given = {"path": tmp_path / "list.csv", "columns": {"id": "id", "image": "image"}}
    source = plugins.load("artmeta.sources", "csv")
    works = list(source.artworks(source.Params.model_validate(given), web, "neutral"))
    assert len(works) == 2
    for work in works:
        with pytest.raises(ImageError, match="device, a pipe or a folder") as caught:
            fetch_image(work.images[0], web, tmp_path / "images", 1000, root=tmp_path)
        assert caught.value.kind == "refused"


def test_a_stated_licence_goes_before_ownership(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg("navy"))
    (tmp_path / "list.csv").write_text("image,rights\na.jpg,\n")

    def rights(kind: str, **given: object) -> tuple[str, str]:
        source = plugins.load("artmeta.sources", kind)
        result = source.artworks(source.Params.model_validate(given), web, "neutral")
        (work,) = (one for one in result if isinstance(one, Artwork))
        return work.rights, work.images[0].rights

    assert rights("folder", path=tmp_path) == ("own", "own")
    assert rights("folder", path=tmp_path, rights="CC BY 4.0") == ("cc_by", "cc_by")
    columns = {"image": "image", "rights": "rights"}
    assert rights("csv", path=tmp_path / "list.csv", columns=columns) == ("unknown", "unknown")
    assert rights("csv", path=tmp_path / "list.csv", columns={"image": "image"}) == ("own", "own")
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(tmp_path / "a.jpg", "a.jpg")
    assert rights("archive", path=packed) == ("own", "own")
    assert rights("archive", path=packed, rights="All rights reserved") == ("in_copyright", "in_copyright")
    with scripted(pages({"/a.zip": packed.read_bytes()})) as server:
        assert rights("archive", url=f"{server.base}/a.zip") == ("unknown", "unknown")
        assert rights("archive", url=f"{server.base}/a.zip", rights="CC0") == ("cc0", "cc0")
