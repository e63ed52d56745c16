"""Looks at the board in a real browser, as the people in the waiting room do.

usage: board.py URL KEYS HUB AXE [PICTURES]

URL       the hub
KEYS      a folder with board.token, desk.token and program.token
HUB       the process of the hub; it is made to fall silent for a while
AXE       the folder with axe.min.js; every page is held against WCAG 2.2 AA
PICTURES  a folder for pictures of each step

Expects that nobody waits, and that a call is said without a gong, in German and once. Prints one line
for each step and a line with each figure; ends with 1 at the first thing that is not as it should be.
"""

import json
import os
import pathlib
import signal
import sys
import time
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, keys, hub = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
source = (pathlib.Path(sys.argv[4]) / "axe.min.js").read_text()
pictures = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 else None
key = (keys / "board.token").read_text().split()[-1]

# Before the page's own script: who plays what, and when a call came into sight.
WITNESS = """
window.played = []; window.seen = {};
const RealAudio = window.Audio;
window.Audio = function (address) {
  const sound = new RealAudio(address);
  const note = {call: new URL(address, location).searchParams.get("call"), begin: null, end: null};
  sound.addEventListener("playing", () => {
    note.begin = Date.now(); note.length = sound.duration; window.played.push(note);
  });
  sound.addEventListener("ended", () => { note.end = Date.now(); });
  return sound;
};
new MutationObserver(() => {
  const newest = document.getElementById("newest");
  if (newest && !(newest.dataset.label in window.seen)) window.seen[newest.dataset.label] = Date.now();
}).observe(document, {childList: true, subtree: true});
"""


def browser(script=True, options=()):
    choices = webdriver.ChromeOptions()
    for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--window-size=1920,1080", "--lang=de", "--no-proxy-server", *options]:
        choices.add_argument(option)
    if not script:
        choices.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = Chromium(options=choices, service=Service("/usr/bin/chromedriver"))
    if script:
        # All of the screen is the page's, as in a browser for boards.
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 1920, "height": 1080, "deviceScaleFactor": 1, "mobile": False})
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WITNESS})
    return driver


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def expect(is_so, sentence):
    if not is_so:
        stop(f"{sentence}\n{driver.find_element(By.TAG_NAME, 'body').text}")


def check(name):
    """Holds the page that stands in the browser against the rules, and keeps a picture."""
    print(f"{name}: {driver.find_element(By.TAG_NAME, 'h1').text}")
    expect("{" not in driver.find_element(By.TAG_NAME, "body").text, f"{name} has a placeholder")
    if pictures:
        driver.save_screenshot(str(pictures / f"{name}.png"))
    # Not part of the page: run from outside, where its rules do not reach.
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
    found = driver.execute_cdp_cmd("Runtime.evaluate", {
        "expression": "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
                      "'wcag22aa', 'best-practice']}).then(r => JSON.stringify(r.violations.map("
                      "v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))))",
        "awaitPromise": True, "returnByValue": True})
    value = found["result"].get("value")
    if value != "[]":
        stop(f"{name} is not accessible: {value or found}")


def eventually(what, is_so, seconds=30):
    try:
        WebDriverWait(
            driver, seconds, poll_frequency=0.02, ignored_exceptions=[WebDriverException]
        ).until(lambda _: is_so())
    except Exception as error:
        stop(f"In {seconds} seconds not: {what} ({error})\n"
             f"{driver.find_element(By.TAG_NAME, 'body').text}")


