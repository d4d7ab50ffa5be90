"""Museum dates: what a museum writes about when a work was made, read as years.

`read_date(text, profile)` is the door. The language of dates is a grammar (`date.lark`), its words are
lists in `words/`, dynasties and reigns are facts in `periods.toml`, and what a house means by
"c." or "late" is a profile in `profiles/` or a TOML file of your own.
"""

from artmeta.dates.profile import Profile, load_profile, profile_names
from artmeta.dates.reading import read_date

__all__ = ["Profile", "load_profile", "profile_names", "read_date"]
