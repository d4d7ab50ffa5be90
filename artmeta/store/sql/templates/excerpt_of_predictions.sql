-- Which rows are what models said of works of one collection that may be exported, without what was withdrawn?
CREATE TABLE {target}.main.{table} AS SELECT * FROM {table}
WHERE collection = $collection AND artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
) AND NOT EXISTS (
    FROM withdrawn_works AS withdrawn
    WHERE withdrawn.collection = {table}.collection AND withdrawn.artwork_id = {table}.artwork_id
        AND withdrawn.model_name = {table}.model_name AND withdrawn.model_version = {table}.model_version
);
