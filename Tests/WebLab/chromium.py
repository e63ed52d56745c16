"""The browser of these scripts.

Chromium gives a page up when the machine's networks change while it loads, as they do when other tests
make networks of their own; it is asked for again.
"""

import time

from selenium import webdriver


class Chromium(webdriver.Chrome):
    def get(self, address):
        for _ in range(5):
            super().get(address)
            if "main-frame-error" not in self.page_source:
                return
            time.sleep(0.2)
