// The words of errors, in the language of whoever asks: the cookie of the page, else Accept-Language, else English.
import { createTranslator } from 'next-intl'
import en from '#messages/en.json' with { type: 'json' }
import zh from '#messages/zh-CN.json' with { type: 'json' }
import { chooseLocale, localeCookie } from '../client/locale.ts'
import type { Say } from '../studio/views.ts'

const english = createTranslator({ locale: 'en', messages: en.errors })
const chinese = createTranslator({ locale: 'zh-CN', messages: zh.errors })

export function sayTo(request: Request): Say {
  const cookie = new RegExp(`(?:^|;\\s*)${localeCookie}=([\\w-]+)`).exec(request.headers.get('cookie') ?? '')?.[1]
  const locale = chooseLocale(cookie, request.headers.get('accept-language'))
  const translate = locale === 'zh-CN' ? chinese : english
  return (code, details) => translate(code, details)
}
