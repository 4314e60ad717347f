// Rooms from the lecturer's side: whether there can be one, and which one this tab has opened.
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

/** @returns {{ code: string, key: string } | null} */
export function keptRoom() {
  try {
    const { code, key } = JSON.parse(sessionStorage.getItem(KEPT))
    return code && key ? { code, key } : null
  } catch {
    return null
  }
}

/** Forgets the room of this tab. */
export const forgetRoom = () => sessionStorage.removeItem(KEPT)

const isThere = async (address, { code, key }) =>
  (await fetch(`${address}/${code}/tally`, { headers: { 'X-Room-Key': key }, cache: 'no-store' })).ok

/**
 * Opens a room, or goes on with the one that this tab has.
 *
 * @param {string[]} paths
 */
export async function openRoom(paths) {
  const address = `${base(paths)}room`
  const kept = keptRoom()
  if (kept && await isThere(address, kept)) return
  const answer = await fetch(address, { method: 'POST', headers: JSON_BODY, body: '{}' })
  if (!answer.ok) throw new Error(`no room: ${answer.status}`)
  sessionStorage.setItem(KEPT, JSON.stringify(await answer.json()))
}

/**
 * Gives the scene on screen its picture.
 *
 * @param {string} address  of the room
 * @param {{ key: string }} room
 * @param {{ sequence: number, image: Blob, axis: object | null }} picture
 */
export const sendPicture = (address, { key }, { sequence, image, axis }) =>
  fetch(`${address}/picture?${new URLSearchParams({ sequence, ...axis })}`, {
    method: 'PUT', headers: { 'X-Room-Key': key, 'content-type': image.type }, body: image,
  })
