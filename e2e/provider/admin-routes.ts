// Under /admin on the API port: what the tests read and command. It needs no key, so the provider listens on loopback.
import { z } from 'zod'
import { type Book, dropWaiting, type Exchange, type House, heldCount, now, openBook, release } from './book.ts'
import { faultSchema } from './faults.ts'
import type { Snapshot } from './records.ts'
import { jsonReply, type Reply, readBody, sendReply } from './reply.ts'
import { type Settings, settingsPatchSchema } from './settings.ts'

const clockSchema = z.strictObject({ advanceMs: z.int() })

/** `initial` is what a reset goes back to. */
export type AdminExchange = Exchange & { initial: Settings }

export async function serveAdmin({ house, request, response, initial }: AdminExchange): Promise<void> {
  const body = await readBody(request)
  if (body === null) return
  try {
    const value: unknown = body.length === 0 ? null : JSON.parse(body.toString('utf8'))
    await sendReply(response, answer(house, initial, `${request.method} ${request.url}`, value))
  } catch (error) {
    // A test that commands what does not exist must fail loudly, with the reason.
    if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error
    await sendReply(response, jsonReply(400, { error: error.message }))
  }
}

function answer(house: House, initial: Settings, command: string, body: unknown): Reply {
  const { book } = house
  switch (command) {
    case 'GET /admin/ledger':
      return jsonReply(200, book.ledger)
    case 'GET /admin/requests':
      return jsonReply(200, book.requests)
    case 'GET /admin/downloads':
      return jsonReply(200, book.downloads)
    case 'GET /admin/strays':
      return jsonReply(200, book.strays)
    case 'GET /admin/state':
      return jsonReply(200, snapshot(house, book))
    case 'POST /admin/faults':
      book.faults.add(z.array(faultSchema).parse(body))
      return done
    case 'POST /admin/settings':
      book.settings = { ...book.settings, ...settingsPatchSchema.parse(body) }
      return done
    case 'POST /admin/clock':
      book.clockOffsetMs += clockSchema.parse(body).advanceMs
      return jsonReply(200, { now: now(house, book) })
    case 'POST /admin/release':
      return jsonReply(200, { released: release(book) })
    case 'POST /admin/reset':
      house.book = openBook(initial)
      dropWaiting(book)
      return done
    default:
      return upload(book, command)
  }
}

const done = jsonReply(200, {})

/** GET /admin/requests/:n/image, …/image-2 or …/mask: the very bytes that arrived. */
function upload(book: Book, command: string): Reply {
  const name = /^GET \/admin\/requests\/(\d+\/(?:image(?:-\d)?|mask))$/.exec(command)?.[1]
  const bytes = name === undefined ? null : book.uploadBytes.get(name)
  if (bytes === null) return jsonReply(404, { error: `nothing for ${command}` })
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes }
}

function snapshot(house: House, book: Book): Snapshot {
  const { acceptedKey: _, ...settings } = book.settings
  return {
    now: now(house, book),
    held: { calls: heldCount(book, 'call'), downloads: heldCount(book, 'download') },
    active: book.active,
    peakActive: book.peakActive,
    waitingFaults: book.faults.waiting(),
    settings,
  }
}
