/** Tries one cell of the table of rights against the running API. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import type { RunningApi } from './running-api.ts'

export const refused = [401, 403]

/** Status and, of a problem, its words. The stream is left after its head. */
export async function askCell(
  api: RunningApi,
  { method, route }: { method: string; route: string },
  headers: Record<string, string>,
) {
  const asking = request({
    host: '127.0.0.1',
    port: api.server.port,
    ca: api.certificate.ca,
    servername: 'gatehouse.home.arpa',
    agent: false,
    method,
    path: route.replaceAll(/:\w+/g, 'x'),
    headers: {
      host: 'gatehouse.home.arpa',
      'sec-fetch-site': 'same-origin',
      'gatehouse-change': '1',
      ...headers,
    },
  })
  asking.end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const isStream = answer.headers['content-type']?.startsWith('text/event-stream') === true
  const words = isStream ? '' : await text(answer)
  asking.destroy()
  return { status: answer.statusCode ?? 0, words }
}
