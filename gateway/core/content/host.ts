/** Looks into the name of a host: name servers and destinations read it in clear, and nothing in it can be rewritten. */
import { isAddress } from '../http/authority.ts'
import { inspectValue } from './inspect-value.ts'
import type { Judge } from './inspector.ts'
import type { PercentSyntax } from './percent.ts'

const plain: PercentSyntax = { separator: null, pairs: false, plus: false }
/** No type that is found in names has fewer; an `@` cannot stand in one. */
const fewestDigits = 7

/** False for nearly all hosts, at the price of a look at each character; true says nothing yet. */
export function mayHoldData(host: string): boolean {
  let digits = 0
  for (let i = 0; i < host.length; i += 1) {
    const code = host.charCodeAt(i)
    if (code >= 0x30 && code <= 0x39) digits += 1
  }
  return digits >= fewestDigits && !isAddress(host)
}

/** `host` as `parseAuthority` gives it. Findings have the place of the Host field. */
export function inspectHost(host: string, judge: Judge): void {
  if (!mayHoldData(host)) return
  const ofNames: Judge = {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: false,
    field: () => 'scan',
    // Names such as 10.0.0.1.nip.io say where a machine is, as addresses do that stand in a URL alone.
    entity: (found) => (found.finding.type === 'IP_ADDRESS' ? 'keep' : judge.entity(found)),
  }
  inspectValue(host, { judge: ofNames, place: 'header', syntax: plain, path: 'host' })
}
