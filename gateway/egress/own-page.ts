/** Answers requests that are for the proxy itself: the PAC file and the page that helps to set a client up. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EgressPorts } from './options.ts'
import { pathOf } from './record.ts'

export function sendOwnPage(request: IncomingMessage, response: ServerResponse, ports: EgressPorts): void {
  request.resume()
  const readable = request.method === 'GET' || request.method === 'HEAD'
  const page = readable ? ports.ownPage(pathOf(request.url ?? '/'), request.headers.host ?? '') : null
  const status = page !== null ? 200 : readable ? 404 : 405
  const body = page?.body ?? 'This is the Gatehouse proxy. There is no page here.\n'
  response.writeHead(status, {
    ...(page?.headers ?? { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }),
    'content-length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
