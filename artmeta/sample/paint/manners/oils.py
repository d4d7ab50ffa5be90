"""Oil paint as the academies taught it: smooth, then varnished; and what three centuries do to it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from artmeta.sample.paint.light import dimmed
from artmeta.sample.paint.noise import Grey, clouds, cracks, weave
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
    painted = brush_over(painted, rng, Brush(0.018, 0.005, 0.4, 9))
    return _light(impasto(painted, 0.2), rng, 0.12)


def aged(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Craquelure over the whole layer and the canvas showing through, at the picture's final size."""
    width, height = image.size
    net = cracks(rng, width, height) * (0.35 + clouds(rng, width, height))
    return dimmed(image, (1 - strength * 0.42 * net) * (0.975 + 0.025 * weave(rng, width, height)))


def woven(image: Image.Image, rng: np.random.Generator, strength: float = 0.03) -> Image.Image:
    """The threads of the canvas, at the picture's final size."""
    return dimmed(image, 1 - strength + strength * weave(rng, *image.size))


def _light(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Let the light fall on one part and the corners sink into shade."""
    width, height = image.size
    x, y = rng.uniform(0.3, 0.7), rng.uniform(0.25, 0.55)
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :] - np.float32(x)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] - np.float32(y)
    shadow: Grey = np.clip((across**2 * 1.6 + down**2 * 1.9) * np.float32(2.1) - np.float32(0.12), 0, 1)
    return dimmed(image, 1 - strength * shadow)


def _varnish(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Old varnish: blues turn green, whites yellow, unevenly."""
    uneven = np.clip((0.7 + 0.6 * clouds(rng, *image.size, power=2.2)) * strength, 0, 1)
    keeps = ((1.0, 6), (0.86, 3), (0.58, 0))  # of red, green and blue: share kept, steps added
    amber = image.point(
        [min(255, round(step * share + more)) for share, more in keeps for step in range(256)]
    )
    return Image.composite(amber, image, Image.fromarray((uneven * 255).astype(np.uint8)))
