/** Tells that somebody else saved, published, or wrote the file meanwhile: both texts are there, and nothing is lost. */
import { Button } from '@mantine/core'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import type { Overview } from './asked.ts'
import { DiffView } from './diff-view.tsx'
import { keepWork, type Work } from './unsaved.ts'
import { whoIs } from './words.ts'

export function Clash({ work, overview }: { work: Work; overview: Overview }) {
  const { t, dateTime } = useI18n()
  const { draft, text, version, etag } = overview
  if (work.clash === null) return null
  // What else there is: the other one's draft, or the file.
  const theirs = work.clash === 'other' && draft !== null ? draft.text : text
  const isDraft = work.clash === 'other' && draft !== null
  return (
    <section className="clash" role="alert">
      <h2>
        <span className="soon">
          <Icon name="soon" />
        </span>{' '}
        {isDraft
          ? t('policies.clash.draft', {
              who: whoIs(draft.savedBy, draft.savedByName, t),
              when: dateTime(draft.savedAt),
            })
          : t('policies.clash.file')}
      </h2>
      <p>{t('policies.clash.meaning')}</p>
      <DiffView older={theirs} newer={work.text} label={t('policies.clash.diff')} />
      <div className="buttons">
        <Button variant="default" onClick={() => keepWork({ text: work.text, base: version, etag })}>
          {t('policies.clash.mine')}
        </Button>
        <Button
          variant="default"
          onClick={() => keepWork({ text: theirs, base: isDraft ? draft.base : version, etag })}
        >
          {t('policies.clash.theirs')}
        </Button>
      </div>
    </section>
  )
}
