// Whether a picture is light: on a dark page it is turned, as the dashboard's small pictures are.

const MIDDLE = 128

/** @returns {boolean} whether a colour, red, green and blue from 0 to 255, is light */
export const isLightColour = ([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue > MIDDLE

/**
 * Whether the picture's corner, which is paper, is light; what is transparent is white.
 *
 * @param {HTMLImageElement} picture  that is loaded
 * @returns {boolean}
 */
export function isLight(picture) {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const brush = canvas.getContext('2d')
  brush.fillStyle = 'white'
  brush.fillRect(0, 0, 1, 1)
  brush.drawImage(picture, 2, 2, 1, 1, 0, 0, 1, 1)
  return isLightColour(brush.getImageData(0, 0, 1, 1).data)
}
