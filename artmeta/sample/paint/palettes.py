"""The colours of each age: brown galleries, open air, bright dabs, printed inks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import numpy as np

from artmeta.sample.paint.colour import Colour, Palette, mix, turn, vary


def _palette(accents: str, **tubes: str) -> Palette:
    return Palette(
        accents=tuple(_rgb(word) for word in accents.split()), **{k: _rgb(v) for k, v in tubes.items()}
    )


def _rgb(word: str) -> Colour:
    return int(word[:2], 16), int(word[2:4], 16), int(word[4:], 16)


PALETTES: Mapping[str, tuple[Palette, ...]] = {
    "old_master": (
        _palette("8e2f22 27405c b98a36 d8c39a", sky="5c6a72", horizon="b9a578", cloud="c8b48c", glow="e0be7c",
                 far="6f7360", middle="5a5230", near="3a2f1c", water="3f4c48", leaf="3d421f", wall="a88f64",
                 roof="6b4630", dark="1d1610", light="ead8ae"),
        _palette("7a2a24 1f3350 a87c2f cdb68c", sky="3b3a38", horizon="8a6d45", cloud="a08a66", glow="d9a95c",
                 far="4f4a38", middle="443a24", near="2a2116", water="2f3533", leaf="2f3019", wall="8f774f",
                 roof="543726", dark="140f0b", light="e6cf9f"),
    ),
    "romantic": (
        _palette("a33c2a 2f4f74 d0a04a e6d3aa", sky="6f90b0", horizon="f0d49a", cloud="f3e3bf", glow="ffe2a0",
                 far="8fa0a0", middle="8a8448", near="54492a", water="5f7f86", leaf="4f5a2a", wall="cdb68a",
                 roof="8a5a3c", dark="2a2018", light="fff0cc"),
        _palette("94392c 35506b c99746 dfcaa0", sky="7d7f94", horizon="f2b878", cloud="eec39a", glow="ffd27a",
                 far="8b8690", middle="7b6a44", near="43371f", water="6b7a80", leaf="55512a", wall="c4a578",
                 roof="7c4c36", dark="241a16", light="ffe6b8"),
    ),
    "victorian": (
        _palette("b8332c 2a5596 e0b030 3f7a4a", sky="6fa3d4", horizon="dfe8ea", cloud="f6f4ee", glow="fdf0cc",
                 far="8aa7a6", middle="7fa04e", near="5a7334", water="4f86a0", leaf="3f6a30", wall="d8c6a4",
                 roof="9a5238", dark="26241f", light="fbf3de"),
        _palette("a83a3a 355c8c d2a33c 4d6f4a", sky="93aebf", horizon="e9dfc8", cloud="efe8d8", glow="f6dfae",
                 far="98a5a0", middle="93934f", near="665f33", water="6a8c92", leaf="55682f", wall="c8b48e",
                 roof="7f4a3a", dark="2b2620", light="f7ebce"),
    ),
    "watercolour": (
        _palette("b4503c 47689a d6a94c 6a8a5c", sky="a3c0d6", horizon="efe6d2", cloud="f7f2e6", glow="fbe9c4",
                 far="adbcc0", middle="b3b878", near="97986a", water="8fb0b8", leaf="75905a", wall="dccbb0",
                 roof="b37a5e", dark="474038", light="fdf8ea"),
        _palette("9c4a48 4b5f80 c7a15a 748068", sky="bcc3c8", horizon="e9e2d6", cloud="f2eee4", glow="f3e4cc",
                 far="b0b3b4", middle="b5ad88", near="8d8468", water="a2b0b0", leaf="828a66", wall="d2c5b0",
                 roof="9c7464", dark="3c3834", light="faf5ea"),
    ),
    "impressionist": (
        _palette("d8503c 3a62b8 f0b840 e88aa0", sky="86b4e6", horizon="f4e2d0", cloud="fbf2ee", glow="ffe8a8",
                 far="9aa8d8", middle="9cc46a", near="6ea050", water="5e9ccc", leaf="4f9a58", wall="f0dcc0",
                 roof="c86a4c", dark="3a3560", light="fff6dc"),
        _palette("e0603c 4a58a8 f6c25a d8709a", sky="a9a6dc", horizon="ffd0a0", cloud="ffe4d0", glow="ffcf80",
                 far="a59ad0", middle="b0b468", near="7d8a4c", water="7f94c8", leaf="6f9450", wall="f2d2b0",
                 roof="b8584c", dark="423260", light="fff0d0"),
    ),
    "fauve": (
        _palette("e8402c 1f58c0 f8c020 e860a0 18a088", sky="4fa8e0", horizon="f8c890", cloud="fbe8c8", glow="ffd850",
                 far="7868c8", middle="58b058", near="d87830", water="2888b8", leaf="189058", wall="f8d8a0",
                 roof="d84830", dark="201838", light="fff4d0"),
        _palette("d83848 3048b0 f0a818 f07848 208878", sky="f0a060", horizon="f8e088", cloud="f8d0b0", glow="f86848",
                 far="386898", middle="88a840", near="407858", water="3878a8", leaf="287048", wall="f0c898",
                 roof="b83848", dark="181830", light="fff0c8"),
    ),
    "poster": (
        _palette("d83a2c 1f4e79 f2a93b 2a8a80", sky="2e86ab", horizon="f6d8a8", cloud="fbeed6", glow="f6b84b",
                 far="5b8a9a", middle="7fa65a", near="3f6b4a", water="1f5f7f", leaf="2f6a4a", wall="f3dfb8",
                 roof="c8452f", dark="14213d", light="fdf3dc"),
        _palette("e4572e 17324d ffc857 4b8f8c", sky="f4a259", horizon="fbe3b4", cloud="fff1d0", glow="ffd670",
                 far="8c6a6a", middle="bc8034", near="5b5f3d", water="2f5d73", leaf="5b7a4a", wall="f7e0b0",
                 roof="a83a32", dark="1b1b2f", light="fff6e0"),
        _palette("c8102e 2d3047 e0a458 419d78", sky="bcd4d8", horizon="f0ead2", cloud="ffffff", glow="f2c14e",
                 far="8fa8a8", middle="a3b18a", near="588157", water="457b9d", leaf="3a5a40", wall="f1e3c6",
                 roof="9c3d2e", dark="1d2d3a", light="fbf7ea"),
    ),
    "abstracted": (
        _palette("e03a2a 2050b0 f4c020 1a1a1a f0efe8", sky="d9d4c6", horizon="ece7da", cloud="f6f3ea", glow="f2c84a",
                 far="8aa0b0", middle="c8b088", near="5a5f58", water="3a6a8a", leaf="5a7a58", wall="e6dcc4",
                 roof="c04a34", dark="1c1c20", light="fbf8ee"),
        _palette("f26a4b 2b6f77 f7c548 6a3d7c 101828", sky="6aa6b8", horizon="b8d0c8", cloud="e8eee4", glow="f7b267",
                 far="4a7a90", middle="d08a5a", near="7a4a5a", water="245a70", leaf="3f7d5a", wall="f0d8b8",
                 roof="b0404a", dark="14182a", light="fdf4e2"),
        _palette("b8a890 404040 d8ccb8 8a3a2a", sky="9a968c", horizon="c4beb0", cloud="dcd8cc", glow="d8c090",
                 far="7f7d78", middle="8f8a78", near="56534c", water="5f6a70", leaf="6a6f58", wall="cfc6b4",
                 roof="7d4a3c", dark="201e1c", light="efeade"),
    ),
}  # fmt: skip


def mixed_palette(manner: str, rng: np.random.Generator) -> Palette:
    """A palette of a manner as one painter mixed it on one day: hue, strength and hour of the day vary."""
    choices = PALETTES.get(manner, PALETTES["victorian"])  # an engraving keeps only the light and dark of it
    chosen = choices[int(rng.integers(len(choices)))]
    hue, strength, dusk = rng.normal(0, 0.014), rng.uniform(0.75, 1.15), max(0.0, rng.normal(-0.1, 0.22))
    dusky: Colour = (58, 48, 84)

    def mixed(colour: Colour) -> Colour:
        return mix(vary(turn(colour, hue, strength), rng, 5), dusky, min(0.4, dusk))

    tubes = {field.name: getattr(chosen, field.name) for field in fields(Palette) if field.name != "accents"}
    return Palette(
        accents=tuple(vary(accent, rng, 6) for accent in chosen.accents),
        **{name: mixed(colour) if name != "light" else colour for name, colour in tubes.items()},
    )
