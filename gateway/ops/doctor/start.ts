/** Says whether the gateway would start, and what is in its way. */
import type { GatewayError } from '../../core/errors.ts'
import type { DoctorCheck } from '../doctor.ts'

/** One check where something is in the way; none otherwise, for the others then say all there is. */
export function checkStart(error: GatewayError | null): DoctorCheck[] {
  if (error === null) return []
  return [
    {
      id: 'start',
      title: 'Start',
      state: 'fail',
      found: foundOf(error),
      meaning:
        'The gateway cannot start. No traffic is inspected, and clients that are set to use the proxy have no web access.',
      todo: error.hint ?? 'Run `gatehouse start`, which says more.',
    },
  ]
}

/** The error's words, and the place that it speaks of. */
export function foundOf({ message, details }: GatewayError): string {
  const { problem, path, folder } = details
  const place = path ?? folder
  return [message, problem, place === undefined ? undefined : `(${String(place)})`]
    .filter((part) => part !== undefined)
    .join(' ')
}
