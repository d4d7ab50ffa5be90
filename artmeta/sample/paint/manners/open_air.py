"""Paint as paint: dabs of broken colour, then bold contours and tubes squeezed out pure."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageEnhance

from artmeta.sample.paint.strokes import Brush, brush_over, impasto


def impressionist(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Dabs side by side; nothing has an outline."""
    scale = float(rng.uniform(0.8, 1.3))
    painted = brush_over(image, rng, Brush(0.06 * scale, 0.022 * scale, 1.4, 16, 1.4))
    painted = brush_over(painted, rng, Brush(0.034 * scale, 0.013 * scale, 1.0, 20, 1.4))
    painted = _sparkle(image, painted, rng, scale)
    return impasto(painted, 0.45)


def fauve(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Long strokes of strong colour between dark contours."""
    strong = ImageEnhance.Color(image).enhance(float(rng.uniform(1.1, 1.45)))
    painted = brush_over(strong, rng, Brush(0.09, 0.022, 1.3, 15, 1.8))
    painted = brush_over(painted, rng, Brush(0.05, 0.011, 0.55, 18, 1.8))
    painted = _sparkle(strong, painted, rng, 1.3)
    return impasto(painted, 0.6)


def _sparkle(scene: Image.Image, painted: Image.Image, rng: np.random.Generator, scale: float) -> Image.Image:
    """Go back over the forms with small dabs of the scene's own colours, so that they stay readable."""
    fresh = brush_over(scene, rng, Brush(0.018 * scale, 0.008 * scale, 0.8, 14))
    return Image.blend(painted, fresh, float(rng.uniform(0.3, 0.6)))
