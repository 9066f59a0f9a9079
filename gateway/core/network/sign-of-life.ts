/** How the rules know that somebody answers at the transparent port: who takes connections there says so, and counts for two seconds. */
import type { NetworkSettings } from './model.ts'
import { families, nftPort } from './nft-words.ts'

/**
 * Signs are empty UDP datagrams from this box to itself, at the number of the listener's port: no right is needed to send one, and no
 * other machine can. That a socket is open says little, as a socket unit holds it for a gateway that is dead, too.
 */
export const signEveryMs = 200

/** Longer than a busy worker is away: for that long after a death new connections wait at a socket that somebody else holds. */
export const signCountsMs = 2000

/** Of families, as `in-force` is: each has signs of its own. */
export const answeringSet = 'answering'

/** Rules of earlier releases have none. */
export const hearingChain = 'hearing'

const heard = `timeout ${signCountsMs / 1000}s`

/** Begins as if one had come: whoever answers is heard before that is over, and nothing passes by him until then. */
export function answering(): string[] {
  return [
    `  set ${answeringSet} {`,
    '    type nf_proto',
    `    size ${families.length}`,
    '    flags dynamic, timeout',
    `    elements = { ${families.map((family) => `${family} ${heard}`).join(', ')} }`,
    '  }',
  ]
}

/** Runs for what this box sends. */
export function hearSign({ listenerPort }: NetworkSettings): string {
  return `oifname "lo" udp dport ${nftPort(listenerPort)} update @${answeringSet} { meta nfproto ${heard} }`
}
