"""Which role belongs to which span: "printed 1975", "1958 (designed)", "1991 designed", "Drawn: 1904"."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.dates.tree import Element, Mark, Role, Span, Unreadable

FRAMING = {"period", "dynasty", "century", "millennium", "ordinal", "hundreds"}  # "Meiji period 1868-1912"


@dataclass(slots=True)
class DatedRole:
    """One span and what was done in it; no role means that the work was made. Bracketed: it stood in (...)."""

    span: Span
    role: Role | None = None
    bracketed: bool = False


@dataclass(slots=True)
class TextSegment:
    """What stands between two marks; `bracketed` if the first of them is an opening bracket."""

    entries: list[Span | Role]
    bracketed: bool
    closing: str = ""


def group(entries: list[Element]) -> list[DatedRole]:
    """Pair spans with roles; raise Unreadable where dates stand together in a way that says nothing."""
    dated_roles: list[DatedRole] = []
    waiting: Role | None = None  # "Drawn:" speaks for the segment after the colon
    parts: tuple[str, ...] = ()  # "1. Hälfte," for the century after the comma
    separated = ""
    for segment in _segments(entries):
        roles = [entry for entry in segment.entries if isinstance(entry, Role)]
        spans = [entry for entry in segment.entries if isinstance(entry, Span)]
        dated = [span for span in spans if _dated(span)]
        if not dated and roles:
            leads = segment.closing == ":" or (segment.closing == "," and not segment.bracketed)
            waiting = roles[0] if leads else None
            if segment.bracketed and dated_roles and dated_roles[-1].role is None and len(spans) == 0:
                dated_roles[-1].role = roles[0]
        elif not dated and spans:
            parts = _give_parts(spans[0], dated_roles)
        elif dated:
            pairs = _pair(segment, waiting or _going_on(segment, dated_roles, separated))
            pairs[0].span.moments[0].parts = (*parts, *pairs[0].span.moments[0].parts)
            dated_roles += pairs
            waiting, parts = None, ()
        separated = segment.closing
    if parts:
        raise Unreadable("a part of nothing")
    return dated_roles


def _going_on(segment: TextSegment, dated_roles: list[DatedRole], separated: str) -> Role | None:
    """Let a role hold for the dates that follow it after commas: "1920, cast 1929, 1932"."""
    roles = [entry for entry in segment.entries if isinstance(entry, Role)]
    if roles or separated != "," or not dated_roles or dated_roles[-1].bracketed:
        return None
    return dated_roles[-1].role


def _segments(entries: list[Element]) -> list[TextSegment]:
    segments = [TextSegment([], bracketed=False)]
    for entry in entries:
        if isinstance(entry, Mark):
            segments[-1].closing = entry.kind
            segments.append(TextSegment([], bracketed=entry.kind in {"(", "["}))
        else:
            segments[-1].entries.append(entry)
    return [segment for segment in segments if segment.entries]


def _pair(segment: TextSegment, waiting: Role | None) -> list[DatedRole]:
    """Give each span the role before it, each part its century; a role at the very end belongs to the span before."""
    dated_roles: list[DatedRole] = []
    pending = waiting
    parts: tuple[str, ...] = ()
    for entry in segment.entries:
        if isinstance(entry, Role):
            pending = _first_named(pending, entry)
        elif not _dated(entry):
            parts = _give_parts(entry, dated_roles)
        else:
            entry.moments[0].parts, parts = (*parts, *entry.moments[0].parts), ()
            if dated_roles and pending is None and dated_roles[-1].span.moments[-1].unit not in FRAMING:
                raise Unreadable("two dates without a mark between them")
            if dated_roles and pending is None and _eras_differ(dated_roles[-1].span, entry):
                raise Unreadable("an era for the second century and none for the first")
            dated_roles.append(DatedRole(entry, pending, segment.bracketed))
            pending = None
    if pending is not None and dated_roles[-1].role is None:
        dated_roles[-1].role = pending
    if parts:
        raise Unreadable("a part of nothing")
    return dated_roles


def _eras_differ(one: Span, other: Span) -> bool:
    """Whether "4th century 3rd century BC" leaves open what the first is."""
    first, last = one.moments[-1], other.moments[0]
    return first.unit == last.unit == "century" and last.says("BC") and not first.hedges


def _dated(span: Span) -> bool:
    return span.moments[0].unit != "part" or any(moment.unit != "part" for moment in span.moments)


def _first_named(one: Role | None, other: Role) -> Role:
    """Two roles in a row: the first that says something, "printed posthumously" or "posthumous cast"."""
    return one if one is not None and one.names else other


def _give_parts(span: Span, dated_roles: list[DatedRole]) -> tuple[str, ...]:
    """Give "1. Hälfte" of "17. Jh., 1. Hälfte" to the century before it; else return it for the next."""
    if len(span.moments) > 1:
        raise Unreadable("parts of nothing")
    parts = span.moments[0].parts
    target = dated_roles[-1].span.moments[-1] if dated_roles else None
    if target is None or target.unit not in FRAMING | {"decade"}:
        return parts
    target.parts = (*parts, *target.parts)
    return ()
