"""Ctrl-C in the midst of an import ends the command with nothing written and the lock free (SPEC §5)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.cut_proxy import cut_proxy
from support.fault_commands import environment, import_words, run
from support.fault_rows import Proof, Survived
from support.fault_texts import UNKNOWN
from support.fault_worlds import World
from support.servers import FAMILIES

STOPPED = "Stopped; nothing was written."
CTRL_C = [sys.executable, "-m", "support.ctrl_c"]


@pytest.mark.fault("Ctrl-C is pressed between two writes", STOPPED, Survived.BEFORE)
@pytest.mark.parametrize("words", ["INSERT INTO raccord_entry", "INSERT INTO customers"])
def test_between_writes(world: World, proof: Proof, tmp_path: Path, words: str) -> None:
    """The exit status is that of a command that could not run."""
    done = run([*CTRL_C, words, *import_words(tmp_path, world.customers.url)], tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    proof.told(done.stderr)
    proof.survived(world)


@pytest.mark.fault("Ctrl-C is pressed just at COMMIT", UNKNOWN, Survived.EITHER)
def test_at_the_commit(world: World, proof: Proof, tmp_path: Path) -> None:
    """It is too late to promise that nothing was written."""
    done = run([*CTRL_C, "COMMIT", *import_words(tmp_path, world.customers.url)], tmp_path)

    assert done.returncode == 2
    proof.told(done.stderr)
    proof.survived(world)


@pytest.mark.parametrize("family", FAMILIES[1:])
@pytest.mark.fault("Ctrl-C is pressed while the server does not answer", STOPPED, Survived.BEFORE)
def test_silent_server(world: World, proof: Proof, tmp_path: Path) -> None:
    """One is not at the mercy of a server that is stuck."""
    with cut_proxy(world.customers.url) as (proxy, url):
        command = [*CTRL_C, "wait:UPDATE customers", *import_words(tmp_path, url)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, text=True, env=environment(tmp_path), **pipes) as child:  # type: ignore[call-overload]
            assert child.stdout.readline() == "here\n"
            proxy.fall_silent()
            child.stdin.write("\n")
            child.stdin.flush()
            child.send_signal(signal.SIGINT)
            _, said = child.communicate(timeout=60)

    assert child.returncode == 2
    proof.told(said)
    proof.survived(world)
