/** Reads the requests inside tunnels: ends a client's TLS here, with a certificate for the name it asked for, where it speaks it. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type SecureContext, TLSSocket } from 'node:tls'
import { isGatewayError } from '../core/errors.ts'
import { type ClientTrust, watchTrust } from './client-trust.ts'
import type { ConnectRequest } from './connect-request.ts'
import {
  type Client,
  type ClientConnection,
  newConnection,
  releaseConnection,
  type Tunnel,
  unknownClient,
  type WholeConnection,
} from './connection.ts'
import { hasLeft } from './early-end.ts'
import { carryOut } from './exchange.ts'
import { answerParserError, answerUnread, badRequest, serverOptions } from './http-server.ts'
import { ClientSessions } from './http2/client-sessions.ts'
import { carryExtendedConnect } from './http2/extended-connect.ts'
import { StreamSocket, type TunnelStream } from './http2/stream-socket.ts'
import { LeafContexts } from './leaf-contexts.ts'
import { begin, record } from './record.ts'
import { refuseConnect } from './refuse-connect.ts'
import type { Egress } from './shared.ts'
import { isQuarantined } from './standing.ts'
import { carryUpgrade } from './upgrade.ts'

/** The inner server of all intercepted connections: it never listens, connections are handed to it. */
export class Interceptor {
  readonly #egress: Egress
  readonly #server: Server
  readonly #connections = new WeakMap<Socket, WholeConnection>()
  readonly #open = new Map<Socket, WholeConnection>()
  readonly #sessions: ClientSessions
  readonly #contexts: LeafContexts

