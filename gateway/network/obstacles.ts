/** Refuses to begin where routing of another program or the kernel's way with bridges stands in the way, before anything is changed. */
import { GatewayError } from '../core/errors.ts'
import { type Bridged, bridgedSays, bridgedTodo } from '../core/network/bridged.ts'
import type { NetworkSettings, Routing } from '../core/network/model.ts'
import {
  type EarlierRule,
  earlierRuleSays,
  earlierRules,
  earlierRulesTodo,
  routingCollisions,
} from '../core/network/rules-of-others.ts'
import { lookForBridges } from './bridged.ts'
import { lookAtRouting } from './look.ts'
import type { Tools } from './tools.ts'

export interface LetThrough {
  /** Routing rules of others that may lead away what is taken. */
  earlier: EarlierRule[]
  /** Bridges where what is taken hangs. */
  bridged: Bridged[]
}

/**
 * What stands in the way and was let through, as nobody is there who could change it (`unchanged`): with the rules
 * in force nothing of a closed group leaves unread, whatever others do with the routes. Throws NETWORK_COLLISION.
 */
export async function refuseObstacles(
  tools: Tools,
  settings: NetworkSettings,
  { former, unchanged }: { former: Routing | undefined; unchanged: boolean },
): Promise<LetThrough> {
  const found = await lookAtRouting(tools, settings.routing)
  const earlier = earlierRules(settings, found, { former })
  const bridged = await lookForBridges(tools, settings)
  const isRefused = !unchanged && earlier.length > 0
  const isBridged = !unchanged && bridged.length > 0
  const says = [
    ...routingCollisions(settings.routing, found, { former }),
    ...(isRefused ? earlier.map((rule) => earlierRuleSays(rule, settings.routing)) : []),
    ...(isRefused ? [earlierRulesTodo(earlier)] : []),
    ...(isBridged ? [...bridged.map(bridgedSays), bridgedTodo(bridged)] : []),
  ]
  if (says.length === 0) return { earlier, bridged }
  const hint = 'Set what is named, then try again.'
  throw new GatewayError('NETWORK_COLLISION', { found: says.join(' ') }, { hint })
}
