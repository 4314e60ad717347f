// Rooms from the lecturer's side: whether there can be one, and which one this tab has opened.
import { relay } from '../../hall/relay.js'
import { direct } from '../../hall/transport.js'
import { base } from '../browser/address.js'
import { shared } from '../browser/shared.js'

const KEPT = 'lecture-hall' // in this tab alone: another one that rehearses moves nobody
const JSON_BODY = { 'content-type': 'application/json' }

async function ask(paths) {
  try {
    const answer = await fetch(`${base(paths)}room`, { cache: 'no-store' })
    return (await answer.json()).hall === true
  } catch {
    return false
  }
}

/**
 * Whether the host passes the addresses of halls on; asked once.
 *
 * @param {string[]} paths
 * @returns {Promise<boolean>}
 */
export const isOffered = (paths) => shared('isHallOffered', () => ask(paths))

/**
 * The way to a room: by its addresses, or where the host does not pass them on by this session.
 *
 * @param {string[]} paths
 * @param {boolean} isRelayed
 * @returns {import('../../hall/transport.js').Transport}
 */
export const wayTo = (paths, isRelayed) => (isRelayed ? relay() : direct(base(paths)))

/** @returns {{ code: string, key: string, isRelayed: boolean } | null} */
export function keptRoom() {
  try {
    const { code, key, isRelayed = false } = JSON.parse(sessionStorage.getItem(KEPT))
    return code && key ? { code, key, isRelayed } : null
  } catch {
    return null
  }
}

/** Forgets the room of this tab. */
export const forgetRoom = () => sessionStorage.removeItem(KEPT)

const isThere = async (way, { code, key }) =>
  (await way.fetch(`room/${code}/tally`, { headers: { 'X-Room-Key': key }, cache: 'no-store' })).ok

/**
 * Opens a room, or goes on with the one that this tab has.
 *
 * @param {string[]} paths
 * @param {boolean} isRelayed
 */
export async function openRoom(paths, isRelayed) {
  const [way, kept] = [wayTo(paths, isRelayed), keptRoom()]
  if (kept?.isRelayed === isRelayed && await isThere(way, kept)) return
  const answer = await way.fetch('room', { method: 'POST', headers: JSON_BODY, body: '{}' })
  if (!answer.ok) throw new Error(`no room: ${answer.status}`)
  sessionStorage.setItem(KEPT, JSON.stringify({ ...await answer.json(), isRelayed }))
}

/**
 * The address of a hall's phones, and of what else is there.
 *
 * @param {string} root
 * @param {string} code
 * @param {boolean} isRelayed
 * @returns {string}
 */
export const addressOf = (root, code, isRelayed) => `${root}${isRelayed ? '?room=' : 'hall/'}${encodeURIComponent(code)}`

/**
 * Gives the scene on screen its picture.
 *
 * @param {import('../../hall/transport.js').Transport} way
 * @param {{ code: string, key: string }} room
 * @param {{ sequence: number, image: Blob, axis: object | null }} picture
 */
export const sendPicture = (way, { code, key }, { sequence, image, axis }) =>
  way.fetch(`room/${code}/picture?${new URLSearchParams({ sequence, ...axis })}`, {
    method: 'PUT', headers: { 'X-Room-Key': key, 'content-type': image.type }, body: image,
  })
