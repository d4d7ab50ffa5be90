-- On which version of the decoder and which limit of size does a failed outcome depend? NULL where there is a picture.
ALTER TABLE images ADD COLUMN basis VARCHAR;
