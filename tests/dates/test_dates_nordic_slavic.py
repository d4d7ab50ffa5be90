"""Dates in Swedish, Danish, Norwegian, Finnish, Slovak, Czech and Polish: text, first year, last year ('..': open)."""

from __future__ import annotations

import unicodedata

import pytest

from artmeta.dates import read_date

SPANS = {
    "Swedish": """
        Utf. 1690 | 1690 1690
        Utförd omkr. 1745 | 1740 1750
        Sign. 1745 | 1745 1745
        Utf. 1630-talet (?) | 1630 1639
        1600-talet | 1600 1699
        1600 - talet | 1600 1699
        1600-tal | 1600 1699
        sent 1600-tal | 1667 1699
        tidigt 1700-tal | 1700 1733
        1700-talets mitt | 1734 1766
        1700-talets slut | 1780 1799
        vid 1700-talets slut | 1780 1799
        1700-talets andra hälft | 1750 1799
        1700-talets förra hälft | 1700 1749
        1700-talets slut - 1800-talets början | 1780 1819
        slutet av 1700-talet - början av 1800-talet | 1780 1819
        1700-1800-talet | 1700 1899
        1600- och 1700-talet | 1600 1799
        1700-talet-1800-talet | 1700 1899
        1920-30-talet | 1920 1939
        1880- och 1890-talen | 1880 1899
        början av 1890-talet | 1890 1892
        i början av 1800-talet | 1800 1819
        första hälften av 1600-talet | 1600 1649
        senare delen av 1700-talet | 1750 1799
        sista fjärdedelen av 1800-talet | 1875 1899
        sista tredjedelen av 1800-talet | 1867 1899
        första kvartalet av 1800-talet | 1800 1824
        1800-talets första decennium | 1800 1809
        sekelskiftet 1900 | 1890 1910
        kring sekelskiftet 1800-1900 | 1890 1910
        sekelskiftet 1800/1900 | 1890 1910
        1:a hälften av 1800-talet | 1800 1849
        19:e århundradet | 1800 1899
        sjuttonhundratalet | 1700 1799
        mellan 1870 och 1880 | 1870 1880
        mellan ca 1870 och 1880 | 1870 1880
        före 1850 | .. 1850
        efter 1850 | 1850 ..
        senast 1850 | .. 1850
        tidigast 1850 | 1850 ..
        1850 eller senare | 1850 ..
        1850 eller 1860 | 1850 1860
        påbörjad 1850, avslutad 1860 | 1850 1860
        från 1850 till 1860 | 1850 1860
        tryckt 1850 | 1850 1850
        målad 1850, restaurerad 1930 | 1850 1850
        daterad 4 juni 1850 | 1850 1850
        våren 1850 | 1850 1850
        troligen c:a 1850 | 1845 1855
        från 1700-talet | 1700 1799
        från 1700-talet till 1800-talet | 1700 1899
        Medeltiden, 1400-tal | 1400 1499
        400-talet f.Kr. | -499 -400
        200-talet e.Kr. | 200 299
        500 f. Kr. - 200 e. Kr. | -500 200
        1850-t. | 1850 1859
    """,
    "Danish": """
        Ca. 1800 | 1795 1805
        omkring 1800 | 1795 1805
        o. 1800 | 1795 1805
        1800-tallet | 1800 1899
        1920'erne | 1920 1929
        1920erne | 1920 1929
        1820'ernes begyndelse | 1820 1822
        1800-tallets midte | 1834 1866
        midten af 1800-tallet | 1834 1866
        begyndelsen af 1800-tallet | 1800 1819
        slutningen af 1700-tallet | 1780 1799
        slutningen af det 18. århundrede | 1780 1799
        1. halvdel af 1700-tallet | 1700 1749
        anden halvdel af 1600-tallet | 1650 1699
        1700-tallets sidste fjerdedel | 1775 1799
        sidste halvdel af 1800-tallet | 1850 1899
        tidligt i 1800-tallet | 1800 1833
        17-1800-tallet | 1700 1899
        1700-1800 tallet | 1700 1899
        19. årh. | 1800 1899
        18.-19. årh. | 1700 1899
        1. fjerdedel af 19. årh. | 1800 1824
        før 1850 | .. 1850
        efter 1850 | 1850 ..
        senest 1850 | .. 1850
        mellem 1840 og 1850 | 1840 1850
        fra 1850 til 1860 | 1850 1860
        fra 1850 | 1850 ..
        udført 1850 | 1850 1850
        malet 1850-52 | 1850 1852
        3. september 1850 | 1850 1850
        3. sept. 1850 - 4. maj 1851 | 1850 1851
        efteråret 1850 | 1850 1850
        trykt 1850, udgivet 1851 | 1850 1850
        støbt 1950, modelleret 1910 | 1910 1910
        1850 eller før | .. 1850
        dateret 1850 | 1850 1850
        sandsynligvis 1850 | 1850 1850
    """,
    "Norwegian": """
        Antagelig 1880-årene | 1880 1889
        1880-åra | 1880 1889
        rundt 1880 | 1875 1885
        etter 1880 | 1880 ..
        før 1880 | .. 1880
        mellom 1880 og 1890 | 1880 1890
        1880 - ca. 1890 | 1880 1890
        begynnelsen av 1800-tallet | 1800 1819
        slutten av 1800-tallet | 1880 1899
        tidlig 1800-tall | 1800 1833
        tidlig på 1800-tallet | 1800 1833
        siste halvdel av 1700-tallet | 1750 1799
        andre halvdel av 1700-tallet | 1750 1799
        første kvartal av 1900-tallet | 1900 1924
        århundreskiftet 1900 | 1890 1910
        malt i 1880 | 1880 1880
        påbegynt 1893, fullført 1910 | 1893 1910
        17. mai 1905 | 1905 1905
        desember 1905 | 1905 1905
        trolig 1880-90 | 1880 1890
        19. århundre | 1800 1899
        1890- og 1900-årene | 1890 1999
    """,
    "Finnish": """
        n. 1890 | 1885 1895
        noin 1890 | 1885 1895
        noin vuonna 1890 | 1885 1895
        1800-luku | 1800 1899
        1890-luku | 1890 1899
        1800 -luku | 1800 1899
        1890-luvulla | 1890 1899
        1890-luvun alku | 1890 1892
        1890-luvun alussa | 1890 1892
        1800-luvun alku | 1800 1819
        1800-luvun loppu | 1880 1899
        1800-luvun alkupuoli | 1800 1849
        1800-luvun loppupuolella | 1850 1899
        1800-luvun puoliväli | 1834 1866
        1800-luvun toinen puolisko | 1850 1899
        1700-luvun viimeinen neljännes | 1775 1799
        1800-luvun 2. neljännes | 1825 1849
        1700-1800-luku | 1700 1899
        1700-luvun loppu - 1800-luvun alku | 1780 1819
        1800- ja 1900-lukujen vaihde | 1890 1910
        1800-1900-luvun vaihde | 1890 1910
        1920-30-luku | 1920 1939
        ennen vuotta 1890 | .. 1890
        ennen 1890 | .. 1890
        1890 jälkeen | 1890 ..
        vuoden 1890 jälkeen | 1890 ..
        noin vuoden 1890 jälkeen | 1885 ..
        viimeistään 1890 | .. 1890
        vuosina 1890-1895 | 1890 1895
        1890 tai 1891 | 1890 1891
        vuosien 1890 ja 1895 välillä | 1890 1895
        4. kesäkuuta 1890 | 1890 1890
        kesäkuu 1890 | 1890 1890
        maalattu 1890 | 1890 1890
        300-luku eKr. | -399 -300
        300-luku jKr. | 300 399
        100-luvulla e.Kr. | -199 -100
    """,
    "Slovak": """
        okolo roku 1780 | 1775 1785
        okolo 1780 | 1775 1785
        po roku 1900 | 1900 ..
        pred rokom 1900 | .. 1900
        pred 1900 | .. 1900
        do roku 1900 | .. 1900
        od roku 1900 | 1900 ..
        od roku 1900 do roku 1910 | 1900 1910
        v rokoch 1900 - 1910 | 1900 1910
        medzi rokmi 1900 a 1910 | 1900 1910
        18. storočie | 1700 1799
        18. - 19. storočie | 1700 1899
        18. storočie, 2. polovica | 1750 1799
        18. storočie, 2. polovica, 1770-1783 | 1770 1783
        koniec 18. storočia | 1780 1799
        začiatok 20. storočia | 1900 1919
        koniec 18. - začiatok 19. storočia | 1780 1819
        polovica 19. storočia | 1834 1866
        okolo polovice 19. storočia | 1834 1866
        1. polovica 20. storočia | 1900 1949
        v druhej polovici 19. storočia | 1850 1899
        1. tretina 19. storočia | 1800 1833
        posledná tretina 17. storočia | 1667 1699
        3. štvrtina 15. storočia | 1450 1474
        prelom 19. a 20. storočia | 1890 1910
        50. roky 19. storočia | 1850 1859
        50.-60. roky 20. storočia | 1950 1969
        koniec 60. rokov 20. storočia | 1967 1969
        2. polovica 60. rokov 20. storočia | 1965 1969
        šesťdesiate roky 20. storočia | 1960 1969
        vytvorené 1850 | 1850 1850
        datované 1850 | 1850 1850
        pravdepodobne 1850 | 1850 1850
        15. marca 1850 | 1850 1850
        15. 3. 1850 | 1850 1850
        asi 1850 | 1845 1855
        1850 alebo 1851 | 1850 1851
        18. stor. | 1700 1799
        5. storočie pred Kr. | -499 -400
        1850, odliate 1960 | 1850 1850
    """,
    "Czech": """
        kolem 1780 | 1775 1785
        kolem roku 1780 | 1775 1785
        po roce 1900 | 1900 ..
        po r. 1900 | 1900 ..
        před rokem 1900 | .. 1900
        před 1900 | .. 1900
        mezi lety 1850 a 1860 | 1850 1860
        mezi lety 1850-1860 | 1850 1860
        v letech 1850-1860 | 1850 1860
        18. století | 1700 1799
        17.-18. stol. | 1600 1799
        1. pol. 18. stol. | 1700 1749
        pol. 18. stol. | 1734 1766
        2. třetina 18. století | 1734 1766
        2. čtvrt. 16. stol. | 1525 1549
        poč. 19. stol. | 1800 1819
        počátek 19. století | 1800 1819
        konec 18. a začátek 19. století | 1780 1819
        závěr 19. století | 1880 1899
        na přelomu 19. a 20. století | 1890 1910
        přelom 19./20. století | 1890 1910
        70. léta 19. století | 1870 1879
        sedmdesátá léta 19. století | 1870 1879
        60. a 70. léta 20. století | 1960 1979
        2. desetiletí 20. století | 1910 1919
        18. století - 2. polovina | 1750 1799
        v 19. století | 1800 1899
        osmnácté století | 1700 1799
        malováno 1850 | 1850 1850
        1850 (datováno) | 1850 1850
        od 2. poloviny 18. století do 1. poloviny 19. století | 1750 1849
        20. září 1850 | 1850 1850
        1850 nebo 1851 | 1850 1851
        snad 1850 | 1850 1850
        1. - 2. třetina 19. století | 1800 1866
        1850, nový otisk 1960 | 1850 1850
        2. stol. př. n. l. | -199 -100
        2. stol. n. l. | 100 199
        480 př. Kr. | -480 -480
    """,
    "Polish": """
        ok. 1880 | 1875 1885
        około 1880 r. | 1875 1885
        1880 r. | 1880 1880
        w 1880 roku | 1880 1880
        XIX w. | 1800 1899
        XIX wiek | 1800 1899
        w. XIX | 1800 1899
        w XIX w. | 1800 1899
        XVIII/XIX w. | 1700 1899
        XVIII-XIX w. | 1700 1899
        XVIII i XIX w. | 1700 1899
        przełom XIX i XX w. | 1890 1910
        przełom XVIII/XIX w. | 1790 1810
        2 poł. XVIII w. | 1750 1799
        II poł. XIX w. | 1850 1899
        I poł. XIX w. | 1800 1849
        XIX w. 2 poł. | 1850 1899
        XIX w., 2 poł. | 1850 1899
        poł. XIX w. | 1834 1866
        1. ćw. XX w. | 1900 1924
        IV ćw. XIX w. | 1875 1899
        ostatnia ćwierć XIX wieku | 1875 1899
        3/4 XVIII w. | 1750 1774
        3. tercja XIX w. | 1867 1899
        pocz. XX w. | 1900 1919
        na początku XX w. | 1900 1919
        kon. XVIII w. - pocz. XIX w. | 1780 1819
        koniec XVIII - początek XIX w. | 1780 1819
        koniec XVIII/początek XIX w. | 1780 1819
        lata 60. XX w. | 1960 1969
        lata 60-te XX w. | 1960 1969
        lata 60. i 70. XX w. | 1960 1979
        l. 80. XIX w. | 1880 1889
        lata sześćdziesiąte XX wieku | 1960 1969
        lata 1860-1870 | 1860 1870
        po 1850 | 1850 ..
        przed 1850 | .. 1850
        po 1850, przed 1860 | 1850 1860
        między 1850 a 1860 | 1850 1860
        od 1850 do 1860 | 1850 1860
        do 1850 | .. 1850
        od 1850 | 1850 ..
        nie przed 1850 | 1850 ..
        1848-50 i 1900 | 1848 1900
        1850 lub 1851 | 1850 1851
        malowany 1850, restaurowany 1950 | 1850 1850
        3 maja 1850 r. | 1850 1850
        I w. p.n.e. | -99 -1
        I-III w. n.e. | 1 299
        osiemnasty wiek | 1700 1799
        pierwsza połowa XVII wieku | 1600 1649
    """,
    "decades of a century elsewhere": """
        années 50 du XXe siècle | 1950 1959
        50er Jahre des 20. Jahrhunderts | 1950 1959
        anni '50 del XX secolo | 1950 1959
        Wende vom 18. zum 19. Jahrhundert | 1790 1810
        turn of the 18th and 19th centuries | 1790 1810
        18. Jh., Ende - 19. Jh., Anfang | 1780 1819
        sec. XV fine - XVI inizio | 1480 1519
        sec. XV fine - XVI | 1480 1599
        secolo XV, seconda metà - XVI, prima metà | 1450 1549
        XVe siècle fin - XVIe début | 1480 1519
        19. Jh., Anfang - 2. Viertel | 1800 1849
        19th century, early - mid | 1800 1866
        XIXe siècle, 1er quart - 2e quart | 1800 1849
        fra 1850 e 1860 | 1850 1860
        1st–2nd quarter of the 19th century | 1800 1849
        second and third quarter of the 19th century | 1825 1874
        1.-2. Drittel 18. Jh. | 1700 1766
        1858/2 | 1858 1858
        4e quart du 6e siècle avant J.C. | -524 -500
        l'an 27 avant J.C. - l'an 476 | -27 476
        L'an 340 avant J.C. | -340 -340
    """,
    "written by machines": """
        1798-01-01T00:00:00.000Z | 1798 1798
        1850-01-01 00:00:00 | 1850 1850
        1850-01-01T00:00:00+01:00 | 1850 1850
        1/1/1850 12:00:00 AM | 1850 1850
        01.01.1850 00:00 | 1850 1850
        1907-1-1 | 1907 1907
        1907/1/1 | 1907 1907
        +1850-00-00T00:00:00Z | 1850 1850
        -0480-00-00T00:00:00Z | -480 -480
        1850-00-00 | 1850 1850
        1850-00 | 1850 1850
        18500417 | 1850 1850
        1850-01-01/1860-12-31 | 1850 1860
        1850/.. | 1850 ..
        1850..1860 | 1850 1860
    """,
}
CASES = [
    pytest.param(*(part.strip() for part in line.split("|")), id=f"{language}: {line.strip()}")
    for language, lines in SPANS.items()
    for line in lines.strip().splitlines()
]


