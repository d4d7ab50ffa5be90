"""A LiteRT export holds what MediaPipe Tasks needs: the scale of the input and the topics of the scores."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from ai_edge_litert.tools import flatbuffer_utils
from drawn_pictures import blocks_of_colour as pictures
from flatbuffers.table import Table
from tiny_models import LABELS

from artmeta.vision.export.litert_model import litert_model
from artmeta.vision.litert import run
from artmeta.vision.litert_metadata import with_metadata
from artmeta.vision.networks.network import SNIPPET, InputScale, Network


def test_a_litert_file_holds_its_scale_and_its_topics_and_computes_the_same(tiny_network: Network) -> None:
    model, _ = litert_model(tiny_network, "", pictures(0))
    scale = InputScale((1 / 127.5, 1 / 64, 1 / 255), (-1, -2, 0))
    described = with_metadata(model, "harbour", LABELS, scale)
    root = metadata(described)
    subgraph = first(root, 3)
    given, result = first(subgraph, 2), first(subgraph, 3)
    unit, labels = first(given, 4), first(result, 6)
    assert [text(each, 0) for each in (root, given, result)] == ["harbour", "picture", "confidences"]
    assert floats(below(unit, 1), 0) == [127.5, 128, 0]
    assert floats(below(unit, 1), 1) == [127.5, 64, 255]
    with zipfile.ZipFile(io.BytesIO(described)) as attached:
        assert attached.read(text(labels, 0)).decode().splitlines() == list(LABELS)
    tensors = flatbuffer_utils.convert_bytearray_to_object(bytearray(described)).subgraphs[0].tensors
    assert all(tensor.shapeSignature is None for tensor in tensors), "a batch of any size"
    inputs = SNIPPET.scaled(pictures(2))
    np.testing.assert_array_equal(run(described, inputs), run(model, inputs))


def metadata(model: bytes) -> Table:
    file = flatbuffer_utils.convert_bytearray_to_object(bytearray(model))
    (buffer,) = [entry.buffer for entry in file.metadata if entry.name == b"TFLITE_METADATA"]
    content = bytearray(bytes(file.buffers[buffer].data))
    assert content[4:8] == b"M001"
    return Table(content, int.from_bytes(content[:4], "little"))


def place(table: Table, number: int) -> int:
    return int(table.Offset(4 + 2 * number))


def below(table: Table, number: int) -> Table:
    return Table(table.Bytes, table.Indirect(table.Pos + place(table, number)))


def first(table: Table, number: int) -> Table:
    return Table(table.Bytes, table.Indirect(table.Vector(place(table, number))))


def text(table: Table, number: int) -> str:
    return str(table.String(table.Pos + place(table, number)).decode())


def floats(table: Table, number: int) -> list[float]:
    start, length = table.Vector(place(table, number)), table.VectorLen(place(table, number))
    return np.frombuffer(table.Bytes, "<f4", length, start).tolist()
