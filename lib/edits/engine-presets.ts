// Profiles to begin from. Prices are those that the providers publish; whoever pays others changes them.
import { maxImageBytes } from '../core/limits.ts'
import { offeredRatios } from '../frame/ratio.ts'
import type { BflProfile, EngineModel, EngineProfile, OpenAiProfile } from './engine-profile.ts'

/** FLUX answers with about 1 MP: twice that in gives it all the detail that it can use. */
const maxSentPixels = 2_000_000

const kontextMax = (priceMicroUsd: number): EngineModel => ({
  model: 'flux-kontext-max',
  label: 'FLUX.1 Kontext Max',
  use: 'edit',
  priceMicroUsd,
})
const kontextPro = (priceMicroUsd: number): EngineModel => ({
  model: 'flux-kontext-pro',
  label: 'FLUX.1 Kontext Pro',
  use: 'draft',
  priceMicroUsd,
})

const apiyi: OpenAiProfile = {
  protocol: 'openai',
  name: 'APIYI',
  baseUrl: 'https://api.apiyi.com/v1',
  needsKey: true,
  transport: 'edits',
  imageField: 'image',
  severalPictures: false,
  maskField: 'mask',
  maskPolarity: 'white',
  answer: 'any',
  parameters: ['aspect_ratio', 'seed', 'safety_tolerance', 'output_format'],
  ratios: offeredRatios.map((ratio) => ({ ratio, size: null })),
  maxImageBytes,
  maxSentPixels,
  concurrency: 3,
  timeoutS: 360,
  models: [kontextMax(70_000), kontextPro(35_000)],
}

/** What a server of one's own costs is not known here: nothing, until its owner says otherwise. */
const own = (model: string): EngineModel => ({ model, label: model, use: 'edit', priceMicroUsd: 0 })

const pixelSizes = [
  { ratio: '1:1', size: '1024x1024' },
  { ratio: '2:3', size: '832x1248' },
  { ratio: '3:2', size: '1248x832' },
  { ratio: '16:9', size: '1344x768' },
  { ratio: '9:16', size: '768x1344' },
] as const

/** They know pixels and a seed, but none of FLUX's own parameters. */
const selfHosted: OpenAiProfile = {
  ...apiyi,
  needsKey: false,
  answer: 'base64',
  parameters: ['seed'],
  ratios: [...pixelSizes],
  concurrency: 1,
}

const bfl: BflProfile = {
  protocol: 'bfl',
  name: 'Black Forest Labs',
  baseUrl: 'https://api.bfl.ai/v1',
  concurrency: 6,
  timeoutS: 360,
  models: [
    kontextMax(80_000),
    kontextPro(40_000),
    { model: 'flux-pro-1.0-fill', label: 'FLUX.1 Fill', use: 'edit', priceMicroUsd: 50_000 },
    { model: 'flux-2-pro', label: 'FLUX.2 Pro', use: 'edit', priceMicroUsd: 60_000 },
  ],
}

export const presetIds = ['apiyi', 'bfl', 'gateway', 'openai', 'vllm-omni', 'sglang', 'stable-diffusion-cpp'] as const
export type PresetId = (typeof presetIds)[number]

export const enginePresets = {
  apiyi,
  bfl,
  gateway: { ...apiyi, name: 'LiteLLM / new-api', baseUrl: 'https://gateway.example/v1' },
  openai: {
    ...apiyi,
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    imageField: 'image[]',
    severalPictures: true,
    maskPolarity: 'alpha',
    parameters: ['output_format'],
    ratios: [
      { ratio: '1:1', size: '1024x1024' },
      { ratio: '2:3', size: '1024x1536' },
      { ratio: '3:2', size: '1536x1024' },
    ],
    models: [{ model: 'gpt-image-1', label: 'GPT Image 1', use: 'edit', priceMicroUsd: 250_000 }],
  },
  'vllm-omni': {
    ...selfHosted,
    name: 'vLLM-Omni',
    baseUrl: 'http://127.0.0.1:8000/v1',
    maskField: 'mask_image',
    models: [own('black-forest-labs/FLUX.1-Kontext-dev')],
  },
  sglang: {
    ...selfHosted,
    name: 'SGLang',
    baseUrl: 'http://127.0.0.1:30000/v1',
    // It takes a mask and does not use it.
    maskPolarity: 'none',
    models: [own('black-forest-labs/FLUX.1-Kontext-dev')],
  },
  'stable-diffusion-cpp': {
    ...selfHosted,
    name: 'stable-diffusion.cpp',
    baseUrl: 'http://127.0.0.1:1234/v1',
    models: [own('flux-kontext')],
  },
} satisfies Readonly<Record<PresetId, EngineProfile>>
