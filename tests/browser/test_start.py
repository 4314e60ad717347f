"""Other ways to start the dashboard than `streamlit run`."""

import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import serving

LAUNCHER = """
from streamlit.web import bootstrap
settings = {settings!r}
bootstrap.load_config_options({{name.replace(".", "_"): settings[name] for name in settings}})
bootstrap.run({app!r}, False, [], {{}})
"""


def test_a_launcher_of_plain_scripts_works_and_a_health_check_spares_the_dialog(browser, tmp_path):
    with serving(tmp_path, launcher=LAUNCHER) as server:
        with urllib.request.urlopen(f"{server.address}/_stcore/script-health-check") as answer:
            assert answer.read() == b"ok"
        page = browser.new_page()
        page.goto(f"{server.address}/logit-gradient?logit=-3")
        expect(page.locator(".motion .caption")).to_contain_text("At z = −3.0")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.close()
