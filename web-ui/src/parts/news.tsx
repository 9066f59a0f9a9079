/** Says at the foot of the screen what was just done or could not be, with the way back where there is one. */
import './news.css'
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from './icons.tsx'

export interface News {
  text: string
  isFailed?: boolean
  undo?: (() => void) | undefined
}

type Tell = (news: News) => void

const Context = createContext<Tell>(() => {})

/** What was done is read in a moment; what failed stays until it is closed. */
const shownMs = 20_000

export function NewsProvider({ children }: { children: ReactNode }) {
  const [news, tell] = useState<News | null>(null)
  return (
    <Context value={tell}>
      {children}
      <div className="news" aria-live="polite">
        {news === null ? null : <Bar news={news} close={() => tell(null)} />}
      </div>
    </Context>
  )
}

export function useNews(): Tell {
  return useContext(Context)
}

function Bar({ news, close }: { news: News; close(): void }) {
  const { t } = useI18n()
  const { text, isFailed = false, undo } = news
  const [isHeld, hold] = useState(false)
  const takeBack = () => {
    close()
    undo?.()
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (undo === undefined || event.key !== 'z' || !(event.ctrlKey || event.metaKey) || isTyping(event))
      return
    event.preventDefault()
    takeBack()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const end = useEffectEvent(close)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other news begins the time anew
  useEffect(() => {
    if (isHeld || isFailed) return
    const timer = setTimeout(end, shownMs)
    return () => clearTimeout(timer)
  }, [isHeld, isFailed, news])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever points at it has not read it yet; nothing is done by that
    <div
      className="news-bar"
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <p role={isFailed ? 'alert' : undefined}>
        {isFailed ? (
          <span className="now">
            <Icon name="now" />{' '}
          </span>
        ) : null}
        {text}
      </p>
      {undo === undefined ? null : (
        <button type="button" className="button" aria-keyshortcuts="Control+Z" onClick={takeBack}>
          {t('news.undo')}
        </button>
      )}
      <button type="button" className="quiet-button" aria-label={t('close')} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  )
}

/** There it takes back letters. */
function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
