"""Has FiftyOne compute the metadata of URLs, and writes what came of it and what it took: JOB RESULT, both JSON.

Only Dataset.compute_metadata is measured: not the import of FiftyOne, nor making the dataset. Runs in FiftyOne's venv.
"""

import json
import mimetypes
import resource
import sys
import time

# As the table of Debian and of later Pythons has it; FiftyOne reads whichever the machine has.
mimetypes.add_type("image/webp", ".webp")

import fiftyone  # noqa: E402
import psutil  # noqa: E402


def used():
    kinds = [resource.getrusage(kind) for kind in [resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN]]
    return sum(kind.ru_utime + kind.ru_stime for kind in kinds)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    database = psutil.Process(job["database_pid"])
    dataset = fiftyone.Dataset()
    try:
        dataset.add_samples([fiftyone.Sample(filepath=path) for path in job["filepaths"]], progress=False)
        # A sample takes every path for a local one; compute_metadata knows what a URL is.
        dataset.set_values("filepath", job["filepaths"])
        database_before = database.cpu_times()
        cpu_before = used()
        started = time.monotonic()
        dataset.compute_metadata(overwrite=True, num_workers=job["num_workers"], progress=False)
        wall = time.monotonic() - started
        cpu = used() - cpu_before
        after = database.cpu_times()
        paths, found = dataset.values(["filepath", "metadata"])
    finally:
        dataset.delete()
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = [resource.getrusage(kind).ru_maxrss for kind in [resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN]]
    result = {
        "wall_seconds": wall,
        "cpu_seconds": cpu,
        "database_cpu_seconds": sum(after[:2]) - sum(database_before[:2]),
        "rss_bytes": max(peaks) * unit,
        "metadata": {path: one and one.to_dict() for path, one in zip(paths, found)},
    }
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main()