  constructor(egress: Egress) {
    this.#egress = egress
    this.#contexts = new LeafContexts({
      ciphers: () => egress.ciphers,
      most: () => egress.options.leafCache,
    })
    this.#server = createServer(serverOptions(egress.options.limits), (request, response) => {
      void carryOut(this.#asking(request.socket), { request, response }, egress)
    })
    // `checkContinue`: the exchange answers Expect itself, once it knows that it wants the body.
    this.#server.on('checkContinue', (request, response: ServerResponse) => {
      void carryOut(this.#asking(request.socket), { request, response }, egress)
    })
    this.#server.on('checkExpectation', (request, response: ServerResponse) => {
      void carryOut(this.#asking(request.socket), { request, response }, egress)
    })
    // A tunnel inside a tunnel would be a way around every rule.
    this.#server.on('connect', (_request, socket: Socket) => {
      socket.on('error', () => socket.destroy())
      answerUnread(this.#asking(socket), { socket, egress }, badRequest)
    })
    this.#server.on('upgrade', (request, socket: Socket, head: Buffer) => {
      void carryUpgrade(this.#asking(socket), { request, socket, head }, egress)
    })
    this.#server.on('clientError', (error, socket) => {
      const from = socket as Socket
      // Whoever sends what is no request has taken the certificate all the same.
      const isSaid = 'code' in error && String(error.code).startsWith('HPE_')
      answerParserError(isSaid ? this.#asking(from) : this.#connectionOf(from), error, {
        socket: from,
        egress,
      })
    })
    this.#sessions = new ClientSessions(egress, {
      request: (connection, asked) => carryOut(connection, asked, egress),
      connect: (connection, asked) => refuseInner(connection, asked, egress),
      become: (connection, asked) => carryExtendedConnect(connection, asked, egress),
    })
    // Node starts the clock of headersTimeout when a server listens; this one is only handed connections.
    this.#server.emit('listening')
  }

  /** After a reload: ends what belongs to clients that are served no more, where it speaks HTTP/2. */
  reconsiderSessions(): void {
    this.#sessions.reconsider()
  }

  /** Connections inside tunnels that are read and speak HTTP/1.1, from the end of their handshake on. */
  get open(): ReadonlyMap<Socket, WholeConnection> {
    return this.#open
  }

  /** Why the name cannot be spoken for; null where its certificate is at hand from now on. */
  async prepare(name: string): Promise<'name-excluded' | 'control-away' | null> {
    try {
      await this.#contextFor(name)
      return null
    } catch (error) {
      if (isGatewayError(error, 'CONTROL_AWAY')) return 'control-away'
      // An authority that has ended is no matter of the name: that is our own fault, and shown as such.
      if (isGatewayError(error, 'LEAF_REFUSED') && error.details.why !== 'authority-ended')
        return 'name-excluded'
      throw error
    }
  }

  /** Takes over a connection whose hello is known. Resolves with its first request, or its end; requests flow by themselves. */
  async intercept(socket: Duplex, client: Client, tunnel: Tunnel): Promise<ClientTrust> {
    const secureContext = await this.#contextFor(tunnel.serverName)
    if (await hasLeft(socket)) {
      socket.destroy()
      return { kind: 'left' }
    }
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    const egress = this.#egress
    const trust = watchTrust(secure, {
      timeoutMs: egress.options.limits.handshakeTimeoutMs,
      monotonic: () => egress.ports.clock.monotonic(),
    })
    const connection = { ...newConnection(client, tunnel), asked: trust.used }
    // Half-open connections are allowed outside; a client that ends its side during the handshake has left.
    const onEnd = () => secure.destroy()
    secure.once('end', onEnd)
    secure.once('close', () => releaseConnection(connection))
    secure.once('secure', () => {
      // A reload may have come in between. One in quarantine is told why, inside.
      const { serves, logins } = egress
      if (!serves(client.address) || !(isQuarantined(client, egress) || logins.admits(client))) {
        secure.destroy()
        return
      }
      secure.off('end', onEnd)
      if (secure.alpnProtocol === 'h2') this.#sessions.serve(secure, connection)
      else this.#read(secure, connection)
    })
    return trust.outcome
  }

  /** Takes over a connection whose requests come in the clear. */
  readPlain(client: Client, tunnel: Tunnel | null, stream: TunnelStream): void {
    const connection = newConnection(client, tunnel)
    const socket = stream instanceof Socket ? stream : (new StreamSocket(stream) as Duplex as Socket)
    socket.once('close', () => releaseConnection(connection))
    this.#read(socket, connection)
    // Sniffing paused it.
    socket.resume()
  }

  closeIdle(): void {
    this.#sessions.close()
    this.#server.closeIdleConnections()
    // Node counts a connection that has not asked for anything yet as busy; nothing is lost with it.
    for (const [socket, connection] of this.#open) if (connection.latest === null) socket.destroy()
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.emit('close')
    this.#server.close(() => {})
  }

  #read(socket: Socket, connection: WholeConnection): void {
    this.#connections.set(socket, connection)
    this.#open.set(socket, connection)
    socket.once('close', () => this.#open.delete(socket))
    this.#server.emit('connection', socket)
  }

  #connectionOf(socket: Socket): WholeConnection {
    return this.#connections.get(socket) ?? newConnection(unknownClient(''), null)
  }

  /** The connection of a request that came. */
  #asking(socket: Socket): WholeConnection {
    const connection = this.#connectionOf(socket)
    connection.asked?.()
    return connection
  }

  /** The issuer answers from its cache and knows of renewals and roll-overs, so it is asked each time. */
  async #contextFor(name: string): Promise<SecureContext> {
    return this.#contexts.contextOf(name, await this.#egress.ports.leaves.leafFor(name))
  }
}

/** A tunnel inside a tunnel would be a way around every rule. */
async function refuseInner(
  connection: ClientConnection,
  asked: ConnectRequest,
  egress: Egress,
): Promise<void> {
  const beginning = begin(connection, egress)
  const target = { host: connection.tunnel?.host ?? '', port: connection.tunnel?.port ?? 0 }
  const ending = refuseConnect({ beginning, asked, target, egress }, { reason: 'malformed-request' })
  record(beginning, { ...target, method: 'CONNECT', target: null }, ending)
}
