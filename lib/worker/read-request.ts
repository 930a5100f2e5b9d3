// What an engine is given for an edit: its pictures and mask read, cut, scaled and encoded.
import { findImage, findMask } from '../db/images.ts'
import type { EditRow, MaskRow } from '../db/schema.ts'
import type { Composition } from '../edits/composition.ts'
import type { Engine, EngineRequest } from '../engines/engine.ts'
import { operationSchema } from '../retouch/operation.ts'
import type { StudioPorts } from '../studio/ports.ts'

export async function readRequest(
  { db, objects, pixels }: StudioPorts,
  edit: EditRow,
  engine: Engine,
): Promise<EngineRequest> {
  const image = await findImage(db, edit.image_id)
  if (!image) throw new Error('the image of the edit is gone')
  const mask = edit.mask_id === null ? null : await findMask(db, edit.mask_id)
  if (mask === undefined) throw new Error('the mask of the edit is gone')
  const operation = edit.operation === null ? null : operationSchema.parse(JSON.parse(edit.operation))
  const avoidId = operation?.kind === 'fill' ? operation.avoidMaskId : undefined
  const avoid = avoidId === undefined ? null : await findMask(db, avoidId)
  if (avoid === undefined) throw new Error('what the edit must not copy from is gone')
  const crop = edit.crop && JSON.parse(edit.crop)
  const composition: Composition | null = edit.composition && JSON.parse(edit.composition)
  const reference = composition && (await findImage(db, composition.imageId))
  if (reference === undefined) throw new Error('the picture beside that of the edit is gone')
  const { maxImageBytes: maxBytes } = engine
  const plan = composition?.plan ?? null
  const maxPixels = engine.crop?.maxPixels ?? null
  const { maskPng, ...prepared } = await objects.withFile(image.sha256, (imagePath) =>
    withMask(objects, mask, (maskPath) =>
      plan && reference
        ? objects.withFile(reference.sha256, (referencePath) =>
            pixels.composeForEngine({ basePath: imagePath, referencePath, maskPath, plan, maxBytes }),
          )
        : pixels.prepareForEngine({ imagePath, maskPath, crop, maxPixels, maxBytes }),
    ),
  )
  const apart =
    reference && plan === null
      ? await objects.withFile(reference.sha256, (imagePath) =>
          pixels.prepareForEngine({ imagePath, maskPath: null, crop: null, maxPixels, maxBytes }),
        )
      : null
  return {
    model: edit.model,
    image: prepared,
    references: apart ? [apart] : [],
    maskPng,
    prompt: edit.prompt,
    operation,
    avoidPng: avoid && (await objects.read(avoid.sha256)),
    aspectRatio: edit.aspect_ratio,
    seed: edit.seed,
    safetyTolerance: edit.safety_tolerance,
    outputFormat: edit.output_format,
  }
}

const withMask = <T>(
  objects: StudioPorts['objects'],
  mask: MaskRow | null,
  use: (path: string | null) => Promise<T>,
): Promise<T> => (mask ? objects.withFile(mask.sha256, use) : use(null))
