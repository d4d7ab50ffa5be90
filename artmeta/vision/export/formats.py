"""The export forms of a model: each a folder with a card and a README."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from artmeta import plugins
from artmeta.domain.model_card import ModelCard, Precision
from artmeta.errors import ExportError
from artmeta.files import replacing
from artmeta.vision.export.half_weights import half_precision_note
from artmeta.vision.export.litert_model import float32_agreement, litert_model, served_litert_model
from artmeta.vision.export.page_card import page_card
from artmeta.vision.export.portable import Portable, layers_of, whole
from artmeta.vision.export.readme import readme
from artmeta.vision.export.web_page import write_page
from artmeta.vision.litert_metadata import with_metadata
from artmeta.vision.model_store import card_json
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import BROWSER, SNIPPET
from artmeta.vision.networks.tfjs_write import tfjs_files, write_tfjs

if TYPE_CHECKING:
    from artmeta.vision.keras_backend.convert import Quantise

Form = Literal["tfjs", "web", "keras", "savedmodel", "litert"]
FORMS: tuple[Form, ...] = get_args(Form)
QUANTISED: dict[str, tuple[str, ...]] = {
    "litert": ("float16", "int8"),
    "tfjs": ("float16",),
    "web": ("float16",),
}
CARD = "model_card.json"
SERVED = "the int8 model that artmeta serves"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A model as a network, with its card, and the pictures [n, size, size, 3] to measure it on.

    `served` is the backbone of an int8 model; the network is the float32 one that it was quantised from.
    """

    network: Portable
    card: ModelCard
    crop: Literal["centre", "stretch"]
    cache_dir: Path
    quantise: Quantise = ""
    pictures: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0, 0, 3), np.uint8))
    served: Backbone | None = None


def export_model(request: ExportRequest, form: Form, folder: Path) -> ModelCard:
    """Write one form of a model into a folder, whole or not at all; return the card that lies in it.

    An export that lies there already is replaced. Raises ExportError on a form that is not known, a folder
    that holds something else, or a smaller model that agrees too seldom with the full one.
    """
    check_form(form, request.quantise)
    _check_place(folder)
    with replacing(folder, error=ExportError) as part:
        part.mkdir()
        notes = (*WRITERS[form](request, part), *_precision_notes(request, form))
        precision: Precision = "int8" if _is_int8(request, form) else "float32"
        card = replace(request.card, notes=(*request.card.notes, *notes), precision=precision)
        (part / CARD).write_text(card_json(card), encoding="utf-8")
        (part / "README.md").write_text(
            readme(card, form, request.crop, request.network.size, notes), encoding="utf-8"
        )
    return card


def check_form(form: str, quantise: str) -> None:
    """Raise ExportError on a form that is not known, or one that cannot be written as small as asked."""
    if form not in FORMS:
        raise ExportError(f"There is no form called '{form}'.", plugins.nearest(form, list(FORMS)))
    if quantise and quantise not in QUANTISED.get(form, ()):
        known = ", ".join(f"{name}: {' and '.join(kinds)}" for name, kinds in QUANTISED.items())
        raise ExportError(f"{form} cannot be written as '{quantise}'.", f"Known are {known}.")


def _check_place(folder: Path) -> None:
    if folder.exists() and not (folder / CARD).is_file() and (folder.is_file() or any(folder.iterdir())):
        raise ExportError(
            f"{folder} holds something that is no export of a model.", "Name another folder with --out."
        )


def _tfjs(request: ExportRequest, folder: Path) -> tuple[str, ...]:
    files, notes = browser_files(request)
    write_tfjs(files, folder)
    return notes


def _web(request: ExportRequest, folder: Path) -> tuple[str, ...]:
    limits = request.card.calibration.get("thresholds", {})
    known, multi_label = limits if isinstance(limits, dict) else {}, request.network.head.multi_label
    files, notes = browser_files(request)
    card = page_card(request.card, request.network.size, request.crop, known, multi_label)
    write_page(files, replace(card, notes=(*card.notes, *notes)), folder, request.cache_dir)
    return notes


def browser_files(request: ExportRequest) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of a TensorFlow.js export by name, and the notes for the card.

    Raises ExportError if the network has no place in the format, or if in half precision its confidences differ.
    """
    network, card = for_input(layers_of(request.network), BROWSER), request.card
    if not request.quantise:
        return tfjs_files(network, card.topics, card.name, card.created_at), ()
    files = tfjs_files(network, card.topics, card.name, card.created_at, float16=True)
    return files, (half_precision_note(network, files, request.pictures, _network_name(request)),)


def _keras(request: ExportRequest, folder: Path) -> tuple[str, ...]:
    from artmeta.vision.keras_backend.write_formats import save_keras

    save_keras(whole(request.network, SNIPPET), folder / "model.keras")
    return _labels(request, folder)


def _savedmodel(request: ExportRequest, folder: Path) -> tuple[str, ...]:
    from artmeta.vision.keras_backend.write_formats import save_savedmodel

    save_savedmodel(whole(request.network, SNIPPET), folder / "saved_model")
    return _labels(request, folder)


def _litert(request: ExportRequest, folder: Path) -> tuple[str, ...]:
    against = _network_name(request)
    if request.served is not None and _is_int8(request, "litert"):
        data, agreement = served_litert_model(
            request.network, request.served, request.quantise, request.pictures
        )
        against = SERVED
    else:
        data, agreement = litert_model(request.network, request.quantise, request.pictures)
    described = with_metadata(data, request.card.name, request.card.topics, SNIPPET)
    (folder / "model.tflite").write_bytes(described)
    _labels(request, folder)
    kind = "int8" if _is_int8(request, "litert") else request.quantise
    return (agreement.sentence(kind, against),) if kind else ()


def _is_int8(request: ExportRequest, form: str) -> bool:
    """Tell whether an export computes in int8, as requested or as its model does; only LiteRT has int8."""
    as_served = request.served is not None and not request.quantise
    return form == "litert" and (as_served or request.quantise == "int8")


def _network_name(request: ExportRequest) -> str:
    """Name the network that a smaller form is made of and compared with."""
    return "the model" if request.served is None else "the float32 network of the int8 model"


def _precision_notes(request: ExportRequest, form: str) -> tuple[str, ...]:
    """Return a sentence on an int8 model in a form that computes in floating-point numbers, with the difference."""
    if request.served is None or _is_int8(request, form):
        return ()
    agreement = float32_agreement(request.network, request.served, request.pictures)
    return (
        "This form computes in float32; artmeta serves the model in int8, and the metrics of the card are of that. "
        f"{agreement.sentence('float32', SERVED)}",
    )


def _labels(request: ExportRequest, folder: Path) -> tuple[str, ...]:
    lines = [f"{number} {topic}\n" for number, topic in enumerate(request.card.topics)]
    (folder / "labels.txt").write_text("".join(lines), encoding="utf-8")
    return ()


WRITERS: dict[Form, Callable[[ExportRequest, Path], tuple[str, ...]]] = {
    "tfjs": _tfjs,
    "web": _web,
    "keras": _keras,
    "savedmodel": _savedmodel,
    "litert": _litert,
}
