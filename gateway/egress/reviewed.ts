/** Lets an exchange through as far as a person has said that it may pass: its rule, as the answers to reviews leave it. */
import { journalHost } from '../core/policy/journal-host.ts'
import { templateOf } from '../core/policy/target-template.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import { type Permit, permittedRule } from '../core/review/permit.ts'
import { hidesName } from '../core/review/review.ts'
import type { Understood } from './steps.ts'
import type { Way } from './way.ts'

/** At once where nothing was said of it, as is so for nearly all. */
export function reviewedRule(
  way: Way,
  { head, place }: Understood,
  rule: ExchangeRule,
): ExchangeRule | Promise<ExchangeRule> {
  const { reviews } = way.egress.ports
  if (reviews === undefined) return rule
  const destination = journalHost(place.host)
  way.offersReview = !hidesName(destination)
  if (!way.offersReview) return rule
  const permits = reviews.permitsFor({
    client: way.connection.client,
    destination,
    port: place.port,
    rule: rule.id,
    method: head.method,
    path: () => templateOf(head.target),
  })
  return permits.length === 0 ? rule : permitted(way, rule, permits)
}

async function permitted(way: Way, rule: ExchangeRule, permits: readonly Permit[]): Promise<ExchangeRule> {
  const { ports } = way.egress
  let opened = rule
  for (const permit of permits) {
    if (permit.answer === 'once' && (await ports.reviews?.claim(permit)) !== true) continue
    opened = permittedRule(opened, permit, ports.policy.current().neverAllowed)
    way.reviews.push(permit.review)
  }
  return opened
}
