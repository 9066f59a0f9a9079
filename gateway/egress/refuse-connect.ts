/** Tells a client in words why its CONNECT is not granted, as long as it still reads HTTP. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { VerdictReason } from '../core/journal.ts'
import { refusalPage, wantsHtml } from '../core/policy/refusal.ts'
import type { Judgement } from '../core/policy/verdict.ts'
import { closeGently } from './linger.ts'
import { type Beginning, type Ending, nothingForwarded } from './record.ts'
import { actionFor, refusalSecurityPolicy, statusOf } from './refuse.ts'
import type { Egress } from './shared.ts'

export interface WhyNot {
  reason: VerdictReason
  ruleId?: string
  judgement?: Judgement
}

interface RefusedWay {
  readonly beginning: Beginning
  readonly asked: { readonly request: IncomingMessage; readonly socket: Socket }
  readonly target: { host: string; port: number }
  readonly egress: Egress
}

/** Answers, ends the connection, and says how it ended. */
export function refuseConnect(way: RefusedWay, why: WhyNot): Ending {
  const { asked, egress, target, beginning } = way
  const { reason, ruleId = null, judgement = null } = why
  const status = statusOf(reason)
  const accept = asked.request.headers.accept ?? ''
  const page = refusalPage({
    reason,
    status,
    host: target.host,
    ruleId,
    contact: egress.options.contact,
    exchangeId: beginning.id,
    findingCounts: judgement?.findingCounts ?? {},
  })
  const html = wantsHtml(accept)
  const body = html ? page.html : `${JSON.stringify(page.problem)}\n`
  asked.socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nGatehouse-Reason: ${reason}\r\n` +
      `Content-Type: ${html ? 'text/html; charset=utf-8' : 'application/problem+json'}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nContent-Security-Policy: ${refusalSecurityPolicy}\r\n` +
      `Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
  )
  closeGently(asked.socket)
  return { ...nothingForwarded, action: actionFor(reason), reason, ruleId, status, judgement }
}
