"""Where Chromium is, and how it is started, for the tests of the review page and for its screenshots."""

import shutil

# The browser must not look for updates, and runs as any user.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def chromium_program():
    """Return the path of Chromium; None if it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def violations(page):
    """Return the rules of axe-core that a page breaks, each with the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe  # not installed for the default tests

    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
