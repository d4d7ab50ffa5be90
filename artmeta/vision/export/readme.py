"""The README of an export: how to use it, for the program that loads it."""

from __future__ import annotations

from artmeta.domain.model_card import ModelCard

CROPS = {
    "centre": "the centre square of the picture, scaled down to the network's size",
    "stretch": "the whole picture, stretched to a square of the network's size",
}

WITH_PILLOW = """With Pillow:

    from PIL import Image, ImageOps
    picture = ImageOps.exif_transpose(Image.open("picture.jpg")).convert("RGB")
    picture = {scaled}

"""

WITH_PILLOW_SCALED = {
    "centre": "ImageOps.fit(picture, ({size}, {size}), Image.Resampling.BILINEAR)",
    "stretch": "picture.resize(({size}, {size}), Image.Resampling.BILINEAR)",
}

ML5_SIZE = 224  # pixels; ml5 scales every picture to this side, and a network of another size refuses it
WITH_ML5 = """With ml5.js (0.12 or 1.x), from a page on a web server. The URL must be absolute: with a relative one, ml5
1.x silently takes another model.

    const url = new URL("model.json", document.baseURI).href;
    const classifier = ml5.imageClassifier(url);
    await classifier.ready;
    const results = await classifier.classify(image);   // results[0].label, results[0].confidence

ml5 stretches pictures that are not square; cut them first if they should be seen as artmeta sees them.
"""

WITHOUT_ML5 = """ml5.js cannot use it: it shows every network pictures of {ml5} x {ml5}, this one wants {size} x {size}.
"""

BROWSER = """Scale the values as Teachable Machine does: x / 127 - 1.

With Teachable Machine's library:

    const model = await tmImage.load("model.json", "metadata.json");
    const predictions = await model.predict(image);

"""

WEB = """Open `index.html`, or put the folder on any web server. The camera works over https, and on the computer
itself. The folder `model` is a TensorFlow.js export; TensorFlow.js lies in `vendor` with its licence. Nothing is loaded
from elsewhere, and no picture leaves the device.
"""

KERAS = """Scale the values as Teachable Machine's Keras code does: x / 127.5 - 1.

    import keras, numpy as np
    model = keras.models.load_model("model.keras")
    scores = model.predict((np.asarray(picture, "float32") / 127.5 - 1)[None])

`labels.txt` names the topics in the order of the scores.
"""

SAVED = """Scale the values as Teachable Machine's Keras code does: x / 127.5 - 1.

    import numpy as np
    import tensorflow as tf
    model = tf.saved_model.load("saved_model")
    scores = model.serve((np.asarray(picture, "float32") / 127.5 - 1)[None])

`labels.txt` names the topics in the order of the scores.
"""

LITERT = """Input and output are float32; scale the values as Teachable Machine's code does: x / 127.5 - 1.

    import numpy as np
    from ai_edge_litert.interpreter import Interpreter
    model = Interpreter("model.tflite")
    model.allocate_tensors()
    values = (np.asarray(picture, "float32") / 127.5 - 1)[None]
    model.set_tensor(model.get_input_details()[0]["index"], values)
    model.invoke()
    scores = model.get_tensor(model.get_output_details()[0]["index"])[0]

`labels.txt` names the topics in the order of the scores.

The file's metadata hold the scale and the topics, so MediaPipe Tasks (`ImageClassifier`) needs nothing else. It
stretches a picture to {size} x {size} pixels and leaves pixels out where it scales down, which gives other scores: give
it a picture of that size, made as above.
"""

SAME = "Its scores are the confidences that artmeta gives."
DIFFERENT = "Its scores are near the confidences that artmeta gives, and not the same."
PYTHON = {"keras": KERAS, "savedmodel": SAVED, "litert": LITERT}


def readme(card: ModelCard, form: str, crop: str, size: int, differences: tuple[str, ...] = ()) -> str:
    """Explain an export: what it tells apart, how a picture must be brought to it, what it is bad at.

    `size` is the side of the square picture in pixels. `differences` are those notes of the card that say how far its
    scores are not the model's.
    """
    notes = "".join(f"- {note}\n" for note in card.notes if note not in differences)
    scores = " ".join((DIFFERENT, *differences)) if differences else SAME
    return (
        f"# {card.name}, version {card.version}\n\n"
        f"Tells apart: {', '.join(card.topics)}. {scores}\n\n"
        f"Show it {CROPS[crop]}, {size} x {size} pixels, in RGB.\n{_use(form, crop, size)}\n{notes}"
        "The whole card is in `model_card.json`.\n"
    )


def _use(form: str, crop: str, size: int) -> str:
    if form == "tfjs":
        return BROWSER + (WITH_ML5 if size == ML5_SIZE else WITHOUT_ML5.format(ml5=ML5_SIZE, size=size))
    if form == "web":
        return WEB
    scaled = WITH_PILLOW_SCALED[crop].format(size=size)
    return WITH_PILLOW.format(scaled=scaled) + PYTHON[form].format(size=size)
