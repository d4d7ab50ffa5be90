"""Pictures: from an address to a file, from a file to pixels."""
