"""Dates in Hungarian, Russian and Ukrainian: text, first year, last year ('..': open)."""

from __future__ import annotations

import pytest

from artmeta.dates import read_date

SPANS = {
    "Hungarian": """
        1852 körül | 1847 1857
        kb. 1852 | 1847 1857
        1852 k. | 1847 1857
        1852 táján | 1847 1857
        1852 után | 1852 ..
        1852 előtt | .. 1852
        1852-ig | .. 1852
        1852-től | 1852 ..
        1852-től 1861-ig | 1852 1861
        1852-ben | 1852 1852
        1852 és 1861 között | 1852 1861
        1852-1861 között | 1852 1861
        1852 vagy 1861 | 1852 1861
        1852 vagy később | 1852 ..
        valószínűleg 1852 | 1852 1852
        1852. május 4. | 1852 1852
        1852. május | 1852 1852
        1852 nyarán | 1852 1852
        1850-es évek | 1850 1859
        1840-es évek | 1840 1849
        az 1830-as évek | 1830 1839
        1850-es évek eleje | 1850 1852
        1850-es évek vége | 1857 1859
        1850-es évek második fele | 1855 1859
        1850-60-as évek | 1850 1869
        1850-es, 1860-as évek | 1850 1869
        1850-es évek körül | 1850 1859
        19. század | 1800 1899
        i. e. 5. század | -499 -400
        i.e. 3. sz. | -299 -200
        i. e. 300 körül | -325 -275
        i. sz. 3. század eleje | 200 219
        i. sz. 300 | 300 300
        I. sz. vége | 80 99
        XIX. század | 1800 1899
        19. sz. | 1800 1899
        XIX. sz. eleje | 1800 1819
        19. század közepe | 1834 1866
        19. század vége | 1880 1899
        19. század végén | 1880 1899
        19. század első fele | 1800 1849
        19. század második fele | 1850 1899
        18. század utolsó negyede | 1775 1799
        18. század harmadik negyede | 1750 1774
        18. század első harmada | 1700 1733
        20. század első évtizede | 1900 1909
        19. század vége - 20. század eleje | 1880 1919
        19. század vége, 20. század eleje | 1880 1919
        18-19. század | 1700 1899
        18–19. század fordulója | 1790 1810
        19. század közepe körül | 1834 1866
        tizenkilencedik század | 1800 1899
        Kr. e. 5. század | -499 -400
        Kr. e. 5. század vége | -419 -400
        Kr. e. 300 körül | -325 -275
        Kr. u. 2. század | 100 199
        Kr. e. 1. század – Kr. u. 1. század | -99 99
        készült 1852, restaurálva 1930 | 1852 1852
        é. n. | undated
        év nélkül | undated
        datálatlan | undated
    """,
    "Russian": """
        1852 г. | 1852 1852
        1852г. | 1852 1852
        1852-1861 гг. | 1852 1861
        ок. 1852 | 1847 1857
        около 1852 г. | 1847 1857
        до 1852 | .. 1852
        до 1852 г. | .. 1852
        после 1852 | 1852 ..
        не ранее 1852 г. | 1852 ..
        не позднее 1852 г. | .. 1852
        с 1852 по 1861 г. | 1852 1861
        между 1852 и 1861 гг. | 1852 1861
        1852 или 1861 | 1852 1861
        1852 (?) | 1852 1852
        вероятно 1852 | 1852 1852
        4 мая 1852 г. | 1852 1852
        май 1852 г. | 1852 1852
        весна 1852 | 1852 1852
        1850-е | 1850 1859
        1850-е гг. | 1850 1859
        1850-е годы | 1850 1859
        начало 1850-х | 1850 1852
        конец 1880-х | 1887 1889
        конец 1880-х гг. | 1887 1889
        середина 1850-х годов | 1853 1857
        первая половина 1850-х гг. | 1850 1854
        1880-1890-е гг. | 1880 1899
        1880–90-е | 1880 1899
        1880-е - 1890-е гг. | 1880 1899
        60-е гг. XIX в. | 1860 1869
        60–70-е гг. XIX в. | 1860 1879
        XIX век | 1800 1899
        XIX в. | 1800 1899
        ХIХ в. | 1800 1899
        ХУIII в. | 1700 1799
        ХП в. | 1100 1199
        XVIII-XIX вв. | 1700 1899
        19 в. | 1800 1899
        19 век | 1800 1899
        начало XX в. | 1900 1919
        нач. XX в. | 1900 1919
        конец XIX - начало XX в. | 1880 1919
        к. XIX - н. XX вв. | 1880 1919
        кон. XIX — нач. XX вв. | 1880 1919
        конец XIX в. - начало XX в. | 1880 1919
        сер. XIX в. | 1834 1866
        середина XIX века | 1834 1866
        1-я половина XIX века | 1800 1849
        1-я пол. XIX в. | 1800 1849
        2-я половина XIX в. | 1850 1899
        вторая половина XIX века | 1850 1899
        XIX в., 2-я половина | 1850 1899
        2-я пол. XIX в. - нач. XX в. | 1850 1919
        1-я четверть XX в. | 1900 1924
        первая треть XIX в. | 1800 1833
        последняя треть XIX в. | 1867 1899
        посл. четв. XVIII в. | 1775 1799
        рубеж XIX-XX вв. | 1890 1910
        рубеж XIX–XX веков | 1890 1910
        первое десятилетие XX века | 1900 1909
        V-IV вв. до н.э. | -499 -300
        V в. до н. э. | -499 -400
        II в. н.э. | 100 199
        3-е тыс. до н.э. | -3000 -2001
        проект 1852, отпечатано 1861 | 1852 1852
        без даты | undated
        не датировано | undated
    """,
    "Ukrainian": """
        1852 р. | 1852 1852
        1852-1861 рр. | 1852 1861
        бл. 1852 | 1847 1857
        після 1852 р. | 1852 ..
        1850-ті рр. | 1850 1859
        1850-ті | 1850 1859
        XIX ст. | 1800 1899
        кінець XIX ст. | 1880 1899
        кін. XIX – поч. XX ст. | 1880 1919
        перша половина XIX ст. | 1800 1849
        2-га пол. ХІХ ст. | 1850 1899
        остання чверть XVIII століття | 1775 1799
        між 1852 і 1861 | 1852 1861
    """,
}


def cases() -> list[tuple[str, str]]:
    rows = [line.rsplit("|", 1) for block in SPANS.values() for line in block.strip().splitlines()]
    return [(text.strip(), expected.strip()) for text, expected in rows]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_date_is_read(text: str, expected: str) -> None:
    span = read_date(text)
    years = " ".join(".." if year is None else str(year) for year in (span.earliest, span.latest))
    assert (years if span.status == "read" else span.status) == expected
