/** Lets in the clients that the proxy serves, at its port or led here from elsewhere, and hands each connection to the way it asks for. */
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { canonicalAddress } from '../core/net/address.ts'
import { carryConnect } from './connect.ts'
import { connectOnSocket } from './connect-request.ts'
import {
  newConnection,
  type OriginalDestination,
  releaseConnection,
  unknownClient,
  type WholeConnection,
} from './connection.ts'
import { dismiss } from './dismiss.ts'
import { carryOut } from './exchange.ts'
import { answerParserError, serverOptions } from './http-server.ts'
import { ClientSessions } from './http2/client-sessions.ts'
import { Interceptor } from './intercept.ts'
import type { Objection } from './lasting.ts'
import { askedBy, askedPathIn, sendOwnPage } from './own-page.ts'
import { OwnTls } from './own-tls.ts'
import type { Egress } from './shared.ts'
import { looksLikeTls, sniffFirstByte, sniffTunnel } from './sniff.ts'
import { endsWithin, lookFor, objectionToMachine, quarantineSince } from './standing.ts'
import { carryTransparent, originalDestination } from './transparent.ts'
import { type Obstacle, TurnedAway } from './turned-away.ts'
import { carryUpgrade } from './upgrade.ts'

/** The listening side of egress: sockets in, exchanges out. */
export class ProxyListener {
  readonly #egress: Egress
  readonly #servers: Server[] = []
  readonly #http: HttpServer
  readonly #interceptor: Interceptor
  readonly #sessions: ClientSessions
  readonly #ownTls: OwnTls
  readonly #connections = new Map<Socket, WholeConnection>()
  /** Every open socket, and whose it is. */
  readonly #sockets = new Map<Socket, string>()
  /** Connections on which nothing was asked yet, nor is TLS agreed on; each with what there is against its going on since it began. */
  readonly #beginning = new Map<Socket, () => Objection | null>()
  readonly #turnedAway: TurnedAway
  readonly #perClient = new Map<string, number>()

  constructor(egress: Egress) {
    this.#egress = egress
    this.#interceptor = new Interceptor(egress)
    this.#turnedAway = new TurnedAway(egress)
    this.#http = this.#createHttp()
    this.#sessions = this.#createSessions()
    this.#ownTls = new OwnTls(egress)
  }

  /** Where clients ask for a proxy. */
  explicitServer(): Server {
    return this.#newServer(() => null)
  }

  /** Where connections come in that were on their way elsewhere. */
  transparentServer(): Server {
    return this.#newServer(originalDestination)
  }

  get connections(): number {
    return this.#sockets.size
  }

