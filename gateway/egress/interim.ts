/** Swallows a `100 Continue` that a destination sends although nobody asked for it. */
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/**
 * The undici whose reading of sockets this stands in for: no handler is told of a 100, the connection is just ended
 * (`onHeadersComplete` in its lib/dispatcher/client-h1.js). A test fails where another one is installed.
 */
export const checkedUndici = '8.12.4'

/** True on a connection on which a request was sent and no byte of its answer was seen yet. */
const awaiting = Symbol('awaiting an answer')
let subscribed = false

type Awaiting = Socket & { [awaiting]?: boolean }

const opening = /^HTTP\/1\.[01] 100[ \r]/
/** What an interim answer begins with, up to where it can be told from a final one. */
const openings = ['HTTP/1.1 100 ', 'HTTP/1.0 100 ', 'HTTP/1.1 100\r', 'HTTP/1.0 100\r']
const maxInterimBytes = 16 * 1024

/**
 * RFC 9110 §15.2: a client must be able to skip interim answers that it does not expect. Undici ends the connection on
 * a 100 instead, so it is taken out of the bytes before undici reads them, at the beginning of an answer and nowhere else.
 */
export function swallowContinue(socket: Awaiting): void {
  if (!subscribed) {
    subscribed = true
    // The one place where undici says that a request goes out on this very connection.
    subscribe('undici:client:sendHeaders', (message) => {
      const { socket } = message as { socket: Awaiting }
      socket[awaiting] = true
    })
  }
  const read = socket.read.bind(socket)
  let held: Buffer | null = null
  socket.read = (size?: number): Buffer | null => {
    const chunk = read(size) as Buffer | null
    if (chunk === null || socket[awaiting] !== true) return chunk
    const bytes: Buffer = held === null ? chunk : Buffer.concat([held, chunk])
    const rest = afterContinue(bytes)
    held = rest === 'undecided' ? bytes : null
    if (rest === 'undecided' || rest.length === 0) return null
    socket[awaiting] = false
    return rest
  }
}

function afterContinue(bytes: Buffer): Buffer | 'undecided' {
  let rest = bytes
  for (;;) {
    // The usual answer begins with another digit than that of interim ones.
    if (rest.length > 12 && rest[9] !== 0x31) return rest
    const start = rest.toString('latin1', 0, 13)
    if (!opening.test(start)) {
      const undecided = rest.length < 13 && openings.some((each) => each.startsWith(start))
      return undecided && rest.length > 0 ? 'undecided' : rest
    }
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) return rest.length > maxInterimBytes ? rest : 'undecided'
    rest = rest.subarray(end + 4)
  }
}
