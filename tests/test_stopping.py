"""A signal ends a program in one sentence with the shell's exit code, and no process of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import PATIENCE

from artmeta.stopping import SENTENCE

SLEEPING = """
from artmeta.stopping import stoppable
import time
with stoppable():
    print("ready", flush=True)
    time.sleep(600)
"""
DEAF = """
from artmeta import stopping
import time
stopping.GRACE = 0.2
with stopping.stoppable():
    print("ready", flush=True)
    while True:
        try:
            time.sleep(600)
        except BaseException:
            pass
"""
WORKER = """
import os, time

def slow(*_):
    os.write(1, b"ready\\n")  # in one piece, for two workers write
    time.sleep(600)

def nothing(*_):
    pass
"""
EARLY = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from flows.start import main
main()
"""
POOL = """
from artmeta.steps import embedding_pool
from artmeta.stopping import stoppable
from slow_worker import nothing, slow

if __name__ == "__main__":
    embedding_pool.embed_batch, embedding_pool.start = slow, nothing
    with stoppable():
        list(embedding_pool.embed_all([object()] * 40, None, 2))
"""


def stopped(script: Path, number: int, *, group: bool = False) -> tuple[int, str]:
    """Start a script, signal it (or all of its processes) once it is ready; return its exit code and what it said.

    Its standard error stays open for as long as any of its processes lives, so this ends when all have.
    """
    program = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    (os.killpg if group else os.kill)(program.pid, number)
    _, message = program.communicate(timeout=PATIENCE)
    return program.returncode, message


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        (SLEEPING, signal.SIGINT, 130),
        (SLEEPING, signal.SIGTERM, 143),
        (SLEEPING, signal.SIGHUP, 129),
        (DEAF, 15, 143),
    ],
)
def test_a_signal_ends_a_program_in_one_sentence(text: str, number: int, code: int, tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(text)
    assert stopped(script, number) == (code, f"{SENTENCE}\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_what_a_terminal_sends_to_all_ends_the_workers_without_a_word(
    number: int, code: int, tmp_path: Path
) -> None:
    script = tmp_path / "program.py"
    script.write_text(POOL)
    (tmp_path / "slow_worker.py").write_text(WORKER)  # workers do not have the names of the program
    assert stopped(script, number, group=True) == (code, f"{SENTENCE}\n")


def test_a_program_that_nohup_started_goes_on_after_a_hangup(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        SLEEPING.replace("import time", "import time, signal; signal.signal(1, signal.SIG_IGN)").replace(
            "time.sleep(600)", "input()"
        )
    )
    program = subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGHUP)
    time.sleep(0.1)  # were the signal not ignored, it would end the program now
    _, message = program.communicate("go on\n", timeout=PATIENCE)
    assert (program.returncode, message) == (0, "")


def test_a_signal_while_modules_are_imported_ends_without_a_traceback(tmp_path: Path) -> None:
    script = tmp_path / "early.py"
    script.write_text(EARLY)
    command = [sys.executable, str(script), "--help"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
