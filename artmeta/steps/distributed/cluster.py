"""The Dask cluster of a run: connected to or started here, its faults in one sentence each."""

from __future__ import annotations

import logging
import time
from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from artmeta.errors import ArtmetaError, ComputeError, first_line
from artmeta.steps.embedding_pool import without_main
from artmeta.stopping import shielded

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
CONNECT = 10.0  # seconds to reach the scheduler
NO_WORKERS = 60.0  # seconds without a worker after which a run gives up; a worker starts in 2 to 5 s
LOOK = 5.0  # seconds between looks at the workers while none answers
LOGGERS = ("distributed", "distributed.client")  # those that Dask gives a level of their own
AGAIN = "Run the same command again: it resumes."


@contextmanager
def connected(scheduler: str, cluster: object | None, workers: int) -> Iterator[Client]:
    """Connect to a cluster object or a scheduler's address, or start `workers` processes for `local`.

    Raises ComputeError if the scheduler cannot be reached or Dask is not installed.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ComputeError("Dask is not installed on this machine.", "Install artmeta[dask].") from None
    with _quiet(), _started(scheduler, cluster, workers) as address:
        try:
            client = Client(address, timeout=CONNECT, set_as_default=False, name="artmeta")
        except (OSError, ValueError, TypeError) as fault:
            raise ComputeError(
                f"The Dask scheduler at {cluster or scheduler} cannot be reached: {first_line(fault)}.",
                "Start it (`dask scheduler`), or correct [compute] scheduler in the collection's file.",
            ) from None
        try:
            yield client
        finally:
            client.close(timeout=CONNECT)


@contextmanager
def _started(scheduler: str, cluster: object | None, workers: int) -> Iterator[Any]:
    if cluster is not None or scheduler != LOCAL:
        yield cluster if cluster is not None else scheduler
        return
    from distributed import LocalCluster

    with shielded(), without_main():  # it starts processes
        local = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        )
    try:
        yield local
    finally:
        local.close(timeout=CONNECT)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log out of the output: what concerns the user is said in one sentence."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def threads_of(client: Client) -> int:
    """Return the number of threads of all workers, after waiting for a first one; raise ComputeError if none comes."""
    deadline = time.monotonic() + NO_WORKERS
    while time.monotonic() < deadline:
        if threads := sum(_workers(client).values()):
            return threads
        time.sleep(0.1)
    raise _no_worker()


def check_workers(client: Client, check: Any, *given: object) -> None:
    """Run a function on every worker; raise the first fault as ComputeError."""
    try:
        answers = client.run(check, *given, on_error="return")
    except Exception as fault:  # a worker that left, or one whose answer cannot be read
        raise _foreign(fault, "a Dask worker") from fault
    for address, answer in answers.items():
        if isinstance(answer, Exception):
            raise explained(answer, f"the Dask worker {address}") from None


def finished(client: Client, running: list[Future[Any]]) -> list[Future[Any]]:
    """Wait until some of the tasks have ended; raise ComputeError if the scheduler or all workers are lost."""
    from distributed import wait
    from distributed.client import FuturesCancelledError

    last_seen = time.monotonic()
    while True:
        try:
            with client.as_current():
                return list(wait(running, timeout=LOOK, return_when="FIRST_COMPLETED").done)
        except FuturesCancelledError:
            raise lost() from None
        except TimeoutError:
            if _workers(client):
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > NO_WORKERS:
                raise _no_worker() from None


def result_of(future: Future[Any]) -> Any:
    """Return a finished task's result; where its worker is lost meanwhile, Dask repeats the task on another one."""
    try:
        return future.result(timeout=NO_WORKERS)
    except TimeoutError:
        raise _no_worker() from None
    except CancelledError:
        raise lost() from None


def _workers(client: Client) -> dict[str, int]:
    try:
        answer: dict[str, int] = client.nthreads()
    except (OSError, ValueError, RuntimeError):
        raise lost() from None
    return answer


def explained(fault: BaseException, where: str) -> ArtmetaError:
    """Return a task's fault as an error with one sentence."""
    return fault if isinstance(fault, ArtmetaError) else _foreign(fault, where)


def lost() -> ComputeError:
    """Return the error for a scheduler that does not answer any more."""
    return ComputeError("The Dask scheduler does not answer any more.", f"Start it and its workers. {AGAIN}")


def _no_worker() -> ComputeError:
    return ComputeError(
        f"No Dask worker was connected to the scheduler for {NO_WORKERS:.0f} seconds.",
        f"Start one (`dask worker ADDRESS --nthreads 1`). {AGAIN}",
    )


def _foreign(fault: BaseException, where: str) -> ComputeError:
    hint = "Install the same locked packages, with artmeta[dask], on every worker, and start it again."
    return ComputeError(f"A shard cannot be embedded on {where}: {first_line(fault)}.", hint)
