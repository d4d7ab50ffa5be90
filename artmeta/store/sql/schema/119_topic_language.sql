-- In which language is the label of a topic? Stated by the vocabulary, for exports whose readers leave out labels without one.
ALTER TABLE topics ADD COLUMN language VARCHAR DEFAULT '';
COMMENT ON COLUMN topics.language IS 'tag (BCP 47) of the language of the label; empty where the vocabulary states none';
