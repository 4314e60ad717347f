"""What visitors meet at nginx: their seat, headers, limits, and that nobody misses a process."""

import http.client
import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import serving
from tests.deploy.conftest import ADDRESSES, COLD, DEPLOY, nginx_command, open_site

CSV = b"hours,sleep,passed\n1,8,no\n2,7,no\n3,6,yes\n4,8,yes\n2.5,5,no\n3.5,7,yes\n"
# Milliseconds from the loss of the connection until the page is connected again.
AWAY = """() => {
  const app = document.querySelector('[data-testid=stApp]')
  const isHere = () => app.getAttribute('data-test-connection-state') === 'CONNECTED'
  window.__away = new Promise((back) => {
    let left = 0
    const look = () => {
      if (!isHere()) left ||= performance.now()
      else if (left) back(performance.now() - left)
    }
    new MutationObserver(look).observe(app, { attributeFilter: ['data-test-connection-state'] })
    setTimeout(() => back(Infinity), 30_000)
  })
}"""


def get(address: str, **headers: str):
    """Return status, headers and body of an answer, whatever its status."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


def script(address: str) -> str:
    """Return the address of the page's own script, a file whose name holds a hash."""
    page = get(address)[2].decode()
    return f"{address}/" + re.search(r'static/js/index[^"]+', page)[0]


def stream(address: str, **options):
    """Open a websocket as the page of an address does."""
    return connect(f"ws{address[4:]}/_stcore/stream", subprotocols=["streamlit"], **options)


def seat(viewer) -> str:
    """Return the number of the process that holds a viewer's websocket."""
    return {c["name"]: c["value"] for c in viewer.page.context.cookies()}["seat"]


def upload(viewer) -> None:
    """Give a CSV to the page of the live fit and see it drawn."""
    field = viewer.page.locator("input[type=file]")
    field.set_input_files({"name": "exam.csv", "mimeType": "text/csv", "buffer": CSV})
    expect(viewer.page.locator(".st-key-samples")).to_contain_text("hours")


def view(viewer) -> tuple[str, str]:
    """Return where a viewer is, and what the picture's sentence says."""
    return viewer.page.url, viewer.page.locator(".motion .caption").inner_text()


def check_answer(viewer) -> None:
    """Take one of two losses away, once the page stands, and see it without that loss."""
    viewer.settle()
    expect(viewer.page.locator(".st-key-factors-mse")).to_be_visible()
    viewer.page.locator(".st-key-losses-shown").get_by_text("MSE", exact=True).click()
    expect(viewer.page.locator(".st-key-factors-mse")).to_have_count(0)


# The files


def test_nginx_accepts_the_configuration_as_it_is_deployed(tmp_path):
    command = [*nginx_command(DEPLOY / "nginx"), "-t"]
    command[command.index("-p") + 1] = f"{tmp_path}/"
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr


def test_the_processes_of_nginx_are_those_of_compose():
    compose = (DEPLOY / "compose.yaml").read_text()
    assert [f"{ip}:8501" for ip in re.findall(r"ipv4_address: (\S+)", compose)] == ADDRESSES


# What is said with each answer


@pytest.mark.parametrize("path", ["/", "/logit-gradient", "/static/x.js", "/_stcore/metrics"])
def test_every_answer_has_the_headers(site, path):
    headers = get(site.address + path)[1]
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' blob: 'sha256-" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Server"] == "nginx"
    assert headers["Strict-Transport-Security"] is None  # without TLS it would be ignored


def test_files_are_compressed_and_kept(site):
    plain = get(script(site.address))
    status, headers, body = get(script(site.address), **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Cache-Control"] == "public, immutable, max-age=31536000"
    assert headers["Set-Cookie"] is None
    assert len(body) < 0.4 * len(plain[2])


def test_what_is_not_for_visitors_is_not_there(site):
    assert get(site.dashboards["1"].address + "/_stcore/metrics")[0] == 200
    metrics = ["metrics", "/metrics", "%6Detrics", "../_stcore/metrics", "metrics/"]
    for path in [*metrics, "upload_file/../metrics", "script-health-check", "agent/openapi.json"]:
        assert get(f"{site.address}/_stcore/{path}")[0] == 404, path
    assert get(f"{site.address}/_stcore/health")[2] == b"ok"


# Limits


def test_a_large_upload_is_refused_before_it_is_sent(site):
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=30)
    connection.putrequest("PUT", "/_stcore/upload_file/session/file")
    connection.putheader("Content-Length", str(2**20 + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(("size", "code"), [(1_000_001, 1009), (1_000, 1002)])
def test_a_large_message_ends_the_connection(site, size, code):
    """A small one of the same nonsense is read, and refused for what it is."""
    with stream(site.address) as socket:
        socket.send(b"\xff" * size)
        with pytest.raises(ConnectionClosedError):
            list(socket)  # what the page says before it hears
    assert socket.close_code == code


def test_another_site_cannot_speak_for_its_visitor(site):
    with stream(site.address, origin=site.address):
        pass
    with pytest.raises(InvalidStatus) as refused, stream(site.address, origin="https://other.org"):
        pass
    assert refused.value.response.status_code == 403
    assert b"nginx" in refused.value.response.body  # before a process hears of it


# Viewers


def test_newcomers_are_spread_and_keep_their_seat(site):
    with ExitStack() as hall:
        viewers = [hall.enter_context(stream(site.address)) for _ in range(6)]
        cookies = [viewer.response.headers["Set-Cookie"].partition(";")[0] for viewer in viewers]
        assert Counter(cookies) == {"seat=1": 3, "seat=2": 3}
        for cookie in cookies:
            headers = {"Cookie": cookie}
            again = hall.enter_context(stream(site.address, additional_headers=headers))
            assert again.response.headers["Set-Cookie"].startswith(cookie)


def test_the_browser_has_no_complaint(site, come):
    """As to what may run and be loaded: the most demanding page, with WebGL."""
    viewer = come(f"{site.address}/loss-surface")
    expect(viewer.page.locator(".gl-container canvas").first).to_be_attached(timeout=COLD)
    assert seat(viewer) in site.dashboards
    assert not viewer.errors


def test_viewers_of_a_killed_process_are_back_within_five_seconds(tmp_path, come):
    with open_site(tmp_path) as site:
        own = come(f"{site.address}/live-fit?data=own&rate=0.25", seat="1")
        slopes = come(f"{site.address}/logit-gradient?logit=-3", seat="1")
        slopes.page.locator(".motion .range").press("ArrowRight")
        slopes.page.wait_for_url(re.compile("logit=-2.9"))
        views = [view(own), view(slopes)]
        for viewer in (own, slopes):
            viewer.page.evaluate(AWAY)
        site.dashboards["1"].process.send_signal(signal.SIGKILL)
        for viewer in (own, slopes):
            assert viewer.page.evaluate("() => window.__away") < 5_000
            assert seat(viewer) == "2"
        assert [view(own), view(slopes)] == views
        check_answer(slopes)
        # The killed process returns; what its former viewers upload must not go there.
        with serving(tmp_path, port=urlsplit(site.dashboards["1"].address).port):
            upload(own)
        assert not own.errors + slopes.errors


def test_without_any_process_one_sentence_stands_in_and_files_still_come(tmp_path):
    with open_site(tmp_path) as site:
        file = script(site.address)
        assert get(file)[0] == 200
        for dashboard in site.dashboards.values():
            dashboard.process.kill()
            dashboard.process.wait()
        status, _, body = get(site.address)
        assert status == 503
        assert b"tries again by itself" in body
        assert get(file)[0] == 200
