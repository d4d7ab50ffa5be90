-- Which 50 runs of a collection were the newest, what did each find, and which flags appeared or disappeared since the finished run before?
WITH listed AS (
    SELECT *, lag(CASE WHEN status = 'finished' THEN run_id END IGNORE NULLS) OVER (ORDER BY number, started_at, run_id) AS previous
    FROM runs
    WHERE collection = $collection
    QUALIFY row_number() OVER (ORDER BY number DESC, started_at DESC, run_id DESC) <= 50
), paired AS (
    SELECT listed.run_id, flags.kind, flags.subject, flags.severity, true AS present FROM listed JOIN flags USING (run_id)
    UNION ALL
    SELECT listed.run_id, flags.kind, flags.subject, NULL, false FROM listed JOIN flags ON flags.run_id = listed.previous
), compared AS (
    SELECT run_id, kind, subject, bool_or(present) AS present, bool_or(NOT present) AS before
    FROM paired GROUP BY run_id, kind, subject
), counted AS (
    SELECT
        run_id, kind, count(*) FILTER (present) AS flags, count(*) FILTER (NOT before) AS appeared,
        count(*) FILTER (NOT present) AS disappeared
    FROM compared GROUP BY run_id, kind
)
SELECT
    listed.run_id, listed.previous, listed.title, listed.status, listed.started_at, listed.finished_at, listed.resumed,
    listed.model_name, listed.model_version, listed.code_version, listed.config_digest,
    (SELECT list(counted ORDER BY counted.kind) FROM counted WHERE counted.run_id = listed.run_id) AS flags,
    (
        SELECT list({
            'topic_id': counts.topic_id,
            'label': coalesce(
                (SELECT any_value(label) FROM topics WHERE topics.topic_id = counts.topic_id
                    AND topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version),
                counts.topic_id),
            'works': counts.works, 'sure': counts.sure, 'unsure': counts.unsure, 'unfamiliar': counts.unfamiliar
        } ORDER BY counts.topic_id)
        FROM run_topic_counts AS counts WHERE counts.run_id = listed.run_id
    ) AS topics,
    (
        SELECT list({'topic_id': topic_id, 'verdict': verdict} ORDER BY topic_id)
        FROM trend_verdicts WHERE trend_verdicts.run_id = listed.run_id AND grouping = ''
    ) AS verdicts,
    (
        SELECT list({'step': step, 'done': done, 'skipped': skipped, 'failed': failed} ORDER BY finished_at)
        FROM step_results WHERE step_results.run_id = listed.run_id
    ) AS steps
FROM listed
LEFT JOIN models ON models.name = listed.model_name AND models.version = listed.model_version
ORDER BY listed.number DESC, listed.started_at DESC, listed.run_id DESC;
