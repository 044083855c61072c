"""FiftyOne's own client: makes datasets for mediafn to work on, and looks at them afterwards.

client.py make FOLDER    generates media in FOLDER/media and a dataset of each media type; keeps their schemas and indexes
client.py golden FILE    makes them of media in a temporary folder, and writes all documents as extended JSON
client.py check FOLDER   loads what mediafn has worked on, compares, edits, saves and clones
"""

import json
import os
import sys
import tempfile

import cv2
import numpy as np
from bson import json_util
from PIL import Image

import fiftyone as fo
import fiftyone.core.metadata as fom
import fiftyone.core.odm as foo

OLD = "media"
NEW = "moved"


def media(folder):
    os.makedirs(folder, exist_ok=True)

    def at(name):
        return os.path.join(folder, name)

    Image.new("RGB", (64, 48), (200, 30, 30)).save(at("a.jpg"))
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(at("turned.jpg"), exif=exif)
    Image.new("RGBA", (10, 30)).save(at("b.png"))
    Image.new("L", (7, 5)).save(at("odd é $1.x y.png"))
    Image.new("P", (9, 8)).save(at("c.gif"))
    for name in ("mask.png", "map.png", "instance.png", "thumb.png"):
        Image.new("L", (64, 48)).save(at(name))
    for name, rate in (("v.mp4", 25.0), ("w.mp4", 29.97)):
        writer = cv2.VideoWriter(at(name), cv2.VideoWriter_fourcc(*"mp4v"), rate, (64, 48))
        for shade in range(6):
            writer.write(np.full((48, 64, 3), shade * 40, np.uint8))
        writer.release()
    with open(at("p.pcd"), "w") as pcd:
        pcd.write("VERSION .7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH 1\nHEIGHT 1\n")
        pcd.write("VIEWPOINT 0 0 0 1 0 0 0\nPOINTS 1\nDATA ascii\n0 0 0\n")
    with open(at("m.obj"), "w") as obj:
        obj.write("v 0 0 0\nv 0 1 0\nv 1 0 0\nf 1 2 3\n")
    scene = fo.Scene()
    scene.add(fo.PointCloud("cloud", "p.pcd"))
    scene.add(fo.ObjMesh("mesh", "m.obj"))
    scene.write(at("s.fo3d"))
    with open(at("file.xyz"), "w") as other:
        other.write("neither image nor video")
    return at


def label(sample, at):
    sample["seg"] = fo.Segmentation(mask_path=at("mask.png"))
    sample["heat"] = fo.Heatmap(map_path=at("map.png"))
    sample["det"] = fo.Detections(
        detections=[
            fo.Detection(label="with", bounding_box=[0, 0, 0.5, 0.5], mask_path=at("instance.png")),
            fo.Detection(label="without", bounding_box=[0, 0, 0.5, 0.5]),
        ]
    )


def images(at):
    dataset = fo.Dataset("images", persistent=True)
    samples = [fo.Sample(at(n)) for n in ("a.jpg", "turned.jpg", "b.png", "odd é $1.x y.png", "c.gif", "a.jpg")]
    samples[0].tags = ["first"]
    label(samples[0], at)
    samples[0]["thumbnail_path"] = at("thumb.png")
    dataset.add_samples(samples)
    dataset.app_config.media_fields = ["filepath", "thumbnail_path"]
    dataset.save()


def videos(at):
    dataset = fo.Dataset("videos", persistent=True)
    for name in ("v.mp4", "w.mp4"):
        sample = fo.Sample(at(name))
        for number in (1, 2, 3):
            sample.frames[number] = fo.Frame(filepath=at("a.jpg"))
            label(sample.frames[number], at)
        dataset.add_sample(sample)


def groups(at):
    dataset = fo.Dataset("groups", persistent=True)
    dataset.add_group_field("group", default="left")
    for left, right in (("a.jpg", "b.png"), ("turned.jpg", "c.gif")):
        group = fo.Group()
        slices = {"left": left, "right": right, "video": "v.mp4", "cloud": "p.pcd"}
        dataset.add_samples([fo.Sample(at(name), group=group.element(s)) for s, name in slices.items()])
    with_frames = dataset.select_group_slices("video").first()
    with_frames.frames[1] = fo.Frame(filepath=at("a.jpg"))
    with_frames.save()


def others(at):
    for name, file in (("scenes", "s.fo3d"), ("clouds", "p.pcd"), ("unknowns", "file.xyz")):
        fo.Dataset(name, persistent=True).add_sample(fo.Sample(at(file)))
    fo.Dataset("empty", persistent=True)


def make(folder):
    at = media(os.path.join(folder, OLD))
    images(at)
    videos(at)
    groups(at)
    others(at)
    with open(os.path.join(folder, "before.json"), "w") as before:
        json.dump({name: shape(fo.load_dataset(name)) for name in fo.list_datasets()}, before)


def shape(dataset):
    frames = dataset.get_frame_field_schema(flat=True) if dataset._has_frame_fields() else {}
    return {
        "fields": {name: str(field) for name, field in dataset.get_field_schema(flat=True).items()},
        "frame_fields": {name: str(field) for name, field in (frames or {}).items()},
        "indexes": json.loads(json_util.dumps(dataset.get_index_information())),
        "samples": len(everything(dataset)),
    }


