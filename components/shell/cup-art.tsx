// Two drawings made of one sample photograph (600 × 400): a film lifting off a recoloured cup, and the hole that it leaves.
// The ellipses were measured on the photograph.
import { useId } from 'react'

const saucer = { cx: 277.5, cy: 225, rx: 205, ry: 166, transform: 'rotate(14 277.5 225)' }
const rim = { cx: 291, cy: 113, rx: 120, ry: 93, transform: 'rotate(14 291 113)' }
const opening = { cx: 290, cy: 112, rx: 99, ry: 80, transform: 'rotate(14 290 112)' }
const spoon = { cx: 411, cy: 84, rx: 12, ry: 20, transform: 'rotate(20 411 84)' }

const photograph = '/samples/small/cup-art.jpg'

/** Decorative: the words beside it say what it shows. */
export function FilmArt({ className }: { className?: string }) {
  const id = useId()
  return (
    <svg viewBox="0 -30 660 430" aria-hidden="true" className={className}>
      <defs>
        <clipPath id={`${id}frame`}>
          <rect width="600" height="400" rx="8" />
        </clipPath>
        <mask id={`${id}glaze`}>
          <ellipse {...saucer} fill="#fff" />
          <ellipse {...rim} fill="#fff" />
          <ellipse {...opening} fill="#000" />
        </mask>
        <mask id={`${id}film`} maskUnits="userSpaceOnUse" x="0" y="0" width="600" height="420">
          <ellipse {...saucer} fill="#fff" />
          <ellipse {...rim} fill="#fff" />
          <ellipse {...opening} fill="#000" />
        </mask>
        <filter id={`${id}teal`}>
          <feColorMatrix type="hueRotate" values="176" />
          <feColorMatrix values="1 0 0 0 0  0 1.05 0 0 0  0 0 1.15 0 0  0 0 0 1 0" />
        </filter>
        <filter id={`${id}edge`} x="-10%" y="-10%" width="120%" height="130%">
          <feDropShadow dx="0" dy="8" stdDeviation="6" floodColor="#000" floodOpacity="0.5" result="shadow" />
          <feMorphology in="SourceAlpha" operator="erode" radius="1" result="inside" />
          <feComposite in="SourceAlpha" in2="inside" operator="out" result="line" />
          <feFlood floodColor="#ff9b84" floodOpacity="0.7" />
          <feComposite in2="line" operator="in" result="light" />
          <feMerge>
            <feMergeNode in="shadow" />
            <feMergeNode in="light" />
          </feMerge>
        </filter>
      </defs>
      <g clipPath={`url(#${id}frame)`}>
        <image href={photograph} width="600" height="400" />
        <g mask={`url(#${id}glaze)`}>
          <image href={photograph} width="600" height="400" filter={`url(#${id}teal)`} />
        </g>
      </g>
      <g transform="translate(45 -35) rotate(-7 300 200)" opacity="0.86">
        <g filter={`url(#${id}edge)`}>
          <rect width="600" height="420" fill="#d92a18" mask={`url(#${id}film)`} />
        </g>
      </g>
    </svg>
  )
}

/** The photograph with the cup cut out; what lies behind shows through. */
export function HoleArt({ className }: { className?: string }) {
  const id = useId()
  return (
    <svg viewBox="0 0 600 400" aria-hidden="true" className={className}>
      <mask id={`${id}rest`}>
        <rect width="600" height="400" fill="#fff" />
        {/* A little wider than the cup, so that no edge of it is left. */}
        <g stroke="#000" strokeWidth="10">
          <ellipse {...saucer} />
          <ellipse {...rim} />
          <ellipse {...spoon} />
        </g>
      </mask>
      <image href={photograph} width="600" height="400" mask={`url(#${id}rest)`} />
    </svg>
  )
}
