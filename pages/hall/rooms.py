"""The rules of a room: who may change it, what phones may answer and when, and every bound.

A room shows one scene of a lecture in one phase. Its lecturer, who holds the key, sets both;
phones listen, and answer while a vote is open. Where a room is kept is the store's business, and
how it is asked for over the network that of `routes.py`.
"""

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import replace

from pages.hall import scenes
from pages.hall.audience import Listener
from pages.hall.following import Following, ballot_of, counts
from pages.hall.limits import RELAYED, Window
from pages.hall.store import Handle, Picture, State, Store, Voted

ROOMS = 100
PHONES = 1_000
"""Phones that listen to a room in one process, and voters of a ballot."""
SCREENS = 20
"""Projectors and speakers of a room."""
LIFE = 4 * 3600.0
"""Seconds after the last sign of the lecturer."""
CHANGES = 10_000
"""Scenes and pictures of a room."""
VOTES_OF_A_PHONE = 30
VOTES_OF_A_ROOM = 20_000
"""In each minute."""
UNKNOWN_CODES = 50
"""Answers to codes of no room, in each second."""
ACCEPTED = 8
"""Sequences of one vote that phones may still answer to."""
LARGEST = 1e12
"""Size of a guess."""

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of codes: all but I, L and O."""
_CODE = re.compile(f"[{LETTERS}]{{6}}")
_PHONE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class RefusedError(Exception):
    """What cannot be done: an id, and the status of HTTP that says the same."""

    def __init__(self, status: int, fault: str) -> None:
        super().__init__(status, fault)
        self.status = status
        self.fault = fault


class Rooms:
    """All rooms that this process serves.

    Parameters
    ----------
    store : Store
        Where they are kept.
    clock : callable
        Seconds that never run back.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self.failures = store.failures
        self.following = Following(store)
        self._unknown = Window(UNKNOWN_CODES, 1.0, clock)
        self._room_votes = Window(VOTES_OF_A_ROOM, 60.0, clock)
        self._phone_votes = Window(VOTES_OF_A_PHONE, 60.0, clock)

    # The lecturer's

    async def open(self) -> tuple[str, str]:
        """Open a room; return its code and its key, of which only a hash is kept."""
        if await self._store.rooms() >= ROOMS:
            raise RefusedError(503, "full")
        key = secrets.token_urlsafe(32)
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(6))
            if await self._store.create(code, State(_hashed(key)), LIFE):
                return code, key

    async def show(
        self,
        code: str,
        key: str,
        lecture: str,
        scene: int,
        phase: str | None = None,
        handle: Handle | None = None,
    ) -> int:
        """Show a scene in a phase; return the sequence that this change has.

        Parameters
        ----------
        code, key : str
            Of the room.
        lecture : str
            Its slug.
        scene : int
            Its number, from 1.
        phase : str, optional
            One of `scenes.PHASES`; without it the question if there is one to answer.
        handle : Handle, optional
            What a guess may be; without it what was said of the same scene before.
        """
        while True:
            code, state = await self._changeable(code, key)
            fresh = await self._shown(code, state, lecture, scene, phase, handle)
            begins = fresh.phase == scenes.AGAIN and len(fresh.opened) == 1
            empties = ballot_of(fresh, 2) if begins else None
            if await self._store.write(code, fresh, empties):
                return fresh.sequence

    async def put_picture(self, code: str, key: str, picture: Picture, image: bytes) -> bool:
        """Give the scene on screen its picture; one of an earlier scene is late and not kept."""
        while True:
            code, state = await self._changeable(code, key)
            if not 0 < state.since <= picture.sequence <= state.sequence:
                return False
            await self._store.keep_picture(code, picture.sequence, image)
            fresh = replace(state, revision=state.revision + 1, picture=picture)
            if await self._store.write(code, fresh):
                return True

    async def tally(self, code: str, key: str) -> dict[str, object]:
        """Count phones and answers, also before they are shown."""
        code, state = await self._opened(code, key)
        votes = (1, 2) if state.vote else ()
        ballots = {
            str(vote): scenes.ballot(state, await self._store.answers(code, ballot_of(state, vote)))
            for vote in votes
        }
        counted = await counts(self._store, code, state)
        return {**counted, "phase": state.phase, "ballots": ballots}

    async def answers(self, code: str, key: str, language: str) -> list[tuple[object, ...]]:
        """List all answers: scene, headline, vote, choice, and how often it was given."""
        code, _ = await self._opened(code, key)
        rows: list[tuple[object, ...]] = []
        for ballot in await self._store.ballots(code):
            rows += scenes.listed(ballot, await self._store.answers(code, ballot), language)
        return rows

    async def speaker(self, code: str, key: str, language: str) -> dict[str, object]:
        """Say what the speaker sees of the scene on screen."""
        code, state = await self._opened(code, key)
        if not state.sequence:
            raise RefusedError(409, "no-scene")
        try:
            return scenes.for_speaker(state, language)
        except scenes.UnknownError as unknown:
            raise RefusedError(400, str(unknown)) from None

    async def close(self, code: str, key: str) -> None:
        """Close a room, and forget it."""
        code, _ = await self._opened(code, key)
        await self._store.close(code)

    # The phones'

    async def vote(self, code: str, phone: str, sequence: int, choice: object) -> None:
        """Take a phone's answer, in place of its earlier one if there is one."""
        code, state = await self._found(code)
        if not _PHONE.fullmatch(phone):
            raise RefusedError(400, "malformed")
        if not (self._room_votes.takes(code) and self._phone_votes.takes((code, phone))):
            raise RefusedError(429, "too-many")
        while True:
            answer, ballot = _judged(state, sequence, choice), ballot_of(state, state.vote)
            voted = await self._store.vote(code, state.revision, ballot, phone, answer, PHONES)
            if voted is Voted.COUNTED:
                return
            if voted is Voted.FULL:
                raise RefusedError(429, "too-many")
            code, state = await self._found(code)

    async def picture(self, code: str, sequence: int) -> bytes:
        """Return an image that the projector has made."""
        code, _ = await self._found(code)
        image = await self._store.picture(code, sequence)
        if image is None:
            raise RefusedError(404, "picture")
        return image

    async def join(self, code: str, listener: Listener) -> str:
        """Let a phone or screen listen; return the code as it is kept."""
        code, _ = await self._found(code)
        alike = self.following.like(code, listener)
        is_slow = listener.is_relayed and not listener.is_screen
        if is_slow and sum(each.is_relayed for each in alike) >= RELAYED:
            raise RefusedError(503, "full")
        if len(alike) >= (SCREENS if listener.is_screen else PHONES):
            raise RefusedError(503, "full")
        await self.following.join(code, listener)
        return code

    # Within

    async def _found(self, code: str) -> tuple[str, State]:
        """Return a code as it is kept, and what its room shows."""
        code = "".join(code.split()).upper()
        state = await self._store.read(code) if _CODE.fullmatch(code) else None
        if state:
            return code, state
        raise RefusedError(404, "room") if self._unknown.takes() else RefusedError(429, "too-many")

    async def _opened(self, code: str, key: str) -> tuple[str, State]:
        """Find a room for the holder of its key, which is a sign of the lecturer's life."""
        code, state = await self._found(code)
        if not hmac.compare_digest(_hashed(key), state.key):
            raise RefusedError(403, "key")
        await self._store.touch(code, LIFE)
        return code, state

    async def _changeable(self, code: str, key: str) -> tuple[str, State]:
        code, state = await self._opened(code, key)
        if state.revision >= CHANGES:
            raise RefusedError(429, "too-many")
        return code, state

    async def _shown(
        self,
        code: str,
        state: State,
        lecture: str,
        scene: int,
        phase: str | None,
        handle: Handle | None,
    ) -> State:
        """Return what a room shows after a change of scene or phase."""
        try:
            asked = scenes.question(lecture, scene)
            possible = scenes.phases(lecture, scene)
        except scenes.UnknownError as unknown:
            raise RefusedError(400, str(unknown)) from None
        if phase is None:
            phase = scenes.ASK if asked else scenes.SHOW
        if phase not in possible:
            raise RefusedError(400, "phase")
        is_same = (state.lecture, state.scene) == (lecture, scene)
        stays = is_same and (phase in scenes.REVEALED) == (state.phase in scenes.REVEALED)
        sequence = state.sequence + 1
        fresh = replace(
            state,
            revision=state.revision + 1,
            sequence=sequence,
            lecture=lecture,
            scene=scene,
            phase=phase,
            choices=len(asked.choices) if asked else 0,
            is_guess=bool(asked and asked.guess),
            handle=handle or (state.handle if is_same else None),
            since=state.since if stays else sequence,
            picture=state.picture if stays else None,
        )
        return await self._voting(code, fresh, state, is_same=is_same)

    async def _voting(self, code: str, fresh: State, before: State, *, is_same: bool) -> State:
        """Add to what a room shows which vote it is about, and from when on it is open."""
        if not (fresh.choices or fresh.is_guess):
            return replace(fresh, vote=0, opened=(), handle=None)
        if fresh.phase in scenes.REVEALED:  # the truth is about the last vote there was
            had_two = await self._store.answered(code, ballot_of(fresh, 2))
            vote = 2 if had_two or (is_same and before.vote == 2) else 1
        else:
            vote = 2 if fresh.phase in scenes.SECOND else 1
        goes_on = is_same and vote == before.vote
        if fresh.phase == scenes.AGAIN:  # opened anew, a second vote begins anew
            goes_on = goes_on and before.phase == scenes.AGAIN
        opened = before.opened if goes_on else ()
        if fresh.phase in scenes.OPEN:
            opened = (*opened, fresh.sequence)[-ACCEPTED:]
        return replace(fresh, vote=vote, opened=opened)


def _judged(state: State, sequence: int, choice: object) -> float:
    """Return an answer as it is counted, if the vote is open and it is one of the scene's."""
    if not state.vote or state.phase not in scenes.OPEN or sequence not in state.opened:
        raise RefusedError(409, "closed")
    if isinstance(choice, bool) or not isinstance(choice, int | float):
        raise RefusedError(400, "choice")
    if not state.is_guess:
        is_right = isinstance(choice, int) and 0 <= choice < state.choices
    elif state.handle:
        slack = 1e-9 * (state.handle.max - state.handle.min)
        is_right = state.handle.min - slack <= choice <= state.handle.max + slack
    else:
        is_right = abs(choice) <= LARGEST
    if not is_right:
        raise RefusedError(400, "choice")
    return choice


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
