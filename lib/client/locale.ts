// Which languages there are and how one is chosen: the cookie, else what the browser asks for, else English.

export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

export const localeCookie = 'frisket-locale'

const isLocale = (text: string | undefined): text is Locale => locales.some((locale) => locale === text)

/** @param acceptLanguage the header as it came, such as "zh-TW,zh;q=0.9,en;q=0.8" */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag, quality] = part.split(';q=')
      return { tag: tag.trim().toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  const known = ranked.find(({ tag }) => /^(en|zh)\b/.test(tag))
  return known?.tag.startsWith('zh') ? 'zh-CN' : 'en'
}

/** Remembers the choice for a year; the next answer of the server is in that language. */
export function rememberLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from Firefox and from plain http
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`
}
