"""The pictures that a run embeds, read from the database page by page: a list of ten million would take 10 GB."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from artmeta.imaging.decode import PIXELS
from artmeta.steps.embedding_worker import PictureFile
from artmeta.steps.reviewed_works import reviewed_collections

if TYPE_CHECKING:
    from artmeta.steps.context import RunContext
    from artmeta.vision.networks.backbone import Backbone

PAGE = 5_000  # pictures in memory, about 1 kB each; one query
DIGITS = 6  # of a sha256, that a page ends with: enough for 16 million pages


class PicturesToEmbed:
    """The pictures of a run's collection without an embedding by a backbone, or never measured; by sha256.

    Those that a decoder of the name `decoder` could not read are left out.
    """

    def __init__(self, context: RunContext, backbone: Backbone, decoder: str) -> None:
        self._store = context.store
        self._folder = context.settings.data_dir.resolve()
        self._scope = {
            "collection": context.run.collection,
            "backbone": backbone.digest,
            "decoder": decoder,
            "pixels": PIXELS,
            "with_reviews": reviewed_collections(context),
        }
        self._works: dict[str, list[str]] = {}

    def __len__(self) -> int:
        """Return how many there were when this was asked first."""
        return self._count

    def __iter__(self) -> Iterator[PictureFile]:
        """Yield each picture once; those that get their embedding meanwhile are left out.

        A page is a range of sha256, which are evenly distributed: its query aggregates no pictures but its own.
        """
        pages = -(-self._count // PAGE)
        ends = (f"{page * 16**DIGITS // pages:0{DIGITS}x}" for page in range(1, pages))
        for after, last in pairwise(["", *ends, None]):
            yield from self._page(after=after, last=last)

    @cached_property
    def _count(self) -> int:
        return self._store.count("pictures_to_embed", **self._scope, after="", last=None)

    def among(self, digests: list[str]) -> dict[str, PictureFile]:
        """Return those of the given sha256, few that follow one another in order, by sha256."""
        before_first = min(digests)[:-1]  # a beginning of a text is sorted before it
        page = self._page(after=before_first, last=max(digests))
        requested = set(digests)
        return {picture.sha256: picture for picture in page if picture.sha256 in requested}

    def take_works(self, sha256: str) -> list[str]:
        """Return, once, the ids of the artworks that a picture without an embedding shows."""
        return self._works.pop(sha256, [])

    def _page(self, **part: Any) -> list[PictureFile]:
        rows = self._store.rows("pictures_to_embed", **self._scope, **part)
        self._works |= {row["sha256"]: row["artwork_ids"] for row in rows if not row["embedded"]}
        return [PictureFile(row["sha256"], self._folder / row["path"], row["embedded"]) for row in rows]
