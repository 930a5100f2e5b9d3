import { cn } from './class-names.ts'

type ProgressBarProps = {
  label: string
  /** From 0 to 1. */
  value: number
  /** Words for the value, such as "64%". */
  valueText?: string
  tone?: 'neutral' | 'warn' | 'bad'
  className?: string
}

const tones = { neutral: 'bg-text-1', warn: 'bg-warn', bad: 'bg-bad' } as const

export function ProgressBar({ label, value, valueText, tone = 'neutral', className }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
      className={cn('h-1.5 overflow-hidden rounded-full bg-press', className)}
    >
      <div className={cn('h-full rounded-full', tones[tone])} style={{ width: `${percent}%` }} />
    </div>
  )
}
