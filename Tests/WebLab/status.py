"""Reads the public start page in a real browser, as somebody does who thinks of coming.

usage: status.py URL HUB TOKEN PID AXE [PICTURES]

URL      the public pages
HUB      the hub, where numbers are drawn
TOKEN    a file with a program's token
PID      the hub's process, which is ended at the end
AXE      the folder with axe.min.js; every page is held against WCAG 2.2 AA
PICTURES a folder for screenshots

Prints one line for each step; ends with 1 at the first thing that is not as it should be.
"""

import base64
import json
import os
import pathlib
import signal
import sys
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import WebDriverException, TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, hub, token_file, pid, axe = sys.argv[1:6]
picture = pathlib.Path(sys.argv[6]) if len(sys.argv) > 6 else None
token = pathlib.Path(token_file).read_text().split()[-1]
source = (pathlib.Path(axe) / "axe.min.js").read_text()
drawn = 0


def browser(script=True):
    options = webdriver.ChromeOptions()
    for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--window-size=1280,1000", "--lang=de", "--no-proxy-server"]:
        options.add_argument(option)
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    return Chromium(options=options, service=Service("/usr/bin/chromedriver"))


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def main():
    return driver.find_element(By.TAG_NAME, "main").text


def shows(words, within=20):
    try:
        WebDriverWait(
            driver, within, ignored_exceptions=[WebDriverException]
        ).until(lambda _: words in main())
    except TimeoutException:
        stop(f"There is no {words!r} in:\n{main()}")


def evaluate(expression):
    return driver.execute_cdp_cmd("Runtime.evaluate", {
        "expression": expression, "awaitPromise": True, "returnByValue": True,
    })["result"].get("value")


def check(name):
    """Holds the page against the rules in both widths, and keeps pictures."""
    if "{" in main():
        stop(f"{name} shows a placeholder:\n{main()}")
    for pixels in [320, 1280]:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        wide = evaluate("document.documentElement.scrollWidth")
        if wide > pixels:
            stop(f"{name} is {wide} pixels wide in a window of {pixels}.")
        if picture:
            shot = driver.execute_cdp_cmd("Page.captureScreenshot", {
                "captureBeyondViewport": True, "clip": {
                    "x": 0, "y": 0, "width": pixels, "scale": 1,
                    "height": evaluate("document.documentElement.scrollHeight")}})
            (picture / f"{name}-{pixels}.png").write_bytes(base64.b64decode(shot["data"]))
        # Not part of the page: run from outside, where its rules do not reach.
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
        value = evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
            "'wcag22aa', 'best-practice']}).then(r => JSON.stringify(r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))))")
        if value != "[]":
            stop(f"{name} is not accessible at {pixels} pixels: {value}")
    print(f"{name}: {driver.find_element(By.TAG_NAME, 'h1').text}")


def draw():
    global drawn
    drawn += 1
    request = urllib.request.Request(
        hub + "/api/v1/tickets", json.dumps({"service": "passport"}).encode(), {
            "Authorization": f"Bearer {token}", "Content-Type": "application/json",
            "Idempotency-Key": f"status-{drawn}"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read()


def has_week(_):
    driver.get(f"{url}/de/quiet?service=passport")
    return driver.find_elements(By.CSS_SELECTOR, "svg.chart rect.bar")


driver = browser()
try:
    driver.get(url + "/de/")
    shows("Im Moment wartet niemand.")
    shows("kaum Wartezeit")
    check("nobody")
    for _ in range(4):
        draw()
    shows("Jetzt warten 4 Nummern.")
    shows("4 Nummern warten")
    print("live")

    first = driver.current_window_handle
    pause = driver.find_element(By.ID, "pause")
    pause.click()
    shows("Angehalten.")
    if pause.text != "Weiter":
        stop(f"The button says {pause.text!r}.")
    check("paused")
    driver.switch_to.new_window("tab")
    driver.get(url + "/en/")
    draw()
    shows("5 numbers")
    draw()
    shows("6 numbers")
    driver.switch_to.window(first)
    if "Jetzt warten 4 Nummern." not in main():
        stop(f"The page went on while it was paused:\n{main()}")
    driver.find_element(By.ID, "pause").click()
    shows("Jetzt warten 6 Nummern.")
    print("paused, and went on")

    for language in ["de", "de-simple", "en"]:
        for path in ["", "quiet"]:
            driver.get(f"{url}/{language}/{path}")
            check(f"{language}-{path or 'start'}")
    WebDriverWait(driver, 30).until(has_week)
    check("week")

    plain = browser(script=False)
    try:
        plain.get(url + "/de/")
        text = plain.find_element(By.TAG_NAME, "main").text
        for words in ["Jetzt warten 6 Nummern.", "Neu laden", "Stand:"]:
            if words not in text:
                stop(f"Without script there is no {words!r} in:\n{text}")
        if plain.find_element(By.ID, "pause").is_displayed():
            stop("Without script there is a button that does nothing.")
    finally:
        plain.quit()
    print("without script")

    driver.get(url + "/de/")
    for entry in driver.get_log("browser"):
        stop(f"The browser says: {entry['message']}")
    os.kill(int(pid), signal.SIGTERM)
    shows("Die Verbindung ist unterbrochen.", within=60)
    print("lost")
    print("Done.")
finally:
    driver.quit()
