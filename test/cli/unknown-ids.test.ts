/** Promises about ids that there are none of: the command says so, in its subject's words, and where to see those that there are. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildApi } from '../../gateway/api/api.ts'
import { incidentCommands } from '../../gateway/cli/incident.ts'
import { originalCommands } from '../../gateway/cli/originals.ts'
import { proofCommands } from '../../gateway/cli/proof.ts'
import { reviewCommands } from '../../gateway/cli/reviews.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { standIn } from '../api/stand-in.ts'
import { deskOf } from '../retention/desk.ts'

/** A running gateway that has nothing. */
async function openEmptyDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse unknown-'))
  mkdirSync(join(folder, 'run'), { mode: 0o700 })
  const { services } = standIn()
  const server = createServer()
  const { api } = await buildApi({
    services: {
      ...services,
      sweeps: { ...services.sweeps, proof: () => null },
      incidents: { ...services.incidents, get: () => null },
      reviews: { ...services.reviews, get: () => null },
      originals: { ...services.originals, get: async () => null },
    },
    log: silentLog,
    face: { kind: 'control' },
    server: (handler) => server.on('request', handler),
  })
  await api.listen({ path: join(folder, 'run', 'control.sock') })
  onTestFinished(async () => {
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return deskOf(folder)
}

const unknown = '019ab3d2f4c0-0a1b2c3d4e5f'

test('it says that there is no such one, and where they stand', async () => {
  const desk = await openEmptyDesk()
  const said = [
    await desk.run(originalCommands, ['resend', unknown]),
    await desk.run(reviewCommands, ['show', unknown]),
    await desk.run(incidentCommands, ['show', unknown]),
    await desk.run(proofCommands, ['show', unknown]),
  ]
  for (const { code } of said) expect(code).not.toBe(0)
  const words = said.map(({ err }) => [
    /There is no .*?\./.exec(err)?.[0],
    /gatehouse \w+ list/.exec(err)?.[0],
  ])
  expect(words).toEqual([
    ['There is no such original.', 'gatehouse originals list'],
    ['There is no such review.', 'gatehouse reviews list'],
    ['There is no such incident.', 'gatehouse incident list'],
    ['There is no proof of such a sweep.', 'gatehouse sweep list'],
  ])
})
