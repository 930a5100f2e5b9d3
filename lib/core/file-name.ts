// The name of an uploaded file, as a label. It is somebody else's text: nothing is ever opened or typed by it.

const maxLength = 200

/** "jpg" for JPEG; the other formats are called as their files end. */
export const fileEnding = (format: string): string => (format === 'jpeg' ? 'jpg' : format)

/** The last part of a path, without control characters and the marks that turn the direction of text. Null where nothing is left. */
export function cleanFileName(text: string | null | undefined): string | null {
  const name = (text ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  if (/^\.*$/.test(name)) return null
  return [...name].slice(0, maxLength).join('').trim()
}
