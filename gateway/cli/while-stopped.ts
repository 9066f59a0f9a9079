/** Does what needs the keys themselves, and refuses while the gateway runs. */
import type { Config } from '../../config/schema.ts'
import { GatewayError } from '../core/errors.ts'
import type { Call } from './command.ts'
import { configFileOf } from './configuration.ts'
import { withData } from './data-access.ts'

/** Keys are never handed out by a running gateway: whoever wants them must be able to stop it. */
export function whileStopped<Result>(
  call: Call,
  config: Config,
  work: () => Promise<Result>,
): Promise<Result> {
  return withData(
    call,
    { config, mistake: null },
    {
      running: () => {
        const hint = 'Stop it first; a running gateway hands out no keys.'
        throw new GatewayError('ALREADY_RUNNING', { config: configFileOf(call) ?? 'defaults' }, { hint })
      },
      stopped: work,
    },
  )
}
