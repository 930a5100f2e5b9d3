// Seals secrets that have to be kept in the database: AES-256-GCM, bound to what they belong to, so that a sealed text is
// of no use beside another row. The key is not in the database, so a backup holds nothing that opens.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'

export type SecretBox = {
  /**
   * @param context must be the same when it is opened
   * @throws AppError storage_failed where a key had to be made and could not be kept
   */
  seal(secret: string, context: string): Promise<string>
  /** Null for what was sealed with another key or for another context, and where the key cannot be read. */
  open(sealed: string, context: string): Promise<string | null>
}

const keyBytes = 32
const ivBytes = 12
const tagBytes = 16
const version = 'v1'

type SecretBoxOptions = {
  /** Taken instead of the file. */
  key: Uint8Array | null
  /** Where the key file is kept; null where several processes share what is sealed, and only `key` will do. */
  folder: string | null
}

/** Null where nothing could be sealed. */
export function openSecretBox({ key, folder }: SecretBoxOptions): SecretBox | null {
  if (key === null && folder === null) return null
  const path = join(folder ?? '', 'secret.key')
  let known = key
  const findKey = async () => {
    known ??= await readKey(path)
    return known
  }
  const haveKey = async () => {
    known ??= (await readKey(path)) ?? (await makeKey(path))
    return known
  }
  return {
    async seal(secret, context) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', await haveKey(), iv).setAAD(Buffer.from(context))
      const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${version}.${sealed.toString('base64url')}`
    },
    async open(sealed, context) {
      const [kind, text = ''] = sealed.split('.')
      const bytes = Buffer.from(text, 'base64url')
      const opener = await findKey().catch(() => null)
      if (kind !== version || bytes.length < ivBytes + tagBytes || opener === null) return null
      const iv = bytes.subarray(0, ivBytes)
      const decipher = createDecipheriv('aes-256-gcm', opener, iv, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagBytes))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/** As text, so that whoever moves to several processes can put it into FRISKET_SECRET_KEY. */
async function readKey(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new AppError('storage_failed', { cause: error })
  })
  if (text === null) return null
  const key = Buffer.from(text.trim(), 'base64')
  // Never replaced: what it had sealed would be lost, and the file may only have been damaged in copying.
  if (key.length !== keyBytes) throw new AppError('storage_failed', { cause: new Error(`${path} holds no key`) })
  return new Uint8Array(key)
}

/** Whole before it has its name, and lasting before it seals anything. */
async function makeKey(path: string): Promise<Uint8Array> {
  const key = randomBytes(keyBytes)
  const scratch = `${path}.${randomBytes(8).toString('hex')}`
  try {
    const file = await open(scratch, 'wx', 0o600)
    try {
      await file.writeFile(`${key.toString('base64')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    // Fails where there is one already, which then is the key.
    await link(scratch, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    const folder = await open(join(path, '..'), 'r')
    await folder.sync().finally(() => folder.close())
  } catch (cause) {
    throw new AppError('storage_failed', { cause })
  } finally {
    await rm(scratch, { force: true })
  }
  return (await readKey(path)) ?? new Uint8Array(key)
}
