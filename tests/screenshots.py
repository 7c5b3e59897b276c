"""Screenshots of a review page, to be looked at: `python tests/screenshots.py PAGE.html OUTPUT_FOLDER`."""

import sys
from pathlib import Path

from chromium import ARGUMENTS, chromium_program
from playwright.sync_api import sync_playwright

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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
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
