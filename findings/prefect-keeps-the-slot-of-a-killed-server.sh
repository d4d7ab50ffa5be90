#!/bin/sh
# Expected: a Prefect deployment with concurrency_limit=1 runs again some time after the server was killed: a run takes the one
# slot with a lease, and a lease that nobody renews is given back (300 s; 30 s here).
# Seen with Prefect 3.8.8: leases are kept in the memory of the server's process, the count of taken slots in its database. A
# server that is killed while a run holds the slot forgets the lease and keeps the count. Nothing gives the slot back: every later
# run of the deployment stays in AwaitingConcurrencySlot, and no log line says why.
# PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE=prefect.server.concurrency.lease_storage.filesystem keeps leases on disk, and the slot
# comes back. Output, 90 s after the lease was taken:
#   memory, not killed: Pending
#   memory, killed: AwaitingConcurrencySlot
#   filesystem, killed: Pending
# Takes 5 to 10 minutes. (fastapi and sqlalchemy: 3.8.8 does not start with fastapi 0.151.)
set -eu
folder=$(mktemp -d)
server=
trap 'test -z "$server" || kill -9 "$server" 2>/dev/null; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "prefect==3.8.8" "fastapi==0.150.*" "sqlalchemy<2.1"
cat > "$folder/night.py" <<'PYTHON'
import sys

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, StateType


@flow
def night() -> None:
    """Run nothing: only the states of the runs matter."""


with get_client(sync_client=True) as client:
    deployment = client.create_deployment(
        flow_id=client.create_flow(night), name="nightly", concurrency_limit=1
    )
    run = client.create_flow_run_from_deployment(deployment)
    answer = client.set_flow_run_state(run.id, State(type=StateType.PENDING))
    print(answer.state.name if answer.state else answer.status)
PYTHON
export PREFECT_SERVER_ANALYTICS_ENABLED=false PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION=30
port=$("$folder/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

start() {
    "$folder/venv/bin/python" -m uvicorn --factory prefect.server.api.server:create_app --host 127.0.0.1 --port "$port" \
        --log-level error > "$folder/server.log" 2>&1 &
    server=$!
    export PREFECT_API_URL="http://127.0.0.1:$port/api"
    until "$folder/venv/bin/python" -c "import urllib.request as u; u.urlopen('$PREFECT_API_URL/health')" 2> /dev/null; do
        kill -0 "$server"
        sleep 1
    done
}

second_run() { # $1: memory or filesystem; $2: killed or not
    export PREFECT_HOME="$folder/$1-$2"
    export PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE="prefect.server.concurrency.lease_storage.$1"
    start
    "$folder/venv/bin/python" "$folder/night.py" > "$folder/first"
    grep -q Pending "$folder/first"
    if [ "$2" = killed ]; then
        kill -9 "$server"
        wait "$server" 2> /dev/null || true
        start
    fi
    sleep 90
    "$folder/venv/bin/python" "$folder/night.py" > "$folder/second"
    kill -9 "$server"
    wait "$server" 2> /dev/null || true
    server=
    cat "$folder/second"
}

kept=$(second_run memory kept)
lost=$(second_run memory killed)
stored=$(second_run filesystem killed)
echo "memory, not killed: $kept"
echo "memory, killed: $lost"
echo "filesystem, killed: $stored"
[ "$kept" = Pending ] && [ "$lost" = AwaitingConcurrencySlot ] && [ "$stored" = Pending ]
