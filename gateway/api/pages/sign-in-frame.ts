/** The frame of pages that somebody sees who is not signed in yet: one question, and why the last answer was refused. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { pageLayout } from '../../core/pages/layout.ts'
import { mark } from '../../core/pages/marks.ts'
import type { ProblemDetails } from '../schemas.ts'
import type { GatewayStatus } from '../services.ts'

export interface SignInFrame {
  status: GatewayStatus
  title: string
  question: string
  meaning: string
  /** Why the last try was refused. */
  failed: ProblemDetails | null
  form: Html
}

export function signInPage({ status, title, question, meaning, failed, form }: SignInFrame): Html {
  const wrong =
    failed === null
      ? null
      : html`<p class="wrong now" role="alert">${mark('now')}<span>${failed.detail ?? failed.title} ${failed.hint ?? ''}</span></p>`
  return pageLayout({
    title,
    officeName: status.officeName,
    links: [],
    leave: null,
    foot: 'Gatehouse',
    main: html`<div class="lead"><h1>${question}</h1>
<p>${meaning}</p></div>
${wrong}
${form}`,
  })
}
