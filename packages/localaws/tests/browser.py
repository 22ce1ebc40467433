"""A web browser: its tests are skipped where there is none, but never where there must be one.

``LOCALAWS_TEST_BROWSER=chromium`` says that it must. It is Debian's Chromium through Debian's driver;
nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

VARIABLE = "LOCALAWS_TEST_BROWSER"


def unavailable(why: str) -> NoReturn:
    """End the test: skipped, or failed where a browser must be here."""
    if os.environ.get(VARIABLE):
        pytest.fail(f"{VARIABLE} names a browser, which does not run here: {why}", pytrace=False)
    pytest.skip(f"no browser here: {why}")


@contextmanager
def chromium(*hosts: str) -> Iterator[webdriver.Chrome]:
    """A running browser to which the names in ``hosts`` mean this machine."""
    driver, program = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or program is None:
        unavailable("install chromium and chromium-driver")
    options = Options()
    options.binary_location = program
    options.add_argument("--headless=new")
    options.add_argument("--disable-dev-shm-usage")
    options.add_argument("--disable-popup-blocking")
    rules = ", ".join(f"MAP {host} 127.0.0.1" for host in hosts)
    options.add_argument(f"--host-resolver-rules={rules}")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # root has none
    try:
        browser = webdriver.Chrome(options, Service(driver))
    except WebDriverException as error:
        unavailable(str(error))
    try:
        browser.set_page_load_timeout(60)
        browser.set_script_timeout(60)
        yield browser
    finally:
        browser.quit()