def ask(role, path, body=None):
    """One request of another program; the answer's JSON."""
    secret = (keys / f"{role}.token").read_text().split()[-1]
    request = urllib.request.Request(
        url + path, data=json.dumps(body or {}).encode(), method="POST",
        headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.loads(answer.read() or b"{}")


def draw(service="passport"):
    return ask("program", "/api/v1/tickets", {"service": service})["ticket"]["label"]


def call(counter):
    """Calls the next one; when that was asked, in milliseconds, and the label."""
    before = time.time() * 1000
    return before, ask("desk", f"/api/v1/counters/{counter}/next")["visit"]["label"]


def value(script):
    return driver.execute_script("return " + script)


def newest():
    return value("document.getElementById('newest')?.dataset.label")


def enter(text):
    field = driver.find_element(By.ID, "key")
    field.clear()
    field.send_keys(text)
    driver.find_element(By.CSS_SELECTOR, "form button").click()


def enters():
    driver.get(url + "/board")
    check("enter")
    enter("wrong")
    eventually("the key is refused", lambda: driver.find_elements(By.ID, "wrong"))
    check("enter-wrong")
    enter(f" {key} ")
    eventually("the board is there", lambda: driver.find_elements(By.ID, "calls"))
    check("empty")
    cookie = driver.get_cookies()[0]
    expect(cookie["httpOnly"] and cookie["sameSite"] == "Strict", f"The cookie is {cookie}.")
    expect(value("document.cookie") == "", "A script can read the key.")


def enters_by_fragment():
    driver.delete_all_cookies()
    driver.get("about:blank")
    driver.get(f"{url}/board#{key}")
    eventually("the board is there", lambda: driver.find_elements(By.ID, "calls"))
    expect(key not in driver.current_url, f"The key stands in {driver.current_url}.")
    driver.get(f"{url}/board#{key}")
    expect(key not in driver.current_url, f"The key stays in {driver.current_url}.")
    # The form stands there already: nothing is loaded anew, only what is behind the # changes.
    driver.delete_all_cookies()
    driver.get(url + "/board")
    eventually("it asks for the key", lambda: driver.find_elements(By.ID, "key"))
    driver.get(f"{url}/board#{key}")
    eventually("the board is there", lambda: driver.find_elements(By.ID, "calls"))
    expect(key not in driver.current_url, f"The key stands in {driver.current_url}.")


def shows_calls():
    for _ in range(12):
        draw()
    delays = []
    for counter in [1, 2, 3, 4]:
        before, label = call(counter)
        eventually(f"{label} is the newest", lambda: newest() == label)
        delays.append(value(f"window.seen['{label}']") - before)
        expect(value("document.getElementById('newest').classList.contains('blinking')"),
               "The newest call does not blink.")
    print("call to board, milliseconds:", " ".join(f"{delay:.0f}" for delay in sorted(delays)))
    expect(max(delays) < 300, "A call took too long to the board.")
    # First what lasts only some seconds.
    motion = "getComputedStyle(document.querySelector('.blinking')).animationName"
    expect(value(motion) == "blink", "Nothing moves.")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    expect(value(motion) == "none", "It blinks for those who asked for less motion.")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    expect("NEU" in driver.find_element(By.TAG_NAME, "h1").text, "The newest is not marked.")
    check("calls")
    eventually("it stops blinking", lambda: not value("document.querySelector('.blinking')"))
    measure()
    keeps_calls_beside_notices()


# Adds so many notices, and tells what of the earlier calls and the notices is whole or cut.
NOTICED = """
const box = document.getElementById("notices"), list = document.querySelector(".earlier");
box.replaceChildren();
for (let index = 0; index < arguments[0]; index += 1) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.textContent = "Der Fotoautomat geht heute nicht. Bitte bringen Sie ein Foto mit.";
  box.append(notice);
}
function count(frame) {
  const room = frame.getBoundingClientRect();
  let whole = 0, cut = 0;
  for (const child of frame.children) {
    const place = child.getBoundingClientRect();
    if (child.hidden || place.left > room.right - 2 || place.top > room.bottom - 2) continue;
    if (place.bottom <= room.bottom + 1 && place.right <= room.right + 1) whole += 1;
    else cut += 1;
  }
  return {whole, cut};
}
const page = document.documentElement;
return {
  calls: count(list), notices: count(box),
  covered: document.querySelector("footer").getBoundingClientRect().top
    < box.getBoundingClientRect().bottom - 1,
  larger: page.scrollHeight > innerHeight || page.scrollWidth > innerWidth,
};
"""


def keeps_calls_beside_notices():
    for count in range(9):
        # One script, so that nothing the hub sends comes between.
        found = driver.execute_script(NOTICED, count)
        expect(found["calls"]["whole"] >= 3 and found["calls"]["cut"] == 0,
               f"With {count} notices earlier calls are cut: {found}")
        expect(found["notices"]["cut"] == 0 and (found["notices"]["whole"] > 0) == (count > 0),
               f"With {count} notices these are cut: {found}")
        expect(not found["covered"] and not found["larger"],
               f"{count} notices have no room: {found}")

    def have_turned():
        # What the hub sends takes them away.
        if value("document.getElementById('notices').children.length") < 8:
            driver.execute_script(NOTICED, 8)
        return value("document.getElementById('notices').scrollLeft") > 0

    eventually("notices take turns", have_turned)
    print("notices: in turn, below the earlier calls")


def measure():
    """How high the digits are, in parts of the window's height."""
    for what, place in [("newest", "#newest .label"), ("earlier", ".earlier li span")]:
        height = value("""(() => {
            const style = getComputedStyle(document.querySelector('%s'));
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            return pen.measureText('4').actualBoundingBoxAscent / innerHeight;
        })()""" % place)
        print(f"digits of the {what}, parts of the height: {height:.3f}")
    wide = value("document.documentElement.scrollWidth > innerWidth")
    high = value("document.documentElement.scrollHeight > innerHeight")
    expect(not wide and not high, "The page is larger than the window.")


def says_calls():
    driver.get(url + "/board?voice=on")
    eventually("somebody has to press", driver.find_element(By.ID, "sound").is_displayed)
    check("silent")
    driver.find_element(By.ID, "sound").click()
    eventually("the gong is heard", lambda: value("window.played.some(note => note.end)"))
    draw("pick-up")
    asked = [call(counter)[1] for counter in [5, 6]]
    held = ask("desk", "/api/v1/counters/6/again", {"visit": last_visit(6)})["visit"]["label"]
    # Called again before its turn: it is said once.
    expect(held == asked[1], f"Counter 6 holds {held}.")
    eventually("both are said", lambda: value("window.played.filter(n => n.end).length") == 3)
    notes = value("window.played")
    expect([note["call"] for note in notes] == [None] + asked, f"Said was {notes}.")
    for before, after in zip(notes, notes[1:]):
        expect(before["end"] <= after["begin"], f"One was cut off: {notes}")
    lengths = [(note["end"] - note["begin"]) / 1000 for note in notes]
    expect(all(length >= note["length"] - 0.3 for length, note in zip(lengths, notes)),
           f"Not all was heard: {notes}")
    print("said:", ", ".join(f"{note['call']} {note['length']:.1f} s" for note in notes[1:]))
    expect(not driver.find_element(By.ID, "trouble").is_displayed(), "The voice has trouble.")


def last_visit(counter):
    secret = (keys / "desk.token").read_text().split()[-1]
    request = urllib.request.Request(
        f"{url}/api/v1/counters/{counter}", headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.load(answer)["holding"]["id"]


def loses_the_link():
    os.kill(hub, signal.SIGSTOP)
    try:
        stale = driver.find_element(By.ID, "stale")
        eventually("it says that it is cut off", stale.is_displayed)
        expect(stale.text.startswith("Stand "), "It names no time.")
        check("stale")
    finally:
        os.kill(hub, signal.SIGCONT)
    eventually("it is up to date again", lambda: not stale.is_displayed())
    call_after = draw("pick-up")
    print(f"after the pause: {call_after}")


def works_without_script():
    driver.get(url + "/board")
    enter(key)
    eventually("the board is there", lambda: driver.find_elements(By.ID, "calls"))
    expect(driver.find_element(By.CSS_SELECTOR, "#newest .label").text, "There is no call.")
    expect(driver.find_elements(By.CSS_SELECTOR, "meta[http-equiv=refresh]"), "It stays as it is.")
    expect(not driver.find_element(By.ID, "sound").is_displayed(), "A button does nothing.")
    print("without script: as it should be")


driver = browser()
try:
    enters()
    enters_by_fragment()
    shows_calls()
    says_calls()
    loses_the_link()
    for entry in driver.get_log("browser"):
        # Chromium tells of the page that asks for the key, whose status is 401.
        if "the server responded with a status of 401" not in entry["message"]:
            stop(f"The browser says: {entry['message']}")
    driver.quit()
    driver = browser(options=["--autoplay-policy=no-user-gesture-required"])
    driver.get(f"{url}/board?voice=on#{key}")
    eventually("nobody has to press", lambda: value("window.played.length > 0"))
    print("with leave to play: loud at once")
    driver.quit()
    driver = browser(script=False)
    works_without_script()
    print("Done.")
finally:
    driver.quit()
