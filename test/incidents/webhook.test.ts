/** Promises about the webhook, against a real HTTPS server: signed, verified, tried again, and never a leak. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examineWebhook } from '../../gateway/incidents/examine.ts'
import { checkIncidents } from '../../gateway/ops/doctor/incidents.ts'
import { createIncidentDatabase } from '../../gateway/store/incident-database.ts'
import { createIncidentOutbox } from '../../gateway/store/incident-outbox.ts'
import { folder } from '../store/fixture.ts'
import { testWith } from '../support/clients.ts'
import { startOwnTime } from '../support/own-time.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { openRoom, type Room, type RoomOptions, second, setClock, silentTill, speaks } from './room.ts'

const secretText = 'a-secret-of-thirty-two-characters'

function secretFile(content = `${secretText}\n`, mode = 0o600): string {
  const file = join(folder(), 'secret')
  writeFileSync(file, content, { mode })
  chmodSync(file, mode)
  return file
}

function towards(
  receiver: Pick<Receiver, 'url' | 'root'>,
  change: RoomOptions = {},
  secret: string | null = secretFile(),
) {
  return {
    settings: () => ({ silenceMs: 120_000, webhook: { url: receiver.url, secretFile: secret } }),
    roots: receiver.root === '' ? [] : [receiver.root],
    webhookPausesMs: [5000, 5000, 5000],
    webhookTimeoutMs: 2000,
    ...change,
  } satisfies RoomOptions
}

/** Looks until the receiver has what it should: delivering takes real time, the pauses in between the test's. */
async function until(room: Room, isSo: () => boolean): Promise<void> {
  await expect
    .poll(() => {
      room.pass(5 * second)
      return isSo()
    })
    .toBe(true)
}

testWith(
  'openssl',
  'an incident is posted with its sentence, signed so that the receiver can check it',
  async () => {
    const receiver = await startReceiver()
    const { room, incident } = await silentTill(towards(receiver))
    await receiver.received(1)
    const [post] = receiver.posts
    expect(post?.url).toBe('/hooks/gatehouse?team=it')
    expect(post?.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(post?.headers['gatehouse-delivery']).toMatch(/^[0-9a-f]{12}-[0-9a-f]{12}$/)
    // As a receiver does it, from the documentation: the seconds, a dot, the bytes of the body.
    const [, seconds = '', mac = ''] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(post?.headers['gatehouse-signature'])) ?? []
    const expected = createHmac('sha256', secretText).update(`${seconds}.${post?.body}`).digest()
    expect(timingSafeEqual(Buffer.from(mac, 'hex'), expected)).toBe(true)
    expect(Math.abs(Number(seconds) * 1000 - room.clock.now())).toBeLessThan(60_000)
    expect(JSON.parse(post?.body ?? '')).toEqual({
      v: 1,
      occasion: 'opened',
      at: expect.stringMatching(/^2026-11-22T12:0\d:\d\d\.\d{3}Z$/),
      incident: {
        id: incident.id,
        state: 'open',
        severity: 'act-by',
        detector: 'silence',
        subject: { kind: 'device', name: 'till-2' },
        sentence: incident.sentence,
        openedAt: new Date(incident.openedAt).toISOString(),
        lastSignalAt: new Date(incident.lastSignalAt).toISOString(),
        signals: 1,
        acknowledgedAt: null,
        notifyBy: null,
        closedAt: null,
        outcome: null,
      },
    })
  },
)

testWith(
  'openssl',
  'acknowledging and closing are posted too, with the deadline and without the note',
  async () => {
    const receiver = await startReceiver()
    const { room, incident } = await silentTill(towards(receiver))
    room.incidents.acknowledge(incident.id, 'box')
    room.incidents.close(incident.id, { outcome: 'notified', note: 'Mrs. Okafor was told' }, 'box')
    await until(room, () => receiver.posts.length >= 3)
    const bodies = receiver.posts.map(({ body }) => JSON.parse(body))
    expect(bodies.map(({ occasion, incident: { state } }) => [occasion, state])).toEqual([
      ['opened', 'open'],
      ['acknowledged', 'acknowledged'],
      ['closed', 'closed'],
    ])
    expect(bodies[1].incident.notifyBy).toMatch(/^2026-11-25T/)
    expect(receiver.posts.map(({ body }) => body).join()).not.toContain('Okafor')
  },
)

