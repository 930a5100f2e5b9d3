// What a studio has kept, read from outside while it runs: every row and every file.
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Kept = { files: string[]; rows: Record<string, unknown[]> }

/** Files of the database and the lock count by their rows, not as files. */
export async function whatIsKept(dataDir: string): Promise<Kept> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !/^(frisket\.sqlite|lock\.)/.test(entry.name))
    .map((entry) => relative(dataDir, join(entry.parentPath, entry.name)))
    .sort()
  return { files, rows: readRows(join(dataDir, 'frisket.sqlite')) }
}

function readRows(file: string): Record<string, unknown[]> {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
    return Object.fromEntries(
      tables.map(({ name }) => [String(name), database.prepare(`SELECT * FROM "${name}"`).all()]),
    )
  } finally {
    database.close()
  }
}
