'use client'

import { Check, Info, TriangleAlert, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Toaster as Stack, toast } from 'sonner'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { IconButton } from './icon-button.tsx'

export type Notice = {
  kind: 'done' | 'info' | 'error'
  title: string
  detail?: string
  action?: { label: string; onSelect(): void }
  /** It is gone, by itself or by hand, and after its action too. */
  onClose?(): void
  /** A second notice with the same id replaces the first. */
  id?: string
}

const shownMs = 5000

/** Shows one line and at most one action. Errors stay until dismissed. */
export function notify(notice: Notice): void {
  // Our own clock instead of sonner's: theirs goes on while the toast has the focus.
  toast.custom((id) => <Card notice={notice} onClose={() => toast.dismiss(id)} />, {
    id: notice.id,
    duration: Number.POSITIVE_INFINITY,
    onDismiss: () => notice.onClose?.(),
  })
}

/** Puts one away. */
export const dismissNotice = (id: string): void => void toast.dismiss(id)

/** Puts away all that is shown. */
export const dismissNotices = (): void => void toast.dismiss()

/** At the lower left; over an open picture on a phone at the top, because all that is pressed is at the bottom. */
export function Toaster() {
  const t = useTranslations('ui')
  const phone = useIsPhone()
  const pathname = usePathname()
  const atTop = phone && pathname !== '/'
  return (
    <Stack
      position={atTop ? 'top-center' : 'bottom-left'}
      offset={{ left: 16, bottom: 'var(--toast-bottom)' }}
      mobileOffset={{
        left: 12,
        right: 12,
        top: 'calc(var(--note-top) + var(--tray-height, 0px))',
        bottom: 'var(--toast-bottom)',
      }}
      visibleToasts={2}
      expand
      gap={12}
      containerAriaLabel={t('notices')}
    />
  )
}

const marks = {
  done: <Check aria-hidden="true" className="size-4 stroke-[2.2]" />,
  info: <Info aria-hidden="true" className="size-4" />,
  error: <TriangleAlert aria-hidden="true" className="size-4 text-bad" />,
} as const

function Card({ notice, onClose }: { notice: Notice; onClose(): void }) {
  const t = useTranslations('ui')
  const [held, setHeld] = useState(false)
  const stays = notice.kind === 'error' || held

  // biome-ignore lint/correctness/useExhaustiveDependencies: sonner hands a new onClose with every render
  useEffect(() => {
    if (stays) return
    const timer = setTimeout(onClose, shownMs)
    return () => clearTimeout(timer)
  }, [stays])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds the clock
    <div
      // The stack around it is a polite live region already.
      role={notice.kind === 'error' ? 'alert' : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="flex min-h-12 w-80 items-center gap-2.5 rounded-md bg-raise py-2 pr-2 pl-3 font-sans text-body text-text-1 shadow-float max-sm:w-[calc(100vw-24px)]"
    >
      {marks[notice.kind]}
      <div className="min-w-0 flex-1">
        <p className="font-medium">{notice.title}</p>
        {notice.detail ? <p className="text-meta text-text-2">{notice.detail}</p> : null}
      </div>
      {notice.action ? (
        <button
          type="button"
          onClick={() => {
            notice.action?.onSelect()
            onClose()
          }}
          className="h-8 flex-none rounded-md px-2 font-medium live:hover:bg-hover live:active:bg-press"
        >
          {notice.action.label}
        </button>
      ) : null}
      {notice.kind === 'error' ? (
        <IconButton label={t('dismiss')} onClick={onClose} className="live:hover:bg-hover">
          <X aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  )
}
