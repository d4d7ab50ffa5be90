"""Years of other calendars: converted where they can be, never taken for years AD."""

from __future__ import annotations

import pytest

from artmeta.dates import read_date
from artmeta.dates.calendars import islamic, republican
from artmeta.dates.tree import Unreadable

READ = """
    A.H. 1025 | 1616 1617
    1025 AH | 1616 1617
    1025 H | 1616 1617
    1025 هـ | 1616 1617
    ١٠٢٥ | unread
    1025هـ / 1616م | 1616 1616
    Anno Hegirae 1025 | 1616 1617
    12 Ramadan 1025 AH | 1616 1616
    Dhu al-Hijja 1025 | 1616 1617
    Rajab A.H. 1025/June 1616 | 1616 1616
    1025 AH (1616) | 1616 1616
    1616 (1025 AH) | 1616 1616
    1616-17/1025-26 AH | 1616 1617
    935 AH 1528 | 1528 1528
    H. 1025 / 1616 | 1616 1616
    AH 300 (AD 912) | 912 912
    1025-27 AH | 1616 1618
    AH 1025 or 1026 | 1616 1617
    1206 and 1210 AH | 1791 1796
    11th century AH | 1592 1689
    11th century A.H./17th century A.D. | 1600 1699
    1025 AH, printed 1990 | 1616 1617
    H. 1025 | unread
    AH 1025, 1030 | unread
    1600 AH | unread
    1850 H | unread
    1025/1616 AH | unread
    A.M. 5610 | unread
    A.M. 1550 | unread
    1340 AP | unread
    R. 1312 | unread
    1312 SH | unread
    Meiji 20 | unread
    Meiji 20 (1887) | 1887 1887
    year 20 of Meiji | unread
    an III | 1794 1795
    An VIII | 1799 1800
    an 14 | 1805 1805
    an III - an V | 1794 1797
    29 thermidor an IV | 1796 1796
    brumaire an VIII | 1799 1799
    16 août 1796 (29 Thermidor An 4) | 1796 1796
    an XII (1804) | 1804 1804
    l'an 50 avant J.-C. | -50 -50
    l'an 470 | 470 470
    an XV | unread
    am 4. Mai 1850 | 1850 1850
    1. H. 17. Jh. | 1600 1649
    H. 1850 | 1845 1855
    h. 1430 | 1425 1435
    1312 r. | 1312 1312
"""


@pytest.mark.parametrize("line", [line.strip() for line in READ.strip().splitlines()])
def test_other_calendars(line: str) -> None:
    text, expected = (part.strip() for part in line.split("|"))
    span = read_date(text)
    assert (f"{span.earliest} {span.latest}" if span.status == "read" else span.status) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1, (622, 623)),  # 16 July 622 to 4 July 623 (Julian)
        (656, (1258, 1258)),  # 8 January to 28 December 1258 (Julian): one year AD holds all of it
        (1000, (1591, 1592)),  # 19 October 1591
        (1400, (1979, 1980)),  # 21 November 1979
        (1446, (2024, 2025)),
    ],
)
def test_islamic_years_begin_and_end_where_the_tables_say(year: int, expected: tuple[int, int]) -> None:
    assert islamic(year, year) == expected


@pytest.mark.parametrize("years", [(0, 0), (1501, 1501), (1026, 1025)])
def test_what_is_no_islamic_year_is_unreadable(years: tuple[int, int]) -> None:
    with pytest.raises(Unreadable):
        islamic(*years)


def test_the_republic_ended_with_1805() -> None:
    assert republican(14, 14) == (1805, 1805)
    assert republican(2, 2, half=1) == (1793, 1793) and republican(2, 2, half=2) == (1794, 1794)
    with pytest.raises(Unreadable):
        republican(15, 15)
