/** The draft: edited, judged as it is typed, saved, published, tried on a request and on the last week. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { addressOf, Link, usePlace } from '../../router/router.tsx'
import { checkQuery, type Overview } from './asked.ts'
import { Clash } from './clash.tsx'
import { DiffView } from './diff-view.tsx'
import { Editor } from './editor.tsx'
import { Problems } from './problems.tsx'
import { PublishBar } from './publish-bar.tsx'
import { ReplayPanel } from './replay.tsx'
import { TryOut } from './try-out.tsx'
import { keepWork, type Work } from './unsaved.ts'

const panels = ['problems', 'try', 'replay', 'changes'] as const
const pauseMs = 400

export interface EditProps {
  overview: Overview
  work: Work
  mayChange: boolean
}

export function Edit({ overview, work, mayChange }: EditProps) {
  const { t } = useI18n()
  const { search } = usePlace()
  const [jump, setJump] = useState<{ line: number; at: number } | null>(null)
  const asked = Number(search.get('line') ?? 0)
  useEffect(() => {
    if (asked > 0) setJump({ line: asked, at: Date.now() })
  }, [asked])
  const settled = useSettled(work.text)
  const isFile = work.text === overview.text
  const check = useQuery({
    ...checkQuery(settled),
    enabled: mayChange && settled !== overview.text,
    placeholderData: keepPreviousData,
  })
  const problems = isFile ? overview.problems : (check.data?.problems ?? [])
  const isChecking = !isFile && (settled !== work.text || check.isFetching)
  const panel = panels.find((each) => each === search.get('beside')) ?? 'problems'
  return (
    <>
      <Clash work={work} overview={overview} />
      <div className="edit">
        <div>
          <Editor
            {...{ text: work.text, problems, jump }}
            change={mayChange ? (text) => keepWork({ text, base: work.base, etag: work.etag }) : null}
          />
          {mayChange ? (
            <PublishBar {...{ overview, work }} isSound={!isChecking && !isFile && check.data?.ok === true} />
          ) : (
            <p className="quiet under-table">{t('policies.readOnly')}</p>
          )}
        </div>
        <div>
          {mayChange ? (
            <nav className="panels" aria-label={t('policies.panels')}>
              {panels.map((each) => (
                <Link
                  key={each}
                  href={addressOf('policies', { view: 'edit', beside: each === 'problems' ? null : each })}
                  aria-current={each === panel ? 'page' : undefined}
                >
                  {t(`policies.panel.${each}`)}
                </Link>
              ))}
            </nav>
          ) : null}
          {panel === 'problems' || !mayChange ? (
            <Problems {...{ problems, isChecking }} goTo={(line) => setJump({ line, at: Date.now() })} />
          ) : null}
          {panel === 'try' && mayChange ? <TryOut text={isFile ? null : work.text} /> : null}
          {panel === 'replay' && mayChange ? <ReplayPanel text={isFile ? null : work.text} /> : null}
          {panel === 'changes' && mayChange ? (
            <DiffView older={overview.text} newer={work.text} label={t('policies.panel.changes')} />
          ) : null}
        </div>
      </div>
    </>
  )
}

/** What was typed once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => settle(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