def years(text: str) -> str:
    span = read_date(text)
    ends = (".." if year is None else str(year) for year in (span.earliest, span.latest))
    return " ".join(ends) if span.status == "read" else span.status


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_spans(text: str, expected: str) -> None:
    assert years(text) == expected


PLAIN = str.maketrans("øØłæ", "oOla")


@pytest.mark.parametrize("text", [case.values[0] for case in CASES if not str(case.values[0]).isascii()])
def test_spelling_does_not_matter(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    assert years(composed) == years(decomposed) == years(bare.translate(PLAIN)) == years(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "u.å.",
        "u å",
        "odaterad",
        "Odaterat",
        "okänt år",
        "årtal saknas",
        "udateret",
        "Udateret.",
        "uden år",
        "ukjent",
        "udatert",
        "uten år",
        "ajoittamaton",
        "Ajoitus tuntematon",
        "päiväämätön",
        "nedatované",
        "bez datovania",
        "nedatováno",
        "bez data",
        "b. d.",
        "bez daty",
        "niedatowane",
        "brak daty",
        "nieznana",
        "nedat.",
    ],
)
def test_undated(text: str) -> None:
    assert years(text) == "undated"


@pytest.mark.parametrize(
    "text",
    [
        "född 1850",
        "født 1850",
        "syntynyt 1850",
        "narodený 1850",
        "zemřel 1850",
        "ur. 1850",
        "zm. 1850",
        "A01024",
        "AR00123",
        "R1850",
        "00123",
        "60-talet",
        "lata 60.",
        "50. roky",
        "sekelskiftet",
        "1855-talet",
        "restaurerad 1850",
    ],
)
def test_unread(text: str) -> None:
    assert years(text) == "unread"
