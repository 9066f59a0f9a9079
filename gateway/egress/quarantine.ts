/** Turns a connection of a machine in quarantine away, with a page inside where the rules would have looked into it anyway. */
import { decideOn, drop, interceptTls, type OpenedWay } from './opened.ts'
import type { Ending } from './record.ts'
import type { Opening } from './sniff.ts'

const quarantined = { reason: 'client-quarantined' } as const

/**
 * Whether its requests may be read to be answered with the page that says why. What a rule lets pass unread (a bank) is not read
 * for that either. No name is looked up: that would tell somebody something.
 */
export async function canBeTold(way: OpenedWay): Promise<boolean> {
  if (decideOn(way, way.target.host).action !== 'intercept') return false
  return (await way.interceptor.prepare(way.target.host)) === null
}

/** Nothing leaves: each request that comes by is refused by `identifyClient`, before anything else is done with it. */
export async function tellInside(
  way: OpenedWay,
  { opening, readPlain }: { opening: Opening; readPlain(): void },
): Promise<Ending | null> {
  if (opening.kind === 'http') {
    readPlain()
    return null
  }
  const { host } = way.target
  const isNamed = opening.kind === 'tls' && (opening.hello.serverName ?? host) === host
  if (!isNamed) return drop(way, quarantined)
  return interceptTls(way, { decision: decideOn(way, host), ruledAs: host })
}
