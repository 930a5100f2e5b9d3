'use client'

import { CircleDot, Settings2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import type { FilmColour } from './editor-store.ts'

const colours: Readonly<Record<FilmColour, string>> = { rubylith: '#e23a1e', green: '#12b05a', blue: '#2b7fff' }

const Swatch = ({ colour }: { colour: FilmColour }) => (
  <i
    aria-hidden="true"
    style={{ background: colours[colour] }}
    className="block size-3 flex-none rounded-[3px] shadow-[0_0_0_1px_rgb(128_128_128/70%)]"
  />
)

const names: readonly FilmColour[] = ['rubylith', 'green', 'blue']

/** Colour and strength of the film over what will change. */
export function FilmControls() {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const film = useStore(store, (state) => state.film)
  const locked = useStore(store, (state) => state.locked)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own
    <div role="group" aria-disabled={locked} className="flex flex-none items-center gap-1">
      <span aria-hidden="true" className={`whitespace-nowrap text-meta text-text-2 ${locked ? 'opacity-38' : ''}`}>
        {t('overlay')}
      </span>
      <Menu
        align="start"
        trigger={
          <IconButton label={t('overlayColour')} disabled={locked}>
            <Swatch colour={film.colour} />
          </IconButton>
        }
        items={[
          ...names.map((colour) => ({
            kind: 'choice' as const,
            label: t(`film.${colour}`),
            icon: <Swatch colour={colour} />,
            checked: film.colour === colour,
            onSelect: () => store.setState({ film: { ...film, colour } }),
          })),
          { kind: 'line' },
          {
            kind: 'choice',
            label: t('maskAlone'),
            icon: <CircleDot aria-hidden="true" />,
            checked: film.maskOnly,
            onSelect: () => store.setState({ film: { ...film, maskOnly: !film.maskOnly } }),
          },
        ]}
      />
      <Opacity size="md" />
    </div>
  )
}

/** The same behind one button, where the bar has no room; `children` are other controls that had to give way. */
export function FilmPopover({ children }: { children: ReactNode }) {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const colour = useStore(store, (state) => state.film.colour)
  const label = t(children ? 'moreOptions' : 'overlay')
  return (
    <Popover
      label={label}
      className="flex flex-col gap-1 py-1 pr-2 pl-3"
      trigger={
        <Button
          kind="ghost"
          aria-label={label}
          icon={children ? <Settings2 aria-hidden="true" /> : <Swatch colour={colour} />}
          className="flex-none px-2 text-meta group-data-[yields~=words]/options:w-8 group-data-[yields~=words]/options:px-0"
        >
          <span className="group-data-[yields~=words]/options:hidden">{t('overlay')}</span>
        </Button>
      }
    >
      {children}
      <FilmControls />
    </Popover>
  )
}

/** The same on a phone, as rows. */
export function FilmSettings() {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const film = useStore(store, (state) => state.film)
  const locked = useStore(store, (state) => state.locked)
  return (
    <>
      <div className="flex items-center gap-2">
        <Segmented<FilmColour>
          label={t('overlayColour')}
          value={film.colour}
          onChange={(colour) => store.setState({ film: { ...film, colour } })}
          height={44}
          disabled={locked}
          options={names.map((colour) => ({
            value: colour,
            name: t(`film.${colour}`),
            label: <Swatch colour={colour} />,
          }))}
          className="flex flex-1"
        />
        <IconButton
          label={t('maskAlone')}
          size="touch"
          pressed={film.maskOnly}
          onClick={() => store.setState({ film: { ...film, maskOnly: !film.maskOnly } })}
        >
          <CircleDot aria-hidden="true" />
        </IconButton>
      </div>
      <Opacity size="touch" />
    </>
  )
}

function Opacity({ size }: { size: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const film = useStore(store, (state) => state.film)
  const locked = useStore(store, (state) => state.locked)
  const percent = Math.round(film.opacity * 100)
  return (
    <Slider
      label={t('overlayOpacity')}
      shownLabel={size === 'touch' ? t('overlay') : undefined}
      value={percent}
      min={0}
      max={100}
      onChange={(next) => store.setState({ film: { ...film, opacity: next / 100 } })}
      onReset={() => store.setState({ film: { ...film, opacity: 0.62 } })}
      valueText={t('percent', { value: percent })}
      disabled={locked}
      size={size}
      trackClassName={size === 'md' ? 'w-16 flex-none' : undefined}
    />
  )
}
