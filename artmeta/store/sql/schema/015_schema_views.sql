-- Which views did artmeta make, and from which text?
CREATE TABLE schema_views (
    view_name VARCHAR PRIMARY KEY,
    sha256 VARCHAR NOT NULL              -- of the view's file: unchanged views are not made again
);
