/** Sends one request through an intercepted tunnel by Node's own client, which states everything as it is told. */
import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Proxy as GatewayProxy, type Origin, tunnelTo } from './setup.ts'

export interface Sent {
  method?: string
  path?: string
  /** application/json where left out, none where null. */
  type?: string | null
  fields?: Record<string, string>
  body: string | Buffer
}

export interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/** A request whose body is still to be written. */
export async function openRequest(
  proxy: GatewayProxy,
  origin: Origin,
  { method = 'POST', path = '/', type = 'application/json', fields = {} }: Omit<Sent, 'body'>,
): Promise<ClientRequest> {
  const socket = await tunnelTo(proxy, origin)
  return request({
    method,
    path,
    createConnection: () => socket,
    headers: {
      host: `${origin.host}:${origin.port}`,
      ...(type === null ? {} : { 'content-type': type }),
      ...fields,
    },
  })
}

export async function exchangeThrough(proxy: GatewayProxy, origin: Origin, sent: Sent): Promise<Answer> {
  const { body, ...head } = sent
  const bytes = Buffer.from(body as string)
  const framed = 'transfer-encoding' in (head.fields ?? {}) ? {} : { 'content-length': String(bytes.length) }
  const outgoing = await openRequest(proxy, origin, { ...head, fields: { ...head.fields, ...framed } })
  // A refusal may close the connection while the body is still being sent; the answer counts.
  outgoing.on('error', () => {})
  outgoing.end(bytes)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await buffer(incoming) }
}
