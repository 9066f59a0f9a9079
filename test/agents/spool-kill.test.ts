/** The promise that an agent killed at any moment loses no reading that it had kept, and sends none twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { drain, numbersOf, spoolFolder, spoolIn } from './spool-folder.ts'

const child = fileURLToPath(new URL('spooling-child.ts', import.meta.url))
const rounds = 200
const compiled = mkdtempSync(join(tmpdir(), 'gatehouse-compiled-'))
afterAll(() => rmSync(compiled, { recursive: true, force: true }))

test(`of ${rounds} kills at random moments none costs a reading that was kept, doubles one or mixes their order`, {
  timeout: 240_000,
}, async () => {
  // Two spools side by side: most of the time goes into starting processes.
  const lanes = await Promise.all([killAgainAndAgain(rounds / 2), killAgainAndAgain(rounds / 2)])
  // Kills that came before a first reading would prove little.
  expect(lanes.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(rounds / 2)
})

async function killAgainAndAgain(times: number): Promise<number> {
  const folder = spoolFolder()
  let kept = 0
  let storedBefore = 0
  let firstBefore = 1
  let withReadings = 0
  for (let round = 0; round < times; round++) {
    const wishToStore = Math.floor(Math.random() * 40)
    const said = await runAndKill([folder, String(kept + 1), String(wishToStore)])
    if (said > 0) withReadings++
    const spool = spoolIn(folder, { maxBytes: 96 * 1024 })
    const readings = drain(spool, 10_000)
    const numbers = numbersOf(readings).map(Number)
    const first = numbers[0] ?? 0
    // In order, without a gap or a double, and up to what was last said to be kept at least.
    expect(numbers).toEqual(numbers.map((_, at) => first + at))
    const last = numbers.at(-1) ?? 0
    expect(last).toBeGreaterThanOrEqual(Math.max(kept, said))
    expect(last).toBeLessThanOrEqual(Math.max(kept, said) + 1)
    // What is gone was stored by the child, or pushed out by the bound and is told.
    const stored = first - 1 - (readings[0]?.lost ?? 0)
    expect(stored).toBeGreaterThanOrEqual(storedBefore)
    expect(stored).toBeLessThanOrEqual(firstBefore - 1 + wishToStore)
    storedBefore = stored
    firstBefore = first
    kept = numbers.at(-1) ?? kept
    spool[Symbol.dispose]()
  }
  return withReadings
}

/** The last number that the child said it had kept; 0 for none. */
async function runAndKill(args: readonly string[]): Promise<number> {
  const running = spawn(process.execPath, [child, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Compiled once, not two hundred times.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  let text = ''
  running.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await Promise.race([once(running.stdout, 'data'), once(running, 'close')])
  await sleep(Math.random() * 12)
  await end(running)
  return Number(text.split('\n').at(-2) ?? 0)
}

async function end(running: ChildProcess): Promise<void> {
  const closed = once(running, 'close')
  running.kill('SIGKILL')
  await closed
}
