"""Oil paint as the academies taught it: smooth, then varnished; and what three centuries do to it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from artmeta.sample.paint.noise import clouds, cracks, weave
from artmeta.sample.paint.strokes import Brush, brush_over, impasto


def old_master(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Dark ground, light from one side, glazes without visible strokes, brown varnish."""
    painted = brush_over(image, rng, Brush(0.05, 0.018, 0.8, 6))
    painted = brush_over(painted, rng, Brush(0.022, 0.007, 0.5, 5))
    painted = painted.filter(ImageFilter.GaussianBlur(image.height / 500))
    return _varnish(_light(painted, rng, float(rng.uniform(0.35, 0.7))), rng, float(rng.uniform(0.25, 0.6)))


def romantic(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Atmosphere first: soft distances, warm light, a broad brush in the sky."""
    painted = brush_over(image, rng, Brush(0.07, 0.024, 1.0, 8))
    painted = brush_over(painted, rng, Brush(0.03, 0.009, 0.7, 8))
    return _varnish(_light(impasto(painted, 0.25), rng, 0.25), rng, float(rng.uniform(0.08, 0.25)))


def victorian(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Fine strokes, clear colours, everything finished."""
    painted = brush_over(image, rng, Brush(0.03, 0.009, 0.8, 8))
    painted = brush_over(painted, rng, Brush(0.014, 0.004, 0.5, 9))
    return _light(impasto(painted, 0.2), rng, 0.12)


def aged(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Craquelure over the whole layer and the canvas showing through, at the picture's final size."""
    width, height = image.size
    pixels = np.asarray(image, dtype=np.float32)
    net = cracks(rng, width, height) * (0.35 + clouds(rng, width, height))
    dark = 1 - strength * 0.42 * net + 0.028 * weave(rng, width, height)
    return Image.fromarray(np.clip(pixels * dark[..., None], 0, 255).astype(np.uint8))


def woven(image: Image.Image, rng: np.random.Generator, strength: float = 0.03) -> Image.Image:
    """The threads of the canvas, at the picture's final size."""
    pixels = np.asarray(image, dtype=np.float32)
    threads = 1 + strength * weave(rng, *image.size)
    return Image.fromarray(np.clip(pixels * threads[..., None], 0, 255).astype(np.uint8))


def _light(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Let the light fall on one part and the corners sink into shade."""
    width, height = image.size
    x, y = rng.uniform(0.3, 0.7), rng.uniform(0.25, 0.55)
    across, down = np.linspace(0, 1, width)[None, :] - x, np.linspace(0, 1, height)[:, None] - y
    shadow = 1 - strength * np.clip((across**2 * 1.6 + down**2 * 1.9) * 2.1 - 0.12, 0, 1)
    pixels = np.asarray(image, dtype=np.float32) * shadow[..., None].astype(np.float32)
    return Image.fromarray(pixels.astype(np.uint8))


def _varnish(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Old varnish: blues turn green, whites yellow, unevenly."""
    uneven = (0.7 + 0.6 * clouds(rng, *image.size, power=2.2))[..., None] * strength
    pixels = np.asarray(image, dtype=np.float32)
    amber = pixels * np.array([1.0, 0.86, 0.58], dtype=np.float32) + np.array([6, 3, 0], dtype=np.float32)
    return Image.fromarray(
        np.clip(pixels + (amber - pixels) * np.clip(uneven, 0, 1), 0, 255).astype(np.uint8)
    )
