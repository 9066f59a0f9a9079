/** Takes a connection of HTTP/1.1 over for a WebSocket, once its handshake is agreed to. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { failed } from './conclude.ts'
import { type ClientConnection, takeTurn } from './connection.ts'
import { lingerAtEnd } from './linger.ts'
import type { Ending } from './record.ts'
import type { Egress } from './shared.ts'
import { Way } from './way.ts'
import { openWebSocket, type WebSocketClient } from './websocket/open.ts'

export interface UpgradeRequest {
  request: IncomingMessage
  socket: Socket
  head: Buffer
}

/** Handles one upgrade to its end. Never rejects. */
export async function carryUpgrade(
  connection: ClientConnection,
  asked: UpgradeRequest,
  egress: Egress,
): Promise<void> {
  asked.socket.on('error', () => asked.socket.destroy())
  const turn = takeTurn(connection)
  if (turn.before !== null) await turn.before
  // Node may have started the clock of an idle connection when the answer before this one was through.
  asked.socket.setTimeout(0)
  if (connection.closing || asked.socket.destroyed) return
  // Node's parser has let go of the connection: no other request can follow, whatever becomes of this one.
  connection.closing = true
  const response = new ServerResponse(asked.request)
  const way = new Way(connection, { request: asked.request, response }, egress)
  let ending: Ending
  try {
    await answerOn(asked, response)
    ending = await openWebSocket(way, clientOn(asked, response))
  } catch (error) {
    ending = failed(way, error)
    if (response.socket === null) asked.socket.destroy()
  }
  way.end(ending)
}

/** Does for an answer what Node's server does no more once it has handed out the socket. */
async function answerOn({ request, socket }: UpgradeRequest, response: ServerResponse): Promise<void> {
  // The answer before this one may still be on its way out, and holds the socket until it is through.
  while (socket.writableLength > 0 && !socket.destroyed)
    await new Promise<void>((resolve) => socket.write('', () => resolve()))
  await new Promise((resolve) => setImmediate(resolve))
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.once('finish', () => socket.destroySoon())
  socket.on('drain', () => response.emit('drain'))
  socket.on('timeout', () => socket.destroy())
  lingerAtEnd(socket, request)
}

function clientOn({ socket, head }: UpgradeRequest, response: ServerResponse): WebSocketClient {
  return {
    isKeyless: false,
    accept(fields) {
      response.detachSocket(socket)
      let answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
      for (let i = 0; i < fields.length; i += 2) answer += `${fields[i]}: ${fields[i + 1]}\r\n`
      socket.write(`${answer}\r\n`, 'latin1')
      return { stream: socket, head }
    },
  }
}
