/** Plays one request through a policy for a person who asks: the same for the command and for the API, under keys of this rehearsal alone. */
import { createHmac, randomBytes } from 'node:crypto'
import { compilePolicy, type PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import { explain } from '../core/policy/reasons.ts'
import { type Rehearsal, type RehearsedRequest, rehearse } from '../core/policy/rehearse.ts'
import type { ExchangeFacts } from '../core/policy/verdict.ts'
import type { TokenKeys } from '../core/ports.ts'

export interface RehearsalQuestion {
  policy: PolicyFile
  context: PolicyContext
  facts: Omit<ExchangeFacts, 'contentType'>
  request: Omit<RehearsedRequest, 'keys'>
}

/** Throws POLICY_INVALID. */
export function rehearsePolicy({ policy, context, facts, request }: RehearsalQuestion): Rehearsal {
  return rehearse(compilePolicy(policy, context), facts, { ...request, keys: madeUpKeys() })
}

/** What it came to, without the body. */
export function rehearsalSummary(rehearsal: Rehearsal) {
  const { action, reason, observed, connection, rule, destinationGroup, unread, notes } = rehearsal
  return {
    action,
    reason,
    explanation: explain(action, reason),
    observed,
    connectionRule: connection.ruleId,
    connectionAction: connection.action,
    exchangeRule: rule?.id ?? null,
    purpose: rule?.purpose ?? null,
    destinationGroup,
    unread,
    notes,
  }
}

/** Tokens look as they would, and stand for nothing. */
function madeUpKeys(): TokenKeys {
  const key = randomBytes(32)
  return {
    keyed: (use, { type, destinationGroup }, value) => ({
      period: 'rehearsal',
      bytes: createHmac('sha256', key)
        .update(JSON.stringify([use, type, destinationGroup]))
        .update(value)
        .digest(),
    }),
  }
}
