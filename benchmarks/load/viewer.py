"""One viewer: a browser with the dashboard open, without the drawing.

It shakes hands as a browser does, keeps what the server sends as long as a browser does, and
answers with the same messages: the state of every control on the page, and the hashes of what it
still has, so that the server sends those parts by name only.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from pages.words import text

PATIENCE = 30.0  # seconds until an answer counts as missing
_FAILED = [text.read(text.SHARED, each)["page-failed"] for each in text.LANGUAGES]
_KEPT_RUNS = 2  # so many runs a browser keeps a message that it no longer shows
_STREAM = "/_stcore/stream"
_MOTION = "motion"
_TRIGGER = "$$STREAMLIT_INTERNAL_KEY_{}__events"
_ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class FailedError(Exception):
    """What a viewer of flesh and blood would have seen go wrong."""


@asynccontextmanager
async def _patience(where: str = "") -> AsyncIterator[None]:
    """Wait for the server, and say it in one sentence if it does not answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except TimeoutError:
        raise FailedError(f"no answer within {PATIENCE:.0f} s{where}") from None
    except (WebSocketException, OSError, asyncio.IncompleteReadError) as cut:
        raise FailedError(f"connection cut: {cut}") from None


@dataclass(slots=True)
class _Kept:
    """A large element that the server need not send again, and the run that showed it last."""

    element: Element
    run: int


