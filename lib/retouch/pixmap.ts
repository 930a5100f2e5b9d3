/** Rows of 8-bit samples from the top left: red, green, blue, and with four channels alpha, which is not premultiplied. */
export type Pixmap = {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}
