/** kill -9 at random moments of real sweeps in a real process: what it proved stays true, what was cut off is carried on. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { verifyLedger } from '../../gateway/store/ledger-verify.ts'
import { countExchanges, fill, liesOf, openScene, textOf, youngFiles, youngMonths } from './scene.ts'

const kills = 24

test(`after kill -9 at ${kills} random moments every proof is true and nothing that was to be kept is lost`, {
  timeout: 300_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const first = await openScene(folder)
  fill(first)
  await first.close()
  const proven: string[] = []
  for (let round = 0; round < kills; round++) proven.push(...(await killWhileSweeping(folder, round)))
  const scene = await openScene(folder)
  const unfinished = scene.bare.run((connection) =>
    connection.prepare<[], number>(`SELECT count(*) FROM sweep WHERE state <> 'complete'`).pluck().get(),
  )
  const retention = await scene.open()
  await retention.resumed
  const last = await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  expect(last.outcome).toBe('complete')
  const sweeps = retention.list(10_000)
  expect(sweeps.filter(({ state }) => state !== 'complete')).toEqual([])
  for (const id of proven) expect(sweeps.some((sweep) => sweep.id === id && sweep.hasProof)).toBe(true)
  for (const { id } of sweeps) {
    // A later sweep destroyed what was put there since: months come again, sources do not.
    expect(await liesOf(scene, retention.proof(id) ?? '')).toEqual([])
  }
  for (const bucket of youngFiles) expect(scene.target.open(bucket)).toBe(textOf(bucket))
  for (const month of youngMonths) expect(countExchanges(scene, month)).toBe(20)
  const left = (await scene.target.inventory()).map(({ source }) => source).sort()
  expect(left).toEqual(youngFiles.map(({ source }) => source).sort())
  expect(await verifyLedger(scene.database, scene.ledger.signer)).toMatchObject({ valid: true })
  expect(unfinished).toBeLessThanOrEqual(1)
  expect(proven.length).toBeGreaterThan(0)
  await scene.close()
})

/** Returns the sweeps that it said were proven before it died. */
async function killWhileSweeping(folder: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sweeping-child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  // Spread over a sweep: from the first moment on, and, every other time, from the end of the first one on.
  const forMs = (round * 13) % 160
  const from = round % 2 === 0 ? 'open' : 'complete'
  let armed = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line !== 'open') said.push(line)
    if (armed || !line.startsWith(from)) return
    armed = true
    setTimeout(() => child.kill('SIGKILL'), forMs)
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  return said.filter((line) => line.startsWith('complete ')).map((line) => line.slice('complete '.length))
}