class Viewer:
    """A page of the dashboard as one browser has it open.

    Parameters
    ----------
    address : str
        Of the server, as ``http://127.0.0.1:8501``.
    locale : str
        What the browser prefers; the page comes in that language.

    Attributes
    ----------
    elements : dict of str to Element
        What stands on the page, by its place; of the charts, only the identity.
    """

    def __init__(self, address: str, locale: str = "en-US") -> None:
        self.address, self._locale = address, locale
        self.elements: dict[str, Element] = {}
        self._query = ""
        self._pages: dict[str, str] = {}  # script hash of each page by its path
        self._page, self._main = "", ""
        self._states: dict[str, WidgetState] = {}
        self._owner: dict[str, str] = {}  # script hash of the page that drew a control
        self._fragments: dict[str, str] = {}  # the part of the page that a control runs alone
        self._kept: dict[str, _Kept] = {}
        self._run = 0
        self._socket: ClientConnection | None = None

    async def open(self, link: str = "/") -> Self:
        """Follow a link to the dashboard, and wait until the page stands.

        Parameters
        ----------
        link : str
            Path and parameters.
        """
        where = urlsplit(link)
        self._query = where.query
        async with _patience():
            token = await self._token()
            self._socket = await connect(
                f"ws{self.address.removeprefix('http')}{_STREAM}",
                origin=self.address,
                subprotocols=["streamlit", token],
                additional_headers={"Cookie": f"_streamlit_xsrf={token}"},
                max_size=None,
                open_timeout=None,
            )
        await self._rerun(page_name=where.path.strip("/"))
        return self

    async def close(self) -> None:
        """Close the page."""
        if self._socket:
            await self._socket.close()

    def paths(self) -> list[str]:
        """Name the pages of the navigation."""
        return list(self._pages)

    def sentence(self) -> str:
        """Return the live sentence under the pictures."""
        return _given(self._motion())["captions"][self.values().index(self._position()["value"])]

    def pictures(self) -> list[str]:
        """Return what tells the charts on the page from any others."""
        return [e.plotly_chart.id for e in self.elements.values() if e.HasField("plotly_chart")]

    def has_motion(self) -> bool:
        """Whether the page has a motion control: those that only tell something have none."""
        return any(map(_is_motion, self.elements.values()))

    def values(self) -> list[float]:
        """Return what the steps of the page's motion control mean."""
        return [float(label.replace("−", "-")) for label in _given(self._motion())["labels"]]

    async def move(self, step: int) -> None:
        """Release the motion control at a step; the box beside it must show the value."""
        motion = self._motion()
        wanted = self.values()[step]
        position = {"value": wanted, "serial": self._position()["serial"] + 1}
        told = json.dumps({"position": position})
        self._states[motion.id] = WidgetState(id=motion.id, json_value=told)
        await self._moved(motion.id)
        key = _key(motion.id).removesuffix(f"-{_MOTION}")
        if wanted not in self._numbers(key):
            raise FailedError(f"{key}: {self._numbers(key)} instead of {wanted}")

    def choices(self) -> dict[str, list[WidgetState]]:
        """List by key what may be chosen: the other states of the controls that offer words.

        A control beside which one with titles stands is hidden, and cannot be chosen from.
        """
        found = {
            _key(id_): others
            for element in self.elements.values()
            if (id_ := _id(element)) in self._states and self._owner[id_] != self._main
            if (others := _others(element, self._states[id_]))
        }
        return {key: others for key, others in found.items() if f"{key}.shown" not in found}

    async def choose(self, state: WidgetState) -> None:
        """Set a control to one of its `choices`."""
        self._states[state.id] = state
        query = parse_qs(self._query)
        query[_key(state.id)] = list(state.string_array_value.data) or [state.string_value]
        self._query = urlencode(query, doseq=True)
        await self._moved(state.id)

    async def visit(self, path: str, query: str = "") -> None:
        """Follow a link of the navigation; a page that is left takes its controls along."""
        page = self._pages[path]
        if page != self._page or query:
            self._query = query
            self._states = {
                id_: state for id_, state in self._states.items() if self._owner[id_] == self._main
            }
        await self._rerun(page_script_hash=page)

    async def follow(self, link: str) -> None:
        """Follow a link within the dashboard, as the clicker of a lecture does."""
        where = urlsplit(link)
        await self.visit(where.path.strip("/"), where.query)

    def told(self, name: str) -> dict[str, Any]:
        """Return the data of a component of the dashboard's own."""
        return _given(self._component(name))

    async def trigger(self, name: str, event: str, value: object) -> None:
        """Let a component tell something once; what runs is its fragment."""
        id_ = self._component(name).id
        event_id = _TRIGGER.format(id_)
        told = json.dumps([{"event": event, "value": value}])
        self._states[event_id] = WidgetState(id=event_id, json_trigger_value=told)
        try:
            await self._moved(id_)
        finally:
            self._states.pop(event_id, None)

    # Speaking with the server.

    async def _token(self) -> str:
        """Ask whether the server is there, as a browser does, and take the token of the answer."""
        host = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(host.hostname, host.port)
        path = f"{host.path}/_stcore/health"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        writer.close()
        return head.partition("_streamlit_xsrf=")[2].partition(";")[0]

    async def _moved(self, id_: str) -> None:
        """Tell of a control, and of the part of the page that it runs alone."""
        await self._rerun(page_script_hash=self._page, fragment_id=self._fragments[id_])

    async def _rerun(self, **place: str) -> None:
        """Send the state of the page, and read until the script has run to its end."""
        message = BackMsg()
        ask = message.rerun_script
        ask.query_string = self._query
        ask.widget_states.widgets.extend(self._states.values())
        ask.cached_message_hashes.extend(self._kept)
        ask.context_info.timezone = "UTC"
        ask.context_info.locale = self._locale
        ask.context_info.url = f"{self.address}/{place.get('page_name', '')}"
        ask.context_info.color_scheme = "light"
        for name, value in place.items():
            setattr(ask, name, value)
        async with _patience(self._place(place)):
            await self._socket.send(message.SerializeToString())
            await self._read_run()

    def _place(self, asked: dict[str, str]) -> str:
        """Say which page is asked for, and what was done there."""
        hash_ = asked.get("page_script_hash")
        known = (path for path, page in self._pages.items() if page == hash_)
        done = {None: "an opening", "": "another choice"}.get(asked.get("fragment_id"), "a release")
        return f" on /{next(known, asked.get('page_name', ''))}, {done}"

    async def _read_run(self) -> None:
        shown: dict[str, Element] = {}
        while True:
            message = ForwardMsg.FromString(await self._socket.recv())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.HasField("new_element"):
                self._take(message, message.delta.new_element, shown)
            elif kind == "ref_hash":
                self._take(message, self._kept[message.ref_hash].element, shown)
            elif kind == "new_session":
                self._page = message.new_session.page_script_hash
                self._main = message.new_session.main_script_hash
            elif kind == "navigation":
                pages = message.navigation.app_pages
                self._pages = {p.url_pathname: p.page_script_hash for p in pages if not p.is_hidden}
                self._page = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "script_finished":
                if message.script_finished in _ENDS:
                    break
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise FailedError("the script could not be run")
        self._settle(shown, is_part=message.script_finished != _ENDS[0])

    def _take(self, message: ForwardMsg, element: Element, shown: dict[str, Element]) -> None:
        """Take in one element: what it shows, what its control stands at, what can be kept."""
        _check(element)
        if element.HasField("plotly_chart"):
            element.plotly_chart.spec = ""
        hash_ = message.hash or message.ref_hash
        if message.metadata.cacheable or hash_ in self._kept:
            self._kept[hash_] = _Kept(element, self._run + 1)
        shown[str(message.metadata.delta_path)] = element
        if id_ := _id(element):
            self._owner[id_] = message.metadata.active_script_hash
            self._fragments[id_] = message.delta.fragment_id
            state = _state(element, is_new=id_ not in self._states)
            if state:
                self._states[id_] = state

    def _settle(self, shown: dict[str, Element], *, is_part: bool) -> None:
        """Forget what the run has not drawn again; a part of the page leaves the others there."""
        if is_part:
            self.elements |= shown
            return
        self._run += 1
        self.elements = shown
        drawn = {_id(element) for element in shown.values()}
        self._states = {id_: state for id_, state in self._states.items() if id_ in drawn}
        self._owner = {id_: owner for id_, owner in self._owner.items() if id_ in drawn}
        self._fragments = {id_: each for id_, each in self._fragments.items() if id_ in drawn}
        self._kept = {h: k for h, k in self._kept.items() if self._run - k.run < _KEPT_RUNS}

    def _motion(self) -> BidiComponent:
        """Return the page's motion control."""
        return self._component(_MOTION)

    def _position(self) -> dict[str, float]:
        """Return value and serial number of the motion control: a release does not draw it anew."""
        motion = self._motion()
        given, state = _given(motion), self._states.get(motion.id)
        drawn = {"value": self.values()[given["step"]], "serial": given["serial"]}
        told = json.loads(state.json_value)["position"] if state else drawn
        return max(told, drawn, key=lambda position: position["serial"])

    def _component(self, name: str) -> BidiComponent:
        found = (each.bidi_component for each in self.elements.values())
        return next(each for each in found if _is_named(each, name))

    def _numbers(self, key: str) -> list[float]:
        """Return what the number box with a key stands at, if there is one."""
        return [state.double_value for id_, state in self._states.items() if _key(id_) == key]


