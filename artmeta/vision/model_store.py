"""Trained models on disk: one folder a name and version, a card that anyone can read, weights that are checked."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from numpy.typing import ArrayLike
from pydantic import TypeAdapter, ValidationError

from artmeta import plugins
from artmeta.domain.model_card import ModelCard, with_current_keys
from artmeta.errors import ModelError
from artmeta.files import explained, publish, temporary_folder
from artmeta.names import check_name
from artmeta.vision.heads import Dense, Head
from artmeta.vision.packed_arrays import packed, unpacked
from artmeta.wording import enumeration

CARD, WEIGHTS = "card.json", "head.npz"
_CARDS = TypeAdapter(ModelCard)


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model's card and head."""

    card: ModelCard
    head: Head


@dataclass(frozen=True, slots=True)
class DamagedModel:
    """A model whose card cannot be read; `reason` is a sentence."""

    name: str
    version: int
    reason: str


def save_model(
    models_dir: Path, head: Head, card: ModelCard, beside: Mapping[str, bytes] | None = None
) -> ModelCard:
    """Save a model as the next version of its name; return its card with version and digest.

    `beside` holds further files by their path in the model's folder: reference embeddings, a network of its own.
    """
    weights, files = _pack(head), dict(beside or {})
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    card = replace(card, digest=hashlib.sha256(weights).hexdigest(), files=digests)
    place = models_dir / check_name(card.name, "a model")
    with explained(place, ModelError):
        place.mkdir(parents=True, exist_ok=True)
        with temporary_folder(place) as folder:
            part = folder / "model"
            _write_files(part, {WEIGHTS: weights, **files})
            return _published(part, place, card)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _published(part: Path, place: Path, card: ModelCard) -> ModelCard:
    """Give a complete model the next version that is free, also where another process saves at the same time."""
    for version in count(max(_versions(place), default=0) + 1):
        card = replace(card, version=version)
        (part / CARD).write_bytes(_CARDS.dump_json(card, indent=2))
        try:
            publish(part, place / str(version), exclusive=True)
            break
        except OSError as fault:
            if fault.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
    return card


def place_of(models_dir: Path, card: ModelCard) -> Path:
    """Return the folder in which a saved model is kept."""
    return models_dir / card.name / str(card.version)


def load_model(models_dir: Path, name: str, version: int | None = None) -> StoredModel:
    """Load a model, the newest version unless one is named; raise ModelError if it is not there or was changed.

    Raises ConfigError if the name is none, but a path for instance.
    """
    versions = _versions(models_dir / check_name(name, "a model"))
    if not versions:
        known = sorted({card.name for card in list_models(models_dir)})
        hint = plugins.nearest(name, known) if known else "Train one: `artmeta train FOLDER --model NAME`."
        raise ModelError(f"There is no model called '{name}' in {models_dir}.", hint)
    number = max(versions) if version is None else version
    if number not in versions:
        raise ModelError(f"The model '{name}' has no version {number}.", _known(versions))
    place = models_dir / name / str(number)
    card = read_card(place)
    return StoredModel(card, _unpack(_checked(place / WEIGHTS, card.digest)))


def _known(versions: Iterable[int]) -> str:
    numbers = [str(number) for number in sorted(versions)]
    return f"It has version{'s' if len(numbers) > 1 else ''} {enumeration(numbers)}."


def read_beside(models_dir: Path, card: ModelCard, names: Iterable[str]) -> dict[str, bytes]:
    """Read those of a model's further files that it has; raise ModelError if one is missing or was changed."""
    place = place_of(models_dir, card)
    return {name: _checked(place / name, card.files[name]) for name in names if name in card.files}


def list_models(models_dir: Path) -> list[ModelCard]:
    """List the cards of all models, by name and version; damaged ones are left out (`damaged_models`)."""
    return [card for card in _all_cards(models_dir) if isinstance(card, ModelCard)]


def damaged_models(models_dir: Path) -> list[DamagedModel]:
    """List the models whose card cannot be read, each with the reason."""
    return [card for card in _all_cards(models_dir) if isinstance(card, DamagedModel)]


def _all_cards(models_dir: Path) -> Iterator[ModelCard | DamagedModel]:
    names = sorted(place.name for place in models_dir.glob("*") if place.is_dir())
    for name in names:
        for number in sorted(_versions(models_dir / name)):
            try:
                yield read_card(models_dir / name / str(number))
            except ModelError as fault:
                yield DamagedModel(name, number, str(fault))


def read_card(place: Path) -> ModelCard:
    """Read the card in a model's folder; raise ModelError if it is none, or another model's."""
    try:
        card = _CARDS.validate_json(with_current_keys((place / CARD).read_bytes()))
    except OSError as fault:
        raise _damaged(place, fault.strerror or str(fault)) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _damaged(place, f"{where}: {first['msg']}" if where else first["msg"]) from None
    if (card.name, str(card.version)) != (place.parent.name, place.name):
        raise _damaged(place, f"it is the card of '{card.name}', version {card.version}")
    return card


def _damaged(place: Path, reason: str) -> ModelError:
    return ModelError(
        f"The card {place / CARD} is damaged: {reason[:200].rstrip('.')}.",
        f"Restore it from a backup, or delete the folder {place} and train or import the model again.",
    )


def card_json(card: ModelCard) -> str:
    """Return a card as the JSON that lies beside the model's weights."""
    return _CARDS.dump_json(card, indent=2).decode()


def _versions(place: Path) -> set[int]:
    numbers = (folder for folder in place.glob("*") if folder.name.isascii() and folder.name.isdigit())
    return {int(folder.name) for folder in numbers if (folder / CARD).is_file()}


def _checked(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ModelError(f"The model's file {path} cannot be read: {fault.strerror}.") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise ModelError(
            f"The model's file {path} was changed: its sha256 is not the one in the model's card.",
            "Restore it from a backup, or train or import the model again.",
        )
    return data


def _pack(head: Head) -> bytes:
    arrays: dict[str, ArrayLike] = {"temperature": head.temperature, "several": head.multi_label}
    for n, layer in enumerate(head.layers):
        arrays |= {f"kernel{n}": layer.kernel, f"bias{n}": layer.bias, f"relu{n}": layer.relu}
    return packed(arrays)


def _unpack(weights: bytes) -> Head:
    with unpacked(weights, "the head") as arrays:
        numbers = range(sum(name.startswith("kernel") for name in arrays))
        layers = tuple(
            Dense(arrays[f"kernel{n}"], arrays[f"bias{n}"], bool(arrays[f"relu{n}"])) for n in numbers
        )
        multi_label = "several" in arrays and bool(arrays["several"])  # older models have none
        return Head(layers, float(arrays["temperature"]), multi_label)
