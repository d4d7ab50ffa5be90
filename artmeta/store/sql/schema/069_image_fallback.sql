-- Which address is asked where `url` gives no picture? NULL where there is none.
ALTER TABLE images ADD COLUMN fallback VARCHAR;
