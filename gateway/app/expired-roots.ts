/** Says on the first screen which extra roots have ended, since what they vouched for fails. */
import type { HealthBoard } from '../core/ports.ts'
import { certificatesIn } from '../core/tls/pem.ts'
import type { ExtraRoots } from '../egress/options.ts'

const code = 'EXTRA_ROOT_EXPIRED'

/** No mistake of the file: a gateway that did not start with it would take the other destinations away, too. */
export function showExpiredRoots(
  roots: readonly ExtraRoots[],
  { health, now }: { health: HealthBoard; now: number },
): void {
  const ended = roots.filter(({ pem }) => certificatesIn(pem).some((one) => one.validToDate.getTime() < now))
  if (ended.length === 0) {
    health.clear(code)
    return
  }
  const destinations = ended.flatMap((each) => each.destinations).join(', ')
  health.raise({
    code,
    title: `A root certificate for ${destinations} has ended; what only it vouches for is refused.`,
    hint: 'Put the new root certificate into the file that proxy.extraRoots names, then reload.',
    severity: 'act-by',
  })
}
