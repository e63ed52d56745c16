"""Follows a number on the page behind the code on its paper, as its visitor does with a phone.

usage: ticket.py HUB KEYS AXE LINK LINK LINK [PICTURES]

HUB       the hub's listener for staff
KEYS      a folder with desk.token
AXE       the folder with axe.min.js; every page is held against WCAG 2.2 AA
LINK      what the codes on the first three papers of the day say
PICTURES  a folder for pictures of each step

Expects that the three wait in this order, and nobody else. Prints one line for each step; ends with 1 at
the first thing that is not as it should be.
"""

import json
import pathlib
import sys
import urllib.error
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

hub, keys = sys.argv[1], pathlib.Path(sys.argv[2])
source = (pathlib.Path(sys.argv[3]) / "axe.min.js").read_text()
links = sys.argv[4:7]
pictures = pathlib.Path(sys.argv[7]) if len(sys.argv) > 7 else None

# Before the page's own script: whether the phone would have buzzed.
WITNESS = "window.buzzed = 0; navigator.vibrate = () => { window.buzzed += 1; return true; };"


def browser(script, language="de"):
    options = webdriver.ChromeOptions()
    for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--window-size=1280,900", "--no-proxy-server"]:
        options.add_argument(option)
    preferences = {"intl.accept_languages": language}
    if not script:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chromium(options=options, service=Service("/usr/bin/chromedriver"))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WITNESS})
    return driver


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def text(driver=None):
    return (driver or phone).find_element(By.TAG_NAME, "main").text


def expect(is_so, sentence, driver=None):
    if not is_so:
        stop(f"{sentence}\n{text(driver)}")


def eventually(words, driver=None):
    """Waits until the words stand on the page, without touching it."""
    try:
        WebDriverWait(
            driver or phone, 30, poll_frequency=0.02, ignored_exceptions=[WebDriverException]
        ).until(lambda _: words in text(driver))
    except Exception as error:
        stop(f"Not in 30 seconds: {words} ({error})\n{text(driver)}")


def look(name):
    """Holds the page against the rules in two widths, and keeps pictures."""
    print(f"{name}: {phone.find_element(By.TAG_NAME, 'h1').text}")
    expect("{" not in text(), f"{name} shows a placeholder")
    for width in [320, 1280]:
        phone.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        wide = phone.execute_script("return document.documentElement.scrollWidth")
        expect(wide <= width, f"{name} is {wide} px wide on a screen of {width} px")
        if pictures:
            phone.save_screenshot(str(pictures / f"{name}-{width}.png"))
        phone.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
        found = phone.execute_cdp_cmd("Runtime.evaluate", {
            "expression": "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', "
                          "'wcag21aa', 'wcag22aa', 'best-practice']})"
                          ".then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + "
                          "v.nodes.map(n => n.html).join(' | '))))",
            "awaitPromise": True, "returnByValue": True})
        value = found["result"].get("value")
        if value != "[]":
            stop(f"{name} is not accessible at {width} px: {value or found}")


def follow(element, driver):
    """Presses what leads to another page, and waits until it is there."""
    before = driver.find_element(By.TAG_NAME, "html").id
    element.click()
    # Between two pages the browser knows neither the old nor the new one.
    WebDriverWait(driver, 30, ignored_exceptions=[WebDriverException]).until(
        lambda _: driver.find_element(By.TAG_NAME, "footer")
        and driver.find_element(By.TAG_NAME, "html").id != before)


def press(words, driver=None, leads=True):
    driver = driver or phone
    for element in driver.find_elements(By.CSS_SELECTOR, "main a, main button"):
        if words == element.text:
            return follow(element, driver) if leads else element.click()
    stop(f"There is no {words!r} in:\n{text(driver)}")


