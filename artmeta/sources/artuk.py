"""Art UK: the artworks that its listings show, by topic, venue, artist or words, each from its own page.

The live site was not tested: its pages are read by the structure that public readers of the site describe.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from artmeta.config import StrictTable
from artmeta.domain.artwork import Artwork
from artmeta.domain.issues import note, odd
from artmeta.domain.run import Issue
from artmeta.errors import BudgetSpent, SourceError, SourceRefused
from artmeta.sources._artuk_listing import ArtukListing
from artmeta.sources._artuk_page import ArtukPage
from artmeta.sources._records import DeferredRecord, failure_kind, validated_records

if TYPE_CHECKING:
    from artmeta.web import Web


class Params(StrictTable):
    """The [source] table of a collection file: which of Art UK's artworks, and that its terms were accepted."""

    terms_accepted: bool = False  # true once you have read https://artuk.org/about/terms-of-use and agree
    topics: list[str] = Field(default_factory=list)  # one listing each; its works are given that topic
    topic_ids: dict[str, str] = Field(default_factory=dict)  # Art UK's topic -> the vocabulary's topic id
    venue: str = ""
    makers: str = ""
    keyword: str = ""
    work_type: str = ""
    date_from: int | None = None
    date_to: int | None = None
    image_size: Literal[800, 944, 1200] = 800  # the sizes that its image server keeps
    base_url: str = "https://artuk.org"
    max_pages: int = Field(default=500, ge=1)  # of one listing: it shows 10,000 works, 20 a page, and no more

    @model_validator(mode="after")
    def _some_search(self) -> Self:
        if not (self.topics or self.venue or self.makers or self.keyword or self.work_type or self.date_from):
            raise ValueError(
                "say which artworks: 'topics', 'venue', 'makers', 'keyword', 'work_type' or 'date_from'"
            )
        return self

    @property
    def searches(self) -> list[dict[str, str]]:
        """The listings to read, each as Art UK's search keys; one for each topic."""
        keys = {
            "venue": self.venue,
            "makers": self.makers,
            "keyword": self.keyword,
            "work_type": self.work_type,
        }
        shared = {key: value for key, value in keys.items() if value}
        return [{**shared, "topic": topic} for topic in self.topics] or [shared]


def artworks(params: Params, web: Web, profile: str) -> Iterator[Artwork | Issue]:
    """Yield an artwork or an issue for every entry of the listings.

    Raises SourceRefused unless the collection file says that the terms were accepted, and SourceChanged, naming
    page and field, if a page has another shape than the one known here.
    """
    if not params.terms_accepted:
        raise SourceRefused(
            "Art UK is only read by those who accepted its terms of use.",
            "Read https://artuk.org/about/terms-of-use; if you agree, set terms_accepted = true in [source].",
        )
    listing = ArtukListing(params.base_url, params.max_pages, web)
    topics_by_url: dict[str, set[str]] = {}
    for search in params.searches:
        for url in listing.urls(search, params.date_from, params.date_to):
            topics_by_url.setdefault(url, set()).add(search.get("topic", ""))
    yield from (note(kind, message) for kind, message in listing.notes)
    yield from validated_records(
        (url, DeferredRecord(partial(_artwork, url, topics, params, web, profile), _id(url)))
        for url, topics in topics_by_url.items()
    )


def _artwork(url: str, topics: set[str], params: Params, web: Web, profile: str) -> Artwork | Issue:
    """Read one artwork's page; a page that cannot be had is an issue."""
    try:
        text = web.text(url, max_age=web.policy.page_max_age)
    except BudgetSpent:
        raise
    except SourceError as fault:
        return odd(_id(url), failure_kind(fault), fault.message)
    page = ArtukPage(text, url)
    if page.closed_to_machines:
        return odd(_id(url), "refused", f"{url} asks that machines do not learn from it (meta robots).")
    names = (params.topic_ids.get(topic, topic) for topic in sorted(topics) if topic)
    return page.artwork(_id(url), tuple(dict.fromkeys(names)), params.image_size, profile)


def _id(url: str) -> str:
    """Name an artwork as Wikidata's P1679 does: by the last part of its page's address."""
    return f"artuk:{url.rstrip('/').rpartition('/')[2]}"
