// Gives every request its language and its words. The locale is in a cookie, never in the path: a link is one link.
import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import type en from '../messages/en.json'
import { chooseLocale, type Locale, localeCookie } from './client/locale.ts'

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof en
  }
}

const messages: Record<Locale, () => Promise<{ default: typeof en }>> = {
  en: () => import('../messages/en.json'),
  'zh-CN': () => import('../messages/zh-CN.json'),
}

export default getRequestConfig(async () => {
  const cookie = (await cookies()).get(localeCookie)?.value
  const locale = chooseLocale(cookie, (await headers()).get('accept-language'))
  return { locale, messages: (await messages[locale]()).default, timeZone: 'UTC' }
})
