/** Says on the first screen which lists of trackers could not be read and are left out. */
import type { HealthBoard } from '../core/ports.ts'
import type { RefusedList } from './trackers-in-use.ts'

const leftOutCode = 'TRACKER_LISTS_LEFT_OUT'

/**
 * A start goes on without them: an office without the web for want of a list of advertisers would be worse. So does a
 * reload, except where the list is in force.
 */
export function showLeftOutLists(health: HealthBoard, refused: readonly RefusedList[]): void {
  if (refused.length === 0) health.clear(leftOutCode)
  else
    health.raise({
      code: leftOutCode,
      title: `${refused.length === 1 ? 'A list' : `${refused.length} lists`} of trackers could not be read, so what stands there is not refused.`,
      hint: `${refused.map(({ why }) => why.hint).join(' ')} Then run \`gatehouse reload\`.`,
      severity: 'act-by',
    })
}
