// What a button that pays has shown: sent along, so that nobody pays more than they saw.
import { z } from 'zod'
import type { MicroUsd } from '../core/money.ts'
import { parse } from './handler.ts'
import { readJson } from './strict-json.ts'

const shownPrice = z.strictObject({ priceMicroUsd: z.int().min(0) })

/**
 * The price of the body; null where there is no body.
 * @throws AppError request_invalid, parameter_invalid
 */
export async function readShownPrice(request: Request): Promise<MicroUsd | null> {
  const { headers } = request
  const isEmpty = headers.get('content-length') === '0' || !headers.has('content-type')
  return isEmpty ? null : parse(shownPrice, await readJson(request)).priceMicroUsd
}
