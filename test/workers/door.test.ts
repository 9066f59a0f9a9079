/** Promises of the workers' socket: closed to others, and nobody is let in who is not known, or says what is no frame. */
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { encodeFrame } from '../../gateway/core/worker/frame.ts'
import type { Hello, ToControl } from '../../gateway/core/worker/to-control.ts'
import { openDoor } from '../../gateway/workers/door.ts'
import type { WorkerLine } from '../../gateway/workers/line.ts'
import { hashOf, provesItself } from '../../gateway/workers/roll.ts'

const secret = Buffer.alloc(32, 7)
const hello: Hello = {
  kind: 'hello',
  protocol: 1,
  worker: 'worker-1',
  secret: secret.toString('base64'),
  processId: 1,
  listening: null,
}

async function openScene() {
  const place = await mkdtemp(join(tmpdir(), 'gatehouse-door-'))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  const folder = join(place, 'workers')
  const heard: ToControl[] = []
  const faults: (string | null)[] = []
  const lines: WorkerLine[] = []
  const door = await openDoor({
    folder,
    user: null,
    owner: {
      hello: (said, line) => {
        if (!provesItself(Buffer.from(said.secret, 'base64'), hashOf(secret))) return false
        lines.push(line)
        return true
      },
      heard: (message) => void heard.push(message),
      ended: (_line, fault) => void faults.push(fault),
    },
  })
  onTestFinished(() => door.close())
  const enter = async (): Promise<Socket> => {
    const socket = connect(join(folder, 's'))
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
    return socket.resume()
  }
  return { folder, heard, faults, lines, enter }
}

/** What is under way when the door closes comes back as an error of its writer's, which is no matter here. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

async function cutAfter(socket: Socket, bytes: Buffer): Promise<void> {
  const closed = closeOf(socket)
  socket.write(bytes)
  await closed
}

test('the socket is open to its user alone, and so is its folder', async () => {
  const { folder } = await openScene()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 's')).mode & 0o777).toBe(0o600)
})

test('who knows the secret is let in and heard', async () => {
  const { enter, heard, lines } = await openScene()
  const socket = await enter()
  socket.write(encodeFrame(hello))
  socket.write(encodeFrame({ kind: 'drained' }))
  await expect.poll(() => heard).toEqual([{ kind: 'drained' }])
  expect(lines).toHaveLength(1)
})

const wrong: readonly [string, Buffer, string][] = [
  ['a wrong secret', encodeFrame({ ...hello, secret: Buffer.alloc(32).toString('base64') }), 'unknown'],
  ['an empty secret', encodeFrame({ ...hello, secret: '' }), 'unknown'],
  [
    'a question before the greeting',
    encodeFrame({ kind: 'leaf', ask: 1, host: 'a.example', publicKey: '', epoch: 1 }),
    'not-understood',
  ],
  ['a greeting with more in it', encodeFrame({ ...hello, more: 1 }), 'not-understood'],
  ['a greeting that is longer than any', encodeFrame({ ...hello, secret: 'A'.repeat(8000) }), 'too-long'],
  ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'too-long'],
  ['a frame that is no JSON', Buffer.from('\0\0\0\u0004{{{{', 'latin1'), 'not-json'],
]
test.each(wrong)('a stranger with %s is cut off and never heard', async (_what, bytes, fault) => {
  const { enter, heard, faults, lines } = await openScene()
  await cutAfter(await enter(), bytes)
  await expect.poll(() => faults).toEqual([fault])
  expect([heard, lines]).toEqual([[], []])
})

const malformed: readonly [string, Buffer, string][] = [
  ['a frame of an unknown kind', encodeFrame({ kind: 'open-sesame' }), 'not-understood'],
  ['a field of the wrong type', encodeFrame({ kind: 'release', id: 7 }), 'not-understood'],
  ['a frame that is longer than any', Buffer.from([0x7f, 0xff, 0xff, 0xff]), 'too-long'],
]
test.each(malformed)('a worker that sends %s is cut off', async (_what, bytes, fault) => {
  const { enter, heard, faults } = await openScene()
  const socket = await enter()
  socket.write(encodeFrame(hello))
  await cutAfter(socket, bytes)
  await expect.poll(() => faults).toEqual([fault])
  expect(heard).toEqual([])
})

test('whoever says nothing, or says it byte by byte without an end, is cut off, and others come in meanwhile', async () => {
  const { enter, faults, lines } = await openScene()
  const silent = await enter()
  const slow = await enter()
  const closed = Promise.all([closeOf(silent), closeOf(slow)])
  const bytes = encodeFrame(hello)
  const dripping = (async () => {
    for (const byte of bytes.subarray(0, -1)) {
      if (slow.destroyed) return
      slow.write(Buffer.from([byte]))
      await wait(100)
    }
  })()
  const worker = await enter()
  worker.write(bytes)
  await expect.poll(() => lines.length).toBe(1)
  await closed
  await dripping
  await expect.poll(() => faults).toEqual(['says-nothing', 'says-nothing'])
})

test('no more than a few strangers are listened to at one time', async () => {
  const { enter } = await openScene()
  const strangers = await Promise.all(Array.from({ length: 60 }, () => enter()))
  await expect.poll(() => strangers.filter((socket) => socket.destroyed).length).toBeGreaterThanOrEqual(28)
})
