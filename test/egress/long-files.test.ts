/** Promises about long documents: while one is looked into others are answered, and many at once are bounded. */
import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { docx, paragraph } from '../core/files/support.ts'
import { plainWire, type RawAnswer, type Wire, waitFor } from './raw.ts'
import { type Scene, scene } from './scene.ts'
import { maskAll } from './setup.ts'

const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const patient = { bodyIdleTimeoutMs: 60_000, bodyGraceMs: 60_000, headersTimeoutMs: 60_000 }

/** Half a MiB to 4 MiB of paragraphs, in each of which somebody is to be masked. */
function letter(paragraphs: number): Buffer {
  const one = (i: number) => paragraph(`We wrote to person${i * 7919}@exam`, `ple.com on day ${i} about it.`)
  return docx(Array.from({ length: paragraphs }, (_, i) => one(i)).join(''))
}

function head({ at }: Scene, path: string, type: string, length: number): string {
  return `${at.line('POST', path)}${at.host}Content-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`
}

const bodies: [string, string, (file: Buffer) => Buffer][] = [
  ['as the whole body', office, (file) => file],
  [
    'in a form',
    'multipart/form-data; boundary=b',
    (file) =>
      Buffer.concat([
        Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="a.docx"\r\n\r\n'),
        file,
        Buffer.from('\r\n--b--\r\n'),
      ]),
  ],
  [
    'in Base64 in a form',
    'multipart/form-data; boundary=b',
    (file) =>
      Buffer.from(
        `--b\r\nContent-Disposition: form-data; name="f"; filename="a.docx"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString('base64')}\r\n--b--\r\n`,
      ),
  ],
  [
    'in JSON, as AI assistants take it',
    'application/json',
    (file) => Buffer.from(JSON.stringify({ file_data: `data:${office};base64,${file.toString('base64')}` })),
  ],
]

describe.each([
  ['held', MiB],
  ['streamed', 16 * KiB],
])('a long document in a body that is %s', (how, holdBytes) => {
  test.each(how === 'held' ? bodies : bodies.slice(1, 2))(
    '%s keeps nobody waiting to its end',
    async (...way) => {
      const [, type, bodyOf] = way
      const limits = { ...patient, holdBytes }
      const set = await scene('plain', { limits })
      // What streams is looked into where it is no longer than what is held of it.
      const body = bodyOf(letter(how === 'held' ? 15_000 : 150))
      const filling = Buffer.from(
        `--b\r\nContent-Disposition: form-data; name="g"\r\n\r\n${'word '.repeat(9000)}\r\n`,
      )
      const sent = how === 'held' ? body : Buffer.concat([filling, body])
      set.wire.send(head(set, '/long', type, sent.length)).send(sent)
      const other = await plainWire(set.proxy)
      let answered = 0
      const giveUp = Date.now() + 120_000
      while (!set.origin.requests.some(({ line }) => line.includes('/long')) && Date.now() < giveUp) {
        other.send(`${set.at.line('GET', `/short${answered}`)}${set.at.host}\r\n`)
        await other.until(new RegExp(`answer to /short${answered}$`))
        answered += 1
      }
      await set.wire.until(/answer to \/long$/)
      if (how === 'held') expect(answered).toBeGreaterThan(3)
      const arrived = set.origin.requests.find(({ line }) => line.includes('/long'))
      expect(arrived?.body.length).toBeGreaterThan(KiB)
      const record = set.proxy.records.find(({ method }) => method === 'POST')
      expect(record).toMatchObject({ action: 'transform', reason: 'rule' })
      expect(record?.findingCounts.EMAIL).toBe(how === 'held' ? 15_000 : 150)
      await waitFor(() => set.proxy.egress.heldBytes() === 0)
      expect(set.proxy.egress.heldBytes()).toBe(0)
    },
  )
})

