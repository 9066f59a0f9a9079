/** Rule, finding, operator: the way a verdict was come to, readable aloud. */
import type { Exchange } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'

export function ReasonChain({ exchange }: { exchange: Exchange }) {
  const { t } = useI18n()
  const { findings, ruleId, reason } = exchange
  const operators = [...new Set(findings.map(({ operator }) => operator))]
  const steps = [
    ruleId === null ? t('detail.noRule') : t('detail.rule', { rule: ruleId }),
    findings.length === 0 ? t('detail.nothingFound') : t('detail.finding', { count: findings.length }),
    ...(operators.length === 0 ? [] : [operators.map((operator) => t(`operator.${operator}`)).join(', ')]),
  ]
  return (
    <section aria-labelledby="why">
      <h3 id="why">{t('detail.reason')}</h3>
      <p>{t(`reason.${reason}`)}</p>
      <ol className="chain">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  )
}
