"""How each program is asked for the metadata of URLs, and what it then says. Standard library only."""

import contextlib
import ctypes
import json
import signal
import socket
import subprocess
import sys
import time

import harness
import peers


class Mediafn:
    """Java's start included; its records come on stdout. Its own number of objects at once unless told."""

    media, partial = ("images", "videos"), False

    def __init__(self, name, program, concurrency=None):
        self.name, self.program, self.concurrency = name, peers.PEERS[program], concurrency

    def available(self):
        return self.program.available()

    def run(self, bench, urls, timeout):
        environment = self.program.environment(peers.Endpoints(bench.server.endpoint, None), bench.work)
        if self.concurrency:
            environment["MEDIAFN_CONCURRENCY"] = str(self.concurrency)
        command = self.program.metadata(environment, urls)
        done = harness.measure(command, environment, timeout, bench.work, bench.client_cores)
        found, wrong = {}, None
        with open(bench.work / "output.txt", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    record = json.loads(line)
                except ValueError:
                    wrong = wrong or f"no record: {line.strip()[:200]}"
                    continue
                found[record["filepath"]] = record.get("metadata") or record.get("error")
        return Answer(done, found, wrong)


class FiftyOne:
    """Its own compute_metadata; workers is its num_workers, None its default (the number of cores)."""

    media, partial = ("images", "videos"), False

    def __init__(self, name, workers):
        self.name, self.workers = name, workers

    def available(self):
        self.folder = harness.folder("fiftyone")
        if not (self.folder / "bin/mongod").exists():
            return "not installed: bench/peers install fiftyone"
        return Ffprobe.missing()

    def run(self, bench, urls, timeout):
        environment = {
            **Ffprobe.environment(bench.work),
            "FIFTYONE_DATABASE_URI": bench.database.uri,
            "FIFTYONE_DATABASE_VALIDATION": "false",  # the MongoDB is the oldest that it takes, and it would say so
            "FIFTYONE_DO_NOT_TRACK": "true",
        }
        job, result = bench.work / "job.json", bench.work / "fiftyone.json"
        asked = {"filepaths": urls, "num_workers": self.workers, "database_pid": bench.database.process.pid}
        job.write_text(json.dumps(asked))
        with contextlib.suppress(FileNotFoundError):
            result.unlink()
        command = [self.folder / "bin/python", harness.HERE / "fiftyone_metadata.py", job, result]
        done = harness.measure(command, environment, timeout, bench.work, bench.client_cores)
        if done.code != 0:
            return Answer(done, {}, None)
        told = json.loads(result.read_text())
        more = {
            "database_cpu_seconds": told["database_cpu_seconds"],
            "program_wall_seconds": done.wall,
            "program_cpu_seconds": done.cpu,
        }
        # What was measured within it, instead of the whole program.
        done.wall, done.cpu, done.rss = told["wall_seconds"], told["cpu_seconds"], told["rss_bytes"]
        return Answer(done, told["metadata"], None, more)


class Ffprobe:
    """As FiftyOne runs it, one process a video, 16 at a time; without FiftyOne around it."""

    name = "ffprobe"
    media, partial = ("videos",), True  # it has no rules for the other fields

    @staticmethod
    def missing():
        Ffprobe.folder = harness.folder("ffprobe")
        return None if (Ffprobe.folder / "bin/ffprobe").exists() else "not installed: bench/peers install ffprobe"

    @staticmethod
    def environment(work):
        environment = peers.base_environment(work)
        programs = Ffprobe.folder / "bin"
        return {**environment, "PATH": f"{programs}:{environment['PATH']}", "LD_LIBRARY_PATH": str(programs)}

    def available(self):
        return self.missing()

    def run(self, bench, urls, timeout):
        answers = bench.work / "ffprobe"
        answers.mkdir(exist_ok=True)
        for old in answers.iterdir():
            old.unlink()
        lines = bench.work / "urls.txt"
        lines.write_text("".join(f'-o "{answers}/{number}.json" -i {url}\n' for number, url in enumerate(urls)))
        probe = "ffprobe -loglevel error -show_format -show_streams -print_format json"
        command = ["sh", "-c", f"exec xargs -P 16 -L 1 {probe} <'{lines}'"]
        done = harness.measure(command, self.environment(bench.work), timeout, bench.work, bench.client_cores)
        found = {}
        for number, url in enumerate(urls):
            with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
                found[url] = self.metadata(json.loads((answers / f"{number}.json").read_text()))
        return Answer(done, found, None)

    @staticmethod
    def metadata(told):
        """What of FiftyOne's is there without a rule of its own."""
        video = [stream for stream in told.get("streams", []) if stream["codec_type"] == "video"]
        if not video:
            return None
        return {
            "size_bytes": int(told["format"]["size"]),
            "frame_width": video[0]["width"],
            "frame_height": video[0]["height"],
            "encoding_str": video[0]["codec_tag_string"],
        }


class Answer:
    """How a run ended, the metadata by URL, what was wrong beside that, and what else was measured."""

    def __init__(self, done, found, wrong, more=None):
        self.done, self.found, self.wrong, self.more = done, found, wrong, more or {}

    def said(self):
        said = " ".join(self.done.output.split())
        return said if len(said) < 500 else said[:200] + " ... " + said[-300:]


class Database:
    """A MongoDB of FiftyOne's on loopback, its data in the work folder."""

    def __init__(self, work, cores, cache_gb=0.5):
        data = work / "mongod"
        data.mkdir()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.uri = f"mongodb://127.0.0.1:{port}"
        command = [harness.folder("fiftyone") / "bin/mongod", "--dbpath", data, "--bind_ip", "127.0.0.1", "--port", port]
        command += ["--logpath", work / "mongod.log", "--wiredTigerCacheSizeGB", cache_gb, "--nounixsocket"]
        command = harness.pinned(cores) + [str(c) for c in command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=self.end_with_parent)
        ends = time.monotonic() + 60
        while time.monotonic() < ends and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.2)
        self.close()
        raise SystemExit("the MongoDB did not start: " + (work / "mongod.log").read_text(errors="replace")[-500:])

    @staticmethod
    def end_with_parent():
        """Also when that is killed."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)

    def close(self):
        self.process.kill()
        self.process.wait()


PEERS = {
    peer.name: peer
    for peer in [
        Mediafn("mediafn", "mediafn"),
        Mediafn("mediafn-java", "mediafn-java"),
        Mediafn("mediafn-java-64", "mediafn-java", 64),
        Mediafn("mediafn-java-256", "mediafn-java", 256),
        FiftyOne("fiftyone", None),
        FiftyOne("fiftyone-16", 16),
        FiftyOne("fiftyone-64", 64),
        Ffprobe(),
    ]
}
