"""Browser profiles that come back to the next test empty, except for the scripts they have loaded.

Most of what a visit costs in a fresh profile is to load and compile the dashboard's scripts.
"""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page

HOME = "http://127.0.0.1/"
"""Where the page goes that nobody sees: to the site of all dashboards of the tests."""


class Profile:
    """A context of the browser with a page that nobody sees.

    That page keeps alive the process in which all pages of the context are drawn, and with it the
    compiled scripts.
    """

    def __init__(self, browser: Browser, options: dict[str, object]) -> None:
        self.options = options
        self.context = browser.new_context(**options)
        self._seen: set[str] = set()
        self._keeper = self.context.new_page()
        self._keeper.route(HOME, lambda route: route.fulfill(body="", content_type="text/html"))
        self._keeper.goto(HOME)
        self._has_crashed = False
        self._keeper.on("crash", self._give_up)
        self._wire = self.context.new_cdp_session(self._keeper)
        self.context.on("page", self._watch)

    def forget(self) -> bool:
        """Close the pages and delete what they have stored; tell whether that was possible."""
        if self._has_crashed:
            return False
        try:
            for page in self.context.pages:
                if page is not self._keeper:
                    page.close()
            for origin in self._seen:
                self._wire.send(
                    "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"}
                )
            self._seen.clear()
            self.context.clear_cookies()
            self.context.clear_permissions()
            if granted := self.options.get("permissions"):
                self.context.grant_permissions(granted)
            self.context.unroute_all()
            self.context.set_offline(bool(self.options.get("offline", False)))
        except Error:  # the test has closed it
            return False
        return True

    def _give_up(self, page: Page) -> None:
        self._has_crashed = True

    def _watch(self, page: Page) -> None:
        page.on("framenavigated", self._note)

    def _note(self, frame) -> None:
        parts = urlsplit(frame.url)
        if parts.scheme.startswith("http"):
            self._seen.add(f"{parts.scheme}://{parts.netloc}")


class Profiles:
    """Profiles of a browser, lent to one page at a time.

    Scripts and functions that a test adds to a whole context cannot be taken away again: such a
    test makes a context of its own.

    Parameters
    ----------
    browser : Browser
        Where they live.
    kept : int
        How many are kept at most while nobody uses them.
    """

    def __init__(self, browser: Browser, kept: int = 6) -> None:
        self._browser, self._kept = browser, kept
        self._idle: list[Profile] = []

    def lend(self, **options: object) -> Profile:
        """Return a profile with these options that nobody uses."""
        for profile in reversed(self._idle):
            if profile.options == options:
                self._idle.remove(profile)
                return profile
        return Profile(self._browser, options)

    def take_back(self, profile: Profile) -> None:
        """Keep a profile for the next test, as one that has seen nothing."""
        if profile.forget():
            self._idle.append(profile)
        else:
            profile.context.close()
        while len(self._idle) > self._kept:
            self._idle.pop(0).context.close()
