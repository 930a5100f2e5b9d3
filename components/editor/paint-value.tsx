'use client'

import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import type { EditorState } from './editor-store.ts'

type PaintKind = 'edit' | 'partial' | 'protect'

/** Half of the new pixel, half of the old: where "Partial" starts. */
const halfValue = 128

export const paintKind = ({ paint, brush }: EditorState): PaintKind =>
  paint === 'protect' ? 'protect' : brush.value < 255 ? 'partial' : 'edit'

const swatches = { edit: 'bg-white', partial: 'bg-[#8a8a8a]', protect: 'bg-black' } as const
const names = { edit: 'valueEdit', partial: 'valuePartial', protect: 'valueProtect' } as const

/** What the brush leaves: the whole new pixel, a share of it, or the old one. */
export function PaintValue({ height = 32, bare = false }: { height?: 32 | 44 /** Swatches only. */; bare?: boolean }) {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const brush = useStore(store, (state) => state.brush)
  const locked = useStore(store, (state) => state.locked)
  const kind = useStore(store, paintKind)

  const choose = (next: PaintKind) => {
    if (next === 'protect') store.setState({ paint: 'protect' })
    else {
      const partial = brush.value < 255 ? brush.value : halfValue
      store.setState({ paint: 'edit', brush: { ...brush, value: next === 'edit' ? 255 : partial } })
    }
  }
  return (
    <>
      <Segmented
        label={t('value')}
        value={kind}
        onChange={choose}
        disabled={locked}
        height={height}
        options={(['edit', 'partial', 'protect'] as const).map((value) => ({
          value,
          name: t(names[value]),
          title: bare ? t(names[value]) : undefined,
          label: (
            <>
              <i
                aria-hidden="true"
                className={`size-3 rounded-[3px] shadow-[0_0_0_1px_rgb(128_128_128/70%)] ${swatches[value]}`}
              />
              {bare ? null : (
                <span className={height === 32 ? 'group-data-[yields~=words]/options:hidden' : undefined}>
                  {t(names[value])}
                </span>
              )}
            </>
          ),
        }))}
        className="flex-none [&>label]:px-2.25"
      />
      {kind === 'partial' ? (
        <Slider
          label={t('valueName')}
          value={Math.round((brush.value / 255) * 100)}
          min={1}
          max={99}
          onChange={(percent) => store.setState({ brush: { ...brush, value: Math.round((percent / 100) * 255) } })}
          valueText={t('percent', { value: Math.round((brush.value / 255) * 100) })}
          disabled={locked}
          size={height === 44 ? 'touch' : 'md'}
          className={height === 44 ? undefined : 'flex-none'}
          trackClassName={height === 44 ? undefined : 'w-16 flex-none group-data-[yields~=tracks]/options:w-12'}
        />
      ) : null}
    </>
  )
}
