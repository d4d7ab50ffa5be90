from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.domain.artwork import Rights
from artmeta.domain.rights import read_rights


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("", "unknown"), ("Ask the museum", "unknown"),
        ("http://creativecommons.org/licenses/by-nc-sa/4.0/", "cc_by_nc_sa"),
        ("https://creativecommons.org/licences/by/2.0/uk/", "cc_by"), ("CC BY-NC 4.0", "cc_by_nc"),
        ("CC-BY-SA", "cc_by_sa"), ("cc by nc nd", "cc_by_nc_nd"), ("CC_BY_ND_4.0", "cc_by_nd"),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International", "cc_by_nc_nd"),
        ("Attribution-ShareAlike 3.0 Unported", "cc_by_sa"),
        ("CC0 1.0", "cc0"), ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0"), ("CC-0", "cc0"),
        ("Public Domain Mark 1.0", "public_domain"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "public_domain"),
        ("http://rightsstatements.org/vocab/NoC-US/1.0/", "public_domain"), ("public-domain", "public_domain"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "in_copyright"),
        ("No known copyright restrictions", "public_domain"),
        ("http://rightsstatements.org/vocab/InC-EDU/1.0/", "in_copyright"),
        ("http://rightsstatements.org/vocab/NoC-NC/1.0/", "unknown"),
        ("http://rightsstatements.org/vocab/CNE/1.0/", "unknown"),
        ("© the artist's estate. In copyright; no reuse.", "in_copyright"), ("All rights reserved", "in_copyright"),
        ("Not in the public domain; copyright the artist", "in_copyright"), ("© Tate, CC BY-NC-ND 3.0", "cc_by_nc_nd"),
        ("CC BY-XX", "unknown"), ("https://creativecommons.org/licenses/by-xx/4.0/", "unknown"),
    ],
)  # fmt: skip
def test_licences_as_museums_state_them(text: str, rights: Rights) -> None:
    assert read_rights(text) == rights


@given(st.text(max_size=80))
def test_any_text_has_rights(text: str) -> None:
    assert read_rights(text) in get_args(Rights)
