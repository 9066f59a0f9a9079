/** Writes our table down before anything else, without effect: whoever comes after knows what is to be cleaned up. */
import { isGatewayError } from '../core/errors.ts'
import type { Routing } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import { announcement, type Trial } from '../core/network/ruleset.ts'
import type { Tools } from './tools.ts'

/** False where there is a table of ours already: somebody else is at work, or was. Throws NETWORK_REFUSED. */
export async function announce(tools: Tools, routing: Routing, trial: Trial | null): Promise<boolean> {
  return loadsUnless(tools, `create table inet ${ourTable}\n${announcement(routing, trial)}`, 'File exists')
}

/** Loads a script whole; false where the kernel refuses it for this one reason. Throws NETWORK_REFUSED for any other. */
export async function loadsUnless(tools: Tools, script: string, reason: string): Promise<boolean> {
  try {
    await tools.load(script)
    return true
  } catch (error) {
    if (
      isGatewayError(error, 'NETWORK_REFUSED') &&
      error.details.reason === `Could not process rule: ${reason}`
    )
      return false
    throw error
  }
}
