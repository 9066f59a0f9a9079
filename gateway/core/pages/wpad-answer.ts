/** Answers at the port where machines look for the PAC file by themselves: with that file, the way to the proxy's own page, and nothing else. */
import { formatHost, parseAuthority } from '../http/authority.ts'
import { type OwnPageFacts, pacFor } from './own-page-facts.ts'
import { pacContentType } from './pac.ts'

export interface WpadRequest {
  method: string
  /** As it stands in the request line. */
  target: string
  /** The Host field, as it came. */
  hostField: string
  /** The client's address, in one spelling. */
  client: string
}

export interface WpadAnswer {
  status: 200 | 302 | 404 | 405
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
}

/** Throws RangeError where the proxy cannot be named in a PAC file. */
export function wpadAnswer(facts: OwnPageFacts, asked: WpadRequest): WpadAnswer {
  if (asked.method !== 'GET' && asked.method !== 'HEAD')
    return { ...nothing, status: 405, headers: { ...nothing.headers, allow: 'GET, HEAD' } }
  // A port in the Host is this one, and the proxy has another.
  const host = parseAuthority(asked.hostField)?.host ?? ''
  switch (asked.target.split('?', 1)[0]) {
    case '/wpad.dat': {
      const headers = { ...common, 'content-type': pacContentType }
      return {
        status: 200,
        headers,
        body: pacFor(facts, { client: asked.client, hostField: formatHost(host) }),
      }
    }
    case '/': {
      const location = `http://${formatHost(host === '' ? facts.officeHost : host)}:${facts.proxyPort}/`
      return { status: 302, headers: { ...nothing.headers, location }, body: `The page is at ${location}\n` }
    }
    default:
      return nothing
  }
}

const common = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }

const nothing: WpadAnswer = {
  status: 404,
  headers: { ...common, 'content-type': 'text/plain; charset=utf-8' },
  body: 'This port of Gatehouse has /wpad.dat, and nothing else.\n',
}
