// The servers that tests run against. `npm test` starts this file once, and all its runners borrow from it; a test file
// that is run by hand starts what it needs for itself.
//
// As a program: prints one line of JSON, the environment for the runners, and ends with its standard input.
import { startPostgres, type TestPostgres } from './postgres.ts'
import { startS3, type TestS3 } from './s3.ts'

const postgresVariable = 'TEST_POSTGRES_URL'
const s3Variable = 'TEST_S3_ENDPOINT'

const borrowed = async (): Promise<void> => {}

export async function borrowPostgres(): Promise<TestPostgres> {
  const url = process.env[postgresVariable]
  return url ? { url, close: borrowed } : startPostgres()
}

export async function borrowS3(): Promise<TestS3> {
  const endpoint = process.env[s3Variable]
  return endpoint ? { endpoint, close: borrowed } : startS3()
}

if (import.meta.main) {
  const [postgres, s3] = await Promise.all([startPostgres(), startS3()])
  console.log(JSON.stringify({ [postgresVariable]: postgres.url, [s3Variable]: s3.endpoint }))
  process.stdin.resume().on('end', async () => {
    await Promise.all([postgres.close(), s3.close()])
    process.exit(0)
  })
  // Ctrl+C reaches the whole group; the end of our input is what counts.
  process.on('SIGINT', () => {})
}
