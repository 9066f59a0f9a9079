/** The frame that pages behind the token share. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { pageLayout } from '../../core/pages/layout.ts'
import type { GatewayStatus } from '../services.ts'
import { longDay } from './times.ts'

export interface FrameOptions {
  status: GatewayStatus
  title: string
  /** null: none of those that the head links to. */
  current: '/' | '/setup' | null
  main: Html
}

export function framedPage({ status, title, current, main }: FrameOptions): Html {
  const links = [
    { href: '/', text: 'Today' },
    { href: '/setup', text: 'Set a client up' },
  ].map((link) => ({ ...link, current: link.href === current }))
  return pageLayout({
    title,
    officeName: status.officeName,
    links,
    leave: html`<form method="post" action="/logout"><button class="plain">Leave</button></form>`,
    foot: `Gatehouse ${status.version}, running since ${longDay(status.startedAt, status.timeZone)}, policy ${status.policyVersion}.`,
    main,
  })
}
