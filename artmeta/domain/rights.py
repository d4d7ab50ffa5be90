"""A statement of rights, read into a small vocabulary: what may be done with a picture, never more than it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from artmeta.domain.artwork import Rights
from artmeta.lazy_imports import LazyModule

if TYPE_CHECKING:
    from artmeta.domain import _rights_context as context
    from artmeta.domain import _rights_words as words
else:  # their patterns take 0.02 CPU s to compile; most commands read a collection's file, and no rights
    context, words = map(LazyModule, ("artmeta.domain._rights_context", "artmeta.domain._rights_words"))

LONGEST = 4000  # characters; what is longer are terms of use, no statement about one work
_CODES: frozenset[str] = frozenset(get_args(Rights))
_FREE = frozenset({"public_domain", "cc0"})
_WITHOUT_CONDITIONS_OF_USE = _FREE | {"cc_by", "cc_by_sa"}


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause: whether it is about the picture, the data about the work, or neither, and what it states."""

    subjects: frozenset[str]
    evidence: tuple[str, ...]


@lru_cache(maxsize=4096)  # a collection has few statements, each on many works
def read_rights(text: str) -> Rights:
    """Read what a text states of a picture's rights: an address, a code or words in six European languages.

    Creative Commons and RightsStatements.org addresses, `CC BY-NC 4.0`, `gemeinfrei`, `© the artist's estate`. Where
    picture and metadata are named apart, the picture's clause counts. Conflicting statements give the strictest of
    them if one reserves the rights, else 'unknown'; so do negated, doubtful and territorially limited ones, and
    several licences at once. What is not understood, or longer than 4,000 characters, is 'unknown'.
    """
    if len(text) > LONGEST:
        return "unknown"
    return _combined(_of_the_picture(_clauses(words.marked(text))))


def _clauses(marked: str) -> Iterator[_Clause]:
    """Read the clauses in order; a clause without a subject continues a heading that stood before it."""
    heading: frozenset[str] = frozenset()
    beside = ""
    for part in words.CLAUSE_END.split(marked):
        subjects, evidence = words.subjects_of(part), tuple(_evidence(part))
        yield _Clause(subjects or heading, (*evidence, *_context(part, evidence, beside)))
        beside = "" if evidence else part
        if evidence:
            heading = frozenset()
        elif subjects:
            heading = subjects


def _evidence(clause: str) -> Iterator[str]:
    """Yield what one clause states; an open statement that is negated or limited there is a doubt."""
    before = 0
    for match in words.MARK.finditer(clause):
        kind = words.KIND_OF[match[0]]
        if kind in _CODES and words.is_weakened(clause[before : match.start()], kind, clause[match.end() :]):
            kind = words.DOUBT
        if kind in _CODES and len(words.subjects_of(clause)) > 1 and words.NEGATION.search(clause):
            kind = words.DOUBT
        before = match.end()
        yield kind


def _context(clause: str, evidence: tuple[str, ...], beside: str) -> Iterator[str]:
    """Yield what the words around a clause's statements leave open, or what a clause without any adds.

    `beside` is the clause before where that has no statement either: a museum's name and place, for one.
    """
    licences = [kind for kind in evidence if kind in _CODES]
    if licences:
        kind = context.of_a_statement(clause, attributed=_FREE.isdisjoint(licences))
    elif evidence:  # a notice or a reservation names whom it likes
        kind = context.UNEXPLAINED if words.is_limited(clause) else ""
    else:
        kind = context.beside_a_statement(clause, beside)
    if kind:
        yield kind


def _of_the_picture(clauses: Iterable[_Clause]) -> frozenset[str]:
    """Return what concerns the picture: all that is not said of the data alone."""
    data = frozenset({words.DATA})
    return frozenset(kind for clause in clauses if clause.subjects != data for kind in clause.evidence)


def _combined(evidence: frozenset[str]) -> Rights:
    licences = evidence & _CODES
    if "cc0" in licences:
        licences -= {"public_domain"}  # "Public Domain (CC0)" is one statement
    if words.RESERVED in evidence or (not licences and evidence & {words.NOTICE, words.LABEL}):
        return "in_copyright"
    if not evidence.isdisjoint({words.DOUBT, context.UNEXPLAINED}) or len(licences) != 1:
        return "unknown"
    (licence,) = licences
    # A licence is granted by an owner of copyright, so a notice agrees with it; with the public domain it does not.
    if evidence & {words.NOTICE, context.CREDIT} and licence in _FREE:
        return "unknown"
    if words.RESTRICTED in evidence and licence in _WITHOUT_CONDITIONS_OF_USE:
        return "unknown"
    return licence  # type: ignore[return-value]  # a member of _CODES
