/**
 * Where in a file the mask is: in light and dark (white = edit), in what is see-through (transparent = edit, as OpenAI has
 * it), or in what is painted (opaque = edit, as a layer of GIMP or Photoshop without a background has it).
 */
export const maskChannels = ['luminance', 'alpha', 'opacity'] as const

export type MaskChannel = (typeof maskChannels)[number]