testWith(
  'openssl',
  'a silence that ends by itself is one post when it begins and one when it ended',
  async () => {
    const receiver = await startReceiver()
    const { room } = await silentTill(towards(receiver))
    speaks(room)
    await until(room, () => receiver.posts.length >= 2)
    room.pass(60 * second)
    expect(receiver.posts.map(({ body }) => JSON.parse(body).occasion)).toEqual(['opened', 'closed'])
    expect(JSON.parse(receiver.posts[1]?.body ?? '').incident.sentence).toMatch(/^till-2 speaks again/)
  },
)

testWith(
  'openssl',
  'a receiver that fails is tried again until it takes the post, and the first screen says both',
  async () => {
    const receiver = await startReceiver()
    receiver.answer((response) => void response.writeHead(500).end('x'.repeat(100_000)))
    const { room } = await silentTill(towards(receiver))
    await until(room, () => receiver.posts.length >= 2)
    expect(room.health.warnings().find(({ code }) => code === 'WEBHOOK_FAILING')?.title).toBe(
      'Alarms do not reach the webhook: It failed. (status 500)',
    )
    receiver.answer((response) => void response.writeHead(204).end())
    await until(room, () => room.incidents.waitingPosts() === 0)
    expect(room.health.codes()).not.toContain('WEBHOOK_FAILING')
    // Each try is the same post, so that a receiver can tell.
    expect(new Set(receiver.posts.map(({ headers }) => headers['gatehouse-delivery'])).size).toBe(1)
  },
)

testWith('openssl', 'tries are bounded: a post is given up, counted, and the incident stays', async () => {
  const receiver = await startReceiver()
  receiver.answer((response) => void response.writeHead(503).end())
  const { room, incident } = await silentTill(towards(receiver))
  await until(room, () => room.incidents.waitingPosts() === 0)
  expect(receiver.posts).toHaveLength(4)
  expect(room.health.codes()).toContain('WEBHOOK_LOST')
  expect(room.incidents.get(incident.id)?.incident.state).toBe('open')
})

testWith('openssl', 'a redirect is not followed: nothing reaches where it points', async () => {
  const [receiver, elsewhere] = [await startReceiver(), await startReceiver({ plain: true })]
  receiver.answer((response) => void response.writeHead(307, { location: elsewhere.url }).end())
  const room = await openRoom(towards(receiver))
  expect(await room.incidents.testWebhook()).toMatchObject({
    delivered: false,
    cause: 'redirect',
    status: 307,
  })
  expect(receiver.posts).toHaveLength(1)
  expect(elsewhere.posts).toEqual([])
})

testWith(
  'openssl',
  'nothing is sent to a server whose certificate is unknown, expired or of another name',
  async () => {
    const past = (days: number) => new Date(Date.now() - days * 86_400_000)
    const trusted = await startReceiver()
    const cases: [Receiver, string][] = [
      [await startReceiver(), trusted.root],
      ...[
        await startReceiver({ notBefore: past(9), notAfter: past(2) }),
        await startReceiver({ names: 'DNS:other.example' }),
      ].map((receiver): [Receiver, string] => [receiver, receiver.root]),
    ]
    for (const [receiver, root] of cases) {
      const room = await openRoom(towards({ ...receiver, root }))
      expect(await room.incidents.testWebhook()).toMatchObject({
        delivered: false,
        cause: 'certificate',
        status: null,
      })
      expect(receiver.posts).toEqual([])
    }
  },
)

