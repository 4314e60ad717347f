// One look at the room at a time: what happens meanwhile is looked at once more.

/**
 * @param {() => Promise<object>} ask
 * @param {(found: object) => void} take
 * @param {(refusal: Error) => void} refused
 * @returns {() => Promise<void>}
 */
export function oneAtATime(ask, take, refused) {
  let isBusy = false, isDue = false
  return async function look() {
    isDue = isBusy
    if (isBusy) return
    isBusy = true
    try { take(await ask()) } catch (refusal) { isDue = false; refused(refusal) }
    isBusy = false
    if (isDue) look()
  }
}
