"""The museum's web pages: a wall of pictures and a label for each; every page says that nothing is real."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import parse_qs

from artmeta.sample.http_server import ServedResponse
from artmeta.sample.records import Record
from artmeta.sample.visits import Visit, document

PAGE_SIZE = 48  # works on a page of the wall: two screens of pictures
NOTICE = "Drawn, not real: a program painted every picture here and invented every record."
LABELS = ("artist", "date", "medium", "dimensions", "accession_number", "venue", "subject", "rights")
FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body><p class="notice">{notice}</p>
{body}
<footer>{notice} Names of people, places, horses and ships are inventions.</footer></body></html>
"""
WELCOME = """<header><h1>The Sample Museum</h1>
<p>{works:,} works of 1700 to 1999: aircraft, boats, angels and demons, houses and horse races, with the defects of
real collections. For trying out programs on something whose truth is known.</p>
<p><a href="/collection.csv">The records (CSV)</a> · <a href="/dataset.zip">Pictures to learn from (ZIP)</a> ·
<a href="/truth.csv">The truth by work</a> · <a href="/truth-by-decade.csv">The truth by decade</a></p></header>
<main><ul class="wall">{wall}</ul><nav>{before}<span>Page {page} of {last}</span>{after}</nav></main>"""
CARD = """<li><a href="/{page}"><div class="mat"><img loading="lazy" src="/thumbnails/{file}" alt=""></div>
<b>{title}</b><span>{words}</span></a></li>
"""
WORK = """<header><p><a href="/?page={page}">The Sample Museum</a></p><h1>{title}</h1></header>
<main class="work"><img src="/{image}" alt="{title}, drawn by a program"><dl>{details}</dl></main>
"""


def index_page(visit: Visit) -> ServedResponse:
    """Return the wall, 48 works a page; the query may hold `page=N` (1 where it holds nothing sensible)."""
    works, word = visit.museum.works, parse_qs(visit.query).get("page", ["1"])[0]
    last = (works + PAGE_SIZE - 1) // PAGE_SIZE
    page = min(max(int(word[:9]), 1), last) if word.isascii() and word.isdigit() else 1
    numbers = range((page - 1) * PAGE_SIZE + 1, min(page * PAGE_SIZE, works) + 1)
    wall = "".join(_card(visit.museum.record(number)) for number in numbers)
    before = f'<a href="/?page={page - 1}">Previous</a>' if page > 1 else ""
    after = f'<a href="/?page={page + 1}">Next</a>' if page < last else ""
    body = WELCOME.format(works=works, wall=wall, before=before, page=page, last=last, after=after)
    return _page("The Sample Museum", body)


def work_page(visit: Visit) -> ServedResponse:
    """Return the page of one work: its picture and its record."""
    record = visit.museum.record(visit.number)
    title = escape(record.title or "[no title]")
    fields = ((name.replace("_", " ").capitalize(), escape(getattr(record, name))) for name in LABELS)
    details = "".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in fields if words)
    page = (visit.number - 1) // PAGE_SIZE + 1
    body = WORK.format(page=page, title=title, image=record.image, details=details)
    return _page(f"{title} – The Sample Museum", body)


def _card(record: Record) -> str:
    words = " · ".join(filter(None, (record.artist, record.date)))
    title, file = record.title or "[no title]", record.image.rpartition("/")[2]
    return CARD.format(page=record.page, file=file, title=escape(title), words=escape(words))


def _page(title: str, body: str) -> ServedResponse:
    return document(FRAME.format(title=title, style=_style(), notice=NOTICE, body=body), "text/html")


@cache
def _style() -> str:
    return files("artmeta.sample").joinpath("museum.css").read_text(encoding="utf-8")