testWith('openssl', 'a server that accepts and never answers costs the timeout and no more', async () => {
  const receiver = await startReceiver()
  receiver.answer(() => undefined)
  const room = await openRoom(towards(receiver, { webhookTimeoutMs: 300 }))
  expect(await room.incidents.testWebhook()).toMatchObject({ delivered: false, cause: 'timeout' })
  // Nor does one whose answer never ends: the status says enough.
  receiver.answer((response) => {
    response.writeHead(200)
    const dripping = setInterval(() => response.write('drip'), 10)
    response.once('close', () => clearInterval(dripping))
  })
  expect(await room.incidents.testWebhook()).toMatchObject({ delivered: true, status: 200 })
})

test('a port on which something silent listens, or nothing, is unreachable and not a crash', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined).resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const room = await openRoom(
    towards({ url: `https://127.0.0.1:${port}/`, root: '' }, { webhookTimeoutMs: 300 }),
  )
  expect(await room.incidents.testWebhook()).toMatchObject({ delivered: false, cause: 'timeout' })
  await new Promise((resolve) => silent.close(resolve))
  expect(await room.incidents.testWebhook()).toMatchObject({ delivered: false, cause: 'unreachable' })
})

test('in the clear it goes to this box and the office alone, and never to where a name only seems to lead', async () => {
  const receiver = await startReceiver({ plain: true })
  const trial = async (url: string) => {
    const room = await openRoom(towards({ url, root: '' }))
    const { delivered, cause } = await room.incidents.testWebhook()
    await room.close()
    return delivered ? 'delivered' : cause
  }
  expect(await trial(receiver.url)).toBe('delivered')
  expect(await trial(receiver.url.replace('127.0.0.1', 'localhost'))).toBe('delivered')
  expect(await trial('http://192.0.2.7/')).toBe('address-not-allowed')
  expect(await trial('http://[2001:db8::1]/')).toBe('address-not-allowed')
  expect(await trial('http://[::ffff:192.0.2.7]/')).toBe('address-not-allowed')
  expect(await trial('http://3221225991/')).toBe('address-not-allowed')
  expect(await trial('https://somebody:secret@127.0.0.1/')).toBe('url-holds-password')
  expect(await trial('ftp://127.0.0.1/')).toBe('url-malformed')
})

testWith('openssl', 'what waits outlives a restart and is sent after it', async () => {
  const receiver = await startReceiver()
  receiver.answer((response) => void response.writeHead(500).end())
  const { room } = await silentTill(towards(receiver))
  await until(room, () => receiver.posts.length >= 1)
  await room.close()
  receiver.answer((response) => void response.writeHead(200).end())
  const before = receiver.posts.length
  const after = await openRoom({ ...towards(receiver), file: room.file, setClock: room.clock })
  await receiver.received(before + 1)
  await until(after, () => after.incidents.waitingPosts() === 0)
  expect(receiver.posts.at(-1)?.headers['gatehouse-delivery']).toBe(
    receiver.posts[0]?.headers['gatehouse-delivery'],
  )
})

test('the queue is bounded: the oldest go, and are counted', async () => {
  const room = await openRoom()
  using database = createIncidentDatabase(room.store)
  const outbox = createIncidentOutbox(database)
  const dropped = Array.from({ length: 250 }, (_, index) => outbox.add({ id: `post-${index}`, body: '{}' }))
  expect(dropped.reduce((sum, each) => sum + each)).toBe(50)
  expect(outbox.waiting()).toHaveLength(200)
  expect(outbox.waiting()[0]?.id).toBe('post-50')
})

test('a webhook that is switched off forgets what waited: nothing of last month comes when it is on again', async () => {
  const clock = setClock()
  let url: string | null = 'https://127.0.0.1:9/'
  const { room } = await silentTill({
    setClock: clock,
    settings: () => ({ silenceMs: 120_000, webhook: { url, secretFile: null } }),
    webhookPausesMs: [1e9],
  })
  expect(room.incidents.waitingPosts()).toBe(1)
  url = null
  await until(room, () => room.incidents.waitingPosts() === 0)
})

