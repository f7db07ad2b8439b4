"""How long does a reader with a slow machine wait for a page?

Opens every page of a published report in Chromium with the processor slowed down, several times, and gives the quickest
first paint with content, the largest one, and the end of loading, in milliseconds from the start of navigation; what
else the machine has to do only ever adds to them. The promise is a first paint within a second at a quarter of the
speed. Run it with ``python bench/first_paint.py reports/demo``.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROMISE = 1000
WIDTHS = {"desk": 1280, "phone": 390}
LISTEN = """
    window.largest = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) window.largest = one.startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
"""
READ = """() => [
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
    window.largest,
    performance.getEntriesByType("navigation")[0].loadEventEnd,
]"""


def seen(browser: Browser, path: Path, *, width: int, rate: float) -> list[float]:
    """Milliseconds until something, the largest thing and all of a page is there, `rate` times slower."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(LISTEN)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.goto(path.resolve().as_uri())
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(50)
    found = page.evaluate(READ)
    page.close()
    return found


def main() -> None:
    """Open the pages and print a table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path, help="of a published report")
    options.add_argument("--rate", type=float, default=4, help="how many times slower the processor is")
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    slow = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        print(f"{'page':<24}{'kB':>7}{'screen':>8}{'first':>8}{'largest':>9}{'loaded':>8}")
        for path in sorted(given.folder.glob("*.html")):
            for screen, width in WIDTHS.items():
                runs = [seen(browser, path, width=width, rate=given.rate) for _ in range(given.runs)]
                first, largest, loaded = (min(column) for column in zip(*runs, strict=True))
                size = path.stat().st_size / 1e3
                print(f"{path.stem:<24}{size:>7.0f}{screen:>8}{first:>8.0f}{largest:>9.0f}{loaded:>8.0f}", flush=True)
                slow += [f"{path.stem} ({screen})"] if first > PROMISE else []
        browser.close()
    print(f"Later than {PROMISE} ms: {', '.join(slow) or 'none'}.")


if __name__ == "__main__":
    main()
