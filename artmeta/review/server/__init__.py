"""The review page and its server on this machine."""
