"""Metadata in a LiteRT file: the scale of the input and the topics, for programs that take them from the file.

MediaPipe Tasks refuses a classifier with float32 input without them. The tables and the numbers of their fields are
those of TensorFlow Lite's `metadata_schema.fbs` (file identifier M001); the list of topics is a ZIP archive appended to
the file, as that schema says of associated files.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from artmeta.vision.litert_graph import Graph

if TYPE_CHECKING:
    from flatbuffers import Builder

    from artmeta.vision.networks.network import InputScale

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
    graph.add_metadata(b"TFLITE_METADATA", _metadata(name, scale))
    file = io.BytesIO(graph.content())
    with zipfile.ZipFile(file, "a") as attached:
        attached.writestr(zipfile.ZipInfo(LABELS), "".join(f"{topic}\n" for topic in topics))
    return file.getvalue()


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
