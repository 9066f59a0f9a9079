/** Tells a client in words why its CONNECT is not granted, as long as it still reads HTTP. */
import type { VerdictReason } from '../core/journal.ts'
import { refusalPage, wantsHtml } from '../core/policy/refusal.ts'
import type { Judgement } from '../core/policy/verdict.ts'
import type { ConnectRequest } from './connect-request.ts'
import { type Beginning, type Ending, nothingForwarded } from './record.ts'
import { actionFor, adviceFor, refusalSecurityPolicy, statusOf } from './refuse.ts'
import type { Egress } from './shared.ts'

export interface WhyNot {
  reason: VerdictReason
  ruleId?: string
  judgement?: Judgement
  retryAfterSeconds?: number
}

interface RefusedWay {
  readonly beginning: Beginning
  readonly asked: ConnectRequest
  readonly target: { host: string; port: number }
  readonly egress: Egress
}

/** Answers, ends the connection, and says how it ended. */
export function refuseConnect(way: RefusedWay, why: WhyNot): Ending {
  const { asked, egress, target, beginning } = way
  const { reason, ruleId = null, judgement = null } = why
  const status = statusOf(reason)
  const page = refusalPage({
    reason,
    status,
    host: target.host,
    ruleId,
    contact: egress.options.contact,
    exchangeId: beginning.id,
    findingCounts: judgement?.findingCounts ?? {},
  })
  const html = wantsHtml(asked.accept)
  const body = html ? page.html : `${JSON.stringify(page.problem)}\n`
  const fields = [
    ...['Gatehouse-Reason', reason],
    ...['Content-Type', html ? 'text/html; charset=utf-8' : 'application/problem+json'],
    ...['Content-Length', String(Buffer.byteLength(body))],
    ...['Content-Security-Policy', refusalSecurityPolicy],
    ...['Cache-Control', 'no-store'],
    ...['X-Content-Type-Options', 'nosniff'],
    ...adviceFor(why),
  ]
  asked.refuse(status, fields, body)
  return { ...nothingForwarded, action: actionFor(reason), reason, ruleId, status, judgement }
}
