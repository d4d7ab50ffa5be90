#!/bin/sh
# pyshacl 0.40.1 with rdflib 7.6.0 (PyPI): a SHACL shape "begins before it ends" stops on wrong years, and is reversed
# before Christ.
#
# Works and their owners have years in linked data as xsd:gYear, or, in Linked Art and CIDOC CRM, as the first and the
# last day of a time span (xsd:date, xsd:dateTime). XML Schema orders all of these, also before Christ, and SHACL's
# sh:lessThanOrEquals compares the two ends. Expected: 1860 to 1850 is a violation, and 500 BC to 400 BC is none. What
# happens: rdflib has no value for gYear, and no value for a day before Christ, as Python's dates begin with year 1;
# such literals are compared as texts. So
#   - right years pass, and wrong ones are not reported: the comparison fails, and pyshacl stops with a TypeError,
#     without a report on any work;
#   - before Christ, 400 BC to 500 BC passes, and the right order stops with the TypeError;
#   - a valid day or moment before Christ is no xsd:date or xsd:dateTime for sh:datatype.
# A test on right data after Christ shows none of this. SPARQL in rdflib finds no pair of years for "?begin <= ?end",
# and for days before Christ exactly the wrong ones. pyoxigraph 0.5.13 compares all of them rightly. Ways that work:
# years as xsd:integer, or pyoxigraph.
#
# Seen, for begin and end: what pyshacl says of "begin <= end" / works that SPARQL finds with that condition in rdflib /
# in pyoxigraph
#   years 1850 1860: conforms 0 1            years 1860 1850: TypeError 0 0
#   years -0500 -0400: TypeError 0 1         years -0400 -0500: conforms 0 0
#   days -0500-01-01 -0400-12-31: TypeError 0 1    days -0400-01-01 -0500-12-31: conforms 1 0
#   integers -500 -400: conforms 1 1         integers 1860 1850: violation 0 0
#   days 1860-01-01 1850-12-31: violation 0 0
#   valid as xsd:date by sh:datatype: 1850-01-01 yes, -0500-01-01 no
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pyshacl==0.40.1 rdflib==7.6.0 pyoxigraph==0.5.13
"$folder/venv/bin/python" - <<'PYTHON'
import logging

import pyoxigraph
import pyshacl
from rdflib import Graph

logging.disable(logging.CRITICAL)  # rdflib logs a traceback for each day before Christ
NAMES = """
@prefix : <https://museum.example/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
QUERY = """
PREFIX : <https://museum.example/>
SELECT ?work WHERE { ?work :begin ?begin ; :end ?end FILTER(?begin <= ?end) }
"""


def verdict(data, constraint):
    shape = f"{NAMES} [] a sh:NodeShape ; sh:targetClass :Work ; sh:property [ sh:path :begin ; {constraint} ] ."
    graphs = [Graph().parse(data=text, format="turtle") for text in (data, shape)]
    try:
        return "conforms" if pyshacl.validate(graphs[0], shacl_graph=graphs[1])[0] else "violation"
    except TypeError:
        return "TypeError"


def look(kind, begin, end):
    data = f'{NAMES} :work a :Work ; :begin "{begin}"^^xsd:{kind} ; :end "{end}"^^xsd:{kind} .'
    store = pyoxigraph.Store()
    store.load(data.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = [len(list(each.query(QUERY))) for each in (Graph().parse(data=data, format="turtle"), store)]
    seen = verdict(data, "sh:lessThanOrEquals :end"), *found
    print(kind, begin, end, *seen, "datatype:", verdict(data, f"sh:datatype xsd:{kind}"))
    return seen


assert look("gYear", "1850", "1860") == ("conforms", 0, 1)
assert look("gYear", "1860", "1850") == ("TypeError", 0, 0)
assert look("gYear", "-0500", "-0400") == ("TypeError", 0, 1)
assert look("gYear", "-0400", "-0500") == ("conforms", 0, 0)
assert look("date", "-0500-01-01", "-0400-12-31") == ("TypeError", 0, 1)
assert look("date", "-0400-01-01", "-0500-12-31") == ("conforms", 1, 0)
assert look("date", "1860-01-01", "1850-12-31") == ("violation", 0, 0)
assert look("integer", "-500", "-400") == ("conforms", 1, 1)
assert look("integer", "1860", "1850") == ("violation", 0, 0)
for day, expected in (("1850-01-01", "conforms"), ("-0500-01-01", "violation")):
    data = f'{NAMES} :work a :Work ; :begin "{day}"^^xsd:date .'
    assert verdict(data, "sh:datatype xsd:date") == expected
PYTHON
