/** Promises about incidents in the running room: nothing noticed is lost, nothing is done that was not noted. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Detector, Finding } from '../../gateway/core/detection/signal.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { openDatabase } from '../../gateway/store/database.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openStore } from '../../gateway/store/store.ts'
import { folder, watchedHealth } from '../store/fixture.ts'
import { exchange, key } from '../store/records.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { hour, minute, openRoom, second, setClock, silentTill, speaks, speaksFor, year } from './room.ts'

test('a silent device becomes one incident, on the disk at once, noted in the ledger and told to everybody', async () => {
  const { room, incident } = await silentTill()
  expect(incident).toMatchObject({
    state: 'open',
    detector: 'silence',
    subject: { kind: 'device', name: 'till-2' },
    severity: 'act-by',
    sentence: expect.stringMatching(/^till-2 has been silent for 2 minutes/),
    signals: 1,
    clock: null,
  })
  expect(room.notes).toEqual([
    {
      action: 'incident.opened',
      actor: 'gateway',
      subject: incident.id,
      facts: { detector: 'silence', severity: 'act-by', signals: 1 },
    },
  ])
  expect(room.changes.map(({ id, state }) => [id, state])).toEqual([[incident.id, 'open']])
  expect(room.signals).toHaveLength(1)
  expect(room.health.codes()).toContain('INCIDENTS_OPEN')
  // Another connection sees it: it is committed, not only remembered.
  const other = openDatabase(room.file, key)
  expect(other.prepare('SELECT id FROM incident').all()).toEqual([{ id: incident.id }])
  other.close()
})

test('a device that speaks again closes the incident that nobody looked at, and a new silence opens a new one', async () => {
  const { room, incident } = await silentTill()
  speaks(room)
  expect(room.incidents.get(incident.id)?.incident).toMatchObject({
    state: 'closed',
    outcome: 'ended',
    sentence: expect.stringMatching(/^till-2 speaks again after 3 minutes/),
    signals: 2,
  })
  expect(room.notes.map(({ action, actor }) => [action, actor])).toEqual([
    ['incident.opened', 'gateway'],
    ['incident.closed', 'gateway'],
  ])
  expect(room.health.codes()).not.toContain('INCIDENTS_OPEN')
  speaksFor(room, minute)
  room.pass(10 * minute)
  const { incidents } = room.incidents.list({ limit: 10 })
  expect(incidents.map(({ state }) => state)).toEqual(['open', 'closed'])
  expect(incidents[0]?.id).not.toBe(incident.id)
})

test('what was acknowledged is not closed by itself: the device that speaks again is written down in it', async () => {
  const { room, incident } = await silentTill()
  room.incidents.acknowledge(incident.id, 'box')
  speaks(room)
  expect(room.incidents.get(incident.id)?.incident).toMatchObject({
    state: 'acknowledged',
    overAt: room.clock.now(),
    sentence: expect.stringMatching(/^till-2 speaks again/),
  })
})

test('signals of the same detector and subject gather in one incident until it is closed', async () => {
  const room = await openRoom({ detectors: [parrot()] })
  for (const name of ['a', 'b', 'a', 'a']) room.bus.publish('device.added', { id: '1', name })
  expect(
    room.incidents.list({ limit: 10 }).incidents.map(({ subject, signals }) => [subject.name, signals]),
  ).toEqual([
    ['b', 1],
    ['a', 3],
  ])
  const [, a] = room.incidents.list({ limit: 10 }).incidents
  room.incidents.close(a?.id ?? '', { outcome: 'no-breach', note: '' }, 'box')
  room.bus.publish('device.added', { id: '1', name: 'a' })
  expect(
    room.incidents.list({ limit: 10 }).incidents.map(({ subject, state }) => [subject.name, state]),
  ).toEqual([
    ['a', 'open'],
    ['b', 'open'],
    ['a', 'closed'],
  ])
})

test('from open to closed each step is noted with who did it, and shown with the time that is left', async () => {
  const { room, incident } = await silentTill()
  const acknowledged = room.incidents.acknowledge(incident.id, 'box')
  expect(acknowledged).toMatchObject({
    state: 'acknowledged',
    acknowledgedAt: room.clock.now(),
    notifyBy: room.clock.now() + 72 * hour,
    clock: { leftMs: 72 * hour, isOverdue: false, isDoubtful: false },
  })
  room.pass(hour, minute)
  const closed = room.incidents.close(incident.id, { outcome: 'not-required', note: 'unplugged' }, 'token')
  expect(closed).toMatchObject({ state: 'closed', outcome: 'not-required', note: 'unplugged', clock: null })
  expect(room.notes.slice(1)).toEqual([
    {
      action: 'incident.acknowledged',
      actor: 'box',
      subject: incident.id,
      facts: { detector: 'silence', severity: 'act-by', signals: 1 },
    },
    {
      action: 'incident.closed',
      actor: 'token',
      subject: incident.id,
      facts: { detector: 'silence', severity: 'act-by', signals: 1, outcome: 'not-required' },
    },
  ])
  expect(room.changes.map(({ state }) => state)).toEqual(['open', 'acknowledged', 'closed'])
  // Neither the note's words nor the device's name leave by ledger or log.
  expect(`${JSON.stringify(room.notes)}${room.captured.text()}`).not.toMatch(/unplugged|till-2/)
})

test('the second of two people is told that the first was faster, and the clock does not start again', async () => {
  const { room, incident } = await silentTill()
  room.incidents.acknowledge(incident.id, 'box')
  room.pass(minute)
  expect(() => room.incidents.acknowledge(incident.id, 'token')).toThrow(
    expect.objectContaining({ code: 'INCIDENT_STATE', details: { reason: 'already-acknowledged' } }),
  )
  expect(room.incidents.get(incident.id)?.incident.acknowledgedAt).toBe(room.clock.now() - minute)
  expect(room.notes.filter(({ action }) => action === 'incident.acknowledged')).toHaveLength(1)
})

test('an incident that does not exist cannot be acknowledged or closed, and nothing is noted of it', async () => {
  const room = await openRoom()
  const id = '000000000000-000000000000'
  expect(room.incidents.get(id)).toBeNull()
  expect(() => room.incidents.acknowledge(id, 'box')).toThrow(
    expect.objectContaining({ code: 'INCIDENT_UNKNOWN' }),
  )
  expect(() => room.incidents.close(id, { outcome: 'no-breach', note: '' }, 'box')).toThrow(
    expect.objectContaining({ code: 'INCIDENT_UNKNOWN' }),
  )
  expect(room.notes).toEqual([])
})

test('what the ledger cannot note is not done; an incident is opened all the same, and noted as soon as it can be', async () => {
  let isFull = true
  const notes: string[] = []
  const { room, incident } = await silentTill({
    ledger: {
      append({ action }) {
        if (isFull) throw new GatewayError('STORE_FULL')
        notes.push(action)
      },
    },
  })
  expect(() => room.incidents.acknowledge(incident.id, 'box')).toThrow(
    expect.objectContaining({ code: 'STORE_FULL' }),
  )
  expect(room.incidents.get(incident.id)?.incident.state).toBe('open')
  isFull = false
  room.pass(5 * second)
  room.incidents.acknowledge(incident.id, 'box')
  expect(notes).toEqual(['incident.opened', 'incident.acknowledged'])
})

test('with the real ledger beside it in the same database each change is an entry that verifies, and names nobody', async () => {
  const file = join(folder(), 'gatehouse.db')
  const clock = setClock()
  using database = openDurableDatabase({ file, key })
  const ledger = openLedger({ database, seed: new Secret(Buffer.alloc(32, 7)), clock })
  const { room, incident } = await silentTill({ file, setClock: clock, ledger })
  room.incidents.acknowledge(incident.id, 'box')
  room.incidents.close(incident.id, { outcome: 'notified', note: 'Mrs. Okafor' }, 'box')
  const entries = ledger.list({ limit: 10 }, [incident.id])
  expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
    ['incident.closed', 'box'],
    ['incident.acknowledged', 'box'],
    ['incident.opened', 'gateway'],
  ])
  expect(ledger.checkpoint()).toMatchObject({ size: 3 })
  expect([1, 2, 3].map((seq) => ledger.entryText(seq)).join()).not.toMatch(/till-2|Okafor/)
})

test('a detector that throws is reported, and the others go on', async () => {
  const room = await openRoom({ detectors: [thrower(), parrot()] })
  for (let count = 0; count < 50; count++) room.bus.publish('device.added', { id: '1', name: 'a' })
  expect(room.signals).toHaveLength(50)
  expect(room.health.codes()).toContain('DETECTOR_FAILED')
  expect(room.incidents.detectorFailures.get('thrower')).toBeGreaterThanOrEqual(50)
  // Said, but not a thousand times; and never with what the error quotes.
  const lines = room.captured.lines().filter(({ event }) => event === 'detector.failed')
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.length).toBeLessThanOrEqual(10)
})

test('after a restart incidents, their clock and what was learnt are as they were', async () => {
  const { room, incident } = await silentTill()
  room.incidents.acknowledge(incident.id, 'box')
  room.pass(2 * hour, minute)
  await room.close()
  room.clock.pass(5 * hour)
  const after = await openRoom({ file: room.file, setClock: room.clock })
  expect(after.incidents.get(incident.id)?.incident).toMatchObject({
    state: 'acknowledged',
    clock: { leftMs: 65 * hour, leftByClockMs: 65 * hour, isDoubtful: false },
  })
  // It is still silent, and that was said; when it speaks the same incident hears of it.
  after.pass(20 * minute)
  expect(after.signals).toEqual([])
  speaks(after)
  expect(after.incidents.get(incident.id)?.incident).toMatchObject({ signals: 2, state: 'acknowledged' })
})

test('a restart of an hour raises no false alarm, though no device spoke meanwhile', async () => {
  const room = await openRoom()
  speaksFor(room, 3 * hour)
  await room.close()
  room.clock.pass(hour)
  const after = await openRoom({ file: room.file, setClock: room.clock })
  after.pass(4 * minute)
  speaksFor(after, 30 * minute)
  expect(after.signals).toEqual([])
  after.pass(10 * minute)
  expect(after.signals).toHaveLength(1)
})

test.each([
  ['forward', 5 * year],
  ['back', -5 * year],
])(
  'a clock set %s by years raises no alarm, keeps none from being raised, and takes nothing of the 72 hours',
  async (_, jump) => {
    const room = await openRoom()
    speaksFor(room, 2 * hour)
    room.clock.setForward(jump)
    speaksFor(room, hour)
    expect(room.signals).toEqual([])
    room.pass(3 * minute)
    expect(room.signals).toHaveLength(1)
    const [incident] = room.incidents.list({ limit: 1 }).incidents
    room.incidents.acknowledge(incident?.id ?? '', 'box')
    room.clock.setForward(-jump)
    room.pass(hour, minute)
    expect(room.incidents.get(incident?.id ?? '')?.incident.clock).toMatchObject({
      leftMs: 71 * hour,
      isOverdue: false,
      isDoubtful: true,
    })
    await room.close()
    room.clock.setForward(3 * jump)
    const after = await openRoom({ file: room.file, setClock: room.clock })
    after.pass(4 * minute)
    expect(after.signals).toEqual([])
    expect(after.incidents.get(incident?.id ?? '')?.incident.clock).toMatchObject({
      leftMs: 71 * hour - 4 * minute,
      isDoubtful: true,
    })
  },
)

test('a deadline that comes near, or passes, stands on the first screen', async () => {
  const { room, incident } = await silentTill()
  room.incidents.acknowledge(incident.id, 'box')
  expect(room.health.codes()).not.toContain('INCIDENT_DEADLINE')
  room.pass(49 * hour, hour)
  expect(room.health.warnings().find(({ code }) => code === 'INCIDENT_DEADLINE')?.title).toBe(
    'If it is a breach, it has to be notified within 23 hours.',
  )
  room.pass(24 * hour, hour)
  expect(room.health.warnings().find(({ code }) => code === 'INCIDENT_DEADLINE')?.title).toBe(
    'The 72 hours to notify a breach are over since 1 hour.',
  )
  room.incidents.close(incident.id, { outcome: 'notified', note: '' }, 'box')
  expect(room.health.codes()).not.toContain('INCIDENT_DEADLINE')
})

test('a process that stood still for ten minutes calls no device silent', async () => {
  const room = await openRoom()
  speaksFor(room, 2 * hour)
  room.clock.pass(10 * minute)
  room.incidents.look()
  room.incidents.look()
  speaksFor(room, minute)
  expect(room.signals).toEqual([])
})

test('memory that was damaged is said on the first screen, and the detector begins anew', async () => {
  const room = await openRoom()
  speaksFor(room, 2 * hour)
  await room.close()
  const database = openDatabase(room.file, key)
  database
    .prepare(`UPDATE detector_memory SET memory = substr(memory, 1, 40) WHERE detector = 'silence'`)
    .run()
  database.close()
  const after = await openRoom({ file: room.file, setClock: room.clock })
  expect(after.health.codes()).toContain('DETECTOR_MEMORY_LOST')
  expect(after.health.warnings().find(({ code }) => code === 'DETECTOR_MEMORY_LOST')?.title).toContain(
    '“silence”',
  )
  after.pass(20 * minute)
  expect(after.signals).toEqual([])
  speaksFor(after, 2 * hour)
  after.pass(3 * minute)
  expect(after.signals).toHaveLength(1)
})

test('memory is saved every minute: a killed gateway loses no more than that of what it learnt', async () => {
  const room = await openRoom()
  speaksFor(room, 2 * hour)
  room.pass(minute)
  const database = openDatabase(room.file, key)
  const row = database
    .prepare<[], { memory: string }>(`SELECT memory FROM detector_memory WHERE detector = 'silence'`)
    .get()
  database.close()
  const { devices } = JSON.parse(row?.memory ?? '') as { devices: { name: string; rhythm: { n: number } }[] }
  expect(devices[0]?.name).toBe('till-2')
  expect(devices[0]?.rhythm.n).toBeGreaterThanOrEqual(1439)
})

testOnSmallDisk(
  'while the disk is full alarms wait, the first screen says so, and then all are written',
  4,
  async (disk) => {
    const room = await openRoom({ detectors: [parrot()], file: join(disk.path, 'gatehouse.db') })
    disk.fill()
    for (const name of ['a', 'b', 'a']) room.bus.publish('device.added', { id: '1', name })
    expect(room.health.codes()).toContain('INCIDENTS_UNWRITTEN')
    expect(room.health.warnings()[0]?.title).toBe('Alarms cannot be written down: 3 wait.')
    expect(room.incidents.list({ limit: 10 }).incidents).toEqual([])
    disk.free()
    room.pass(5 * second)
    expect(room.health.codes()).not.toContain('INCIDENTS_UNWRITTEN')
    expect(
      room.incidents.list({ limit: 10 }).incidents.map(({ subject, signals }) => [subject.name, signals]),
    ).toEqual([
      ['b', 1],
      ['a', 2],
    ])
    expect(room.notes).toHaveLength(2)
  },
)

test('a signal that the database refuses for what it is keeps no other one waiting', async () => {
  const room = await openRoom({ detectors: [parrot()] })
  // No detector of ours does it; what one of tomorrow does must not stop the others.
  room.bus.publish('device.added', { id: '1', name: { toString: () => 'x' } as unknown as string })
  room.bus.publish('device.added', { id: '1', name: 'b' })
  expect(room.incidents.list({ limit: 10 }).incidents.map(({ subject }) => subject.name)).toEqual(['b'])
})

test('a store that does not open at the start keeps no alarm from being noticed, and all is written once it does', async () => {
  const file = join(folder(), 'gatehouse.db')
  const store = await openStore({ file, key, clock: setClock(), health: watchedHealth() })
  const failing = { file, key, failure: new GatewayError('STORE_READ_ONLY') as GatewayError | null }
  const room = await openRoom({ detectors: [parrot()], store: failing })
  room.bus.publish('device.added', { id: '1', name: 'a' })
  expect(room.signals).toHaveLength(1)
  expect(() => room.incidents.list({ limit: 1 })).toThrow(
    expect.objectContaining({ code: 'STORE_READ_ONLY' }),
  )
  failing.failure = null
  room.pass(5 * second)
  expect(room.incidents.list({ limit: 10 }).incidents.map(({ subject }) => subject.name)).toEqual(['a'])
  await room.close()
  await store[Symbol.asyncDispose]()
})

test('ten thousand devices fall silent in one moment: each has its incident, and pages find them all', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `device-${index}`)
  const room = await openRoom({ detectors: [floodOf(names)] })
  const seen = new Set<string>()
  let before: string | undefined
  do {
    const page = room.incidents.list({ limit: 200, ...(before === undefined ? {} : { before }) })
    expect(page.incidents.length).toBeLessThanOrEqual(200)
    for (const { subject } of page.incidents) seen.add(subject.name)
    before = page.next ?? undefined
  } while (before !== undefined)
  expect(seen.size).toBe(names.length)
  expect(room.health.warnings().find(({ code }) => code === 'INCIDENTS_OPEN')?.title).toContain('10,000')
})

test('in a hurry, as for a first look, half a minute is enough to notice what is not as it was', async () => {
  const room = await openRoom({ hurried: true, settings: () => ({ silenceMs: 10 * second, webhook }) })
  const send = (findings: ReturnType<typeof card>[]) =>
    room.bus.publish(
      'exchange.recorded',
      exchange({ findings, findingCounts: findings.length === 0 ? {} : { CREDIT_CARD: findings.length } }),
    )
  for (let count = 0; count < 4; count++) send([])
  speaksFor(room, 35 * second)
  send([card()])
  room.pass(30 * second)
  expect(room.incidents.list({ limit: 9 }).incidents.map(({ sentence }) => sentence)).toEqual([
    'till-2 has been silent for 20 seconds; in the 50 seconds since it was first seen it never paused longer than 5 seconds.',
    '192.0.2.10 sent card data for the first time: 1 card number to api.example.com, in 1 request. In 35 seconds and 4 requests before it sent none.',
  ])
})

test('an incident keeps its first signal and the newest, and lists are bounded by what is asked', async () => {
  const room = await openRoom({ detectors: [parrot()] })
  for (let count = 0; count < 450; count++) room.bus.publish('device.added', { id: '1', name: 'a' })
  const [incident] = room.incidents.list({ limit: 1 }).incidents
  expect(incident?.signals).toBe(450)
  const details = room.incidents.get(incident?.id ?? '')
  expect(details?.signals).toHaveLength(50)
  expect(details?.signals[0]?.sentence).toBe('a was added, number 450.')
  const database = openDatabase(room.file, key)
  const kept = database
    .prepare<[], { sentence: string }>('SELECT sentence FROM incident_signal ORDER BY seq')
    .all()
  database.close()
  expect(kept).toHaveLength(200)
  expect(kept[0]?.sentence).toBe('a was added, number 1.')
})

test('card data of a client that never sent any becomes an incident that names the exchange', async () => {
  // Looks that lie an hour apart count as watching here, so that ten days pass in a moment.
  const room = await openRoom({ tickMs: hour })
  const send = (cards: number) =>
    room.bus.publish(
      'exchange.recorded',
      exchange({
        client: '192.168.1.20',
        destination: 'shop.example',
        at: room.clock.now(),
        findings: [],
        findingCounts: cards === 0 ? {} : { CREDIT_CARD: cards },
        ...(cards === 0 ? {} : { findings: Array.from({ length: cards }, card) }),
      }),
    )
  for (let hours = 0; hours < 10 * 24; hours++) {
    send(0)
    room.pass(hour, hour)
  }
  send(2)
  const [incident] = room.incidents.list({ limit: 1 }).incidents
  expect(incident).toMatchObject({
    subject: { kind: 'client', name: '192.168.1.20' },
    severity: 'act-now',
    sentence:
      '192.168.1.20 sent card data for the first time: 2 card numbers to shop.example, in 1 request. In 10 days and 240 requests before it sent none.',
  })
  expect(room.incidents.get(incident?.id ?? '')?.signals[0]?.records).toHaveLength(1)
})

const webhook = { url: null, secretFile: null }

function card() {
  return {
    type: 'CREDIT_CARD' as const,
    class: 'financial' as const,
    place: 'body' as const,
    path: null,
    offset: 0,
    length: 16,
    score: 0.95,
    reasons: ['luhn'],
    operator: 'keep' as const,
    blindIndex: randomBytes(8).toString('hex'),
  }
}

/** Says something of each device that is added. */
function parrot(): Detector {
  let number = 0
  return {
    id: 'parrot',
    hears: {
      'device.added': ({ name }) => {
        number++
        return [finding(name, `${name} was added, number ${number}.`)]
      },
    },
    tick: () => [],
    load: () => ({ subjects: 0, refused: 0 }),
    memory: () => ({}),
    remember: () => true,
  }
}

function thrower(): Detector {
  const fail = () => {
    throw new Error('4111 1111 1111 1111')
  }
  return { ...parrot(), id: 'thrower', hears: { 'device.added': fail }, tick: fail }
}

function floodOf(names: readonly string[]): Detector {
  let isDone = false
  return {
    ...parrot(),
    id: 'flood',
    hears: {},
    tick() {
      if (isDone) return []
      isDone = true
      return names.map((name) => finding(name, `${name} is silent.`))
    },
  }
}

function finding(name: string, sentence: string): Finding {
  return {
    kind: 'alarm',
    subject: { kind: 'device', name },
    severity: 'act-by',
    sentence,
    evidence: { number: 1 },
    technique: null,
    records: [],
  }
}
