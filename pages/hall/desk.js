// What the speaker asks of the room, always with the key; a refusal is an error that holds its status.

/** A request that was refused, or that did not arrive: status 0. */
export class Refusal extends Error {
  /** @param {number} status */
  constructor(status) {
    super(String(status))
    this.status = status
  }
}

async function answered(request) {
  const answer = await request.catch(() => { throw new Refusal(0) })
  if (!answer.ok) throw new Refusal(answer.status)
  return answer
}

/**
 * @param {import('./transport.js').Transport} way
 * @param {string} room  its path
 * @param {string} key
 * @param {string} language
 */
export function deskOf(way, room, key, language) {
  const get = (path) => answered(way.fetch(`${room}/${path}`, { headers: { 'X-Room-Key': key }, cache: 'no-store' }))
  const post = (path, values) => answered(way.fetch(`${room}/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ key, ...values }),
  }))
  return {
    tally: async () => (await get('tally')).json(),
    notes: async () => (await get(`speaker?lang=${language}`)).json(),
    answers: async () => (await get(`answers.csv?lang=${language}`)).blob(),
    show: async (lecture, { scene, phase, range }) => (await post('scene', { lecture, scene, phase, range })).json(),
    close: () => post('close', {}),
  }
}
