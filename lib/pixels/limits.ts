/** What an uploaded picture may weigh and measure; both bounds are inside. */
export const maxImageBytes = 20_000_000
export const maxImagePixels = 20_000_000
