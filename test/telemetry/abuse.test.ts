/** Hostile bytes and masses of messages: they end the session that sends them, and hold up nobody else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mostSeries } from '../../gateway/telemetry/catalogue.ts'
import { connectPacket, packet, publishPacket, rawClient, text } from './clients.ts'
import { type DevicePapers, makePapers, openScene, publishReadings, stream, topic } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
let camera: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
  camera = await papers.device('camera')
})
afterAll(() => papers.remove())

const reading = JSON.stringify({ values: { 'cpu.load': 0.5 } })

test('a packet that claims to be long ends the session before it is there', async () => {
  const scene = await openScene(papers, [till])
  const { socket, closed } = await rawClient(scene, till)
  socket.write(connectPacket('till'))
  await expect.poll(() => scene.heard).toEqual(['device.online till'])
  // 256 MiB less a byte, the most that MQTT can say, and then three bytes of it.
  socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 2]))
  await closed
  expect(scene.telemetry.counts()).toMatchObject({ 'packet-too-long': 1, taken: 0 })
})

test('a packet as long as allowed passes, one byte more does not', async () => {
  const scene = await openScene(papers, [till], { settings: { maxPacketBytes: 1024 } })
  const raw = await rawClient(scene, till)
  raw.socket.write(connectPacket('till'))
  const own = topic(till, 'telemetry')
  const padded = (bytes: number) => {
    const head = packet(0x30, Buffer.concat([text(own), Buffer.alloc(bytes - 5 - own.length)])).length
    expect(head).toBe(bytes)
    return publishPacket(own, reading.padEnd(bytes - 5 - own.length))
  }
  raw.socket.write(padded(1024))
  await expect.poll(() => scene.telemetry.counts().taken).toBe(1)
  raw.socket.write(padded(1025))
  await raw.closed
  expect(scene.telemetry.counts()).toMatchObject({ 'packet-too-long': 1, taken: 1 })
})

test('a length of five bytes, a first packet that is no CONNECT, a second CONNECT, a packet only servers send', async () => {
  const scene = await openScene(papers, [till])
  const attempts = [
    [Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1])],
    [publishPacket(topic(till, 'telemetry'), reading)],
    [connectPacket('till'), connectPacket('till')],
    [connectPacket('till'), Buffer.from([0x20, 2, 0, 0])],
    [Buffer.from([0, 0])],
    [Buffer.from([0xf0, 0])],
  ]
  for (const attempt of attempts) {
    const { socket, closed } = await rawClient(scene, till)
    for (const bytes of attempt) socket.write(bytes)
    await closed
  }
  expect(scene.telemetry.counts()).toMatchObject({ taken: 0, protocol: attempts.length })
})

test('who says nothing, or says CONNECT a byte at a time, is ended in time', async () => {
  const scene = await openScene(papers, [till], { settings: { connectMs: 500 } })
  const silent = await rawClient(scene, till)
  const slow = await rawClient(scene, till)
  const bytes = connectPacket('till')
  let at = 0
  const drip = setInterval(() => slow.socket.write(bytes.subarray(at, ++at)), 60)
  await Promise.all([silent.closed, slow.closed])
  clearInterval(drip)
  expect(scene.telemetry.counts()['connect-late']).toBe(2)
  await expect.poll(() => scene.telemetry.sessions).toBe(0)
})

test('zero, ill-formed UTF-8 and patterns in a topic are refused', async () => {
  const scene = await openScene(papers, [till])
  const topics = [
    'gatehouse/v1/till/telemetry\0',
    Buffer.concat([Buffer.from('gatehouse/v1/till/telemetr'), Buffer.from([0xff])]),
    Buffer.concat([Buffer.from('gatehouse/v1/'), Buffer.from([0xc0, 0x80]), Buffer.from('/telemetry')]),
    'gatehouse/v1/+/telemetry',
    '',
  ]
  for (const each of topics) {
    const { socket, closed } = await rawClient(scene, till)
    socket.write(connectPacket('till'))
    socket.write(publishPacket(each, reading))
    await closed
  }
  // aedes itself ends those with a pattern or without a topic.
  expect(scene.telemetry.counts()).toMatchObject({ taken: 0, 'malformed-topic': 3 })
})

test('a zero in a client id is refused', async () => {
  const scene = await openScene(papers, [till])
  const { socket, closed, received } = await rawClient(scene, till)
  socket.write(connectPacket('till-\0'))
  await closed
  // CONNACK: identifier rejected (MQTT 3.1.1 §3.2.2.3).
  expect(received()).toEqual(Buffer.from([0x20, 2, 0, 2]))
  expect(scene.telemetry.counts()['client-id']).toBe(1)
})

test('ten thousand tiny messages are slowed down, all of them arrive, and others do not notice', async () => {
  const scene = await openScene(papers, [till, camera], { settings: { messagesPerSecond: 1000 } })
  const { socket } = await rawClient(scene, till)
  socket.write(connectPacket('till'))
  const tiny = publishPacket(topic(till, 'telemetry'), '{"values":{"a":1}}')
  socket.write(Buffer.concat(Array.from({ length: 10_000 }, () => tiny)))
  const other = await scene.connect(camera)
  await publishReadings(
    other,
    camera,
    Array.from({ length: 20 }, () => ({ values: { b: 1 } })),
  )
  expect(scene.telemetry.counts().taken, 'while the other was still being slowed').toBeLessThan(10_020)
  await expect.poll(() => scene.telemetry.counts().taken, { timeout: 20_000 }).toBe(10_020)
})

test('masses of pings or subscriptions end the session', async () => {
  const scene = await openScene(papers, [till])
  for (const bytes of [
    Buffer.from([0xc0, 0]),
    packet(0x82, Buffer.concat([Buffer.from([0, 1]), text('x'), Buffer.from([0])])),
  ]) {
    const { socket, closed } = await rawClient(scene, till)
    socket.write(connectPacket('till'))
    socket.write(Buffer.concat(Array.from({ length: 500 }, () => bytes)))
    await closed
  }
  expect(scene.telemetry.counts().flood).toBe(2)
})

test('messages that are no readings are counted, told, and never stored', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const bad = [
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"values":{}}',
    '{"values":{"a":"1"}}',
    '{"values":{"a":1e999}}',
    '{"values":{"a":null}}',
    '{"values":{"A":1}}',
    '{"values":{"__proto__":1}}',
    '{"values":{"a":1},"more":1}',
    '{"values":{"a":1},"at":-1}',
    '{"values":{"a":1},"at":1.5}',
    '{"values":{"a":1},"seq":1}',
    `{"values":{"a":1},"stream":"${stream}"}`,
    `{"values":{"a":1},"stream":"${stream}","seq":0}`,
    `{"values":{"a":1},"stream":"../../etc","seq":1}`,
    `{"v":2,"values":{"a":1}}`,
    JSON.stringify({
      values: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`s${index}`, 1])),
    }),
    Buffer.from([0xff, 0xfe, 0x00]),
    '['.repeat(5000),
  ]
  // Once before anything good was said, and once after, where what is usual is checked by a shorter way.
  for (let round = 0; round < 2; round++) {
    for (const each of bad) await client.publishAsync(topic(till, 'telemetry'), each, { qos: 1 })
    await publishReadings(client, till, [{ values: { a: 1 } }])
  }
  await client.publishAsync(topic(till, 'status'), '{"state":"drunk"}', { qos: 1 })
  expect(scene.telemetry.counts()).toMatchObject({ taken: 2, malformed: 2 * bad.length + 1 })
  expect(scene.heard.filter((each) => each.endsWith('malformed-message'))).toHaveLength(2 * bad.length + 1)
  await scene.telemetry.flush()
  expect(scene.telemetry.totals.points).toBe(2)
})

test('a device cannot fill the disk with invented series', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const invented = Array.from({ length: 400 }, (_, index) => ({ values: { [`invented.s${index}`]: index } }))
  await publishReadings(client, till, invented)
  await publishReadings(client, till, [
    { values: { 'invented.s1': 5 } },
    { values: { another: 5 } },
    { values: { another: 6 } },
  ])
  await scene.telemetry.flush()
  expect(scene.telemetry.counts()).toMatchObject({
    taken: mostSeries + 1,
    'too-many-series': 400 - mostSeries + 2,
  })
})

test('where memory is full, what a device keeps is asked for again and arrives whole', async () => {
  const scene = await openScene(papers, [till], { mostWaiting: 60 })
  const first = await scene.connect(till)
  const ended = new Promise<void>((resolve) => first.once('close', () => resolve()))
  // All at once, while the first of them are being written.
  await Promise.race([publishReadings(first, till, numbered(1, 40)).catch(() => undefined), ended])
  await ended
  expect(scene.telemetry.counts().resend).toBe(1)
  const second = await scene.connect(till)
  for (const each of numbered(1, 40)) {
    await publishReadings(second, till, [each])
    await scene.telemetry.flush()
  }
  expect(scene.telemetry.totals).toMatchObject({ readings: 40, points: 40 })
})

function numbered(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    stream,
    seq: from + index,
    values: { a: from + index },
  }))
}
