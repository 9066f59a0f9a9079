/** Asks the gateway's own ports, as a client does, for what machines are set up with. */
import { get } from 'node:http'
import { formatHost } from '../core/http/authority.ts'
import { canonicalAddress, isLoopback } from '../core/net/address.ts'
import { pacFor, setupFacts } from '../core/pages/own-page-facts.ts'
import { MiB, secondMs } from '../core/units.ts'
import type { Found, OnboardingFacts } from '../ops/doctor/onboarding.ts'
import { reachableAt } from './listening.ts'
import { type OwnPagesOptions, ownPageFacts } from './own-pages.ts'
import { isServed } from './served.ts'

/** The doctor itself waits ten. */
const patienceMs = 3 * secondMs
const mostBytes = MiB

/** Never rejects. */
export async function onboardingFacts(options: OwnPagesOptions): Promise<OnboardingFacts> {
  const { inForce, listening } = options
  const own = ownPageFacts(options)
  const { host, port } = listening.proxy
  const { proxyHost, proxyPort } = setupFacts(own, reachableAt(listening.proxy, inForce.config.office.host))
  const facts = {
    page: `http://${formatHost(proxyHost)}:${proxyPort}/`,
    wpadPort: listening.wpad.port === 0 ? null : listening.wpad.port,
    isLocal: isLoopback(host),
  }
  const here = hereOf(host)
  const client = canonicalAddress(here)
  if (client === null || !isServed(client, inForce.config)) return { ...facts, seen: null }
  const hostField = `${formatHost(here)}:${port}`
  const [roots, pac, wpad] = await Promise.all([
    found({ here, port, path: '/gatehouse-ca.pem' }, own.bundle),
    found({ here, port, path: '/proxy.pac' }, pacFor(own, { hostField, client })),
    facts.wpadPort === null
      ? null
      : found(
          { here, port: facts.wpadPort, path: '/wpad.dat' },
          pacFor(own, { hostField: formatHost(here), client }),
        ),
  ])
  return { ...facts, seen: { roots, pac, wpad } }
}

/** Where the box reaches what listens everywhere; it comes from there as well. */
function hereOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

interface Place {
  here: string
  port: number
  path: string
}

export async function found(place: Place, wanted: string): Promise<Found> {
  try {
    return (await bodyOf(place)) === wanted ? 'right' : 'wrong'
  } catch {
    return 'silent'
  }
}

/** Of an answer of 200; '' of any other. Rejects where nobody answers in time. */
async function bodyOf({ here, port, path }: Place): Promise<string> {
  const signal = AbortSignal.timeout(patienceMs)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const asked = get({ host: here, port, path, agent: false, signal }, (response) => {
    const parts: Buffer[] = []
    let bytes = 0
    response.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > mostBytes) asked.destroy(new Error('endless'))
      else parts.push(part)
    })
    response.on('error', reject)
    response.on('end', () =>
      resolve(response.statusCode === 200 ? Buffer.concat(parts).toString('utf8') : ''),
    )
  })
  asked.on('error', reject)
  return promise
}
