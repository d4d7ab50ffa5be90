"""The museum's web pages: a wall of pictures and a label for each; every page says that nothing is real."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import parse_qs

from artmeta.sample.museum import Museum
from artmeta.sample.records import Record

A_PAGE = 48  # works on a page of the wall: two screens of pictures
NOTICE = "Drawn, not real: a program painted every picture here and invented every record."
LABELS = {
    "artist": "Artist",
    "date": "Date",
    "medium": "Medium",
    "dimensions": "Dimensions",
    "accession_number": "Accession number",
    "venue": "Venue",
    "subject": "Subject",
    "rights": "Rights",
}
FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body><p class="notice">{notice}</p>
{body}
<footer>{notice} Names of people, places, horses and ships are inventions.</footer></body></html>
"""
WELCOME = """<header><h1>The Sample Museum</h1>
<p>{works:,} works of 1700 to 1999: aircraft, boats, angels and demons, houses and horse races, with the dirt of
real collections. For trying out programs on something whose truth is known.</p>
<p><a href="/collection.csv">The records (CSV)</a> · <a href="/dataset.zip">Pictures to learn from (ZIP)</a> ·
<a href="/truth.csv">The truth by work</a> · <a href="/truth-by-decade.csv">The truth by decade</a></p></header>
"""
CARD = """<li><a href="/{page}"><div class="mat"><img loading="lazy" src="/thumbnails/{file}" alt=""></div>
<b>{title}</b><span>{words}</span></a></li>
"""
WORK = """<header><p><a href="/?page={page}">The Sample Museum</a></p><h1>{title}</h1></header>
<main class="work"><img src="/{image}" alt="{title}, drawn by a program"><dl>{details}</dl></main>
"""


def index_page(museum: Museum, query: str = "") -> str:
    """The wall, 48 works a page; `query` may hold `page=N` (1 where it holds nothing sensible)."""
    asked = parse_qs(query).get("page", ["1"])[0]
    last = (museum.works + A_PAGE - 1) // A_PAGE
    page = min(max(int(asked[:9]), 1), last) if asked.isascii() and asked.isdigit() else 1
    first = (page - 1) * A_PAGE + 1
    records = [museum.record(number) for number in range(first, min(first + A_PAGE, museum.works + 1))]
    wall = "".join(_card(record) for record in records)
    main = f'<main><ul class="wall">\n{wall}</ul>{_turn(page, last)}</main>'
    return _page("The Sample Museum", WELCOME.format(works=museum.works) + main)


def work_page(museum: Museum, number: int) -> str:
    """The page of one work: its picture and what the museum says about it."""
    record = museum.record(number)
    title = escape(record.title or "[no title]")
    said = {label: escape(getattr(record, name)) for name, label in LABELS.items()}
    details = "".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in said.items() if words)
    page = (number - 1) // A_PAGE + 1
    return _page(
        f"{title} – The Sample Museum",
        WORK.format(page=page, title=title, image=record.image, details=details),
    )


def _card(record: Record) -> str:
    words = " · ".join(filter(None, (record.artist, record.date)))
    title, file = record.title or "[no title]", record.image.rpartition("/")[2]
    return CARD.format(page=record.page, file=file, title=escape(title), words=escape(words))


def _turn(page: int, last: int) -> str:
    back = f'<a href="/?page={page - 1}" rel="prev">Earlier numbers</a>' if page > 1 else ""
    on = f'<a href="/?page={page + 1}" rel="next">Later numbers</a>' if page < last else ""
    return f"<nav>{back}<span>Page {page} of {last}</span>{on}</nav>"


def _page(title: str, body: str) -> str:
    return FRAME.format(title=title, style=_style(), notice=NOTICE, body=body)


@cache
def _style() -> str:
    return files("artmeta.sample").joinpath("museum.css").read_text(encoding="utf-8")
