"""A headless Chromium driven through chromedriver over plain HTTP, with the standard library alone."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c"}


class Browser:
    """One window of a headless Chromium."""

    def __init__(self, width: int = 1400, height: int = 900) -> None:
        assert DRIVER and CHROMIUM
        self.process = subprocess.Popen(
            [DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        line = ""
        while "successfully on port " not in line:
            line = self.process.stdout.readline()
            assert line, "chromedriver did not start"
        self.base = f"http://127.0.0.1:{line.split('on port ')[1].split('.')[0].strip()}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        options = {"binary": CHROMIUM, "args": [*arguments, f"--window-size={width},{height}"]}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        self.session = f"/session/{made['sessionId']}"

    def call(self, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        body = None if method == "GET" else json.dumps(data or {}).encode()
        request = urllib.request.Request(self.base + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def open(self, address: str) -> None:
        self.call("POST", f"{self.session}/url", {"url": address})

    def run(self, script: str) -> Any:
        return self.call("POST", f"{self.session}/execute/sync", {"script": f"return {script}", "args": []})

    def resize(self, width: int, height: int) -> None:
        """Set the size of the page itself, which a window's frame would limit."""
        self.call(
            "POST",
            f"{self.session}/goog/cdp/execute",
            {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
            },
        )

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as on a keyboard, wherever the focus is."""
        acts = []
        for key in keys:
            for letter in [KEYS[key]] if key in KEYS else key:
                acts += [{"type": "keyDown", "value": letter}, {"type": "keyUp", "value": letter}]
        data = {"actions": [{"type": "key", "id": "keyboard", "actions": acts}]}
        self.call("POST", f"{self.session}/actions", data)

    def click(self, selector: str) -> None:
        found = self.call("POST", f"{self.session}/element", {"using": "css selector", "value": selector})
        self.call("POST", f"{self.session}/element/{found[_ELEMENT]}/click")

    def type(self, selector: str, text: str) -> None:
        found = self.call("POST", f"{self.session}/element", {"using": "css selector", "value": selector})
        self.call("POST", f"{self.session}/element/{found[_ELEMENT]}/value", {"text": text})

    def text(self, selector: str = "body") -> str:
        return str(self.run(f"(document.querySelector({selector!r}) || {{}}).innerText || ''"))

    def expect(self, text: str, selector: str = "body") -> None:
        """Wait until the text shows."""
        end = time.monotonic() + 15
        while text not in (shown := self.text(selector)):
            assert time.monotonic() < end, f"{text!r} did not show in:\n{shown[:2000]}"
            time.sleep(0.05)

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("GET", f"{self.session}/screenshot")))

    def close(self) -> None:
        try:
            self.call("DELETE", self.session)
        finally:
            self.process.terminate()
            self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()
