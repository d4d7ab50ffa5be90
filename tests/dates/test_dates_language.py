"""Each feature of the language of museum dates, under the neutral profile: text, first year, last year."""

from __future__ import annotations

import pytest

from artmeta.dates import read_date

CLOSED = {
    "years": """
        1850 | 1850 1850
        (1850) | 1850 1850
        [1850?] | 1850 1850
        1850. | 1850 1850
        618 | 618 618
    """,
    "ranges and short ranges": """
        1826-7 | 1826 1827
        1913/14 | 1913 1914
        1850–60 | 1850 1860
        1899-02 | 1899 1902
        1795–1808 | 1795 1808
        between 1850 and 1860 | 1850 1860
        from 1850 to 1860 | 1850 1860
        1957–c.66 | 1957 1966
        c. 1485/1490 | 1485 1490
        1824 or 1825 | 1824 1825
        1860 or 63 | 1860 1863
        1652 (or 1653?) | 1652 1653
        1507 - 1508 or about 1550 - 1599 | 1507 1599
        1976,1997 | 1976 1997
        1913-14, 1920 | 1913 1920
        1916 and 1920 | 1916 1920
        between about 1785 and 1790 | 1785 1790
        1950 +/- 5 years | 1945 1955
        1950 ± 5 | 1945 1955
        MDCXXXV (1635) | 1635 1635
        1935.0 | 1935 1935
    """,
    "decades": """
        1850s | 1850 1859
        1850's | 1850 1859
        c. 1920s | 1920 1929
        late 1850s–early 1860s | 1855 1864
        mid-1850s | 1853 1857
        early to mid-1850s | 1850 1857
        1970s-80s | 1970 1989
        c. 1870-80s | 1870 1889
        192x | 1920 1929
        185-? | 1850 1859
        18-- | 1800 1899
        155[.] | 1550 1559
        1890s–1900s | 1890 1909
        late 1890s–early 1900s | 1895 1904
        1900s–1910s | 1900 1919
        first decade of the 20th century | 1900 1909
        last decade of the 19th century | 1890 1899
    """,
    "centuries": """
        19th century | 1800 1899
        nineteenth century | 1800 1899
        19th c. | 1800 1899
        C19 | 1800 1899
        XVth century | 1400 1499
        1800s | 1800 1899
        1st century | 1 99
        18th–19th century | 1700 1899
        10th -11th century | 900 1099
        15th-early 16th century | 1400 1533
        18thC | 1700 1799
        19thcentury | 1800 1899
        2nd quarter 1700s | 1725 1749
    """,
    "parts of centuries": """
        early 19th century | 1800 1833
        mid-19th century | 1834 1866
        late 19th century | 1867 1899
        late 19th–early 20th century | 1867 1933
        mid- to late-19th century | 1834 1899
        late 18th or early 19th century | 1767 1833
        second half of the 19th century | 1850 1899
        19th century, second half | 1850 1899
        19th century (late) | 1867 1899
        third quarter of the 19th century | 1850 1874
        last third of the 19th century | 1867 1899
        end of the 19th century | 1880 1899
        turn of the 20th century | 1890 1910
        18th century, after 1713 | 1713 1799
        19th century (before 1850) | 1800 1850
        1850s, after 1855 | 1855 1859
    """,
    "calendar": """
        July 4, 1945 | 1945 1945
        4 July 1945 | 1945 1945
        June 22-24, 1955 | 1955 1955
        May 26 - 28,1959 | 1959 1959
        April - May 1938 | 1938 1938
        December 1949 - January 1950 | 1949 1950
        Sunday, May 3, 1953 | 1953 1953
        12/27/1931 | 1931 1931
        27.12.1931 | 1931 1931
        1931-12-27 | 1931 1931
        1886-05 | 1886 1886
        10/1917 | 1917 1917
        12.III.1923 | 1923 1923
        28/XI/1844 | 1844 1844
        12. XII. 1950-3. I. 1951 | 1950 1951
        XI.1923-II.1924 | 1923 1924
        1833/I | 1833 1833
        v. 1923 | 1918 1928
        1900/v. 1905 | 1900 1905
        um XI.1923 | 1918 1928
        from XI.1923 to II.1924 | 1923 1924
        Arles IX.1888 | 1888 1888
        sec. XI. 1050 | 1050 1050
        sec.XI.1050 | 1050 1050
        Henri IV. 1600 | 1600 1600
        1932, December | 1932 1932
        Winter 1913-14 | 1913 1914
        August - September1970 | 1970 1970
        12-Mar-1850 | 1850 1850
        Arles, September 1888 | 1888 1888
        New York, 1965 | 1965 1965
    """,
    "before Christ": """
        500 B.C. | -500 -500
        300-200 BCE | -300 -200
        206 BCE-220 CE | -206 220
        200 BC – AD 100 | -200 100
        5th century B.C. | -499 -400
        first half of the 5th century B.C. | -499 -450
        1st century B.C.–1st century A.D. | -99 99
        3rd millennium B.C. | -3000 -2001
        A.D. 79 | 79 79
        AD 50–100 | 50 100
        50-320 | 50 320
        ca. 664–30 B.C. | -664 -30
        A.H. 1025/A.D. 1616 | 1616 1616
        -664 - -332 | -664 -332
        IIIe siècle av. J.-C. (-299 - -200) | -299 -200
        mid-1st century A.D. | 34 66
        fin du Ier siècle av. J.-C. | -19 -1
        1528–29/A.H. 935 | 1528 1529
    """,
    "dynasties and reigns": """
        Qianlong period (1736-1795) | 1736 1795
        Ming dynasty | 1368 1644
        Song–Yuan dynasty | 960 1368
        Ming dynasty (1368–1644), early 17th century | 1600 1633
        Edo period (1603–1868) | 1603 1868
        Meiji, Taisho | 1868 1926
        Edwardian, Victorian | 1837 1910
        Meiji era, late 19th century | 1868 1899
        18th Dynasty | -1550 -1295
        19th Dynasty, 1292-1190 | -1292 -1190
        Zhou dynasty (1046-256) | -1046 -256
        Ptolemaic Dynasty, 305-30 | -305 -30
        12th Dynasty, 1980-75 | -1980 -1975
        18th Dynasty, 1390 | -1390 -1390
        18th Dynasty, 1390s | -1399 -1390
        Western Zhou dynasty, 9th century | -899 -800
        Ptolemaic period, 1st century | -99 -30
        Shang dynasty, 12th-11th century | -1199 -1046
        New Kingdom, 15th or 14th century | -1499 -1300
        Dynasty 30, 380-43 | -380 -343
        Qin dynasty, 221-06 | -221 -206
        12th Dynasty, 1991-1783 | -1991 -1783
        1925, Middle Kingdom style | 1925 1925
        cast 1910, after Middle Kingdom | 1910 1910
        copy, 19th century, after Middle Kingdom original | 1800 1899
        Second Intermediate Period (drawn 1630) | 1630 1630
        18th Dynasty or early 19th Dynasty, c. 1570-1200 | -1570 -1200
        Dynasty 12–13 | -1985 -1650
        New Kingdom, Dynasty 18, reign of Hatshepsut, ca. 1479–1458 B.C. | -1479 -1458
        reign of George III | 1760 1820
        Louis XV, c. 1750 | 1745 1755
        Victorian | 1837 1901
        13th century (Medieval) | 1200 1299
        ca. 500 BC (Archaic) | -525 -475
        4th century BC (Late Classical-Early Hellenistic) | -399 -300
        1850-1875 (Late Edo-early Meiji) | 1850 1875
        Bronze Age, ca. 1500 BC | -1525 -1475
        Late Period, Dynasty 26 | -664 -525
    """,
    "what was done": """
        exhibited 1874 | 1874 1874
        ?exhibited 1774 | 1774 1774
        published 1859–61 | 1859 1861
        first published ?1846, reprinted 1993 | 1846 1846
        1938, printed 1979 | 1938 1938
        1946, printed later | 1946 1946
        1912, posthumous cast | 1912 1912
        1936/printed 1980 | 1936 1936
        negative 1935; printed ca. 1950 | 1935 1935
        1958 (designed) 1975 (manufactured) | 1958 1975
        designed 1939, manufactured before 1962 | 1939 1962
        designed and made 1925 | 1925 1925
        Project: 1902-1907; Drawn 1904 | 1904 1904
        1768, retouched 1819 | 1768 1819
        1966 (repaired 2009) | 1966 1966
        c. 1747 with later 18th century mount | 1742 1752
        begun 1935, completed 1938 | 1935 1938
        1895, signed 1934 | 1895 1895
        1920, cast 1929, 1932 | 1920 1920
        negative, 1935; print, 1960 | 1935 1935
        1935, printed by John Smith 1960 | 1935 1935
        1935 (cast by the Valsuani foundry, 1960) | 1935 1935
        1770-1771 (hallmarked) | 1770 1771
        20th century, after 16th century original | 1900 1999
        19th century in the style of the 16th century | 1800 1899
    """,
    "German": """
        um 1510/20 | 1510 1520
        gegen 1780 | 1775 1785
        1. Hälfte 17. Jh. | 1600 1649
        17. Jahrhundert, 1. Hälfte | 1600 1649
        zweite Haelfte des 17. Jahrhunderts | 1650 1699
        Anfang des 17. Jhs. | 1600 1619
        Ende 16. / Anfang 17. Jh. | 1580 1619
        letztes Drittel des 17. Jahrhunderts | 1667 1699
        16./17. Jh. | 1500 1699
        1920er/30er Jahre | 1920 1939
        1880/1890er Jahre | 1880 1899
        zwischen 1534 und 1539 | 1534 1539
        um 1500 bis um 1520 | 1500 1520
        13. November 1918 | 1918 1918
        5. Jh. v. Chr. | -499 -400
        1850 f. | 1850 1851
        Entwurf 1925, Ausführung 1930 | 1925 1930
        1925 (Guss 1960) | 1925 1925
        wohl 1534 | 1534 1534
        153[7] | 1537 1537
        153(?)8 | 1538 1538
        Guss 1920, Modell 1910 | 1910 1910
        zwischen ca. 1850 und 1860 | 1850 1860
    """,
    "French": """
        vers 1850 | 1845 1855
        début du XIXe siècle | 1800 1819
        1ère moitié du XIXe siècle | 1800 1849
        4e quart 17e siècle | 1675 1699
        XVIIIe-XIXe siècle | 1700 1899
        fin XVIIIe - début XIXe siècle | 1780 1819
        2e quart 19e siècle;3e quart 19e siècle | 1825 1874
        années 1920 | 1920 1929
        Ve siècle av. J.-C. | -499 -400
        entre 1850 et 1860 | 1850 1860
        entre 1850 et 1860 environ | 1850 1860
        années 1850-1860 | 1850 1869
        règne de Ramsès II (-1279 - -1213) | -1279 -1213
    """,
    "Italian": """
        sec. XVIII-XIX | 1700 1899
        prima metà del XVII secolo | 1600 1649
        primo quarto del XVII secolo | 1600 1624
        fine Ottocento | 1880 1899
        metà XIX secolo | 1834 1866
        1480 ca. - 1485 ca. | 1480 1485
        anni 1920 | 1920 1929
        sec. XIX prima metà | 1800 1849
        sec. XIX inizio | 1800 1819
        sec. XIX metà | 1834 1866
        1850 (post) - 1860 (ante) | 1850 1860
    """,
    "Spanish": """
        hacia 1850 | 1845 1855
        h. 1850 | 1845 1855
        principios del siglo XIX | 1800 1819
        Finales del siglo XV - principios del XVI | 1480 1519
        último tercio del siglo XVI | 1567 1599
        s. XIX | 1800 1899
        de 1850 a 1860 | 1850 1860
        década de 1920 | 1920 1929
        Primera década del siglo XVII | 1600 1609
        década de 1850-1860 | 1850 1869
    """,
    "Dutch": """
        omstreeks 1850 | 1845 1855
        tweede helft zeventiende eeuw | 1650 1699
        eind 17e eeuw - begin 18e eeuw | 1680 1719
        19de eeuw | 1800 1899
        1850 of 1851 | 1850 1851
        tussen 1850 en 1860 | 1850 1860
        12-mrt-1850 | 1850 1850
    """,
}
CASES = [
    pytest.param(*(part.strip() for part in line.split("|")), id=f"{feature}: {line.strip()}")
    for feature, lines in CLOSED.items()
    for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(("text", "years"), CASES)
def test_closed_spans(text: str, years: str) -> None:
    span = read_date(text)
    assert (span.status, f"{span.earliest} {span.latest}") == ("read", years)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("before 1850", None, 1850),
        ("1850 ante", None, 1850),
        ("1850 (post)", 1850, None),
        ("-1850", None, 1850),
        ("by 1850", None, 1850),
        ("no later than 1850", None, 1850),
        ("1850 or earlier", None, 1850),
        ("vor 1850", None, 1850),
        ("avant 1850", None, 1850),
        ("before c. 1850", None, 1855),
        ("before the 19th century", None, 1799),
        ("after 1850", 1850, None),
        ("not before 1850", 1850, None),
        ("no earlier than 1850", 1850, None),
        ("1850 or later", 1850, None),
        ("1850 (or later)", 1850, None),
        ("1850-", 1850, None),
        ("1850–present", 1850, None),
        ("begun 1965", 1965, None),
        ("kurz nach 1542", 1542, None),
        ("1532 oder später", 1532, None),
        ("1850 ff.", 1850, None),
        ("c. 1850 or later", 1845, None),
        ("about 1532 - 1545 or later", 1532, None),
        ("after 1526 or about 1530 - 1531", 1526, None),
        ("17th century or later", 1600, None),
        ("after 1850, printed later", 1850, None),
    ],
)
def test_open_ends_stay_open(text: str, earliest: int | None, latest: int | None) -> None:
    span = read_date(text)
    assert (span.earliest, span.latest, span.status) == (earliest, latest, "read")
    assert span.open == ("start" if earliest is None else "end")
    assert span.assumed is None


