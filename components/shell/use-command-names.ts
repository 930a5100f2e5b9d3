import { useTranslations } from 'next-intl'
import { type CommandId, isValue, percentOf } from '../editor/key-commands.ts'
import type { KeyRow } from './key-list.ts'

/** What commands and rows of keys are called. */
export function useCommandNames() {
  const t = useTranslations('shell.keys')
  const command = (id: CommandId): string =>
    isValue(id) ? t('valueOf', { percent: percentOf(id) }) : t(`commands.${id}`)
  const row = ({ title, parts }: KeyRow): string => {
    if (title) return t(title)
    const [part] = parts
    return part.kind === 'command' ? command(part.command) : ''
  }
  return { command, row }
}
