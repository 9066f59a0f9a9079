/** Shows what became otherwise between two texts: each line with its sign, and what is alike left out. */
import { useMemo } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { diffLines, shownLines } from './diff.ts'

const mostShown = 400

export function DiffView({ older, newer, label }: { older: string; newer: string; label: string }) {
  const { t } = useI18n()
  const shown = useMemo(() => shownLines(diffLines(older, newer)), [older, newer])
  if (older === newer) return <p className="quiet">{t('policies.diff.none')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: lines wider than the screen are scrolled by keys, too
    <section className="diff" tabIndex={0} aria-label={label}>
      <ol>
        {shown.slice(0, mostShown).map((line, at) =>
          line === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have their places and nothing else
            <li key={at} className="diff-gap" aria-hidden="true">
              ⋯
            </li>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have their places and nothing else
            <li key={at} data-sign={line.sign}>
              <span className="diff-sign" aria-hidden="true">
                {line.sign}
              </span>
              {line.sign === ' ' ? null : (
                <span className="unseen">
                  {t(line.sign === '+' ? 'policies.diff.new' : 'policies.diff.gone')}
                </span>
              )}
              <code>{line.text}</code>
            </li>
          ),
        )}
      </ol>
      {shown.length > mostShown ? <p className="quiet">{t('policies.diff.more')}</p> : null}
    </section>
  )
}
