import { AppError } from '../core/errors.ts'
import type { DayRange } from '../edits/usage-report.ts'

/**
 * "?from=2026-11-01&to=2026-11-30": whether these are days is for the use case to judge.
 * @throws AppError parameter_invalid where one is missing
 */
export function readDayRange(query: URLSearchParams): DayRange {
  const [from, to] = [query.get('from'), query.get('to')]
  if (from === null) throw new AppError('parameter_invalid', { field: 'from' })
  if (to === null) throw new AppError('parameter_invalid', { field: 'to' })
  return { from, to }
}
