/** What came and what left, side by side: drawn from the list of changes, as values are not kept. */
import type { Exchange } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'

type Finding = Exchange['findings'][number]

/** A page of them; what is longer is told by its number. */
const shown = 20

export function BeforeAfter({ exchange: { findings, action } }: { exchange: Exchange }) {
  const { t } = useI18n()
  if (findings.length === 0) return null
  const isStopped = action === 'refuse' || action === 'refused-midstream'
  return (
    <section aria-labelledby="changes">
      <h3 id="changes">{t('detail.changes')}</h3>
      <table className="changes">
        <thead>
          <tr>
            <th scope="col">{t('detail.before')}</th>
            <th scope="col">{t(isStopped ? 'detail.after.stopped' : 'detail.after')}</th>
          </tr>
        </thead>
        <tbody>
          {findings.slice(0, shown).map((finding) => (
            <Change
              key={`${finding.place} ${finding.path} ${finding.offset} ${finding.type}`}
              finding={finding}
            />
          ))}
        </tbody>
      </table>
      <p className="small quiet">
        {findings.length > shown ? `${t('detail.finding', { count: findings.length })}. ` : null}
        {t('detail.noValues')}
      </p>
    </section>
  )
}

function Change({ finding }: { finding: Finding }) {
  const { t, share } = useI18n()
  const { type, class: dataClass, place, path, length, score, operator } = finding
  const where = path === null ? t('detail.place', { place }) : t('detail.place.at', { place, path })
  return (
    <tr>
      <td>
        {entityName(type, dataClass, t)}
        <span className="small quiet">
          {where}, {t('detail.characters', { count: length })}, {t('detail.score', { share: share(score) })}
        </span>
        <span className="value" aria-hidden="true">
          {'•'.repeat(drawn(length))}
        </span>
      </td>
      <td>
        {t(`operator.${operator}`)}
        <span className={`value value-${operator}`} aria-hidden="true">
          {afterwards(operator, length)}
        </span>
      </td>
    </tr>
  )
}

function drawn(length: number): number {
  return Math.max(1, Math.min(length, 12))
}

/** A picture of what stands there now, never the thing itself. */
function afterwards(operator: Finding['operator'], length: number): string {
  switch (operator) {
    case 'keep':
      return '•'.repeat(drawn(length))
    case 'mask':
      return '*'.repeat(drawn(length))
    case 'tokenize':
    case 'replace':
      return '⟨…⟩'
    case 'hash':
    case 'fpe':
      return '#'.repeat(drawn(length))
    case 'redact':
    case 'refuse':
      return ''
  }
}
