// Ids are 20 characters of lower-case base 32 (100 random bits): short enough for a link, and not to be guessed.

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

export const idLength = 20
export const idPattern = /^[0-9a-hjkmnp-tv-z]{20}$/

/** @param random at least 20 random bytes; five bits of each are used */
export function encodeId(random: Uint8Array): string {
  let id = ''
  for (let i = 0; i < idLength; i++) id += alphabet[random[i] & 31]
  return id
}
