"""Reviews by people: read into the store by runs, and served on a page."""
