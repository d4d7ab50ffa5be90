"""Preprocessing of pictures for Teachable Machine models: it differs by tool, so a model stores which one applies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from artmeta import plugins
from artmeta.errors import ModelError
from artmeta.vision.networks.network import BROWSER, PIXELS, SNIPPET, UNIT, InputScale


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a picture becomes the network's input: what is cut off, and what is done to the values 0 to 255."""

    name: str
    crop: Literal["centre", "stretch"]
    scale: InputScale


TFJS_STRETCHED, STRETCHED, OWN_SCALE = "ml5", "keras-stretched", "keras-pixels"
STATED = "as the file states"  # its metadata have a scale that no name stands for
# As read from @teachablemachine/image 0.8.5, the Keras code on Teachable Machine's export page, ml5.js 0.12 and 1.4.
PREPROCESSINGS = {
    way.name: way
    for way in (
        Preprocessing("teachable-machine", "centre", BROWSER),
        Preprocessing("keras-snippet", "centre", SNIPPET),
        Preprocessing(TFJS_STRETCHED, "stretch", BROWSER),
        # what ml5's crop becomes in the forms that Keras writes
        Preprocessing(STRETCHED, "stretch", SNIPPET),
        # keras.utils.image_dataset_from_directory, for networks that scale the values themselves
        Preprocessing(OWN_SCALE, "stretch", PIXELS),
        Preprocessing("keras-zero-to-one", "stretch", UNIT),
    )
}


def preprocessing(
    name: str, form: str, stretches: bool = False, scales_itself: bool = False
) -> Preprocessing:
    """Return one way by its name, or for '' the usual one of an export's form.

    `form` is tfjs, h5, keras, litert or savedmodel. The usual one is that of the code which Teachable Machine shows
    for the form, with the whole picture stretched where `stretches`, and `OWN_SCALE` for a network that scales values
    of 0 to 255 itself. Raises ModelError with the nearest right name if there is none of the name.
    """
    if not name and scales_itself:
        name = OWN_SCALE
    if not name and stretches:
        name = TFJS_STRETCHED if form == "tfjs" else STRETCHED
    name = name or ("teachable-machine" if form == "tfjs" else "keras-snippet")
    if name not in PREPROCESSINGS:
        raise ModelError(
            f"There is no preprocessing called '{name}'.", plugins.nearest(name, list(PREPROCESSINGS))
        )
    return PREPROCESSINGS[name]


def stretched(card: bytes) -> bool:
    """Whether artmeta's card beside an export names a preprocessing that stretches; a card of another make does not."""
    try:
        content = json.loads(card or b"{}")
        name = content.get("preprocessing")
    except (ValueError, AttributeError, RecursionError):
        return False
    return isinstance(name, str) and name in PREPROCESSINGS and PREPROCESSINGS[name].crop == "stretch"
