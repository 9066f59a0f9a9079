/** A trial: within a minute all five ways are seen at work, each by a real process or a real step of the product. */
import type { ChildProcess } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyPlace, type Place } from '../cli/gatehouse.ts'
import { endAll, exitOf, startedGateway } from '../cli/started.ts'

let place: Place
let children: ChildProcess[] = []
beforeEach(async () => {
  place = await emptyPlace()
  children = []
})
afterEach(async () => {
  await endAll(children)
  await place[Symbol.asyncDispose]()
})

/** What a command prints with --json, one value a line. */
async function asked(...command: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await place.run(...command, '--json')
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Asks until the answer holds what is waited for; the test's own time limit ends it. */
async function until<Found>(ask: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

test('a trial shows an exchange cleaned, a device reporting, a file sealed, a sweep proven and a signal explained', async () => {
  const { child, ready } = await startedGateway(place, '--try')
  children.push(child)
  const cleaned = await until(async () =>
    (await asked('journal', 'list')).find(({ action }) => action === 'transform'),
  )
  expect(cleaned).toMatchObject({ destination: 'demo.gatehouse.test', findingCounts: { CREDIT_CARD: 1 } })
  // What an owner tries out first, `policy allow`, ends with a reload: the trial's own settings outlast it.
  expect(await place.run('reload')).toMatchObject({ code: 0 })
  const file = await until(async () =>
    (await asked('vault', 'list')).find((one) => one.name === 'corridor.mp4'),
  )
  expect(file).toMatchObject({ bucket: { source: 'demo-camera', class: 'recording' }, bytes: 524_288 })
  const sweep = await until(async () =>
    (await asked('sweep', 'list')).find(({ hasProof }) => hasProof === true),
  )
  const proof = await place.run('proof', 'show', String(sweep.id))
  const proofFile = join(place.folder, 'proof.json')
  await writeFile(proofFile, proof.stdout)
  const verified = await place.run('proof', 'verify', proofFile)
  expect(verified).toMatchObject({ code: 0 })
  expect(verified.stdout).toContain('1 period destroyed')
  const signal = await until(async () =>
    (await asked('incident', 'list')).find(({ detector }) => detector === 'silence'),
  )
  expect(signal.sentence).toMatch(
    /^demo-till .*silent for \d{2,3} seconds; .*never paused longer than \d+ seconds?\.$/,
  )
  const reported = await until(async () => {
    const { stdout, code } = await place.run('telemetry', 'show', 'demo-camera', '--json')
    return code === 0 ? stdout : undefined
  })
  expect(reported).toContain('cpu.load')

  // A healthy office is told so: what devices sent well is nothing refused.
  const checks = JSON.parse((await place.run('doctor', '--json')).stdout) as {
    checks: { id: string; state: string; found: string }[]
  }
  expect(checks.checks.find(({ id }) => id === 'telemetry')).toMatchObject({ state: 'ok' })
  expect(checks.checks.find(({ id }) => id === 'retention')).toMatchObject({ state: 'ok' })

  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
  expect(ready.addresses.proxy).toContain('127.0.0.1')
})

test('a trial that is killed leaves no program of its own behind', async () => {
  const { child } = await startedGateway(place, '--try')
  children.push(child)
  const ofTrial = async () => {
    const folder = join(place.folder, 'data/demo')
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const lines = await Promise.all(
      // One that ended meanwhile has no line any more.
      processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
    )
    return lines.filter((line) => line.includes(folder))
  }
  await until(async () => ((await asked('device', 'list')).length === 2 ? true : undefined))
  await until(async () => ((await ofTrial()).length >= 2 ? true : undefined))
  child.kill('SIGKILL')
  await exitOf(child)
  await until(async () => ((await ofTrial()).length === 0 ? true : undefined))
})
