"""Museum dates: a museum's text on when a work was made, read as years.

`read_date(text, profile)` is the entry point. The grammar of dates is `date.lark`, its words are in `words/`,
dynasties and reigns in `periods.toml`; a museum's conventions ("c.", "late") are a profile in `profiles/` or a TOML
file of your own.
"""

from artmeta.dates.profile import Profile, load_profile, profile_names
from artmeta.dates.reading import read_date

__all__ = ["Profile", "load_profile", "profile_names", "read_date"]
