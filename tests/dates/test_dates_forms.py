"""Forms of dates in the catalogues of museums, libraries and archives, under the neutral profile."""

from __future__ import annotations

import pytest

from artmeta.dates import read_date

CLOSED = {
    "between, as the French inventory writes it": """
        1871 entre,1876 et | 1871 1876
        1871 entre ; 1876 et | 1871 1876
        1726 et,1731 entre | 1726 1731
        1871 /03 /18 | 1871 1871
        1868 dépôt légal | 1868 1868
        19 e siècle | 1800 1899
    """,
    "between, as historians write it": """
        1541 × 1546 | 1541 1546
        1541 x 1546 | 1541 1546
        c. 1203 × 1219 | 1203 1219
    """,
    "parts of a century behind it, as palaeographers write them": """
        s. xiii in. | 1200 1219
        S. XIII ex | 1280 1299
        s. xiii med. | 1234 1266
        s. xiii 2/4 | 1225 1249
        S. XIII 3/4 | 1250 1274
        saec. XIII in. | 1200 1219
        s. xiii in. (?) | 1200 1219
        s. xiii ex.-xiv in. | 1280 1319
        s. xiii ex. or s. xiv in. | 1280 1319
        S. XIII in., med. | 1200 1266
    """,
    "centuries after a capital C": """
        C4 AD | 300 399
        late C3 AD - C4 AD | 267 399
        C2-C3 CE | 100 299
        C2-3 AD | 100 299
        C3-C2 BCE | -299 -100
        C3-2 BC | -299 -100
        LATE C19TH | 1867 1899
        C50 BC | -75 -25
        mid-C4 AD | 334 366
        C18 | 1700 1799
        C19TH, 1850 | 1850 1850
        C19, 1900 | 1800 1900
        C16th century | 1500 1599
        late C17th-C18th century | 1667 1799
    """,
    "written together": """
        500BC-475BC (circa) | -500 -475
        2600BC (circa) | -2625 -2575
        4thC BC-3rdC BC | -399 -200
        1stC BC-1stC | -99 99
        15thC(2ndhalf) | 1450 1499
        17thC(late)-18thC(early) | 1667 1733
        1stC BC(late) | -32 -1
        500AD | 500 500
        18th c., late | 1767 1799
        late 18th-c. | 1767 1799
    """,
    "the first years of this century": """
        2000s | 2000 2009
        early 2000s | 2000 2004
        1990s-2000s | 1990 2009
        late 1900s-early 2000s | 1967 2004
    """,
    "short years before Christ": """
        238–7 BC | -238 -237
        late 4th century BCE – 252/1 BCE | -332 -251
        332–30 BC | -332 -30
        37–4 BC | -37 -4
        BC 249 | -249 -249
        B.C. 300-200 | -300 -200
    """,
    "an era behind the part of its century": """
        5th century late BC | -432 -400
        5. Jh. Ende v. Chr. | -419 -400
        V sec. fine a.C. | -419 -400
        5. Jh., Ende, v. Chr. | -419 -400
        5. Jh. Ende v. Chr. - 4. Jh. Anfang v. Chr. | -419 -380
        2. Jh. Ende n. Chr. | 180 199
    """,
    "from before Christ to after": """
        1st century BC – 1st century | -99 99
        2nd century BC – 4th century | -199 399
        L'an 100 avant J.C. - L'an 100 | -100 100
        L'an 1 - L'an 100 | 1 100
    """,
    "a year of three digits with a doubt": """
        192 (?) | 192 192
        191–192 (?) | 191 192
        153(?) | 153 153
        153? | 1530 1539
    """,
    "until between two years": """
        1850 hasta 1860 | 1850 1860
        desde 1850 hasta 1860 | 1850 1860
        1850 jusqu'en 1860 | 1850 1860
        1850 fino al 1860 | 1850 1860
        1850 até 1860 | 1850 1860
        1850 fins a 1860 | 1850 1860
        1850 până în 1860 | 1850 1860
        1850 kuni 1860 | 1850 1860
        1850 iki 1860 | 1850 1860
        1850 līdz 1860 | 1850 1860
        século XVIII até o século XIX | 1700 1899
    """,
    "a part behind its century, then a year": """
        19. Jh., Anfang bis 1850 | 1800 1850
        XIX a. pradžia iki 1850 | 1800 1850
        19th century, late - 1920 | 1867 1920
        19th century, mid-1850 | 1850 1850
    """,
    "a decade shortened behind the first of a century": """
        1900s–10s | 1900 1919
        1800s-20s | 1800 1829
    """,
    "later and earlier before a century in words": """
        later first century BCE or earlier first century CE | -32 33
        1850s or later nineteenth century | 1850 1899
    """,
    "a limit beside a date": """
        probably 1914–21; not later than 1925 | 1914 1921
        before 1930, probably 1928 | 1928 1928
        1914–21, not later than 1918 | 1914 1918
        9th century (after 820; before 836?) | 820 836
        1860s, after 1850 | 1860 1869
        1840, before 1850 | 1840 1850
        1451, 1453, before 1464 | 1451 1464
        c. 1350–1360 (before 1368) | 1350 1368
        c. 1300 (before 1305) | 1295 1305
        1809 entre,1819 avant | 1809 1819
        before 1850, 1840 | 1840 1850
        before 1850, 1840? | 1840 1840
        before 1850; c. 1840 | 1835 1850
        after 1840, 1850 | 1840 1850
    """,
    "months and days in brackets": """
        (May) 1965 | 1965 1965
        (July 17-19) 1969 | 1969 1969
        (November 15-December 10) 1968 | 1968 1968
        (August 5) 1911 | 1911 1911
        Dec. 1912-Jan. 1913 | 1912 1913
    """,
    "ranges with notes in brackets": """
        1851 (drawn) - 1863 (engraved) | 1851 1863
        16 août 1796 (29 Thermidor An 4) - 1er octobre 1796 (10 Vendémiaire An 5) | 1796 1796
        22 septembre 1797 (1 Vendémiaire An 6) - 21 septembre 1798 | 1797 1798
    """,
    "what was done": """
        1976–7, enlarged version 2007 | 1976 2007
        exhibition copy 2007 (original 1993) | 1993 2007
        c. 1860 (after 1853 daguerreotype) | 1855 1865
        1852 (after c. 1848 ambrotype) | 1852 1852
        (newspaper published May 5, 1911) | 1911 1911
        1922-1923 (reproduced drawings executed 1915-22) | 1922 1923
        1970, printed and dated 1973 | 1970 1970
        1959, arranged 1962 | 1959 1962
        2005 (originally published 1982) | 2005 2005
        18th century (made), 1870s (remodelled) | 1700 1879
    """,
    "a Roman five that is no 'about'": """
        metà V sec. a.C. | -465 -433
        fine V - inizio IV sec. a.C. | -419 -380
        v. 1852 | 1847 1857
    """,
    "what was done, in the Romance languages and Dutch": """
        progettata 1851, realizzata 1860 | 1851 1860
        anni Sessanta del XX secolo | 1960 1969
        dibujada en 1851, restaurada 1930 | 1851 1851
        diseñado 1851, fabricado 1860 | 1851 1860
        décadas de 1850-1860 | 1850 1869
        ontwerp 1851, uitvoering 1860 | 1851 1860
        concluído 1860 | 1860 1860
        conçue en 1851, tirage postérieur 1900 | 1851 1851
    """,
    "places": """
        Waterbury, Connecticut, 1959 | 1959 1959
        (Cuba, c. 1914-20) | 1914 1920
        Nigeria, 20th century | 1900 1999
    """,
    "months of the Islamic calendar": """
        Shaʿbān 1227 | 1812 1812
        15 Shavvāl 1239 | 1824 1824
        4 Ẕū al-Ḥijjah 1103 | 1692 1692
        Rabīʿ II 1198 | 1784 1784
        end of Shaʿbān 1119 | 1707 1707
        end of 1119 AH | 1707 1708
        9 Jum. I 1078 | 1667 1667
    """,
}
OPEN = {
    "1900 at the latest": (None, 1900),
    "at the latest 1900": (None, 1900),
    "after 1845/46": (1845, None),
    "after 1845-1846": (1845, None),
    "modeled 1876, carved after 1876": (1876, None),
    "1890 - ?": (1890, None),
    "? - 1890": (None, 1890),
    "made -1850": (None, 1850),
    "hasta 1860": (None, 1860),
    "kuni 1860": (None, 1860),
    "até 1860": (None, 1860),
    "até século XIX": (None, 1899),
    "até o século XIX": (None, 1899),
    "fins al segle XIX": (None, 1899),
    "kuni 19. sajand": (None, 1899),
    "iki XIX a.": (None, 1899),
    "līdz 19. gs.": (None, 1899),
    "made -1850; printed -1860": (None, 1850),
}
UNREAD = """
    100%
    late 4th century early 3rd century BCE
    C99
    C1, 1950
    C2/1950
    C1 (1950)
    C19, 1950
    C18-19: 1950
    12.5.43
    12/5/43
    '43
    5th-4th BC
    V-IV a.C.
    m. 1852
    р. 1852
    i. e. 1852
    18th century, i.e. 1752
"""


def cases(table: dict[str, str]) -> list[tuple[str, int, int]]:
    rows = [line.rsplit("|", 1) for block in table.values() for line in block.strip().splitlines()]
    return [(text.strip(), int(years.split()[0]), int(years.split()[1])) for text, years in rows]


@pytest.mark.parametrize(("text", "earliest", "latest"), cases(CLOSED))
def test_a_form_is_read(text: str, earliest: int, latest: int) -> None:
    span = read_date(text)
    assert (span.status, span.earliest, span.latest, span.open) == ("read", earliest, latest, "")


@pytest.mark.parametrize("text", OPEN)
def test_an_open_end_stays_open(text: str) -> None:
    span = read_date(text)
    assert (span.status, (span.earliest, span.latest)) == ("read", OPEN[text])


@pytest.mark.parametrize("text", [line.strip() for line in UNREAD.strip().splitlines()])
def test_what_says_no_years_is_unread(text: str) -> None:
    assert read_date(text).status == "unread"


def test_no_date_available_is_undated() -> None:
    assert read_date("n.d.a.").status == "undated"
