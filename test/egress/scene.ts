/** Sets the same scene on a plain proxy connection and inside an intercepted tunnel. */
import { plainWire, type RawAnswer, type RawOrigin, startRawOrigin, tunnelWire, type Wire } from './raw.ts'
import { type ProxyChanges, startProxy, type Proxy as TestProxy } from './setup.ts'
import type { Opening } from './smuggling-vectors.ts'

export const ways = ['plain', 'tunnel'] as const
export type Way = (typeof ways)[number]

/** A destination, a proxy that knows it, and a client connection that is ready for requests to it. */
export interface Scene {
  origin: RawOrigin
  proxy: TestProxy
  wire: Wire
  at: Opening
}

export async function scene(way: Way, changes: ProxyChanges = {}, answer?: RawAnswer): Promise<Scene> {
  const origin = await startRawOrigin({ plain: way === 'plain', ...(answer ? { answer } : {}) })
  const proxy = await startProxy([origin], changes)
  const wire = way === 'plain' ? await plainWire(proxy) : await tunnelWire(proxy, origin)
  const authority = `${origin.host}:${origin.port}`
  const prefix = way === 'plain' ? `http://${authority}` : ''
  const at: Opening = {
    line: (method, path, version = '1.1') => `${method} ${prefix}${path} HTTP/${version}\r\n`,
    host: `Host: ${authority}\r\n`,
    authority,
  }
  return { origin, proxy, wire, at }
}
