'use client'

// Which engine composes and how it is shown both pictures, as last chosen in this browser.
import { z } from 'zod'
import { createKept } from '#lib/client/kept.ts'

const schema = z.object({ engine: z.string().nullable(), model: z.string().nullable(), apart: z.boolean() })
type ComposeChoice = z.infer<typeof schema>

const kept = createKept<ComposeChoice>({
  key: 'frisket.compose',
  first: { engine: null, model: null, apart: false },
  parse: (text) => schema.safeParse(JSON.parse(text)).data ?? null,
  write: JSON.stringify,
})

export const useComposeChoice = kept.use

export const changeComposeChoice = (part: Partial<ComposeChoice>): void => kept.change((now) => ({ ...now, ...part }))
