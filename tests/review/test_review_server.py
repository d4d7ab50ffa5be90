"""Who gets an answer from the review page's server, and what becomes of a review that is sent twice or wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest
import requests
import uvicorn
from builders import COLLECTION
from review_museum import served
from runs import copy_of

from artmeta.errors import ConfigError, InputError
from artmeta.review.file import ReviewFile, review_path
from artmeta.review.server.access import Access
from artmeta.review.server.app import create_app
from artmeta.review.server.routes import Pictures, Subject
from artmeta.review.server.run import listening
from artmeta.review.session import ReviewSession
from artmeta.review.works import ReviewWorks
from artmeta.settings import Settings
from artmeta.steps.review.serve import ServedCollection, StoredPictures, open_review, reviewer_names

ELSEWHERE = "http://127.0.0.1:9"


class Client:
    """A browser of one person, without the browser: cookies, the page's headers, and JSON."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.own: dict[str, str | None] = {}
        self.session = requests.Session()

    def enter(self, token: str) -> None:
        """Open a session; reviews are then sent as its page sends them."""
        answer = self.get("/", token=token)
        assert answer.status_code == 303 and answer.headers["location"] == "/"
        key = self.get("/").text.partition('data-key="')[2].partition('"')[0]
        self.own = {"Origin": self.home, "X-Review-Key": key}

    def get(self, path: str, headers: dict[str, str] | None = None, **query: str) -> requests.Response:
        return self.session.get(self.home + path, params=query, headers=headers, allow_redirects=False)

    def post(self, review: dict[str, Any], **headers: str | None) -> requests.Response:
        sent = self.own | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.post(f"{self.home}/reviews", json=review, headers=sent)


class Site:
    """The server of a museum's review page, in a thread, with the tokens that it printed."""

    def __init__(self, works: ReviewWorks, pictures: Pictures, file: ReviewFile, port: int) -> None:
        self.file, self.home = file, f"http://127.0.0.1:{port}"
        self.tokens: list[tuple[str, str]] = []
        access = Access(("Ann", "Bob"), lambda who, token: self.tokens.append((who, token)))
        subject = Subject(COLLECTION, "The museum")
        self.app = create_app(ReviewSession(works, file), pictures, access, subject, port)

    def entered(self, place: int = 0) -> Client:
        client = Client(self.home)
        client.enter(self.tokens[place][1])
        return client


@pytest.fixture(scope="module")
def review(museum: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedCollection, Settings]:
    """Give what a museum's page serves, read once."""
    settings = Settings(data_dir=copy_of(museum, tmp_path_factory.mktemp("server") / "data"))
    return open_review(COLLECTION, settings), settings


@pytest.fixture
def site(review: tuple[ServedCollection, Settings], tmp_path: Path) -> Iterator[Site]:
    stored = StoredPictures(*review)
    pictures = Pictures(stored.large, stored.small, stored.neighbours)
    with ReviewFile.open(tmp_path / "museum.sqlite") as file, listening(0) as listener:
        site = Site(review[0].works, pictures, file, listener.getsockname()[1])
        server = uvicorn.Server(uvicorn.Config(site.app, log_level="warning", lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield site
        server.should_exit = True
        thread.join()


def review_of(client: Client, **changes: Any) -> dict[str, Any]:
    """Return the acceptance of the next work, as the page sends it."""
    work = client.get("/next").json()["work"]
    known = {"id": "client-made-id", "artwork_id": work["artwork_id"], "action": "accept", "undoes": ""}
    return known | {"topics": work["shown"]["topics"], "shown": work["shown"]} | changes


def test_a_token_opens_one_session_and_the_next_one_is_printed(site: Site) -> None:
    client, stranger = site.entered(), Client(site.home)
    assert stranger.get("/", token=site.tokens[0][1]).status_code == 401
    assert {stranger.get(path).status_code for path in ("/next", "/picture?id=u00", "/last")} == {401}
    assert [who for who, _ in site.tokens] == ["Ann", "Bob", "Ann"]
    page = client.get("/")
    assert "<b>Ann</b>" in page.text and site.tokens[0][1] not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_a_review_is_kept_once_under_the_name_of_the_session(site: Site) -> None:
    client = site.entered(1)
    sent = review_of(client)
    for _ in range(2):
        assert client.post(sent).json() == {"kept": "client-made-id"}
    (kept,) = [each.review for each in site.file.reviews()]
    assert (kept.reviewer, kept.artwork_id, kept.source) == ("Bob", sent["artwork_id"], "page")
    assert kept.shown.model_digest and kept.shown.confidence == 0.5
    last = client.get("/last").json()["last"]
    undo = sent | {"id": "undo-of-it", "action": "undo", "topics": [], "undoes": last["id"]}
    assert client.post(undo).status_code == 200
    assert client.get("/last").json() == {"last": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Origin", ELSEWHERE),
        ("Origin", "null"),
        ("Origin", None),
        ("Host", "museum.example:8610"),
        ("Host", "127.0.0.1:9"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Content-Type", "text/plain"),
        ("X-Review-Key", "another"),
        ("X-Review-Key", None),
    ],
)
def test_what_does_not_come_from_the_page_is_refused(site: Site, name: str, value: str | None) -> None:
    client = site.entered()
    assert client.post(review_of(client), **{name: value}).status_code in (401, 403)
    assert site.file.extent() == (0, 0)


def test_reading_needs_this_address_too(site: Site) -> None:
    client = site.entered()
    for headers in ({"Host": "museum.example"}, {"Origin": ELSEWHERE}):
        assert client.get("/next", headers).status_code == 403


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"topics": ["house"]}, "accepts ['house'] where ['boat'] was shown"),
        ({"action": "correct", "topics": ["castle"]}, "no topic 'castle'"),
        ({"action": "erase"}, "body.action"),
        ({"reviewer": "Bob"}, "body.reviewer"),
        ({"topics": "boat"}, "body.topics"),
        ({"id": "short"}, "body.id"),
        ({"undoes": "something"}, "undoes a review by another action"),
    ],
)
def test_a_wrong_review_is_one_sentence(site: Site, changes: dict[str, Any], sentence: str) -> None:
    client = site.entered()
    answer = client.post(review_of(client, **changes))
    assert answer.status_code == 400 and sentence in answer.json()["error"]
    assert site.file.extent() == (0, 0)


