/** Promises about silent devices: each is compared with itself, told once, and taken back; nothing else raises it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSilenceDetector } from '../../../gateway/core/detection/silence.ts'
import { day, deviceNamed, hour, minute, sceneOf, second, speaks, speaksEvery } from './scene.ts'

const till = deviceNamed('till-2')
const silenceMs = 2 * minute
const newDetector = (maxDevices = 10_000) => createSilenceDetector({ silenceMs: () => silenceMs, maxDevices })

test('a till that reports every five seconds is called silent after two minutes, with what was usual for it', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: 5 * second, during: 7 * day })
  scene.pass(41 * second)
  speaks(scene, till)
  speaksEvery(scene, till, { every: 5 * second, during: hour })
  expect(scene.said).toEqual([])
  scene.pass(6 * minute)
  expect(scene.said).toHaveLength(1)
  const [said] = scene.said
  expect(said?.sentence).toBe(
    'till-2 has been silent for 2 minutes 5 seconds; in the last 7 days it never paused longer than 41 seconds.',
  )
  expect(said).toMatchObject({
    kind: 'alarm',
    subject: { kind: 'device', name: 'till-2' },
    severity: 'act-by',
  })
  expect(said?.evidence).toMatchObject({
    silentMs: 125_000,
    longestPauseIn7DaysMs: 41_000,
    presence: 'online',
  })
})

test('a meter that reports once an hour is not called silent before it missed its own rhythm, and is then', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: hour, during: 7 * day })
  scene.pass(80 * minute)
  expect(scene.said).toEqual([])
  scene.pass(3 * hour)
  expect(scene.said.map(({ sentence }) => sentence)).toEqual([
    'till-2 has been silent for 1 hour 55 minutes; in the last 7 days it never paused longer than 1 hour.',
  ])
})

test('a silence is said once, and taken back with its length when the device speaks again', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: 5 * second, during: 2 * hour })
  scene.pass(2 * hour + 14 * minute)
  speaks(scene, till)
  scene.pass(minute)
  expect(scene.said.map(({ kind }) => kind)).toEqual(['alarm', 'all-clear'])
  expect(scene.said[1]?.sentence).toBe('till-2 speaks again after 2 hours 14 minutes.')
  expect(scene.said[1]?.severity).toBe('note')
})

test('a device with little history is not judged, however long it is silent', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: 5 * second, during: 50 * second })
  scene.pass(20 * day, minute)
  expect(scene.said).toEqual([])
  const other = sceneOf(newDetector())
  speaksEvery(other, till, { every: 10 * minute, during: 3 * hour - minute })
  other.pass(20 * day, minute)
  expect(other.said).toEqual([])
})

test('a lost connection, a planned sign-off and a plain silence are three different sentences', () => {
  const sentences = (['lost', 'disconnected', null] as const).map((reason) => {
    const scene = sceneOf(newDetector())
    speaksEvery(scene, till, { every: 5 * second, during: 8 * day })
    if (reason !== null) scene.publish('device.offline', { device: till, at: scene.now, reason })
    scene.pass(4 * day, minute)
    expect(scene.said).toHaveLength(1)
    return scene.said[0]?.sentence
  })
  expect(sentences).toEqual([
    'till-2 lost its connection and has been silent for 3 minutes; in the last 7 days it never paused longer than 5 seconds.',
    'till-2 signed off 3 days ago and has not come back; in the last 7 days it never stayed away.',
    'till-2 has been silent for 3 minutes; in the last 7 days it never paused longer than 5 seconds.',
  ])
})

test('a device that signs off by itself every evening and weekend raises nothing', () => {
  const scene = sceneOf(newDetector())
  for (let week = 0; week < 3; week++) {
    for (let workday = 0; workday < 5; workday++) {
      scene.publish('device.online', { device: till, at: scene.now })
      speaksEvery(scene, till, { every: 10 * second, during: 10 * hour })
      scene.publish('device.offline', { device: till, at: scene.now, reason: 'disconnected' })
      scene.pass(14 * hour, minute)
    }
    scene.pass(2 * day, minute)
  }
  expect(scene.said).toEqual([])
})

test('a device that is switched off every night without a word is learnt after the first nights', () => {
  const scene = sceneOf(newDetector())
  const nights = Array.from({ length: 10 }, () => {
    const before = scene.said.length
    speaksEvery(scene, till, { every: 10 * second, during: 14 * hour })
    scene.publish('device.offline', { device: till, at: scene.now, reason: 'lost' })
    scene.pass(10 * hour, minute)
    return scene.said.slice(before).filter(({ kind }) => kind === 'alarm').length
  })
  expect(nights[0]).toBe(1)
  expect(nights.slice(0, 3).reduce((sum, alarms) => sum + alarms)).toBeLessThanOrEqual(2)
  expect(nights.slice(3)).toEqual([0, 0, 0, 0, 0, 0, 0])
})

test('one outage does not make the detector deaf: the next one is noticed as soon', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: 5 * second, during: 5 * day })
  scene.pass(2 * day, minute)
  speaks(scene, till)
  speaksEvery(scene, till, { every: 5 * second, during: hour })
  const heardAt = scene.now
  scene.pass(10 * minute)
  const [, , again] = scene.said
  expect(again?.kind).toBe('alarm')
  expect((again?.at ?? 0) - heardAt).toBeLessThan(3 * minute)
  // It paused for two days within the last seven, and the sentence does not hide it.
  expect(again?.sentence).toMatch(
    /^till-2 has been silent for 2 minutes 5 seconds; usually it pauses at most 5 seconds, and in the last 7 days it paused for as long on 1 day only \(at most 2 days\)\.$/,
  )
})

test('a device that reports more rarely from now on is told twice at most, then its new rhythm counts', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: 5 * second, during: 8 * day })
  speaksEvery(scene, till, { every: hour, during: 3 * day })
  expect(scene.said.filter(({ kind }) => kind === 'alarm').length).toBeLessThanOrEqual(2)
  const before = scene.said.length
  scene.pass(5 * hour)
  expect(scene.said.length).toBe(before + 1)
})

test('a device that reports more often from now on is judged by its new rhythm within a day', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: hour, during: 14 * day })
  speaksEvery(scene, till, { every: 5 * second, during: day })
  const heardAt = scene.now
  scene.pass(10 * minute)
  expect(scene.said).toHaveLength(1)
  expect((scene.said[0]?.at ?? 0) - heardAt).toBeLessThan(3 * minute)
})

test('a spool of ten thousand readings that arrives at once hides no rhythm', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: hour, during: 10 * day })
  for (let reading = 0; reading < 10_000; reading++) {
    if (reading % 300 === 0) scene.pass(second)
    speaks(scene, till)
  }
  scene.pass(70 * minute)
  expect(scene.said).toEqual([])
})

test('a restart of the gateway raises nothing: its own downtime is not the silence of devices', () => {
  const detector = newDetector()
  const scene = sceneOf(detector)
  speaksEvery(scene, till, { every: 5 * second, during: 2 * day })
  const memory = JSON.parse(JSON.stringify(detector.memory()))
  const again = newDetector()
  const after = sceneOf(again, scene.now)
  expect(again.remember(memory, after.now)).toBe(true)
  after.pass(4 * minute)
  speaksEvery(after, till, { every: 5 * second, during: hour })
  expect(after.said).toEqual([])
  // And what was learnt is still known: a silence is noticed as before.
  after.pass(6 * minute)
  expect(after.said).toHaveLength(1)
})

test('a device that died while the gateway was down is noticed after the start, and the sentence says since when', () => {
  const detector = newDetector()
  const scene = sceneOf(detector)
  speaksEvery(scene, till, { every: 5 * second, during: 8 * day })
  const again = newDetector()
  const after = sceneOf(again, scene.now)
  again.remember(JSON.parse(JSON.stringify(detector.memory())), after.now)
  after.pass(10 * minute)
  expect(after.said.map(({ sentence }) => sentence)).toEqual([
    'till-2 has not been heard in the 5 minutes since the gateway began to watch again; in the last 7 days it never paused longer than 5 seconds.',
  ])
})

test('an alarm outlives a restart: it is not said again, and it is taken back with its whole length', () => {
  const detector = newDetector()
  const scene = sceneOf(detector)
  speaksEvery(scene, till, { every: 5 * second, during: 2 * hour })
  scene.pass(10 * minute)
  const again = newDetector()
  const after = sceneOf(again, scene.now)
  again.remember(JSON.parse(JSON.stringify(detector.memory())), after.now)
  after.pass(20 * minute)
  speaks(after, till)
  expect(after.said.map(({ sentence }) => sentence)).toEqual(['till-2 speaks again after 30 minutes.'])
})

test('a revoked device is waited for no longer', () => {
  const scene = sceneOf(newDetector())
  speaksEvery(scene, till, { every: 5 * second, during: 2 * hour })
  scene.publish('device.revoked', till)
  scene.pass(day, minute)
  expect(scene.said).toEqual([])
  const alarmed = sceneOf(newDetector())
  speaksEvery(alarmed, till, { every: 5 * second, during: 2 * hour })
  alarmed.pass(10 * minute)
  alarmed.publish('device.revoked', till)
  expect(alarmed.said.map(({ kind }) => kind)).toEqual(['alarm', 'all-clear'])
})

test('memory that is broken in any way is refused, and the detector goes on with what it knows', () => {
  const detector = newDetector()
  for (const broken of [null, 7, 'x', [], {}, { v: 2, devices: [] }, { v: 1, devices: [{ id: 'a' }] }])
    expect(detector.remember(broken, 0)).toBe(false)
  expect(detector.remember({ v: 1, devices: [] }, 0)).toBe(true)
})

test('devices beyond the bound are counted and push nobody out', () => {
  const detector = newDetector(3)
  const scene = sceneOf(detector)
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(deviceNamed)
  for (const device of [a, b, c, d]) if (device) speaks(scene, device)
  expect(detector.load()).toEqual({ subjects: 3, refused: 1 })
  // Once one was unheard for a month there is room again.
  scene.pass(31 * day, hour)
  if (b && c && d) for (const device of [b, c, d]) speaks(scene, device)
  expect(detector.load()).toEqual({ subjects: 3, refused: 1 })
})

test('whatever devices do, none is called silent before silenceMs, nor twice without speaking in between', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 40 * minute }) }),
    fc.record({ kind: fc.constant('speak' as const), device: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constant('off' as const), device: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constant('restart' as const), device: fc.constant(0) }),
  )
  const devices = ['a', 'b', 'c'].map(deviceNamed)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 600 }), (steps, every) => {
      let detector = newDetector()
      const silent = new Set<string>()
      const heardAt = new Map<string, number>()
      let now = 0
      const hear = (findings: ReturnType<typeof detector.tick>) => {
        for (const { kind, subject } of findings) {
          if (kind === 'all-clear') expect(silent.delete(subject.name)).toBe(true)
          else {
            expect(silent.has(subject.name)).toBe(false)
            expect(now - (heardAt.get(subject.name) ?? 0)).toBeGreaterThanOrEqual(silenceMs)
            silent.add(subject.name)
          }
        }
      }
      const speak = (index: number) => {
        const device = devices[index]
        if (device === undefined) return
        hear(detector.hears['device.online']?.({ device, at: now }, now) ?? [])
        heardAt.set(device.name, now)
      }
      // A history first, so that there is something to judge by.
      for (let count = 0; count < 200; count++) {
        now += every * second
        for (const index of [0, 1, 2]) speak(index)
      }
      for (const each of steps) {
        if (each.kind === 'pass') now += each.ms
        else if (each.kind === 'speak') speak(each.device)
        else if (each.kind === 'off') {
          const device = devices[each.device]
          if (device) hear(detector.hears['device.offline']?.({ device, at: now, reason: 'lost' }, now) ?? [])
        } else {
          const memory = JSON.parse(JSON.stringify(detector.memory()))
          detector = newDetector()
          expect(detector.remember(memory, now)).toBe(true)
        }
        hear(detector.tick(now))
      }
    }),
    { numRuns: 60 },
  )
})

test('irregular but healthy devices raise next to nothing in a month', () => {
  // Messages by chance alone have no longest pause: the worst case for a detector that learns one.
  let seed = 7
  const chance = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return (seed + 1) / 2 ** 32
  }
  let alarms = 0
  for (let device = 0; device < 12; device++) {
    const scene = sceneOf(newDetector())
    const mean = (30 + device * 30) * second
    const until = scene.now + 30 * day
    while (scene.now < until) {
      const pause = -Math.log(chance()) * mean
      // One look just before the next message sees the longest silence there is.
      scene.pass(pause, pause)
      speaks(scene, till)
    }
    alarms += scene.said.filter(({ kind }) => kind === 'alarm').length
  }
  // Twelve devices, a month, some 250,000 pauses.
  expect(alarms).toBeLessThanOrEqual(6)
})
