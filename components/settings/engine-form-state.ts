// What is typed into the form of an engine, and the profile that it means. Pure.
import { formatUsd, parseUsd } from '#lib/core/money.ts'
import {
  type EngineModel,
  type EngineProfile,
  engineProfileSchema,
  type ModelUse,
  type OpenAiProfile,
  type ProfileWish,
  profileWishSchema,
} from '#lib/edits/engine-profile.ts'

export type ModelDraft = { key: number; model: string; label: string; use: ModelUse; price: string }

export type EngineDraft = {
  name: string
  baseUrl: string
  /** Empty: as it is. */
  key: string
  concurrency: number
  timeoutS: number
  models: readonly ModelDraft[]
  /** What only OpenAI-compatible servers have; null for Black Forest Labs' own interface. */
  wire: WireDraft | null
}

export type WireDraft = Pick<
  OpenAiProfile,
  'needsKey' | 'transport' | 'imageField' | 'severalPictures' | 'maskField' | 'maskPolarity' | 'answer' | 'parameters'
> & {
  /** "1:1 1024x1024, 3:2": a size stands where the server takes pixels. */
  ratios: string
  maxImageMegabytes: number
  maxSentMegapixels: number
}

/** Two places in which the draft of a model must not lose the focus: told apart by numbers of their own. */
let nextKey = 0
export const modelDraft = ({ model, label, use, priceMicroUsd }: EngineModel): ModelDraft => ({
  key: nextKey++,
  model,
  label,
  use,
  price: formatUsd(priceMicroUsd).slice(1),
})

export const emptyModel = (): ModelDraft => ({ key: nextKey++, model: '', label: '', use: 'edit', price: '' })

const million = 1_000_000

export function draftOf(profile: EngineProfile): EngineDraft {
  const { name, baseUrl, concurrency, timeoutS } = profile
  const models = profile.models.map(modelDraft)
  return { name, baseUrl, key: '', concurrency, timeoutS, models, wire: wireOf(profile) }
}

function wireOf(profile: EngineProfile): WireDraft | null {
  if (profile.protocol === 'bfl') return null
  const { needsKey, transport, imageField, severalPictures, maskField, maskPolarity, answer, parameters } = profile
  return {
    ...{ needsKey, transport, imageField, severalPictures, maskField, maskPolarity, answer, parameters },
    ratios: profile.ratios.map(({ ratio, size }) => (size ? `${ratio} ${size}` : ratio)).join(', '),
    maxImageMegabytes: profile.maxImageBytes / million,
    maxSentMegapixels: profile.maxSentPixels / million,
  }
}

/** The fields that can be at fault. */
export type EngineField = 'name' | 'baseUrl' | 'key' | 'imageField' | 'maskField' | 'ratios' | 'models' | 'other'

export type ReadEngine = { wish: ProfileWish; faults: null } | { wish: null; faults: ReadonlySet<EngineField> }

export function readEngine({ models, wire, key, ...common }: EngineDraft): ReadEngine {
  const shared = {
    ...common,
    models: models.map(({ model, label, use, price }) => ({
      model: model.trim(),
      // Without a name of its own it is called what the server calls it.
      label: label.trim() === '' ? model.trim().slice(0, 60) : label,
      use,
      priceMicroUsd: parseUsd(price.replace(/^\$/, '')) ?? -1,
    })),
  }
  const profile = wire === null ? { ...shared, protocol: 'bfl' } : { ...shared, ...wireProfile(wire) }
  const typed = key.trim()
  const parsed = profileWishSchema.safeParse({ profile, ...(typed !== '' && { key: typed }) })
  if (parsed.success) return { wish: parsed.data, faults: null }
  return { wish: null, faults: new Set(parsed.error.issues.map(({ path }) => fieldAt(path))) }
}

function wireProfile({ ratios, maxImageMegabytes, maxSentMegapixels, ...wire }: WireDraft) {
  return {
    ...wire,
    protocol: 'openai',
    ratios: ratios
      .split(/[,;，；]/)
      .map((part) => part.trim().split(/\s+/))
      .map(([ratio, size = null]) => ({ ratio, size })),
    maxImageBytes: Math.round(maxImageMegabytes * million),
    maxSentPixels: Math.round(maxSentMegapixels * million),
  }
}

const shown = ['name', 'baseUrl', 'imageField', 'maskField', 'ratios', 'models'] as const

const fieldAt = ([top, field]: readonly PropertyKey[]): EngineField =>
  top === 'key' ? 'key' : (shown.find((name) => name === field) ?? 'other')

/** Whether there is anything to be saved. */
export function isChanged(draft: EngineDraft, profile: EngineProfile): boolean {
  if (draft.key !== '') return true
  const { wish } = readEngine(draft)
  return wish === null || JSON.stringify(wish.profile) !== JSON.stringify(engineProfileSchema.parse(profile))
}

/** At another server the key that is kept does not count. */
export function isElsewhere(draft: EngineDraft, { baseUrl }: EngineProfile): boolean {
  const origin = URL.parse(draft.baseUrl)?.origin
  return origin !== undefined && origin !== new URL(baseUrl).origin
}
