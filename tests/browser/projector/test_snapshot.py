"""The file of a picture for phones: of a kind that the browser can write, and small enough."""

import pytest

PACKED = """
const canvas = document.createElement('canvas')
Object.assign(canvas, { width: 1000, height: 1250 })
const sheet = canvas.getContext('2d')
sheet.fillRect(0, 0, 500, 500)
if (given.isNoise) {
  const noise = sheet.createImageData(1000, 1250)
  for (let at = 0; at < noise.data.length; at += 65536)
    crypto.getRandomValues(noise.data.subarray(at, at + 65536))
  sheet.putImageData(noise, 0, 0)
}
const toBlob = HTMLCanvasElement.prototype.toBlob
HTMLCanvasElement.prototype.toBlob = function (done, kind, quality) { // as a browser without it
  toBlob.call(this, done, given.written.includes(kind) ? kind : 'image/png', quality)
}
try {
  const blob = await packed(canvas)
  const { width, height } = await createImageBitmap(blob)
  return { kind: blob.type, size: blob.size, shape: width / height, width }
} finally {
  HTMLCanvasElement.prototype.toBlob = toBlob
}"""
ALL = ["image/webp", "image/jpeg"]


@pytest.mark.parametrize(
    ("written", "is_noise", "kind"),
    [
        (ALL, False, "image/webp"),
        (ALL[1:], False, "image/png"),
        (ALL[1:], True, "image/jpeg"),
        ([], True, "image/png"),
    ],
)
def test_a_picture_fits_in_a_kind_that_can_be_written(modules, written, is_noise, kind):
    given = {"written": written, "isNoise": is_noise}
    made = modules("presenter/snapshot.js", f"return (async () => {{ {PACKED} }})()", given)
    assert made["kind"] == kind
    assert made["size"] <= 150_000
    assert made["shape"] == pytest.approx(0.8, rel=0.01)
    assert (made["width"] == 1000) != is_noise
