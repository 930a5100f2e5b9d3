// Names of files that go into one archive: none twice, whatever the case, because not every disk tells cases apart.

const endings: Readonly<Record<string, readonly string[]>> = {
  png: ['.png'],
  jpeg: ['.jpg', '.jpeg'],
  webp: ['.webp'],
  gif: ['.gif'],
}

/** Signs that some system takes for more than a name. */
const unfit = /[<>:"/\\|?*\p{Cc}]/gu

/** Gives each file a name of its own: "cat.png", "cat (2).png". The ending is that of the bytes. */
export function createArchiveNames(): (name: string, format: string) => string {
  const taken = new Set<string>()
  return (given, format) => {
    const name = given.replace(unfit, '_')
    const known = endings[format] ?? [`.${format}`]
    const ending = known.find((each) => name.toLowerCase().endsWith(each)) ?? known[0]
    const stem = name.toLowerCase().endsWith(ending)
      ? name.slice(0, -ending.length)
      : name.replace(/\.(png|jpe?g|webp|gif)$/i, '')
    for (let count = 1; ; count++) {
      const candidate = `${stem}${count === 1 ? '' : ` (${count})`}${ending}`
      if (taken.has(candidate.toLowerCase())) continue
      taken.add(candidate.toLowerCase())
      return candidate
    }
  }
}
