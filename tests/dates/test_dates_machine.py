"""Dates as programs write them, and forms that several languages share: text, first year, last year."""

from __future__ import annotations

import pytest

from artmeta.dates import read_date

READ = {
    "+1850-00-00T00:00:00Z/9": (1850, 1850),
    "+1850-00-00T00:00:00Z/8": (1850, 1859),
    "+1801-00-00T00:00:00Z/7": (1800, 1899),
    "+1900-00-00T00:00:00Z/7": (1800, 1899),
    "+1800-00-00T00:00:00Z/7": (1700, 1799),
    "+1583-05-12T00:00:00Z/11/J": (1583, 1583),
    "+0050-00-00T00:00:00Z/9": (50, 50),
    "-0050-00-00T00:00:00Z/9": (-50, -50),
    "-0050": (-50, -50),
    "1850-XX-XX": (1850, 1850),
    "c. -500": (-525, -475),
    "before -0500": (None, -500),
    "-450 à -400": (-450, -400),
    "c. 1850 -1860": (1850, 1860),
    "mid -19th century": (1834, 1866),
    "1850:12:31 10:11:12": (1850, 1850),
    "1850%": (1845, 1855),
    "2004-06-~01/2004-06-~20": (2004, 2004),
    "2004-~06": (2004, 2004),
    "1850-~60": (1850, 1860),
    "{1960,1961..1962}": (1960, 1962),
    "[1850..]": (1850, None),
    "[..1850]": (None, 1850),
    "[1850?]-1860": (1850, 1860),
    "1850-[60]": (1850, 1860),
    "1850_1860": (1850, 1860),
    "1850年": (1850, 1850),
    "1850年代": (1850, 1859),
    "1850年5月3日": (1850, 1850),
    "1850 年 5 月": (1850, 1850),
    "1850年頃": (1845, 1855),
    "05/13/1850": (1850, 1850),
    "1850-00-00": (1850, 1850),
    "Ming dynasty, after 1650": (1368, None),
    "lata 1920.": (1920, 1929),
    "lata 1920-1925": (1920, 1925),
    "k. XVIII w.": (1780, 1799),
    "k. 19. století": (1880, 1899),
    "malowane 1880": (1880, 1880),
    "přibl. 1850": (1845, 1855),
    "1800-tallets slutt": (1880, 1899),
    "1890-1900-talet": (1890, 1909),
    "1700-1800-talet": (1700, 1899),
    "1ère moitié XIXe": (1800, 1849),
    "mid-C18": (1734, 1766),
    "fins do século XVIII": (1780, 1799),
    "1.ª metade do séc. XVII": (1600, 1649),
    "último quartel do século XVII": (1675, 1699),
    "séculos XVII-XVIII": (1600, 1799),
    "por volta de 1850": (1845, 1855),
    "após 1850": (1850, None),
    "1.ª mitad del siglo XIX": (1800, 1849),
    "post 1850 ante 1860": (1850, 1860),
    "fin du Ier siècle av. J.-C. - début du Ier siècle apr. J.-C.": (-19, 19),
}


@pytest.mark.parametrize("text", READ)
def test_a_form_is_read(text: str) -> None:
    result = read_date(text)
    assert (result.earliest, result.latest) == READ[text]


TOO_LITTLE = ["3e millénaire", "+1850-00-00T00:00:00Z/4", "K 1850", "Y-17000002"]
NO_DAYS = ["1850-13-01", "1850.13.01", "1850/13/05", "13/13/1850", "32.01.1850", "1850:13:01", "May 45, 1850"]
NO_DAYS += ["+1850-13-00T00:00:00Z/10"]
CONTRADICTIONS = ["1850, before 1840", "before 1840, 1850", "1850, after 1860", "18th century, after 1850"]


@pytest.mark.parametrize("text", [*TOO_LITTLE, *NO_DAYS, *CONTRADICTIONS])
def test_a_form_that_says_too_little_or_what_cannot_be_is_unread(text: str) -> None:
    assert read_date(text).status == "unread"
