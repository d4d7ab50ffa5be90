"""Whatever a library raises over a model becomes one sentence that can be acted on."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from artmeta.errors import ModelError
from artmeta.vision.model_faults import model_faults


def keras_file(version: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": version}))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "statement", "sentence"),
    [
        (keras_file("2.21.0"), "Could not", "m.keras was saved by Keras 2.21.0, and Keras 3 cannot read it."),
        (keras_file("3.5.0"), "No layer\nx", "m.keras describes no network that can be built: No layer."),
        (b"", "", "m.keras describes no network that can be built: ValueError."),
        (b"PK", "word " * 90, "m.keras describes no network that can be built: " + "word " * 39 + "..."),
    ],
)
def test_a_fault_is_one_whole_sentence(data: bytes, statement: str, sentence: str) -> None:
    with pytest.raises(ModelError) as caught, model_faults("m.keras", data):
        raise ValueError(statement)
    assert caught.value.message == sentence and caught.value.hint
