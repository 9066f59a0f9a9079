/** Runs the real command as a child process, in a folder of its own and without this process's own settings. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ownEnvironment } from '../support/own-environment.ts'

const main = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url))

/** Tests run beside each other: the listeners for devices take whatever port is free. */
const anyPorts = {
  GATEHOUSE__BROKER__PORT: '0',
  GATEHOUSE__INGEST__HTTPSPORT: '0',
  GATEHOUSE__INGEST__SFTPPORT: '0',
}

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  env?: Record<string, string>
  input?: string
  /** As another user of the box; needs root. */
  uid?: number
}

/** A folder with nothing in it, and the command run in it. */
export interface Place extends AsyncDisposable {
  folder: string
  run(...args: string[]): Promise<Ran>
  runWith(options: RunOptions, ...args: string[]): Promise<Ran>
  start(...args: string[]): ReturnType<typeof spawn>
}

export async function emptyPlace(): Promise<Place> {
  return placeIn(await mkdtemp(join(tmpdir(), 'gatehouse-cli-')))
}

/** The command run in a folder that is there, which goes with the place; `always` stands in its environment. */
export function placeIn(folder: string, always: Readonly<Record<string, string>> = {}): Place {
  const begin = (args: readonly string[], { env = {}, uid }: RunOptions = {}) =>
    spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { ...ownEnvironment(), HOME: folder, ...anyPorts, ...always, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    })
  const runWith: Place['runWith'] = async (options, ...args) => {
    const child = begin(args, options)
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
    child.stdin.end(options.input ?? '')
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
    return { code, stdout, stderr }
  }
  return {
    folder,
    runWith,
    run: (...args) => runWith({}, ...args),
    start: (...args) => begin(args),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
