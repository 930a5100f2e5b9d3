import { createHash } from 'node:crypto'
import { AppError } from '../core/errors.ts'

/**
 * Null without the header. The hash is of the parsed request, so that white space and the order of fields do not matter.
 * @throws AppError parameter_invalid
 */
export function keyOf(request: Request, { scope, body }: { scope: string; body: object }) {
  const key = request.headers.get('idempotency-key')
  if (key === null) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError('parameter_invalid', { field: 'Idempotency-Key' })
  const bodySha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  return { scope, key, bodySha256 }
}
