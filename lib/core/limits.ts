// What a picture may weigh and measure, the same for the page, the server and what is sent. Both bounds are inside.

export const maxImageBytes = 20_000_000
export const maxImagePixels = 20_000_000

/** The widths in which small pictures are served, in pixels. */
export const thumbnailWidths = [96, 240, 480, 960, 1920] as const
export type ThumbnailWidth = (typeof thumbnailWidths)[number]
