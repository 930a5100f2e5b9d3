'use client'

import { useEditorSession } from './editor-session.tsx'
import { guidesOf } from './guide-lines.ts'

/** The lines along which a fill is to continue edges: those of the edit under way, or of the next. */
export function GuideOverlay() {
  const { guides, activity, result } = useEditorSession()
  const running = activity.kind === 'running' ? activity.edit.operation : null
  const lines = running ? guidesOf(running) : guides.offered && result === null ? guides.lines : []
  if (lines.length === 0) return null
  return (
    <svg aria-hidden="true" className="absolute inset-0 size-full" data-testid="guides" data-count={lines.length}>
      <g style={{ transform: 'translate(var(--view-x), var(--view-y)) scale(var(--view-zoom))' }}>
        {lines.map((line, index) => {
          const points = line.map(({ x, y }) => `${x},${y}`).join(' ')
          const round = { strokeLinejoin: 'round', strokeLinecap: 'round' } as const
          const shape = { points, fill: 'none', vectorEffect: 'non-scaling-stroke', ...round }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list
            <g key={index}>
              <polyline {...shape} stroke="#000" strokeWidth={4} strokeOpacity={0.7} />
              <polyline {...shape} stroke="#fff" strokeWidth={2} />
            </g>
          )
        })}
      </g>
    </svg>
  )
}
