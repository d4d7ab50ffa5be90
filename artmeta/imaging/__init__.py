"""Pictures: download, decoding, colour conversion and near-duplicate search."""
