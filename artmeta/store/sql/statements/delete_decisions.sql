-- Which decisions rest on vectors that were computed again?
DELETE FROM decisions
WHERE collection = $collection AND sha256 IN (SELECT unnest($pictures::VARCHAR[]))
    AND EXISTS (
        FROM models
        WHERE models.name = decisions.model_name AND models.version = decisions.model_version
            AND models.backbone = $backbone
    );
