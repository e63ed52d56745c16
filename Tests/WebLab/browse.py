"""Books, moves and cancels an appointment in a real browser, as a citizen does.

usage: browse.py URL MAILS AXE [script]

URL    the public pages
MAILS  a folder into which a mail server writes each mail as a file
AXE    the folder with axe.min.js; every page is held against WCAG 2.2 AA
script keeps JavaScript on; without it the browser has none

Pages are looked at by axe-core in a second browser, which has JavaScript. Prints one line for each
step; ends with 1 at the first thing that is not as it should be.
"""

import email
import email.policy
import pathlib
import re
import sys
import time

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, mails, axe = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
has_script = "script" in sys.argv[4:]
picture = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 else None


def browser(script):
    options = webdriver.ChromeOptions()
    for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--window-size=800,1000", "--lang=de", "--no-proxy-server"]:
        options.add_argument(option)
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    return Chromium(options=options, service=Service("/usr/bin/chromedriver"))


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def check(name, page=None):
    """Holds the page that stands in the browser against the rules, and keeps a picture."""
    page = page or driver.page_source
    if not driver.find_elements(By.TAG_NAME, "h1"):
        stop(f"{name} has no heading:\n{page}")
    title = driver.find_element(By.TAG_NAME, "h1").text
    print(f"{name}: {title}")
    if "{" in driver.find_element(By.TAG_NAME, "main").text:
        stop(f"{name} shows a placeholder:\n{driver.find_element(By.TAG_NAME, 'main').text}")
    if picture:
        driver.save_screenshot(str(picture / f"{name}.png"))
    if has_script:
        # Not part of the page: run from outside, where its rules do not reach.
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
        found = driver.execute_cdp_cmd("Runtime.evaluate", {
            "expression": "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', "
                          "'wcag21aa', 'wcag22aa', 'best-practice']})"
                          ".then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + "
                          "v.nodes.map(n => n.html).join(' | '))))",
            "awaitPromise": True, "returnByValue": True})
        value = found["result"].get("value")
        if value != "[]":
            stop(f"{name} is not accessible: {value or found}")


def follow(element):
    """Presses what leads to another page, and waits until it is there."""
    before = driver.find_element(By.TAG_NAME, "html").id
    element.click()
    # Between two pages the browser knows neither the old nor the new one.
    WebDriverWait(driver, 20, ignored_exceptions=[WebDriverException]).until(
        lambda _: driver.find_element(By.TAG_NAME, "footer")
        and driver.find_element(By.TAG_NAME, "html").id != before)


def click(words):
    """Presses the button or the link with the words."""
    for element in driver.find_elements(By.CSS_SELECTOR, "main a, main button"):
        if words in element.text:
            return follow(element)
    stop(f"There is no {words!r} in:\n{driver.find_element(By.TAG_NAME, 'main').text}")


def mail(subject):
    """The text of the next mail with the subject, and its calendar file."""
    for _ in range(300):
        for file in sorted(mails.glob("*.eml")):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if str(message["Subject"]).startswith(subject):
                file.rename(file.with_suffix(".read"))
                text = message.get_body(("plain",)).get_content()
                files = [part.get_content() for part in message.iter_attachments()]
                print(f"mail: {message['Subject']}")
                return text, files
        time.sleep(0.1)
    stop(f"No mail {subject!r} came.")


def link(text):
    return re.search(r"https?://\S+/a/\S+", text).group()


source = (axe / "axe.min.js").read_text()
driver = browser(has_script)
try:
    driver.get(url + "/de/")
    check("home")
    click("Termin buchen")
    check("services")
    click("Freie Tage zeigen")
    check("services-problem")
    Select(driver.find_element(By.NAME, "s-passport")).select_by_value("2")
    click("Freie Tage zeigen")
    check("days")
    follow(driver.find_elements(By.CSS_SELECTOR, ".month a")[1])
    check("times")
    follow(driver.find_elements(By.CSS_SELECTOR, ".times a")[2])
    check("contact")
    address = driver.find_element(By.NAME, "mail")
    address.send_keys("erika@example")
    click("Termin vormerken")
    check("contact-problem")
    address = driver.find_element(By.NAME, "mail")
    address.clear()
    address.send_keys("erika.muster+amt@example.org")
    driver.find_element(By.NAME, "phone").send_keys("0251 1234")
    click("Termin vormerken")
    check("sent")
    text, _ = mail("Bitte bestätigen")
    driver.get(link(text))
    check("confirm")
    click("Termin verbindlich buchen")
    check("booked")
    code = driver.find_element(By.CLASS_NAME, "code").text
    change = driver.find_element(By.CLASS_NAME, "change").text
    text, files = mail("Ihr Termin am")
    if code not in text or change not in text or "BEGIN:VCALENDAR" not in str(files[0]):
        stop(f"The mail lacks the codes or the calendar file:\n{text}")
    here = driver.current_url.split("?")[0]
    click("Verschieben")
    check("move-days")
    follow(driver.find_elements(By.CSS_SELECTOR, ".month a")[3])
    check("move-times")
    follow(driver.find_elements(By.CSS_SELECTOR, ".times a")[0])
    check("move")
    click("Ja, verschieben")
    check("moved")
    mail("Verschoben")
    driver.get(url + "/de/")
    click("Termin verschieben oder absagen")
    check("code")
    driver.find_element(By.NAME, "code").send_keys("123 456 789")
    driver.find_element(By.NAME, "change").send_keys("000000")
    click("Weiter")
    check("code-problem")
    driver.find_element(By.NAME, "code").clear()
    driver.find_element(By.NAME, "code").send_keys(code)
    driver.find_element(By.NAME, "change").send_keys(change)
    click("Weiter")
    if driver.current_url != here:
        stop(f"The codes opened {driver.current_url}, not {here}.")
    click("Absagen")
    check("cancel")
    click("Ja, absagen")
    check("cancelled")
    mail("Abgesagt")
    for language in ["de-simple", "en"]:
        for path in ["", "book", "book/days?for=passport*1", "code", here.split("/de/")[1]]:
            driver.get(f"{url}/{language}/{path}")
            check(f"{language}-{path.split('?')[0].split('/')[0] or 'home'}")
    driver.get(f"{url}/de/a/0123456789abcdef0123456789abcdef")
    check("unknown")
    driver.get(f"{url}/nirgends")
    check("missing")
    driver.get(f"{url}/de/book/contact?for=passport*1&at=2026-11-25T02:00:00Z")
    check("no-time")
    driver.get(f"{url}/de/book/days?for=nothing*1")
    check("no-service")
    for attempt in range(11):
        driver.get(f"{url}/de/code")
        driver.find_element(By.NAME, "code").send_keys("123 456 789")
        driver.find_element(By.NAME, "change").send_keys("000000")
        click("Weiter")
    check("too-often")
    if "Bitte warten Sie" not in driver.find_element(By.TAG_NAME, "main").text:
        stop(f"Eleven wrong codes:\n{driver.find_element(By.TAG_NAME, 'main').text}")
    for entry in driver.get_log("browser"):
        # Chromium tells of pages whose status is 404, 409 or 422.
        if "the server responded with a status of 4" not in entry["message"]:
            stop(f"The browser says: {entry['message']}")
    print("Done.")
finally:
    driver.quit()
