/** The program of one egress worker: started by control, or by a service unit of its own, with its order on standard input. */
import { createInterface } from 'node:readline'
import { setFlagsFromString } from 'node:v8'
import { inheritedSockets } from './ops/inherited-sockets.ts'
import { runWorker, type WorkerOrder } from './worker/run.ts'

// As in main.ts: a stop must not wait for a compiler's thread.
setFlagsFromString('--no-concurrent-sparkplug')
process.umask(0o077)
process.title = 'gatehouse-worker'

// A service unit hands its sockets in by the environment, which the order, written before the unit starts, cannot know of.
const handedIn = inheritedSockets(process.env, process.pid)
const worker = runWorker({ transparentSockets: handedIn, ...(await readOrder()) })

process.on('SIGTERM', () => void worker.stop())
// Both are meant for control, which says what follows from them.
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
process.on('uncaughtException', (error) => {
  // What is broken may be anything: control starts another one.
  worker.fault('crash', error)
  setTimeout(() => process.exit(70), 50)
})
await worker.stopped
process.exit(0)

/** One line of JSON. Whoever starts a worker by hand is told what is missing, and not what was there. */
async function readOrder(): Promise<WorkerOrder> {
  for await (const line of createInterface({ input: process.stdin })) {
    const order: unknown = JSON.parse(line)
    if (isOrder(order)) return order
  }
  process.stderr.write('A worker is started by the gateway, which hands it an order over standard input.\n')
  process.exit(64)
}

function isOrder(order: unknown): order is WorkerOrder {
  if (typeof order !== 'object' || order === null) return false
  return ['worker', 'secret', 'socketPath'].every((name) => typeof Reflect.get(order, name) === 'string')
}
