-- Who gave or bequeathed the work, where the source says so?
ALTER TABLE artworks ADD COLUMN donor VARCHAR DEFAULT '';
