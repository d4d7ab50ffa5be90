"""The operations and constants of a LiteRT file, to read and to change, and statistics of its activations."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.quiet import quiet

_SCALINGS = {"MUL", "DIV", "SUB", "ADD"}
PASSED_OVER = {"QUANTIZE", "DEQUANTIZE", "RESHAPE"}  # operations after the last layer that change no order
ACTIVATIONS = {0: "", 1: "RELU", 2: "RELU_N1_TO_1", 3: "RELU6"}  # LiteRT's numbers of fused ones

# A network that divides its input by more than this, or takes more from it, is made for values of 0 to 255; others
# take values of a few units around 0.
LEAST_OF_PIXELS = 20.0
NO_TENSOR = -1  # the output of an operation without one
LONG_CODE = 127  # in the byte that older files hold: the code of the operation is in the other field

Channels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: LiteRT's name of its kind, the numbers of its tensors, and the activation fused into it."""

    kind: str
    inputs: tuple[int, ...]
    output: int
    activation: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of each activation, by its number: lowest and highest values [inputs, channels] and means [inputs, channels]."""

    low: dict[int, Channels]
    high: dict[int, Channels]
    mean: dict[int, Channels]


class Graph:
    """The first subgraph of a LiteRT file; tensors are named by their number in it."""

    def __init__(self, model: bytes) -> None:
        """Read a file; raise ValueError or struct.error if it is none."""
        from ai_edge_litert.tools import flatbuffer_utils

        self._file = flatbuffer_utils.convert_bytearray_to_object(bytearray(model))
        self._take_in_buffers(model)
        self._graph = self._file.subgraphs[0]
        self.operations = self._read_operations()
        self.inputs = [int(tensor) for tensor in self._graph.inputs]
        self.outputs = [int(tensor) for tensor in self._graph.outputs]

    def _take_in_buffers(self, model: bytes) -> None:
        """Hold constants that lie behind the tables, as a quantiser writes them, in the tables: a change moves them."""
        for buffer in self._file.buffers:
            if buffer.offset > 1:
                buffer.data = np.frombuffer(model, np.uint8, buffer.size, buffer.offset)
            buffer.offset = buffer.size = 0

    def _read_operations(self) -> list[Operation]:
        from ai_edge_litert import schema_py_generated as schema

        names = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}
        codes = [max(each.builtinCode, each.deprecatedBuiltinCode) for each in self._file.operatorCodes]
        kinds = [names.get(code, "an unknown operation") for code in codes]
        return [
            Operation(
                kinds[each.opcodeIndex],
                _numbers(each.inputs),
                next(iter(_numbers(each.outputs)), NO_TENSOR),
                ACTIVATIONS.get(getattr(each.builtinOptions, "fusedActivationFunction", 0), "another"),
            )
            for each in self._graph.operators
        ]

    def name(self, tensor: int) -> str:
        """Return a tensor's name."""
        return str(self._graph.tensors[tensor].name.decode())

    def shape(self, tensor: int) -> list[int]:
        """Return a tensor's shape, empty for a scalar."""
        shape = self._graph.tensors[tensor].shape
        return [] if shape is None else [int(length) for length in shape]

    def consumers(self, tensor: int) -> list[Operation]:
        """Return the operations that take a tensor."""
        return [each for each in self.operations if tensor in each.inputs]

    def is_real_constant(self, tensor: int) -> bool:
        """Whether a tensor is a constant of float32 values."""
        from ai_edge_litert import schema_py_generated as schema

        data = self._buffer(tensor).data
        is_real = self._graph.tensors[tensor].type == schema.TensorType.FLOAT32
        return is_real and data is not None and len(data) > 0

    def constant(self, tensor: int) -> Channels:
        """Return a constant float32 tensor."""
        content = bytes(self._buffer(tensor).data)
        return np.frombuffer(content, np.float32).reshape(self.shape(tensor)).astype(np.float64)

    def set_constant(self, tensor: int, values: Channels) -> None:
        """Replace a constant float32 tensor."""
        self.set_shape(tensor, list(values.shape))
        self._buffer(tensor).data = np.frombuffer(values.astype(np.float32).tobytes(), np.uint8)

    def sign(self, given: str, result: str) -> None:
        """Name the input and the output in a signature `serving_default`, as a file made of a SavedModel does."""
        from ai_edge_litert import schema_py_generated as schema

        def named(name: str, tensor: int) -> Any:
            place = schema.TensorMapT()
            place.name, place.tensorIndex = name, tensor
            return place

        signature = schema.SignatureDefT()
        signature.signatureKey, signature.subgraphIndex = "serving_default", 0
        signature.inputs = [named(given, self.inputs[0])]
        signature.outputs = [named(result, self.outputs[0])]
        self._file.signatureDefs = [signature]

    def integers(self, tensor: int) -> NDArray[np.int32]:
        """Return a constant int32 tensor."""
        return np.frombuffer(bytes(self._buffer(tensor).data), np.int32).reshape(self.shape(tensor))

    def set_shape(self, tensor: int, shape: list[int]) -> None:
        """Give a tensor another shape."""
        changed = self._graph.tensors[tensor]
        changed.shape, changed.shapeSignature = np.array(shape, np.int32), None

    def strides(self, number: int) -> tuple[int, int]:
        """Return by how many rows and columns a convolution, by its number, moves."""
        options = self._graph.operators[number].builtinOptions
        return options.strideH, options.strideW

    def set_strides(self, number: int, rows: int, columns: int) -> None:
        """Let a convolution, by its number, move by other steps."""
        options = self._graph.operators[number].builtinOptions
        options.strideH, options.strideW = rows, columns

    def set_pads(self, number: int, pads: list[list[int]]) -> None:
        """Let an operation PAD, by its number, pad otherwise; others that pad as it did are left as they are."""
        operation = self._graph.operators[number]
        tensor = copy(self._graph.tensors[operation.inputs[1]])
        tensor.name, tensor.buffer = b"pads", self._new_buffer(np.array(pads, np.int32).tobytes())
        self._graph.tensors.append(tensor)
        operation.inputs = np.array([operation.inputs[0], len(self._graph.tensors) - 1], np.int32)
        self.operations = self._read_operations()

    def bypass(self, number: int) -> None:
        """Remove an operation by its number; what took its output takes its first input."""
        old, new = self.operations[number].output, self.operations[number].inputs[0]
        del self._graph.operators[number]
        for each in self._graph.operators:
            each.inputs = np.where(np.asarray(each.inputs) == old, new, each.inputs).astype(np.int32)
        self.operations = self._read_operations()

    def add_metadata(self, name: bytes, content: bytes) -> None:
        """Add an entry to the file's metadata."""
        from ai_edge_litert import schema_py_generated as schema

        entry = schema.MetadataT()
        entry.name, entry.buffer = name, self._new_buffer(content)
        self._file.metadata = [*(self._file.metadata or []), entry]

    def metadata(self, name: bytes) -> bytes:
        """Return the content of an entry of the file's metadata, nothing if there is none of the name."""
        buffers = [entry.buffer for entry in self._file.metadata or [] if entry.name == name]
        data = self._file.buffers[buffers[0]].data if buffers else None
        return b"" if data is None else bytes(data)

    def _new_buffer(self, content: bytes) -> int:
        """Add a buffer and return its number."""
        from ai_edge_litert import schema_py_generated as schema

        buffer = schema.BufferT()
        buffer.data = np.frombuffer(content, np.uint8)
        self._file.buffers.append(buffer)
        return len(self._file.buffers) - 1

    def close_shapes(self) -> None:
        """Let every tensor have the lengths that its shape states, 1 where the file leaves it open (a batch)."""
        for graph in self._file.subgraphs:
            for tensor in graph.tensors:
                tensor.shapeSignature = None

    def content(self) -> bytes:
        """Return the file.

        Its operations are named in both fields for their codes. A quantiser leaves the older one 0, which is ADD to
        readers that follow the schema: it has codes below 127 in that field.
        """
        from ai_edge_litert.tools import flatbuffer_utils

        for each in self._file.operatorCodes:
            code = max(each.builtinCode, each.deprecatedBuiltinCode)
            each.builtinCode, each.deprecatedBuiltinCode = code, min(code, LONG_CODE)
        return bytes(flatbuffer_utils.convert_object_to_bytearray(self._file))

    def _buffer(self, tensor: int) -> Any:
        return self._file.buffers[self._graph.tensors[tensor].buffer]


