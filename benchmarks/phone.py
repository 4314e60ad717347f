"""The first screen of a phone that joins a hall, against a Streamlit page with one chart."""

import base64
import json
import urllib.request

from playwright.sync_api import Browser

from benchmarks import report, servers
from benchmarks.browser import verdict
from benchmarks.driver import Visit, chromium
from benchmarks.timing import Times

ROUNDS = 9
PEER, OURS = "plain Streamlit, one chart", "a phone in the hall"
LECTURE, SCENE = "why-cross-entropy", 1
GOALS = {"time": 0.25, "bytes": 0.05}
SHOWN = """() => {
  const picture = document.querySelector('[data-part=picture]')
  const isThere = picture?.naturalWidth && document.querySelector('.choice')
  return isThere && [performance.now(), performance.now()]
}"""
# A file of the kind and size that a projector's browser sends.
PICTURE = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1000, height: 1250 })
  const sheet = canvas.getContext('2d')
  for (let k = 0; k < 400; k++) {
    sheet.fillStyle = `hsl(${k * 67 % 360} 50% 60%)`
    sheet.fillRect(k * 389 % 1000, k * 547 % 1250, 90, 60)
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/webp', 0.9))
  let text = ''
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte)
  return btoa(text)
}"""
NOTE = """\
An empty browser cache and a warm server, until question, choices and picture are there, and for the
peer until its chart is drawn. Bytes are those over HTTP with their heads; the picture is one of
{picture:.0f} kB, of at most 150."""


def run() -> None:
    """Measure and write the table."""
    peer = servers.streamlit("benchmarks/peers/one_chart.py", folder=servers.PEERS)
    with servers.streamlit("app.py") as ours, peer as plain, chromium() as browser:
        code, picture = _hall(ours.address, browser)
        addresses = {
            PEER: (plain.address, {}),
            OURS: (f"{ours.address}/hall/{code}", {"drawn": SHOWN}),
        }
        times, traffic = ({name: [] for name in addresses} for _ in range(2))
        for _ in range(ROUNDS):
            for name, (address, how) in addresses.items():
                visit = Visit(browser, address, **how)
                times[name].append(visit.first / 1000)
                traffic[name].append(visit.fetched / 1e6)
                visit.close()
    table = _table(Times(times), Times(traffic), NOTE.format(picture=picture / 1000))
    report.write("phone", "A phone", [table], ("streamlit", "playwright"))


def _hall(address: str, browser: Browser) -> tuple[str, int]:
    """Open a hall that shows a scene with its picture; return its code and the picture's bytes."""
    room = json.loads(_ask(address, "POST", "/room", {}))
    scene = {"key": room["key"], "lecture": LECTURE, "scene": SCENE}
    shown = json.loads(_ask(address, "POST", f"/room/{room['code']}/scene", scene))
    page = browser.new_page()
    image = base64.b64decode(page.evaluate(PICTURE))
    page.close()
    path = f"/room/{room['code']}/picture?sequence={shown['sequence']}"
    _ask(address, "PUT", path, image, {"X-Room-Key": room["key"], "Content-Type": "image/webp"})
    return room["code"], len(image)


def _ask(
    address: str, method: str, path: str, body: object, headers: dict[str, str] | None = None
) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = headers or {"Content-Type": "application/json"}
    request = urllib.request.Request(address + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def _table(times: Times, traffic: Times, note: str) -> report.Table:
    rows = [[PEER, times.median(PEER), "", "", traffic.median(PEER), "", ""]]
    row: list[object] = [OURS]
    for measured, goal in ((times, GOALS["time"]), (traffic, GOALS["bytes"])):
        ratio = measured.ratio(OURS, PEER)
        row += [measured.median(OURS), ratio, verdict(ratio, goal)]
    heads = ["page", "first screen, s", "ratio", "goal", "HTTP, MB", "ratio", "goal"]
    return report.Table("The first screen from the QR code", heads, [*rows, row], note)
