-- In which year was the artist born, where the source says so?
ALTER TABLE artworks ADD COLUMN artist_birth INTEGER;
