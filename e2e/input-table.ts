// A studio with nothing real behind it, and the calls that the rows of the input table are tried with.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base, expect } from '@playwright/test'
import { z } from 'zod'
import { whatIsKept } from './data-folder.ts'
import { type Bytes, greyMask, picture } from './pictures.ts'
import type { Provider } from './provider/provider.ts'
import { type Studio, startCanaryProvider, startStudio } from './studio.ts'

type Body = Bytes | string | FormData

export type InputTable = {
  studio: Studio
  provider: Provider
  /** Where users may import from. */
  picturesOrigin: string
  /** One image that is there from the start, of `size`, and a mask of it. */
  imageId: string
  maskId: string
  post(path: string, body: Body, headers?: Record<string, string>): Promise<Response>
  postImage(body: Bytes, type?: string): Promise<Response>
  postMask(body: Bytes): Promise<Response>
  postJson(path: string, body: string): Promise<Response>
  postUrl(url: string): Promise<Response>
  /** A good request for an edit, changed. */
  postEdit(change: object): Promise<Response>
}

export const size = { width: 320, height: 240 }

export const created = z.object({ id: z.string() })
export const refusal = z.object({
  error: z.object({ code: z.string(), message: z.string().min(1), field: z.string().optional() }),
})

export type Said = { status: number; code: string; field?: string }

export async function saidBy(answer: Response): Promise<Said> {
  const { code, field } = refusal.parse(await answer.json()).error
  return { status: answer.status, code, ...(field !== undefined && { field }) }
}

export function formWith(file: Bytes): FormData {
  const form = new FormData()
  form.append('file', new Blob([file], { type: 'image/png' }), 'picture.png')
  return form
}

export const test = base.extend<object, { table: InputTable }>({
  table: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const provider = await startCanaryProvider()
      const pictures = await startPictureServer()
      const studio = await startStudio({ provider, env: { FRISKET_FETCH_ALLOW: originOf(pictures) } })
      await use(await layTable({ studio, provider, picturesOrigin: originOf(pictures) }))
      await studio.stop()
      pictures.close()
      await provider.close()
    },
    { scope: 'worker' },
  ],
})

/** For tests that send only what is refused: none of it may leave a trace. */
export const refused = test.extend<{ withoutTrace: undefined }>({
  withoutTrace: [
    async ({ table }, use) => {
      const before = await everythingKept(table)
      await use(undefined)
      expect(await everythingKept(table)).toEqual(before)
    },
    { auto: true },
  ],
})

const everythingKept = async ({ studio, provider }: InputTable) => ({
  ...(await whatIsKept(studio.dataDir)),
  calls: await provider.admin.requests(),
  charges: await provider.admin.ledger(),
})

async function layTable(setting: Pick<InputTable, 'studio' | 'provider' | 'picturesOrigin'>): Promise<InputTable> {
  const post = (path: string, body: Body, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(setting.studio.url + path, { method: 'POST', body, headers })
  const postJson = (path: string, body: string): Promise<Response> =>
    post(path, body, { 'content-type': 'application/json' })
  const postImage = (body: Bytes, type = 'image/png'): Promise<Response> =>
    post('/api/images', body, { 'content-type': type })

  const idOf = async (answer: Response): Promise<string> => created.parse(await answer.json()).id
  const imageId = await idOf(await postImage(await picture('png', size)))
  const postMask = (body: Bytes): Promise<Response> =>
    post(`/api/masks?imageId=${imageId}`, body, { 'content-type': 'image/png' })
  const maskId = await idOf(await postMask(await greyMask(size, 255)))

  return {
    ...{ ...setting, imageId, maskId, post, postImage, postMask, postJson },
    postUrl: (url) => postJson('/api/images', JSON.stringify({ url })),
    postEdit: (change) => postJson('/api/edits', JSON.stringify({ imageId, maskId, prompt: 'a red hat', ...change })),
  }
}

/** Its paths say what they answer; `/redirect?to=…` redirects there. */
async function startPictureServer(): Promise<Server> {
  const good = await picture('png', size)
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://pictures')
    const redirect = (location: string) => response.writeHead(302, { location }).end()
    switch (pathname) {
      case '/good':
        return response.writeHead(200, { 'content-type': 'image/png' }).end(good)
      case '/redirect':
        return redirect(searchParams.get('to') ?? '/')
      case '/round-and-round':
        return redirect('/round-and-round')
      case '/large':
        return response.writeHead(200, { 'content-length': 20_000_001 }).end(Buffer.alloc(20_000_001))
      case '/large-unannounced':
        return response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(Buffer.alloc(20_000_001))
      case '/page':
        return response.writeHead(200, { 'content-type': 'image/png' }).end('<!doctype html><p>hello')
      case '/cut-off':
        response.writeHead(200, { 'content-length': good.length }).write(good.subarray(0, 99))
        return setTimeout(() => response.destroy(), 50)
      default:
        return response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function originOf(server: Server): string {
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}
