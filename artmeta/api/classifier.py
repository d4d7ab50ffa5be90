"""Inference of a saved model on pictures in memory or on disk: the pipeline's decoding, features and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from artmeta.api.settings import StrPath, settings_for
from artmeta.errors import ImageError, ModelError
from artmeta.values import path_argument

if TYPE_CHECKING:
    from artmeta.domain.model_card import ModelCard
    from artmeta.imaging.decode import PictureInMemory
    from artmeta.settings import Settings
    from artmeta.vision.litert import Embedder
    from artmeta.vision.model_store import StoredModel
    from artmeta.vision.selective_classifier import SelectiveClassifier

    Picture = StrPath | PictureInMemory

CARD = "card.json"


class Classifier:
    """A model of the model store with all that it needs to classify pictures; load it with `Classifier.load`."""

    def __init__(self, model: StoredModel, models_dir: Path, settings: Settings) -> None:
        self._model, self._models_dir, self._settings = model, models_dir, settings

    @classmethod
    def load(
        cls, name_or_path: StrPath, version: int | None = None, *, data_dir: StrPath | None = None
    ) -> Classifier:
        """Load a model by its name (`artmeta models list`), or by its folder; the newest version unless one is given.

        A folder is that of one version or of all versions of a model. Raises ModelError if there is no such model or a
        file of it was changed, ConfigError if the name is none.
        """
        from artmeta.vision.model_store import load_model

        settings = settings_for(data_dir)
        place = path_argument(name_or_path, "name_or_path")
        named = place.name == str(name_or_path) and (settings.models_dir / place).is_dir()
        if named or not place.is_dir():
            model = load_model(settings.models_dir, str(name_or_path), version)
            return cls(model, settings.models_dir, settings)
        if (place / CARD).is_file():
            version, place = _version_of(place), place.absolute().parent
        place = place.absolute()
        return cls(load_model(place.parent, place.name, version), place.parent, settings)

    @property
    def card(self) -> ModelCard:
        """What the model is, what it was trained on, and its metrics."""
        return self._model.card

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of the topics that it tells apart."""
        return self.card.topics

    def __repr__(self) -> str:
        return f"<Classifier {self.card.name}, version {self.card.version}, of {', '.join(self.topics)}>"

    def predict(
        self, pictures: Iterable[Picture] | Mapping[Any, Picture] | Picture, *, all_topics: bool = False
    ) -> pd.DataFrame:
        """Classify pictures: paths, PIL images, or uint8 arrays [h, w], [h, w, 3] (RGB) or [h, w, 4] (RGBA).

        Returns a row a picture, in their order, or with `all_topics` a row a picture and topic:

        - `artwork_id`: the key of a mapping, the index of a Series, else a path as text or the place in the list;
        - `topic_id`, `score` (as the network gives it) and `confidence` (calibrated), both 0 to 1, and `rank` (1 is
          the likeliest topic);
        - `status`: sure, unsure or unfamiliar; `sure_topics`: the topics whose confidence reaches their thresholds;
          `confidence_threshold`: that of the likeliest topic;
        - `ood_score`, and `ood_threshold` above which a picture is unfamiliar (out of distribution);
        - `none_score`, and `none_limit` above which a picture is unfamiliar since it shows none of the topics; missing
          for models that were trained without such works;
        - `reason`: why a picture could not be read; all else but `artwork_id` is then missing. '' otherwise.

        The numbers are those that `artmeta classify` stores. The status is before the promise of groups, which needs a
        collection's works with their dates, venues and media: `artmeta classify` and `enrich` test it.
        Raises InputError for what is no picture by its type.
        """
        ids, vectors, reasons = [], {}, []
        for place, (artwork_id, picture) in enumerate(_named(pictures)):
            ids.append(artwork_id)
            try:
                vectors[place] = self._vector(picture, artwork_id)
                reasons.append("")
            except ImageError as fault:
                reasons.append(str(fault))
        rows = self._rows(vectors)
        rows = rows if all_topics else rows[rows["rank"] == 1]
        frame = pd.DataFrame({"artwork_id": ids}, dtype=object).join(rows)
        frame["reason"] = pd.Series(reasons, dtype=object).reindex(frame.index)
        return frame.reset_index(drop=True)

    @cached_property
    def _embedder(self) -> Embedder:
        from artmeta.vision.litert import Embedder
        from artmeta.vision.own_network import backbone_for

        settings = self._settings
        return Embedder(backbone_for(self._models_dir, self.card, settings.cache_dir, settings.weights))

    @cached_property
    def _selective(self) -> SelectiveClassifier:
        from artmeta.vision.selective_classifier import load_selective_classifier

        return load_selective_classifier(self._models_dir, self._model)

    def _vector(self, picture: Picture, name: object) -> bytes:
        """Return a picture's features as the pipeline stores them; raise ImageError if it cannot be read."""
        from artmeta.imaging.decode import decode, decode_image
        from artmeta.steps.embedding_worker import packed_features

        size, crop = self._embedder.size, self._embedder.crop
        if isinstance(picture, str | PathLike):
            pixels = decode(path_argument(picture, "picture"), size, crop)
        else:
            pixels = decode_image(picture, f"Picture {name}", size, crop)
        return packed_features(self._embedder, [(pixels, str(name))])[0]

    def _rows(self, vectors: Mapping[int, bytes]) -> pd.DataFrame:
        """Return the rows of all topics by rank, indexed by the places of their pictures."""
        from artmeta.steps.classify import decision_values, prediction_values
        from artmeta.store.vectors import unpack

        width = self._model.head.layers[0].kernel.shape[0]
        matrix = unpack(vectors.values()) if vectors else np.zeros((0, width), np.float32)
        decision = self._selective.decide(matrix)
        decisions = pd.DataFrame(decision_values(self.topics, decision))
        rows = pd.DataFrame(
            {"topic_id": list(self.topics) * len(decisions), **prediction_values(decision)},
            index=decisions.index.repeat(len(self.topics)),
        )
        rows = rows.join(decisions.rename(columns={"topics": "sure_topics"})).sort_values("rank")
        return rows.set_index(np.array(list(vectors), dtype=int)[rows.index])


def _version_of(place: Path) -> int:
    name = place.absolute().name
    if not name.isdecimal():
        raise ModelError(
            f"The folder {place} is not named by the model's version.",
            "A model lies in a folder NAME/VERSION, as `artmeta train` makes it; copy it as a whole.",
        )
    return int(name)


def _named(pictures: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each picture with its id; a single picture is a list of one."""
    single = isinstance(pictures, str | bytes | PathLike) or not isinstance(pictures, Iterable)
    if isinstance(pictures, Mapping | pd.Series):
        yield from pictures.items()
    elif single or (
        isinstance(pictures, np.ndarray) and pictures.ndim in (2, 3) and pictures.dtype != object
    ):
        yield from _named([pictures])
    else:
        for place, picture in enumerate(pictures):
            yield (str(picture) if isinstance(picture, str | PathLike) else place), picture