def golden(file):
    with tempfile.TemporaryDirectory() as folder:
        at = media(folder)
        images(at)
        videos(at)
        groups(at)
        others(at)
        fo.Dataset("passing").add_sample(fo.Sample(at("a.jpg")))
        fo.load_dataset("images").compute_metadata()
        fo.load_dataset("videos").compute_metadata()
        fo.load_dataset("scenes").compute_metadata()
        database = foo.get_db_conn()
        with open(file, "w") as out:
            for name in sorted(database.list_collection_names()):
                for document in database[name].find():
                    line = {"collection": name, "document": document}
                    text = json_util.dumps(line, json_options=json_util.CANONICAL_JSON_OPTIONS, ensure_ascii=False)
                    out.write(text.replace(folder, "/data/media") + "\n")


def everything(dataset):
    return dataset.select_group_slices(_allow_mixed=True) if dataset.media_type == "group" else dataset.view()


def check(folder):
    with open(os.path.join(folder, "before.json")) as before, open(os.path.join(folder, "done.json")) as done:
        before, done = json.load(before), json.load(done)
    failures = []

    def same(what, actual, expected):
        if actual != expected:
            failures.append(f"{what}: {actual!r}, and not {expected!r}")

    for name in sorted(before):
        dataset = fo.load_dataset(name)
        now, then = shape(dataset), before[name]
        for field in done[name]["declared"]:
            same(f"{name}: {field}", now["fields"].pop(field, None), then["fields"]["filepath"].replace("filepath", field))
            same(f"{name}: media field", field in dataset.app_config.media_fields, True)
        same(f"{name}: fields", now["fields"], then["fields"])
        same(f"{name}: frame fields", now["frame_fields"], then["frame_fields"])
        same(f"{name}: indexes", now["indexes"], then["indexes"])
        same(f"{name}: samples", now["samples"], then["samples"] + done[name]["added"] - done[name]["deleted"])
        if name == "empty":
            continue
        view = everything(dataset)
        same(f"{name}: without metadata", len(view.exists("metadata", False)), 0)
        for sample in view.iter_samples():
            compare(name, sample, folder, same)
        work(dataset, same)
    for failure in failures:
        print("DIFFERS", failure)
    print("CHECKED", len(before), "datasets,", len(failures), "differences")
    sys.exit(1 if failures else 0)


def compare(name, sample, folder, same):
    where = f"{name}: {sample.filepath}"
    same(f"{where}: moved", os.path.dirname(sample.filepath), os.path.join(folder, NEW))
    own = fom.get_metadata_cls(sample.media_type).build_for(sample.filepath)
    same(f"{where}: class", type(sample.metadata), type(own))
    for key, value in own.to_dict().items():
        stored = sample.metadata.to_dict().get(key)
        same(f"{where}: {key}", (type(stored), stored), (type(value), value))
    same(f"{where}: keys", set(sample.metadata.to_dict()), set(own.to_dict()))
    links(where, sample, folder, same)
    if sample.media_type == "video":
        for number, frame in sample.frames.items():
            if frame.has_field("filepath"):
                links(f"{where} {number}", frame, folder, same)


def links(where, document, folder, same):
    expected = {
        "filepath": None,
        "thumbnail_path": "thumb.png",
        "seg.mask_path": "mask.png",
        "heat.map_path": "map.png",
        "det.detections": "instance.png",
    }
    for path, file in expected.items():
        root, _, leaf = path.partition(".")
        if not document.has_field(root) or document[root] is None:
            continue
        if leaf == "detections":
            found = [detection.mask_path for detection in document[root].detections]
            same(f"{where}: {path}", found, [os.path.join(folder, NEW, file), None])
        else:
            found = document[root] if not leaf else document[root][leaf]
            wanted = os.path.join(folder, NEW, file or os.path.basename(found))
            same(f"{where}: {path}", found, wanted)


def work(dataset, same):
    """Whatever somebody does with a dataset must go on working."""
    modified = {sample.id: sample.last_modified_at for sample in everything(dataset)}
    for sample in everything(dataset).iter_samples(autosave=True):
        sample.tags.append("looked at")
        sample["note"] = sample.metadata.mime_type
        if sample.media_type == "video" and 1 in sample.frames:
            sample.frames[1]["note"] = "frame"
    for sample in everything(dataset):
        same(f"{dataset.name}: newer", sample.last_modified_at > modified[sample.id], True)
    dataset.sync_last_modified_at()
    if dataset.media_type == "video":
        dataset.ensure_frames()
    dataset.stats(include_media=True)
    same(f"{dataset.name}: taken", len(dataset.take(1, seed=51)), 1)
    everything(dataset).compute_metadata(skip_failures=False)
    copy = dataset.clone(f"{dataset.name}-copy", persistent=True)
    same(f"{dataset.name}: clone", len(everything(copy)), len(everything(dataset)))
    same(f"{dataset.name}: clone", copy.values("metadata.size_bytes"), dataset.values("metadata.size_bytes"))
    copy.delete()


if __name__ == "__main__":
    {"make": make, "golden": golden, "check": check}[sys.argv[1]](sys.argv[2])
