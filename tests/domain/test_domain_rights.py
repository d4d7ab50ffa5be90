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
        ("", "unknown"),
        ("Ask the museum", "unknown"),
        ("http://creativecommons.org/licenses/by-nc-sa/4.0/", "cc_by_nc_sa"),
        ("https://creativecommons.org/licences/by/2.0/uk/", "cc_by"),
        ("CC BY-NC 4.0", "cc_by_nc"),
        ("CC-BY-SA", "cc_by_sa"),
        ("cc by nc nd", "cc_by_nc_nd"),
        ("CC_BY_ND_4.0", "cc_by_nd"),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International", "cc_by_nc_nd"),
        ("Attribution-ShareAlike 3.0 Unported", "cc_by_sa"),
        ("CC0 1.0", "cc0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
        ("CC-0", "cc0"),
        ("Public Domain Mark 1.0", "public_domain"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "public_domain"),
        ("http://rightsstatements.org/vocab/NoC-US/1.0/", "public_domain"),
        ("public-domain", "public_domain"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "in_copyright"),
        ("No known copyright restrictions", "public_domain"),
        ("http://rightsstatements.org/vocab/InC-EDU/1.0/", "in_copyright"),
        ("http://rightsstatements.org/vocab/NoC-NC/1.0/", "unknown"),
        ("http://rightsstatements.org/vocab/CNE/1.0/", "unknown"),
        ("© the artist's estate. In copyright; no reuse.", "in_copyright"),
        ("All rights reserved", "in_copyright"),
        ("Not in the public domain; copyright the artist", "in_copyright"),
        ("© Tate, CC BY-NC-ND 3.0", "cc_by_nc_nd"),
        ("CC BY-XX", "unknown"),
        ("https://creativecommons.org/licenses/by-xx/4.0/", "unknown"),
    ],
)
def test_licences_as_museums_state_them(text: str, rights: Rights) -> None:
    assert read_rights(text) == rights


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("Metadata: CC0, image: all rights reserved", "in_copyright"),
        ("Metadaten: CC0, Bild: Alle Rechte vorbehalten", "in_copyright"),
        ("Métadonnées : CC0 ; image : tous droits réservés", "in_copyright"),
        ("Metadata: CC0, afbeelding: alle rechten voorbehouden", "in_copyright"),
        ("Metadati: CC0; immagine: tutti i diritti riservati", "in_copyright"),
        ("Metadatos: CC0; imagen: todos los derechos reservados", "in_copyright"),
        ("The metadata is CC0 but the image is in copyright", "in_copyright"),
        ("The data are CC0; images may be subject to copyright", "in_copyright"),
        ("CC BY-NC for images, CC0 for data", "cc_by_nc"),
        ("Images: CC BY 4.0; metadata: CC0", "cc_by"),
        ("Bild: gemeinfrei | Metadaten: CC BY 4.0", "public_domain"),
        ("Images\nCC BY-NC\nTexts\nCC0", "cc_by_nc"),
        ("CC0 (metadata only)", "unknown"),
        ("Metadata: CC0 (except images)", "unknown"),
        ("CC0 for metadata and CC BY for images", "unknown"),
        ("CC0 applies to metadata not to images", "unknown"),
        ("CC0, except images", "unknown"),
        ("Except where otherwise noted, CC BY 4.0", "unknown"),
        ("Metadata and images: CC0", "cc0"),
    ],
)
def test_where_data_and_picture_are_named_apart_the_picture_counts(text: str, rights: Rights) -> None:
    assert read_rights(text) == rights


@pytest.mark.parametrize(
    "text",
    [
        "public domain in the USA; in copyright elsewhere",
        "Gemeinfrei in den USA; andernorts urheberrechtlich geschützt",
        "Domaine public aux États-Unis ; sous droits ailleurs",
        "Publiek domein in de VS; elders auteursrechtelijk beschermd",
        "Pubblico dominio negli Stati Uniti; protetto da copyright altrove",
        "Dominio público en Estados Unidos; protegido por derechos de autor en otros países",
        "All rights reserved. CC BY 4.0",
        "Public domain. No reproduction without permission.",
    ],
)
def test_of_statements_that_conflict_the_strictest_counts(text: str) -> None:
    assert read_rights(text) == "in_copyright"


