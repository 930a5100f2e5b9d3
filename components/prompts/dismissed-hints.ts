'use client'

// Which hints somebody does not want to see: of this browser, not of the studio.
import { createKept } from '#lib/client/kept.ts'
import { type HintKind, hintKinds } from '#lib/prompts/hints.ts'

const kept = createKept<readonly HintKind[]>({
  key: 'frisket.hints',
  first: [],
  parse(text) {
    const words = text.split(' ')
    return hintKinds.filter((kind) => words.includes(kind))
  },
  write: (kinds) => kinds.join(' '),
})

export function useDismissedHints() {
  const dismissed = kept.use()
  return {
    dismissed,
    dismiss: (kind: HintKind) => kept.change((now) => [...now, kind]),
    restore: () => kept.change(() => []),
  }
}