def desk(path, body=None):
    """One request of a clerk's program; the visit, or nil when there is none."""
    secret = (keys / "desk.token").read_text().split()[-1]
    request = urllib.request.Request(
        hub + path, data=json.dumps(body or {}).encode(), method="POST",
        headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.loads(answer.read() or b"{}").get("visit")


def call_next():
    """Calls whoever is next to the first counter that is free and may."""
    for counter in range(1, 7):
        try:
            visit = desk(f"/api/v1/counters/{counter}/next")
        except urllib.error.HTTPError as refusal:
            if refusal.code != 409:
                raise
            continue
        if visit:
            return visit
    stop("No counter could call anybody.")


phone = browser(True)
plain = browser(False, "en")
try:
    phone.get(links[2])
    here = phone.current_url
    expect("/de/t/" in here, f"{links[2]} led to {here}")
    expect(phone.find_element(By.TAG_NAME, "h1").text == "Ihre Nummer A 003", "another number")
    expect("Vor Ihnen: 2 Nummern" in text(), "another place")
    eventually("Sie warten noch")
    expect(not phone.find_element(By.ID, "reload").is_displayed(), "a script and a link to reload")
    look("waiting")
    press("Ich gehe wieder")
    look("leave")
    press("Nein, ich warte weiter")
    for language, words in [("en", "Your number A 003"), ("de-simple", "Ihre Nummer: A 003")]:
        follow(phone.find_element(By.CSS_SELECTOR, f"nav a[hreflang='{language}']"), phone)
        expect(phone.find_element(By.TAG_NAME, "h1").text == words, f"another language: {language}")
        look(f"waiting-{language}")
    phone.get(here)

    plain.get(links[1])
    expect("/en/t/" in plain.current_url, "a browser in English got another language", plain)
    expect("Before you: 1 number" in text(plain), "another place", plain)
    expect(plain.find_element(By.ID, "reload").is_displayed(), "no way to load it again", plain)
    expect(not plain.find_element(By.ID, "pause").is_displayed(), "a button without script", plain)
    press("I leave", plain)
    press("Yes, hand it back", plain)
    expect("This number was handed back." in text(plain), "the number was not handed back", plain)
    print("left without script")
    eventually("Vor Ihnen: 1 Nummer\n")
    print("seen by who waits")

    press("Seite anhalten", leads=False)
    first = call_next()
    expect(first["label"] == "A 001", f"{first['label']} was called first")
    fresh = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(here).read().decode()
    expect("Vor Ihnen wartet niemand." in fresh, "the hub knows nothing of the call")
    expect("Vor Ihnen: 1 Nummer\n" in text(), "a page that was stopped has changed")
    press("Seite wieder von selbst erneuern", leads=False)
    eventually("Vor Ihnen wartet niemand.")
    print("stopped, and followed again")

    mine = call_next()
    expect(mine["label"] == "A 003", f"{mine['label']} was called")
    counter = mine["counter"]
    eventually(f"Bitte gehen Sie zu Schalter {counter}")
    expect(phone.title.startswith(f"Bitte gehen Sie zu Schalter {counter}"), "the title is another")
    expect(phone.execute_script("return window.buzzed") == 1, "the phone did not buzz once")
    said = phone.find_element(By.ID, "said").get_attribute("textContent")
    expect(said == f"Bitte gehen Sie zu Schalter {counter}", f"said was {said!r}")
    expect(not phone.find_elements(By.ID, "leave"), "a called visitor may not leave")
    look("called")
    visit = {"visit": mine["id"]}
    desk(f"/api/v1/counters/{counter}/missed", visit)
    eventually("Ihre Nummer wurde schon aufgerufen. Sind Sie da?")
    look("missed")
    plain.get(here)
    press("Neu laden", plain)
    expect("Sind Sie da?" in text(plain), "loaded again it is another page", plain)
    counter = first["counter"]
    desk(f"/api/v1/counters/{counter}/appear", {"visit": first["id"]})
    desk(f"/api/v1/counters/{counter}/finish", {"visit": first["id"]})
    phone.get(links[0])
    expect("Ihr Anliegen mit dieser Nummer ist erledigt." in text(), "it is not done")
    expect(not phone.find_element(By.ID, "pause").is_displayed(), "nothing more will come")
    look("finished")
    phone.get(links[0][:-20] + links[0][-20:][::-1])
    look("unknown")
    for entry in phone.get_log("browser"):
        if "the server responded with a status of 404" not in entry["message"]:
            stop(f"The browser says: {entry['message']}")
    print("Done.")
finally:
    phone.quit()
    plain.quit()
