/** Which kinds of personal data were in what was stopped, and which of them were the reason: by shape and word. */
import type { Review } from '../api/types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { entityName } from './entity-name.ts'
import { Icon } from './icons.tsx'

export function FoundKinds({ found, kind }: Pick<Review, 'found' | 'kind'>) {
  const { t } = useI18n()
  if (found.length === 0) return null
  return (
    <ul className="found-kinds">
      {found.map(({ type, count, refused }) => (
        <li key={type} data-refused={refused}>
          {refused ? <Icon name="refuse" /> : null}
          {t('found.item', { count, name: entityName(type, undefined, t) })}
          {refused ? <span className="unseen">, {t(`reviews.reasonWas.${kind}`)}</span> : null}
        </li>
      ))}
    </ul>
  )
}
