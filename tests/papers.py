"""Files that borrowers send, good and hostile, made on the spot."""

import io
import zlib

import pikepdf
from PIL import Image


def photo(format_: str = "JPEG", size: tuple[int, int] = (640, 480), shade: int = 0, **more: object) -> bytes:
    """`shade` makes one photo unlike another."""
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).point(lambda value: (value + shade) % 256).convert("RGB")
    picture.save(out, format_, **more)
    return out.getvalue()


def photo_with_a_place() -> bytes:
    """A photo as phones take it: with where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "TheMakersName"
    exif.get_ifd(0x8825)[1] = "N"
    return photo(exif=exif)


def picture_bomb() -> bytes:
    """1.6 thousand million pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(out, "PNG")
    return out.getvalue()


def pdf(pages: int = 1, **more: object) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        return saved(made, **more)


def pdf_with_a_script() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.attachments["virus.exe"] = b"MZ"
        return saved(made)


def pdf_with_hidden_files() -> bytes:
    """A file hangs on a page, on a drawn form and its marked content; the form has notes about itself."""
    with pikepdf.new() as made:
        made.add_blank_page()
        page = made.pages[0].obj
        form = made.make_stream(
            b"0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        form.AF = hidden_file(made, b"hidden-in-form")
        form.Metadata = made.make_stream(b"hidden-in-notes")
        form.Resources = pikepdf.Dictionary(Properties={"/One": hidden_file(made, b"hidden-in-mark")})
        page.AF = hidden_file(made, b"hidden-in-page")
        page.Resources = pikepdf.Dictionary(XObject={"/Form": form})
        page.Contents = made.make_stream(b"/Form Do")
        return saved(made)


def hidden_file(made: pikepdf.Pdf, content: bytes) -> pikepdf.Array:
    stream = made.make_stream(content, Type=pikepdf.Name.EmbeddedFile)
    name = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="virus.exe", EF={"/F": stream})
    return pikepdf.Array([made.make_indirect(name)])


def locked_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))


def pdf_bomb() -> bytes:
    """A stream of 300 MB packed into a third of a megabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    with pikepdf.new() as made:
        made.add_blank_page()
        stream = pikepdf.Stream(made, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        made.pages[0].obj.Contents = made.make_indirect(stream)
        return saved(made)


def saved(made: pikepdf.Pdf, **more: object) -> bytes:
    out = io.BytesIO()
    made.save(out, **more)  # type: ignore[arg-type]
    return out.getvalue()
