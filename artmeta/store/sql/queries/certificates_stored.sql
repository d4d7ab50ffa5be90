-- For which lanes of which plans of a run's collection is a result stored?
SELECT certificates.plan_id, certificates.lane FROM certificates
JOIN runs ON runs.collection = certificates.collection
WHERE runs.run_id = $run_id
ORDER BY certificates.plan_id, certificates.lane;
