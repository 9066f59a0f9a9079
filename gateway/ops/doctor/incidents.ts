/** Says whether alarms are noticed, written and sent on: what the detectors do and whether the webhook can work. */
import type { DoctorCheck } from '../doctor.ts'

export interface IncidentFacts {
  /** Incidents that nobody has looked at. */
  open: number
  /** Detectors that failed since the start, with how often; empty where the gateway is stopped. */
  failures: readonly (readonly [detector: string, count: number])[]
  webhook: WebhookFacts
}

export interface WebhookFacts {
  /** Host of the URL; null where none is configured. Never the whole URL: its path may be a secret. */
  host: string | null
  isSigned: boolean
  /** What is wrong with URL or secret file, in a sentence; null where nothing is. */
  problem: string | null
  /** Posts that wait. */
  waiting: number
}

/** Two checks; nothing is sent: `gatehouse incident test-webhook` does that. */
export function checkIncidents(facts: IncidentFacts): DoctorCheck[] {
  return [checkDetectors(facts), checkWebhook(facts.webhook)]
}

function checkDetectors({ open, failures }: IncidentFacts): DoctorCheck {
  const base = { id: 'detectors', title: 'Alarms' }
  if (failures.length > 0) {
    const list = failures.map(([detector, count]) => `${detector} (${count} times)`).join(', ')
    return {
      ...base,
      state: 'fail',
      found: `Failed since the start: ${list}.`,
      meaning: 'What these watch for may go unnoticed. The others go on.',
      todo: 'Restart Gatehouse, and send us the log if it comes again.',
    }
  }
  if (open > 0) {
    return {
      ...base,
      state: 'warn',
      found: `${open === 1 ? '1 incident waits' : `${open} incidents wait`} for somebody to look.`,
      meaning: 'Something was not as it used to be.',
      todo: 'See them with `gatehouse incident list --state open`.',
    }
  }
  return {
    ...base,
    state: 'ok',
    found: 'No incident waits for anybody.',
    meaning: 'Nothing was noticed, or it was looked at.',
    todo: '',
  }
}

function checkWebhook({ host, isSigned, problem, waiting }: WebhookFacts): DoctorCheck {
  const base = { id: 'webhook', title: 'Webhook' }
  if (host === null && problem === null) {
    return {
      ...base,
      state: 'ok',
      found: 'None is configured.',
      meaning: 'Alarms are shown here and sent nowhere.',
      todo: '',
    }
  }
  if (problem !== null) {
    return {
      ...base,
      state: 'fail',
      found: problem,
      meaning: 'No alarm leaves this box.',
      todo: 'Correct incidents.webhook in the configuration, then run `gatehouse incident test-webhook`.',
    }
  }
  if (waiting > 0) {
    return {
      ...base,
      state: 'warn',
      found: `${waiting === 1 ? '1 post waits' : `${waiting} posts wait`} to be taken by ${host}.`,
      meaning: 'They are tried again for half a day.',
      todo: 'Try it with `gatehouse incident test-webhook`, which says what is wrong.',
    }
  }
  if (!isSigned) {
    return {
      ...base,
      state: 'warn',
      found: `Posts to ${host} are not signed.`,
      meaning: 'The receiver cannot tell them from forged ones.',
      todo: 'If it can check signatures: `openssl rand -hex 32 > file; chmod 600 file`, and set incidents.webhook.secretFile.',
    }
  }
  return {
    ...base,
    state: 'ok',
    found: `Posts to ${host} are signed, and none waits.`,
    meaning: 'Alarms reach it.',
    todo: '',
  }
}
