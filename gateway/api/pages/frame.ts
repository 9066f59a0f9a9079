/** The frame that pages behind the sign-in share. */
import type { AccountRole } from '../../core/account/account.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { pageLayout } from '../../core/pages/layout.ts'
import { mayAsk } from '../rights.ts'
import type { GatewayStatus } from '../services.ts'
import { longDay } from './times.ts'

export interface FrameOptions {
  status: GatewayStatus
  title: string
  /** null: none of those that the head links to. */
  current: '/' | '/setup' | '/account' | null
  /** Of whoever sees it: only ways that are open to it are shown. */
  role: AccountRole
  main: Html
}

export function framedPage({ status, title, current, role, main }: FrameOptions): Html {
  const links = [
    { href: '/', text: 'Today', shows: '/' },
    // Its files are open to everybody; what they show is what this page does.
    { href: '/app/', text: 'Screens', shows: '/' },
    { href: '/setup', text: 'Set a client up', shows: '/setup' },
    { href: '/account', text: 'Your account', shows: '/account' },
  ]
    .filter(({ shows }) => mayAsk(role, 'GET', shows))
    .map(({ href, text }) => ({ href, text, current: href === current }))
  return pageLayout({
    title,
    officeName: status.officeName,
    links,
    leave: html`<form method="post" action="/logout"><button class="plain">Leave</button></form>`,
    foot: `Gatehouse ${status.version}, running since ${longDay(status.startedAt, status.timeZone)}, policy ${status.policyVersion}.`,
    main,
  })
}
