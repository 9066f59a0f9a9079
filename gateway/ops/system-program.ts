/** Finds and runs programs of the system: with lists of arguments, without a shell, and with an end to what they may print. */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'

export interface EndedProgram {
  /** Null where it was ended. */
  code: number | null
  stdout: string
  stderr: string
}

export interface ProgramBounds {
  /** Bytes that it may print; where there are more, it is ended. Absent: any. */
  maxBytes?: number
  /** After so long it is ended. Absent: it may take its time. */
  timeoutMs?: number
}

/** Debian's own folders: a PATH without them (a plain user's, a service's) is common. */
const systemFolders = ['/usr/sbin', '/sbin', '/usr/bin', '/bin']

/** Its path; null where it is not installed. */
export function findProgram(name: string, path = process.env.PATH ?? ''): string | null {
  for (const folder of [...path.split(delimiter), ...systemFolders]) {
    if (!folder.startsWith('/')) continue
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {
      // The next folder may have it.
    }
  }
  return null
}

/** Rejects where it cannot be started. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { input = '', maxBytes = Number.POSITIVE_INFINITY, timeoutMs }: ProgramBounds & { input?: string } = {},
): Promise<EndedProgram> {
  // Nothing of the caller's environment: it would only change words that are compared, or what is loaded.
  const child = spawn(program, args, {
    env: { LC_ALL: 'C', PATH: systemFolders.join(delimiter) },
    stdio: 'pipe',
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' }),
  })
  const ended = Promise.withResolvers<number | null>()
  child.once('error', ended.reject)
  child.once('close', ended.resolve)
  // A program that ends before it has read everything says why by its exit code.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const tooMuch = () => child.kill('SIGKILL')
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout, maxBytes, tooMuch),
    textOf(child.stderr, maxBytes, tooMuch),
    ended.promise,
  ])
  return { code, stdout, stderr }
}

async function textOf(stream: Readable, maxBytes: number, tooMuch: () => void): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length
    if (bytes <= maxBytes) chunks.push(chunk as Buffer)
    else tooMuch()
  }
  return Buffer.concat(chunks).toString()
}
