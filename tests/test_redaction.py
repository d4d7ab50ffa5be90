"""Secrets and home folders are taken out, in texts and in columns alike, and nothing else is."""

from __future__ import annotations

import pyarrow as pa
import pytest

from artmeta.errors import SourceError
from artmeta.redaction import publishable, publishable_column, redact, redact_settings

EXAMPLES = [
    ("https://anna:pa55@m.example/x", "https://***@m.example/x"),
    ("see https://m/x?a=1&token=abc&b=2.", "see https://m/x?a=1&token=***&b=2."),
    ("https://m/x?X-Amz-Signature=ff%2B&x=1", "https://m/x?X-Amz-Signature=***&x=1"),
    ("https://m/x?sig=1&amp;api_key=9", "https://m/x?sig=***&amp;api_key=***"),
    ("Authorization: Basic YW5uYTpwYTU1", "Authorization: Basic ***"),
    ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
    ("X-Api-Key: abc", "X-Api-Key: ***"),
    ("file:///home/anna/scans/1.jpg", "file://~/scans/1.jpg"),
    ("There is no picture /Users/anna/s/1.jpg.", "There is no picture ~/s/1.jpg."),
    (r"C:\Users\Anna\scans", r"~\scans"),
    ("https://anna:d'Arc@m.example/x", "https://***@m.example/x"),
    ("https://anna:d&#39;Arc@m.example/x", "https://***@m.example/x"),
    ("https://m/x?rlkey=a1&PHPSESSID=b2&x=1", "https://m/x?rlkey=***&PHPSESSID=***&x=1"),
    (f"https://m/x?code={'aB3_' * 13}==&x=1", "https://m/x?code=***&x=1"),
    ("https://m/x?password=abc)d'e;f&x=1", "https://m/x?password=***&x=1"),
    ("https://m/x?access%5Ftoken=a&token[]=b", "https://m/x?access%5Ftoken=***&token[]=***"),
    (
        "https://m/x?url=https%3A%2F%2Fanna%3Apa%40n.example%2Fy",
        "https://m/x?url=https%3A%2F%2F***%40n.example%2Fy",
    ),
    ('{"access_token": "abc", "id": "7"}', '{"access_token": "***", "id": "7"}'),
    ("/mnt/c/Users/anna/x", "~/x"),
    ("page.html#token=abc", "page.html#token=***"),
    ("see `/var/home/anna/x`;/export/home/ben/y", "see `~/x`;~/y"),
    ("/run/media/anna/disk/x", "~/disk/x"),
]
INNOCENT = [
    "https://m.example/x?code=A.12-7",
    "https://m/x?url=https%3A%2F%2Fn.example%2Fa%40b",
    "The Secret: a painting",
    "Token: a coin, 1850",
    "Basic architectural drawings",
    "The standard bearer",
    "https://museum.example/home/collection/12.jpg",
    "https://m.example/x?width=300&id=7",
    "/srv/root/a",
    "a@b.example",
    "",
]


@pytest.mark.parametrize(("text", "safe"), EXAMPLES)
def test_what_leaves_by_example(text: str, safe: str) -> None:
    assert publishable(text) == safe
    assert publishable(safe) == safe


@pytest.mark.parametrize("text", INNOCENT)
def test_other_texts_are_not_touched(text: str) -> None:
    assert publishable(text) == text


def test_a_column_is_treated_as_its_texts_are() -> None:
    texts = [None, *(text for text, _ in EXAMPLES), *INNOCENT]
    safe = [None if text is None else publishable(text) for text in texts]
    assert publishable_column(pa.array(texts)).to_pylist() == safe
    assert publishable_column(pa.array(texts * 5)).to_pylist() == safe * 5
    assert publishable_column(pa.array(INNOCENT)).to_pylist() == INNOCENT


def test_values_of_settings_are_taken_out_by_their_keys() -> None:
    text = 'title = "Token"\n[source]\napi_key = "a b" # mine\npassword=\'x\'\nkeywords = "k"\nurl = "https://u:p@m/"\n'
    assert redact_settings(text) == (
        'title = "Token"\n[source]\napi_key = "***" # mine\npassword="***"\nkeywords = "k"\nurl = "https://***@m/"\n'
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ('# api_key = "mine"', '# api_key = "***"'),
        ("a = { token = 'x', b = 1 }", 'a = { token = "***", b = 1 }'),
        ('token = """x\ny"""', 'token = "***"'),
        (r'token = "ab\"cd" # why', 'token = "***" # why'),
        ('keyword = "boats"', 'keyword = "boats"'),
    ],
)
def test_settings_are_redacted_in_every_form(text: str, safe: str) -> None:
    assert redact_settings(text) == safe


def test_no_error_tells_a_secret() -> None:
    fault = SourceError("https://m.example/?token=abc does not answer.", "Try https://u:p@m.example/.")
    assert "abc" not in str(fault) and "u:p" not in str(fault)
    assert redact("/home/anna") == "/home/anna"  # on one's own terminal a path must be whole


def test_letters_that_a_pattern_takes_for_others_hide_nothing() -> None:
    """The long s and the Kelvin sign match s and k where case is ignored."""
    assert publishable("in c:/U\u017fers/joe/x") == "in ~/x"
    assert publishable(f"X-API-\u212aEY: {'abc' * 9}") == "X-API-\u212aEY: ***"
