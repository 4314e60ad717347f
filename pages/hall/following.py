"""Who follows which room in this process: joining, leaving, and passing on what happens."""

import asyncio
import contextlib

from pages.hall import scenes
from pages.hall.audience import COUNT, OVER, RESULT, SCENE, Audience, Listener, event
from pages.hall.ballots import Answers
from pages.hall.store import COUNTS, STATE, Ballot, State, Store

COUNT_EVERY = 0.25
"""Seconds between two counts that screens are told, at least."""
RENEW_EVERY = 15.0
"""Seconds until listeners hear that the connection stands, and the store that they are here."""


class Following:
    """The audiences of all rooms that somebody follows through this process.

    Parameters
    ----------
    store : Store
        Where the rooms are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._audiences: dict[str, Audience] = {}
        self._renewing: asyncio.Task[None] | None = None
        store.hear(self._heard)

    def like(self, code: str, listener: Listener) -> list[Listener]:
        """List those who listen to a room here and are screens, or phones, like somebody."""
        audience = self._audiences.get(code, ())
        return [each for each in audience if each.is_screen == listener.is_screen]

    async def join(self, code: str, listener: Listener) -> None:
        """Let somebody listen, who is told first what the room shows now."""
        audience = self._audiences.setdefault(code, Audience())
        audience.add(listener)  # before the first wait, so that it misses nothing
        try:
            await self._store.follow(code)
            await self._say_phones(code, audience)
            await self._heard(code, STATE)
        except BaseException:
            await self.leave(code, listener)
            raise
        if not listener.is_told:
            self._tell(code, audience, listener)
        await self._heard(code, COUNTS)
        if not self._renewing or self._renewing.done():
            self._renewing = asyncio.create_task(self._keep_renewing())

    async def leave(self, code: str, listener: Listener) -> None:
        """Let somebody go, once."""
        audience = self._audiences.get(code)
        if audience and listener in audience:
            audience.discard(listener)
            if not audience:
                del self._audiences[code]
            with contextlib.suppress(*self._store.failures):
                await self._say_phones(code, audience)
        with contextlib.suppress(*self._store.failures):
            await self._store.unfollow(code)

    def end(self) -> None:
        """Let all streams end, as the server does; phones then come to another process."""
        for audience in self._audiences.values():
            for listener in audience:
                listener.end()

    async def renew(self) -> None:
        """Tell listeners that the connection stands, and the store that they are here."""
        for code, audience in tuple(self._audiences.items()):
            for listener in audience:
                listener.keep_awake()
            await self._say_phones(code, audience)
            await self._heard(code, STATE)  # it may have ended, or word of a change got lost

    async def _say_phones(self, code: str, audience: Audience) -> None:
        """Tell the store how many phones are here, one by one: the newest count has to stay."""
        async with audience.saying:
            await self._store.set_phones(code, audience.count(is_screen=False))

    async def _heard(self, code: str, what: str) -> None:
        """Pass on what happened in a room, here or elsewhere, to those who listen here."""
        audience = self._audiences.get(code)
        if not audience:
            return
        if what == COUNTS:
            self._count(code, audience)
            return
        state = await self._store.read(code)
        if state:
            await self._learn(code, audience, state)
        else:
            self._audiences.pop(code, None)
            for listener in audience:
                listener.put(OVER, event(OVER, {}))
                listener.end()

    async def _learn(self, code: str, audience: Audience, state: State) -> None:
        votes = await votes_told(self._store, code, state)
        if audience.learn(state, votes):
            for listener in audience:
                self._tell(code, audience, listener)

    def _tell(self, code: str, audience: Audience, listener: Listener) -> None:
        """Tell a listener what the room shows."""
        state = audience.state
        listener.is_told = True
        if not state or not state.sequence:
            return
        with contextlib.suppress(scenes.UnknownError):  # the lecture's file may have changed
            said = audience.text(listener, lambda: _written(code, audience, state, listener))
            listener.put(SCENE, said)

    def _count(self, code: str, audience: Audience) -> None:
        if not audience.counting and audience.count(is_screen=True):
            audience.counting = asyncio.create_task(self._count_soon(code, audience))

    async def _count_soon(self, code: str, audience: Audience) -> None:
        await asyncio.sleep(COUNT_EVERY)
        audience.counting = None
        if not audience.state:
            return
        with contextlib.suppress(*self._store.failures):
            text = event(COUNT, await counts(self._store, code, audience.state))
            for listener in audience:
                if listener.is_screen:
                    listener.put(COUNT, text)

    async def _keep_renewing(self) -> None:
        while self._audiences:
            await asyncio.sleep(RENEW_EVERY)
            with contextlib.suppress(*self._store.failures):
                await self.renew()
        self._renewing = None


async def counts(store: Store, code: str, state: State) -> dict[str, object]:
    """Count the phones of a room, and those that have answered."""
    answered = await store.answered(code, ballot_of(state, state.vote))
    return {
        "sequence": state.sequence,
        "phones": await store.phones(code),
        "answered": answered,
    }


async def votes_told(store: Store, code: str, state: State) -> list[Answers]:
    """Count the answers that a phase shows: those of the first vote, and of the second."""
    votes = range(1, state.vote + 1) if state.phase in scenes.TOLD else ()
    return [await store.answers(code, ballot_of(state, vote)) for vote in votes]


def ballot_of(state: State, vote: int) -> Ballot:
    """Name a ballot of the scene that a room shows."""
    return Ballot(state.lecture, state.scene, vote)


def _written(code: str, audience: Audience, state: State, listener: Listener) -> bytes:
    """Write the scene, and the result with it: one is never seen without the other."""
    scene = scenes.told(code, state, listener.language, is_screen=listener.is_screen)
    result = scenes.result(state, audience.votes)
    return event(SCENE, scene) + (event(RESULT, result) if result else b"")
