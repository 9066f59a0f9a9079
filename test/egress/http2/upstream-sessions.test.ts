/** Promises about the sessions that one client has with one destination: when they begin, and when they end. */

import { setTimeout as wait } from 'node:timers/promises'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import { expect, test } from 'vitest'
import { UpstreamSessions } from '../../../gateway/egress/http2/upstream-sessions.ts'
import { WaitingAnswers } from '../../../gateway/egress/http2/waiting-answers.ts'
import { waitFor } from '../raw.ts'
import { limits, usualWays } from '../setup.ts'
import { type Http2Origin, startHttp2Origin } from './origin.ts'

const request = { method: 'GET', target: '/', headers: ['Host', 'origin.example.test'], body: null }

interface Scene {
  sessions: UpstreamSessions
  /** Connections are made from now on. */
  open(): void
  connects(): number
}

async function scene(
  origin: Http2Origin,
  changes: { idleMs?: number; upstreamIdleTimeoutMs?: number } = {},
): Promise<Scene> {
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>()
  let connects = 0
  const sessions = new UpstreamSessions({
    host: origin.host,
    port: origin.port,
    limits: { ...limits, ...changes },
    told: usualWays.upstreamHttp2,
    idleMs: changes.idleMs ?? 60_000,
    async connect() {
      connects += 1
      await isOpen
      return new Promise<TLSSocket>((resolve, reject) => {
        const { host: servername, port, rootPem: ca } = origin
        const socket = connectTls({ host: '127.0.0.1', port, servername, ca, ALPNProtocols: ['h2'] })
        socket.once('secureConnect', () => resolve(socket)).once('error', reject)
      })
    },
    adopt() {},
    spoken: { protocol: 'unknown' },
    waiting: new WaitingAnswers(() => limits.maxHeldBytes),
  })
  return { sessions, open, connects: () => connects }
}

interface Heard {
  status: number | null
  bytes: number
  error: Error | null
  isOver: boolean
  controller: Dispatcher.DispatchController | null
}

function ask(sessions: UpstreamSessions, pauses = false): Heard {
  const heard: Heard = { status: null, bytes: 0, error: null, isOver: false, controller: null }
  sessions.dispatch(
    request,
    {
      onRequestStart(controller) {
        heard.controller = controller
      },
      onResponseStart(controller, status) {
        heard.status = status
        if (pauses) controller.pause()
      },
      onResponseData(_controller, chunk) {
        heard.bytes += chunk.length
      },
      onResponseEnd() {
        heard.isOver = true
      },
      onResponseError(_controller, error) {
        heard.error = error
        heard.isOver = true
      },
    },
    () => {},
  )
  return heard
}

test('what waits for a connection is still asked on it where the sessions are closed meanwhile, and none follows', async () => {
  const origin = await startHttp2Origin()
  const { sessions, open, connects } = await scene(origin)
  const one = ask(sessions)
  const other = ask(sessions)
  sessions.close()
  open()
  await waitFor(() => one.isOver && other.isOver)
  expect([one.status, other.status, one.error, other.error]).toEqual([200, 200, null, null])
  expect(connects()).toBe(1)
  await waitFor(() => origin.sessions.size === 0 && sessions.isIdle)
})

test('what waits for a connection is told where they are ended at once, and nothing is sent', async () => {
  const origin = await startHttp2Origin()
  const { sessions, open, connects } = await scene(origin)
  const heard = ask(sessions)
  sessions.destroy()
  open()
  await waitFor(() => heard.isOver)
  expect(heard.error).toBeInstanceOf(Error)
  const late = ask(sessions)
  await waitFor(() => late.isOver)
  expect(late.error).toBeInstanceOf(Error)
  expect(connects()).toBe(1)
  expect(origin.streams).toEqual([])
  await waitFor(() => origin.sessions.size === 0)
})

test('a session that was silent while it was busy still ends once it has nothing to do', async () => {
  let answer = () => {}
  const origin = await startHttp2Origin({
    answer(stream) {
      answer = () => {
        stream.respond({ ':status': 200 })
        stream.end()
      }
    },
  })
  const { sessions, open } = await scene(origin, { idleMs: 50 })
  open()
  const heard = ask(sessions)
  await waitFor(() => origin.streams.length === 1)
  await wait(300)
  answer()
  await waitFor(() => heard.isOver)
  expect(heard.status).toBe(200)
  await waitFor(() => sessions.isIdle && origin.sessions.size === 0)
})

test('a destination that goes silent is given up also where its client had stopped reading before', async () => {
  const origin = await startHttp2Origin({
    answer(stream) {
      stream.respond({ ':status': 200 })
      stream.write('beginning')
    },
  })
  const { sessions, open } = await scene(origin, { upstreamIdleTimeoutMs: 50 })
  open()
  const heard = ask(sessions, true)
  await waitFor(() => heard.status === 200)
  await wait(300)
  expect(heard.isOver).toBe(false)
  heard.controller?.resume()
  await waitFor(() => heard.isOver)
  expect(heard).toMatchObject({ bytes: 9, error: { code: 'UND_ERR_BODY_TIMEOUT' } })
  sessions.destroy()
})