  /** After a reload: ends what belongs to clients that are served no more. */
  reconsider(): void {
    const { serves, logins, ports } = this.#egress
    this.#ownTls.endRevoked()
    const leaves = (one: WholeConnection) =>
      !serves(one.address) || objectionToMachine(one, this.#egress) !== null
    for (const [socket, objection] of this.#beginning)
      if (!serves(this.#sockets.get(socket) ?? '') || objection() !== null) socket.destroy()
    const leaving = [
      ...[...this.#connections].filter(([, one]) => leaves(one) || !logins.stands(one)),
      ...[...this.#interceptor.open].filter(([, one]) => leaves(one) || !logins.admits(one)),
    ]
    const byTime = Map.groupBy(leaving, ([, one]) => endsWithin(one, this.#egress))
    for (const [withinMs, those] of byTime) void dismiss(those, withinMs, ports.clock)
    this.#sessions.reconsider()
    this.#interceptor.reconsiderSessions()
  }

  /** Other certificates count: what belongs to a device that was revoked ends. */
  devicesChanged(): void {
    this.#ownTls.endRevoked()
  }

  /** Accepts nobody new and ends what is idle; resolves when the last connection is gone or time is up. */
  async drain(drainMs: number): Promise<void> {
    for (const server of this.#servers) server.close()
    for (const socket of this.#beginning.keys()) socket.destroy()
    const deadline = this.#egress.ports.clock.monotonic() + drainMs
    while (this.#sockets.size > 0 && this.#egress.ports.clock.monotonic() < deadline) {
      this.#sessions.close()
      this.#http.closeIdleConnections()
      this.#interceptor.closeIdle()
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    for (const socket of this.#sockets.keys()) socket.destroy()
    this.#interceptor.close()
    this.#http.closeAllConnections()
    // Ends the clock that `listening` started.
    this.#http.close(() => {})
    // Whoever waits for this finds the exchanges ended by their clients' end, and nothing else taken down before.
    for (let turn = 0; turn < 10 && this.#sockets.size > 0; turn += 1)
      await new Promise((resolve) => setImmediate(resolve))
  }

  /** HTTP/2 with the proxy itself: requests for http:// destinations, tunnels, and its own pages. */
  #createSessions(): ClientSessions {
    const egress = this.#egress
    return new ClientSessions(egress, {
      async request(connection, asked) {
        const { scheme, path } = asked.request
        const { host = '' } = asked.request.headers
        const own = scheme === 'https' ? path : askedPathIn(`http://${host}${path}`, egress.ports)
        if (own !== null) sendOwnPage(asked, { path: own, ...askedBy(connection, egress) }, egress.ports)
        else await carryOut(connection, asked, egress)
      },
      connect: (connection, asked) =>
        carryConnect(connection, asked, { egress, interceptor: this.#interceptor }),
    })
  }

  #createHttp(): HttpServer {
    const egress = this.#egress
    const onRequest = (request: IncomingMessage, response: ServerResponse) => {
      const { url = '' } = request
      const connection = this.#connectionOf(request.socket)
      const path = url.startsWith('/') ? url : askedPathIn(url, egress.ports)
      if (path === null) void carryOut(connection, { request, response }, egress)
      else sendOwnPage({ request, response }, { path, ...askedBy(connection, egress) }, egress.ports)
    }
    const http = createHttpServer(serverOptions(egress.options.limits), onRequest)
    http.on('checkContinue', onRequest)
    http.on('checkExpectation', onRequest)
    http.on('connect', (request, socket: Socket, head: Buffer) => {
      const asked = connectOnSocket(request, socket, head)
      void carryConnect(this.#connectionOf(socket), asked, { egress, interceptor: this.#interceptor })
    })
    http.on('upgrade', (request, socket: Socket, head: Buffer) => {
      void carryUpgrade(this.#connectionOf(socket), { request, socket, head }, egress)
    })
    http.on('clientError', (error, socket) => {
      const from = socket as Socket
      answerParserError(this.#connectionOf(from), error, { socket: from, egress })
    })
    // Node starts the clock of headersTimeout when a server listens; this one is only handed connections.
    http.emit('listening')
    return http
  }

  #newServer(originalOf: (socket: Socket) => OriginalDestination | null): Server {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      this.#accept(socket, originalOf(socket)),
    )
    this.#servers.push(server)
    return server
  }

  #accept(socket: Socket, original: OriginalDestination | null): void {
    socket.on('error', () => socket.destroy())
    const client = canonicalAddress(socket.remoteAddress ?? '')
    if (client === null) {
      socket.destroy()
      return
    }
    const obstacle = this.#obstacleFor(client, original)
    if (obstacle !== null) {
      socket.destroy()
      this.#turnedAway.note(client, obstacle)
      return
    }
    this.#count(socket, client)
    const opened = original === null ? this.#open(socket, client) : this.#openLed(socket, client, original)
    opened.catch((error: unknown) => {
      // A certificate of the proxy's own that cannot be used, above all.
      this.#egress.ports.fault('listener', error)
      socket.destroy()
    })
  }

  #obstacleFor(client: string, original: OriginalDestination | null): Obstacle | null {
    const { limits, transparentPort } = this.#egress.options
    if (!this.#egress.serves(client)) return 'client-not-allowed'
    // Nobody was on the way to this very port: going on there would lead back here.
    if (original !== null && original.port === transparentPort) return 'loop'
    if (this.#sockets.size >= limits.maxConnections) return 'limit'
    return (this.#perClient.get(client) ?? 0) >= limits.maxConnectionsPerClient ? 'limit' : null
  }

  #count(socket: Socket, client: string): void {
    this.#sockets.set(socket, client)
    this.#egress.ports.connections.connectionOpened()
    this.#perClient.set(client, (this.#perClient.get(client) ?? 0) + 1)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      this.#egress.ports.connections.connectionClosed()
      const left = (this.#perClient.get(client) ?? 1) - 1
      if (left === 0) this.#perClient.delete(client)
      else this.#perClient.set(client, left)
    })
  }

  async #open(socket: Socket, client: string): Promise<void> {
    await this.#begin(socket, client)
    const opening = await sniffFirstByte(socket, this.#egress.options.limits.headersTimeoutMs)
    if (opening.kind !== 'other') {
      socket.destroy()
      return
    }
    const accepted = looksLikeTls(opening.firstByte)
      ? await this.#ownTls.accept(socket, client)
      : { socket, client: unknownClient(client) }
    this.#beginning.delete(socket)
    if (accepted === null) {
      socket.destroy()
      return
    }
    const inner = accepted.socket
    const connection = newConnection(accepted.client, null)
    inner.once('close', () => {
      this.#connections.delete(inner)
      releaseConnection(connection)
    })
    if (inner instanceof TLSSocket && inner.alpnProtocol === 'h2') {
      this.#sessions.serve(inner, connection)
      return
    }
    this.#connections.set(inner, connection)
    this.#http.emit('connection', inner)
    // Sniffing paused it; a TLS socket of ours was never paused, and resuming it changes nothing.
    inner.resume()
  }

  /** Until it is found out who it is there is nothing against it: who is in quarantine already is told so. */
  async #begin(socket: Socket, client: string): Promise<void> {
    this.#beginning.set(socket, () => null)
    socket.once('close', () => this.#beginning.delete(socket))
    await lookFor(client, this.#egress)
    if (!socket.destroyed) this.#beginning.set(socket, quarantineSince(unknownClient(client), this.#egress))
  }

  async #openLed(socket: Socket, client: string, original: OriginalDestination): Promise<void> {
    await this.#begin(socket, client)
    const timeoutMs = this.#egress.options.limits.handshakeTimeoutMs
    const opening = await sniffTunnel(socket, { timeoutMs, anyOther: false })
    this.#beginning.delete(socket)
    const parts = { egress: this.#egress, interceptor: this.#interceptor }
    await carryTransparent({ socket, client, original, opening }, parts)
  }

  #connectionOf(socket: Socket): WholeConnection {
    return this.#connections.get(socket) ?? newConnection(unknownClient(''), null)
  }
}
