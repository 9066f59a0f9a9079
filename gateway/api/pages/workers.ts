/** Shows the processes that carry traffic, where they are not the gateway's own. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { countOf } from '../../core/pages/words.ts'
import type { GatewayStatus } from '../services.ts'

const states = {
  serving: 'accepts traffic',
  starting: 'is starting',
  lost: 'is being replaced',
} as const

/** Null where all runs in one process. */
export function workersSection({ workerProcesses }: Pick<GatewayStatus, 'workerProcesses'>): Html | null {
  if (workerProcesses.length === 0) return null
  const rows = workerProcesses.map(
    ({ worker, state, connections, replaced }) =>
      html`<dt>${worker}</dt><dd>${states[state]}, ${countOf(connections, 'connection')}${replaced === 0 ? '' : `, replaced ${replaced} times since the start`}</dd>`,
  )
  return html`<section aria-labelledby="workers"><h2 id="workers">Workers</h2><dl class="facts">${rows}</dl></section>`
}
