/** A program that pins, from its first refusal to its tunnel: the whole gateway, the real command, real curl. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import type { Proposal } from '../../gateway/core/proposal/proposal.ts'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, startedGateway } from '../cli/started.ts'
import { curl, startOrigin, type Proxy as TestProxy } from '../egress/setup.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { openOffice } from './office.ts'

async function openScene(workers: number) {
  const office = await openOffice()
  const [app, web] = await Promise.all([
    startOrigin({ host: 'app.test', answer: (_request, response) => response.end('from the app') }),
    startOrigin({ host: 'web.test' }),
  ])
  const origins = [app, web]
  const rootFiles = await Promise.all(
    origins.map(async ({ host, rootPem }) => {
      const file = join(office.folder, `${host}.pem`)
      await writeFile(file, rootPem)
      return file
    }),
  )
  await office.writeConfig({
    proxy: {
      workers,
      connectPorts: origins.map(({ port }) => port),
      hosts: Object.fromEntries(origins.map(({ host }) => [host, '127.0.0.1'])),
      extraRoots: origins.map(({ host }, index) => ({ destinations: [host], file: rootFiles[index] })),
      clients: ['127.0.0.0/8'],
    },
  })
  const place = placeIn(office.folder)
  const program = requireClient('curl') ?? ''
  let running = await startedGateway(place)
  onTestFinished(() => endAll([running.child]))
  const caFile = join(office.folder, 'ca.pem')
  await place.run('ca', 'export', '--out', caFile)
  const ask = (host: string, trust: string, from: string) => {
    const [address = '', port = ''] = running.ready.addresses.proxy.split(':')
    const proxy = { host: address, port: Number(port), caFile: trust } as TestProxy
    const target = origins.find((origin) => origin.host === host)
    return curl(program, proxy, ['--interface', from, `https://${host}:${target?.port}/`])
  }
  return {
    place,
    app,
    caFile,
    /** It trusts its maker's root alone. */
    pinned: (from = '127.0.0.1') => ask('app.test', rootFiles[0] ?? '', from),
    healthy: (host = 'web.test') => ask(host, caFile, '127.0.0.1'),
    async listed<Line>(...words: string[]): Promise<Line[]> {
      const { stdout } = await place.run(...words, '--json')
      return stdout === ''
        ? []
        : stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Line)
    },
    async restart() {
      running.child.kill('SIGTERM')
      await exitOf(running.child)
      return {
        again: async () => {
          running = await startedGateway(place)
        },
      }
    },
  }
}

type Scene = Awaited<ReturnType<typeof openScene>>

async function refusedTimes({ pinned, healthy }: Scene, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    expect((await pinned()).code).toBe(60)
    await healthy()
    await sleep(1100)
  }
}

/** Twenty commands, each a process that starts: what any other test has (vitest.config.ts). */
const manyCommandsMs = 300_000

for (const workers of [0, 1])
  testWith(
    'curl',
    `a program that pins is proposed and answered, workers: ${workers}`,
    async () => {
      const scene = await openScene(workers)
      const open = () => scene.listed<Proposal>('proposals')
      await refusedTimes(scene, 3)
      await expect.poll(open).toMatchObject([{ client: '127.0.0.1', host: 'app.test', why: 'pinned' }])
      const refused = await scene.listed<ExchangeRecord>('journal', 'list', '--destination', 'app.test')
      expect(refused).toHaveLength(3)
      for (const record of refused)
        expect(record).toMatchObject({ reason: 'client-tls-failed', notes: ['alert:unknown_ca'] })
      expect(scene.app.connections).toBe(0)

      const stopped = await scene.restart()
      expect(await open()).toHaveLength(1)
      await stopped.again()
      expect((await scene.place.run('doctor')).stdout).toContain(
        '1 program accepts its maker’s certificates alone',
      )
      const [proposal] = await open()
      const id = proposal?.id ?? ''

      expect(await scene.place.run('proposals', 'accept', id)).toMatchObject({ code: 0 })
      expect((await scene.pinned()).stdout.toString()).toBe('from the app')
      await expect
        .poll(() => scene.listed<ExchangeRecord>('journal', 'list', '--verdict', 'tunnel'))
        .toMatchObject([{ destination: 'app.test', ruleId: expect.stringMatching(/^allowed-/) }])
      const [tunnelled] = await scene.listed<ExchangeRecord>('journal', 'list', '--verdict', 'tunnel')
      expect(tunnelled?.forwardedBytes).toBeGreaterThan(200)
      expect(tunnelled?.responseBytes).toBeGreaterThan(200)

      // Nobody else, and nothing else.
      expect((await scene.pinned('127.0.0.2')).code).toBe(60)
      expect((await scene.healthy()).code).toBe(0)
      expect(await scene.place.run('proposals', 'accept', id)).toMatchObject({
        ...{ code: 1, stderr: expect.stringContaining('policy undo') },
      })
      expect((await scene.place.run('ledger', 'list', '--json')).stdout).toContain('proposal.accepted')

      const [correction] = await scene.listed<{ id: string }>('policy', 'corrections')
      expect(await scene.place.run('policy', 'undo', correction?.id ?? '')).toMatchObject({ code: 0 })
      expect((await scene.pinned()).code).toBe(60)
    },
    manyCommandsMs,
  )
