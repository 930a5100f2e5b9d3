// A price that was shown is the most that is paid: whoever is charged more has agreed to it before.
import { AppError } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import type { BatchTableRow } from '../db/schema.ts'
import type { AgreedPrice } from '../edits/batch.ts'
import type { EngineId } from '../edits/edit.ts'
import type { EngineModel } from '../edits/engine-profile.ts'

type Offer = { engine: EngineId; model: EngineModel }

/** @throws AppError price_changed with both prices, where the model is dearer now; null agrees to any */
export function refuseDearer({ engine, model }: Offer, agreedMicroUsd: MicroUsd | null): void {
  if (agreedMicroUsd === null || model.priceMicroUsd <= agreedMicroUsd) return
  const { model: id, label, priceMicroUsd } = model
  const details = { engine, model: id, label, priceMicroUsd, agreedMicroUsd }
  throw new AppError('price_changed', { field: 'priceMicroUsd', details })
}

/** Of a batch from before they were kept there are none. Written by requestBatch and resumeBatch only. */
export const pricesOf = ({ prices }: Pick<BatchTableRow, 'prices'>): AgreedPrice[] =>
  prices === null ? [] : JSON.parse(prices)

/** What a batch is held for, where that is a price: the one that may be agreed to. */
export function dearerPrice({ hold }: Pick<BatchTableRow, 'hold'>): AgreedPrice | null {
  if (hold === null) return null
  const { code, details } = JSON.parse(hold)
  if (code !== 'price_changed') return null
  const { engine, model, priceMicroUsd } = details
  return { engine, model, priceMicroUsd }
}
