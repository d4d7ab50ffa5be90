-- Which run starts now?
INSERT INTO runs BY NAME
SELECT
    $run_id AS run_id, $collection AS collection, $title AS title, $config_digest AS config_digest,
    $config_text AS config_text, $config_path AS config_path, $code_version AS code_version,
    $model_name AS model_name, $model_version AS model_version, 'running' AS status,
    $started_at AS started_at, (SELECT coalesce(max(number), 0) + 1 FROM runs) AS number;
