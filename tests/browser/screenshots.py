"""Screenshots of a review page, to be looked at: `python tests/browser/screenshots.py PAGE.html OUTPUT_FOLDER`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LARGE, MIDDLE, PHONE = ({"width": width, "height": height} for width, height in ((1280, 800), (768, 1024), (390, 844)))
VIEWS = {
    "large": {"viewport": LARGE},
    "large-dark": {"viewport": LARGE, "color_scheme": "dark"},
    "large-arabic": {"viewport": LARGE, "locale": "ar"},
    "middle": {"viewport": MIDDLE},
    "phone": {"viewport": PHONE},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "phone-arabic": {"viewport": PHONE, "locale": "ar"},
}
STATES = {
    "top": (),
    "chosen": ("n", "n", "ArrowRight"),
    "edited": ("n", "m", "j", "Space"),
    "keys": ("?",),
}


def main(path: str, folder: str) -> None:
    """Write a picture of each state in each view."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for view, options in VIEWS.items():
            for state, keys in STATES.items():
                context = browser.new_context(**{"locale": "en", **options})
                page = context.new_page()
                page.goto(Path(path).resolve().as_uri())
                for key in keys:
                    page.keyboard.press(key)
                page.screenshot(path=Path(folder, f"{view}-{state}.png"))
                context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
