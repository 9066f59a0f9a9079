/** Gets the next certificate after two thirds of the present one's life, with a key of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AgentError, exitCodes } from './agent-error.ts'
import { createBackOff } from './back-off.ts'
import { certificateRequest, newKey } from './certificate-request.ts'
import { post } from './gateway-connection.ts'
import { certificatesIn, type Identity, readIdentity, writeIdentity } from './identity.ts'

export function renewAt({ notBefore, notAfter }: Pick<Identity, 'notBefore' | 'notAfter'>): number {
  return notBefore + ((notAfter - notBefore) * 2) / 3
}

/**
 * Asks for a certificate over a connection that the present one opens, and keeps it before it is used: the gateway
 * counts the old one until it has seen the new one.
 *
 * @throws AgentError; the present identity then stays
 */
export async function renew(identity: Identity, folder: string): Promise<Identity> {
  const { files, roots, chain, key: oldKey } = identity
  const key = newKey()
  const host = files.host.includes(':') ? `[${files.host}]` : files.host
  const answer = await post({
    url: new URL(`https://${host}:${files.port}/certificate`),
    body: certificateRequest(key),
    contentType: 'application/pkcs10',
    ca: roots,
    own: { cert: chain, key: oldKey },
  })
  if (answer.status !== 200)
    throw new AgentError(exitCodes.failed, `The gateway gave no new certificate (status ${answer.status}).`, {
      hint: 'It is asked again later.',
    })
  const next = sorted(answer.text)
  if (next === null || !next.own.checkPrivateKey(key))
    throw new AgentError(exitCodes.failed, "The gateway's new certificate was not understood.", {
      hint: 'It is asked again later.',
    })
  writeIdentity(folder, {
    ...identity,
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chain: next.chain,
    roots: next.roots,
  })
  return readIdentity(folder)
}

/** The certificate comes first, then every root that is to be trusted from now on, the one that issued it among them. */
function sorted(pem: string) {
  try {
    const [own, ...roots] = certificatesIn(pem)
    const issuer = roots.find((root) => own?.checkIssued(root))
    if (own === undefined || issuer === undefined) return null
    return { own, chain: `${own}${issuer}`, roots: roots.map(String).join('') }
  } catch {
    return null
  }
}

export interface RenewalOptions {
  folder: string
  current(): Identity
  renewed(identity: Identity): void
  failed(error: unknown): void
  signal: AbortSignal
  /** How often the clock is looked at, as it may be set; and how long to wait after a failure. */
  lookMs?: number
  backOff?: { firstMs: number; mostMs: number }
}

const minuteMs = 60_000

/** Until the signal ends it; never rejects. */
export async function keepRenewed(options: RenewalOptions): Promise<void> {
  const { signal, folder, current } = options
  const backOff = createBackOff(options.backOff ?? { firstMs: minuteMs, mostMs: 60 * minuteMs })
  while (!signal.aborted) {
    let wait = options.lookMs ?? minuteMs
    if (Date.now() >= renewAt(current()) && current().files.port > 0) {
      try {
        options.renewed(await renew(current(), folder))
        backOff.reset()
      } catch (error) {
        options.failed(error)
        wait = backOff.next()
      }
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined)
  }
}
