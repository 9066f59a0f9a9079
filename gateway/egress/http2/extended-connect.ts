/** Carries what a stream of HTTP/2 shall become: a WebSocket, and nothing else (RFC 8441). */
import { Buffer } from 'node:buffer'
import { failed, refuse } from '../conclude.ts'
import type { ClientConnection } from '../connection.ts'
import type { Ending } from '../record.ts'
import type { Egress } from '../shared.ts'
import { Way } from '../way.ts'
import { openWebSocket } from '../websocket/open.ts'
import type { Http2Request } from './request.ts'
import type { Http2Response } from './response.ts'

interface Asked {
  request: Http2Request
  response: Http2Response
}

/** Handles one such request to its end. Never rejects. */
export async function carryExtendedConnect(
  connection: ClientConnection,
  asked: Asked,
  egress: Egress,
): Promise<void> {
  const way = new Way(connection, asked, egress)
  let ending: Ending
  try {
    ending = await open(way, asked)
  } catch (error) {
    ending = failed(way, error)
    asked.response.destroy()
  }
  way.end(ending)
}

function open(way: Way, { request, response }: Asked): Ending | Promise<Ending> {
  if (request.protocol !== 'websocket') {
    // RFC 9220 §3: 501 for a protocol that is not known.
    const unread = { accept: request.headers.accept ?? '', hasBody: false }
    return refuse(way, unread, { reason: 'method-not-supported', ruleId: null })
  }
  return openWebSocket(way, {
    isKeyless: true,
    accept: (fields) => ({ stream: response.handOver(fields), head: Buffer.alloc(0) }),
  })
}
