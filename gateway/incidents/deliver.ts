/** Delivers one post to the webhook: once, within a bounded time, and without following where an answer points. */
import type { LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { rootCertificates } from 'node:tls'
import { fixedLookup } from '../core/net/fixed-lookup.ts'
import type { Secret } from '../core/secret.ts'
import { secondMs } from '../core/units.ts'
import { readSecretFile, type SecretProblem } from './secret-file.ts'
import { signatureHeader, signatureOf } from './signature.ts'
import { resolveTarget, type TargetProblem } from './webhook-target.ts'

export interface WebhookSettings {
  /** Null: nothing is posted. */
  url: string | null
  /** Null: posts are not signed. */
  secretFile: string | null
}

export interface Post {
  id: string
  body: string
}

export interface DeliveryOptions {
  settings: WebhookSettings
  /** The box's clock: it stands in the signature. */
  wall: number
  /** Roots that are trusted beside those of Node, PEM. */
  roots?: readonly string[]
  timeoutMs?: number
  signal: AbortSignal
}

/** `status`: the answer's, where one came. */
export type Delivery =
  | { ok: true; status: number }
  | { ok: false; cause: DeliveryCause; status: number | null }

export type DeliveryCause =
  | SecretProblem
  | TargetProblem
  | 'not-configured'
  | 'timeout'
  | 'certificate'
  | 'redirect'
  | 'refused-by-receiver'
  | 'receiver-failed'
  | 'unreachable'
  | 'stopped'

/** From the first byte of the name's look-up to the answer's head. */
const defaultTimeoutMs = 10 * secondMs

/** Never rejects. What the receiver answers beyond its status is not read: nobody needs it, and it could be endless. */
export async function deliver(post: Post, options: DeliveryOptions): Promise<Delivery> {
  const { settings, roots = [], timeoutMs = defaultTimeoutMs } = options
  const { url, secretFile } = settings
  if (url === null) return failed('not-configured')
  const secret = secretFile === null ? null : readSecretFile(secretFile)
  if (secret?.ok === false) return failed(secret.problem)
  const late = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([late, options.signal])
  try {
    // The system's look-up cannot be called off: it is left behind.
    const target = await Promise.race([resolveTarget(url), never(signal)])
    if (!target.ok) return failed(target.problem)
    // Loaded with the first alarm: most processes never post one.
    const { Client } = await import('undici')
    const client = new Client(target.url.origin, {
      connect: {
        timeout: timeoutMs,
        ca: [...rootCertificates, ...roots],
        lookup: fixedLookup(target.addresses.map(({ address }) => address)) as LookupFunction,
      },
    })
    try {
      const { statusCode } = await client.request({
        method: 'POST',
        path: `${target.url.pathname}${target.url.search}`,
        headers: headersOf(post, secret?.secret ?? null, options.wall),
        body: post.body,
        signal,
      })
      return outcomeOf(statusCode)
    } finally {
      await client.destroy()
    }
  } catch (error) {
    if (options.signal.aborted) return failed('stopped')
    return failed(late.aborted ? 'timeout' : faultOf(error))
  }
}

function headersOf({ id, body }: Post, secret: Secret | null, wall: number): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Gatehouse',
    'gatehouse-delivery': id,
    ...(secret === null ? {} : { [signatureHeader]: signatureOf(secret, body, wall) }),
  }
}

function outcomeOf(status: number): Delivery {
  if (status >= 200 && status < 300) return { ok: true, status }
  // Where it points nobody has configured: a receiver that moved is for a person to look at.
  if (status >= 300 && status < 400) return { ok: false, cause: 'redirect', status }
  return { ok: false, cause: status < 500 ? 'refused-by-receiver' : 'receiver-failed', status }
}

function faultOf(error: unknown): DeliveryCause {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // The codes of X.509 verification, as tls.connect reports them (nodejs.org/api/tls.html#x509-certificate-error-codes).
  if (/CERT|SELF_SIGNED|UNABLE_TO_|CRL_|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE|HOSTNAME_MISMATCH/.test(code))
    return 'certificate'
  return /TIMEOUT|TIMEDOUT/.test(code) ? 'timeout' : 'unreachable'
}

function failed(cause: DeliveryCause): Delivery {
  return { ok: false, cause, status: null }
}

async function never(signal: AbortSignal): Promise<never> {
  await sleep(2 ** 30, undefined, { signal, ref: false })
  throw new Error('slept too long')
}
