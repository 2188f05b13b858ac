"""Every picture of the course on one page: ``python -m tools.gallery``.

After a change to the visual language, the page shows all figures and the stills
of all drags in the order of the course, as they are drawn now: each lesson is executed, and nothing
is stored in it. The controls at the top of the page change how all of them are seen. To render some
lessons only, name their notebooks.

The page needs no network and no script. The colours of a red-green deficiency follow G. M. Machado,
M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency" (2009), at its full severity.
"""

import sys
from html import escape
from pathlib import Path

from tools.refresh import LIVE, executed

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "gallery" / "index.html"

HEAD = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The pictures of the course</title>
<style>
  body { margin: 0; font: 16px sans-serif; color: black; background: white; }
  form { position: sticky; top: 0; padding: 8px; color: black; background: #EEEEEE; z-index: 1; }
  fieldset { display: inline; border: 0; }
  main { box-sizing: border-box; max-width: 1280px; padding: 0 16px; }
  figure { margin: 24px 0; overflow-x: auto; }
  figure img { max-width: 100%; height: auto; }
  figure img.unconfined { max-width: none; }
  body:has(#narrow:checked) main { max-width: 400px; }
  body:has(#small:checked) section { display: flex; flex-wrap: wrap; gap: 16px; zoom: 0.45; }
  body:has(#small:checked) h2 { width: 100%; font-size: 50px; margin-bottom: 0; }
  body:has(#dark:checked) { color: white; background: #111111; }
  body:has(#deuteranopia:checked) figure { filter: url(#without-green); }
  body:has(#protanopia:checked) figure { filter: url(#without-red); }
  body:has(#grey:checked) figure { filter: grayscale(1); }
</style>
<svg width="0" height="0" style="position: absolute">
  <filter id="without-green"><feColorMatrix values="
    0.367322 0.860646 -0.227968 0 0  0.280085 0.672501 0.047413 0 0
    -0.011820 0.042940 0.968881 0 0  0 0 0 1 0"/></filter>
  <filter id="without-red"><feColorMatrix values="
    0.152286 1.052583 -0.204868 0 0  0.114503 0.786281 0.099216 0 0
    -0.003882 -0.048116 1.051998 0 0  0 0 0 1 0"/></filter>
</svg>
"""
CONTROLS = {
    "width": {"wide": "1280 px", "narrow": "400 px", "small": "all, small"},
    "ground": {"light": "light", "dark": "dark"},
    "colours": {
        "drawn": "as drawn",
        "deuteranopia": "deuteranopia",
        "protanopia": "protanopia",
        "grey": "grey",
    },
}


def page(paths):
    """The page, as HTML, with every picture of the notebooks at these paths."""
    return f"{HEAD}<form>{''.join(_controls())}</form>\n<main>{''.join(map(_lesson, paths))}</main>"


def _controls():
    for name, choices in CONTROLS.items():
        yield f"<fieldset>{name}:"
        for index, (choice, label) in enumerate(choices.items()):
            checked = "" if index else " checked"
            button = f'<input type="radio" name="{name}" id="{choice}"{checked}>'
            yield f" <label>{button} {label}</label>"
        yield "</fieldset> "


def _lesson(path):
    print(f"Executing {path}")
    cells = executed(path).cells
    title = escape(cells[0].source.partition("\n")[0].lstrip("# "))
    return f"\n<section><h2>{title}</h2>{''.join(_pictures(cells))}\n</section>"


def _pictures(cells):
    for cell in cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                shown = output.metadata.get("image/png", {})
                picture = f'<img src="data:image/png;base64,{data["image/png"].strip()}"'
                picture += f' width="{shown["width"]}"' if "width" in shown else ""
                picture += ' class="unconfined">' if shown.get("unconfined") else ">"
            elif LIVE in data and "text/html" in data:
                picture = data["text/html"]
            else:
                continue
            line = escape(cell.source.splitlines()[-1])
            told = f"{escape(data['text/plain'])}<br><b>{cell.id}</b> <code>{line}</code>"
            yield f"\n<figure>{picture}<figcaption>{told}</figcaption></figure>"


def main(names, file=PAGE):
    """Write the page of the notebooks of these names, or of the whole course if there are none."""
    file.parent.mkdir(exist_ok=True)
    paths = names or sorted(ROOT.glob("notebooks/*.ipynb"))
    file.write_text(page(paths), encoding="utf-8")
    print(f"Open {file}")


if __name__ == "__main__":
    main(sys.argv[1:])
