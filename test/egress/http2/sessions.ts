/** What tests of one client's sessions with a destination ask on them, and hear of it. */
import type { Readable } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import type { UpstreamRequest } from '../../../gateway/egress/http2/upstream-request.ts'
import { UpstreamSessions } from '../../../gateway/egress/http2/upstream-sessions.ts'
import { WaitingAnswers } from '../../../gateway/egress/http2/waiting-answers.ts'
import { limits, usualWays } from '../setup.ts'
import type { Http2Origin } from './origin.ts'

/** What is asked where nothing else is said. */
export const usual = { method: 'GET', target: '/', headers: ['Host', 'origin.example.test'], body: null }

export interface Scene {
  sessions: UpstreamSessions
  /** Connections are made from now on. */
  open(): void
  connects(): number
}

/** Sessions with a destination over real TLS, and whoever lets their connections be made. */
export async function scene(
  origin: Pick<Http2Origin, 'host' | 'port' | 'rootPem'>,
  changes: { idleMs?: number } & Partial<typeof limits> = {},
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
    waiting: new WaitingAnswers(() => ({ ...limits, ...changes })),
    client: 'a client',
  })
  return { sessions, open, connects: () => connects }
}

/** What a handler was told. */
export interface Heard {
  status: number | null
  bytes: number
  error: Error | null
  isOver: boolean
  controller: Dispatcher.DispatchController | null
}

export function ask(sessions: UpstreamSessions, pauses = false, request: UpstreamRequest = usual): Heard {
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

export const upload = (body: Buffer | Readable): UpstreamRequest => ({ ...usual, method: 'POST', body })
