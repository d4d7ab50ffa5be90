#!/bin/sh
# mediapipe 1.2.3 (PyPI), ImageClassifier: a large picture is scaled down by keeping single pixels, at corners.
#
# MediaPipe Tasks scales a picture to the size of the network by itself. Expected: as the programs by which networks are trained and
# tested, with an average over the pixels that become one (Pillow, torchvision), or at least bilinear with the centres of pixels in
# place, which halves a picture exactly. What happens, on the CPU: the sample points are corners, so that of a picture four
# times as large as the network's input each pixel kept is the first of sixteen, and nothing else counts. An engraving or a scan with a halftone
# screen, whose greys are fine black lines, is seen as white or as black, depending on the column in which the lines begin. No option
# of ImageClassifierOptions changes it; who scales to the network's size before gets that picture unchanged.
#
# The network here gives the mean of each colour, so its scores say what it was shown: lines of one white column in four, mean 0.25.
# Seen: 224 pixels wide 0.25; 448 0.5; 896 1.0, and 0.0 if the lines begin two columns later; Pillow (bilinear) 0.25 for all.
# Beside that: a file with float32 input is refused without metadata (as a FileNotFoundError), and the package's own writer of
# metadata (mediapipe.tasks.python.metadata) cannot be imported, because the wheels no longer hold a module it needs. The schema in
# the same wheel writes them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mediapipe==1.2.3 ai-edge-litert==2.3.0 pillow==13.0.0
cat >"$folder/look.py" <<'PYTHON'
import io
import zipfile

import flatbuffers
import mediapipe
import numpy as np
from ai_edge_litert import schema_py_generated as lite
from mediapipe.tasks.metadata import metadata_schema_py_generated as meta
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import ImageClassifier, ImageClassifierOptions
from PIL import Image

SIDE = 224


def make(kind, **fields):
    made = kind()
    vars(made).update(fields)
    return made


def packed(root, identifier):
    builder = flatbuffers.Builder()
    builder.Finish(root.Pack(builder), identifier)
    return bytes(builder.Output())


def metadata():
    """Values are pixels / 255; the file labels.txt names the scores."""
    image = make(meta.ImagePropertiesT, colorSpace=meta.ColorSpaceType.RGB)
    kinds = meta.ContentProperties, meta.ProcessUnitOptions
    content = make(meta.ContentT, contentPropertiesType=kinds[0].ImageProperties, contentProperties=image)
    scale = make(meta.NormalizationOptionsT, mean=[0.0], std=[255.0])
    unit = make(meta.ProcessUnitT, optionsType=kinds[1].NormalizationOptions, options=scale)
    labels = make(meta.AssociatedFileT, name="labels.txt", type=meta.AssociatedFileType.TENSOR_AXIS_LABELS)
    subgraph = make(
        meta.SubGraphMetadataT,
        inputTensorMetadata=[make(meta.TensorMetadataT, content=content, processUnits=[unit])],
        outputTensorMetadata=[make(meta.TensorMetadataT, associatedFiles=[labels])],
    )
    return packed(make(meta.ModelMetadataT, subgraphMetadata=[subgraph]), b"M001")


def tensor(name, shape, kind, buffer):
    return make(lite.TensorT, name=name, shape=np.array(shape, np.int32), type=kind, buffer=buffer, hasRank=True)


def network(described=b""):
    """One operation: from a picture [1, SIDE, SIDE, 3] to the means of its colours [1, 3]."""
    numbers, whole = lite.TensorType.FLOAT32, lite.TensorType.INT32
    mean = make(
        lite.OperatorT,
        opcodeIndex=0,
        inputs=np.array([0, 1], np.int32),
        outputs=np.array([2], np.int32),
        builtinOptionsType=lite.BuiltinOptions.ReducerOptions,
        builtinOptions=make(lite.ReducerOptionsT, keepDims=False),
    )
    code = lite.BuiltinOperator.MEAN
    graph = make(
        lite.SubGraphT,
        tensors=[
            tensor("picture", [1, SIDE, SIDE, 3], numbers, 0),
            tensor("axes", [2], whole, 1),
            tensor("means", [1, 3], numbers, 0),
        ],
        inputs=np.array([0], np.int32),
        outputs=np.array([2], np.int32),
        operators=[mean],
    )
    axes = np.frombuffer(np.array([1, 2], np.int32).tobytes(), np.uint8)
    buffers = [lite.BufferT(), make(lite.BufferT, data=axes)]
    if described:
        buffers.append(make(lite.BufferT, data=np.frombuffer(described, np.uint8)))
    model = make(
        lite.ModelT,
        version=3,
        operatorCodes=[make(lite.OperatorCodeT, builtinCode=code, deprecatedBuiltinCode=code, version=1)],
        subgraphs=[graph],
        buffers=buffers,
        metadata=[make(lite.MetadataT, name="TFLITE_METADATA", buffer=2)] if described else [],
    )
    file = io.BytesIO(packed(model, b"TFL3"))
    if described:
        with zipfile.ZipFile(file, "a") as attached:
            attached.writestr("labels.txt", "red\ngreen\nblue\n")
    return file.getvalue()


def classifier(model):
    return ImageClassifier.create_from_options(ImageClassifierOptions(BaseOptions(model_asset_buffer=model)))


def lines(side, first):
    """White columns, one in four."""
    picture = np.zeros((side, side, 3), np.uint8)
    picture[:, first::4] = 255
    return picture


try:
    import mediapipe.tasks.python.metadata.metadata_writers.image_classifier
    writer = "imported"
except ModuleNotFoundError as error:
    writer = str(error)
print("writer of metadata:", writer)
try:
    classifier(network())
    bare = "accepted"
except Exception as error:
    bare = f"{type(error).__name__}: {error}"
print("without metadata:  ", bare)
means = {}
with classifier(network(metadata())) as mean_of_colours:
    for side, first in ((224, 0), (448, 0), (896, 0), (896, 2)):
        picture = lines(side, first)
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
        result = mean_of_colours.classify(image).classifications[0].categories
        (seen,) = [each.score for each in result if each.category_name == "red"]
        pillow = np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.BILINEAR)).mean() / 255
        means[side, first] = round(seen, 2)
        print(f"{side} pixels wide, lines from column {first}: mean {picture.mean() / 255:.2f}", end=", ")
        print(f"shown to the network {seen:.2f}, scaled by Pillow {pillow:.2f}")
assert means == {(224, 0): 0.25, (448, 0): 0.5, (896, 0): 1.0, (896, 2): 0.0}, means
assert "mediapipe.tasks.cc" in writer and "NormalizationOptions" in bare
PYTHON
"$folder/venv/bin/python" "$folder/look.py" 2>"$folder/log" || { cat "$folder/log" >&2; exit 1; }
