"""The parser: sequences of terminals are parsed by the grammar, each distinct sequence once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from artmeta.dates.numbers import Item
from artmeta.dates.tree import RULES, Element, Unreadable, Word
from artmeta.lazy_imports import lean

with lean(()):  # Lark takes packages for the patterns of terminals, 0.2 CPU s; these terminals have none
    from lark import Lark, Token, Tree, UnexpectedInput, lexer

SHAPES = 16384  # remembered; a museum's list of 7,000 texts has some 500
Step = int | tuple[Callable[..., Any], int] | None


class ShapeLexer(lexer.Lexer):  # type: ignore[misc]
    """A Lark lexer over terminals that are already classified; a token's value is its index in the sequence."""

    __future_interface__ = False

    def __init__(self, lexer_conf: object) -> None:
        """Take no configuration."""

    def lex(self, data: Any) -> Iterator[Token]:
        """Yield a token for each terminal of a shape."""
        for place, terminal in enumerate(data):
            yield Token(terminal, place)


def parse(items: list[Item]) -> list[Element]:
    """Return what terminals with their values say; raise Unreadable where the grammar knows no such order."""
    steps = _steps(tuple(terminal for terminal, _ in items))
    if steps is None:
        raise Unreadable("words in an order that no date has")
    stack: list[Any] = []
    for step in steps:
        if isinstance(step, tuple):
            tell, count = step
            at = len(stack) - count
            stack[at:] = [tell(*stack[at:])]
        else:
            stack.append(None if step is None else Word(*items[step]))
    entries: list[Element] = stack[0]
    return entries


@lru_cache(maxsize=SHAPES)
def _steps(shape: tuple[str, ...]) -> tuple[Step, ...] | None:
    """Return how a shape is read, bottom up: places of words, rules with what they take; None if it is not."""
    try:
        tree = _parser().parse(shape)
    except UnexpectedInput:
        return None
    return tuple(_post_order(tree))


def _post_order(node: Tree[Token] | Token | None) -> Iterator[Step]:
    if isinstance(node, Tree):
        for child in node.children:
            yield from _post_order(child)
        yield RULES[node.data], len(node.children)
    else:
        yield None if node is None else node.value


@cache
def _parser() -> Lark:
    grammar = (files("artmeta.dates") / "date.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=ShapeLexer)
