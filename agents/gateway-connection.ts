/** Speaks HTTPS with the gateway: finds its root by the mark in a one-time code, and posts to it as it is then trusted. */
import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:https'
import { isIP } from 'node:net'
import { connect, type DetailedPeerCertificate } from 'node:tls'
import { AgentError, errorCode, exitCodes } from './agent-error.ts'

const timeoutMs = 20_000
/** Chain and roots are a few KiB. */
const mostAnswerBytes = 64 * 1024
const longestChain = 8

/**
 * Connects once, only to look at what the gateway shows, and says nothing. Whoever is there is not trusted by it: the
 * root with this mark is what every later connection is checked against.
 *
 * @param mark the first bytes of the SHA-256 of the office's root
 * @returns the root, PEM
 * @throws AgentError where nobody answers, or no such root is shown
 */
export async function findRoot(gateway: URL, mark: Uint8Array): Promise<string> {
  const { host, port } = endpointOf(gateway)
  // Not verified here, as there is nothing yet to verify with; nothing is sent and nothing but the chain is read.
  const socket = connect({
    host,
    port,
    ...serverName(host),
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
  })
  // What comes after we have looked is nobody's concern.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) })
    const root = chainOf(socket.getPeerCertificate(true)).find((raw) => hasMark(raw, mark))
    if (root !== undefined) return new X509Certificate(root).toString()
  } catch (error) {
    throw unreachable(gateway, error)
  } finally {
    socket.destroy()
  }
  throw new AgentError(exitCodes.wrongGateway, 'This is not the gateway that the code stands for.', {
    hint: 'Check the address. If it is right, somebody may be answering in its place, or the code is older than its root.',
  })
}

export interface Posting {
  url: URL
  body: string
  contentType: string
  /** PEM of the roots that the gateway's certificate has to lead to. */
  ca: string
  /** PEM: what this side shows of itself. */
  own?: { cert: string; key: string }
}

/** @throws AgentError where there is no answer, or the answer comes from somebody else */
export async function post({
  url,
  body,
  contentType,
  ca,
  own,
}: Posting): Promise<{ status: number; text: string }> {
  const { host, port } = endpointOf(url)
  const asking = request({
    method: 'POST',
    host,
    port,
    path: url.pathname,
    agent: false,
    ca,
    ...own,
    ...serverName(host),
    minVersion: 'TLSv1.2',
    // `origin`: the gateway turns away what a page of another site could have made a browser send.
    headers: {
      host: url.host,
      origin: url.origin,
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
    },
    signal: AbortSignal.timeout(timeoutMs),
  })
  // A connection that breaks behind the answer is told by the answer itself.
  asking.on('error', () => undefined)
  try {
    const answered = once(asking, 'response')
    asking.end(body)
    const [answer] = await answered
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of answer) {
      chunks.push(chunk)
      size += chunk.length
      if (size > mostAnswerBytes) throw new RangeError('the answer is too long')
    }
    return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }
  } catch (error) {
    if (isDistrust(error)) throw wrongGateway(error)
    throw unreachable(url, error)
  } finally {
    asking.destroy()
  }
}

/** Our own look at the gateway's certificate failed: OpenSSL's words for it, as Node passes them on. */
export function isDistrust(error: unknown): boolean {
  return distrust.test(errorCode(error))
}

/** Node.js TLS documentation, "X509 certificate error codes", and its own for a name that does not fit. */
const distrust =
  /^(ERR_TLS_CERT|CERT_|CRL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERROR_IN_C|INVALID_(CA|PURPOSE)|PATH_LENGTH|HOSTNAME_MISMATCH)/

/** The gateway refused ours, in an alert (RFC 8446 §6.2): revoked, expired, unknown. */
export function isRefusal(error: unknown): boolean {
  return /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED)|TLSV1[_\d]*_ALERT_UNKNOWN_CA/.test(
    errorCode(error),
  )
}

export function wrongGateway(cause: unknown): AgentError {
  return new AgentError(
    exitCodes.wrongGateway,
    "The gateway's certificate does not come from the office's root.",
    {
      hint: 'Nothing was told to it. Check the address; if it is right, somebody may be answering in its place.',
      cause,
    },
  )
}

/** RFC 6066 §3: an address is no server name. */
export function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {}
}

function endpointOf(url: URL): { host: string; port: number } {
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 443 : Number(url.port) }
}

function chainOf(first: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = []
  let at: DetailedPeerCertificate | undefined = first
  while (at?.raw !== undefined && chain.length < longestChain) {
    const { raw }: DetailedPeerCertificate = at
    // A root is its own issuer.
    if (chain.at(-1)?.equals(raw)) break
    chain.push(raw)
    at = at.issuerCertificate
  }
  return chain
}

function hasMark(raw: Uint8Array, mark: Uint8Array): boolean {
  return timingSafeEqual(createHash('sha256').update(raw).digest().subarray(0, mark.length), mark)
}

function unreachable({ host }: URL, cause: unknown): AgentError {
  return new AgentError(
    exitCodes.failed,
    `The gateway at ${host} does not answer as it should (${errorCode(cause) || 'no answer'}).`,
    {
      hint: 'Check address and port, and that this device can reach it.',
      cause,
    },
  )
}
