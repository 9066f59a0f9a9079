/** A data folder with everything that a sweep meets: keyring, database, journal, ledger, sealed files, and the open room. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { defaultConfig } from '../../config/schema.ts'
import { createEventBus } from '../../gateway/core/events.ts'
import type { Clock } from '../../gateway/core/ports.ts'
import { checkProof } from '../../gateway/core/retention/check-proof.ts'
import type { SweepTarget } from '../../gateway/core/retention/target.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { type FileLayer, nodeFiles } from '../../gateway/keyring/file-layer.ts'
import { type Keyring, openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openRetention } from '../../gateway/retention/retention.ts'
import { rowOf } from '../../gateway/store/journal-row.ts'
import { createJournalWriter } from '../../gateway/store/journal-writer.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { type DurableDatabase, openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openStore } from '../../gateway/store/store.ts'
import { watchedHealth } from '../store/fixture.ts'
import { exchange, finding } from '../store/records.ts'
import { bucketOf, createFileTarget, type FileBucket } from './file-target.ts'

export const builtAt = Date.UTC(2020, 0, 1)
export const began = Date.UTC(2020, 0, 2)
export const now = Date.UTC(2026, 10, 22, 12)

/** A clock that stands where the test puts it. */
export class HandClock implements Clock {
  wall: number
  passed = 0

  constructor(wall: number) {
    this.wall = wall
  }

  now(): number {
    return this.wall
  }

  monotonic(): number {
    return this.passed
  }

  /** Time passes, as it does. */
  pass(ms: number): void {
    this.wall += ms
    this.passed += ms
  }
}

export interface SceneOptions {
  /** Where the keyring lies instead of on the disk, and as which folder. */
  files?: FileLayer
  keys?: string
  clock?: HandClock
  /** Stands between the room and the database. */
  wrap?(database: DurableDatabase): DurableDatabase
  moreTargets?(scene: { keyring: Keyring; database: DurableDatabase }): SweepTarget[]
  wrapTarget?(target: SweepTarget): SweepTarget
  catchUpMs?: number
}

export type Scene = Awaited<ReturnType<typeof openScene>>

/** Opens what lies in the folder, or begins it. The caller closes it, or leaves it as a killed process would. */
export async function openScene(folder: string, options: SceneOptions = {}) {
  const { files = nodeFiles, clock = new HandClock(now) } = options
  const [keys, file] = [options.keys ?? join(folder, 'keys'), join(folder, 'gatehouse.db')]
  const root = { kind: 'file', path: join(keys, 'root.key') } as const
  mkdirSync(folder, { recursive: true })
  const keyring = await openKeyring({ directory: keys, root, clock, createIfNew: true, files })
  const key = await keyring.longLivedKey('database')
  const health = watchedHealth()
  {
    await using store = await openStore({ file, key, clock, health })
    if (store.failure !== null) throw store.failure
  }
  const bare = openDurableDatabase({ file, key })
  const database = options.wrap?.(bare) ?? bare
  const seed = await keyring.longLivedKey('ledger')
  const ledger = openLedger({ database, seed, clock })
  const target = createFileTarget(join(folder, 'files'), keyring)
  const events: { id: string; outcome: string }[] = []
  const bus = createEventBus({ fault: (_name, error) => expectNoFault(error) })
  bus.subscribe('sweep.finished', (event) => events.push(event))
  const open = () =>
    openRetention({
      ...{ keyring, database, ledger, clock, bus, health, builtAt },
      keysDirectory: keys,
      dataDirectory: folder,
      keyFiles: () => files.list(keys),
      targets: [target, ...(options.moreTargets?.({ keyring, database }) ?? [])].map(
        options.wrapTarget ?? ((each) => each),
      ),
      config: () => ({ ...defaultConfig().retention }),
      random: randomBytes,
      log: silentLog,
      timer: false,
      catchUpMs: options.catchUpMs ?? 0,
    })
  return {
    ...{ folder, file, keyring, database, bare, ledger, target, events, bus, health, clock, open, seed },
    async close() {
      database[Symbol.dispose]()
      await keyring[Symbol.asyncDispose]()
    },
  }
}

