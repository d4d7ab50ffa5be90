#!/bin/sh
# Installing undate makes the parsers of other programs in the same environment slow to build.
#
# undate 0.8.0 reads uncertain dates with grammars for Lark, and requires lark[interegular]. That extra is documented for
# Lark's strict mode. But Lark uses interegular wherever it can be imported: whenever an LALR parser is built, it looks for
# pairs of regular expressions that match the same text, by automata. It does so for the terminals of Lark's own grammar of
# grammars too, so that also a grammar with a lexer of its own pays for it, once in each process. Nothing is reported below
# the log level DEBUG.
#
# Seen with lark 1.3.1 and interegular 0.3.3: to build an LALR parser of one rule with a lexer of its own takes some 47,100 calls
# of Python functions without undate and 438,300 with it, 387,464 of them in interegular; undate itself is not imported. In a
# program that reads a few dates and ends, building the parser is what takes the time.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "lark==1.3.1"
cat >"$folder/build.py" <<'PYTHON'
import sys

from lark import Lark
from lark.lexer import Lexer, Token


class Words(Lexer):
    """A lexer of the program's own: no terminal of the grammar has a regular expression."""

    def __init__(self, conf):
        pass

    def lex(self, text):
        for word in text.split():
            yield Token("YEAR" if word.isdigit() else "CIRCA", word)


calls = {"all": 0, "interegular": 0}


def count(frame, event, _):
    if event == "call":
        calls["all"] += 1
        calls["interegular"] += str(frame.f_globals.get("__name__")).startswith("interegular")


sys.setprofile(count)
parser = Lark("start: [CIRCA] YEAR\n%declare CIRCA YEAR", parser="lalr", lexer=Words)
sys.setprofile(None)
assert [str(word) for word in parser.parse("circa 1850").children] == ["circa", "1850"]
print(calls["all"], calls["interegular"])
PYTHON
before=$("$folder/venv/bin/python" "$folder/build.py")
"$folder/venv/bin/pip" install --quiet "undate==0.8.0" "lark==1.3.1" "interegular==0.3.3"
after=$("$folder/venv/bin/python" "$folder/build.py")
printf 'calls to build one parser, and of them in interegular\nwithout undate: %s\nwith undate:    %s\n' "$before" "$after"
"$folder/venv/bin/python" - $before $after <<'PYTHON'
import sys

before, none, after, interegular = map(int, sys.argv[1:])
assert none == 0 and interegular > before and after > 2 * before, "the behaviour has changed"
PYTHON
