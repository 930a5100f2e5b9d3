// `npm run restore -- file`: a backup into an empty studio of either size, which must not run meanwhile.
import { resolve } from 'node:path'
import { newId } from '../lib/container.ts'
import { openGround } from '../lib/ground.ts'
import { readArchive } from '../lib/studio/archive.ts'
import { runTool } from './tool.ts'

await runTool('npm run restore -- file.tar', async ({ settings, values: [name] }) => {
  const ground = await openGround({ settings, role: 'restore', onChange: () => undefined, onError: console.error })
  try {
    const { unknown } = await readArchive({ ...ground, newId }, { file: resolve(name) })
    console.log('Restored.')
    if (unknown > 0) {
      console.log(`${unknown} paid edits had no answer yet and may have been sent since: the studio asks about each.`)
    }
  } finally {
    await ground.close()
  }
})
