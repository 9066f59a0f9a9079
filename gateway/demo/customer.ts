/** The trial's web client, a process of its own: sends one order with personal data through the proxy. */
import { readFileSync } from 'node:fs'
import { ProxyAgent, request } from 'undici'
import { z } from 'zod'
import { demoHost } from './host.ts'
import { demoBody } from './settings.ts'

/** Handed over as the only argument, in JSON. */
const order = z
  .strictObject({ proxy: z.string(), bundle: z.string(), port: z.int() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const dispatcher = new ProxyAgent({
  uri: `http://${order.proxy}`,
  requestTls: { ca: readFileSync(order.bundle, 'utf8') },
})
const { statusCode, body } = await request(`https://${demoHost}:${order.port}/orders`, {
  dispatcher,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: demoBody,
})
await body.dump()
await dispatcher.close()
process.exitCode = statusCode === 200 ? 0 : 1