test('a stop while a post is under way is quick, and the post stays in the queue', async () => {
  const receiver = await startReceiver({ plain: true })
  receiver.answer(() => undefined)
  const { room } = await silentTill(towards(receiver, { webhookTimeoutMs: 600_000 }))
  await receiver.received(1)
  const ownTime = startOwnTime()
  await room.close()
  expect(ownTime()).toBeLessThan(5 * second)
  const after = await openRoom({
    file: room.file,
    setClock: room.clock,
    ...towards({ url: 'http://127.0.0.1:9/', root: '' }, { webhookPausesMs: [1e9] }),
  })
  expect(after.incidents.waitingPosts()).toBe(1)
})

test('a secret that others can read, that is too short, or no file at all signs nothing, and nothing is sent', async () => {
  const receiver = await startReceiver({ plain: true })
  const directory = join(folder(), 'a-directory')
  mkdirSync(directory)
  const cases: [string, string][] = [
    [secretFile(secretText, 0o640), 'secret-readable-by-others'],
    [secretFile(secretText, 0o604), 'secret-readable-by-others'],
    [secretFile('short\n'), 'secret-too-short'],
    [secretFile('x'.repeat(2000)), 'secret-too-long'],
    [directory, 'secret-not-a-file'],
    [join(folder(), 'nothing-here'), 'secret-missing'],
  ]
  for (const [file, cause] of cases) {
    const settings = { url: receiver.url, secretFile: file }
    const room = await openRoom(towards(receiver, {}, file))
    expect(await room.incidents.testWebhook()).toMatchObject({ delivered: false, cause })
    expect(checkIncidents({ open: 0, failures: [], webhook: examineWebhook(settings, 0) })[1]?.state).toBe(
      'fail',
    )
    await room.close()
  }
  expect(receiver.posts).toEqual([])
  // A link to a good one is good: secrets are often mounted as links.
  const link = join(folder(), 'link')
  symlinkSync(secretFile(), link)
  const room = await openRoom(towards(receiver, {}, link))
  expect(await room.incidents.testWebhook()).toMatchObject({ delivered: true, signed: true })
})

testWith(
  'openssl',
  'neither the secret nor the path of the URL stands in log, health or database',
  async () => {
    const receiver = await startReceiver()
    receiver.answer((response) => void response.writeHead(404).end('no'))
    const { room } = await silentTill(towards(receiver))
    await until(room, () => room.health.codes().includes('WEBHOOK_LOST'))
    const facts = examineWebhook({ url: receiver.url, secretFile: secretFile() }, 0)
    const said = `${room.captured.text()}${JSON.stringify(room.health.warnings())}${JSON.stringify(checkIncidents({ open: 1, failures: [['x', 2]], webhook: facts }))}`
    expect(said).not.toContain('hooks/gatehouse')
    expect(said).not.toContain(secretText)
    expect(said).toContain('webhook.failed')
  },
)

test('the doctor says what is wrong with the webhook without sending anything', async () => {
  const check = (facts: Parameters<typeof checkIncidents>[0]['webhook']) =>
    checkIncidents({ open: 0, failures: [], webhook: facts })[1]
  expect(check(examineWebhook({ url: null, secretFile: null }, 0))?.state).toBe('ok')
  expect(check(examineWebhook({ url: 'https://hooks.example/x', secretFile: null }, 0))?.state).toBe('warn')
  expect(check(examineWebhook({ url: 'https://hooks.example/x', secretFile: secretFile() }, 0))?.state).toBe(
    'ok',
  )
  expect(check(examineWebhook({ url: 'https://hooks.example/x', secretFile: secretFile() }, 3))?.found).toBe(
    '3 posts wait to be taken by hooks.example.',
  )
  expect(
    checkIncidents({
      open: 2,
      failures: [['silence', 3]],
      webhook: examineWebhook({ url: null, secretFile: null }, 0),
    })[0],
  ).toMatchObject({ state: 'fail', found: 'Failed since the start: silence (3 times).' })
})
