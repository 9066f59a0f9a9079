/** The trial's camera, a process of its own: sends one recording to the gateway as a real camera would, by HTTPS PUT. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { z } from 'zod'
import { KiB } from '../core/units.ts'

/** Handed over as the only argument, in JSON. `state` is the folder that the agent has enrolled into. */
const order = z
  .strictObject({ state: z.string(), host: z.string(), port: z.int(), name: z.string() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const identity = readFileSync(join(order.state, 'identity.pem'))
const upload = request({
  host: order.host,
  port: order.port,
  method: 'PUT',
  path: `/files/recording/${encodeURIComponent(order.name)}`,
  key: identity,
  cert: identity,
  ca: readFileSync(join(order.state, 'roots.pem')),
  headers: { 'content-type': 'video/mp4', 'content-length': 512 * KiB },
})
upload.end(Buffer.alloc(512 * KiB, 'a picture of an empty corridor '))
const [answer] = await once(upload, 'response')
answer.resume()
await once(answer, 'end')
process.exitCode = answer.statusCode === 201 ? 0 : 1
