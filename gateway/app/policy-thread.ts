/** The thread that reads what people write as policies and bodies: what takes too long there holds nobody else up, and is ended. */
import { parentPort } from 'node:worker_threads'
import { readPolicyText } from '../../config/load-policy.ts'
import { isGatewayError } from '../core/errors.ts'
import { examinePolicy, viewPolicy } from './policy-examine.ts'
import { rehearsalSummary, rehearsePolicy } from './policy-rehearsal.ts'
import type { PolicyOrder, PolicyReady, PolicyReply } from './policy-thread-client.ts'

if (parentPort === null) throw new Error('This file runs as a thread of the policy desk only.')
const port = parentPort

port.on('message', (order: PolicyOrder) => port.postMessage(answer(order)))
port.postMessage('ready' satisfies PolicyReady)

function answer(order: PolicyOrder): PolicyReply {
  try {
    return { ok: true, result: resultOf(order) }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    const { code, details, hint } = error
    return { ok: false, error: { code, details, hint } }
  }
}

function resultOf(order: PolicyOrder): unknown {
  switch (order.kind) {
    case 'examine':
      return examinePolicy(order.text)
    case 'view': {
      const { source, context, text } = order
      return viewPolicy(source, context, text === null ? null : readPolicyText(text.file, text.bytes))
    }
    case 'rehearse': {
      const { text, source, ...question } = order
      const policy = text === null ? source : readPolicyText(text.file, text.bytes).value
      const rehearsal = rehearsePolicy({ ...question, policy })
      return {
        ...rehearsalSummary(rehearsal),
        findings: rehearsal.judgement?.findings ?? [],
        findingCounts: rehearsal.judgement?.findingCounts ?? {},
        fields: rehearsal.fields,
        target: rehearsal.targetOut,
        body: rehearsal.bodyOut?.toString('utf8') ?? null,
      }
    }
  }
}
