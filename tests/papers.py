"""Read the words of our own PDF papers again: what fpdf2 writes, and no more than that."""

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:[^\\)]|\\.)*)\) Tj", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words(paper: bytes) -> list[str]:
    """Every piece of text in the order in which it was drawn."""
    objects = {int(number): body for number, body in _OBJECT.findall(paper)}
    fonts = dict(re.findall(rb"/(F\d+) (\d+) 0 R", paper))
    letters = {name: _letters(objects, objects[int(number)]) for name, number in fonts.items()}
    page_words, font = [], b""
    for body in objects.values():
        for name, text in _SHOWN.findall(_page(body)):
            font = name or font
            if not name:
                page_words.append(_decoded(text, letters[font]))
    return page_words


def _page(body: bytes) -> bytes:
    stream = _STREAM.search(body)
    if stream is None or b"/FlateDecode" not in body[: stream.start()]:
        return b""
    shown = zlib.decompress(stream[1])
    return shown if b" Tf" in shown else b""


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    reference = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert reference
    pairs = _PAIR.findall(objects[int(reference[1])])
    return {int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for code, letter in pairs}


def _decoded(text: bytes, letters: dict[int, str]) -> str:
    raw = re.sub(rb"\\(.)", lambda result: _ESCAPED.get(result[1], result[1]), text, flags=re.DOTALL)
    return "".join(letters[int.from_bytes(raw[at : at + 2], "big")] for at in range(0, len(raw), 2))
