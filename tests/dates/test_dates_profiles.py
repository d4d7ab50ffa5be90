"""A house's conventions are stated in its profile, and a user may state his own."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmeta.dates import load_profile, profile_names, read_date
from artmeta.errors import ConfigError


def years(text: str, profile: str) -> tuple[int | None, int | None]:
    span = read_date(text, profile)
    return span.earliest, span.latest


def test_the_profiles_that_come_along() -> None:
    assert profile_names() == ["cmoa", "cmoa_teenie", "cranach", "inha", "nationalmuseum", "neutral", "tate"]
    assert all(load_profile(name).title for name in profile_names())


@pytest.mark.parametrize(
    ("profile", "expected"),
    [("neutral", (1845, 1855)), ("tate", (1850, 1850)), ("cmoa", (1845, 1855)), ("cranach", (1845, 1855))],
)
def test_circa_before_a_year(profile: str, expected: tuple[int, int]) -> None:
    assert years("c. 1850", profile) == expected


def test_circa_in_antiquity_is_wider() -> None:
    assert years("c. 500 BC", "neutral") == (-525, -475)


def test_circa_that_crosses_the_year_of_christ_finds_no_year_zero() -> None:
    assert years("c. AD 10", "neutral") == (-16, 35)


def test_circa_before_a_range() -> None:
    assert years("c. 1850-1860", "neutral") == (1850, 1860)
    assert years("c. 1850-1860", "cmoa") == (1845, 1865)
    assert years("c. 1960-1970", "cmoa") == (1957, 1973)
    assert years("um 1516 - 1517", "cranach") == (1511, 1522)
    assert years("um 1516-1517", "cranach") == (1516, 1517)
    assert years("um 1500 - 1699", "cranach") == (1500, 1699)
    assert years("1533 - 1537", "cranach") == (1528, 1542)
    assert years("1533 - 1537", "neutral") == (1533, 1537)


def test_about_a_month_is_not_about_years() -> None:
    assert years("c. May 1972", "cmoa_teenie") == (1972, 1972)


def test_doubt_widens_only_where_the_house_says_so() -> None:
    assert years("1937?", "neutral") == (1937, 1937)
    assert years("1937?", "cmoa") == (1932, 1942)


def test_before_leaves_the_year_out_where_the_house_says_so() -> None:
    assert read_date("before 1877", "neutral").latest == 1877
    assert read_date("before 1877", "tate").latest == 1876


def test_an_open_end_stays_open_though_the_house_assumes_a_year() -> None:
    span = read_date("nach 1537", "cranach")
    assert (span.earliest, span.latest, span.open, span.assumed, span.closed) == (
        1537,
        None,
        "end",
        1553,
        False,
    )


def test_a_house_that_counts_about_as_the_year_itself_and_an_open_end_as_a_century() -> None:
    assert years("Utf. ca 1750", "nationalmuseum") == (1750, 1750)
    assert years("början av 1620-talet", "nationalmuseum") == (1620, 1624)
    assert years("mid-17th century", "nationalmuseum") == (1640, 1659)
    after, before = (read_date(text, "nationalmuseum") for text in ("efter 1643", "före 1880"))
    assert (after.earliest, after.latest, after.assumed) == (1644, None, 1743)
    assert (before.earliest, before.latest, before.assumed) == (None, 1879, 1780)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5e siècle avant J.C.", (-500, -400)),
        ("2e siècle", (100, 200)),
        ("4e quart du 6e siècle avant J.C.", (-525, -500)),
        ("2e moitié du 4e siècle avant J.C.", (-350, -300)),
        ("Milieu 5e siècle avant J.C.", (-460, -440)),
    ],
)
def test_a_house_whose_centuries_share_their_ends(text: str, expected: tuple[int, int]) -> None:
    assert years(text, "inha") == expected


def test_a_house_adds_words(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(
        'title = "A house"\nextends = "neutral"\n[words]\nmade = ["gwnaed"]\nprinted = ["argraffwyd"]\n'
        'about = ["tua"]\nundated = ["heb ddyddiad"]\nignored = ["tŷ crochenydd"]\n'
    )
    assert years("gwnaed 1850, argraffwyd 1870", str(path)) == (1850, 1850)
    assert years("tua 1850", str(path)) == (1845, 1855)
    assert years("tŷ crochenydd, 1850", str(path)) == (1850, 1850)
    assert read_date("HEB DDYDDIAD", str(path)).status == "undated"
    assert read_date("gwnaed 1850", "neutral").status == "unread"


def test_printing_counts_where_the_house_says_so() -> None:
    assert years("1976, printed 2000", "neutral") == (1976, 1976)
    assert years("1976, printed 2000", "tate") == (1976, 2000)


def test_a_house_that_publishes_its_old_years_one_early() -> None:
    assert years("13th century", "cmoa") == (1199, 1298)
    assert years("1549", "cmoa") == (1548, 1548)
    assert years("1606", "cmoa") == (1606, 1606)


def test_a_house_extends_a_house(tmp_path: Path) -> None:
    path = tmp_path / "wing.toml"
    path.write_text('title = "A wing"\nextends = "cmoa"\ndoubt = []\n')
    assert years("1937?", str(path)) == (1937, 1937)
    assert years("c. 1970", str(path)) == (1967, 1973)


def test_a_profile_that_extends_itself_is_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(f'title = "One"\nextends = "{other}"\n')
    other.write_text(f'title = "Other"\nextends = "{one}"\n')
    with pytest.raises(ConfigError, match=f"extends itself: {one} -> {other} -> {one}"):
        load_profile(str(one))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "house.toml"
    path.write_text(
        'title = "A house"\nextends = "neutral"\n[circa]\nyear = [{ years = 2 }]\n[century]\nfirst_year = 1\n'
        'hundreds = "decade"\n[century.parts]\nlate = [75, 99]\n[roles]\nexhibited = "never"\n'
    )
    return path


def test_a_profile_of_ones_own(own: Path) -> None:
    assert years("c. 1850", str(own)) == (1848, 1852)
    assert years("late 19th century", str(own)) == (1876, 1900)
    assert years("4th century BC", str(own)) == (-400, -301)
    assert years("1800s", str(own)) == (1800, 1809)
    assert years("early 19th century", str(own)) == (1801, 1834)
    assert read_date("exhibited 1874", str(own)).status == "unread"


def test_an_unknown_profile_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"called 'tat'.*'tate'"):
        read_date("1850", "tat")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('title = "x"\nextends = "neutral"\n[circa]\nyaer = []\n', r"fault at 'circa.yaer'"),
        ('title = "x"\n', r"fault at"),
        ("title = \n", r"cannot be read"),
        ('title = "x"\nextends = "neutrall"\n', r"'neutrall'.*'neutral'"),
        ('title = "x"\nextends = "neutral"\n[words]\nprintd = ["x"]\n', r"'printd' is no meaning.*'printed'"),
        ('title = "x"\nextends = "neutral"\n[roles]\nprinted = "sometimes"\n', r"fault at 'roles.printed'"),
    ],
)
def test_a_faulty_profile_is_one_sentence(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(content)
    with pytest.raises(ConfigError, match=message):
        read_date("1850", str(path))


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_profile(str(tmp_path / "none.toml"))
