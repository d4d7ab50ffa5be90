"""A legacy torch file, read without torch and without trusting it: only tensors can come out."""

from __future__ import annotations

import math
import pickle
import struct
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError

MAGIC = 0x1950A86A20F9469CFC6C  # the first pickle of the format that torch.save wrote before version 1.6
PROTOCOL = 1001
DTYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}
FAULTS = (
    pickle.UnpicklingError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    struct.error,
    OverflowError,
    RecursionError,
    MemoryError,
)
LARGEST = 4_000_000_000  # bytes; no backbone comes near it, and a length that claims more is made to do harm

Tensors = dict[str, NDArray[Any]]


def read_tensors(path: Path) -> Tensors:
    """Read the tensors of a state dictionary by name; raise ModelError for anything else, running none of it."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except FAULTS as fault:
        raise ModelError(f"{path} is not a file of tensors in torch's old format: {fault}.") from None
    except OSError as fault:
        raise ModelError(f"The weights file {path} cannot be read: {fault.strerror}.") from None


def _read(file: BinaryIO) -> Tensors:
    if _Tensors(file).load() != MAGIC or _Tensors(file).load() != PROTOCOL:
        raise ValueError("the file does not begin as that format does")
    _Tensors(file).load()  # the writing system's word sizes; the data are little-endian whatever it says
    reader = _Tensors(file)
    views: OrderedDict[str, _View] = reader.load()
    for key in _Tensors(file).load():
        reader.storages[key].read(file)
    return {name: view.array() for name, view in views.items()}


class _Storage:
    """The flat numbers that tensors look into; they stand in the file after the pickles."""

    def __init__(self, dtype: str, length: int) -> None:
        self.dtype, self.length = np.dtype(dtype), length
        self.numbers: NDArray[Any] = np.empty(0)

    def read(self, file: BinaryIO) -> None:
        (length,) = struct.unpack("<q", file.read(8))
        if not 0 <= length * self.dtype.itemsize <= LARGEST:
            raise ValueError(f"it claims a tensor of {length} numbers")
        data = file.read(length * self.dtype.itemsize)
        if length != self.length or len(data) != length * self.dtype.itemsize:
            raise ValueError("the file ends before its numbers do")
        self.numbers = np.frombuffer(data, self.dtype)


class _View:
    """A tensor: where in its storage it starts, its shape, and its strides in numbers."""

    def __init__(
        self, storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any
    ) -> None:
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    def array(self) -> NDArray[Any]:
        """Return the tensor in rows, however its numbers lie in the storage (a transposed one lies in columns)."""
        if len(self.strides) != len(self.shape) or min((self.offset, *self.shape, *self.strides)) < 0:
            raise ValueError("a tensor has negative sizes or strides, or not one stride for each side")
        last = sum((side - 1) * stride for side, stride in zip(self.shape, self.strides, strict=True))
        if math.prod(self.shape) and self.offset + last >= len(self.storage.numbers):
            raise ValueError("a tensor reaches beyond its storage")
        if math.prod(self.shape) > max(len(self.storage.numbers), 1):
            raise ValueError("a tensor repeats the numbers of its storage")
        part = self.storage.numbers[self.offset :]
        strides = [stride * part.itemsize for stride in self.strides]
        return np.lib.stride_tricks.as_strided(part, self.shape, strides, writeable=False).copy(order="C")


class _Tensors(pickle.Unpickler):
    """Admits the four names that a dictionary of tensors needs; any other name ends the reading."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _View
        if module == "torch" and name in DTYPES:
            return lambda length: _Storage(DTYPES[name], length)
        raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is no tensor")

    def persistent_load(self, pid: Any) -> _Storage:
        kind, storage, key, _device, length, *_ = pid
        if kind != "storage":
            raise pickle.UnpicklingError(f"it asks for a {kind}, which is no tensor")
        return self.storages.setdefault(key, storage(length))
