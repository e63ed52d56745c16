"""Works at a counter in a real browser, as clerks do.

usage: desk.py URL AXE LEAD PASSWORD CLERK PASSWORD ADMIN PASSWORD [FOLDER]

URL     the staff listener; three passports wait, and one appointment is expected
AXE     the folder with axe.min.js; every page is held against WCAG 2.2 AA
LEAD    a lead's name and first password, CLERK a clerk's, ADMIN an administrator's
FOLDER  for a picture of every page

Prints one line for each step; ends with 1 at the first thing that is not as it should be.
"""

import pathlib
import re
import sys
import time

from selenium import webdriver
from selenium.common.exceptions import (
    StaleElementReferenceException, TimeoutException, WebDriverException)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, axe = sys.argv[1], pathlib.Path(sys.argv[2])
people = {"lead": sys.argv[3:5], "clerk": sys.argv[5:7], "admin": sys.argv[7:9]}
folder = pathlib.Path(sys.argv[9]) if len(sys.argv) > 9 else None
source = (axe / "axe.min.js").read_text()


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


class Clerk:
    def __init__(self, name):
        self.name = name
        options = webdriver.ChromeOptions()
        for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-proxy-server",
                       "--disable-dev-shm-usage", "--window-size=1280,900"]:
            options.add_argument(option)
        options.add_experimental_option("prefs", {"intl.accept_languages": "de,de-DE"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = Chromium(options=options, service=Service("/usr/bin/chromedriver"))

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, part="main"):
        return self.find(part).text

    def waits_for(self, words, part="main"):
        try:
            WebDriverWait(
                self.driver, 20, ignored_exceptions=[WebDriverException]
            ).until(lambda _: words in self.text(part))
        except TimeoutException:
            if folder:
                self.driver.save_screenshot(str(folder / f"{self.name}-wrong.png"))
            stop(f"{self.name}: no {words!r} in {part}:\n{self.text()}")
        print(f"{self.name}: {words}")

    def check(self, page):
        if folder:
            self.driver.save_screenshot(str(folder / f"{self.name}-{page}.png"))
        # The record holds what devices sent, in JSON.
        if re.search(r"\{[\w{]", self.text("body")):
            stop(f"{page} shows a placeholder:\n{self.text('body')}")
        self.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
        found = self.driver.execute_cdp_cmd("Runtime.evaluate", {
            "expression": "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', "
                          "'wcag21aa', 'wcag22aa', 'best-practice']})"
                          ".then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + "
                          "v.nodes.map(n => n.html).join(' | '))))",
            "awaitPromise": True, "returnByValue": True})
        value = found["result"].get("value")
        if value != "[]":
            stop(f"{page} is not accessible: {value or found}")

    def fill(self, **fields):
        for name, value in fields.items():
            self.find(f"main [name={name}]").send_keys(value)
        self.find("main form:last-of-type button").click()

    def log_in(self, name, password):
        own = "geheimes Wort 7"
        self.driver.get(url + "/desk")
        self.waits_for("Anmelden")
        self.check("log-in")
        self.fill(name=name, password="falsch")
        self.waits_for("Name oder Passwort stimmt nicht.")
        self.check("log-in-wrong")
        self.find("#name").clear()
        self.fill(name=name, password=password)
        self.waits_for("Das Passwort hat mindestens 10 Zeichen")
        self.check("password")
        self.fill(old=password, new=name + "-im-Amt-2026")
        self.waits_for("Dieses Passwort geht nicht")
        self.fill(old=password, new=own)
        if name != people["admin"][0]:
            self.waits_for("Schalter 1: Los")
            self.check("place")

    def work_at(self, counter):
        self.driver.find_elements(By.CSS_SELECTOR, ".place button")[counter - 1].click()
        self.waits_for(f"Schalter {counter}", "h1")

    def press(self, key, words):
        self.type(key)
        self.waits_for(words, "#say")

    def type(self, *keys):
        # To whatever has the focus, as a keyboard does.
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def active(self, script="return document.activeElement.id"):
        return self.driver.execute_script(script)

    def chosen(self):
        return self.active("return document.activeElement.dataset.row ? "
                           "document.activeElement.innerText : ''")

    def top(self, selector):
        return self.driver.execute_script(
            "return document.querySelector(arguments[0]).getBoundingClientRect().top", selector)

    def check_narrow(self, page):
        self.driver.set_window_size(640, 900)
        self.check(page + "-200")
        if self.driver.execute_script(
                "return document.documentElement.scrollWidth > "
                "document.documentElement.clientWidth"):
            stop(f"At 200 % {page} is wider than the window.")
        self.driver.set_window_size(1280, 900)

    def click(self, words, said=None):
        # The page is live: a button may be replaced between finding and pressing it.
        for _ in range(20):
            try:
                if self.press_button(words):
                    break
            except StaleElementReferenceException:
                continue
            # Under the hand a list holds still; away from it, what is new is shown.
            self.move_away()
            time.sleep(0.5)
        else:
            stop(f"{self.name}: there is no {words!r} in:\n{self.text()}")
        if said:
            self.waits_for(said, "#say")

    def move_away(self):
        ActionChains(self.driver).move_to_element(self.find("h1")).perform()

    def press_button(self, words):
        for button in self.driver.find_elements(By.CSS_SELECTOR, "main button"):
            if words in (button.get_attribute("aria-label") or button.text):
                # A hand moves before it presses.
                ActionChains(self.driver).move_to_element_with_offset(button, 2, 1).perform()
                button.click()
                return True
        return False

    def end(self):
        for entry in self.driver.get_log("browser"):
            if "status of 4" not in entry["message"]:
                stop(f"The browser says: {entry['message']}")


lead, clerk, admin = Clerk("lead"), Clerk("clerk"), Clerk("admin")
try:
    lead.log_in(*people["lead"])
    lead.work_at(1)
    clerk.log_in(*people["clerk"])
    clerk.work_at(2)
    lead.waits_for("Es warten 3")
    clerk.check("empty")

    lead.press("n", "A 001 ist aufgerufen.")
    lead.check("called")
    clerk.waits_for("gerufen an Schalter 1")
    clerk.waits_for("Es warten 2")
    lead.press("p", "A 001 ist da.")
    lead.check("serving")
    note = lead.find("#note")
    note.send_keys("<b>Passbild</b> fehlt, n")
    if "A 001 wird" in lead.text("#say"):
        stop("A letter in a field was taken for a key.")
    lead.click("Notiz speichern", "Die Notiz zu A 001 ist gespeichert.")
    lead.waits_for("<b>Passbild</b> fehlt, n", "#now")
    lead.find("h1").click()
    lead.type("t")
    if lead.active() != "note":
        stop("The key of the note does not lead to its field.")
    lead.find("#note").send_keys(Keys.END, ", gleich", Keys.ENTER)
    lead.waits_for("fehlt, n, gleich", "#now")
    lead.type(Keys.ESCAPE)
    lead.press("u", "A 001 ist wie vorher.")
    lead.waits_for("<b>Passbild</b> fehlt, n", "#now")
    if "gleich" in lead.text("#now"):
        stop("What was taken back is there still.")
    lead.find("#note").send_keys("x" * 400)
    lead.click("Notiz speichern", "Die Notiz ist zu lang: höchstens 300 Zeichen.")
    if "x" * 400 not in lead.find("#note").get_attribute("value"):
        stop("A note that is too long is lost.")
    lead.find("h1").click()
    lead.press("1", "A 001 ist geparkt.")
    clerk.waits_for("Fotoautomat")
    lead.press("u", "A 001 ist wie vorher.")
    clerk.waits_for("an Schalter 1")
    lead.press("2", "A 001 ist geparkt.")
    clerk.waits_for("Kasse")

    # Both want the one that is parked; one gets it.
    clerk.click("A 001: Aufrufen", "A 001 ist aufgerufen.")
    lead.waits_for("gerufen an Schalter 2")
    clerk.press("m", "A 001 war nicht da.")
    lead.waits_for("Verpasst")
    lead.click("A 001: Ist doch da", "A 001 wartet wieder.")

    lead.click("A 003: Vorrang", "A 003 hat Vorrang.")
    # Who came back has waited for longer than who has priority.
    clerk.press("n", "A 001 ist aufgerufen.")
    clerk.press("z", "A 001 wartet wieder.")
    lead.click("A 001: Ist gegangen", "A 001 ist gegangen.")
    clerk.press("n", "A 003 ist aufgerufen.")
    clerk.press("p", "A 003 ist da.")
    Select(clerk.find("#counter")).select_by_visible_text("1")
    clerk.click("Weitergeben", "A 003 ist weitergegeben.")
    lead.waits_for("nur Schalter 1")
    lead.press("n", "A 003 ist aufgerufen.")
    lead.press("p", "A 003 ist da.")
    lead.find("#merge").send_keys("a2")
    lead.click("Zusammenlegen", "gehört jetzt zu A 003.")
    lead.waits_for("mit A 002", "#now")
    lead.find("h1").click()
    lead.press("e", "Niemand wartet für diesen Schalter.")
    lead.press("o", "A 003 ist wieder offen.")
    lead.press("f", "A 003 ist fertig.")
    lead.press("n", "Niemand wartet für diesen Schalter.")

    # A call for help moves nothing.
    before = [lead.top(part) for part in ["#now", "#waiting", "#more"]]
    clerk.press("h", "Hilfe ist gerufen.")
    lead.waits_for("Hilfe gerufen", "#help")
    if before != [lead.top(part) for part in ["#now", "#waiting", "#more"]]:
        stop("A call for help pushes the page down.")
    lead.check("help")
    lead.press("i", "Sie gehen hin.")
    if lead.active("return document.activeElement === document.body ? '' : 'x'") == "":
        print("(nothing had the focus)")
    clerk.waits_for("Schalter 1 geht hin", "#help")
    clerk.press("0", "Der Hilferuf ist erledigt.")

    clerk.press("b", "Pause bis")
    lead.waits_for("Schalter 2: Pause bis")
    clerk.press("b", "Die Pause ist zu Ende.")
    lead.find("#persons").send_keys(Keys.CONTROL, "a", Keys.NULL, "31")
    # A wrong number stops its own button, and no other.
    lead.click("Neue Nummer")
    lead.find("h1").click()
    lead.press("b", "Pause bis")
    lead.press("b", "Die Pause ist zu Ende.")
    # An answer is lost: the same press again is done once.
    lead.driver.execute_script(
        "const real = window.fetch; window.fetch = async (...all) => { "
        "await real(...all); window.fetch = real; throw new TypeError('lost'); };")
    lead.find("#persons").send_keys(Keys.CONTROL, "a", Keys.NULL, "3")
    lead.click("Neue Nummer", "Keine Antwort. Bitte noch einmal drücken")
    lead.click("Neue Nummer", "Neue Nummer: A 004.")
    lead.waits_for("(3 Personen)", "#waiting")
    if "A 005" in lead.text():
        stop("A number was drawn twice.")
    lead.waits_for("Zettel A 004: gedruckt.", "#more")
    lead.click("A 004: Zettel drucken", "Der Zettel von A 004 wird noch einmal gedruckt.")
    clerk.waits_for("A 004")
    if "A 004: Aufrufen" in clerk.driver.page_source:
        stop("A clerk may call somebody before their turn.")
    lead.waits_for("Erwartet")
    lead.click("11:00: Ist da", "T 001 wartet jetzt.")
    lead.waits_for("Termin 11:00")
    lead.click("T 001: Aufrufen", "T 001 ist aufgerufen.")
    lead.press("p", "T 001 ist da.")
    Select(lead.find("#elsewhere")).select_by_visible_text("Standesamt")
    lead.click("Dorthin schicken", "T 001 gehört hierhin: Standesamt, Rathaus, Erdgeschoss, Zimmer 12.")
    lead.check("redirected")
    lead.press("u", "T 001 ist wie vorher.")
    lead.driver.refresh()
    lead.waits_for("T 001", "#now")

    # Everything about a line with keys: it is chosen, said, and stays what it was.
    clerk.click("Neue Nummer", "Neue Nummer: A 005.")
    lead.waits_for("Es warten 2")
    lead.find("h1").click()
    lead.press("g", "Bitte zuerst eine Zeile wählen")
    lead.type(Keys.ARROW_DOWN)
    first = lead.chosen()
    lead.type(Keys.ARROW_DOWN)
    second = lead.chosen()
    if first.split()[:2] != ["A", "004"] or second.split()[:2] != ["A", "005"]:
        stop(f"The arrows choose {first!r}, then {second!r}.")
    if "A 005" not in lead.find("#selected").get_attribute("textContent"):
        stop("The line is not announced.")
    lead.press("v", "A 005 hat Vorrang.")
    if lead.chosen().split()[:2] != ["A", "005"]:
        stop(f"After a key {lead.chosen()!r} is chosen.")
    lead.type("t")
    lead.waits_for("Mehr zu A 005", "#more")
    WebDriverWait(lead.driver, 20).until(lambda _: lead.active() == "note")
    lead.find("#note").send_keys("Kinderwagen", Keys.ENTER)
    lead.waits_for("Kinderwagen", "#waiting")
    lead.check("more")
    lead.type(Keys.ESCAPE)
    lead.click("A 005: Kein Vorrang", "A 005 hat keinen Vorrang mehr.")

    # The list does not move under the cursor, whatever a colleague or the own hand does.
    lead.move_away()
    WebDriverWait(lead.driver, 20, ignored_exceptions=[WebDriverException]).until(
        lambda _: lead.find("#waiting tbody tr:last-child").text.startswith("A 005"))
    row = lead.driver.find_elements(By.CSS_SELECTOR, "#waiting tbody tr")[1]
    place, text = row.location["y"], row.text.split()[:2]
    ActionChains(lead.driver).move_to_element_with_offset(row, 3, 1).perform()
    clerk.press("n", "A 004 ist aufgerufen.")
    # A hand that is about to press does not lie still.
    ActionChains(lead.driver).move_by_offset(1, 0).perform()
    clerk.press("p", "A 004 ist da.")
    ActionChains(lead.driver).move_by_offset(-1, 0).perform()
    lead.waits_for("an Schalter 2")
    lead.waits_for("Die Liste hat sich geändert.", "#waiting")
    again = lead.driver.find_elements(By.CSS_SELECTOR, "#waiting tbody tr")[1]
    if again.location["y"] != place or again.text.split()[:2] != text:
        stop(f"Under the cursor stands {again.text!r} in place of {text}.")
    lead.click(" ".join(text) + ": Vorrang", "hat Vorrang.")
    again = lead.driver.find_elements(By.CSS_SELECTOR, "#waiting tbody tr")[1]
    if again.location["y"] != place or again.text.split()[:2] != text:
        stop(f"After the own press {again.text!r} is under the cursor.")
    # When the pressed button has gone, the focus is not lost.
    if lead.active("return document.activeElement === document.body"):
        stop("The focus fell out of the page.")
    lead.move_away()
    clerk.press("f", "ist fertig.")

    # The second half of a double click does nothing with what has come under the cursor.
    button = clerk.find("#do-next")
    ActionChains(clerk.driver).move_to_element(button).click().pause(0.15).click().perform()
    clerk.waits_for("ist aufgerufen.", "#say")
    clerk.press("p", "ist da.")
    clerk.press("f", "ist fertig.")

    # Keys of one letter can be switched off (WCAG 2.1.4), and stay off.
    clerk.find("#keys").click()
    clerk.driver.refresh()
    clerk.waits_for("Es warten")
    clerk.type("h")
    if clerk.driver.find_elements(By.CSS_SELECTOR, "#help li") or "Hilfe" in clerk.text("#say"):
        stop("A letter does something although the keys are off.")
    clerk.find("#keys").click()
    # A lead plans the day otherwise; a clerk has no way there.
    if "/desk/today" in clerk.driver.page_source:
        stop("A clerk is shown the lead's page.")
    clerk.driver.get(url + "/desk/today")
    clerk.check("refused")
    if "Diese Seite gehört nicht zu Ihrer Rolle." not in clerk.text("main"):
        stop(f"A clerk sees the lead's page:\n{clerk.text('body')}")
    clerk.driver.get(url + "/desk")
    lead.driver.find_element(By.LINK_TEXT, "Heute").click()
    lead.waits_for("Was hier steht, gilt sofort")
    lead.check("today")
    for box in ["stop", "n-photoBooth"]:
        lead.find(f"[name={box}]").click()
    lead.click("Ab sofort so")
    lead.waits_for("Gespeichert. Es gilt jetzt überall.")
    lead.check("today-saved")
    clerk.waits_for("Der Fotoautomat geht heute nicht.", "#now")
    clerk.click("Neue Nummer", "Heute werden keine Nummern mehr gegeben.")
    lead.click("Alles wie sonst")
    lead.waits_for("Heute gilt wieder alles wie sonst.")
    clerk.click("Neue Nummer", "Neue Nummer: A 006.")
    lead.driver.get(url + "/desk")
    lead.waits_for("T 001", "#now")

    # Learning has a queue of its own; the real one stays as it is.
    lead.driver.get(url + "/desk/place")
    lead.click("Hier üben")
    lead.waits_for("Übung. Nichts auf dieser Seite betrifft echte Besucher.", "body")
    lead.click("Besucher kommen lassen", "Fünf Besucher sind gekommen.")
    lead.waits_for("Es warten")
    lead.check("training")
    lead.press("n", "ist aufgerufen.")
    lead.click("Alle gehen lassen", "Alle sind gegangen.")
    lead.driver.get(url + "/desk/place")
    lead.click("Schalter 1: Los")
    lead.waits_for("T 001", "#now")

    lead.check_narrow("work")
    for page in ["today", "overview", "place", "password"]:
        lead.driver.get(url + "/desk/" + page)
        lead.check(page)
        lead.check_narrow(page)
    admin.log_in(*people["admin"])
    for page in ["people", "audit"]:
        admin.driver.get(url + "/desk/" + page)
        admin.check(page)
        admin.check_narrow(page)
    admin.end()
    lead.driver.get(url + "/desk")
    # Whoever leaves with a visit at the counter is told once.
    lead.find("header form button").click()
    lead.waits_for("T 001 ist noch an Ihrem Schalter.", "#say")
    lead.find("header form button").click()
    lead.waits_for("Passwort")
    lead.driver.get(url + "/desk")
    lead.waits_for("Passwort")
    lead.end()
    clerk.end()
    print("Done.")
finally:
    lead.driver.quit()
    clerk.driver.quit()
    admin.driver.quit()
