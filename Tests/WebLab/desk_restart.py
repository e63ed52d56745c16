"""A clerk's page while its hub is killed in the middle of a call and started again.

usage: desk_restart.py URL CLERK PASSWORD FOLDER

URL     the staff listener; one passport waits
CLERK   a clerk's name and first password
FOLDER  where "called" is written once somebody is called, then "unanswered" once a press had no
        answer; the hub is back when "back" is there

Prints one line for each step; ends with 1 at the first thing that is not as it should be.
"""

import pathlib
import sys
import time

from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, name, password = sys.argv[1:4]
folder = pathlib.Path(sys.argv[4])

options = webdriver.ChromeOptions()
for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-proxy-server",
               "--disable-dev-shm-usage", "--window-size=1280,900"]:
    options.add_argument(option)
options.add_experimental_option("prefs", {"intl.accept_languages": "de,de-DE"})
driver = Chromium(options=options, service=Service("/usr/bin/chromedriver"))


def waits_for(words, part="main"):
    try:
        WebDriverWait(driver, 30, ignored_exceptions=[WebDriverException]).until(
            lambda _: words in driver.find_element(By.CSS_SELECTOR, part).text)
    except TimeoutException:
        print("WRONG: no", words, "in:", driver.find_element(By.CSS_SELECTOR, "body").text)
        sys.exit(1)
    print(words)


def fill(**fields):
    for field, value in fields.items():
        driver.find_element(By.CSS_SELECTOR, f"main [name={field}]").send_keys(value)
    driver.find_element(By.CSS_SELECTOR, "main form:last-of-type button").click()


def press(key, words, part="#say"):
    driver.find_element(By.CSS_SELECTOR, "body").send_keys(key)
    waits_for(words, part)


try:
    driver.get(url + "/desk")
    fill(name=name, password=password)
    waits_for("Das Passwort hat mindestens 10 Zeichen")
    fill(old=password, new="geheimes Wort 7")
    waits_for("Schalter 1: Los")
    driver.find_elements(By.CSS_SELECTOR, ".place button")[0].click()
    waits_for("Es warten 1")
    press("n", "A 001 ist aufgerufen.")
    (folder / "called").write_text("")
    # Until the hub has gone each press is answered, and is the same as before.
    for _ in range(200):
        driver.find_element(By.CSS_SELECTOR, "body").send_keys("a")
        time.sleep(0.1)
        if "Keine Antwort" in driver.find_element(By.CSS_SELECTOR, "#say").text:
            break
    press("p", "Keine Antwort. Bitte noch einmal drücken")
    (folder / "unanswered").write_text("")
    while not (folder / "back").exists():
        time.sleep(0.05)
    press("p", "A 001 ist da.")
    waits_for("wird bedient", "#now")
    press("f", "A 001 ist fertig.")
    print("Done.")
finally:
    driver.quit()
