// The settings of an edit as its output carries them: an XMP packet, which PNG and JPEG both have a place for. No address,
// no key, nothing of the studio that made it: only what it takes to ask for the same again, and what was measured.
import { z } from 'zod'
import { operationSchema } from '../retouch/operation.ts'
import { frameSchema, isPrompt, maxSeed, outputFormats } from './edit.ts'
import { receiptSchema } from './receipt.ts'

const editSettingsSchema = z.object({
  /** Which kind, not which of the studio's own: by prompt, or on this machine by operation. */
  engine: z.enum(['flux', 'local']),
  model: z.string().max(200),
  operation: operationSchema.nullable(),
  prompt: z.string().refine((text) => text === '' || isPrompt(text)),
  frame: frameSchema,
  seed: z.int().min(0).max(maxSeed),
  safetyTolerance: z.int().min(0).max(2),
  outputFormat: z.enum(outputFormats),
})
/** What *Copy settings* takes over. */
export type EditSettings = z.infer<typeof editSettingsSchema>

/**
 * What is known before the file is written; what is measured on the file cannot stand in it. The later fields are null in
 * notes from before them.
 */
const measuredSchema = receiptSchema
  .pick({ crop: true, sent: true, received: true, place: true, colour: true, coverage: true })
  .extend({
    /** Pixels where the mask is 0; null where there was no mask. */
    protectedPixels: z.number().nullable().default(null),
    /** 0 in a PNG: it is stored only where that was proven on the file. Null in a JPEG, measured when it is there. */
    protectedPixelsChanged: z.number().nullable().default(null),
    /** As the engine returned it: the share of protected pixels more than `levels` levels off. */
    outsideRaw: z.object({ levels: z.number(), share: z.number() }).nullable().default(null),
    costMicroUsd: z.number().nullable().default(null),
  })
export const noteSchema = z.object({
  version: z.literal(1),
  settings: editSettingsSchema,
  receipt: measuredSchema.nullable(),
})
export type SettingsNote = z.infer<typeof noteSchema>

type NoteReceipt = z.infer<typeof measuredSchema>
/** The note but for what finishing finds. */
export type Asked = { settings: EditSettings } & Pick<NoteReceipt, 'crop' | 'sent' | 'received' | 'costMicroUsd'>
export type FoundNote = Omit<NoteReceipt, keyof Asked>

/** A name, not an address: there is nothing to fetch behind it. */
const namespace = 'urn:frisket:edit:1'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Control characters other than tab and line ends cannot stand in XML, escaped or not; JSON has its own escape for all. */
const escaped = (json: string): string => json.replace(/[&<>]/g, (c) => escapes[c])

export function writeSettingsXmp(note: SettingsNote): string {
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:frisket="${namespace}"><frisket:edit>${escaped(JSON.stringify(note))}</frisket:edit></rdf:Description>`,
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
  ].join('\n')
}

/** Null for any other packet: files come from anywhere, and a note that is not whole is none. */
export function readSettingsXmp(xmp: string): SettingsNote | null {
  if (!xmp.includes(`"${namespace}"`)) return null
  const text = /<frisket:edit>([^<]*)<\/frisket:edit>/.exec(xmp)?.[1]
  if (text === undefined) return null
  try {
    const json = text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name])
    const parsed = noteSchema.safeParse(JSON.parse(json))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
