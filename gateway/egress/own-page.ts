/** Answers requests that are for the proxy itself: the PAC file, the page that helps to set a client up, reviews, and what to do about trouble. */
import { STATUS_CODES } from 'node:http'
import { isAddress, parseAuthority } from '../core/http/authority.ts'
import { pathOf } from '../core/policy/target-template.ts'
import { isAskedPath, isTroublePath, type ReviewFace, type ReviewRequest } from '../core/review/face.ts'
import type { Asked } from './client-message.ts'
import type { ClientConnection } from './connection.ts'
import type { EgressPorts } from './options.ts'
import type { Egress } from './shared.ts'

/** Who asks for which page, and when. */
export interface OwnPageRequest {
  path: string
  /** The client's address, in one spelling. */
  client: string
  /** Milliseconds since 1970. */
  now: number
}

interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string | Buffer
}

type Pages = Pick<EgressPorts, 'ownPage' | 'reviews' | 'fault'>

export function sendOwnPage(asked: Asked, { path: target, client, now }: OwnPageRequest, ports: Pages): void {
  const { request, response } = asked
  request.resume()
  const path = pathOf(target)
  const { method = '' } = request
  if (ports.reviews !== undefined && isAskedPath(path) && isRead(method, 'POST')) {
    reviewAnswer(request, { method, path, address: client }, ports.reviews).then(
      (page) => send(asked, page),
      (error: unknown) => {
        ports.fault('review', error)
        response.destroy()
      },
    )
    return
  }
  try {
    const hostField = request.headers.host ?? ''
    const page = isRead(method) ? ports.ownPage({ path, hostField, client, now }) : null
    send(asked, page === null ? nothingHere(method) : { status: 200, ...page })
  } catch (error) {
    // Whoever asks is nobody whom the gateway knows: what a page breaks with ends no more than its own request.
    ports.fault('own-page', error)
    response.destroy()
  }
}

/** The path of a page of reviews or trouble that a client asks for as it would for any other, through its proxy; null for other pages. */
export function askedPathIn(url: string, { reviews }: Pages): string | null {
  // Every plain request comes by here, and hardly any is for these: the origin is worked out for those alone.
  const slash = url.indexOf('/', 'http://'.length)
  if (slash === -1 || !isAskedPath(pathOf(url.slice(slash)))) return null
  const origin = reviews?.origin() ?? null
  return origin === url.slice(0, slash) ? url.slice(slash) : null
}

function isRead(method: string, also = ''): boolean {
  return method === 'GET' || method === 'HEAD' || (also !== '' && method === also)
}

async function reviewAnswer(
  { headers }: Asked['request'],
  asked: ReviewRequest,
  reviews: ReviewFace,
): Promise<Answer> {
  const isTrouble = isTroublePath(asked.path)
  const own = isTrouble ? ownOrigin(headers.host ?? '', reviews) : reviews.origin()
  if (isTrouble && own === null) return underOtherName(reviews)
  const isForeign = asked.method === 'POST' && isOfOtherPage(headers.origin, own)
  return isForeign ? askedElsewhere : reviews.page(asked)
}

/**
 * The page for trouble shows where a machine went, and needs no link: under a name of its own, led to the gateway's address
 * (DNS rebinding), any web page could read it. Nobody leads an address elsewhere.
 */
function ownOrigin(hostField: string, reviews: ReviewFace): string | null {
  const origin = reviews.origin()
  const asked = parseAuthority(hostField)
  if (origin === null || asked === null) return null
  const named = `http://${hostField}`
  return isAddress(asked.host) || URL.parse(named)?.origin === URL.parse(origin)?.origin ? named : null
}

/**
 * RFC 6454 §7: a browser says whose page posts, and no page can say otherwise; programs say nothing. A page that was
 * stopped on purpose knows its link, and would ask in the name of whoever reads it.
 */
function isOfOtherPage(origin: string | undefined, own: string | null): boolean {
  if (origin === undefined || own === null) return false
  return ![own, own.replace(/^http:/, 'https:')].some((address) => URL.parse(address)?.origin === origin)
}

const plainHeaders = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

const askedElsewhere: Answer = {
  status: 403,
  headers: plainHeaders,
  body: 'A page of another address asked for this, so it was not taken. Open the page of the gateway yourself, and ask there.\n',
}

function underOtherName(reviews: ReviewFace): Answer {
  const at = reviews.troubleAt()
  const body = at === null ? 'There is no page here.' : `This page is read under one name alone: ${at}`
  return { status: at === null ? 404 : 421, headers: plainHeaders, body: `${body}\n` }
}

function nothingHere(method: string): Answer {
  return {
    status: isRead(method) ? 404 : 405,
    headers: plainHeaders,
    body: 'This is the Gatehouse proxy. There is no page here.\n',
  }
}

function send({ request, response }: Asked, { status, headers, body }: Answer): void {
  if (response.destroyed) return
  const length = String(Buffer.byteLength(body))
  const head = [...Object.entries(headers).flat(), 'content-length', length]
  response.writeHead(status, STATUS_CODES[status] ?? '', head)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Who asks, and when. */
export function askedBy(
  { address }: Pick<ClientConnection, 'address'>,
  { ports }: Pick<Egress, 'ports'>,
): { client: string; now: number } {
  return { client: address, now: ports.clock.now() }
}