@pytest.mark.parametrize(
    "text", ["after 1850 but before 1860", "after 1850, before 1860", "nach 1850 - vor 1860"]
)
def test_two_open_ends_that_meet_close_each_other(text: str) -> None:
    span = read_date(text)
    assert (span.earliest, span.latest, span.open) == (1850, 1860, "")


@pytest.mark.parametrize(
    "text",
    [
        "n.d.",
        "N. D.",
        "s/f",
        "no date",
        "undated",
        "Date unknown",
        "o. J.",
        "ohne Jahr",
        "undatiert",
        "s.d.",
        "sans date",
        "senza data",
        "sin fecha",
        "z.j.",
        "ongedateerd",
        "o.D.",
        "unbekannt",
        "",
        "   ",
        "?",
        "-",
    ],
)
def test_undated(text: str) -> None:
    span = read_date(text)
    assert (span.status, span.earliest, span.latest, span.open) == ("undated", None, None, "")


def test_a_guess_beside_undated_is_read() -> None:
    assert read_date("n.d. (c. 1850)").status == "read"


@pytest.mark.parametrize(
    "text",
    [
        "born 1943",
        "American, born 1943",
        "b. 1950",
        "d. 1918",
        "fl. 1860",
        "active 1850-1860",
        "geb. 1834",
        "† 1903",
        "American, 1834-1903",
        "Nowhere, 1855",
        "9999",
        "12345",
        "1850 1860",
        "31",
        "0",
        "1850-1840",
        "before 1750 or after 1940",
        "before 1850 or later",
        "-1850-or later",
        "Baroque",
        "Late Medieval",
        "Renaissance - 1650",
        "after (Medieval)",
        "unknown words by John Smith 1960",
        "anni venti",
        "100 BC–50",
        "restored 1950",
        "acquired 1950",
        "late",
        "XLV century",
        "45th century",
        "0th millennium",
        "0th millennium BC",
        "dynasty 99",
        "late Roman",
        "19th",
        "x",
        "[1",
        "1850/XIII",
        "45.XI.1923",
        "1644-1368",
        "Ming dynasty, 1644-1368",
    ],
)
def test_what_cannot_be_read_is_never_guessed(text: str) -> None:
    span = read_date(text)
    assert (span.status, span.earliest, span.latest, span.open) == ("unread", None, None, "")


@pytest.mark.parametrize(
    ("text", "circa"),
    [
        ("c. 1850", True),
        ("ca.1850", True),
        ("1850 circa", True),
        ("1850 (ca.)", True),
        ("~1850", True),
        ("um 1850", True),
        ("vers 1850", True),
        ("1855-c.1860", True),
        ("1850", False),
        ("1850?", False),
        ("probably 1850", False),
        ("19th c.", False),
        ("C19", False),
    ],
)
def test_circa(text: str, circa: bool) -> None:
    assert read_date(text).circa is circa


def test_the_text_and_the_profile_are_kept() -> None:
    span = read_date("  C. 1850 ", "tate")
    assert (span.text, span.profile) == ("  C. 1850 ", "tate")


@pytest.mark.parametrize("month", ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"])
def test_every_month_in_roman_numerals(month: str) -> None:
    for text in (f"3.{month}.1923", f"3 {month} 1923", f"1923/{month}", f"{month}/1923"):
        span = read_date(text)
        assert (span.earliest, span.latest) == (1923, 1923), text