def _numbers(tensors: NDArray[np.int32] | None) -> tuple[int, ...]:
    """Return the numbers of an operation's tensors; a file leaves an empty list of them out."""
    return () if tensors is None else tuple(int(tensor) for tensor in tensors)


def last_operation(model: bytes) -> str:
    """Name the operation that makes the output, quantisation and changes of shape left aside."""
    graph = Graph(model)
    makers = {each.output: each for each in graph.operations}
    tensor, kind = graph.outputs[0], ""
    while tensor in makers:
        kind = makers[tensor].kind
        if kind not in PASSED_OVER:
            break
        tensor = makers[tensor].inputs[0]
    return kind


def scales_itself(model: bytes) -> bool:
    """Whether a network begins with a scaling of values of 0 to 255 that is an operation of its own."""
    graph = Graph(model)
    (given,) = graph.inputs
    for each in graph.consumers(given):
        for tensor in set(each.inputs) - {given}:
            if each.kind in _SCALINGS and graph.is_real_constant(tensor):
                size = float(np.abs(graph.constant(tensor)).max())
                return size < 1 / LEAST_OF_PIXELS if each.kind == "MUL" else size > LEAST_OF_PIXELS
    return False


def activation_statistics(model: bytes, inputs: Iterable[NDArray[np.float32]]) -> Statistics:
    """Run a float32 network over inputs; return statistics of its input and all activations, by the last axis."""
    graph = Graph(model)
    (given,) = graph.inputs
    channels: dict[int, list[Channels]] = {}
    for tensor, rows in _activations(model, inputs, [given, *(each.output for each in graph.operations)]):
        extent = np.stack([rows.min(axis=0), rows.max(axis=0), rows.mean(axis=0)])
        channels.setdefault(tensor, []).append(extent)
    whole = {tensor: np.stack(each, axis=1).astype(np.float64) for tensor, each in channels.items()}
    return Statistics(*({tensor: each[part] for tensor, each in whole.items()} for part in range(3)))


