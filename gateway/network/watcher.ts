/** Takes an unconfirmed change of the network back when its time is up: a process of its own, which outlives whoever started it. */
import { text } from 'node:stream/consumers'
import { watchOrder } from './order.ts'
import { takeBack } from './take-back.ts'
import { toolsAt } from './tools.ts'

// It is told everything at its start, by whoever started it, and nothing after: there is no file, socket or signal by which somebody
// could make it do anything else. Whether the change was confirmed stands in the kernel, in the table that it would take away.
const { tools, change, waitMs } = watchOrder.parse(JSON.parse(await text(process.stdin)) as unknown)
process.on('SIGHUP', () => {})
process.on('SIGINT', () => {})

// Timers count on the monotonic clock (libuv): a clock that is set changes nothing.
const { promise: due, resolve } = Promise.withResolvers<void>()
setTimeout(resolve, waitMs)
// Whoever ends it does not get to keep what nobody confirmed.
process.on('SIGTERM', () => resolve())

process.stdout.on('error', () => {})
process.stdout.end('ready\n')
await due
await takeBack(toolsAt(tools), change)
