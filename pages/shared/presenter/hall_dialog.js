// The dialog of a hall: its code for the last row, the speaker's link, its answers, its end.
import { say } from '../../hall/dom.js'
import { base, publicLink } from '../browser/address.js'
import { fill } from '../browser/words.js'
import { hall } from './hall.js'
import { addressOf } from './rooms.js'

const KEPT = 10_000 // milliseconds until a saved file is let go

async function save(name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await hall().answers())
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
}

// The clipboard exists on https and localhost only: elsewhere the link is shown, ready to copy.
async function copied(link, words) {
  try {
    await navigator.clipboard.writeText(link)
    return words.copied
  } catch {
    prompt(words.speaker, link)
    return ''
  }
}

function labelHall(root, words) {
  for (const each of root.querySelectorAll('[data-hall-text]')) each.textContent = words[each.dataset.hallText]
  for (const each of root.querySelectorAll('[data-hall-label]')) each.setAttribute('aria-label', words[each.dataset.hallLabel])
}

/**
 * @param {ParentNode} root
 * @param {object} data  from Python
 * @param {(name: string, value: string) => void} setStateValue
 */
export function dialogOf(root, data, setStateValue) {
  const words = data.hall_words
  const at = (name) => root.querySelector(name)
  const [button, dialog, image, fault, leave] = [at('.room'), at('dialog.hall'), at('dialog.hall img'), at('.fault'), at('.leave')]
  const address = (room) => publicLink(addressOf(base(data.paths), room.code, room.isRelayed)).href
  let room = null, isSure = false
  const sure = (is) => { isSure = is; say(leave, words[is ? 'sure' : 'leave']) }
  const tried = (work) => work.then((said = '') => say(fault, said), () => say(fault, words.failed))

  labelHall(root, words)
  sure(false)
  at('.copy').onclick = () => tried(copied(at('.speaker').href, words))
  at('.save').onclick = () => tried(save(fill(words.file, { code: room.code })))
  at('.done').onclick = () => dialog.close()
  leave.onclick = () => { if (isSure) tried(hall().close()); else sure(true) }
  dialog.onclose = () => { sure(false); say(fault, '') }

  function draw({ room: given, count }) {
    room = given
    if (!room) { dialog.close(); return }
    const link = address(room)
    const there = { code: room.code, count: count?.phones ?? 0 }
    say(button, fill(words.button, there))
    button.setAttribute('aria-label', fill(words['button-label'], there))
    say(at('.phones'), fill(words.phones, there))
    say(at('.letters'), room.code)
    const shown = room.isRelayed ? link : link.replace(/[/][^/]*$/, '')
    say(at('.address'), shown.replace(/^https?:[/][/]/, ''))
    at('.speaker').href = `${link}${room.isRelayed ? '&speaker=1' : '/speaker'}#${room.key}`
    if (data.qr.of === link) image.src = data.qr.image
  }
  function open() {
    const link = address(room)
    if (data.qr.of !== link) setStateValue('join', link)
    dialog.showModal()
  }
  return { draw, open }
}
