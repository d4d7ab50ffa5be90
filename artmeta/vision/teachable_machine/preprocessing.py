"""Three tools show a picture to a Teachable Machine model in three ways; a model remembers which one it is used in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from artmeta import plugins
from artmeta.errors import ModelError
from artmeta.vision.teachable_machine.network import BROWSER, SNIPPET, InputScale


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a picture becomes the network's input: what is cut off, and what is done to the values 0 to 255."""

    name: str
    crop: Literal["centre", "stretch"]
    scale: InputScale


# As read from @teachablemachine/image 0.8.5, the Keras code on Teachable Machine's export page, ml5.js 0.12 and 1.4.
PREPROCESSINGS = {
    way.name: way
    for way in (
        Preprocessing("teachable-machine", "centre", BROWSER),
        Preprocessing("keras-snippet", "centre", SNIPPET),
        Preprocessing("ml5", "stretch", BROWSER),
    )
}


def preprocessing(name: str, form: str) -> Preprocessing:
    """Return one way by its name, or for '' that of the code which Teachable Machine shows for an export's form.

    `form` is tfjs, h5, keras, litert or savedmodel. Raises ModelError with the nearest right name if there is none.
    """
    name = name or ("teachable-machine" if form == "tfjs" else "keras-snippet")
    if name not in PREPROCESSINGS:
        raise ModelError(
            f"There is no preprocessing called '{name}'.", plugins.nearest(name, list(PREPROCESSINGS))
        )
    return PREPROCESSINGS[name]
