"""Why a model says what it says: the training works that a picture resembles, and where in the picture it looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ConfigError, ModelError, StoreError
from artmeta.imaging.decode import decode
from artmeta.settings import Settings
from artmeta.steps.results import read_store
from artmeta.store.database import Store
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone
    from artmeta.vision.model_store import StoredModel
    from artmeta.vision.selective_classifier import SelectiveClassifier


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training work that resembles a picture: `similarity` is the cosine of their features, 1 for the same.

    `title` is '' where the store does not know the work, `picture` None where it is not here or may not be shown.
    """

    artwork_id: str
    sha256: str
    topics: str
    similarity: float
    title: str = ""
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a model says of one picture, and what speaks for it; topics likeliest first, with their confidences."""

    subject: str
    picture: Path | None
    topics: tuple[tuple[str, float], ...]
    status: str
    sure_from: float
    strangeness: float
    strange_from: float
    neighbours: tuple[Neighbour, ...]
    shown: bool = True


@dataclass(frozen=True)
class Explainer:
    """A model that can be asked why, with all that it sees and judges with."""

    model: StoredModel
    settings: Settings

    @classmethod
    def of(cls, name: str, version: int | None, settings: Settings) -> Explainer:
        """Load a model; raise ModelError if it is not here."""
        from artmeta.vision.model_store import load_model

        return cls(load_model(settings.models_dir, name, version), settings)

    @cached_property
    def judge(self) -> SelectiveClassifier:
        """The head, its thresholds and its memory."""
        from artmeta.vision.selective_classifier import load_selective_classifier

        return load_selective_classifier(self.settings.models_dir, self.model)

    @cached_property
    def backbone(self) -> Backbone:
        """What the model sees with."""
        from artmeta.vision.own_network import backbone_for

        own = self.settings
        return backbone_for(own.models_dir, self.model.card, own.cache_dir, own.weights)

    def pixels(self, picture: Path) -> NDArray[np.uint8]:
        """Read a picture as the model is shown it; raise ImageError if that cannot be done."""
        return decode(picture, self.backbone.size, self.backbone.crop)

    def look(self, picture: Path) -> NDArray[np.float32]:
        """Return the features of a picture file: [width]."""
        from artmeta.vision.litert import Embedder

        return Embedder(self.backbone).embed(self.pixels(picture))

    def heat(self, picture: Path, topic: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return a picture as the model sees it, and the same with a heat map of a topic: [size, size, 3] each."""
        from artmeta.vision.heat_map import heat_map, painted
        from artmeta.vision.litert import Embedder

        pixels, place = self.pixels(picture), self.model.card.topics.index(topic)
        return pixels, painted(
            pixels, heat_map(pixels, Embedder(self.backbone).embed, self.model.head, place)
        )


def explain_file(picture: Path, asked: Explainer, count: int) -> Explanation:
    """Say why the model says what it says of a picture file; raise ImageError if it is none."""
    found = _why(str(picture), picture, asked.look(picture), asked, count)
    if not asked.settings.database.exists():
        return found
    with read_store(asked.settings) as store:
        return replace(found, neighbours=_placed(found.neighbours, store, asked))


def explain_work(
    artwork: str, collection: str, settings: Settings, count: int
) -> tuple[Explanation, Explainer]:
    """Say why the model of a collection's newest run says what it says of a work; raise StoreError if it is silent."""
    with read_store(settings) as store:
        row = _row(store, artwork, collection)
        asked = Explainer.of(row["model_name"], row["model_version"], settings)
        seen = store.rows(
            "vector_of_picture", sha256=row["sha256"], backbone=asked.model.card.backbone_digest
        )
        if not seen:
            raise StoreError(f"The picture of {artwork} has not been looked at yet.", "Run `artmeta enrich`.")
        vector = unpack([seen[0]["vector"]])[0]
        place = settings.data_dir.resolve() / row["path"]
        found = _why(f"{row['title'] or 'Untitled'} ({row['artwork_id']})", place, vector, asked, count)
        neighbours = _placed(found.neighbours, store, asked)
        return replace(found, neighbours=neighbours, shown=not row["withheld"]), asked


def _row(store: Store, artwork: str, collection: str) -> dict[str, Any]:
    rows = store.rows("work_to_explain", artwork=artwork, collection=collection)
    if not rows:
        where = f" in the collection '{collection}'" if collection else ""
        raise ConfigError(
            f"There is neither a file nor an artwork called '{artwork}'{where}.",
            "Give a picture's path, or an artwork's id as the exports show it.",
        )
    row = next((row for row in rows if row["sha256"] and row["model_name"]), None)
    if row is None:
        raise StoreError(
            f"Nothing has been said of {artwork}: {rows[0]['reason'] or 'no model has classified it.'}"
        )
    return row


def _why(
    subject: str, picture: Path, vector: NDArray[np.float32], asked: Explainer, count: int
) -> Explanation:
    found = asked.judge.decide(vector[None])
    topics = sorted(zip(asked.model.card.topics, found.confidences[0].tolist(), strict=True), key=_likeliest)
    return Explanation(
        subject,
        picture,
        tuple(topics),
        str(found.status[0]),
        float(found.sure_from[0]),
        float(found.ood_score[0]),
        float(found.ood_threshold[0]),
        _neighbours(asked, vector, count),
    )


def _likeliest(topic: tuple[str, float]) -> float:
    return -topic[1]


def _neighbours(asked: Explainer, vector: NDArray[np.float32], count: int) -> tuple[Neighbour, ...]:
    """Find the most similar works of the model's memory."""
    memory = asked.judge.reference
    if memory is None:
        return ()
    places, cosines = memory.nearest(vector[None], count)
    return tuple(
        Neighbour(
            memory.artwork_ids[place],
            memory.sha256s[place],
            memory.named(place, asked.model.card.topics),
            float(cosine),
        )
        for place, cosine in zip(places[0], cosines[0], strict=True)
    )


def _placed(neighbours: tuple[Neighbour, ...], store: Store, asked: Explainer) -> tuple[Neighbour, ...]:
    """Give the neighbours their titles and pictures, as far as the store knows them."""
    rows = store.rows("pictures_by_digest", pictures=[each.sha256 for each in neighbours])
    known = {row["sha256"]: row for row in rows}
    folder = asked.settings.data_dir.resolve()
    return tuple(_with(each, known.get(each.sha256), folder) for each in neighbours)


def _with(neighbour: Neighbour, row: dict[str, Any] | None, folder: Path) -> Neighbour:
    if row is None:
        return neighbour
    picture = None if row["withheld"] else folder / row["path"]
    return replace(neighbour, title=row["title"], picture=picture)


def explain(
    subject: str, model: str, collection: str, settings: Settings, count: int
) -> tuple[Explanation, Explainer]:
    """Say why a model says what it says of a picture file, or of an artwork of a collection.

    A file needs the name of a model; of a work the model of its collection's newest run is asked. Raises
    ModelError, StoreError, ImageError or ConfigError where there is nothing to ask or to look at.
    """
    if not Path(subject).is_file():
        return explain_work(subject, collection, settings, count)
    if not model:
        raise ModelError(
            "A picture file belongs to no run, so its model is not known.", "Name it with --model."
        )
    asked = Explainer.of(model, None, settings)
    return explain_file(Path(subject), asked, count), asked
