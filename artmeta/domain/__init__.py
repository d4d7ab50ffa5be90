"""The nouns: frozen, without I/O; one word, one thing."""
