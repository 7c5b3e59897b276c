"""Where Chromium is, and how it is started, for the tests of the review page and for its screenshots."""

import shutil

# The browser must not look for updates, and runs as any user.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def chromium_program():
    """Return the path of Chromium; None if it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
