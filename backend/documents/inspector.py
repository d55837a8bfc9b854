"""Opens one file from a stranger and makes a harmless copy of it. A script of its own, run apart by `inspection.py`.

Reads the file from standard input (its type is the argument) and writes one line of JSON, `{"media_type", "pages"}`, then
the copy. Exits with one of the codes below where there is no copy. It limits its own memory and time first, may write no
file, and is given no settings: what a crafted file could take over is next to nothing.

A picture is drawn anew, upright and small enough, without what phones write into it (place, time, device). A PDF keeps its
pages with what is filled in, and nothing else: no scripts, actions, attachments, links.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

    Copy = tuple[dict[str, object], bytes]

UNREADABLE, LOCKED, TOO_COMPLEX = 3, 4, 5
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 10
# Above what phones take: 50 million at present, 200 in a special mode.
MOST_PIXELS = 60_000_000
# Small print on a photographed page stays readable.
LONGEST_SIDE = 3000
JPEG_QUALITY = 85
MOST_PAGES = 50
# What a PDF's streams may unpack to: one alone, and all together.
MOST_STREAM_BYTES, MOST_DECODED_BYTES = 100_000_000, 200_000_000
# What draws a page. All else of it acts, or carries files and notes along.
PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group"}
# What a picture or form carries along without drawing it.
CARRIED = ("/AF", "/Metadata", "/PieceInfo", "/Ref", "/OPI")


class TooComplex(Exception):
    """More inside than a paper has."""


class Locked(Exception):
    """A password would be needed."""


def main() -> int:
    limit()
    # Libraries are imported only once the limits hold.
    copy = copy_pdf if sys.argv[1] == "pdf" else copy_picture
    try:
        facts, content = copy(sys.stdin.buffer.read())
    except (TooComplex, MemoryError):
        return TOO_COMPLEX
    except Locked:
        return LOCKED
    except Exception:
        # Whatever a decoder makes of a broken file.
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)
    return 0


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Elsewhere the system does not keep to it.
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def copy_picture(content: bytes) -> Copy:
    from PIL import Image, ImageOps

    # Opening reads the head alone; our own count comes before any pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooComplex()
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        on_white(upright).save(out, "JPEG", quality=JPEG_QUALITY)
    return {"media_type": "image/jpeg", "pages": 1}, out.getvalue()


def on_white(picture: Image.Image) -> Image.Image:
    """JPEG knows no transparency."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    whole = picture.convert("RGBA")
    paper = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(paper, whole).convert("RGB")


def copy_pdf(content: bytes) -> Copy:
    import pikepdf
    from pikepdf.settings import set_qpdf_limits

    set_qpdf_limits(
        flate_max_memory=MOST_STREAM_BYTES,
        png_max_memory=MOST_STREAM_BYTES,
        run_length_max_memory=MOST_STREAM_BYTES,
        tiff_max_memory=MOST_STREAM_BYTES,
    )
    try:
        with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as copy:
            if not 1 <= len(source.pages) <= MOST_PAGES:
                raise TooComplex()
            check_decoded_size(source)
            copy_pages(source, copy)
            out = io.BytesIO()
            copy.save(out)
            return {"media_type": "application/pdf", "pages": len(copy.pages)}, out.getvalue()
    except pikepdf.PasswordError as error:
        raise Locked() from error
    except (pikepdf.DataDecodingError, pikepdf.QpdfRuntimeError) as error:
        # One of the limits; damage alone is a warning to qpdf.
        raise TooComplex() from error


def copy_pages(source: pikepdf.Pdf, copy: pikepdf.Pdf) -> None:
    """What is filled into a form is drawn onto its page; then nothing of a page can act, or hide a file."""
    source.generate_appearance_streams()
    source.flatten_annotations("all")
    for page in source.pages:
        copy.pages.append(page)
    for page in copy.pages:
        for name in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[name]
    for found in copy.objects:
        drop_carried(found)


def drop_carried(found: pikepdf.Object) -> None:
    import pikepdf

    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return
    if isinstance(found, pikepdf.Stream):
        for name in CARRIED:
            if name in found:
                del found[name]
    resources = found.get("/Resources")
    if isinstance(resources, pikepdf.Dictionary) and "/Properties" in resources:
        # Names for marked content: files may hang on it, and nothing is drawn by it.
        del resources["/Properties"]


def check_decoded_size(source: pikepdf.Pdf) -> None:
    """A few kilobytes can hold gigabytes. Streams that only a viewer unpacks, such as pictures, count as they are."""
    import pikepdf

    decoded = 0
    for found in source.objects:
        if not isinstance(found, pikepdf.Stream):
            continue
        try:
            decoded += len(found.get_stream_buffer(pikepdf.StreamDecodeLevel.generalized))
        except pikepdf.DataDecodingError:
            raise
        except pikepdf.PdfError:
            decoded += len(found.read_raw_bytes())
        if decoded > MOST_DECODED_BYTES:
            raise TooComplex()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main())