def moments(model: bytes, inputs: Iterable[NDArray[np.float32]], tensor: int) -> tuple[Channels, Channels]:
    """Run a float32 network over inputs; return means [channels] and covariances [channels, channels] of a tensor."""
    total, products, count = np.zeros(1), np.zeros(1), 0
    for _, rows in _activations(model, inputs, [tensor]):
        values = rows.astype(np.float64)
        total, products, count = total + values.sum(axis=0), products + values.T @ values, count + len(rows)
    mean = total / count
    return mean, products / count - np.outer(mean, mean)


def _activations(
    model: bytes, inputs: Iterable[NDArray[np.float32]], tensors: Sequence[int]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Run a float32 network over inputs; yield each tensor of float32 values as rows [n, channels], input by input."""
    from ai_edge_litert.interpreter import Interpreter

    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that all tensors are kept, which they must be
        network = Interpreter(model_content=model, num_threads=1, experimental_preserve_all_tensors=True)
        network.allocate_tensors()
    (given,) = network.get_input_details()
    kinds = {each["index"]: each["dtype"] for each in network.get_tensor_details()}
    for values in inputs:
        network.set_tensor(given["index"], values.reshape(given["shape"]))
        network.invoke()
        for tensor in (each for each in tensors if kinds[each] == np.float32):
            rows = network.get_tensor(tensor)
            yield tensor, rows.reshape(-1, rows.shape[-1])
