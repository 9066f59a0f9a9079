/** Starts the programs that take part in a bench, each on its own core, and ends them again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** The proxy under test has a core of its own; load and origin share the other. */
export const proxyCore = 0
export const loadCore = 1

/** False where one core, or no taskset, means that load and proxy disturb each other: the figures then say so. */
export const pinned = availableParallelism() > 1 && existsSync('/usr/bin/taskset')

/** A program that speaks in JSON lines: one value per line, in both directions. */
export interface Program extends AsyncDisposable {
  readonly pid: number
  /** The next line that it prints. Throws where it ended instead, with what it said on standard error. */
  next<T>(): Promise<T>
  send(line: string): void
}

/** Starts one of the bench's own programs (TypeScript) on a core, with its order as the only argument. */
export function startProgram(file: string, order: unknown, core: number): Program {
  const [command = '', ...rest] = onCore(core, [process.execPath, file, JSON.stringify(order)])
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'] })
  const errors = collectText(child.stderr)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    pid: child.pid ?? 0,
    async next<T>(): Promise<T> {
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${file} ended early: ${errors()}`)
      return JSON.parse(String(value)) as T
    },
    send: (line) => void child.stdin.write(`${line}\n`),
    [Symbol.asyncDispose]: () => end(child, 'SIGTERM'),
  }
}

/** A server under test and the last that it said. */
export interface Server {
  readonly child: ChildProcess
  output(): string
}

/** Starts a server (the gateway, Squid) on the proxy's core; its output is kept for when it fails. */
export function startServer(
  command: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd: string },
): Server {
  const [program = '', ...rest] = onCore(proxyCore, command)
  const child = spawn(program, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const out = collectText(child.stdout)
  const errors = collectText(child.stderr)
  return { child, output: () => `${out()}${errors()}` }
}

/** Asks a program to end, insists after ten seconds, and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(insist)
}

// taskset replaces itself by the program, so the process id stays that of the program.
function onCore(core: number, command: readonly string[]): readonly string[] {
  return pinned ? ['/usr/bin/taskset', '--cpu-list', String(core), ...command] : command
}

/** The last 4 KiB of what a stream said. */
function collectText(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4096)
  })
  return () => text.trim()
}
