'use client'

import { Grid3x3, LayoutGrid, SquareSplitHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import type { Sheet } from './use-contact-sheet.ts'

/** Takes the options bar's place, on a phone the tools': what lies there, the two ways to look at it, and the way out. */
export function SheetBar({ sheet }: { sheet: Sheet }) {
  const t = useTranslations('variations')
  const phone = useIsPhone()
  const { tree } = useEditorSession()
  const { edits } = sheet
  const parent = tree.versions.find(({ key }) => key === edits[0].imageId)
  return (
    <fieldset
      aria-label={t('sheet')}
      className="flex h-11 min-w-0 flex-none items-center gap-3 border-line border-b bg-chrome px-3 max-sm:h-14"
    >
      <span className="flex flex-none items-center gap-2 font-medium">
        <Grid3x3 aria-hidden="true" className="size-4" />
        {t('count', { count: edits.length })}
      </span>
      <span className="min-w-0 flex-1 truncate text-meta text-text-2 tabular-nums">
        {t('of', {
          number: parent?.number ?? 1,
          first: String(edits[0].seed),
          last: String(edits[edits.length - 1].seed),
        })}
      </span>
      {phone ? null : (
        <>
          <Segmented
            label={t('view')}
            value="sheet"
            options={[
              { value: 'sheet', label: <Label icon={<LayoutGrid aria-hidden="true" />}>{t('sheet')}</Label> },
              {
                value: 'two',
                label: <Label icon={<SquareSplitHorizontal aria-hidden="true" />}>{t('compareTwo')}</Label>,
                disabled: sheet.pair === null,
                title: sheet.pair === null ? t('pickFirst') : undefined,
              },
            ]}
            onChange={(view) => {
              if (view === 'two') sheet.compare()
            }}
          />
          <span aria-hidden="true" className="h-5 w-px flex-none bg-line" />
        </>
      )}
      <Button onClick={sheet.close} shortcut="Escape" className="flex-none max-sm:h-11">
        {t('done')}
        <span aria-hidden="true" className="font-normal text-meta text-text-2 max-sm:hidden">
          Esc
        </span>
      </Button>
    </fieldset>
  )
}

const Label = ({ icon, children }: { icon: ReactNode; children: string }) => (
  <span className="flex items-center gap-1.5 max-lg:[&>span]:sr-only [&>svg]:size-3.75">
    {icon}
    <span>{children}</span>
  </span>
)
