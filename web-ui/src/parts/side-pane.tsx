/** One thing of a list at its side, without leaving the list: Escape closes it, and leads back to where one was. */
import './side-pane.css'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from './icons.tsx'

export interface SidePaneProps {
  label: string
  close(): void
  children: ReactNode
}

export function SidePane({ label, close, children }: SidePaneProps) {
  const { t } = useI18n()
  const here = useRef<HTMLElement>(null)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close()
  })
  useEffect(() => {
    const opener = document.activeElement
    here.current?.focus()
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      if (opener instanceof HTMLElement && document.contains(opener)) opener.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside className="pane" ref={here} tabIndex={-1} aria-label={label}>
      <button type="button" className="quiet-button pane-close" aria-label={t('close')} onClick={close}>
        <Icon name="close" />
      </button>
      {children}
    </aside>
  )
}
