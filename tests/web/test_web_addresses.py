from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.errors import SourceRefused
from artmeta.web.addresses import checked_url, host_of, is_literal_private, is_permitted, normalised_url


@pytest.mark.parametrize(
    "url",
    [
        "ftp://museum.org/a",
        "file:///etc/passwd",
        "http:///a",
        "http://a@b.org/",
        "http://[1/",
        "http://a.org:99999/",
        "http://good.org\\@evil.org/",
        "javascript:alert(1)",
        "//museum.org/a",
        "",
        "http://a b.org/",
        "http://a.org:0/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(SourceRefused):
        checked_url(url)


def test_plain_addresses_pass() -> None:
    assert checked_url("https://museum.org:8443/a?b=c").hostname == "museum.org"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.9",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "255.255.255.255",
        "::127.0.0.1",
        "fec0::1",
        "64:ff9b:1::7f00:1",
        "2001::7f00:1",
        "::ffff:0:127.0.0.1",
    ],
)
def test_private_addresses_are_not_permitted(address: str) -> None:
    assert not is_permitted(address, allow_private=False)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1%eth0", "224.0.0.1", "0.0.0.0"])
def test_some_are_never_permitted(address: str) -> None:
    assert not is_permitted(address, allow_private=True)


def test_public_and_asked_for_private_addresses_are_permitted() -> None:
    assert is_permitted("93.184.215.14", allow_private=False)
    assert is_permitted("2606:2800:21f:cb07::1", allow_private=False)
    assert is_permitted("127.0.0.1", allow_private=True)


def test_literal_private_hosts() -> None:
    assert is_literal_private("localhost") and is_literal_private("127.0.0.9")
    assert not is_literal_private("museum.org") and not is_literal_private("8.8.8.8")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(url: str) -> None:
    with suppress(SourceRefused):
        assert checked_url(url).hostname


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://museum.example/a/1.jpg?x=1&y=a/b", "https://museum.example/a/1.jpg?x=1&y=a/b"),
        ("https://Museum.Example/a/../b/./c#part", "https://museum.example/b/c"),
        ("https://museum.example/%70icture one", "https://museum.example/picture%20one"),
        ("https://müseum.example/é", "https://xn--mseum-kva.example/%C3%A9"),
        ("https://museum.example", "https://museum.example/"),
    ],
)
def test_an_address_is_written_as_it_goes_out(url: str, sent: str) -> None:
    assert normalised_url(url) == sent
    assert normalised_url(sent) == sent


def test_one_host_has_one_pace() -> None:
    hosts = ("http://museum.example/", "https://museum.example:443/a", "https://Museum.example/")
    assert {host_of(checked_url(url)) for url in hosts} == {"museum.example"}
    assert host_of(checked_url("http://museum.example:8080/")) == "museum.example:8080"
