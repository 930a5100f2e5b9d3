// An S3 server for the tests, in a process of its own: real HTTP on a folder that goes with it.
// Three things it does otherwise than S3: what was cut off in the middle of a PUT stays as a torn object, If-None-Match is
// not looked at, and it signs calls on a whole bucket in another way, so that signatures are only compared by their key.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'

export type TestS3 = { endpoint: string; close(): Promise<void> }

/** The server's fixed pair. */
export const testS3Keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const

const program = `
  const S3rver = require('@20minutes/s3rver')
  const [directory] = process.argv.slice(1)
  new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, allowMismatchedSignatures: true }).run().then(({ port }) => console.log('port ' + port))
  process.stdin.resume().on('end', () => process.exit())
`

export async function startS3(): Promise<TestS3> {
  const folder = mkdtempSync(join(tmpdir(), 'frisket-s3-'))
  // Its standard input ends with us, however we end. It makes the tokens of its listings with DES.
  const server = spawn(process.execPath, ['--openssl-legacy-provider', '-e', program, folder], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const stop = () => server.kill('SIGKILL')
  process.on('exit', stop)
  const [line] = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(() => {
      throw new Error('the S3 server did not come up')
    }),
  ])
  const port = /port (\d+)/.exec(String(line))?.[1]
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      process.off('exit', stop)
      const ended = once(server, 'exit')
      if (server.exitCode === null && stop()) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const testS3Client = (endpoint: string): S3Client =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: testS3Keys,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })

/** A new, empty bucket of that server. */
export async function createBucket(endpoint: string): Promise<string> {
  const bucket = `frisket-${process.pid}-${Math.random().toString(36).slice(2)}`
  const client = testS3Client(endpoint)
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
  return bucket
}
