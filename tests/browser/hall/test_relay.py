"""The way to a room by a Streamlit session, with a script that a test plays."""

import base64
import json

RELAY = "hall/relay.js"
# A page whose session's script runs when the test says so. Each answer is what the test gives.
SCRIPT = """
  delete window.lecture
  const sent = [], told = [], heard = []
  const state = { isFree: true, isConnected: true, change: null }
  const script = {
    send: (asks) => sent.push(asks),
    isFree: () => state.isFree,
    isConnected: () => state.isConnected,
    onChange: (call) => { state.change = call; return () => {} },
  }
  const wait = (ms = 0) => new Promise((done) => setTimeout(done, ms))
  const packed = (body) => btoa(JSON.stringify(body))
  const look = async (answers = [], news = {}, here = true) => {
    relay().attach({ answers, news, here }, script)
    await wait()
  }
  const answer = (ask, status = 200, body = {}) =>
    ({ id: ask.id, status, type: 'application/json', body: packed(body) })
  const text = (name, data) => `event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`
  const hear = (name) => (data) => heard.push([name, data])
  const all = { scene: hear('scene'), result: hear('result'), closed: hear('closed') }
  const listen = () => relay().listen('room/A/events?lang=en', all, (how) => told.push(how))
"""


def played(modules, steps):
    """Let a script be played; return what the steps return."""
    return modules(RELAY, f"{SCRIPT}; return (async () => {{ {steps} }})()")


def test_a_request_becomes_one_of_the_script_and_its_answer_a_response(modules):
    sent, status, body = played(
        modules,
        """
        await look()
        const headers = { 'X-Room-Key': 'k', 'Content-Type': 'application/json' }
        const asked = relay().fetch('room/A/vote', { method: 'POST', headers, body: '{"é":1}' })
        await wait(10)
        await look([answer(sent[0][0], 409, { error: 'closed' })])
        const got = await asked
        return [sent, got.status, await got.json()]""",
    )
    ((ask,),) = sent
    assert (ask["method"], ask["path"], ask["key"]) == ("POST", "room/A/vote", "k")
    assert json.loads(base64.b64decode(ask["body"])) == {"é": 1}
    assert (status, body) == (409, {"error": "closed"})


def test_requests_wait_until_the_script_is_free_and_go_together(modules):
    counts = played(
        modules,
        """
        const early = relay().fetch('room')
        await wait(10)
        state.isFree = false
        await look()
        relay().fetch('room/A/tally')
        await wait(10)
        const before = sent.length
        state.isFree = true
        state.change()
        return [before, sent.map((asks) => asks.map(({ path }) => path))]""",
    )
    assert counts == [0, [["room", "room/A/tally"]]]


def test_what_is_seen_is_heard_once_and_after_the_seat_is_taken(modules):
    heard, told = played(
        modules,
        """
        await look()
        listen()
        await wait(10)
        const news = { scene: text('scene', { sequence: 1 }) + text('result', { sequence: 1 }) }
        await look([], news, false)
        const before = heard.length
        await look([answer(sent[0][0])], news)
        await look([], news)
        await look([], { scene: text('scene', { sequence: 2 }) })
        return [[before, heard], told]""",
    )
    one, two = {"sequence": 1}, {"sequence": 2}
    assert heard == [0, [["scene", one], ["result", one], ["scene", two]]]
    assert told == ["open"]


def test_a_full_hall_is_told_and_one_that_is_gone_ends_the_line(modules):
    told, asks = played(
        modules,
        """
        await look()
        listen()
        await wait(10)
        await look([answer(sent[0][0], 503, { error: 'full' })], {}, false)
        listen()
        await wait(10)
        await look([answer(sent.at(-1)[0], 404, { error: 'room' })], {}, false)
        const count = sent.length
        await look([], {}, false)
        await wait(10)
        return [told, sent.length - count]""",
    )
    assert told == ["full", "gone"]
    assert asks == 0


def test_a_lost_connection_is_told_until_the_script_looks_again(modules):
    told = played(
        modules,
        """
        await look()
        listen()
        await wait(10)
        await look([answer(sent[0][0])])
        state.isConnected = false
        state.change()
        state.change()
        state.isConnected = true
        await look()
        return told""",
    )
    assert told == ["open", "lost", "open"]


def test_a_seat_that_was_lost_is_taken_again(modules):
    paths = played(
        modules,
        """
        await look()
        listen()
        await wait(10)
        await look([answer(sent[0][0])])
        await look([], {}, false)
        await wait(10)
        return sent.map((asks) => asks.map(({ path }) => path))""",
    )
    assert paths == [["room/A/events?lang=en"]] * 2


def test_a_picture_comes_after_its_scene(modules):
    heard = played(
        modules,
        """
        await look()
        listen()
        await wait(10)
        const scene = { sequence: 1, picture: { url: '/room/A/picture/1', left: 0.1 } }
        await look([answer(sent[0][0])], { scene: text('scene', scene) })
        await wait(10)
        const [ask] = sent.at(-1)
        const image = { id: ask.id, status: 200, type: 'image/png', body: 'AAAA' }
        await look([image], { scene: text('scene', scene) })
        return [ask.path, heard.map(([, { picture }]) => picture)]""",
    )
    image = {"url": "data:image/png;base64,AAAA", "left": 0.1}
    assert heard == ["room/A/picture/1", [None, image]]
