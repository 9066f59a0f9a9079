/** Promises of what one worker may have: tokens of its own exchanges, leaves for one key of its own, each record once. */
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import type { LoginVerdict, PresentedLogin } from '../../gateway/core/login/proxy-logins.ts'
import type { OriginalFacts } from '../../gateway/core/original/original.ts'
import type { IssuedToken, RestoredToken, TokenExchange } from '../../gateway/core/ports.ts'
import type { ReviewNotice } from '../../gateway/core/review/notice.ts'
import { Secret } from '../../gateway/core/secret.ts'
import type { TroubleNotice } from '../../gateway/core/trouble/notice.ts'
import { toBase64 } from '../../gateway/core/worker/bytes.ts'
import { toControlSchema } from '../../gateway/core/worker/to-control.ts'
import type { ToWorker } from '../../gateway/core/worker/to-worker.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { createWorkerLeaves } from '../../gateway/pki/worker-leaves.ts'
import { type Asked, WorkerDesk } from '../../gateway/workers/desk.ts'
import { exchange } from '../api/stand-in.ts'
import { factsOf } from '../originals/room.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }

async function openScene() {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-desk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const authority = await openAuthority({
    ...{ kind: 'interception', directory: folder, clock, random: randomBytes, officeName: 'Test' },
    key: new Secret(randomBytes(32)),
    excluded: ['bank.example'],
  })
  const registered = new Map<string, TokenExchange>()
  const kept: IssuedToken[] = []
  const records: ExchangeRecord[] = []
  const originals: [string, string][] = []
  let missing = 0
  const owners = new Map<string, string>()
  const ports = {
    journal: {
      record: (record: ExchangeRecord) => void records.push(record),
      missing: (count: number) => {
        missing += count
      },
      durable: async () => true,
    },
    leaves: createWorkerLeaves({
      authority,
      clock,
      random: randomBytes,
      leafDays: 90,
      onIssue: () => undefined,
    }),
    tokens: {
      register: (each: TokenExchange) => void registered.set(each.id, each),
      release: (id: string) => void registered.delete(id),
      keep: async (_id: string, tokens: readonly IssuedToken[]) => kept.push(...tokens) > 0,
      restore: async (_id: string, codes: readonly string[]): Promise<ReadonlyMap<string, RestoredToken>> =>
        new Map(
          codes.map((code) => [code, { type: 'EMAIL', value: Buffer.from('a@b.example'), undone: null }]),
        ),
    },
    logins: {
      markOf: () => null,
      marks: () => ({ anna: 'mark' }),
      check: async ({ password }: PresentedLogin): Promise<LoginVerdict> =>
        password === 'right' ? { kind: 'right', mark: 'mark' } : { kind: 'wrong' },
    },
    reviews: {
      window: {
        look: async (id: string, address: string): Promise<ReviewNotice> =>
          id === 'known' && address === '10.0.0.2' ? { state: 'full' } : { state: 'unknown' },
        ask: async (): Promise<ReviewNotice> => ({ state: 'asked', ticket: 'ticket' }),
        claim: async (review: string) => review === 'once',
      },
      trouble: {
        list: async (address: string): Promise<TroubleNotice> =>
          address === '10.0.0.2' ? { state: 'listed', rows: [], isShared: false } : { state: 'unsure' },
        look: async (): Promise<TroubleNotice> => ({ state: 'unknown' }),
        ask: async (): Promise<TroubleNotice> => ({ state: 'asked', ticket: 'ticket' }),
      },
      permits: () => [],
      tunnels: () => [],
      linkKeyOf: () => Buffer.alloc(32),
    },
    originalsOf: (worker: string) => ({
      keep: ({ id }: OriginalFacts) => originals.push([worker, id]) > 0,
      leave: ({ id }: OriginalFacts) => void originals.push([worker, id]),
    }),
    clients: { standings: () => null, lookFor: () => null },
    log: silentLog,
  }
  const open = (worker: string) => {
    const said: ToWorker[] = []
    const desk = new WorkerDesk({ ports, worker, owners, reply: (message) => void said.push(message) })
    return { desk, said, ask: (message: Asked) => desk.take(message) }
  }
  return { open, registered, kept, records, originals, authority, missing: () => missing }
}

