"""Which role belongs to which span: "printed 1975", "1958 (designed)", "1991 designed", "Drawn: 1904"."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.dates.completing import Unreadable
from artmeta.dates.tree import Entry, Mark, Role, Span

FRAMING = {"period", "dynasty", "century", "millennium", "ordinal", "hundreds"}  # "Meiji period 1868-1912"


@dataclass(slots=True)
class Statement:
    """One span and what was done in it; no role means that the work was made. Bracketed: it stood in (...)."""

    span: Span
    role: Role | None = None
    bracketed: bool = False


@dataclass(slots=True)
class Stretch:
    """What stands between two marks; `bracketed` if the first of them is an opening bracket."""

    entries: list[Span | Role]
    bracketed: bool
    closing: str = ""


def group(entries: list[Entry]) -> list[Statement]:
    """Pair spans with roles; raise Unreadable where dates stand together in a way that says nothing."""
    statements: list[Statement] = []
    waiting: Role | None = None  # "Drawn:" speaks for the stretch after the colon
    parts: tuple[str, ...] = ()  # "1. Hälfte," for the century after the comma
    separated = ""
    for stretch in _stretches(entries):
        roles = [entry for entry in stretch.entries if isinstance(entry, Role)]
        spans = [entry for entry in stretch.entries if isinstance(entry, Span)]
        dated = [span for span in spans if _dated(span)]
        if not dated and roles:
            leads = stretch.closing == ":" or (stretch.closing == "," and not stretch.bracketed)
            waiting = roles[0] if leads else None
            if stretch.bracketed and statements and statements[-1].role is None and len(spans) == 0:
                statements[-1].role = roles[0]
        elif not dated and spans:
            parts = _give_parts(spans[0], statements)
        elif dated:
            found = _pair(stretch, waiting or _going_on(stretch, statements, separated))
            found[0].span.moments[0].parts = (*parts, *found[0].span.moments[0].parts)
            statements += found
            waiting, parts = None, ()
        separated = stretch.closing
    if parts:
        raise Unreadable("a part of nothing")
    return statements


def _going_on(stretch: Stretch, statements: list[Statement], separated: str) -> Role | None:
    """Let a role hold for the dates that follow it after commas: "1920, cast 1929, 1932"."""
    roles = [entry for entry in stretch.entries if isinstance(entry, Role)]
    if roles or separated != "," or not statements or statements[-1].bracketed:
        return None
    return statements[-1].role


def _stretches(entries: list[Entry]) -> list[Stretch]:
    found = [Stretch([], bracketed=False)]
    for entry in entries:
        if isinstance(entry, Mark):
            found[-1].closing = entry.kind
            found.append(Stretch([], bracketed=entry.kind in {"(", "["}))
        else:
            found[-1].entries.append(entry)
    return [stretch for stretch in found if stretch.entries]


def _pair(stretch: Stretch, waiting: Role | None) -> list[Statement]:
    """Give each span the role before it, each part its century; a role at the very end belongs to the span before."""
    statements: list[Statement] = []
    pending = waiting
    parts: tuple[str, ...] = ()
    for entry in stretch.entries:
        if isinstance(entry, Role):
            pending = _first_named(pending, entry)
        elif not _dated(entry):
            parts = _give_parts(entry, statements)
        else:
            entry.moments[0].parts, parts = (*parts, *entry.moments[0].parts), ()
            if statements and pending is None and statements[-1].span.moments[-1].unit not in FRAMING:
                raise Unreadable("two dates without a mark between them")
            statements.append(Statement(entry, pending, stretch.bracketed))
            pending = None
    if pending is not None and statements[-1].role is None:
        statements[-1].role = pending
    if parts:
        raise Unreadable("a part of nothing")
    return statements


def _dated(span: Span) -> bool:
    return span.moments[0].unit != "part" or any(moment.unit != "part" for moment in span.moments)


def _first_named(one: Role | None, other: Role) -> Role:
    """Two roles in a row: the first that says something, "printed posthumously" or "posthumous cast"."""
    return one if one is not None and one.names else other


def _give_parts(span: Span, statements: list[Statement]) -> tuple[str, ...]:
    """Give "1. Hälfte" of "17. Jh., 1. Hälfte" to the century before it; else return it for the next."""
    if len(span.moments) > 1:
        raise Unreadable("parts of nothing")
    given = span.moments[0].parts
    target = statements[-1].span.moments[-1] if statements else None
    if target is None or target.unit not in FRAMING | {"decade"}:
        return given
    target.parts = (*given, *target.parts)
    return ()
