// What engines are tried on: a scene with something to hold on to everywhere, and a mask over its left third. The same
// bytes every time, so that two probes of one seed can be compared.
import sharp from 'sharp'

export const probeSize = { width: 1536, height: 1024 }

export async function drawProbePicture(): Promise<Buffer> {
  const { width, height } = probeSize
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colourAt(x, y), (y * width + x) * 3)
  }
  return sharp(data, { raw: { ...probeSize, channels: 3 } })
    .png()
    .toBuffer()
}

/** Sky, a floor of tiles, and three balls. */
function colourAt(x: number, y: number): [number, number, number] {
  for (const { cx, cy, r, hue } of balls) {
    const d = Math.hypot(x - cx, y - cy) / r
    if (d >= 1) continue
    const light = 0.45 + 0.55 * Math.max(0, 1 - Math.hypot(x - cx + r * 0.35, y - cy + r * 0.35) / (1.3 * r))
    return [hue[0] * light, hue[1] * light, hue[2] * light]
  }
  if (y < horizon) return [120 + y / 8, 160 + y / 10, 215]
  const depth = (y - horizon + 40) / 140
  const tile = (Math.floor((x - 768) / (90 * depth)) + Math.floor(900 / (y - horizon + 40))) & 1
  return tile ? [196, 184, 160] : [120, 104, 88]
}

const horizon = 420
const balls: readonly { cx: number; cy: number; r: number; hue: [number, number, number] }[] = [
  { cx: 330, cy: 600, r: 190, hue: [220, 60, 50] },
  { cx: 850, cy: 660, r: 150, hue: [70, 180, 90] },
  { cx: 1260, cy: 560, r: 170, hue: [240, 190, 60] },
]

/** White where it may change: an ellipse around the left ball. */
export async function drawProbeMask(): Promise<Buffer> {
  const { width, height } = probeSize
  const data = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (Math.hypot((x - 330) / 270, (y - 600) / 260) < 1) data[y * width + x] = 255
  }
  return sharp(data, { raw: { ...probeSize, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
