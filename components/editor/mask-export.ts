// The mask as a file of one's own: an 8-bit grey PNG, named after its picture.

/** `espresso-cup.jpg` gives `espresso-cup_mask.png`. */
export const maskFileName = (pictureName: string): string => `${pictureName.replace(/\.[a-z0-9]{1,5}$/i, '')}_mask.png`

export function downloadMask(png: Blob, pictureName: string): void {
  const url = URL.createObjectURL(png)
  const link = document.createElement('a')
  link.href = url
  link.download = maskFileName(pictureName)
  link.click()
  // Not at once: the download begins after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
