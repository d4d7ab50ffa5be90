-- What is decided about each artwork in each run, and why? One row a run and artwork; decision_status is NULL where nothing could be classified.
CREATE OR REPLACE VIEW work_decisions AS
SELECT
    runs.run_id, runs.model_name, runs.model_version,
    artworks.* EXCLUDE (run_id, gone_run_id, record_digest),
    images.outcome, images.reason, images.sha256, images.path, images.width, images.height,
    CASE WHEN audits.state IS NULL AND promised.state IS DISTINCT FROM 'lost' THEN decided.status ELSE 'unsure' END AS decision_status,
    CASE WHEN audits.state IS NULL AND promised.state IS DISTINCT FROM 'lost' THEN decided.topics ELSE [] END AS sure_topics,
    withdrawn.artwork_id IS NOT NULL AS withdrawn,
    CASE  -- why a work is unfamiliar, not sure although its confidence may be high enough, or sure although the promise is untested
        WHEN withdrawn.artwork_id IS NOT NULL THEN withdrawn.sentence
        WHEN promised.state = 'lost' THEN promises.sentence
        WHEN audits.state IS NOT NULL THEN audits.sentence
        WHEN decided.none_score > decided.none_limit THEN format(
            'It looks like the training works that show none of the topics (score {:.2f}, limit {:.2f}).',
            decided.none_score, decided.none_limit
        )
        WHEN decided.status = 'unfamiliar' AND decided.ood_score > decided.ood_threshold THEN format(
            'It looks unlike the training works (out-of-distribution score {:.2f}, threshold {:.2f}).',
            decided.ood_score, decided.ood_threshold
        )
        WHEN promised.state = 'untested' THEN promises.sentence
        ELSE ''
    END AS decision_reason,
    CASE WHEN audits.state IS NULL THEN coalesce(promised.state, '') ELSE 'lost' END AS promise,  -- kept, lost, untested; '' where not sure
    decided.status AS model_status,  -- before audits and promises of groups
    decided.confidence_threshold, decided.ood_score, decided.ood_threshold, decided.none_score, decided.none_limit
FROM runs
JOIN artworks ON artworks.collection = runs.collection
LEFT JOIN images
    ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id AND images.position = 0
LEFT JOIN withdrawn_works AS withdrawn
    ON withdrawn.collection = artworks.collection AND withdrawn.artwork_id = artworks.artwork_id
    AND withdrawn.model_name = runs.model_name AND withdrawn.model_version = runs.model_version
LEFT JOIN decisions AS decided
    ON decided.collection = artworks.collection AND decided.artwork_id = artworks.artwork_id
    AND decided.model_name = runs.model_name AND decided.model_version = runs.model_version
    AND decided.sha256 = images.sha256 AND withdrawn.artwork_id IS NULL
LEFT JOIN sure_audits AS audits
    ON audits.collection = artworks.collection AND audits.state = 'withdrawn' AND decided.status = 'sure'
    AND audits.model_name = runs.model_name AND audits.model_version = runs.model_version
LEFT JOIN work_promises AS promised
    ON promised.collection = artworks.collection AND promised.artwork_id = artworks.artwork_id
    AND promised.model_name = runs.model_name AND promised.model_version = runs.model_version
    AND promised.sha256 = images.sha256 AND decided.status = 'sure'
LEFT JOIN group_promises AS promises
    ON promises.collection = promised.collection
    AND promises.model_name = promised.model_name AND promises.model_version = promised.model_version
    AND promises.grouping = promised.grouping AND promises.group_name = promised.group_name
WHERE artworks.gone_run_id IS NULL;
