import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readImage } from './read-image.ts'

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#c80' } })

test('no loader but those of the four formats opens anything, whoever asks', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
  const others = [svg, await picture().tiff().toBuffer(), await picture().avif().toBuffer()]
  for (const bytes of others) await expect(sharp(bytes).metadata()).rejects.toThrow('unsupported image format')
  const ours = [picture().png(), picture().jpeg(), picture().webp(), picture().gif()]
  for (const each of ours) expect(await sharp(await each.toBuffer()).metadata()).toMatchObject({ width: 8 })
})

test('a picture opens while other threads begin', async () => {
  const png = await picture().png().toBuffer()
  const begin = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const load = async () => {
       for (let i = 0; i < 400; i++) await import(workerData + '?' + i)
       parentPort.postMessage('done')
     }
     load()`,
    { eval: true, workerData: new URL('read-image.ts', import.meta.url).href, execArgv: [] },
  )
  let begun = false
  begin.once('message', () => {
    begun = true
  })
  begin.once('error', (error) => {
    throw error
  })
  let opened = 0
  for (; !begun; opened++) expect(await readImage(png)).toMatchObject({ width: 8 })
  expect(opened).toBeGreaterThan(100)
})
