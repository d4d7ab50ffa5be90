"""Where artworks come from: every file is a source, and its name is the `kind` a collection file gives."""