const document = letter(3000)
/** Packed, a document takes a small part of what it takes unpacked. */
const budget = { ...patient, maxHeldBytes: 3 * MiB, maxClientHeldBytes: 3 * MiB }
const [rule] = maskAll.exchanges

async function uploads(count: number, changes: object, answer?: RawAnswer) {
  const policy = { ...maskAll, exchanges: [{ ...rule, ...changes }] }
  const set = await scene('plain', { limits: budget, policy }, answer)
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, set.proxy.egress.heldBytes())
  }, 1)
  const wires: Wire[] = []
  while (wires.length < count) wires.push(await plainWire(set.proxy))
  for (const wire of wires) wire.send(head(set, '/up', office, document.length)).send(document)
  return { set, wires, mostHeld: () => most, done: () => clearInterval(watch) }
}

describe('many documents at once', () => {
  test('take no more than the budget unpacked: the others are told to come back', async () => {
    const { set, wires, mostHeld, done } = await uploads(12, {})
    await set.proxy.recordAt(11)
    done()
    const refused = set.proxy.records.filter(({ reason }) => reason === 'busy')
    const passed = set.proxy.records.filter(({ action }) => action === 'transform')
    expect(refused.length).toBeGreaterThan(0)
    expect(passed.length).toBeGreaterThan(0)
    expect(refused.length + passed.length).toBe(12)
    for (const record of refused)
      expect(record).toMatchObject({ action: 'refuse', status: 503, ruleId: 'mask-all', forwardedBytes: 0 })
    expect(mostHeld()).toBeLessThan(budget.maxHeldBytes + 12 * document.length + 2 * MiB)
    const told = wires.find((wire) => wire.statuses.includes(503))
    expect(told?.text).toMatch(/\r\nRetry-After: \d+\r\n/)
    expect(told?.text).toContain('"reason":"busy"')
    await waitFor(() => set.proxy.egress.heldBytes() === 0)
    expect(set.proxy.egress.heldBytes()).toBe(0)
  })

  test('pass unread beyond the budget where the rule says pass, and the journal says so', async () => {
    const { set, done } = await uploads(12, { onFailure: 'pass' })
    await set.proxy.recordAt(11)
    done()
    const unread = set.proxy.records.filter(({ reason }) => reason === 'busy')
    expect(unread.length).toBeGreaterThan(0)
    for (const record of unread) expect(record).toMatchObject({ action: 'pass', notes: ['unread'] })
    expect(set.origin.requests).toHaveLength(12)
  })

  test('give back what they hold when their clients go away', async () => {
    const { set, wires, mostHeld, done } = await uploads(4, {})
    await waitFor(() => mostHeld() > MiB)
    for (const wire of wires) wire.socket.destroy()
    await set.proxy.recordAt(3)
    done()
    await waitFor(() => set.proxy.egress.heldBytes() === 0)
    expect(set.proxy.egress.heldBytes()).toBe(0)
    expect(set.origin.requests).toHaveLength(0)
    expect(set.proxy.faults).toEqual([])
  })
})

test('a document that comes in a long form is counted until its end came', async () => {
  const limits = { ...patient, holdBytes: 256 * KiB, maxHeldBytes: 128 * KiB, maxClientHeldBytes: 128 * KiB }
  const set = await scene('plain', { limits })
  const [, type, bodyOf] = bodies[1] as (typeof bodies)[0]
  const filling = Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="g"\r\n\r\n${'word '.repeat(60_000)}\r\n`,
  )
  const noise = new Uint8Array(randomBytes(200_000))
  const sent = Buffer.concat([
    filling,
    bodyOf(docx(paragraph('joe@example.com'), { 'word/media/a.bin': noise })),
  ])
  set.wire.send(head(set, '/long', type, sent.length)).send(sent.subarray(0, -100))
  expect(await set.proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'busy' })
  await waitFor(() => set.proxy.egress.heldBytes() === 0)
  expect(set.proxy.egress.heldBytes()).toBe(0)
})