function expectNoFault(error: unknown): never {
  throw error
}

/** What is too old, what is not, and what is on the day of its age, for the file classes. */
export const oldFiles: readonly FileBucket[] = [
  { source: 'camera-1', class: 'recording', period: dayOf(now - 40 * dayMs) },
  { source: 'camera-1', class: 'recording', period: dayOf(now - 33 * dayMs) },
  { source: 'camera-2', class: 'recording', period: dayOf(now - 40 * dayMs) },
  { source: 'till-1', class: 'export', period: dayOf(now - 100 * dayMs) },
]
export const youngFiles: readonly FileBucket[] = [
  { source: 'camera-1', class: 'recording', period: dayOf(now - 2 * dayMs) },
  // Its day ended 29.5 days ago.
  { source: 'camera-2', class: 'recording', period: dayOf(now - 30 * dayMs) },
  { source: 'till-1', class: 'export', period: dayOf(now - 60 * dayMs) },
]

export const oldMonths = ['2026-03', '2026-04'] as const
export const youngMonths = ['2026-06', '2026-11'] as const

/** Puts files and months of journal there, dated as they say. The mark of the clock is what an hour ago left. */
export function fill(scene: Scene, files = [...oldFiles, ...youngFiles]): void {
  for (const bucket of files) scene.target.put(bucket, textOf(bucket))
  for (const month of [...oldMonths, ...youngMonths]) addExchanges(scene, month, 20)
  const ledger = openLedger({ ...scene, clock: new HandClock(began) })
  ledger.append({ action: 'gateway.started', actor: 'gateway', subject: 'gateway', facts: {} })
  scene.bare.run((connection) =>
    connection.prepare('INSERT INTO clock_mark VALUES (1, ?, 1)').run(now - 3_600_000),
  )
}

/** Exchanges of a month, with blind indexes under that month's keys. */
export function addExchanges(scene: Pick<Scene, 'bare' | 'keyring'>, month: string, count: number): void {
  scene.keyring.hmacKey('blind-index', 'EMAIL others', month)
  const from = Date.parse(`${month}-03T00:00:00Z`)
  const rows = Array.from({ length: count }, (_, index) =>
    rowOf(
      exchange({
        at: from + index * 3_600_000,
        client: `198.51.100.${Number(month.slice(5))}`,
        destination: `host-${month}.example`,
        findings: [finding({ path: `field-of-${month}` })],
        findingCounts: { EMAIL: 1 },
      }),
    ),
  )
  scene.bare.run((connection) => createJournalWriter(connection).write(rows, null))
}

export function textOf({ source, class: kind, period }: FileBucket): string {
  return `the plain text of ${source} ${kind} ${period}`
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function countExchanges({ bare }: Pick<Scene, 'bare'>, month: string): number {
  return bare.run(
    (connection) =>
      connection
        .prepare<[string], number>('SELECT count(*) FROM exchange WHERE destination = ?')
        .pluck()
        .get(`host-${month}.example`) ?? 0,
  )
}

/** What a proof names that can be read after all; empty where the proof is true. Throws where it does not verify. */
export async function liesOf(scene: Scene, proof: string): Promise<string[]> {
  const verdict = checkProof(proof, scene.ledger.signer.publicKey.toString('base64'))
  if (!verdict.valid) throw new Error(`the proof does not verify: ${verdict.problem}`)
  const lies: string[] = []
  const alive = new Set(scene.keyring.places().map(({ place }) => JSON.stringify(Object.values(place))))
  for (const line of verdict.proof.statement.destroyed) {
    for (const key of line.keys) if (alive.has(key)) lies.push(`key ${key}`)
    if (line.target === 'files' && scene.target.bytes(bucketOf(line)) !== null)
      lies.push(`file ${line.period}`)
    if (line.target === 'journal' && countExchanges(scene, line.period) > 0) lies.push(`month ${line.period}`)
  }
  return lies
}