def _is_motion(element: Element) -> bool:
    return _is_named(element.bidi_component, _MOTION)


def _given(component: BidiComponent) -> dict[str, Any]:
    """Return what a component of the dashboard's own was given."""
    return json.loads(component.json)[0]


def _is_named(component: BidiComponent, name: str) -> bool:
    return component.component_name.endswith(name)


def _check(element: Element) -> None:
    """Raise what a viewer sees of a page that failed."""
    if element.HasField("exception"):
        raise FailedError(f"exception on the page: {element.exception.type}")
    if element.HasField("alert") and element.alert.body in _FAILED:
        raise FailedError("the page failed to draw")


def _key(id_: str) -> str:
    """Return the key that the author gave to a control: its identity is ``$$ID-hash-key``."""
    return id_.split("-", 2)[2] if id_ else ""


_CONTROLS = (
    "number_input",
    "button_group",
    "selectbox",
    "checkbox",
    "slider",
    "text_area",
    "bidi_component",
)


def _id(element: Element) -> str:
    kind = element.WhichOneof("type")
    return getattr(element, kind).id if kind in _CONTROLS else ""


def _state(element: Element, *, is_new: bool) -> WidgetState | None:
    """Return what a control stands at if it is new, or if the server has set it."""
    kind = element.WhichOneof("type")
    control = getattr(element, kind)
    if kind == "bidi_component" or not (is_new or control.set_value):
        return None
    state = WidgetState(id=control.id)
    if kind == "button_group":
        state.string_array_value.data.extend(_chosen(control))
    elif kind == "selectbox":
        is_set, first = control.set_value, control.options[control.default]
        state.string_value = control.raw_value if is_set else first
    else:
        value = control.value if control.set_value else control.default
        if kind == "number_input":
            state.double_value = value
        elif kind == "checkbox":
            state.bool_value = value
        elif kind == "slider":
            state.double_array_value.data.extend(value)
        else:
            state.string_value = value
    return state


def _chosen(group: ButtonGroup) -> list[str]:
    if group.set_value:
        return list(group.raw_values)
    return [group.options[k].content for k in group.default]


def _others(element: Element, now: WidgetState) -> list[WidgetState]:
    """List the other states of a control where one of a few words is chosen."""
    group, box = element.button_group, element.selectbox
    if element.HasField("selectbox"):
        return [
            WidgetState(id=box.id, string_value=option)
            for option in box.options
            if option != now.string_value
        ]
    states: list[WidgetState] = []
    if not element.HasField("button_group") or group.click_mode != ButtonGroup.SINGLE_SELECT:
        return states
    for option in group.options:
        if option.content not in now.string_array_value.data:
            states.append(WidgetState(id=group.id))
            states[-1].string_array_value.data.append(option.content)
    return states
