/** Tells the rules of the network, again and again, that somebody takes what is led to the transparent port. */
import { createSocket, type SocketType } from 'node:dgram'
import { signEveryMs } from '../core/network/sign-of-life.ts'

const loopbacks: readonly (readonly [SocketType, string])[] = [
  ['udp4', '127.0.0.1'],
  ['udp6', '::1'],
]

/** From the loop that takes the connections, so that one which hangs says nothing. A family that this box does not have is left. */
export function startSigns(port: number): Disposable {
  const sockets = loopbacks.map(([type, address]) => {
    const socket = createSocket(type)
    socket.on('error', () => {})
    // Nobody else is to reach it. Not connected: an answer that nobody is there would swallow every second sign.
    socket.bind({ address, port: 0 })
    socket.unref()
    return { socket, say: () => socket.send('', port, address, () => {}) }
  })
  const sayAll = () => {
    for (const { say } of sockets) say()
  }
  sayAll()
  const timer = setInterval(sayAll, signEveryMs)
  timer.unref()
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      for (const { socket } of sockets) socket.close()
    },
  }
}
