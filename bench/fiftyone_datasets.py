"""FiftyOne's part in bench/datasets: JOB RESULT, both JSON. Runs in FiftyOne's venv.

Makes datasets with its client, does the jobs that are measured with it, and looks at what came of everybody's with
MongoDB's driver, at the server, by the number that each sample has.
"""

import datetime
import json
import sys
import time

import pymongo

TEMPLATES = 100
MIN_BYTES = 100_000


def path(prefix, number):
    """What is at a prefix for a number; bench/database has the same rule."""
    return f"{prefix}/{number // 1000:04}/{number:07}.jpg"


def path_expression(prefix):
    def padded(value, digits):
        return {"$substrBytes": [{"$toString": {"$add": [value, 10**digits]}}, 1, digits]}

    thousands = {"$toInt": {"$floor": {"$divide": ["$number", 1000]}}}
    return {"$concat": [prefix, "/", padded(thousands, 4), "/", padded("$number", 7), ".jpg"]}


def samples_of(job):
    database = pymongo.MongoClient(job["uri"])[job["database"]]
    return database[database["datasets"].find_one({"name": job["dataset"]})["sample_collection_name"]]


def make(job):
    """A small dataset of the client's, whose documents are multiplied at the server; schema and indexes stay."""
    import fiftyone

    dataset = fiftyone.Dataset(job["dataset"], persistent=True)
    made = []
    for number in range(min(TEMPLATES, job["count"])):
        truth = fiftyone.Classification(label=f"class {number % 10}", confidence=0.5)
        sample = fiftyone.Sample(filepath=f"/{number}.jpg", tags=["train"], number=number, ground_truth=truth)
        made.append(sample)
    dataset.add_samples(made, progress=False)
    samples = samples_of(job)
    indexes = samples.index_information()
    copies = -(-job["count"] // len(made))
    samples.aggregate(
        [
            {"$unset": "_id"},  # the server gives every copy one of its own
            {"$addFields": {"copy": {"$range": [0, copies]}}},
            {"$unwind": "$copy"},
            {"$addFields": {"number": {"$add": ["$number", {"$multiply": ["$copy", len(made)]}]}}},
            {"$match": {"number": {"$lt": job["count"]}}},
            {"$addFields": {"filepath": path_expression(job["prefix"]), "_rand": {"$rand": {}}}},
            {"$unset": "copy"},
            {"$out": samples.name},
        ]
    )
    size = samples.database.command("collStats", samples.name)
    return {
        "count": samples.count_documents({}),
        "same_indexes": samples.index_information() == indexes,
        "indexes": sorted(indexes),
        "document_bytes": size["avgObjSize"],
        "version": fiftyone.__version__,
        "server": samples.database.client.server_info()["version"],
    }


def settle(job):
    """So that no program writes to disk what another one has changed."""
    pymongo.MongoClient(job["uri"]).admin.command("fsync")
    return {}


def check(job):
    """How many samples are not what they should be: filepath, and the time of their change."""
    expected = path_expression(job["prefix"])
    changed = True
    if job["moved"]:
        whole = {"$eq": [{"$mod": ["$number", job["stride"]]}, 0]}
        changed = {"$and": [whole, {"$lt": ["$number", job["stride"] * job["moved"]]}]}
        expected = {"$cond": [changed, path_expression(job["to"]), expected]}
    since = datetime.datetime.fromtimestamp(job["since"], datetime.timezone.utc)
    dated = {"$eq": [{"$gte": ["$last_modified_at", since]}, changed]}
    samples = samples_of(job)
    right = {"$expr": {"$and": [{"$eq": ["$filepath", expected]}, dated]}}
    return {"right": samples.count_documents(right), "count": samples.count_documents({})}


def restore(job):
    under = {"$gte": job["prefix"] + "/", "$lt": job["prefix"] + "0"}
    changed = samples_of(job).update_many(
        {"filepath": {"$not": under}}, [{"$set": {"filepath": path_expression(job["prefix"])}}]
    )
    return {"restored": changed.modified_count}


def check_metadata(job):
    since = datetime.datetime.fromtimestamp(job["since"], datetime.timezone.utc)
    right = {
        "metadata._cls": "ImageMetadata",
        "metadata.mime_type": "image/jpeg",
        "metadata.width": 1920,
        "metadata.height": 1080,
        "metadata.num_channels": 3,
        "last_modified_at": {"$gte": since},
        "$expr": {"$eq": ["$metadata.size_bytes", {"$add": ["$number", MIN_BYTES]}]},
    }
    samples = samples_of(job)
    return {"right": samples.count_documents(right), "count": samples.count_documents({"metadata": {"$ne": None}})}


def clear_metadata(job):
    changed = samples_of(job).update_many({"metadata": {"$ne": None}}, {"$set": {"metadata": None}})
    return {"cleared": changed.modified_count}


def measured(job, doing):
    import fiftyone

    dataset = fiftyone.load_dataset(job["dataset"])
    cpu, wall = time.process_time(), time.monotonic()
    writing = doing(fiftyone, dataset)
    return {
        "seconds": time.monotonic() - wall,
        "client_cpu_seconds": time.process_time() - cpu,
        "write_seconds": writing,
        "changed": None,
    }


def written(collection, *arguments, **options):
    begun = time.monotonic()
    collection.set_values(*arguments, progress=False, **options)
    return time.monotonic() - begun


def prefix(job):
    def doing(fiftyone, dataset):
        cut = len(job["from"])
        return written(dataset, "filepath", [job["to"] + path[cut:] for path in dataset.values("filepath")])

    return measured(job, doing)


def map(job):
    def doing(fiftyone, dataset):
        numbers = [number * job["stride"] for number in range(job["count"])]
        changes = {path(job["from"], number): path(job["to"], number) for number in numbers}
        return written(dataset, "filepath", changes, key_field="filepath")

    return measured(job, doing)


def metadata(job):
    def doing(fiftyone, dataset):
        view = dataset.exists("metadata", False).limit(job["count"])
        ids, paths = view.values(["id", "filepath"])
        found = [
            fiftyone.ImageMetadata(
                size_bytes=MIN_BYTES + int(path[-11:-4]),
                mime_type="image/jpeg",
                width=1920,
                height=1080,
                num_channels=3,
            )
            for path in paths
        ]
        # In the batches of compute_metadata, and by their ids, as there.
        writing = 0
        for start in range(0, len(ids), 1000):
            batch = dict(zip(ids[start : start + 1000], found[start : start + 1000]))
            writing += written(dataset, "metadata", batch, key_field="id")
        return writing

    return measured(job, doing)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    jobs = [make, settle, check, restore, check_metadata, clear_metadata, prefix, map, metadata]
    doing = {job.__name__: job for job in jobs}[job["task"]]
    answer = doing(job)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
