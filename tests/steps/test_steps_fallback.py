"""A IIIF picture whose image service fails is taken from the body's own address, and no rule is relaxed for that."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from builders import new_store
from PIL import Image
from scripted_server import Reply, Request, Scripted, scripted

from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch
from artmeta.store.database import Store

SERVICE, OWN = "/service/full/!512,512/0/default.jpg", "/own.jpg"
COLLECTION = """title = "A manifest"
[source]
kind = "iiif"
url = "{base}/manifest.json"
[web]
allow_private_addresses = true
requests_per_second = 1000
backoff = 0.01
retries = 0
page_max_age_hours = 0
{web}
"""


def jpeg(width: int) -> bytes:
    to = io.BytesIO()
    Image.linear_gradient("L").resize((width, 40)).convert("RGB").save(to, "JPEG")
    return to.getvalue()


def manifest(base: str, own: str = OWN) -> dict[str, Any]:
    service = {"id": f"{base}/service", "type": "ImageService3", "profile": "level2"}
    body = {"type": "Image", "service": [service], **({"id": f"{base}{own}"} if own else {})}
    page = {
        "type": "AnnotationPage",
        "items": [{"type": "Annotation", "motivation": "painting", "body": body}],
    }
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{base}/manifest.json",
        "type": "Manifest",
        "label": {"en": ["A ship"]},
        "rights": "http://creativecommons.org/publicdomain/zero/1.0/",
        "items": [{"type": "Canvas", "width": 80, "height": 40, "items": [page]}],
    }


@dataclass
class Museum:
    """One manifest with one picture, at its image service and at its own address, each with its answer."""

    replies: dict[str, Reply] = field(default_factory=dict)
    own: str = OWN

    def __call__(self, request: Request, count: int) -> Reply:
        if request.path == "/manifest.json":
            return Reply(json.dumps(manifest(f"http://{request.headers['Host']}", self.own)).encode())
        return self.replies.get(request.path, Reply(status=404))


@pytest.fixture
def museum() -> Museum:
    return Museum({SERVICE: Reply(jpeg(64)), OWN: Reply(jpeg(80), headers={"ETag": '"own"'})})


@pytest.fixture
def server(museum: Museum) -> Iterator[Scripted]:
    with scripted(museum) as result:
        yield result


Fetch = Callable[..., dict[str, Any]]


@pytest.fixture
def run(server: Scripted, tmp_path: Path) -> Fetch:
    def run(web: str = "") -> dict[str, Any]:
        """Fetch the collection once; return the row of its picture, with its issues and the last request's address."""
        settings = Settings(data_dir=tmp_path / "data")
        if not settings.database.exists():
            new_store(settings.database).close()
        file = CollectionFile.write(COLLECTION.format(base=server.base, web=web), tmp_path / "manifest.toml")
        run_id = begin(file, settings)
        with open_run(run_id, settings) as context:
            fetch(context)
            finish(context)
            return stored(context.store, run_id)

    return run


def stored(store: Store, run_id: str) -> dict[str, Any]:
    (picture,) = rows(store, "SELECT * FROM images")
    issues = [row["kind"] for row in rows(store, "SELECT kind FROM issues")]
    request = [row["url"] for row in rows(store, f"SELECT url FROM fetches WHERE run_id = '{run_id}'")]
    return {**picture, "issues": issues, "requests": request}


def rows(store: Store, query: str) -> list[dict[str, Any]]:
    result = store._connection.execute(query)
    names = [one[0] for one in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_a_working_service_is_the_only_one_asked(server: Scripted, run: Fetch) -> None:
    result = run()
    assert (result["outcome"], result["width"], result["issues"]) == ("ok", 64, [])
    assert result["requests"] == [server.base + SERVICE] and not server.requests_of(OWN)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=404),
        Reply(status=403),
        Reply(status=500),
        Reply(b"<!doctype html><p>Sorry"),
        Reply(b""),
        Reply(jpeg(640)[:700]),
        Reply(jpeg(64), cut=100),
    ],
)
def test_any_fault_of_the_service_leads_to_the_own_address(
    museum: Museum, server: Scripted, run: Fetch, reply: Reply
) -> None:
    museum.replies[SERVICE] = reply
    result = run()
    assert (result["outcome"], result["width"], result["reason"], result["issues"]) == ("ok", 80, "", [])
    assert (result["url"], result["fallback"]) == (server.base + SERVICE, server.base + OWN)
    assert result["requests"] == [server.base + OWN], "where the picture came from"
    again = run()
    assert again["requests"] == [] and again["sha256"] == result["sha256"]
    assert len(server.requests_of(OWN)) == 1, "a picture that is here is not fetched again"


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_limits_requests_is_waited_for_until_the_next_run(
    museum: Museum, server: Scripted, run: Fetch, status: int
) -> None:
    museum.replies[SERVICE] = Reply(status=status)
    result = run()
    assert (result["outcome"], result["issues"]) == ("busy", ["busy"]) and not server.requests_of(OWN)
    assert "in the next run" in result["reason"]
    assert (run()["outcome"], len(server.requests_of(OWN))) == ("ok", 1), (
        "it is so each time: the other address"
    )


def test_a_picture_that_is_here_stays_while_its_service_limits_requests(museum: Museum, run: Fetch) -> None:
    assert run()["width"] == 64
    museum.replies[SERVICE] = Reply(status=429)
    assert run("recheck_days = 0")["width"] == 64


def test_a_body_without_address_has_its_service_s_whole_picture(museum: Museum, run: Fetch) -> None:
    museum.own = ""
    museum.replies = {"/service/full/max/0/default.jpg": Reply(jpeg(90))}
    assert run()["width"] == 90


def test_two_faults_are_one_issue_and_what_may_pass_is_tried_again(museum: Museum, run: Fetch) -> None:
    museum.replies = {OWN: Reply(status=503)}
    result = run()
    assert (result["outcome"], result["issues"]) == ("busy", ["busy"])
    assert SERVICE in result["reason"] and OWN in result["reason"]
    museum.replies = {OWN: Reply(jpeg(80))}
    result = run()
    assert (result["outcome"], result["issues"]) == ("ok", [])


def test_a_recheck_asks_the_service_without_the_validators_of_the_own_address(
    museum: Museum, server: Scripted, run: Fetch
) -> None:
    museum.replies[SERVICE] = Reply(status=404)
    run()
    museum.replies[SERVICE] = Reply(jpeg(64))
    result = run("recheck_days = 0")
    assert (result["outcome"], result["width"]) == ("ok", 64)
    assert "If-None-Match" not in server.requests_of(SERVICE)[-1].headers


def test_the_own_address_is_subject_to_robots_txt(museum: Museum, server: Scripted, run: Fetch) -> None:
    museum.replies = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /own"),
        **museum.replies,
        SERVICE: Reply(status=404),
    }
    assert run()["outcome"] == "gone" and not server.requests_of(OWN)


def test_a_picture_that_an_earlier_version_could_not_fetch_is_tried_at_its_fallback(
    museum: Museum, run: Fetch, tmp_path: Path
) -> None:
    museum.replies[SERVICE] = Reply(status=404)
    museum.own = ""
    assert run()["outcome"] == "gone"
    museum.own = OWN
    assert run()["width"] == 80
