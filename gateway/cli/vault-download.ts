/** Fetches a file over the control socket into a file of its own, whole or not at all. */
import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { Client, type Dispatcher } from 'undici'
import { GatewayError } from '../core/errors.ts'
import { usage } from './command.ts'

export interface Download {
  socketPath: string
  /** Of the API, asked by POST. */
  path: string
  /** Never one that exists: it may be somebody's only copy of something. */
  to: string
  signal: AbortSignal
}

/** Bytes written, durable. Throws USAGE, CONTROL_REFUSED with the gateway's own words, and the system's errors. */
export async function download({
  socketPath,
  path,
  to,
  signal,
}: Download): Promise<{ bytes: number; sha256: string }> {
  await using client = disposable(new Client('http://localhost', { socketPath }))
  const file = await openNew(to)
  try {
    const answer = await client.request({ method: 'POST', path, signal }).catch((cause: unknown) => {
      throw refused({ problem: 'It did not answer.' }, cause)
    })
    if (answer.statusCode !== 200) throw await problemOf(answer)
    const hash = createHash('sha256')
    let bytes = 0
    try {
      for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
        hash.update(piece)
        for (let from = 0; from < piece.length; ) from += (await file.write(piece, from)).bytesWritten
        bytes += piece.length
      }
    } catch (cause) {
      if (isSystemError(cause)) throw cause
      throw refused(
        { problem: 'The file ended before its end: it is damaged, or the gateway was stopped.' },
        cause,
      )
    }
    await file.sync()
    await file.close()
    return { bytes, sha256: hash.digest('hex') }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(to, { force: true })
    throw error
  }
}

/** Never over a file that exists, mode 0600. Throws USAGE. */
export async function openNew(to: string) {
  try {
    return await open(to, 'wx', 0o600)
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw usage('The file exists already.', 'Name another, or remove it first.')
    if (codeOf(error) === 'ENOENT')
      throw usage('There is no folder for this file.', 'Make the folder first, or name another file.')
    throw error
  }
}

/** RFC 9457, as every error of the API is. */
async function problemOf({ statusCode, body }: Dispatcher.ResponseData): Promise<GatewayError> {
  const problem: unknown = await body.json().catch(() => null)
  const text = (name: string): string | undefined => {
    const value: unknown =
      typeof problem === 'object' && problem !== null ? Reflect.get(problem, name) : undefined
    return typeof value === 'string' ? value : undefined
  }
  const details = { status: statusCode, problem: text('title') ?? 'It gave no reason.' }
  const hint = text('hint')
  return new GatewayError('CONTROL_REFUSED', details, hint === undefined ? {} : { hint })
}

function refused(details: { problem: string }, cause: unknown): GatewayError {
  return new GatewayError('CONTROL_REFUSED', details, {
    hint: 'Look at its log, then run `gatehouse doctor`.',
    cause,
  })
}

/** Of the disk that is written to; undici's own have other codes. */
function isSystemError(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EFBIG'].includes(codeOf(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function disposable(client: Client): Client & AsyncDisposable {
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.destroy() })
}
