/** What a contractor types: plan, run, hold, proof and ledger, with the gateway running and stopped. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdCommands } from '../../gateway/cli/hold.ts'
import { ledgerCommands } from '../../gateway/cli/ledger.ts'
import { proofCommands } from '../../gateway/cli/proof.ts'
import { sweepCommands } from '../../gateway/cli/sweep.ts'
import { type Desk, deskOf, runningDesk, stoppedDesk } from './desk.ts'
import { oldFiles } from './scene.ts'

const json = { json: true }

async function sweptProof(desk: Desk): Promise<{ id: string; file: string; text: string }> {
  const [sweep] = (await desk.run(sweepCommands, ['run'], { ...json, yes: true })).json()
  const id = String(sweep?.id)
  const { out } = await desk.run(proofCommands, ['show', id])
  const file = join(desk.folder, 'proof.json')
  writeFileSync(file, out)
  return { id, file, text: out }
}

test('plan shows each period with its reason, run sweeps it, list shows it proven', async () => {
  const desk = await runningDesk()
  const plan = await desk.run(sweepCommands, ['plan'])
  expect(plan.code).toBe(0)
  expect(plan.out).toMatch(/destroy +\d{4}-\d\d-\d\d +recording +camera-1 +1 item +kept 30 days, due since/)
  expect(plan.out).toMatch(/keep +2026-11 +journal +- +20 items +kept 180 days, due 20/)
  expect(plan.err).toContain('6 of 11 periods would be destroyed.')
  expect((await desk.run(sweepCommands, ['plan'], json)).json()[0]?.lines).toHaveLength(11)
  const refused = await desk.run(sweepCommands, ['run'])
  expect(refused.code).toBe(2)
  expect(desk.scene.target.open(oldFiles[0] as (typeof oldFiles)[0])).not.toBeNull()
  const run = await desk.run(sweepCommands, ['run'], { yes: true })
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('proven') })
  expect(desk.scene.target.open(oldFiles[0] as (typeof oldFiles)[0])).toBeNull()
  expect((await desk.run(sweepCommands, ['list'])).out).toMatch(/asked +proven/)
})

test('a proof verifies with the own key, with a key by hand, and not with another or after a change', async () => {
  const desk = await runningDesk()
  const { file, text } = await sweptProof(desk)
  const whole = await desk.run(proofCommands, ['verify', file])
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining('signed by the expected key') })
  expect(whole.out).toContain('cannot be purged')
  const key = (await desk.run(ledgerCommands, ['key'])).out.trim()
  const elsewhere = deskOf(join(desk.folder, 'nowhere'))
  expect((await elsewhere.run(proofCommands, ['verify', file], { key })).code).toBe(0)
  const alone = await elsewhere.run(proofCommands, ['verify', file])
  expect(alone).toMatchObject({ code: 1, out: expect.stringContaining('NOBODY VOUCHES') })
  const other = await elsewhere.run(proofCommands, ['verify', file], { key: `${'A'.repeat(43)}=` })
  expect(other).toMatchObject({ code: 1, out: expect.stringContaining('another key') })
  writeFileSync(file, text.replace('"camera-2"', '"camera-9"'))
  const edited = await desk.run(proofCommands, ['verify', file])
  expect(edited).toMatchObject({
    code: 1,
    out: expect.stringMatching(/changed after it was signed.*destroyed\/\d/),
  })
  writeFileSync(file, 'nothing')
  expect((await desk.run(proofCommands, ['verify', file], json)).json()[0]).toMatchObject({
    problem: 'not-json',
  })
  expect((await desk.run(proofCommands, ['verify', join(desk.folder, 'none')])).code).toBe(2)
})

test('holds are set, listed and released, and what they say is in the ledger', async () => {
  const desk = await runningDesk()
  const set = await desk.run(holdCommands, ['set'], {
    device: 'camera-1',
    class: 'recording',
    reason: 'case 7',
    json: true,
  })
  const id = String(set.json()[0]?.id)
  expect(set.json()[0]).toMatchObject({
    scope: { kind: 'bucket', source: 'camera-1', class: 'recording', period: null },
  })
  expect((await desk.run(holdCommands, ['list'])).out).toMatch(/stands +camera-1\/recording +set .* case 7/)
  expect((await desk.run(sweepCommands, ['plan'])).out).toContain(`but held: ${id}`)
  expect((await desk.run(holdCommands, ['release', id], { reason: 'closed' })).out).toContain('released')
  expect((await desk.run(holdCommands, ['release', id], { reason: 'closed' })).code).toBe(1)
  const entries = (
    await desk.run(ledgerCommands, ['list'], { subject: 'camera-1/recording', json: true })
  ).json()
  expect(entries.map(({ action }) => action)).toEqual(['hold.released', 'hold.set'])
})

const wrongHolds: readonly Record<string, string>[] = [
  {},
  { reason: 'for nothing' },
  { device: 'camera-1' },
  { device: '../../etc', reason: 'a path' },
  { device: 'camera-1', period: '2026-11-22', reason: 'a period alone' },
  { class: 'recording', reason: 'two\nlines' },
  { class: 'recording', reason: 'x' },
  { class: '; DROP TABLE hold', reason: 'an attack' },
]

test('a hold that is not understood is refused by the command and by the route', async () => {
  const desk = await runningDesk()
  for (const options of wrongHolds) expect((await desk.run(holdCommands, ['set'], options)).code).toBe(2)
  expect((await desk.run(holdCommands, ['list'], json)).out).toBe('')
})

test('with the gateway stopped, ledger, sweeps, holds and proofs can be read, and sweeps not run', async () => {
  const desk = await runningDesk()
  const { id, file } = await sweptProof(desk)
  await desk.stop()
  const stopped = await desk.run(ledgerCommands, ['verify'])
  expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining('The ledger is whole') })
  expect(stopped.err).toContain('The gateway is stopped')
  expect((await desk.run(sweepCommands, ['list'])).out).toContain(id)
  expect((await desk.run(proofCommands, ['verify', file])).code).toBe(0)
  expect((await desk.run(proofCommands, ['show', id])).out).toBe(readFileSync(file, 'utf8'))
  expect((await desk.run(holdCommands, ['set'], { class: 'export', reason: 'case 8' })).code).toBe(0)
  expect((await desk.run(sweepCommands, ['plan'])).code).toBe(3)
  expect((await desk.run(sweepCommands, ['run'], { yes: true })).code).toBe(3)
})

test('verify says the first wrong entry, with the gateway running and stopped, and fails', async () => {
  const desk = await runningDesk()
  await sweptProof(desk)
  const { scene } = desk
  scene.bare.run((connection) =>
    connection.exec(`UPDATE ledger_entry SET entry = replace(entry, '"box"', '"token"') WHERE seq = 1;
      UPDATE ledger_entry SET entry = replace(entry, '"periods":6', '"periods":5') WHERE seq = 2`),
  )
  const running = await desk.run(ledgerCommands, ['verify'])
  expect(running).toMatchObject({
    code: 1,
    out: expect.stringContaining('NOT WHOLE. An entry was changed. (entry 2)'),
  })
  await desk.stop()
  const stopped = await desk.run(ledgerCommands, ['verify'], json)
  expect(stopped.code).toBe(1)
  expect(stopped.json()[0]).toMatchObject({ valid: false, problem: 'entry-changed', seq: 2 })
})

test('a checkpoint kept elsewhere proves a cut-off ledger; the export is what was hashed', async () => {
  const desk = await runningDesk()
  await sweptProof(desk)
  const kept = join(desk.folder, 'kept-elsewhere.txt')
  writeFileSync(kept, (await desk.run(ledgerCommands, ['checkpoint'])).out)
  expect((await desk.run(ledgerCommands, ['verify'], { checkpoint: kept })).code).toBe(0)
  const lines = (await desk.run(ledgerCommands, ['export'])).out.trim().split('\n')
  expect(lines.slice(1).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { seq: 2, action: 'sweep.asked', actor: 'box' },
    { seq: 3, action: 'sweep.finished', actor: 'gateway' },
  ])
  writeFileSync(kept, readFileSync(kept, 'utf8').replace('\n3\n', '\n4\n'))
  const forged = await desk.run(ledgerCommands, ['verify'], { checkpoint: kept })
  expect(forged).toMatchObject({ code: 1, out: expect.stringContaining('given checkpoint was not signed') })
})

test('a wrong root key is said in words, and nothing is touched', async () => {
  const desk = await stoppedDesk()
  writeFileSync(join(desk.folder, 'keys', 'root.key'), Buffer.alloc(32, 1))
  for (const [group, words] of [
    [ledgerCommands, ['verify']],
    [sweepCommands, ['list']],
    [holdCommands, ['list']],
  ] as const) {
    const said = await desk.run(group, words)
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('The root key does not fit') })
    expect(said.err).toContain('What to do:')
  }
})
