-- Which judgements rest on vectors that were computed again?
DELETE FROM judgements
WHERE collection = $collection AND sha256 IN (SELECT unnest($pictures::VARCHAR[]))
    AND EXISTS (
        FROM models
        WHERE models.name = judgements.model_name AND models.version = judgements.model_version
            AND models.backbone = $backbone
    );
