"""The words on the museum's labels: invented artists and places, titles as curators give them, media."""

from __future__ import annotations

from collections.abc import Mapping

# Name, gender as the record gives it ('' where nobody noted it), first and last working year, weight.
# One prolific painter in each age, many with a few works: collections are as skewed as that.
ARTISTS: tuple[tuple[str, str, int, int, float], ...] = (
    ("Jonas Penhallick", "male", 1700, 1745, 3.0),
    ("Ottoline Marsk", "female", 1708, 1752, 0.6),
    ("Studio of Jonas Penhallick", "", 1715, 1765, 1.0),
    ("Cornelis van Oudewater-Smit", "male", 1700, 1738, 0.8),
    ("Bartholomew Threlk", "male", 1738, 1790, 2.5),
    ("Hepzibah Corrant", "female", 1750, 1801, 0.7),
    ("unknown artist", "", 1700, 1899, 0.9),
    ("British (English) School", "", 1700, 1880, 0.7),
    ("Ambrose Fettle-Wynn", "male", 1772, 1828, 3.0),
    ("Sophronia Dace", "female", 1790, 1840, 0.8),
    ("Lucian Harrowgarth", "male", 1801, 1866, 2.0),
    ("Tobias Undermere", "male", 1825, 1879, 5.0),
    ("Marianne Stilling-Crewe", "female", 1832, 1890, 1.4),
    ("attributed to Tobias Undermere", "", 1830, 1870, 0.5),
    ("Édouard Vaucresson-Lamy", "male", 1862, 1908, 2.5),
    ("Wilhelmina Oxgate", "female", 1868, 1921, 9.0),  # the prolific one: left her studio to the museum
    ("Percival Nunn-Tarrow", "male", 1872, 1925, 1.5),
    ("Ada Brindlewick", "female", 1898, 1947, 1.2),
    ("Ivo Castellan-Rhys", "male", 1903, 1950, 2.2),
    ("Gudrun Hallsteinsdatter", "female", 1911, 1958, 1.0),
    ("Maxim Orlovetsky", "male", 1915, 1962, 1.3),
    ("Rex Pallister-Vane", "male", 1919, 1961, 2.4),
    ("Constance Umber", "female", 1933, 1981, 2.6),
    ("Desmond Achterberg", "male", 1944, 1990, 1.8),
    ("Nkechi Adaeze-Lorne", "female", 1958, 1999, 1.6),
    ("Bruno Kestrel", "male", 1961, 1999, 2.0),
    ("Sunniva Thackeray-Bose", "female", 1974, 1999, 1.0),
    ("Harriet Plumley", "female", 1940, 1985, 0.6),
)

PLACES = (
    "Port Ennis", "Thornholt", "Carrow", "Saltmere", "the Wyke Estuary", "Hallowdene", "Merrow Point",
    "Old Quay",
    "Great Anning", "Brackwater", "Lower Tiddle", "Fennings Bay", "Ostermouth", "Kelderdale",
)  # fmt: skip

RACES = (
    "the Thornholt Plate",
    "the Carrow Gold Cup",
    "the Wolds Stakes",
    "the Saltmere Hurdle",
    "the Ennis Derby",
)
NAMES = (
    "Marigold",
    "Perseverance",
    "Hope",
    "Lady Anning",
    "Fortune",
    "Halcyon",
    "Good Intent",
    "Brave Susan",
)
HORSES = ("Thunderclap", "Merry Andrew", "Bellerophon", "Whistle", "Dark Lantern", "Miss Prudence", "Comet")

# {place}, {race}, {name}, {horse} are filled in; aircraft have no early titles, because there are none.
TITLES: Mapping[str, tuple[str, ...]] = {
    "aircraft": (
        "Over {place}", "Biplane above {place}", "The Morning Patrol", "Aerodrome at {place}",
        "Night Raid, {place}",
        "The Air Race", "Return to {place}", "First Flight of the '{name}'", "Flying Day, {place}",
        "Altitude",
        "Take-off", "Formation in Blue",
    ),
    "angel_demon": (
        "The Annunciation", "Saint Michael and the Demon", "Guardian Angel",
        "The Fall of the Rebel Angels",
        "Angel with a Lily", "The Tempter", "The Vision of {place}", "Angel of the Harvest", "Lucifer",
        "Angel Appearing to the Shepherds", "The Dark Visitor", "Study for an Angel",
    ),
    "boat": (
        "Fishing Boats off {place}", "The '{name}' in a Swell", "Shipping in the Roads, {place}",
        "Regatta at {place}",
        "Evening, {place}", "The Brig '{name}'", "Harbour at {place}", "Becalmed", "Ferry at {place}",
        "Storm off {place}", "Sails", "The '{name}' Leaving {place}",
    ),
    "horse_racing": (
        "The Finish of {race}", "'{horse}' Winning {race}", "Racehorses Exercising at {place}",
        "At the Post",
        "'{horse}', with Jockey up", "{race}", "The Start, {place}", "On the Rails",
        "Jockeys before the Race",
        "The Last Furlong", "Steeplechase near {place}",
    ),
    "house": (
        "Cottage near {place}", "{place} House from the South", "The Artist's House at {place}",
        "Farmhouse, {place}",
        "A Street in {place}", "The Old Rectory", "House among Trees", "Winter, {place}",
        "Almshouses, {place}",
        "The White House", "A View of {place} Park",
    ),
    "": ("Untitled", "Composition", "Composition No. 4", "Movement in Grey", "Sheet from an Album", "Study"),
}  # fmt: skip

MEDIA: Mapping[str, tuple[str, ...]] = {
    "old_master": ("oil on canvas", "oil on panel", "Oil on canvas, relined"),
    "engraving": ("engraving on paper", "mezzotint"),
    "romantic": ("oil on canvas", "oil on panel", "Oil on millboard"),
    "victorian": ("oil on canvas", "Oil on board", "oil on canvas (oval)"),
    "watercolour": ("watercolour on paper", "watercolour & ink", "pen and wash"),
    "impressionist": ("oil on canvas", "pastel", "oil on canvas board"),
    "fauve": ("oil on canvas", "oil & tempera on board", "gouache"),
    "poster": ("gouache on card", "screenprint", "tempera on board", "colour lithograph"),
    "abstracted": ("acrylic on canvas", "oil on hardboard", "mixed media", "acrylic & collage"),
    "abstract": ("oil on canvas", "acrylic on canvas"),
    "photograph": ("photograph", "digital photograph"),
    "letter": ("ink on paper", "manuscript"),
    "blank": ("paper", "pencil on paper"),
}

# Venue, the years it collects most (weight 1), and the weight of the others.
VENUES: tuple[tuple[str, int, int, float], ...] = (
    ("Thornholt Hall", 1700, 1829, 0.05),
    ("Carrow Street Art Gallery", 1800, 1929, 0.15),
    ("Port Ennis Museum", 1840, 1949, 0.30),
    ("Museum of the Wolds", 1860, 1979, 0.25),
    ("New Quay Contemporary", 1935, 1999, 0.00),
)

# Museum words for each topic's subject, in the vocabulary's labels.
SUBJECTS: Mapping[str, str] = {
    "aircraft": "Aircraft",
    "angel_demon": "Angel or demon",
    "boat": "Boat",
    "horse_racing": "Horse racing",
    "house": "House",
}
