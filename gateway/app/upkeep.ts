/** Looks after authorities and the page's certificate while the gateway runs, and says on the first screen when one is unusable. */
import type { HealthBoard } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import type { Authority } from '../pki/authority.ts'
import { type CaStatus, caStatus } from '../pki/bundle.ts'
import { keepUp } from '../pki/upkeep.ts'
import type { Authorities } from './authorities.ts'
import { clock } from './clock.ts'
import type { RunningPage } from './page.ts'
import type { TryMode } from './try-mode.ts'
import type { Ways } from './ways.ts'

export interface UpkeepParts {
  authorities: Authorities
  page: RunningPage
  ways: Pick<Ways, 'renewCertificates'>
  tryMode: Pick<TryMode, 'refreshBundle'> | null
  health: HealthBoard
  log: Log
}

/** Goes on until the signal ends it. */
export function lookAfter(parts: UpkeepParts, signal: AbortSignal): void {
  const { authorities, page, ways, tryMode, health, log } = parts
  const kept = [authorities.interception, authorities.office].map((authority) => ({
    async maintain() {
      try {
        return await authority.maintain()
      } finally {
        showState(authority, health)
      }
    },
  }))
  const shown = [
    {
      async refresh() {
        const isNew = await page.showCertificate()
        if (isNew) await ways.renewCertificates()
        return isNew
      },
    },
    { refresh: async () => (await tryMode?.refreshBundle()) ?? false },
  ]
  const onProblem = (error: unknown) => log.event('authority.neglected', {}, error)
  void keepUp({ authorities: kept, certificates: shown, onProblem }, signal)
}

/** After a roll-over that was asked for: it stands, even where what shows it cannot be written now. */
export async function showNewRoot(
  parts: Pick<UpkeepParts, 'page' | 'ways' | 'tryMode' | 'log'>,
): Promise<void> {
  const { page, ways, tryMode, log } = parts
  await page.showCertificate()
  await ways.renewCertificates()
  await tryMode?.refreshBundle().catch((error: unknown) => log.event('authority.neglected', {}, error))
}

const purposes = { interception: 'for web traffic', office: 'of this office' } as const

function showState(authority: Authority, health: HealthBoard): void {
  const { kind, state } = caStatus(authority, clock.now())
  const code = kind === 'interception' ? 'INTERCEPTION_AUTHORITY_UNUSABLE' : 'OFFICE_AUTHORITY_UNUSABLE'
  const trouble = troubles[state]
  if (trouble === null) health.clear(code)
  else
    health.raise({
      code,
      title: `The certificate ${purposes[kind]} ${trouble.what}, so clients refuse it.`,
      hint: trouble.hint,
      severity: 'act-now',
    })
}

const troubles: Readonly<Record<CaStatus['state'], { what: string; hint: string } | null>> = {
  ready: null,
  overlapping: null,
  'not-yet-valid': {
    what: 'is not valid yet',
    hint: 'Most often the clock of this box is wrong: `timedatectl set-ntp true`.',
  },
  expired: {
    what: 'has ended',
    hint: 'Its successor could not be written: run `gatehouse doctor`, then install the new one on every client.',
  },
}
