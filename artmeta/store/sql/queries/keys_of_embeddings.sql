-- Which keys does the index of embeddings hold?
SELECT sha256, backbone FROM embeddings;
