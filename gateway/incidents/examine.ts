/** What the doctor is told of the webhook, without sending anything. */
import type { WebhookFacts } from '../ops/doctor/incidents.ts'
import type { WebhookSettings } from './deliver.ts'
import { readSecretFile } from './secret-file.ts'
import { readTarget } from './webhook-target.ts'
import { causeWords } from './webhook-words.ts'

export function examineWebhook({ url, secretFile }: WebhookSettings, waiting: number): WebhookFacts {
  if (url === null) return { host: null, isSigned: false, problem: null, waiting: 0 }
  const target = readTarget(url)
  const secret = secretFile === null ? null : readSecretFile(secretFile)
  const cause = !target.ok ? target.problem : secret?.ok === false ? secret.problem : null
  if (secret?.ok === true) secret.secret.destroy()
  return {
    host: target.ok ? target.url.host : null,
    isSigned: secretFile !== null,
    problem: cause === null ? null : causeWords[cause],
    waiting,
  }
}
