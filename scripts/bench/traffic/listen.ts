/** A client of the traffic bench, a process of its own: tells an assistant an address, and says how late each event of its answer was. */
import { once } from 'node:events'
import { connect } from 'node:http2'
import { openTarget, type TargetOrder } from './target.ts'

/** Handed over as the only argument, in JSON. */
export interface ListenOrder extends TargetOrder {
  /** In one answer. */
  events: number
  /** The value that stands in the request, and must stand in each event again. */
  told: string
}

/** What it prints in the end. */
export interface ListenResult {
  /** Of each event: milliseconds from the destination's write to here. */
  delaysMs: number[]
  /** Events in which the value stood. */
  restored: number
}

const order: ListenOrder = JSON.parse(process.argv[2] ?? '{}')
const socket = await openTarget(order)
const session = connect(`https://${order.host}:${order.port}`, { createConnection: () => socket })
await listen(20)
console.log(JSON.stringify({ ready: true }))
await once(process.stdin, 'data')
console.log(JSON.stringify(await listen(order.events)))
process.exit(0)

async function listen(events: number): Promise<ListenResult> {
  const body = JSON.stringify({ to: order.told, stream: true })
  const stream = session.request({
    ':method': 'POST',
    ':path': `/events?events=${events}`,
    'content-type': 'application/json',
    'content-length': body.length,
  })
  stream.end(body)
  const result: ListenResult = { delaysMs: [], restored: 0 }
  let text = ''
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const now = Number(process.hrtime.bigint()) / 1e6
    text += chunk.toString()
    const whole = text.split('\n\n')
    text = whole.pop() ?? ''
    for (const event of whole) {
      const delta = JSON.parse(event.slice(event.indexOf('data: ') + 6)) as { sent: number; text: string }
      result.delaysMs.push(now - delta.sent)
      if (delta.text === `Write to ${order.told} by Friday. `) result.restored += 1
    }
  }
  return result
}
