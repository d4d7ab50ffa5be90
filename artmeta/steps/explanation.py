"""Explanations: the training works that a picture resembles, and where in the picture the model looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.explanation import Explanation, Neighbour
from artmeta.errors import ConfigError, ModelError, StoreError
from artmeta.imaging.decode import decode, readable_thumbnail
from artmeta.settings import Settings
from artmeta.steps.results import read_store
from artmeta.store.database import Store
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.report.explanation_page import IllustratedExplanation
    from artmeta.vision.model_store import StoredModel
    from artmeta.vision.networks.backbone import Backbone
    from artmeta.vision.selective_classifier import SelectiveClassifier

THUMBNAIL = 240  # pixels; sharp at the 150 that the page shows


@dataclass(frozen=True)
class Explainer:
    """A model with its backbone, classifier and reference embeddings, loaded when they are needed."""

    model: StoredModel
    settings: Settings

    @classmethod
    def load(cls, name: str, version: int | None, settings: Settings) -> Explainer:
        """Load a model; raise ModelError if there is none of this name."""
        from artmeta.vision.model_store import load_model

        return cls(load_model(settings.models_dir, name, version), settings)

    @cached_property
    def classifier(self) -> SelectiveClassifier:
        """The head with its thresholds and reference embeddings."""
        from artmeta.vision.selective_classifier import load_selective_classifier

        return load_selective_classifier(self.settings.models_dir, self.model)

    @cached_property
    def backbone(self) -> Backbone:
        """The network that computes the model's embeddings."""
        from artmeta.vision.own_network import backbone_for

        own = self.settings
        return backbone_for(own.models_dir, self.model.card, own.cache_dir, own.weights)

    def pixels(self, picture: Path) -> NDArray[np.uint8]:
        """Return a picture as the network's input [size, size, 3]; raise ImageError if it cannot be read."""
        return decode(picture, self.backbone.size, self.backbone.crop)

    def embedding(self, picture: Path) -> NDArray[np.float32]:
        """Return the embedding [width] of a picture file; raise ImageError if it cannot be read."""
        from artmeta.vision.litert import Embedder

        return Embedder(self.backbone).embed(self.pixels(picture))

    def heat_map(self, picture: Path, topic: str) -> NDArray[np.uint8]:
        """Return the network's input [size, size, 3] coloured by how far each part raises a topic's confidence."""
        from artmeta.vision.heat_map import heat_map, painted
        from artmeta.vision.litert import Embedder

        pixels, column = self.pixels(picture), self.model.card.topics.index(topic)
        return painted(pixels, heat_map(pixels, Embedder(self.backbone).embed, self.model.head, column))

    def explain(self, subject: str, picture: Path, vector: NDArray[np.float32], count: int) -> Explanation:
        """Explain what the model says of a picture with this embedding [width], with `count` neighbours."""
        decision = self.classifier.decide(vector[None])
        confidences = zip(self.model.card.topics, decision.confidences[0].tolist(), strict=True)
        return Explanation(
            subject,
            picture,
            tuple(sorted(confidences, key=lambda pair: -pair[1])),
            str(decision.status[0]),
            float(decision.confidence_threshold[0]),
            float(decision.ood_score[0]),
            float(decision.ood_threshold[0]),
            float(decision.none_score[0]),
            float(decision.none_limit[0]),
            self.neighbours(vector, count),
        )

    def neighbours(self, vector: NDArray[np.float32], count: int) -> tuple[Neighbour, ...]:
        """Return the training works nearest to an embedding [width]; none where the model has no reference."""
        memory = self.classifier.all_references
        if memory is None:
            return ()
        places, cosines = memory.nearest(vector[None], count)
        return tuple(
            Neighbour(
                memory.artwork_ids[place],
                memory.sha256s[place],
                memory.named(place, self.model.card.topics),
                float(cosine),
            )
            for place, cosine in zip(places[0], cosines[0], strict=True)
        )


def explain(
    subject: str, model: str, collection: str, settings: Settings, count: int
) -> tuple[Explanation, Explainer]:
    """Explain what a model says of a picture file, or of an artwork of a collection, with `count` neighbours.

    A file needs the name of a model; without one an artwork is explained by that of its collection's newest run. Raises
    ModelError, StoreError, ImageError or ConfigError where there is no such model, run or picture.
    """
    if not Path(subject).is_file():
        return _explain_work(subject, model, collection, settings, count)
    if not model:
        raise ModelError(
            "A picture file belongs to no run, so its model is not known.", "Name it with --model."
        )
    explainer = Explainer.load(model, None, settings)
    picture = Path(subject)
    explanation = explainer.explain(subject, picture, explainer.embedding(picture), count)
    if not settings.database.exists():
        return explanation, explainer
    with read_store(settings) as store:
        return _with_stored(explanation, explainer, store), explainer


