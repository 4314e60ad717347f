"""What a process refuses by itself, without nginx before it."""

import base64
import hashlib
import http.client
import json
import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect


@pytest.fixture
def address(site) -> str:
    return site.dashboards["1"].address


def put(address: str, **headers: str) -> tuple[int, str]:
    """Try to upload a file into a session that nobody has."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("PUT", "/_stcore/upload_file/nobody/file", b"x", headers)
    answer = connection.getresponse()
    told = answer.status, answer.read().decode()
    connection.close()
    return told


def token(address: str) -> str:
    """Return the token that the process hands out as a cookie."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=30) as answer:
        return answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def test_an_upload_needs_the_token_of_the_page(address):
    right = token(address)
    cookie = {"Cookie": f"_streamlit_xsrf={right}"}
    assert put(address)[0] == 403
    assert put(address, **cookie)[0] == 403  # as another site's form would send it
    assert put(address, **cookie, **{"X-Xsrftoken": "2|x|y|z"})[0] == 403
    status, told = put(address, **cookie, **{"X-Xsrftoken": right})
    assert (status, "Invalid session_id" in told) == (400, True)


def test_a_websocket_of_another_site_is_refused(address):
    stream = f"ws{address[4:]}/_stcore/stream"
    with connect(stream, origin=address, subprotocols=["streamlit"]):
        pass
    with pytest.raises(InvalidStatus) as refused, connect(stream, origin="https://other.org"):
        pass
    assert refused.value.response.status_code == 403


def test_no_answer_is_meant_for_pages_of_other_sites(address):
    request = urllib.request.Request(f"{address}/_stcore/host-config")
    request.add_header("Origin", "https://other.org")
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] is None
        assert json.loads(answer.read())["enableCustomParentMessages"] is False


def test_streamlit_answers_a_page_of_its_own_with_one_line_of_script(site):
    """Its hash stands in the policy, and a new version of Streamlit may write another line."""
    with urllib.request.urlopen(site.address, timeout=30) as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
    for line in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(line.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
