// The few calls on files that storing rests on, as a type, so that tests can make each of them fail.
import fs from 'node:fs/promises'
import type { Readable } from 'node:stream'

export type OpenFile = {
  read(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesRead: number }>
  /** May write less than it was given, as the system call does. */
  write(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>
  sync(): Promise<void>
  stat(): Promise<{ size: number }>
  close(): Promise<void>
  createReadStream(options: { start?: number; end?: number }): Readable
}

export type FileSystem = {
  open(path: string, flags: 'r' | 'r+' | 'wx'): Promise<OpenFile>
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<string | undefined>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  stat(path: string): Promise<{ size: number; mtimeMs: number }>
  readdir(path: string): Promise<string[]>
}

export const nodeFileSystem: FileSystem = fs

/** Makes the entries of a folder last: without it a power loss may forget a file that was fsynced itself. */
export async function syncFolder(fs: FileSystem, path: string): Promise<void> {
  // Windows cannot open a folder as a file; its file systems journal the entries themselves.
  if (process.platform === 'win32') return
  const folder = await fs.open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
