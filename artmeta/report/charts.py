"""Drawings as SVG that a browser shows without any script: colours follow the page, marks carry their own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

# The page's style sheet gives these their values, once for light paper and once for dark.
INK, MUTED, GRID = "var(--ink)", "var(--muted)", "var(--grid)"
FIRST, SECOND = "var(--chart-1)", "var(--chart-2)"
FONT = "system-ui, sans-serif"
PANEL, PANEL_HEIGHT = 300, 110  # pixels; a panel fits a telephone, three stand side by side on a desk
WIDE = 780
FAINT = 0.3  # how strongly a thin bin is drawn


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `start` to `end` on the x axis; `words` is what a reader hears and sees of it."""

    start: float
    end: float
    height: float
    words: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line; `low` and `high` bound what it may truly be."""

    x: float
    y: float
    words: str
    low: float | None = None
    high: float | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Line:
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
    values: tuple[float, ...] | None = None


def bars(given: Sequence[Bar], x: Axis, y: Axis, wide: bool = False, height: int = PANEL_HEIGHT) -> str:
    """Draw bars that stand on the x axis; faint ones rest on few works."""
    import altair as alt

    rows = [
        {"start": bar.start, "end": bar.end, "height": bar.height, "words": bar.words,
         "strength": FAINT if bar.faint else 1.0}
        for bar in given
    ]  # fmt: skip
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color=FIRST, stroke="var(--paper)", strokeWidth=0.6)
        .encode(
            x=_x("start:Q", x, wide), x2="end:Q", y=_y("height:Q", y), description="words:N",
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
        )
    )  # fmt: skip
    return _svg(chart, WIDE if wide else PANEL, height)


def lines(given: Sequence[Line], x: Axis, y: Axis, wide: bool = False, height: int = PANEL_HEIGHT) -> str:
    """Draw one or two lines with their points, and a band where the points have bounds."""
    import altair as alt

    layers: list[alt.Chart] = []
    for line, color, dash in zip(given, (FIRST, SECOND), ([1, 0], [5, 3]), strict=False):
        layers += _line(line, x, y, wide, color, dash)
    return _svg(alt.layer(*layers), WIDE if wide else PANEL, height)


def _line(line: Line, x: Axis, y: Axis, wide: bool, color: str, dash: list[int]) -> list[alt.Chart]:
    import altair as alt

    rows = [
        {"x": dot.x, "y": dot.y, "low": dot.low, "high": dot.high, "words": dot.words,
         "strength": FAINT if dot.faint else 1.0}
        for dot in line.dots
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=_x("x:Q", x, wide))
    found = []
    if any(dot.low is not None for dot in line.dots):
        found.append(
            base.mark_area(color=color, opacity=0.18, aria=False).encode(y=_y("low:Q", y), y2="high:Q")
        )
    found.append(
        base.mark_line(color=color, strokeWidth=1.6, strokeDash=dash, aria=False).encode(y=_y("y:Q", y))
    )
    found.append(
        base.mark_circle(color=color, size=26, opacity=1).encode(
            y=_y("y:Q", y), description="words:N",
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
        )
    )  # fmt: skip
    return found


def _x(field: str, axis: Axis, wide: bool) -> alt.X:
    import altair as alt

    marks = alt.Axis(
        format=axis.form, grid=False, tickCount=10 if wide else 5, labelOverlap=True,
        values=list(axis.values) if axis.values else alt.Undefined,
    )  # fmt: skip
    return alt.X(field, scale=_scale(axis), title=axis.title or None, axis=marks)


def _y(field: str, axis: Axis) -> alt.Y:
    import altair as alt

    marks = alt.Axis(format=axis.form, tickCount=3, domain=False, ticks=False, labelPadding=5)
    return alt.Y(field, scale=_scale(axis), title=axis.title or None, axis=marks)


def _scale(axis: Axis) -> alt.Scale:
    import altair as alt

    if axis.low is None and axis.high is None:
        return alt.Scale(zero=True, nice=True)
    low, high = (alt.Undefined if end is None else end for end in (axis.low, axis.high))
    return alt.Scale(nice=False, zero=False, domainMin=low, domainMax=high)


def _svg(chart: Any, width: int, height: int) -> str:
    import vl_convert

    drawn = chart.properties(
        width=width, height=height, autosize={"type": "fit", "contains": "padding"}, padding=2
    )
    drawn = drawn.configure(background="transparent", font=FONT, view={"stroke": None}, axis=_AXIS)
    return _inline(vl_convert.vegalite_to_svg(drawn.to_dict(validate=False)), width, height)


_AXIS = {
    "labelColor": MUTED, "titleColor": MUTED, "tickColor": GRID, "domainColor": GRID, "gridColor": GRID,
    "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "titlePadding": 6,
}  # fmt: skip


def _inline(svg: str, width: int, height: int) -> str:
    """Let a drawing take the width it is given, and leave its description to the figure around it."""
    size = f'width="{width}" height="{height}"'
    return svg.replace(size, 'aria-hidden="true" focusable="false"', 1)
