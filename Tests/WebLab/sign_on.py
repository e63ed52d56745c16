"""Logs in at a provider in a real browser, as staff do.

usage: sign_on.py URL AXE [FOLDER]

URL     the staff listener of a hub that trusts provider.py
AXE     the folder with axe.min.js; every page of the hub is held against WCAG 2.2 AA
FOLDER  for a picture of every page

Prints one line for each step; ends with 1 at the first thing that is not as it should be.
"""

import pathlib
import sys

from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, axe = sys.argv[1], pathlib.Path(sys.argv[2])
folder = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
source = (axe / "axe.min.js").read_text()
options = webdriver.ChromeOptions()
for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-proxy-server",
               "--disable-dev-shm-usage", "--window-size=1280,900"]:
    options.add_argument(option)
options.add_experimental_option("prefs", {"intl.accept_languages": "de,de-DE"})
driver = Chromium(options=options, service=Service("/usr/bin/chromedriver"))


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def waits_for(words):
    try:
        WebDriverWait(driver, 20, ignored_exceptions=[WebDriverException]).until(
            lambda _: words in driver.find_element(By.TAG_NAME, "body").text)
    except TimeoutException:
        stop(f"no {words!r} at {driver.current_url}:\n{driver.page_source}")
    print(words)


def check(page):
    if folder:
        driver.save_screenshot(str(folder / f"{page}.png"))
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
    found = driver.execute_cdp_cmd("Runtime.evaluate", {
        "expression": "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
                      "'wcag22aa', 'best-practice']})"
                      ".then(r => JSON.stringify(r.violations.map(v => v.id)))",
        "awaitPromise": True, "returnByValue": True})
    value = found["result"].get("value")
    if value != "[]":
        stop(f"{page} is not accessible: {value or found}")


try:
    driver.get(url + "/desk")
    waits_for("Mit dem Dienstkonto anmelden")
    check("log-in")
    driver.find_element(By.LINK_TEXT, "Mit dem Dienstkonto anmelden").click()
    waits_for("Realm")
    driver.find_element(By.ID, "Gerd").click()
    waits_for("gerd hat hier keine Aufgabe.")
    check("no-role")
    driver.find_element(By.LINK_TEXT, "Mit dem Dienstkonto anmelden").click()
    waits_for("Realm")
    driver.find_element(By.ID, "Ayse").click()
    waits_for("Schalter 1: Los")
    if not driver.current_url.startswith(url + "/desk/place"):
        stop(f"The browser is at {driver.current_url}.")
    waits_for("ayse")
    check("place")
    driver.refresh()
    waits_for("Schalter 1: Los")
    driver.find_element(By.CSS_SELECTOR, "header button").click()
    waits_for("Mit dem Dienstkonto anmelden")
    driver.back()
    driver.get(url + "/desk/place")
    waits_for("Mit dem Dienstkonto anmelden")
    print("Done.")
finally:
    driver.quit()
