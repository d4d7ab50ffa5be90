-- Which version of the decoder made the pixels that a backbone saw?
ALTER TABLE embeddings ADD COLUMN pixels INTEGER DEFAULT 1;
