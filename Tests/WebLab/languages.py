"""Books and moves an appointment in a real browser, in one language and in windows of two widths.

usage: languages.py URL MAILS AXE LANGUAGE

URL       the public pages
MAILS     a folder into which a mail server writes each mail as a file
AXE       the folder with axe.min.js; every page is held against WCAG 2.2 AA
LANGUAGE  de, de-simple or en

On every page: no placeholder, its language told, no finding of axe-core, and no scrolling sideways at 320
and at 1280 pixels. The calendar file of the page is read by icalendar, its QR code by zbarimg. Prints one
line for each page; ends with 1 at the first thing that is not as it should be.
"""

import email
import email.policy
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

import icalendar
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from chromium import Chromium

url, mails, axe, language = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4]
source = (pathlib.Path(axe) / "axe.min.js").read_text()

options = webdriver.ChromeOptions()
for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
               "--window-size=1280,1000", "--no-proxy-server"]:
    options.add_argument(option)
driver = Chromium(options=options, service=Service("/usr/bin/chromedriver"))


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def width(pixels):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": pixels, "height": 1000, "deviceScaleFactor": 1, "mobile": False})


def evaluate(expression):
    found = driver.execute_cdp_cmd("Runtime.evaluate", {
        "expression": expression, "awaitPromise": True, "returnByValue": True})
    return found["result"].get("value")


def check(name):
    words = driver.find_element(By.TAG_NAME, "main").text
    print(f"{name}: {driver.find_element(By.TAG_NAME, 'h1').text}")
    if "{" in words:
        stop(f"{name} shows a placeholder:\n{words}")
    told = driver.find_element(By.TAG_NAME, "html").get_attribute("lang")
    if told != language.split("-")[0] and told != language:
        stop(f"{name} is told to be in {told}.")
    for pixels in [320, 1280]:
        width(pixels)
        wide = evaluate("document.documentElement.scrollWidth")
        if wide > pixels:
            stop(f"{name} is {wide} pixels wide in a window of {pixels}.")
    evaluate(source)
    value = evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', "
        "'best-practice']}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + "
        "v.nodes.map(n => n.html).join(' | '))))")
    if value != "[]":
        stop(f"{name} is not accessible: {value}")


def follow(selector, place=0):
    """Presses what leads to another page, and waits until it is there."""
    elements = driver.find_elements(By.CSS_SELECTOR, selector)
    if len(elements) <= place:
        stop(f"There is no {selector} in:\n{driver.find_element(By.TAG_NAME, 'main').text}")
    before = driver.find_element(By.TAG_NAME, "html").id
    elements[place].click()
    WebDriverWait(driver, 20, ignored_exceptions=[WebDriverException]).until(
        lambda _: driver.find_element(By.TAG_NAME, "footer")
        and driver.find_element(By.TAG_NAME, "html").id != before)


def mail():
    """The text of the next mail."""
    for _ in range(300):
        for file in sorted(mails.glob("*.eml")):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            file.rename(file.with_suffix(".read"))
            print(f"mail: {message['Subject']}")
            return message.get_body(("plain",)).get_content()
        time.sleep(0.1)
    stop("No mail came.")


def calendar(code):
    """What the calendar file of the page says of the time, read by a library that is not ours."""
    link = driver.find_element(By.CSS_SELECTOR, "a[href$='calendar.ics']").get_attribute("href")
    proxy = urllib.request.ProxyHandler({})
    with urllib.request.build_opener(proxy).open(link) as answer:
        if not answer.headers["Content-Type"].startswith("text/calendar"):
            stop(f"The calendar file is {answer.headers['Content-Type']}.")
        text = answer.read()
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    if len(events) != 1 or code not in str(events[0]["DESCRIPTION"]):
        stop(f"The calendar file lacks the event or its code:\n{text.decode()}")
    print("calendar:", events[0]["DTSTART"].dt.isoformat(), events[0]["SUMMARY"])
    return events[0]["DTSTART"].dt


def picture():
    """The digits in the QR code, as they stand on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        file = folder + "/code.png"
        driver.find_element(By.CSS_SELECTOR, ".qr").screenshot(file)
        read = subprocess.run(["zbarimg", "-q", "--raw", file], capture_output=True, text=True)
        return read.stdout.strip()


try:
    root = f"{url}/{language}"
    driver.get(root + "/")
    check("home")
    follow("main a.button")
    check("services")
    Select(driver.find_element(By.NAME, "s-passport")).select_by_value("1")
    follow("main form button")
    check("days")
    follow(".month a", 1)
    check("times")
    follow(".times a", 2)
    check("contact")
    driver.find_element(By.NAME, "mail").send_keys(f"{language}@example.org")
    follow("main form button")
    check("sent")
    link = re.search(r"https?://\S+/a/\S+", mail()).group()
    if f"/{language}/a/" not in link:
        stop(f"The mail in {language} leads to {link}.")
    driver.get(link)
    check("confirm")
    follow("main form button")
    check("booked")
    code = driver.find_element(By.CLASS_NAME, "code").text
    if code not in mail():
        stop("The mail lacks the code.")
    if picture() != code.replace(" ", ""):
        stop(f"The QR code says {picture()!r}, the page {code}.")
    booked = calendar(code)
    follow("main a[href$='/days']")
    check("move-days")
    follow(".month a", 3)
    check("move-times")
    follow(".times a")
    check("move")
    follow("main form button")
    check("moved")
    if driver.find_element(By.CLASS_NAME, "code").text != code or calendar(code) == booked:
        stop("After moving, the code is another one or the time is not.")
    mail()
    follow("main a[href$='/cancel']")
    check("cancel")
    follow("main form button")
    check("cancelled")
    print("Done.")
finally:
    driver.quit()
