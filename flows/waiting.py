"""A run that waits for another one, as Prefect shows it: a state of the flow's run, with what it waits for."""

from __future__ import annotations

import logging
from functools import partial

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, StateType
from prefect.runtime import flow_run

from artmeta.settings import Settings
from artmeta.steps.operations.run_locks import WriterTurn
from flows import is_of_server

log = logging.getLogger("artmeta")
WAITING = "Waiting"  # the name of the state; its type stays RUNNING, so that Prefect lets the run go on


def writer_turn(collection: str) -> WriterTurn:
    """Return the turns of the running flow, whose waits are states of its run."""
    return WriterTurn(collection, Settings.read(), _show_waiting, partial(_show, "Running", ""))


def _show_waiting(sentence: str) -> None:
    log.info(sentence)
    _show(WAITING, sentence)


def _show(name: str, message: str) -> None:
    """Set the state of the flow's run; a server that does not answer does not stop the run."""
    state: State[None] = State(type=StateType.RUNNING, name=name, message=message)
    try:
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(flow_run.get_id(), state, force=True)  # type: ignore[arg-type]  # a text
    except Exception as fault:
        if not is_of_server(fault):
            raise
