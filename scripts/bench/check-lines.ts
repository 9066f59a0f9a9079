/** Reads the lines of a bench from standard input, and fails where one is not what every bench promises; speed does not count. */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** In this order, in every line, now and later: results are compared over time. */
const keys = 'bench case metric unit value peer peer_value ratio budget met detail'

/** What is wrong with a line; empty where nothing is. `peers` says whether a line may do without its peer. */
export function faultsOf(line: string, peers: 'required' | 'optional' = 'optional'): string[] {
  const of = parsed(line)
  if (of === null) return ['is no JSON object']
  const found = Object.keys(of).join(' ')
  if (found !== keys) return [`has the keys ${found}`]
  const { peer, peer_value, ratio, budget, met, detail } = of
  if (!isObject(detail)) return ['has no detail']
  const faults = ['bench', 'case', 'metric', 'unit']
    .filter((key) => typeof of[key] !== 'string' || of[key] === '')
    .map((key) => `has no ${key}`)
  // Where nothing may be lost, nothing is what was counted.
  const isZeroMeant = of.value === 0 && budget === '<= 0'
  if (!isMeasured(of.value) && !isZeroMeant) faults.push('measured nothing')
  if (peer !== null && !(isMeasured(peer_value) && isMeasured(ratio))) faults.push(`did not measure ${peer}`)
  if (budget !== null && typeof met !== 'boolean') faults.push('does not say whether its budget is met')
  const needed = peerOf(of)
  if (needed !== null && peer !== needed && (peers === 'required' || peer !== null)) {
    faults.push(`has the peer ${peer} instead of ${needed}`)
  }
  return [...faults, ...plantedFaults(of, detail)]
}

/** Against whom a bench has to be measured where everything is installed; null for those that stand alone. */
function peerOf(line: Record<string, unknown>): string | null {
  if (isAnalyzerCase(line) && !isOfficeFile(line)) return 'JSON.parse'
  if (isTrafficCase(line, 'page-')) return 'direct'
  const besideSquid = isTrafficCase(line, 'download-') || isTrafficCase(line, 'tunnel-')
  return isProxyCase(line) || besideSquid ? 'squid' : null
}

/** Benches that send planted values must say that none arrived; none may say that one did. */
function plantedFaults(line: Record<string, unknown>, detail: Record<string, unknown>): string[] {
  const counts = Object.entries(detail).filter(([name]) => name.startsWith('planted'))
  const plants = isAnalyzerCase(line) || isProxyCase(line) || isTrafficCase(line, 'http2-')
  if (counts.length === 0 && plants) return ['does not say how many planted values arrived']
  if (isTrafficCase(line, 'events') && !(isMeasured(detail.events) && detail.restored === detail.events)) {
    return [`has ${detail.restored} of ${detail.events} events with their value`]
  }
  return counts.filter(([, count]) => count !== 0).map(([name, count]) => `has ${name}: ${count}`)
}

/** The masses of digits are plain text: nothing that JSON.parse could read, and nothing planted. */
function isAnalyzerCase(line: Record<string, unknown>): boolean {
  return line.bench === 'analyzer' && !String(line.case).startsWith('inspect-digits-')
}

/** Values are planted in these, but JSON.parse cannot read them. */
function isOfficeFile(line: Record<string, unknown>): boolean {
  return /^inspect-(docx|xlsx)$/.test(String(line.case))
}

function isProxyCase(line: Record<string, unknown>): boolean {
  return line.bench === 'egress' && !/^(memory|workers)-/.test(String(line.case))
}

function isTrafficCase(line: Record<string, unknown>, prefix: string): boolean {
  return line.bench === 'traffic' && String(line.case).startsWith(prefix)
}

function isMeasured(value: unknown): boolean {
  return typeof value === 'number' && value > 0
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lines = readFileSync(0, 'utf8').split('\n').slice(0, -1)
  const peers = process.env.GATEHOUSE_REQUIRE_CLIENTS === '1' ? 'required' : 'optional'
  const faults = lines.flatMap((line) => faultsOf(line, peers).map((fault) => `${line}\n  ${fault}`))
  if (lines.length === 0) faults.push('the bench printed no line')
  for (const fault of faults) console.error(fault)
  console.log(`${lines.length} lines, ${faults.length} faults`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
