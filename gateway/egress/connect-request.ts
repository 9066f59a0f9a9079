/** Names what a CONNECT asks for and how it is answered, whichever version of HTTP carries it. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { presentedLogins } from './identify.ts'
import { closeGently } from './linger.ts'

export interface ConnectRequest {
  /** Host and port, as they came. */
  readonly authority: string
  readonly accept: string
  /** The values of Proxy-Authorization. */
  readonly logins: readonly string[]
  /** What becomes the tunnel: the client's connection, or one stream of it. */
  readonly socket: Duplex & { setTimeout(ms: number): unknown }
  /** From here on the tunnel's bytes are the client's own. */
  grant(): void
  refuse(status: number, fields: readonly string[], body: string): void
}

/** In HTTP/1.1, where the whole connection becomes the tunnel. `head`: bytes that came behind the request's own. */
export function connectOnSocket(request: IncomingMessage, socket: Socket, head: Buffer): ConnectRequest {
  return {
    authority: request.url ?? '',
    accept: request.headers.accept ?? '',
    logins: presentedLogins(request.rawHeaders),
    socket,
    grant() {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      if (head.length > 0) socket.unshift(head)
    },
    refuse(status, fields, body) {
      let answer = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n`
      for (let i = 0; i < fields.length; i += 2) answer += `${fields[i]}: ${fields[i + 1]}\r\n`
      socket.write(`${answer}\r\n${body}`)
      closeGently(socket)
    },
  }
}
