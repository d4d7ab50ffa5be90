"""Drawings as SVG that a browser shows without any script: colours follow the page, marks carry their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from typing import Any

from artmeta.kept_results import kept_result

# The page's style sheet gives these their values, once for light paper and once for dark.
MUTED, GRID = "var(--muted)", "var(--grid)"
FIRST, SECOND = "var(--chart-1)", "var(--chart-2)"
FONT = "system-ui, sans-serif"
# pixels: three, two or one beside each other on a desk; a panel fits a telephone
PANEL, HALF, WIDE = 300, 390, 780
PANEL_HEIGHT = 110
MOST_DOTS = 15  # points of a line that are drawn; with more they are invisible and only show tooltips
VEGA_LITE = "6.4"  # the language of these specifications; a later one may lay them out differently


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `start` to `end` on the x axis, standing on `base`; `words` is what a reader is told of it."""

    start: float
    end: float
    height: float
    words: str
    faint: bool = False
    base: float = 0.0
    color: str = FIRST


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line; `low` and `high` bound what it may truly be; without `words` it is no mark of its own."""

    x: float
    y: float
    words: str = ""
    low: float | None = None
    high: float | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A named line; the second of a drawing is dashed, so that colour is never the only difference."""

    name: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its title, its ends, and how its numbers are written (a d3-format pattern)."""

    title: str = ""
    low: float | None = None
    high: float | None = None
    form: str = "d"

    def kept(self, value: float | None) -> float | None:
        """A value, or the end of the axis that it lies beyond."""
        if value is None:
            return None
        low = value if self.low is None else max(value, self.low)
        return low if self.high is None else min(low, self.high)


Spec = dict[str, Any]  # a part of a Vega-Lite specification (vega.github.io/vega-lite/docs/spec.html)


def bars(given: Sequence[Bar], x: Axis, y: Axis, width: int = PANEL) -> str:
    """Draw bars that stand on the x axis; faint ones rest on few works."""
    rows = [
        {
            "start": bar.start,
            "end": bar.end,
            "base": bar.base,
            "top": bar.base + bar.height,
            "words": bar.words,
            "color": _pale(bar.color) if bar.faint else bar.color,
        }
        for bar in given
    ]
    chart: Spec = {
        "data": {"values": rows},
        "mark": {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 0.6},
        "encoding": {
            "x": _x("start", x, width),
            "x2": {"field": "end"},
            "y": _y("top", y),
            "y2": {"field": "base"},
            "color": {"field": "color", "type": "nominal", "scale": None},
            "description": {"field": "words"},
        },
    }
    return _svg(chart, width, PANEL_HEIGHT)


def lines(
    given: Sequence[ChartLine], x: Axis, y: Axis, width: int = PANEL, height: int = PANEL_HEIGHT
) -> str:
    """Draw one or two lines with their points, and a band where the points have bounds."""
    layers: list[Spec] = []
    for line, color, dash in zip(given, (FIRST, SECOND), ([1, 0], [5, 3]), strict=False):
        layers.append(_line(line, x, y, width, color, dash))
    return _svg({"layer": layers}, width, height)


def _line(line: ChartLine, x: Axis, y: Axis, width: int, color: str, dash: list[int]) -> Spec:
    bounded = any(dot.low is not None for dot in line.dots)
    parts = [
        *([_band(y, color)] if bounded else []),
        *_strokes(y, color, dash, any(dot.faint for dot in line.dots)),
    ]
    if any(dot.words for dot in line.dots):
        parts.append(_dots(y, color, len(line.dots)))
    rows = [_row(dot, y) for dot in line.dots]
    return {"data": {"values": rows}, "encoding": {"x": _x("x", x, width)}, "layer": parts}


def _row(dot: Dot, y: Axis) -> Spec:
    bounds = {"low": y.kept(dot.low), "high": y.kept(dot.high)}
    firm = None if dot.faint else y.kept(dot.y)
    return {"x": dot.x, "y": y.kept(dot.y), "firm": firm, **bounds, "words": dot.words, "faint": dot.faint}


def _band(y: Axis, color: str) -> Spec:
    return {
        "mark": {"type": "area", "color": color, "opacity": 0.22, "aria": False},
        "encoding": {"y": _y("low", y), "y2": {"field": "high"}},
    }


def _strokes(y: Axis, color: str, dash: list[int], thin: bool) -> list[Spec]:
    """Draw a line; where a faint point begins or ends a stretch of it, the stretch is pale."""
    look = {"type": "line", "strokeWidth": 1.8, "strokeDash": dash, "aria": False}
    firm = {"mark": {**look, "color": color}, "encoding": {"y": _y("firm", y)}}  # a missing point breaks it
    pale = {"mark": {**look, "color": color, "opacity": 0.45}, "encoding": {"y": _y("y", y)}}
    return [pale, firm] if thin else [firm]


def _dots(y: Axis, color: str, count: int) -> Spec:
    look = {"type": "square", "opacity": 0} if count > MOST_DOTS else {"type": "circle", "opacity": 1}
    return {
        "mark": {**look, "size": 30},
        "encoding": {"y": _y("y", y), "color": _color(color), "description": {"field": "words"}},
    }


def _color(strong: str) -> Spec:
    return {"condition": {"test": "datum.faint", "value": _pale(strong)}, "value": strong}


def _pale(color: str) -> str:
    return color.replace(")", "-pale)")


def _x(field: str, axis: Axis, width: int) -> Spec:
    marks: Spec = {
        "format": axis.form,
        "grid": False,
        "tickCount": 10 if width == WIDE else 3,
        "labelOverlap": True,
        "labelSeparation": 6,
    }
    return _channel(field, axis, marks)


def _y(field: str, axis: Axis) -> Spec:
    marks = {"format": axis.form, "tickCount": 3, "domain": False, "ticks": False, "labelPadding": 5}
    return _channel(field, axis, marks)


def _channel(field: str, axis: Axis, marks: Spec) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": _scale(axis),
        "title": axis.title or None,
        "axis": marks,
    }


def _scale(axis: Axis) -> Spec:
    ends = {"domainMin": axis.low, "domainMax": axis.high}
    given = {name: end for name, end in ends.items() if end is not None}
    return {"nice": not given, "zero": not given, **given}


def _svg(chart: Spec, width: int, height: int) -> str:
    look = {"background": "transparent", "font": FONT, "view": {"stroke": None}, "axis": _AXIS}
    fit = {"type": "fit", "contains": "padding"}
    spec = {"width": width, "height": height, "autosize": fit, "padding": 2, "config": look, **chart}
    return _inline(kept_result([_version(), spec], partial(_draw, spec)), width, height)


def _draw(spec: Spec) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)


@cache
def _version() -> str:
    return f"vl-convert {version('vl-convert-python')}, Vega-Lite {VEGA_LITE}"


_AXIS = {
    "labelColor": MUTED,
    "titleColor": MUTED,
    "tickColor": GRID,
    "domainColor": GRID,
    "gridColor": GRID,
    "labelFontSize": 11,
    "titleFontSize": 11,
    "titleFontWeight": "normal",
    "titlePadding": 6,
}


def _inline(svg: str, width: int, height: int) -> str:
    """Let a drawing take the width it is given, and leave its description to the figure around it."""
    size = f'width="{width}" height="{height}"'
    return _slim(svg.replace(size, 'aria-hidden="true" focusable="false"', 1))


def _slim(svg: str) -> str:
    """Round coordinates to 0.01 pixel, remove ARIA roles and attributes the style sheet sets: half the page size."""
    return _PLACES.sub(lambda places: _LONG.sub(r"\1", places[0]), _ROLES.sub("", svg))


_ROLES = re.compile(
    r' (?:role|aria-roledescription|pointer-events|class|font-family|font-size)="[^"]*"| (?:opacity|stroke-width)="1"'
    r'| aria-label="[XY]-axis[^"]*"'
)
_PLACES = re.compile(r' (?:d|transform|x2|y2|points)="[^"]*"')
_LONG = re.compile(r"(\d\.\d\d)\d+(?!e)")
