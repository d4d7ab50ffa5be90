"""MobileNetV2 in plain numpy, written from torchvision's definition and not from the code it checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Field = NDArray[np.float64]  # [channels, height, width], as torch keeps it
Tensors = Mapping[str, NDArray[Any]]
# torchvision/models/mobilenetv2.py: t (expansion), c (channels), n (repeats), s (stride)
SETTINGS = [
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
]


def reference_features(pixels: NDArray[np.uint8], tensors: Tensors) -> NDArray[np.float64]:
    """Turn pixels [224, 224, 3], RGB, into the 1,280 features before torchvision's classifier."""
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    field = ((pixels / 255.0 - mean) / std).transpose(2, 0, 1)
    field = _relu6(_norm(_conv(field, tensors["features.0.0.weight"], 2), tensors, "features.0.1"))
    number = 1
    for expansion, channels, repeats, first in SETTINGS:
        for repeat in range(repeats):
            field = _block(
                field, tensors, f"features.{number}.conv", expansion, channels, 1 if repeat else first
            )
            number += 1
    field = _relu6(_norm(_conv(field, tensors["features.18.0.weight"], 1), tensors, "features.18.1"))
    return field.mean(axis=(1, 2))


def _block(field: Field, tensors: Tensors, name: str, expansion: int, channels: int, stride: int) -> Field:
    inner, part = field, 0
    if expansion > 1:
        inner = _relu6(_norm(_conv(inner, tensors[f"{name}.0.weight"], 1), tensors, f"{name}.1"))
        part = 3
    inner = _conv_each(inner, tensors[f"{name}.{part}.weight"], stride)
    inner = _relu6(_norm(inner, tensors, f"{name}.{part + 1}"))
    inner = _norm(_conv(inner, tensors[f"{name}.{part + 3}.weight"], 1), tensors, f"{name}.{part + 4}")
    return field + inner if stride == 1 and field.shape[0] == channels else inner


def _windows(field: Field, size: int, stride: int) -> NDArray[np.float64]:
    edge = size // 2
    padded = np.pad(field, ((0, 0), (edge, edge), (edge, edge)))
    return sliding_window_view(padded, (size, size), axis=(1, 2))[:, ::stride, ::stride]


def _conv(field: Field, kernel: NDArray[Any], stride: int) -> Field:
    return np.tensordot(kernel, _windows(field, kernel.shape[2], stride), ((1, 2, 3), (0, 3, 4)))


def _conv_each(field: Field, kernel: NDArray[Any], stride: int) -> Field:
    return np.einsum("cyxij,cij->cyx", _windows(field, 3, stride), kernel[:, 0])


def _norm(field: Field, tensors: Tensors, name: str) -> Field:
    weight, bias, mean, var = (
        tensors[f"{name}.{part}"].astype(float)[:, None, None]
        for part in ("weight", "bias", "running_mean", "running_var")
    )
    return (field - mean) / np.sqrt(var + 1e-5) * weight + bias


def _relu6(field: Field) -> Field:
    return np.clip(field, 0, 6)