@pytest.mark.parametrize(
    "text",
    [
        "not public domain",
        "Not yet in the public domain",
        "nicht gemeinfrei",
        "noch nicht gemeinfrei",
        "n'est pas dans le domaine public",
        "niet in het publieke domein",
        "Non è di pubblico dominio",
        "No es de dominio público",
        "Not CC0",
        "not licensed under CC BY 4.0",
        "Public domain: no",
        "gemeinfrei: nein",
        "Public domain?",
        "Possibly public domain",
        "Vermutlich gemeinfrei",
        "Enters the public domain in 2040",
        "Public domain in the United States",
        "public domain in its country of origin",
        "PD-US",
        "Public Domain, photo: © A Museum",
        "© A Museum, CC0",
        "CC BY 4.0 and CC BY-NC 4.0",
        "CC BY-SA / CC BY",
        "Public domain, no commercial use",
        "No Copyright - Non-Commercial Use Only",
        "Copyright Not Evaluated",
        "Copyright undetermined",
        "Rechte ungeklärt",
        "http://rightsstatements.org/vocab/NoC-OKLR/1.0/",
        "https://museum.example/public-domain-or-copyright.html",
        "CC0 " * 2000,
    ],
)
def test_what_is_denied_doubted_limited_or_manifold_is_unknown(text: str) -> None:
    assert read_rights(text) == "unknown"


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("keine Urheberrechte bekannt", "public_domain"),
        ("Not in copyright", "public_domain"),
        ("nicht urheberrechtlich geschützt", "public_domain"),
        ("Aucun droit d'auteur connu", "public_domain"),
        ("This image is not copyrighted and is in the public domain", "public_domain"),
        ("Artist unknown, public domain", "public_domain"),
        ("Copyright: Public domain", "public_domain"),
        ("Copyright: Jane Doe", "in_copyright"),
        ("Public Domain (CC0)", "cc0"),
        ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "cc0"),
        ("CC BY-NC-SA 4.0 https://creativecommons.org/licenses/by-nc-sa/4.0/", "cc_by_nc_sa"),
        ("Creative Commons Attribution, Non-Commercial, Share-Alike 4.0", "cc_by_nc_sa"),
        ("Namensnennung - Nicht kommerziell - Keine Bearbeitung 4.0 International", "cc_by_nc_nd"),
        ("Attribution - Pas d’utilisation commerciale - Partage dans les mêmes conditions", "cc_by_nc_sa"),
        ("Reconocimiento-NoComercial-SinObraDerivada 4.0", "cc_by_nc_nd"),
        ("CC BY 4.0, some rights reserved", "cc_by"),
        ("CC BY-ND-NC", "cc_by_nc_nd"),
        ("http://www.europeana.eu/rights/rr-f/", "in_copyright"),
        ("VG Bild-Kunst, Bonn", "in_copyright"),
        ("auteursrechtelijk beschermd", "in_copyright"),
    ],
)
def test_statements_in_words_of_several_languages(text: str, rights: Rights) -> None:
    assert read_rights(text) == rights


@pytest.mark.parametrize(
    "text",
    [
        "US public domain",
        "Bildrechte: unbekannt; Datenrechte: CC0",
        "formerly CC0",
        "CC0 pending",
        "Künstler: gemeinfrei. Fotograf: geschützt bis 2060",
        "Application for CC0 submitted",
        "Katalogisat CC0",
        "Lizenz: CC0 (nur Thumbnails)",
        "metadata_license=CC0",
        "Disputed: public domain",
        "Disputed. Public domain",
        "Public domain tag removed after dispute",
        "Werk gemeinfrei, Foto: Hans Muster",
        "tillhör public domain i USA",
        "Dílo je volné (public domain) pouze v USA",
        "Public domain, uten bilder",
        "Website content: CC BY 4.0",
        "CC BY 4.0 requested",
        "CC BY-NC 4.0 for members",
        "CC0, kuvat puuttuvat",
        "Domena publiczna (public domain) po 2031",
        "REVIEW STARTED. CC0",
        "Vignette : CC0",
        "CC0 Vorschau",
        "previously released under CC BY-SA 4.0",
        "Public domain. Photograph by Jane Doe",
        "CC BY 4.0 Katalogdaten",
        "CC BY 4.0 Expired",
        "Foto Hans Muster, gemeinfrei",
    ],
)
def test_an_open_statement_among_words_that_are_not_understood_is_unknown(text: str) -> None:
    assert read_rights(text) == "unknown"


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("Public domain. Image courtesy of the Museum", "public_domain"),
        ("CC BY 4.0 Rijksmuseum", "cc_by"),
        ("CC0 1.0 Universal", "cc0"),
        ("Rijksmuseum, public domain", "public_domain"),
        ("Lizenz: CC0", "cc0"),
        ("This work is in the public domain", "public_domain"),
        ("Dieses Werk ist gemeinfrei.", "public_domain"),
        ("CC BY 4.0, Foto: Hans Muster", "cc_by"),
        ("CC BY 4.0 Jane Doe", "cc_by"),
        ("CC BY 3.0 DE", "cc_by"),
        ("CC BY 4.0 by Tate", "cc_by"),
        ("Foto: Kunstmuseum Basel, gemeinfrei", "public_domain"),
        ("Jane Doe, CC BY-SA 3.0 Deutschland", "cc_by_sa"),
        ("CC0 https://museum.example/terms", "cc0"),
        ("Domaine public, Musée des Beaux-Arts", "public_domain"),
        ("license_image=CC0", "cc0"),
        ("Courtesy National Gallery of Art, Washington. Public domain", "public_domain"),
        ("Image licensed under CC BY-NC 4.0, © The Board of Trustees of the Museum", "cc_by_nc"),
    ],
)
def test_names_credits_and_plain_sentences_leave_a_statement_open(text: str, rights: Rights) -> None:
    assert read_rights(text) == rights


OPEN = ["CC0", "public domain", "gemeinfrei", "CC BY 4.0", "domaine public", "pubblico dominio"]
CLOSED = ["all rights reserved", "Alle Rechte vorbehalten", "tous droits réservés", "in copyright"]


@given(
    st.sampled_from(OPEN),
    st.sampled_from(CLOSED),
    st.sampled_from(["; ", ", ", ". ", " / ", " but "]),
    st.booleans(),
)
def test_a_reservation_beside_an_open_statement_never_gives_an_open_reading(
    free: str, closed: str, between: str, turned: bool
) -> None:
    parts = (closed, free) if turned else (free, closed)
    assert read_rights(between.join(parts)) == "in_copyright"


@given(st.text(max_size=80))
def test_any_text_has_rights(text: str) -> None:
    assert read_rights(text) in get_args(Rights)
