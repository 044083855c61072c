"""Makes the images and videos that bench/metadata serves: FOLDER. Needs Pillow and numpy, and ffmpeg on the PATH.

Sizes and headers are those of what cameras, phones and screens make; what is seen is noise, as nobody looks at it.
"""

import io
import pathlib
import struct
import subprocess
import sys

import numpy
from PIL import Image

EXIF_IFD, GPS_IFD = 0x8769, 0x8825


def picture(seed, width, height, grain):
    """Soft colours under a grain, which decides what a coder makes of them."""
    chance = numpy.random.default_rng(seed)
    soft = Image.fromarray(chance.integers(0, 256, (12, 16, 3), dtype=numpy.uint8)).resize((width, height), Image.BICUBIC)
    pixels = numpy.asarray(soft).astype(numpy.int16)
    pixels += chance.integers(-grain, grain + 1, (height, width, 1), dtype=numpy.int16)
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def exif(image, seed, orientation, maker_note, thumbnail):
    """As a camera writes it: where and when, notes of the maker's own, a small picture."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0131] = "Bench", f"Camera {seed}", "1.0"
    tags[0x0112] = orientation
    tags[0x0132] = "2026:05:0%d 10:11:12" % (seed % 9 + 1)
    shot = tags.get_ifd(EXIF_IFD)
    shot[0x829A], shot[0x829D], shot[0x8827] = 0.004, 1.8, 100
    shot[0x9003], shot[0x9011] = tags[0x0132], "+02:00"
    shot[0x927C] = numpy.random.default_rng(seed).bytes(maker_note)
    place = tags.get_ifd(GPS_IFD)
    place[1], place[2], place[3], place[4] = "N", (46.0, 57.0, 3.5 + seed), "E", (7.0, 26.0, 1.5)
    block = tags.tobytes()
    return with_thumbnail(block, image) if thumbnail else block


def with_thumbnail(block, image):
    """Pillow writes none: a second IFD behind all else, with the JPEG behind it."""
    small = image.copy()
    small.thumbnail((320, 240))
    jpeg = encoded(small, "JPEG", quality=80)
    head, tiff = block[:6], bytearray(block[6:])
    little = tiff[:2] == b"II"
    order = "<" if little else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (entries,) = struct.unpack_from(order + "H", tiff, first)
    tiff += b"\0" * (len(tiff) % 2)
    struct.pack_into(order + "I", tiff, first + 2 + 12 * entries, len(tiff))
    behind = len(tiff) + 2 + 3 * 12 + 4
    tiff += struct.pack(order + "H", 3)
    tiff += struct.pack(order + "HHIHH", 0x0103, 3, 1, 6, 0)
    tiff += struct.pack(order + "HHII", 0x0201, 4, 1, behind)
    tiff += struct.pack(order + "HHII", 0x0202, 4, 1, len(jpeg))
    return head + bytes(tiff) + struct.pack(order + "I", 0) + jpeg


def encoded(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpegs():
    sizes = [(4032, 3024), (4000, 3000), (3000, 2000), (4032, 2268)]
    for i in range(20):  # of cameras and phones
        image = picture(i, *sizes[i % 4], grain=4 + i % 5)
        block = exif(image, i, [1, 6, 1, 8, 3][i % 5], maker_note=2_000 + 1_900 * i, thumbnail=i % 4 != 3)
        yield "camera", encoded(image, "JPEG", quality=74 + i, exif=block, progressive=i == 7)
    for i in range(20, 26):  # of web pages
        image = picture(i, 1600, 1067, grain=10 + 2 * (i % 4))
        yield "web", encoded(image.convert("L") if i == 23 else image, "JPEG", quality=80, progressive=i % 2 == 0)
    for i, profile in [(26, 3_000), (27, 130_000)]:  # the second's header is longer than a first read
        image = picture(i, 3000, 2000, grain=5)
        colours = numpy.random.default_rng(i).bytes(profile)
        yield "edited", encoded(image, "JPEG", quality=85, exif=exif(image, i, 1, 4_000, True), icc_profile=colours)


def others():
    for i, mode in enumerate(["RGB", "RGB", "RGBA", "L", "P", "RGB"], start=30):
        image = picture(i, 1280, 720, grain=1 + i % 3).convert(mode)
        yield "screen.png", encoded(image, "PNG", compress_level=3)
    for i in range(40, 46):
        yield "page.webp", next(content for content in pages(i) if b"\n" not in content[:100])


def pages(i):
    """
    One would do, but FiftyOne has nothing for a WebP at a URL that has a newline in its first 100 bytes; and so for none
    that is more than a plain picture, as the length of the extended header is one.
    """
    for width in range(640 if i == 45 else 1920, 300, -4):
        image = picture(i, width, width * 2 // 3, grain=6)
        yield encoded(image, "WEBP", quality=80, method=1, lossless=i == 45)


def ffmpeg(*arguments):
    exact = ["-fflags", "+bitexact", "-flags", "+bitexact", "-metadata", "creation_time=2026-05-01T10:11:12Z"]
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *arguments[:-1], *exact, arguments[-1]]
    subprocess.run([str(a) for a in command], check=True, timeout=300, stdin=subprocess.DEVNULL)


def videos(folder):
    """Four seconds are coded, and repeated as they are until the file is as long as is wanted."""
    scenes = [  # size, frames a second, coder, kbit/s, container
        ("1920x1080", "30", "libopenh264", 6_000, "mp4"),
        ("1280x720", "30000/1001", "libopenh264", 4_000, "mp4"),
        ("1280x720", "25", "libopenh264", 2_000, "mp4"),
        ("854x480", "30", "libvpx", 1_200, "webm"),
        ("1280x720", "30", "libvpx-vp9", 2_000, "webm"),
    ]
    for number, (size, rate, coder, speed, kind) in enumerate(scenes):
        scene = folder / f"scene-{number}.{kind}"
        sound = ["-c:a", "aac" if kind == "mp4" else "libopus", "-b:a", "96k", "-ac", "2"]
        quick = ["-deadline", "realtime", "-cpu-used", "8"] if kind == "webm" else []
        ffmpeg(
            *["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration=4,noise=alls=20:allf=t"],
            *["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=4"],
            *["-c:v", coder, "-b:v", f"{speed}k", "-g", "60", "-pix_fmt", "yuv420p", *quick, *sound, scene],
        )
        # The index is where the coder ended, and first for the web; every third video is without sound.
        for times, turn in [(1, 0), (2, 90), (5, 0)] if kind == "mp4" else [(1, 0), (4, 0)]:
            for where in ["last", "first"] if kind == "mp4" else [""]:
                options = ["-map", "0:v", *(["-map", "0:a"] if times != 2 else [])]
                options += ["-movflags", "+faststart"] if where == "first" else []
                turned = ["-display_rotation", turn] if turn else []
                again = ["-stream_loop", times - 1, *turned, "-i", scene]
                ffmpeg(*again, "-c", "copy", *options, folder / f"{number}-{times}{where and '-' + where}.{kind}")
        scene.unlink()


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "images").mkdir()
    (folder / "videos").mkdir()
    for number, (name, content) in enumerate(jpegs()):
        (folder / f"images/{number:02}-{name}.jpg").write_bytes(content)
    for number, (name, content) in enumerate(others(), start=50):
        (folder / f"images/{number:02}-{name}").write_bytes(content)
    videos(folder / "videos")


if __name__ == "__main__":
    main()
