"""Pictures are drawn anew and hold nothing hidden; sources are added once; what cannot be read is told in a sentence."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from clinic.models import Event
from education.models import Picture, Source
from tests.education.browsing import browser
from tests.education.writing import drawn, editor, picture

pytestmark = pytest.mark.django_db
PICTURES, SOURCES = "/staff/education/pictures/", "/staff/education/sources/"
LABEL = {"key": "ket-us", "kind": "published", "title": "Label", "place": "FDA", "url": "https://fda.gov/x", "year": "2024", "read": "yes"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return tmp_path


def upload(data, alt="A chair", name="chair.png", **how):
    return browser().post(PICTURES, {"file": SimpleUploadedFile(name, data), "alt": alt}, **how)


def png_that_says_it_is(width, height):
    """A small file that would fill the memory if somebody decoded it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    packed = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def with_a_place():
    """A photograph that says where it was taken, and that the camera was held sideways."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CanaryCam"
    exif.get_ifd(0x8825)[1] = "N"
    return drawn("JPEG", (80, 40), exif=exif.tobytes())


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_added_and_anybody_sees_it(client, form):
    answer = upload(drawn(form), follow=True)
    added = Picture.objects.get()
    assert "The picture is added." in answer.content.decode() and added.markdown in answer.content.decode()
    shown = client.get(reverse("learn_picture", args=[added.pk]))
    assert shown["Content-Type"] == "image/webp" and shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Cache-Control"] == "public, max-age=31536000, immutable" and not shown.cookies
    made = Image.open(BytesIO(shown.content))
    assert (made.format, made.size, added.width, added.height) == ("WEBP", (60, 40), 60, 40)
    assert Event.objects.filter(action="picture.added", detail=str(added.pk)).exists()


def test_nothing_hidden_comes_along(files):
    assert b"CanaryCam" in with_a_place()
    upload(with_a_place())
    (kept,) = files.rglob("*.webp")
    assert b"CanaryCam" not in kept.read_bytes() and b"EXIF" not in kept.read_bytes()
    assert Image.open(kept).size == (40, 80)
    assert kept.name == f"{Picture.objects.get().pk}.webp"


def test_a_large_picture_is_made_as_small_as_a_page_needs():
    upload(drawn("PNG", (3200, 800)))
    assert (Picture.objects.get().width, Picture.objects.get().height) == (1600, 400)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"not a picture", "This is not a PNG, JPEG or WebP picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is not a PNG, JPEG or WebP picture."),
        (drawn("GIF"), "This is not a PNG, JPEG or WebP picture."),
        (drawn("TIFF"), "This is not a PNG, JPEG or WebP picture."),
        (drawn()[:90], "damaged or cannot be read"),
        (drawn("JPEG", (800, 800))[:700], "damaged or cannot be read"),
        (png_that_says_it_is(60_000, 60_000), "more than 40 million dots"),
        (png_that_says_it_is(6_000, 6_000), "damaged or cannot be read"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 10_600_000, "larger than 10 MB"),
        (b"", "The file is empty."),
    ],
    ids=["words", "svg", "gif", "tiff", "cut png", "cut jpeg", "bomb", "empty dots", "large", "empty"],
)
def test_what_cannot_be_drawn_is_told(data, told):
    answer = upload(data)
    assert answer.status_code == 200 and told in answer.content.decode() and not Picture.objects.exists()


@pytest.mark.parametrize("alt", ["", "   "])
def test_a_picture_without_words_is_refused(alt):
    assert "Say what the picture shows" in upload(drawn(), alt).content.decode()
    assert not Picture.objects.exists()


def test_words_that_would_break_a_line_of_text_do_not():
    added = picture(editor(), "A [chair](x) \\ here")
    assert added.markdown.startswith("![A (chair)(x)  here](/learn/pictures/")


def test_a_script_is_told_the_line_or_what_is_wrong():
    told = upload(drawn(), headers={"Accept": "application/json"}).json()
    assert told["markdown"] == Picture.objects.get().markdown
    wrong = upload(b"words", headers={"Accept": "application/json"})
    assert wrong.status_code == 422 and "not a PNG" in wrong.json()["wrong"]["file"][0]


def test_a_picture_that_is_not_there_is_not_found(client, files):
    added = picture(editor())
    next(files.rglob("*.webp")).unlink()
    assert client.get(reverse("learn_picture", args=[added.pk])).status_code == 404
    assert client.get("/learn/pictures/00000000-0000-0000-0000-000000000001/").status_code == 404


def test_a_source_is_added_once():
    page = browser().post(SOURCES, LABEL, follow=True).content.decode()
    added = Source.objects.get()
    assert "KET-US is added." in page and (added.key, added.read, added.url) == ("KET-US", True, "https://fda.gov/x")
    assert "a source of this name already" in browser().post(SOURCES, LABEL).content.decode()
    assert Event.objects.filter(action="source.added", detail="KET-US").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"key": "KET]US"}, "Use capital letters"),
        ({"key": ""}, "Give it a short name."),
        ({"url": "javascript:alert(1)"}, "beginning with https://"),
        ({"url": "http://fda.gov"}, "beginning with https://"),
        ({"title": ""}, "Give its title."),
        ({"read": ""}, "Say whether you have read it."),
        ({"kind": "advert"}, "Select a valid choice"),
    ],
)
def test_a_wrong_source_is_told(wrong, told):
    assert told in browser().post(SOURCES, LABEL | wrong).content.decode()
    answer = browser().post(SOURCES, LABEL | wrong, headers={"Accept": "application/json"})
    assert answer.status_code == 422 and told in str(answer.json()) and not Source.objects.exists()


def test_a_script_is_told_the_new_key():
    told = browser().post(SOURCES, LABEL, headers={"Accept": "application/json"}).json()
    assert told == {"key": "KET-US", "title": "Label"}
