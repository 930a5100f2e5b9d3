'use client'

import { useTranslations } from 'next-intl'
import { type FocusEvent, useEffect, useRef } from 'react'
import { useIsApple } from '#lib/client/browser-state.ts'
import { capsOf } from '../editor/key-chord.ts'
import type { CommandId } from '../editor/key-commands.ts'
import { useBindings } from '../editor/key-settings.ts'
import { cn } from '../ui/class-names.ts'
import type { KeyPart, KeyRow } from './key-list.ts'
import { useCommandNames } from './use-command-names.ts'
import type { useKeyCapture } from './use-key-capture.ts'

type Capturing = ReturnType<typeof useKeyCapture>

/** One line of the sheet. While a key is awaited it says so, and where the key is taken, whose it is. */
export function KeyRowLine({ row, capturing }: { row: KeyRow; capturing: Capturing }) {
  const names = useCommandNames()
  const { capture } = capturing
  const waits =
    capture.kind !== 'none' && row.parts.some((part) => part.kind === 'command' && part.command === capture.command)
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 border-line border-t">
      <dt className={waits ? 'text-text-1' : 'text-text-2'}>{names.row(row)}</dt>
      <dd className="flex items-center gap-1.5">
        {waits ? <Asking capturing={capturing} /> : null}
        {row.parts.map((part) => (
          <Part key={keyOf(part)} part={part} capturing={capturing} />
        ))}
      </dd>
    </div>
  )
}

/** A click beside the row means: leave the key as it is. */
const leavesRow = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): boolean =>
  !currentTarget.closest('dd')?.contains(relatedTarget)

const keyOf = (part: KeyPart): string => {
  switch (part.kind) {
    case 'command':
      return part.command
    case 'keys':
      return part.keys
    case 'word':
      return part.word
  }
}

function Part({ part, capturing }: { part: KeyPart; capturing: Capturing }) {
  const t = useTranslations('shell.keys')
  switch (part.kind) {
    case 'word':
      return <span className="text-meta text-text-3">{t(part.word)}</span>
    case 'keys':
      return <Caps chord={part.keys} />
    case 'command':
      return <ChangeKey command={part.command} capturing={capturing} />
  }
}

function ChangeKey({ command, capturing }: { command: CommandId; capturing: Capturing }) {
  const t = useTranslations('shell.keys')
  const names = useCommandNames()
  const [chord] = useBindings()[command]
  const { capture, start, stop } = capturing
  const waits = capture.kind !== 'none' && capture.command === command
  return (
    <button
      type="button"
      aria-label={t('change', { command: names.command(command), keys: capsOf(chord).join(' ') })}
      aria-pressed={waits}
      onClick={() => (waits ? stop() : start(command))}
      onBlur={(event) => {
        if (waits && leavesRow(event)) stop()
      }}
      className={cn(
        'rounded-sm',
        waits && 'flex h-6 min-w-10 items-center justify-center bg-field outline-2 outline-focus [&_kbd]:shadow-none',
      )}
    >
      <Caps chord={chord} />
    </button>
  )
}

function Asking({ capturing: { capture, swap, stop } }: { capturing: Capturing }) {
  const t = useTranslations('shell.keys')
  const names = useCommandNames()
  const button = useRef<HTMLButtonElement>(null)
  const taken = capture.kind === 'taken'
  useEffect(() => {
    if (taken) button.current?.focus()
  }, [taken])
  if (capture.kind === 'none') return null
  if (capture.kind === 'waiting') {
    return (
      <span role="status" className="text-meta text-text-2">
        {t('pressAKey')}
      </span>
    )
  }
  const keys = capsOf(capture.chord).join(' ')
  return (
    <span role="status" className="flex items-center gap-1.5 text-meta text-text-2">
      {capture.kind === 'fixed' ? t('fixed', { keys }) : t('taken', { keys, command: names.command(capture.owner) })}
      {taken ? (
        <button
          ref={button}
          type="button"
          onClick={swap}
          onBlur={(event) => {
            if (leavesRow(event)) stop()
          }}
          className="h-6 rounded-sm bg-raise px-2 font-medium text-text-1 live:hover:bg-hover live:active:bg-press"
        >
          {t('swapKeys')}
        </button>
      ) : null}
    </span>
  )
}

const appleNames: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' }

/** As in tooltips, a little larger: here they are read, and clicked. */
function Caps({ chord }: { chord: string }) {
  const apple = useIsApple()
  return (
    <span className="inline-flex items-center gap-1">
      {capsOf(chord).map((cap) => (
        <kbd
          key={cap}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm px-1.5 font-medium font-sans text-text-1 text-tiny leading-none shadow-[inset_0_0_0_1px_var(--edge)]"
        >
          {apple ? (appleNames[cap] ?? cap) : cap}
        </kbd>
      ))}
    </span>
  )
}
