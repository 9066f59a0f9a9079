/** Starts the real gateway as a child process, and waits for it to be ready, to say something, or to end. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Place } from './gatehouse.ts'

export interface Started {
  child: ChildProcess
  ready: { addresses: { proxy: string; ui: string; control: string }; accessToken: string }
  /** Resolves with the first line of standard error that holds the words. */
  said(words: string): Promise<string>
  /** What it wrote to standard error so far. */
  readonly lines: readonly string[]
}

/** Rejects with what it said where it ends instead. */
export async function startedGateway(place: Pick<Place, 'start'>, ...args: string[]): Promise<Started> {
  const child = place.start('start', '--json', ...args)
  const lines: string[] = []
  const waiting: { words: string; resolve: (line: string) => void }[] = []
  if (child.stderr === null || child.stdout === null) throw new Error('no pipes')
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line)
    for (const one of waiting) if (line.includes(one.words)) one.resolve(line)
  })
  const said = (words: string) => {
    const found = lines.find((line) => line.includes(words))
    if (found !== undefined) return Promise.resolve(found)
    return new Promise<string>((resolve) => waiting.push({ words, resolve }))
  }
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(lines.join('\n')))),
  ])
  const ready = JSON.parse(String(first[0])) as Started['ready']
  if (ready.addresses === undefined) throw new Error(`It did not start: ${String(first[0])}`)
  return { child, ready, said, lines }
}

export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** For the end of a test. */
export async function endAll(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exitOf(child)
  }
}
