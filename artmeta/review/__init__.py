"""Reviews by people: the file that keeps them, the order of works to look at, and the page."""
