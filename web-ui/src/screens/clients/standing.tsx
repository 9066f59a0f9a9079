/** How a machine stands, in words with its mark. */
import type { Client } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'

const standingOf = (client: Client) => (client.quarantinedAt === null ? client.state : 'quarantine')

const marks = {
  known: 'pass',
  unknown: 'soon',
  guest: 'tunnel',
  quarantine: 'refuse',
} as const satisfies Record<ReturnType<typeof standingOf>, IconName>

export function Standing({ client }: { client: Client }) {
  const { t } = useI18n()
  return (
    <span className={`verdict ${client.state === 'unknown' ? 'soon' : ''}`}>
      <Icon name={marks[standingOf(client)]} />
      {t(`clients.state.${standingOf(client)}`)}
    </span>
  )
}