def test_pictures_neighbours_and_filters(site: Site) -> None:
    client = site.entered()
    result = client.get("/neighbours", id="u00").json()["neighbours"]
    assert len(result) == 3 and all(each["shown"] for each in result)
    similarities = [each["similarity"] for each in result]
    assert similarities == sorted(similarities, reverse=True)
    for path, query in (("/picture", {"id": "u00"}), ("/thumbnail", {"sha256": result[0]["sha256"]})):
        assert client.get(path, **query).content[:2] == b"\xff\xd8"
    for path, query in (
        ("/picture", {"id": "no work"}),
        ("/thumbnail", {"sha256": "f" * 64}),
        ("/work", {"id": "no work"}),
    ):
        assert client.get(path, **query).status_code == 404
    answer = client.get("/next", status="sure", period="undated").json()
    assert answer["work"]["artwork_id"] == "s0" and answer["progress"]["works"] == 3
    assert client.get("/next", period="soon").status_code == 400


def test_unsure_works_come_before_unfamiliar_and_sure_ones(review: tuple[ServedCollection, Settings]) -> None:
    statuses = [work.shown.status for work in review[0].works.works]
    assert statuses == ["unsure"] * 24 + ["unfamiliar"] * 3 + ["sure"] * 3


def test_a_taken_port_a_strange_name_and_a_missing_plan_are_one_sentence(
    review: tuple[ServedCollection, Settings],
) -> None:
    with listening(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} of this machine cannot be used"):
            listening(port)
    with pytest.raises(InputError, match="no name of a reviewer"):
        reviewer_names(["Ann\x07"])
    assert reviewer_names([" Ann ", "Ann"]) == ("Ann",)
    with pytest.raises(InputError, match="No works of 'museum' are drawn for review"):
        open_review(COLLECTION, review[1], plan=True)


def test_a_server_killed_at_any_moment_keeps_what_it_confirmed_and_nothing_twice(data: Path) -> None:
    """Four connections send as fast as they can; the server is killed; everything is sent again at the end."""
    sent: list[dict[str, Any]] = []
    confirmed: set[str] = set()
    for moment in (0.1, None):
        with served(data, "Ann") as (server, (address,)):
            home, _, token = address.partition("/?token=")
            client = Client(home)
            client.enter(token)
            sent = sent or [
                review_of(client, id=f"made-by-the-page-{number}", artwork_id=f"u{number % 24:02}")
                for number in range(80)
            ]
            killer = Timer(moment, server.kill) if moment else None
            if killer:
                killer.start()
            with ThreadPoolExecutor(4) as pool:
                confirmed |= set(filter(None, pool.map(partial(confirmed_id, client), sent)))
            if killer:
                killer.join()
                assert confirmed <= ids(data)
    assert len(confirmed) == len(sent) == len(ids(data))


def confirmed_id(client: Client, review: dict[str, Any]) -> str:
    """Send a review; return its id if the server confirmed it."""
    try:
        return str(client.post(review).json()["kept"])
    except (requests.RequestException, KeyError):
        return ""


def ids(data: Path) -> set[str]:
    """Return the ids in the review file, each of which it holds once."""
    with ReviewFile.open(review_path(data, COLLECTION)) as file:
        result = [each.review.id for each in file.reviews()]
    assert len(result) == len(set(result))
    return set(result)
