/** A verdict in one word, with its mark. */
import type { Exchange } from '../api/types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from './icons.tsx'

export const verdictOrder = [
  'pass',
  'transform',
  'tunnel',
  'refuse',
  'refused-midstream',
  'fail',
] as const satisfies readonly Exchange['action'][]

export function Verdict({ action }: { action: Exchange['action'] }) {
  const { t } = useI18n()
  return (
    <span className="verdict">
      <Icon name={action} />
      {t(`verdict.${action}`)}
    </span>
  )
}
