// The two pages that Frisket is compared with, served from here: an empty canvas, and react-sketch-canvas.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const page = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:0;overflow:hidden}</style><body>${body}</body>`

/** Does next to nothing for each event: what is left is the browser's own time. */
const emptyPage = page(`<canvas width="1280" height="800" style="display:block;touch-action:none"></canvas><script>
  const pen = document.querySelector('canvas').getContext('2d')
  pen.fillRect(0, 0, 1280, 800)
  const touch = ({ offsetX, offsetY }) => pen.clearRect(offsetX, offsetY, 4, 4)
  addEventListener('pointermove', (event) => event.buttons > 0 && touch(event))
  addEventListener('keydown', () => touch({ offsetX: 0, offsetY: 0 }))
  addEventListener('wheel', (event) => { event.preventDefault(); touch(event) }, { passive: false })
</script>`)

export type Pages = { readonly url: string; close(): Promise<void> }

/** `/empty`, `/sketch?width=…` (the brush in CSS px) and the photograph behind the sketch. */
export async function servePages(photo: Uint8Array): Promise<Pages> {
  const script = await bundle('sketch.tsx')
  const files: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
    '/empty': ['text/html', emptyPage],
    '/sketch': ['text/html', page('<div id="root"></div><script type="module" src="/sketch.js"></script>')],
    '/sketch.js': ['text/javascript', script],
    '/photo.jpg': ['image/jpeg', photo],
  }
  const server = createServer(({ url = '' }, response) => {
    const [type, body] = files[url.split('?')[0]] ?? ['text/plain', '']
    response.writeHead(body === '' ? 404 : 200, { 'Content-Type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bundle(file: string): Promise<string> {
  const build = await rolldown({
    input: join(import.meta.dirname, file),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  return output[0].code
}