const one: TokenExchange = { id: 'exchange-1', client: '10.0.0.2', destinationGroup: 'ai' }
const token = {
  ...{ code: 'C', type: 'EMAIL' as const, period: '2026-11', undone: null },
  value: toBase64(Buffer.from('a@b.example')),
}

test('tokens are kept and given back for an exchange that this worker registered, and for none else', async () => {
  const scene = await openScene()
  const mine = scene.open('worker-1')
  const other = scene.open('worker-2')
  mine.ask({ kind: 'register', exchange: one })
  for (const desk of [mine, other]) {
    desk.ask({ kind: 'keep', ask: 1, id: one.id, tokens: [token] })
    desk.ask({ kind: 'restore', ask: 2, id: one.id, codes: ['C'] })
    desk.ask({ kind: 'restore', ask: 3, id: 'exchange-2', codes: ['C'] })
  }
  await expect.poll(() => [mine.said.length, other.said.length]).toEqual([3, 3])
  const byAsk = (said: ToWorker[]) =>
    Object.fromEntries(said.map((each) => ['ask' in each ? each.ask : 0, each]))
  expect(byAsk(mine.said)).toMatchObject({
    1: { durable: true },
    2: { values: [{ code: 'C', type: 'EMAIL', value: token.value }] },
    3: { values: [] },
  })
  expect(byAsk(other.said)).toMatchObject({ 1: { durable: false }, 2: { values: [] }, 3: { values: [] } })
  expect(scene.kept).toHaveLength(1)
})

test('a worker is told whether a password is a user’s, and nothing else of it', async () => {
  const { ask, said } = (await openScene()).open('worker-1')
  for (const [number, password] of ['right', 'wrong'].entries())
    ask({ kind: 'login', ask: number + 1, user: 'anna', password, address: '10.0.0.2' })
  await expect
    .poll(() => said)
    .toEqual([
      { kind: 'login-checked', ask: 1, verdict: { kind: 'right', mark: 'mark' } },
      { kind: 'login-checked', ask: 2, verdict: { kind: 'wrong' } },
    ])
})

test('an exchange of another worker can be neither taken over nor released', async () => {
  const scene = await openScene()
  const mine = scene.open('worker-1')
  const other = scene.open('worker-2')
  mine.ask({ kind: 'register', exchange: one })
  other.ask({ kind: 'register', exchange: { ...one, client: '10.0.0.99' } })
  other.ask({ kind: 'release', id: one.id })
  other.desk.lineEnded()
  expect(scene.registered.get(one.id)).toEqual(one)
  mine.desk.lineEnded()
  expect(scene.registered.size).toBe(0)
})

test('a worker gets leaves for its own key, signed by the root that issues, without a private key', async () => {
  const scene = await openScene()
  const { ask, said } = scene.open('worker-1')
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const publicKey = toBase64(pair.publicKey.export({ type: 'spki', format: 'der' }))
  ask({ kind: 'leaf', ask: 1, host: 'shop.example', publicKey, epoch: 1 })
  const [made] = said
  if (made?.kind !== 'leaf-made') throw new Error('a leaf is expected')
  const leaf = new X509Certificate(made.certificateChain)
  expect(leaf.checkPrivateKey(pair.privateKey)).toBe(true)
  expect(leaf.checkHost('shop.example')).toBe('shop.example')
  expect(leaf.verify(scene.authority.issuer().generation.certificate.publicKey)).toBe(true)
  expect(JSON.stringify(made)).not.toContain('PRIVATE')
})

