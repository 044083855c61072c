"""What the benchmarks' scripts share: the server, its controls, and programs that end in time. Standard library only."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
CREDENTIALS = {"key": "bench", "secret": "bench-secret", "region": "us-east-1"}


# Where the programs may write while they are measured; not the tree.
TEMPORARY = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def text_of(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def folder(peer):
    return pathlib.Path(text_of([HERE / "peers", "folder", peer]))


class Server:
    """A server process of ours."""

    def __init__(self, *options, cores=None):
        command = [str(HERE / "serve"), "--parent", str(os.getpid()), *options]
        self.process = subprocess.Popen(pinned(cores) + command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise SystemExit(f"{command[0]} did not start")
        self.endpoint = "http://" + line.split()[-1]

    def control(self, method, name, headers=None, **parameters):
        query = urllib.parse.urlencode({k.replace("_", "-"): v for k, v in parameters.items()})
        request = urllib.request.Request(
            f"{self.endpoint}/_bench/{name}?{query}", method=method, headers=headers or {}
        )
        with urllib.request.urlopen(request, timeout=600) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def warm_up(self, work, loads):
        """So that the first program doesn't meet a server that is not compiled yet. loads: of a verb and a size each."""
        port = self.endpoint.rsplit(":", 1)[1]
        for verb, size in loads:
            done = measure([HERE / "serve", "load", port, verb, size, 16, 1], dict(os.environ), 60, work)
            if done.code != 0:
                raise SystemExit(f"the server could not be warmed up: {done.output}")

    def close(self):
        self.process.kill()
        self.process.wait()


def pinned(cores):
    return ["taskset", "-c", cores] if cores else []


class Outcome:
    """How a program ended and what it took: seconds, bytes."""

    def __init__(self, code, wall, cpu, rss, started, output):
        self.code, self.wall, self.cpu, self.rss, self.started, self.output = code, wall, cpu, rss, started, output


# Runs a command as its only child, so that what wait4 tells of children is that of the command and its children, and
# none of what was run before. The peak is that of the largest process, as the kernel tells it.
WRAPPER = """
import json, os, resource, subprocess, sys, time
started = time.monotonic_ns()
code = subprocess.call(sys.argv[2:])
wall = (time.monotonic_ns() - started) / 1e9
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
with open(sys.argv[1], "w") as out:
    json.dump([code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, started], out)
"""


def measure(command, environment, timeout, work, cores=None):
    """Runs a command, its output to a file; ends it and all that it started when it takes longer than the timeout."""
    result, log = work / "result.json", work / "output.txt"
    with contextlib.suppress(FileNotFoundError):
        result.unlink()
    with open(log, "wb") as output:
        process = subprocess.Popen(
            pinned(cores) + [sys.executable, "-S", "-c", WRAPPER, str(result)] + [str(c) for c in command],
            env=environment,
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        begun = time.monotonic()
        try:
            process.wait(timeout)
        except BaseException as error:  # an interrupt too must leave nothing running
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
    with open(log, "rb") as output:
        output.seek(max(0, log.stat().st_size - 4000))
        tail = output.read().decode(errors="replace")
    if not result.exists():
        return Outcome(None, time.monotonic() - begun, None, None, None, tail)
    return Outcome(*json.loads(result.read_text()), tail)
