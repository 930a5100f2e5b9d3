'use client'

import { useEffect, useState } from 'react'
import { useReducedMotion } from '#lib/client/browser-state.ts'
import { cn } from './class-names.ts'

/** Turns while something runs. With reduced motion it is the seconds since it appeared. Silent: say the words beside it. */
export function Spinner({ className }: { className?: string }) {
  const reduced = useReducedMotion()
  if (reduced) return <TickingSeconds />
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      className={cn('size-4 flex-none animate-spin', className)}
    >
      <path d="M21 12a9 9 0 1 1-6.219-8.56" />
    </svg>
  )
}

function TickingSeconds() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span aria-hidden="true" className="min-w-4 text-center text-meta tabular-nums">
      {seconds}
    </span>
  )
}
