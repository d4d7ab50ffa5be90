"""Metadata in a LiteRT file: the scale of the input and the topics, for programs that take them from the file.

MediaPipe Tasks refuses a classifier with float32 input without them. The tables and the numbers of their fields are
those of TensorFlow Lite's `metadata_schema.fbs` (file identifier M001); the list of topics is a ZIP archive appended to
the file, as that schema says of associated files.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.litert_graph import Graph
from artmeta.vision.networks.network import InputScale

if TYPE_CHECKING:
    from flatbuffers import Builder
    from flatbuffers.table import Table

ENTRY = b"TFLITE_METADATA"
LABELS = "labels.txt"
AXIS_LABELS = 2  # AssociatedFileType.TENSOR_AXIS_LABELS: one topic a line, in the order of the scores
RGB = 1  # ColorSpaceType
IMAGE_PROPERTIES = 2  # ContentProperties, a union
NORMALIZATION = 1  # ProcessUnitOptions, a union: (pixel - mean) / standard deviation


def with_metadata(model: bytes, name: str, topics: Sequence[str], scale: InputScale) -> bytes:
    """Return a LiteRT file of one input and one output, for one picture, with its name, its topics, and its scale.

    A file for a batch of any size is refused by LiteRT.js 2.5.3 (`@litertjs/core`) whatever tensor it is given.
    """
    graph = Graph(model)
    graph.close_shapes()
    graph.add_metadata(ENTRY, _metadata(name, scale))
    file = io.BytesIO(graph.content())
    with zipfile.ZipFile(file, "a") as attached:
        attached.writestr(zipfile.ZipInfo(LABELS), "".join(f"{topic}\n" for topic in topics))
    return file.getvalue()


def stated_scale(model: bytes) -> InputScale | None:
    """Return what a LiteRT file's metadata say is done to the pixels of its input: (x - mean) / standard deviation.

    None where they say nothing, cannot be read, or give no finite numbers for one or three colours.
    """
    from flatbuffers.table import Table

    content = bytearray(Graph(model).metadata(ENTRY))
    try:
        table: Table | None = Table(content, int.from_bytes(content[:4], "little"))
        for number in (3, 2, 4):  # the first subgraph, its first input, the first of its process units
            table = _first(table, number)
        if table is None or _byte(table, 0) != NORMALIZATION:
            return None
        options = Table(content, table.Indirect(table.Pos + table.Offset(_slot(1))))
        mean, deviation = (np.broadcast_to(_floats(options, number), 3) for number in (0, 1))
    except (IndexError, TypeError, ValueError, struct.error):
        return None
    if not (np.isfinite([mean, deviation]).all() and (deviation > 0).all()):
        return None
    return InputScale.of(1 / deviation, 0 - mean / deviation)


def _slot(number: int) -> int:
    """Return where a table's index of fields has the offset of a field."""
    return 4 + 2 * number


def _first(table: Table | None, number: int) -> Table | None:
    """Return the first table of a vector that is a field of a table; None without one."""
    from flatbuffers.table import Table

    place = table.Offset(_slot(number)) if table else 0
    if table is None or not place or not table.VectorLen(place):
        return None
    return Table(table.Bytes, table.Indirect(table.Vector(place)))


def _byte(table: Table, number: int) -> int:
    from flatbuffers.number_types import Uint8Flags

    return int(table.GetSlot(_slot(number), 0, Uint8Flags))


def _floats(table: Table, number: int) -> NDArray[np.float64]:
    place = table.Offset(_slot(number))
    start, length = table.Vector(place), table.VectorLen(place)
    return np.frombuffer(bytes(table.Bytes), "<f4", length, start).astype(np.float64)


def _metadata(name: str, scale: InputScale) -> bytes:
    """Return the table ModelMetadata: name 0, subgraphs 3; of a subgraph inputs 2, outputs 3."""
    from flatbuffers import Builder

    builder = Builder()
    inputs = _vector(builder, _input(builder, scale))
    outputs = _vector(builder, _output(builder))
    subgraphs = _vector(builder, _table(builder, {2: inputs, 3: outputs}))
    root = _table(builder, {0: builder.CreateString(name), 3: subgraphs})
    builder.Finish(root, b"M001")
    return bytes(builder.Output())


def _input(builder: Builder, scale: InputScale) -> int:
    """Write a TensorMetadata: name 0, content 3 (an RGB image), process units 4 (mean 0, standard deviation 1)."""
    deviation = 1 / np.asarray(scale.factor, np.float64)
    mean = builder.CreateNumpyVector((-np.asarray(scale.offset) * deviation).astype(np.float32))
    options = _table(builder, {0: mean, 1: builder.CreateNumpyVector(deviation.astype(np.float32))})
    units = _vector(builder, _table(builder, {1: options}, {0: NORMALIZATION}))
    image = _table(builder, {}, {0: RGB})
    content = _table(builder, {1: image}, {0: IMAGE_PROPERTIES})
    return _table(builder, {0: builder.CreateString("picture"), 3: content, 4: units})


def _output(builder: Builder) -> int:
    """Write a TensorMetadata: name 0, associated files 6, of each the name 0 and the kind 2.

    Without a name, @mediapipe/tasks-vision 1.1.0 fails when it reads the scores.
    """
    labels = _table(builder, {0: builder.CreateString(LABELS)}, {2: AXIS_LABELS})
    return _table(builder, {0: builder.CreateString("confidences"), 6: _vector(builder, labels)})


def _table(builder: Builder, offsets: Mapping[int, int], numbers: Mapping[int, int] | None = None) -> int:
    """Write a table of fields that lie elsewhere, by their offsets, and of fields of one byte; return its offset."""
    small = numbers or {}
    builder.StartObject(max((*offsets, *small)) + 1)
    for slot, offset in offsets.items():
        builder.PrependUOffsetTRelativeSlot(slot, offset, 0)
    for slot, number in small.items():
        builder.PrependUint8Slot(slot, number, 0)
    return int(builder.EndObject())


def _vector(builder: Builder, offset: int) -> int:
    """Write a vector of one table and return its offset."""
    builder.StartVector(4, 1, 4)
    builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())
