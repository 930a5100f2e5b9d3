// The contract between the worker and whatever does the editing. One call of `send` is one attempt that may cost money.
import type { EditErrorCode, EnginePauseCode, ErrorDetails } from '../core/errors.ts'
import type { EngineId, OutputFormat } from '../edits/edit.ts'
import type { EngineModel } from '../edits/engine-profile.ts'
import type { CropLimits } from '../frame/crop.ts'
import type { Operation } from '../retouch/operation.ts'

export type EnginePicture = {
  bytes: Uint8Array<ArrayBuffer>
  format: 'png' | 'jpeg' | 'webp' | 'gif'
  width: number
  height: number
}

/** What an engine is given: whole files, already of the size and format that it takes. */
export type EngineRequest = {
  /** As it was booked: the settings may have changed since. */
  model: string
  image: EnginePicture
  /** Shown beside it, to a model that takes several. */
  references?: readonly EnginePicture[]
  /** 8-bit grey PNG of the same size, 255 = edit; null where the whole picture is edited. */
  maskPng: Uint8Array<ArrayBuffer> | null
  prompt: string
  operation: Operation | null
  /** As `maskPng`: what a fill must not copy from. */
  avoidPng?: Uint8Array<ArrayBuffer> | null
  aspectRatio: string
  seed: number
  safetyTolerance: number
  outputFormat: OutputFormat
}

/** What came of one call. The worker commits it as its first act. */
export type EngineOutcome =
  | { kind: 'url'; url: string }
  /** `reducedBy`: how many times smaller it was worked, where it was. */
  | { kind: 'bytes'; bytes: Uint8Array<ArrayBuffer>; reducedBy?: number }
  | { kind: 'ticket'; ticket: string }
  /** Nothing was charged, and waiting may help: connection refused, DNS, TLS, 429, 503 with Retry-After. */
  | { kind: 'later'; code: EditErrorCode; retryAfterMs: number | null; details?: ErrorDetails }
  /** The engine takes no call at all until its operator acts: key refused, no credit. Nothing was charged. */
  | { kind: 'paused'; code: EnginePauseCode; details?: ErrorDetails }
  /** The engine said no; nothing was charged. */
  | { kind: 'refused'; code: EditErrorCode; details?: ErrorDetails }
  /**
   * A body byte went out and what became of the call cannot be known; `answer` is what could not be understood.
   * `mayRepeat` where the engine itself said that it failed, and the operator allows one more call for that.
   */
  | { kind: 'lost'; code: EditErrorCode; details?: ErrorDetails; answer?: string; mayRepeat?: boolean }

export type Engine = {
  readonly id: EngineId
  /** For people. */
  readonly name: string
  /** At least one. */
  readonly models: readonly EngineModel[]
  /** How many calls may be under way at once. */
  readonly concurrency: number
  /** The heaviest image file that it takes. */
  readonly maxImageBytes: number
  /** What part of an image it can be asked for; null where it works on the whole image at full resolution. */
  readonly crop: CropLimits | null
  /** False where only the ratios of `crop` can be asked for; else any within the bounds. */
  readonly anyRatio?: boolean
  /** Free and without effect outside: a call that a crash cut off is simply made again. */
  readonly repeatable: boolean
  /** A model that paints into a hole: without a mask it has nothing to do, and its frame is that of the image. */
  needsMask?(model: string): boolean
  /** Whether a model takes more than one picture a call. */
  severalPictures?(model: string): boolean
  /** @param onProgress gets the share of the work that is done, 0 to 1, from an engine that knows it */
  send(request: EngineRequest, signal: AbortSignal, onProgress?: (share: number) => void): Promise<EngineOutcome>
  /** Asks for what a ticket has come to, which is free. */
  poll?(ticket: string, signal: AbortSignal): Promise<PollOutcome>
  /** Finds out, without a price, whether it is there and takes the key; never throws. Not on engines of this machine. */
  check?(): Promise<CheckOutcome>
  /** Cuts off what is under way. */
  close(): Promise<void>
}

export type PollOutcome = EngineOutcome | { kind: 'pending' }

export type CheckOutcome = {
  kind: 'accepted' | 'key-refused' | 'no-answer' | 'answered'
  status: number | null
  /** Names of the models that it lists; null where it lists none. */
  models: readonly string[] | null
}
