"""Which engine, precision and JPEG decoder takes the least CPU time for a picture, and what does it lose?

Run: `python -m bench.engines FOLDER [--pictures 300] [--packages FOLDER]` with a folder of topics. OpenVINO, NNCF, ONNX
Runtime and simplejpeg are installed into a virtual environment in a temporary folder (or in --packages, which is kept),
so that artmeta's own environment stays as it is. PyTurboJPEG is left out: its wheel has no libturbojpeg.

Engines run on one thread, every picture through each of them in turn; CPU ms are medians. NNCF quantises the float32
LiteRT file, read by OpenVINO, with the pictures that artmeta draws, or with 100 paintings that are not measured; ONNX
Runtime quantises the same network as ONNX (`bench.onnx_network`) with the same pictures, statically, by channel. The
error is the L2 distance of the features to float32 LiteRT, relative to their length; the accuracy is that of a
logistic head, five-fold. Decoders read to RGB of at most twice 224 pixels, without resizing. Prints Markdown.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.onnx_network import onnx_runtime

PACKAGES = (
    "openvino==2026.4.1",
    "nncf==3.4.0",
    "onnx==1.23.2",
    "onnxruntime==1.32.0",
    "simplejpeg==1.9.0",
    "ai-edge-litert==2.3.0",
    "pillow==13.0.0",
)
ROOT = Path(__file__).parents[1]
LEARNT = 100
LARGE = (1200, 900)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=300)
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.folder)
        return
    with tempfile.TemporaryDirectory() as place:
        home, packages = Path(place), (given.packages or Path(place) / "packages").absolute()
        topics = prepare(home, given)
        python = installed(packages)
        subprocess.run([python, "-m", "bench.engines", str(home), "--inside"], check=True, cwd=ROOT)
        show_engines(home, topics)


def installed(place: Path) -> Path:
    """Make a virtual environment with the packages, unless it is there; return its Python."""
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def prepare(home: Path, given: argparse.Namespace) -> NDArray[np.str_]:
    """Write pictures, networks and JPEG files for the inner process; return the topics of the measured pictures."""
    from artmeta.imaging.decode import decode
    from artmeta.vision.backbones import load_backbone
    from artmeta.vision.probe_pictures import drawn_pictures

    paths = sorted(given.folder.rglob("*.jpg"))
    chosen = np.random.default_rng(0).permutation(len(paths))[: given.pictures + LEARNT]
    pictures = np.stack([decode(paths[each]) for each in chosen])
    np.savez(
        home / "pictures.npz",
        shown=pictures[LEARNT:],
        paintings=pictures[:LEARNT],
        drawn=drawn_pictures(32, 224),
    )
    for precision in ("float32", "int8"):
        network = load_backbone("mobilenetv2", given.cache, precision=precision)  # type: ignore[arg-type]
        (home / f"{precision}.tflite").write_bytes(network.litert_path.read_bytes())
    jpegs = [paths[each].read_bytes() for each in chosen[:LEARNT]]
    sizes = np.array([jpegs, [enlarged(each) for each in jpegs]], dtype=object)
    np.save(home / "jpegs.npy", sizes, allow_pickle=True)
    return np.array([paths[each].parent.name for each in chosen[LEARNT:]])


def enlarged(content: bytes) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").resize(LARGE).save(file, "JPEG", quality=90)
    return file.getvalue()


def measure(home: Path) -> None:
    with np.load(home / "pictures.npz") as arrays:
        shown, learnt = arrays["shown"], {name: arrays[name] for name in ("drawn", "paintings")}
    engines = {f"LiteRT, {each}": litert(home / f"{each}.tflite") for each in ("float32", "int8")}
    engines |= openvino(home / "float32.tflite", learnt)
    engines |= onnx_runtime(home / "float32.tflite", learnt)
    features: dict[str, list[Any]] = {name: [] for name in engines}
    times: dict[str, list[float]] = {name: [] for name in engines}
    for picture in shown:
        for name, engine in engines.items():
            started = time.process_time()
            features[name].append(engine(picture))
            times[name].append(1000 * (time.process_time() - started))
    np.savez(home / "features.npz", **{name: np.stack(each) for name, each in features.items()})
    np.savez(home / "times.npz", **{name: np.median(each) for name, each in times.items()})
    show_decoders(np.load(home / "jpegs.npy", allow_pickle=True))


def litert(path: Path) -> Callable[[NDArray[np.uint8]], Any]:
    from ai_edge_litert.interpreter import Interpreter

    network = Interpreter(model_path=str(path), num_threads=1)
    network.allocate_tensors()
    (taken,), (given,) = network.get_input_details(), network.get_output_details()
    step, zero = given["quantization"]

    def see(picture: NDArray[np.uint8]) -> Any:
        pixels = (picture ^ 128).view(np.int8) if taken["dtype"] == np.int8 else picture
        network.tensor(taken["index"])()[0] = pixels.reshape(taken["shape"][1:])  # pairs of pixels
        network.invoke()
        values = network.get_tensor(given["index"])[0].astype(np.float32)
        return (values - zero) * step if step else values

    return see


def openvino(path: Path, learnt: dict[str, Any]) -> dict[str, Callable[[NDArray[np.uint8]], Any]]:
    import nncf
    import openvino as ov

    core = ov.Core()

    def engine(model: Any, precision: str = "f32") -> Callable[[NDArray[np.uint8]], Any]:
        options = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision}
        request = core.compile_model(model, "CPU", options).create_infer_request()
        return lambda picture: request.infer({0: picture[None].astype(np.float32)})[0][0].copy()

    engines = {f"OpenVINO, {name}": engine(core.read_model(path), name) for name in ("f32", "bf16")}
    for name, pictures in learnt.items():
        data = nncf.Dataset([each[None].astype(np.float32) for each in pictures])
        quantised = nncf.quantize(core.read_model(path), data, subset_size=len(pictures))
        engines[f"OpenVINO, int8, ranges of {name}"] = engine(quantised)
    return engines


def show_engines(home: Path, topics: NDArray[np.str_]) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    print("\n| engine | CPU ms | error of features | accuracy |\n|---|---:|---:|---:|")
    with np.load(home / "features.npz") as features, np.load(home / "times.npz") as times:
        full = features["LiteRT, float32"]
        for name in features.files:
            error = np.linalg.norm(features[name] - full) / np.linalg.norm(full)
            scaled = features[name] / np.linalg.norm(full, axis=1).mean()
            right = cross_val_score(LogisticRegression(C=20, max_iter=1000), scaled, topics, cv=5).mean()
            print(f"| {name} | {float(times[name]):.2f} | {error:.3f} | {right:.1%} |")


def show_decoders(jpegs: Any) -> None:
    import simplejpeg
    from PIL import Image

    def pillow(content: bytes) -> Any:
        image = Image.open(io.BytesIO(content))
        image.draft("RGB", (224, 224))
        return np.asarray(image)

    decoders: dict[str, Callable[[bytes], Any]] = {
        "Pillow, draft": pillow,
        "simplejpeg": lambda content: simplejpeg.decode_jpeg(content, min_width=224, min_height=224),
    }
    print("| decoder | 227 pixels, CPU ms | 1200 x 900, CPU ms |\n|---|---:|---:|")
    for name, decoder in decoders.items():
        print(f"| {name} | " + " | ".join(f"{cpu_ms(decoder, files):.2f}" for files in jpegs) + " |")


def cpu_ms(decoder: Callable[[bytes], Any], files: Any) -> float:
    """Return the CPU milliseconds that a decoder takes for a file, the least of three rounds."""
    rounds = []
    for _ in range(3):
        started = time.process_time()
        for content in files:
            decoder(content)
        rounds.append(1000 * (time.process_time() - started) / len(files))
    return min(rounds)


if __name__ == "__main__":
    main()