test('excluded names, second keys, other curves and keys of a former root get no leaf', async () => {
  const { open } = await openScene()
  const { ask, said } = open('worker-1')
  const keyOf = (namedCurve: string) =>
    toBase64(generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' }))
  const publicKey = keyOf('prime256v1')
  ask({ kind: 'leaf', ask: 1, host: 'www.bank.example', publicKey, epoch: 1 })
  ask({ kind: 'leaf', ask: 2, host: 'shop.example', publicKey: keyOf('prime256v1'), epoch: 1 })
  ask({ kind: 'leaf', ask: 3, host: '*.example', publicKey, epoch: 1 })
  ask({ kind: 'leaf', ask: 4, host: 'shop.example', publicKey, epoch: 7 })
  const refused = said.filter((each) => each.kind === 'leaf-refused')
  expect(refused.map(({ why }) => why)).toEqual(['excluded', 'second-key', 'not-a-host-name', 'epoch-turned'])
  const other = open('worker-2')
  other.ask({ kind: 'leaf', ask: 1, host: 'shop.example', publicKey: keyOf('secp384r1'), epoch: 1 })
  other.ask({ kind: 'leaf', ask: 2, host: 'shop.example', publicKey: 'AAAA', epoch: 1 })
  expect(other.said[0]).toMatchObject({ kind: 'leaf-refused', why: 'not-a-key' })
})

test('a batch that comes twice is taken once, and a record that cannot be read costs only itself', async () => {
  const scene = await openScene()
  const { ask, desk, said } = scene.open('worker-1')
  const record = { ...exchange({}), id: '0123456789ab-0123456789ab' }
  const batch: Asked = {
    ...{ kind: 'records', batch: 1, dropped: 2 },
    records: [record, { ...record, client: 7 }, { ...record, more: 1 }],
  }
  ask(batch)
  ask(batch)
  expect(scene.records).toEqual([record])
  expect(scene.missing()).toBe(4)
  desk.undurable()?.done()
  expect(said).toEqual([{ kind: 'records-kept', batch: 1 }])
  expect(desk.undurable()).toBe(null)
})

test('an original of which the facts cannot be taken costs itself, and not the line of its worker', async () => {
  const scene = await openScene()
  const { ask } = scene.open('worker-1')
  const id = '0123456789ab-0123456789ab'
  const facts = factsOf(id, 1)
  const sealed = { header: 'AAAA', payload: 'AAAA', mark: '0'.repeat(64) }
  const bad = [{ ...facts, method: 'A'.repeat(65) }, { ...facts, id: '../x' }, { ...facts, more: 1 }, null]
  const frames = [
    ...bad.flatMap((each) => [
      { kind: 'original', facts: each, sealed },
      { kind: 'original-left', facts: each, why: 'never' },
    ]),
    { kind: 'original', facts, sealed: { ...sealed, header: 'A'.repeat(10_000) } },
    { kind: 'original-left', facts, why: 'because' },
    // What control alone can know.
    { kind: 'original-left', facts, why: 'missing' },
  ]
  const hear = (frame: object) => ask(toControlSchema.parse(frame) as Asked)
  for (const frame of frames) hear(frame)
  expect(scene.originals).toEqual([])
  hear({ kind: 'original', facts, sealed })
  hear({ kind: 'original-left', facts, why: 'never' })
  expect(scene.originals).toEqual([
    ['worker-1', id],
    ['worker-1', id],
  ])
})

test('a worker is told what control knows of a review, and whether a single passage was taken', async () => {
  const scene = await openScene()
  const { ask, said } = scene.open('worker-1')
  ask({ kind: 'review', ask: 1, step: 'look', id: 'known', address: '10.0.0.2' })
  ask({ kind: 'review', ask: 2, step: 'look', id: 'known', address: '10.0.0.3' })
  ask({ kind: 'review', ask: 3, step: 'ask', id: 'known', address: '10.0.0.2' })
  ask({ kind: 'review-claim', ask: 4, review: 'once' })
  ask({ kind: 'review-claim', ask: 5, review: 'other' })
  await expect.poll(() => said.length).toBe(5)
  expect(said).toEqual([
    { kind: 'review-told', ask: 1, notice: { state: 'full' } },
    { kind: 'review-told', ask: 2, notice: { state: 'unknown' } },
    { kind: 'review-told', ask: 3, notice: { state: 'asked', ticket: 'ticket' } },
    { kind: 'review-claimed', ask: 4, granted: true },
    { kind: 'review-claimed', ask: 5, granted: false },
  ])
})
