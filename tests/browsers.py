"""Debian's chromium, driven by its own driver: what the tests of pages look at them with."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdf
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver") or "/usr/lib/chromium/chromedriver"
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


class Browser:
    """A window without a screen. What a page asks the network for and complains about is kept."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, path: Path, width: int, height: int = 900, dark: bool = False) -> None:
        """Show a file in a window of this size, in pixels of the page."""
        self._told()
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", media="", features=[scheme])
        self.driver.get(path.as_uri())

    def command(self, name: str, **values: Any) -> Any:
        return self.driver.execute_cdp_cmd(name, values)

    def run(self, script: str, *values: Any) -> Any:
        """The value of a script of the test's own; the page's policy holds for the page alone."""
        return self.driver.execute_script(script, *values)

    def box(self, selector: str) -> dict[str, float]:
        """Where the first such element stands in the window."""
        return self.run("return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector)

    def _told(self) -> list[dict[str, Any]]:
        return [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]

    def requests(self) -> list[str]:
        """Addresses asked for since the page was opened."""
        return [m["params"]["request"]["url"] for m in self._told() if m["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """What the console says."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def printed(self) -> list[str]:
        """The words of each printed page, A4, without their blanks; letters that are printed as one are parted."""
        # a page that was never drawn may print empty
        self.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        data = self.command("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"]
        pages = pypdf.PdfReader(io.BytesIO(base64.b64decode(data))).pages
        return [re.sub(r"\s", "", unicodedata.normalize("NFKC", page.extract_text())) for page in pages]


@contextmanager
def window() -> Iterator[Browser]:
    """A browser that is closed at the end."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
