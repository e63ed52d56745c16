"""Works at a counter in a real browser, as clerks do.

usage: desk.py URL AXE LEAD PASSWORD CLERK PASSWORD [FOLDER]

URL     the staff listener; three passports wait, and one appointment is expected
AXE     the folder with axe.min.js; every page is held against WCAG 2.2 AA
LEAD    a lead's name and first password, CLERK a clerk's
FOLDER  for a picture of every page

Prints one line for each step; ends with 1 at the first thing that is not as it should be.
"""

import pathlib
import sys

from selenium import webdriver
from selenium.common.exceptions import (
    StaleElementReferenceException, TimeoutException, WebDriverException)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

url, axe = sys.argv[1], pathlib.Path(sys.argv[2])
people = {"lead": sys.argv[3:5], "clerk": sys.argv[5:7]}
folder = pathlib.Path(sys.argv[7]) if len(sys.argv) > 7 else None
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
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))

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
            stop(f"{self.name}: no {words!r} in {part}:\n{self.text()}")
        print(f"{self.name}: {words}")

    def check(self, page):
        if folder:
            self.driver.save_screenshot(str(folder / f"{self.name}-{page}.png"))
        if "{" in self.text("body"):
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
        self.waits_for("Schalter 1: Los")
        self.check("place")

    def work_at(self, counter):
        self.driver.find_elements(By.CSS_SELECTOR, ".place button")[counter - 1].click()
        self.waits_for(f"Schalter {counter}", "h1")

    def press(self, key, words):
        self.find("body").send_keys(key)
        self.waits_for(words, "#say")

    def click(self, words, said=None):
        # The page is live: a button may be replaced between finding and pressing it.
        for _ in range(20):
            try:
                if self.press_button(words):
                    break
            except StaleElementReferenceException:
                continue
            stop(f"{self.name}: there is no {words!r} in:\n{self.text()}")
        if said:
            self.waits_for(said, "#say")

    def press_button(self, words):
        for button in self.driver.find_elements(By.CSS_SELECTOR, "main button"):
            if words in (button.get_attribute("aria-label") or button.text):
                button.click()
                return True
        return False

    def end(self):
        for entry in self.driver.get_log("browser"):
            if "status of 4" not in entry["message"]:
                stop(f"The browser says: {entry['message']}")


lead, clerk = Clerk("lead"), Clerk("clerk")
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
    lead.click("Zusammenlegen", "A 003 wird mit aufgerufen.")
    lead.waits_for("mit A 002", "#now")
    lead.find("h1").click()
    lead.press("e", "Niemand wartet für diesen Schalter.")
    lead.press("o", "A 003 ist wieder offen.")
    lead.press("f", "A 003 ist fertig.")
    lead.press("n", "Niemand wartet für diesen Schalter.")

    clerk.press("h", "Hilfe ist gerufen.")
    lead.waits_for("Hilfe gerufen", "#help")
    lead.check("help")
    lead.click("Schalter 2: Ich gehe hin", "Sie gehen hin.")
    clerk.waits_for("Schalter 1 geht hin", "#help")
    clerk.click("Schalter 2: Erledigt", "Der Hilferuf ist erledigt.")

    clerk.press("b", "Pause bis")
    lead.waits_for("Schalter 2: Pause bis")
    clerk.click("Pause beenden", "Die Pause ist zu Ende.")
    lead.click("Neue Nummer", "Neue Nummer: A 004.")
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
    clerk.click("Neue Nummer", "Dafür gibt es jetzt keine Nummern.")
    lead.click("Alles wie sonst")
    lead.waits_for("Heute gilt wieder alles wie sonst.")
    clerk.click("Neue Nummer", "Neue Nummer: A 005.")
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

    lead.driver.set_window_size(640, 900)
    lead.check("narrow")
    if lead.driver.execute_script(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        stop("At 200 % the page is wider than the window.")
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