def _explain_work(
    artwork: str, model: str, collection: str, settings: Settings, count: int
) -> tuple[Explanation, Explainer]:
    with read_store(settings) as store:
        row = _row(store, artwork, model, collection)
        of_run = (row["model_name"], row["model_version"])
        named = (model, None) if model else of_run
        explainer = Explainer.load(named[0], named[1], settings)
        subject = f"{row['title'] or 'Untitled'} ({row['artwork_id']})"
        picture = settings.data_dir.resolve() / row["path"]
        vector = _stored_vector(explainer, store, row["sha256"])
        if vector is None:
            vector = explainer.embedding(picture)
        explanation = explainer.explain(subject, picture, vector, count)
        explanation = _with_stored(explanation, explainer, store)
        explanation = replace(explanation, may_be_shown=not row["withheld"])
        if (explainer.model.card.name, explainer.model.card.version) != of_run:
            return explanation, explainer
        status = row["decision_status"] or explanation.status
        return replace(explanation, status=status, decision_reason=row["decision_reason"]), explainer


def _stored_vector(explainer: Explainer, store: Store, sha256: str) -> NDArray[np.float32] | None:
    """Return the stored embedding [width] of a picture by the model's backbone, None if there is none."""
    digest = explainer.model.card.backbone_digest
    stored = store.rows("vector_of_picture", sha256=sha256, backbone=digest)
    return unpack([stored[0]["vector"]])[0] if stored else None


def _row(store: Store, artwork: str, model: str, collection: str) -> dict[str, Any]:
    rows = store.rows("work_to_explain", artwork=artwork, collection=collection)
    if not rows:
        where = f" in the collection '{collection}'" if collection else ""
        raise ConfigError(
            f"There is neither a file nor an artwork called '{artwork}'{where}.",
            "Give a picture's path, or an artwork's id as the exports show it.",
        )
    row = next((row for row in rows if row["path"] and (model or row["model_name"])), None)
    if row is None:
        reason = rows[0]["reason"] or "no model has classified it."
        raise StoreError(f"There is no prediction for {artwork}: {reason}")
    return row


def nearest_works(explainer: Explainer, store: Store, sha256: str, count: int) -> tuple[Neighbour, ...]:
    """Return the training works nearest to a stored picture, with their pictures; none where it has no embedding."""
    vector = _stored_vector(explainer, store, sha256)
    if vector is None:
        return ()
    nearest = explainer.neighbours(vector, count)
    return _with_pictures(nearest, store, explainer.settings)


def _with_stored(explanation: Explanation, explainer: Explainer, store: Store) -> Explanation:
    """Add what the store knows: the topics' labels, and the titles and pictures of the neighbours."""
    card = explainer.model.card
    rows = store.rows("labels_of_model", model_name=card.name, model_version=card.version)
    labels = {row["topic_id"]: row["label"] for row in rows}
    neighbours = _with_pictures(explanation.neighbours, store, explainer.settings)
    return replace(explanation, labels=labels, neighbours=neighbours)


def _with_pictures(
    neighbours: Sequence[Neighbour], store: Store, settings: Settings
) -> tuple[Neighbour, ...]:
    digests = [neighbour.sha256 for neighbour in neighbours]
    rows = {row["sha256"]: row for row in store.rows("pictures_by_digest", pictures=digests)}
    folder = settings.data_dir.resolve()
    return tuple(_with_picture(each, rows.get(each.sha256), folder) for each in neighbours)


def _with_picture(neighbour: Neighbour, row: dict[str, Any] | None, folder: Path) -> Neighbour:
    if row is None:
        return neighbour
    return replace(neighbour, title=row["title"], picture=None if row["withheld"] else folder / row["path"])


def write_explanation_page(results: Sequence[tuple[Explanation, Explainer]], path: Path) -> Path:
    """Write a page with pictures, heat maps and neighbours; raise ExportError if it cannot be written."""
    from artmeta.report import explanation_page

    return explanation_page.write_explanation_page([_illustrated(*result) for result in results], path)


def _illustrated(explanation: Explanation, explainer: Explainer) -> IllustratedExplanation:
    from artmeta.imaging.decode import png
    from artmeta.report.explanation_page import IllustratedExplanation

    topic, shown = explanation.topics[0][0], explanation.may_be_shown
    return IllustratedExplanation(
        explanation,
        readable_thumbnail(explanation.picture, THUMBNAIL) if shown else None,
        png(explainer.heat_map(explanation.picture, topic)) if shown else None,
        tuple(
            readable_thumbnail(each.picture, THUMBNAIL) if each.picture else None
            for each in explanation.neighbours
        ),
    )
