/** Answers requests that are for the proxy itself: the PAC file and the page that helps to set a client up. */
import { STATUS_CODES } from 'node:http'
import type { Asked } from './client-message.ts'
import type { EgressPorts } from './options.ts'
import { pathOf } from './record.ts'

export function sendOwnPage(
  { request, response }: Asked,
  path: string,
  ports: Pick<EgressPorts, 'ownPage'>,
): void {
  request.resume()
  const readable = request.method === 'GET' || request.method === 'HEAD'
  const page = readable ? ports.ownPage(pathOf(path), request.headers.host ?? '') : null
  const status = page !== null ? 200 : readable ? 404 : 405
  const body = page?.body ?? 'This is the Gatehouse proxy. There is no page here.\n'
  const fields = page?.headers ?? { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  const length = String(Buffer.byteLength(body))
  const head = [...Object.entries(fields).flat(), 'content-length', length]
  response.writeHead(status, STATUS_CODES[status] ?? '', head)
  response.end(request.method === 'HEAD' ? undefined : body)
}
