/** Loads one address with autocannon in a process of its own, and reads what it measured. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const program = fileURLToPath(import.meta.resolve('autocannon'))

export interface LoadOptions {
  url: string
  token: string
  seconds: number
  connections: number
  /** PEM file of the authority that signed the server's certificate. */
  caFile: string
}

export interface Load {
  requestsPerSecond: number
  meanMs: number
  p99Ms: number
  requests: number
}

/** Throws where any answer was no success: a fast error is no result. */
export async function load({ url, token, seconds, connections, caFile }: LoadOptions): Promise<Load> {
  const { stdout } = await run(
    process.execPath,
    [
      program,
      '--json',
      '--no-progress',
      ...['--connections', String(connections), '--duration', String(seconds)],
      ...['--headers', `authorization=Bearer ${token}`],
      url,
    ],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile }, maxBuffer: 1 << 24 },
  )
  const result = JSON.parse(stdout) as Record<'errors' | 'timeouts' | 'non2xx' | '2xx', number> &
    Record<'latency' | 'requests', Record<'average' | 'p99', number>>
  const failed = result.errors + result.timeouts + result.non2xx
  if (failed > 0 || result['2xx'] === 0) throw new Error(`${url} answered ${failed} failures`)
  return {
    requestsPerSecond: result.requests.average,
    meanMs: result.latency.average,
    p99Ms: result.latency.p99,
    requests: result['2xx'],
  }
}
