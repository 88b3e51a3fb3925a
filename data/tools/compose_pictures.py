"""Compose the pilot's pictures from emoji of the npm package `@lobehub/fluent-emoji-3d` 1.1.0 (MIT).

    npm pack @lobehub/fluent-emoji-3d@1.1.0 && tar xzf lobehub-fluent-emoji-3d-1.1.0.tgz
    python data/tools/compose_pictures.py package/assets

Each entry of data/pilot/pictures.json becomes a square with a soft background and one to three objects; the first is
the main one, the others are smaller in front of it. "hue" rotates the main object's colours by that many degrees, for
fruit without an emoji. The same input gives the same bytes: a second run changes nothing.
"""

import json
import sys
from pathlib import Path

from PIL import Image, ImageFilter

PILOT = Path(__file__).resolve().parents[1] / "pilot"
SIDE = 640  # pixels: the emoji have 256, more would only make the file larger
PAPER = "#fcfaf5"
QUALITY = 76

# Positions and sizes of the objects (centre x, centre y, size, as shares of the side), by composition.
ALONE = ((0.50, 0.49, 0.58),)
COMPANION = ((0.45, 0.45, 0.54), (0.72, 0.72, 0.27))
TWINS = ((0.37, 0.45, 0.42), (0.64, 0.57, 0.42))
TRIPLETS = ((0.50, 0.34, 0.34), (0.33, 0.61, 0.34), (0.67, 0.61, 0.34))
Place = tuple[float, float, float]


def main(assets: Path) -> None:
    recipe = json.loads((PILOT / "pictures.json").read_text(encoding="utf-8"))
    folder = PILOT / "pictures"
    folder.mkdir(exist_ok=True)
    for stale in {path.stem for path in folder.glob("*.webp")} - recipe["pictures"].keys():
        (folder / f"{stale}.webp").unlink()
    for name, entry in recipe["pictures"].items():
        things = [Image.open(assets / f"{code}.webp").convert("RGBA") for code in entry["emoji"]]
        main_one = entry["emoji"][0]
        turns = [entry.get("hue", 0) if code == main_one else 0 for code in entry["emoji"]]
        things = [_turned(thing, turn) for thing, turn in zip(things, turns, strict=True)]
        picture = _light(recipe["tints"][entry["tint"]])
        for thing, place in zip(things, _places(entry["emoji"]), strict=True):
            _put(picture, thing, place)
        picture.save(folder / f"{name}.webp", quality=QUALITY, method=6)


def _places(codes: list[str]) -> tuple[Place, ...]:
    if len(codes) == 3:
        return TRIPLETS
    if len(codes) == 2:
        return TWINS if codes[0] == codes[1] else COMPANION
    return ALONE


def _turned(thing: Image.Image, degrees: int) -> Image.Image:
    if not degrees:
        return thing
    hue, saturation, value = thing.convert("RGB").convert("HSV").split()
    hue = hue.point(lambda level: (level + round(degrees * 256 / 360)) % 256)
    turned = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    turned.putalpha(thing.getchannel("A"))
    return turned


def _light(tint: str) -> Image.Image:
    """The tint in the middle, fading to the paper colour at the corners."""
    fade = Image.radial_gradient("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", (SIDE, SIDE), PAPER), Image.new("RGB", (SIDE, SIDE), tint), fade)


def _put(picture: Image.Image, thing: Image.Image, place: Place) -> None:
    """The object with a soft shadow below it."""
    x, y, size = (round(share * SIDE) for share in place)
    thing = thing.resize((size, size), Image.Resampling.LANCZOS)
    blur = size // 20
    pad = 3 * blur
    shade = Image.new("RGBA", (size + 2 * pad, size + 2 * pad), (74, 48, 16, 0))
    shade.paste((74, 48, 16, 78), (pad, pad), thing.getchannel("A").point(lambda value: 255 if value > 40 else 0))
    shade = shade.filter(ImageFilter.GaussianBlur(blur))
    left, top = x - size // 2, y - size // 2
    picture.paste(shade, (left - pad, top - pad + size // 16), shade)
    picture.paste(thing, (left, top), thing)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
