/** The case of a long policy: what it costs to find one request's rule among a thousand. */
import { compilePolicy } from '../../../gateway/core/policy/compile.ts'
import { decideExchange } from '../../../gateway/core/policy/decide.ts'
import { policyFileSchema } from '../../../gateway/core/policy/model.ts'
import type { ExchangeFacts } from '../../../gateway/core/policy/verdict.ts'
import { type BenchLine, benchLine } from '../line.ts'

const rules = 1000
const perPass = 20_000

type Kind = 'destinations' | 'paths' | 'beginnings' | 'types'

/**
 * Four lines. In the first, each rule is about destinations of its own, as where every vendor has one; in the others none names a
 * destination, and rules differ by a segment of their path, by the beginning of one, or by media type alone.
 */
export function rulesCase({ passes }: { passes: number }): BenchLine[] {
  const one = costUs(policyOf(1, 'destinations'), passes)
  return (['destinations', 'paths', 'beginnings', 'types'] as const).map((kind) => {
    const value = costUs(policyOf(rules, kind), passes)
    return benchLine({
      bench: 'traffic',
      case: `rules-1000-by-${kind}`,
      ...{ metric: 'cpu_per_exchange', unit: 'µs', value },
      ...{ peer: 'one rule', peer_value: one, ratio: value / one },
      ...{ budget: '<= 5', bounds: 'value' },
      detail: { rules, decisions: passes * perPass },
    })
  })
}

function policyOf(count: number, kind: Kind) {
  const match = (index: number) => {
    if (kind === 'paths') return { paths: [`/v${index}/**`] }
    if (kind === 'beginnings') return { paths: [`/v${index}-*`] }
    if (kind === 'types') return { contentTypes: [`application/v${index}+*`] }
    const methods = index % 2 === 0 ? { methods: ['POST', 'PUT'] } : {}
    const paths = index % 3 === 0 ? { paths: ['/api/**', '/upload/*'] } : {}
    return { destinations: [`*.vendor${index}.example`, `shop${index}.example`], ...methods, ...paths }
  }
  const common = { entities: { '*': 'mask' }, onFailure: 'refuse' }
  const source = {
    mode: 'enforce',
    connections: [{ id: 'all', action: 'intercept' }],
    exchanges: [
      ...Array.from({ length: count - 1 }, (_, index) => ({
        id: `rule-${index}`,
        match: match(index),
        ...common,
      })),
      { id: 'rest', ...common },
    ],
  }
  return compilePolicy(policyFileSchema.parse(source), {
    catalogue: { groups: {} },
    clientGroups: {},
    timeZone: 'UTC',
    ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
    corrections: [],
    analysis: { packs: null },
  })
}

/** The least of many passes: what another program took of the core is in the others. */
function costUs(policy: ReturnType<typeof policyOf>, passes: number): number {
  const facts = Array.from({ length: 500 }, (_, index): ExchangeFacts => {
    const vendor = (index * 37) % (rules + 100)
    return {
      client: `192.168.1.${index % 50}`,
      ...{ host: `eu.vendor${vendor}.example`, port: 443, at: 1_790_000_000_000 + index },
      ...{ method: index % 4 === 0 ? 'GET' : 'POST', path: `/api/orders/${index}` },
      contentType: 'application/json',
    }
  })
  let least = Number.POSITIVE_INFINITY
  let decided = 0
  for (let pass = 0; pass < passes; pass += 1) {
    const start = process.cpuUsage()
    for (let index = 0; index < perPass; index += 1) {
      const asked = facts[index % facts.length]
      if (asked !== undefined && decideExchange(policy, asked).id !== '') decided += 1
    }
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / perPass)
  }
  if (decided !== passes * perPass) throw new Error('a request was without a rule')
  return least
}
