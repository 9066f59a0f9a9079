/** Proofs of deletion: whole ones verify by themselves, changed ones say which part was changed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signCheckpoint } from '../../../gateway/core/ledger/checkpoint.ts'
import { createSigner } from '../../../gateway/core/ledger/signer.ts'
import { checkProof } from '../../../gateway/core/retention/check-proof.ts'
import { judgeClock } from '../../../gateway/core/retention/clock-trust.ts'
import {
  type DeletionProof,
  type ProofStatement,
  proofText,
  signProof,
} from '../../../gateway/core/retention/proof.ts'
import { dayMs, hourMs } from '../../../gateway/core/units.ts'

const signer = createSigner(Buffer.alloc(32, 4))
const stranger = createSigner(Buffer.alloc(32, 5))
const ownKey = signer.publicKey.toString('base64')
const plannedAt = Date.UTC(2026, 10, 22)

function statement(by = signer): ProofStatement {
  const line = (source: string) => ({
    ...{ target: 'vault', class: 'recording', source, period: '2026-09-01', retentionDays: 30 },
    ...{ until: Date.UTC(2026, 8, 2), items: 3, bytes: 900, keys: ['["bucket"]'], erased: 3 },
  })
  return {
    ...{ format: 'gatehouse-deletion-proof', version: 1, id: 'x', plannedAt, finishedAt: plannedAt + 5 },
    ...{ clockConfirmed: false, destroyed: [line('camera-1'), line('camera-2')], keptByHold: 0 },
    method: { keys: 'k', files: 'f', rows: 'r' },
    medium: { kind: 'flash', statement: 'The medium cannot be purged: …' },
    verification: [{ tried: 'reading', found: 'nothing' }],
    ledger: { origin: by.name, checkpoint: signCheckpoint(1, Buffer.alloc(32), by) },
  }
}

const whole = () => signProof(statement(), signer)

test('a whole proof verifies by itself; whether its key is the right one is another question, and asked', () => {
  const text = proofText(whole())
  expect(checkProof(text, ownKey)).toMatchObject({ valid: true, pinned: true })
  expect(checkProof(text, null)).toMatchObject({ valid: true, pinned: false })
  expect(checkProof(JSON.stringify(JSON.parse(text), null, 2), ownKey)).toMatchObject({ valid: true })
  expect(checkProof(text, stranger.publicKey.toString('base64'))).toMatchObject({ problem: 'another-key' })
})

const edits: readonly [
  title: string,
  edit: (proof: DeletionProof) => void,
  problem: string,
  parts: readonly string[],
][] = [
  [
    'a line changed',
    (p) => void Object.assign(p.statement.destroyed[1] ?? {}, { items: 4 }),
    'changed',
    ['destroyed/1'],
  ],
  ['a line removed', (p) => void p.statement.destroyed.pop(), 'changed', ['destroyed', 'destroyed/1']],
  [
    'a line added',
    (p) => void p.statement.destroyed.push({ ...statement().destroyed[0], source: 'camera-9' } as never),
    'changed',
    ['destroyed', 'destroyed/2'],
  ],
  ['lines exchanged', (p) => void p.statement.destroyed.reverse(), 'changed', ['destroyed/0', 'destroyed/1']],
  ['another time', (p) => void Object.assign(p.statement, { finishedAt: 1 }), 'changed', ['finishedAt']],
  [
    'kinder words on the medium',
    (p) => void Object.assign(p.statement.medium, { statement: 'Purged.' }),
    'changed',
    ['medium'],
  ],
  [
    'a digest made to fit',
    (p) => void Object.assign(p.digests, { finishedAt: '0'.repeat(64) }),
    'signature',
    ['digests', 'signature'],
  ],
  [
    'another signature',
    (p) => void Object.assign(p, { signature: `${'A'.repeat(86)}==` }),
    'signature',
    ['digests', 'signature'],
  ],
  [
    "a stranger's key put in",
    (p) => void Object.assign(p, { publicKey: stranger.publicKey.toString('base64') }),
    'signature',
    ['digests', 'signature'],
  ],
  [
    'a part removed',
    (p) => void delete (p.statement as { medium?: unknown }).medium,
    'not-a-proof',
    ['statement/medium'],
  ],
  ['a part added', (p) => void Object.assign(p.statement, { note: 'x' }), 'not-a-proof', ['statement']],
]

for (const [title, edit, problem, parts] of edits) {
  test(`a forged proof is told, and where: ${title}`, () => {
    const proof = structuredClone(whole())
    edit(proof)
    expect(checkProof(JSON.stringify(proof), null)).toEqual({ valid: false, problem, parts })
  })
}

test('a proof has one text: bits of its signature that say nothing may not differ', () => {
  const proof = whole()
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const last = letters.indexOf(proof.signature[85] ?? '')
  const signature = `${proof.signature.slice(0, 85)}${letters[last ^ 1]}==`
  expect(Buffer.from(signature, 'base64')).toEqual(Buffer.from(proof.signature, 'base64'))
  expect(checkProof(JSON.stringify({ ...proof, signature }), ownKey)).toMatchObject({
    problem: 'not-a-proof',
    parts: ['signature'],
  })
})

test('a proof that a stranger signed is whole but not ours', () => {
  const theirs = proofText(signProof(statement(stranger), stranger))
  expect(checkProof(theirs, ownKey)).toMatchObject({ valid: false, problem: 'another-key' })
})

test('a proof with a checkpoint of another ledger, or of data that was not due, does not verify though it is signed', () => {
  const foreign = signProof({ ...statement(), ledger: statement(stranger).ledger }, signer)
  expect(checkProof(proofText(foreign), ownKey)).toMatchObject({ problem: 'checkpoint', parts: ['ledger'] })
  const early = statement()
  if (early.destroyed[1] !== undefined) early.destroyed[1].until = plannedAt - 29 * dayMs
  expect(checkProof(proofText(signProof(early, signer)), ownKey)).toMatchObject({
    problem: 'impossible',
    parts: ['destroyed/1'],
  })
})

test('no file whatever makes the check fail or believe', () => {
  const text = proofText(whole())
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (junk) => !checkProof(junk, null).valid))
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (place, code) => {
      const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1)
      if (changed !== text) expect(checkProof(changed, ownKey).valid).toBe(false)
    }),
    { numRuns: 500 },
  )
})

const clockFacts = {
  now: plannedAt,
  builtAt: plannedAt - 100 * dayMs,
  mark: plannedAt - hourMs,
  newestEntry: null,
  oldestEntry: null,
  movedMs: 0,
}

test('a clock is trusted after a holiday, and not after a jump; entries dated by it vouch for nothing', () => {
  const trust = (change: object) => judgeClock({ ...clockFacts, ...change })
  expect(trust({})).toEqual({ trusted: true })
  expect(trust({ mark: null })).toEqual({ trusted: true })
  expect(trust({ mark: plannedAt - 39 * dayMs })).toEqual({ trusted: true })
  expect(trust({ mark: plannedAt - 41 * dayMs })).toMatchObject({ reason: 'jumped-ahead' })
  expect(trust({ mark: plannedAt - 41 * dayMs, newestEntry: plannedAt })).toMatchObject({
    reason: 'jumped-ahead',
  })
  const old = { mark: null, oldestEntry: plannedAt - 41 * dayMs }
  expect(trust(old)).toMatchObject({ reason: 'jumped-ahead' })
  // The start that came after the jump wrote an entry, too.
  expect(trust({ ...old, newestEntry: plannedAt })).toMatchObject({ reason: 'jumped-ahead' })
  expect(trust({ mark: plannedAt + hourMs })).toMatchObject({ reason: 'set-back' })
  expect(trust({ newestEntry: plannedAt + hourMs })).toMatchObject({ reason: 'set-back' })
  expect(trust({ mark: plannedAt + 60_000 })).toEqual({ trusted: true })
  expect(trust({ movedMs: 2 * dayMs })).toMatchObject({ reason: 'set-while-running' })
  expect(trust({ movedMs: -2 * dayMs })).toMatchObject({ reason: 'set-while-running' })
  expect(trust({ builtAt: plannedAt + 1, mark: null })).toMatchObject({ reason: 'before-build' })
})
